"""What triage says of identity papers: a number of its kind, that fits its bearer and its day."""

from __future__ import annotations

import pytest

from domain.records import RecordType
from domain.triage import papers
from domain.triage.shape import Hit
from tests.triage.people_house import fields_hit, hits

KS, KH, KT, HN, CMC = RecordType


def _paper(**fields: str) -> list[str]:
    return fields_hit(papers.RULES, HN, **{"nxn" + name: value for name, value in fields.items()})


NUMBER, KIND, GIVEN = "nxnSoGiayToTuyThan", "nxnLoaiGiayToTuyThan", "nxnNgayCapGiayToTuyThan"


@pytest.mark.parametrize(
    ("kind", "number", "found"),
    [
        pytest.param("1", "081234567", [], id="CMND of nine digits"),
        pytest.param("1", "081 234 567", [], id="with blanks"),
        pytest.param("1", "020085001234", [], id="CMND of twelve"),
        pytest.param("1", "08123456", [NUMBER], id="eight digits"),
        pytest.param("1", "0812345678", [NUMBER], id="ten digits"),
        pytest.param("1", "000000000", [NUMBER], id="zeros only"),
        pytest.param("4", "081234567", [NUMBER], id="CCCD of nine"),
        pytest.param("4", "020085001234", [], id="CCCD"),
        pytest.param("4", "003085001234", [NUMBER], id="no such province"),
        pytest.param("2", "B1234567", [], id="passport"),
        pytest.param("2", "E12345678", [], id="a passport of another country"),
        pytest.param("2", "081234567", [KIND], id="the portal's code of a CMND"),
        pytest.param("5", "QĐ 12345", [], id="a soldier's"),
        pytest.param("6", "SQ-1234567", [], id="an officer's"),
        pytest.param("5", "020085001234", [KIND], id="the portal's code of a CCCD"),
        pytest.param("6", "B1234567", [KIND], id="the portal's code of a passport"),
        pytest.param("9", "081234567", [KIND], id="a code of the portal only"),
        pytest.param("8", "Giấy xác nhận", [], id="another paper"),
        pytest.param("", "081234567", [], id="kind not told"),
        pytest.param("0", "08123", [NUMBER], id="kind not told and five digits"),
        pytest.param("0", "0", [], id="both not set"),
        pytest.param("1", "0", [NUMBER], id="a kind, and its number not set"),
        pytest.param("1", "0812345 6O7", [NUMBER], id="a letter for a digit, and a digit more"),
        pytest.param("1", "", [], id="no number"),
        pytest.param("1", "không có", [], id="said to be none"),
        pytest.param("1", "1" * 50_000, [NUMBER], id="endless"),
    ],
)
def test_a_paper_has_a_number_of_its_kind(kind: str, number: str, found: list[str]) -> None:
    born = {"NgaySinh": "01.02.1985", "GioiTinh": "1"}
    assert _paper(LoaiGiayToTuyThan=kind, SoGiayToTuyThan=number, **born) == found


@pytest.mark.parametrize(
    ("number", "born", "sex", "fits"),
    [
        pytest.param("020085001234", "1985", "1", True, id="a man of 1985"),
        pytest.param("020185001234", "02.1985", "2", True, id="a woman of 1985"),
        pytest.param("020203001234", "01.02.2003", "1", True, id="a man of 2003"),
        pytest.param("020185001234", "1985", "1", False, id="a woman's number, a man"),
        pytest.param("020086001234", "1985", "1", False, id="another year"),
        pytest.param("020285001234", "1985", "1", False, id="another century: not born yet"),
        pytest.param("020085001234", "", "", True, id="nothing to hold it against"),
        pytest.param("101085001234", "1985", "1", True, id="born in another country"),
    ],
)
def test_a_citizens_number_fits_its_bearer(number: str, born: str, sex: str, fits: bool) -> None:
    found = _paper(LoaiGiayToTuyThan="4", SoGiayToTuyThan=number, NgaySinh=born, GioiTinh=sex)
    assert found == ([] if fits else [NUMBER])


def test_a_number_of_a_husband_is_held_against_his_part() -> None:
    paper = {"LoaiGiayToTuyThan": "4", "SoGiayToTuyThan": "020185001234"}
    assert hits(papers.RULES, KH, **{"vo" + name: value for name, value in paper.items()}) == []
    assert fields_hit(papers.RULES, KH, **{"chong" + name: value for name, value in paper.items()}) == [
        "chongSoGiayToTuyThan"
    ]


def test_a_citizens_card_is_not_older_than_citizens_cards() -> None:
    card = {"LoaiGiayToTuyThan": "4", "SoGiayToTuyThan": "020085001234"}
    assert _paper(**card, NgayCapGiayToTuyThan="31.12.2015") == [GIVEN]
    assert _paper(**card, NgayCapGiayToTuyThan="2016") == []
    assert _paper(**card, NgayCapGiayToTuyThan="31.02.2015") == []  # no day at all: another rule's
    registered = {"ngayDangKy": "05.06.2010", "meLoaiGiayToTuyThan": "4", "meSoGiayToTuyThan": "020185001234"}
    assert hits(papers.RULES, KS, **registered) == [Hit("meLoaiGiayToTuyThan", "4", "1")]


def test_a_childs_own_number_is_held_against_sex_and_birth() -> None:
    child = {"nksGioiTinh": "2", "nksNgaySinh": "03.04.2017"}
    assert hits(papers.RULES, KS, **child, nksSoDinhDanh="020317001234") == []
    assert fields_hit(papers.RULES, KS, **child, nksSoDinhDanh="020217001234") == ["nksSoDinhDanh"]
    assert fields_hit(papers.RULES, KS, **child, nksSoDinhDanh="02031700123") == ["nksSoDinhDanh"]


def test_a_citizens_number_gets_back_the_zero_that_a_spreadsheet_took() -> None:
    bearer = {"nxnNgaySinh": "1985", "nxnGioiTinh": "1", "nxnLoaiGiayToTuyThan": "4"}
    (hit,) = hits(papers.RULES, HN, **bearer, nxnSoGiayToTuyThan="20085001234")
    assert (hit.suggestion, hit.loss_free) == ("020085001234", False)


def test_a_paper_is_not_older_than_its_bearer() -> None:
    assert _paper(
        NgaySinh="1985", LoaiGiayToTuyThan="1", SoGiayToTuyThan="081234567", NgayCapGiayToTuyThan="05.06.1984"
    ) == [GIVEN]
    assert (
        _paper(
            NgaySinh="1985", LoaiGiayToTuyThan="1", SoGiayToTuyThan="081234567", NgayCapGiayToTuyThan="1985"
        )
        == []
    )
