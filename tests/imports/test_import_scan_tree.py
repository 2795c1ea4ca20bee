"""Finding a record's scan below the scans folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.imports.scan_tree import Doubtful, ScanTree

NAME = "KS.2005.01.2005-03-21.024.pdf"


def tree(folder: Path, *paths: str) -> ScanTree:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"%PDF")
    return ScanTree(folder)


@pytest.mark.parametrize(
    ("there", "asked", "found"),
    [
        pytest.param([f"06184/KS/{NAME}"], f"06184/KS/{NAME}", f"06184/KS/{NAME}", id="by its path"),
        pytest.param(
            [f"06184/KS/{NAME}"], f"06184\\ks\\{NAME}", f"06184/KS/{NAME}", id="by a path of Windows"
        ),
        pytest.param([f"a/b/c/{NAME}"], NAME, f"a/b/c/{NAME}", id="by its name, anywhere below"),
        pytest.param([f"a/{NAME.lower()}"], NAME.upper(), f"a/{NAME.lower()}", id="in any case"),
        pytest.param(
            [f"06184/{NAME}", f"06187/{NAME}"], NAME, f"06184/{NAME}", id="the unit's own folder first"
        ),
        pytest.param([NAME, f"06184/{NAME}"], NAME, NAME, id="a name at the top is a path"),
        pytest.param(
            [f"x/{NAME}"], f"../../etc/{NAME}", f"x/{NAME}", id="a path out of the folder: its name only"
        ),
        pytest.param(
            ["x/KS.2005.01.2005-03-21.24.pdf"], NAME, "x/KS.2005.01.2005-03-21.24.pdf", id="padded less"
        ),
        pytest.param(
            ["x/ks-2005-01-2005-03-21-024.pdf"], NAME, "x/ks-2005-01-2005-03-21-024.pdf", id="dashed"
        ),
        pytest.param(
            [f"x/{NAME}", "y/KS.2005.01.2005-03-21.24.pdf"], NAME, f"x/{NAME}", id="spelled alike wins"
        ),
        pytest.param(["x/KS.2005.01.2005-03-21.025.pdf"], NAME, None, id="another entry's"),
        pytest.param([f"x/{NAME}"], "/etc/passwd", None, id="nothing outside"),
    ],
)
def test_a_scan_is_found_or_not(tmp_path: Path, there: list[str], asked: str, found: str | None) -> None:
    assert tree(tmp_path, *there).find(asked, "06184") == found


def test_two_candidates_are_told_and_none_is_taken(tmp_path: Path) -> None:
    found = tree(tmp_path, f"a/{NAME}", f"b/{NAME}").find(NAME, "06184")
    assert found == Doubtful((f"a/{NAME}", f"b/{NAME}"))


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / NAME).write_bytes(b"%PDF")
    inside = tmp_path / "scans"
    inside.mkdir()
    (inside / "link").symlink_to(outside)
    assert ScanTree(inside).find(NAME, "") is None
