"""Parents: born before the child, of an age to have it, there or not as the kind of birth says."""

from __future__ import annotations

import pytest

from domain.records import Severity
from tests.triage.rules_house import CMC, KS, findings, of, told
from tests.triage.test_rules_required import NO_FATHER, NO_MOTHER

BORN = {"nksNgaySinh": "01.03.2005"}


@pytest.mark.parametrize(
    ("mother", "fires"),
    [
        ("02.03.2005", True),
        ("01.03.2005", True),  # the same day
        ("2006", True),
        ("2005", False),  # born in January she was older: no completion is broken, only her age is odd
        ("28.02.2005", False),
    ],
)
def test_a_parent_is_born_before_the_child(mother: str, fires: bool) -> None:
    found = of("R08", KS, {"meNgaySinh": mother})
    assert [(each.field, each.severity) for each in found] == (
        [("meNgaySinh", Severity.SERIOUS)] if fires else []
    )


def test_both_parents_are_looked_at() -> None:
    assert told("R08", KS, {"meNgaySinh": "2010", "chaNgaySinh": "2011"}) == ["chaNgaySinh", "meNgaySinh"]


@pytest.mark.parametrize(
    ("mother", "severity"),
    [
        ("02.03.1993", Severity.WARNING),  # eleven
        ("01.03.1993", Severity.HINT),  # twelve on the day
        ("02.03.1990", Severity.HINT),  # fourteen
        ("01.03.1990", None),  # fifteen on the day
        ("1990", None),  # fourteen or fifteen
        ("1991", Severity.HINT),  # thirteen or fourteen
        ("1955", None),  # forty-nine or fifty
        ("01.03.1955", Severity.HINT),  # fifty on the day
        ("01.03.1949", Severity.WARNING),  # fifty-six on the day
        ("1949", Severity.HINT),  # fifty-five or fifty-six
        ("2005", Severity.WARNING),
    ],
)
def test_the_age_of_a_mother(mother: str, severity: Severity | None) -> None:
    found = of("R09", KS, {"meNgaySinh": mother})
    assert [each.severity for each in found] == ([severity] if severity else [])
    assert told("R08", KS, {"meNgaySinh": mother}) == []


@pytest.mark.parametrize(
    ("father", "fires"), [("1992", True), ("1991", False), ("1935", False), ("1925", False), ("1923", True)]
)
def test_the_age_of_a_father_is_never_more_than_a_hint(father: str, fires: bool) -> None:
    found = of("R09", KS, {"chaNgaySinh": father})
    assert [(each.field, each.severity) for each in found] == (
        [("chaNgaySinh", Severity.HINT)] if fires else []
    )


def test_one_who_is_younger_than_the_child_is_not_of_an_odd_age_as_well() -> None:
    assert told("R09", KS, {"meNgaySinh": "2010"}) == []


@pytest.mark.parametrize(("kind", "fires"), [("2", True), ("4", True), ("1", False), ("3", False)])
def test_who_recognises_a_child_is_a_mother_or_a_father(kind: str, fires: bool) -> None:
    changes = {"loaiXacNhan": kind, "cmNgaySinh": "1950"}  # fifty-three at the birth in 2004
    assert told("R09", CMC, changes) == (["cmNgaySinh"] if fires else [])


@pytest.mark.parametrize(
    ("kind", "changes", "suggestion"),
    [
        ("1", NO_FATHER, "3"),
        ("1", NO_MOTHER, "2"),
        ("1", {**NO_FATHER, **NO_MOTHER}, "4"),
        ("3", {}, "1"),
        ("2", {}, "1"),
        ("4", {}, "1"),
        ("5", {}, "1"),
        ("4", NO_FATHER, "3"),
        ("Chưa xác định cha", {}, "1"),
    ],
)
def test_the_kind_of_birth_is_held_against_the_parents(
    kind: str, changes: dict[str, str], suggestion: str
) -> None:
    found = of("R19", KS, {**changes, "nksLoaiKhaiSinh": kind})
    assert [(each.field, each.suggestion, each.severity) for each in found] == [
        ("nksLoaiKhaiSinh", suggestion, Severity.SERIOUS)
    ]


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("1", {}),
        ("1.0", {}),
        ("1", {"chaHoTen": ""}),  # something of him is there: a field is missing, not a father
        ("3", NO_FATHER),
        ("3", {**NO_FATHER, "chaHoTen": "Không"}),
        (
            "3",
            {**NO_FATHER, "chaHoTen": "-", "chaDanToc": "Nùng", "chaQuocTich": "Việt Nam"},
        ),  # a form's defaults
        ("3", {**NO_FATHER, "chaLoaiCuTru": "0"}),
        ("", {}),
        ("9", {}),  # of another code space, or of none
    ],
)
def test_kinds_that_agree_or_say_nothing(kind: str, changes: dict[str, str]) -> None:
    assert told("R19", KS, {**changes, "nksLoaiKhaiSinh": kind}) == []


def test_a_single_mother_is_in_order() -> None:
    changes = {**NO_FATHER, "nksLoaiKhaiSinh": "3", "nycHoTen": "Hoàng Thị Thử", "nycQuanHe": "Mẹ"}
    assert findings(KS, changes) == ()


def test_twins_parents_of_one_surname_and_the_young_are_in_order() -> None:
    assert findings(KS, {"meHoTen": "Nông Thị Thử"}) == ()
    assert findings(KS, {"meNgaySinh": "1989", "chaNgaySinh": "1940"}) == ()
