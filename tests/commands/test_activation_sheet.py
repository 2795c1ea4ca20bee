"""The sheet of activation codes, as the commune's clerk opens it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.commands.activation import Entry, write_sheet
from domain.people import Role


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x","y")', "+84912", "-1+1", "@SUM(A1)"])
def test_a_name_that_a_spreadsheet_would_run_is_only_shown(tmp_path: Path, name: str) -> None:
    out = tmp_path / "kich-hoat.csv"
    write_sheet(out, [Entry(name, "06220", "xã Hòa Cư", Role.OFFICIAL, "ABCDEFGH", "")])
    with out.open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    assert header == ["ho_ten", "ma_don_vi", "vai_tro", "ma_kich_hoat", "lien_ket"]
    assert row == [f"'{name}", "06220", "can_bo", "ABCDEFGH", ""]
