"""Names of scans against records: another entry's scan, a number mistyped, or nothing to be said."""

from __future__ import annotations

import pytest

from domain.records import Severity
from tests.triage.rules_house import KS, findings, of


def _told(scan: str, **changes: str) -> list[tuple[str, str, str]]:
    return [(each.field, each.suggestion, each.case) for each in of("R03", KS, changes, scan=scan)]


@pytest.mark.parametrize(
    "scan",
    [
        "",
        "KS.2005.01.2005-03-21.024.pdf",
        "KS.2005.01.2005-03-21.24.pdf",
        "ks-2005-01-2005-03-21-024.pdf",
        "06001/KS/2005/KS.2005.01.2005-03-21.024.PDF",
        "06001\\KS.2005.01.2005-03-21.024.pdf",
        "KS.2005.01.2005-03-21.null.pdf",
        "KS.2005.01.2005-03.024.pdf",
        "KS.2005.01.2005.024.pdf",
        "IMG_2005_0024.pdf",
    ],
)
def test_the_same_entry_by_any_manner_of_naming(scan: str) -> None:
    assert _told(scan) == []


@pytest.mark.parametrize(
    ("scan", "expected"),
    [
        ("KT.2005.01.2005-03-21.024.pdf", ("tenFile", "", "a")),  # another book altogether
        (
            "06001/KS/A3/2005/01/Cover.06001.KS.A3.2005.01.pdf",
            ("tenFile", "", "a"),
        ),  # a book's cover is no entry
        ("KS.2005.01.2005-04-11.031.pdf", ("tenFile", "", "a")),  # another day and number
        ("KS.2005.02.2005-03-21.124.pdf", ("tenFile", "", "a")),  # another book and number
        ("KS.2005.01.2005-03-21.042.pdf", ("so", "42", "b")),  # two digits exchanged
        ("KS.2005.01.2005-03-21.025.pdf", ("so", "25", "")),  # a slip, or the neighbour's scan
        ("KS.2005.01.2005-03-21.124.pdf", ("so", "124", "b")),
        ("KS.2005.01.2005-03-21.024a.pdf", ("so", "24a", "")),
        ("KS.2005.01.2005-03-12.024.pdf", ("ngayDangKy", "12.03.2005", "")),
        ("KS.2005.02.2005-03-21.024.pdf", ("quyenSo", "02/2005", "")),
        ("KS.2007.01.2005-03-21.024.pdf", ("quyenSo", "01/2007", "")),
    ],
)
def test_what_the_name_tells_otherwise(scan: str, expected: tuple[str, str, str]) -> None:
    assert _told(scan) == [expected]
    found = of("R03", KS, {}, scan=scan)
    assert all(each.severity is Severity.SERIOUS for each in found)


def test_a_book_carried_on_into_a_later_year_is_a_hint() -> None:
    found = of("R03", KS, {}, scan="KS.2003.01.2005-03-21.024.pdf")
    assert [(each.field, each.severity) for each in found] == [("quyenSo", Severity.HINT)]


def test_what_the_record_leaves_out_cannot_be_at_odds() -> None:
    nothing = {"so": "", "quyenSo": "", "ngayDangKy": ""}
    assert _told("KS.2005.01.2005-03-21.024.pdf", **nothing) == []
    assert _told("KS.2005.01.2005-03-21.024.pdf", quyenSo="01") == []


def test_a_part_of_a_day_agrees_with_the_whole_of_it() -> None:
    assert "R03" not in {
        each.rule for each in findings(KS, {"ngayDangKy": "2005"}, scan="KS.2005.01.2005-03-21.024.pdf")
    }
