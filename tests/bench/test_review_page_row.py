"""The row of the review page says what it lacks on a machine without a browser."""

from __future__ import annotations

import pytest

from bot.bench import review_page
from bot.bench.measure import CannotMeasure


@pytest.mark.parametrize(("lacking", "told"), [("find_spec", "driver"), ("which", "Chromium")])
def test_without_a_browser_the_row_says_so(monkeypatch: pytest.MonkeyPatch, lacking: str, told: str):
    owner = review_page.importlib.util if lacking == "find_spec" else review_page.shutil
    monkeypatch.setattr(owner, lacking, lambda _: None)
    with pytest.raises(CannotMeasure, match=told):
        review_page.measure()
