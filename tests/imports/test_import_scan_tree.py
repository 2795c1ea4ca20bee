"""Finding a record's scan below the scans folder."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from bot.synthetic import scans as scans_drawn
from domain.records import RecordType
from storage.imports.places import Places, Unit
from storage.imports.scan_tree import LEAST_BYTES, Doubtful, ScanTree

PAGE = bytes(LEAST_BYTES)
NAME = "KS.2005.01.2005-03-21.024.pdf"


def tree(folder: Path, *paths: str) -> ScanTree:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(PAGE)
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
    (outside / NAME).write_bytes(PAGE)
    inside = tmp_path / "scans"
    inside.mkdir()
    (inside / "link").symlink_to(outside)
    assert ScanTree(inside).find(NAME, "") is None


@pytest.mark.parametrize(
    ("size", "is_one"), [(0, False), (140, False), (LEAST_BYTES - 1, False), (LEAST_BYTES, True)]
)
def test_a_file_too_small_to_be_a_page_is_found_and_told_apart(
    tmp_path: Path, size: int, is_one: bool
) -> None:
    (tmp_path / "06184").mkdir()
    (tmp_path / "06184" / NAME).write_bytes(bytes(size))
    scans = ScanTree(tmp_path)
    found = scans.find(NAME, "06184")
    assert found == f"06184/{NAME}"
    assert scans.has_page(found) is is_one


def test_a_link_to_nowhere_is_no_page_and_one_to_a_file_is_what_the_file_is(tmp_path: Path) -> None:
    (tmp_path / "trang.pdf").write_bytes(bytes(LEAST_BYTES))
    (tmp_path / "co.pdf").symlink_to(tmp_path / "trang.pdf")
    (tmp_path / "mat.pdf").symlink_to(tmp_path / "da-xoa.pdf")
    scans = ScanTree(tmp_path)
    assert (scans.has_page("co.pdf"), scans.has_page("mat.pdf")) == (True, False)


@pytest.mark.parametrize(("kind", "how"), [("1", {}), ("L", {"quality": 5})], ids=["two-tone", "grey"])
def test_the_smallest_page_anybody_could_read_is_above_the_bound_and_a_blank_one_in_two_tones_below(
    kind: str, how: dict[str, int]
) -> None:
    entry = {"so": "24", "quyenSo": "01/2005", "ngayDangKy": "21.03.2005"}
    page = scans_drawn.page(RecordType.KT, entry, Random(1)).convert("L").point(lambda ink: 255 * (ink > 120))
    coarse = page.resize((620, 620 * page.height // page.width)).convert(kind)
    drawn, blank = io.BytesIO(), io.BytesIO()
    coarse.save(drawn, "PDF", **how)
    Image.new("1", coarse.size, 1).save(blank, "PDF")
    assert len(blank.getvalue()) < LEAST_BYTES < len(drawn.getvalue())


def test_a_folder_is_anothers_by_that_units_code_unless_the_two_are_akin() -> None:
    province, district = Unit(1, "20", "Tỉnh", frozenset()), Unit(2, "183", "Huyện", frozenset({1}))
    below = frozenset({1, 2})
    one, two = Unit(3, "06184", "Xã Một", below), Unit(4, "06187", "Xã Hai", below)
    merged = Unit(5, "05977", "Xã Mới", frozenset({1}))
    old = Unit(6, "06190", "Xã Cũ", below, into=frozenset({5}), former=True)
    places = Places([province, district, one, two, merged, old])

    def is_elsewhere(unit: Unit, path: str) -> bool:
        return places.is_elsewhere(unit.id, path.split("/"))

    assert is_elsewhere(one, "06187/KS")
    assert is_elsewhere(one, "20/183/06187/KS"), "under the district of both"
    for path in ("06184/KS", "20/183/06184", "20/183", "dot-1/KS/2005/01", "06187/06184"):
        assert not is_elsewhere(one, path), path
    assert not is_elsewhere(merged, "06190"), "of what went into it"
    assert not is_elsewhere(old, "05977"), "of what it went into"
    assert is_elsewhere(merged, "06187")
