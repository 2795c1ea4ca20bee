"""What triage says of broken text, column by column, and of what is no slip at all."""

from __future__ import annotations

import pytest

from bot.synthetic import names as people
from domain.fields import Kind, fields_of
from domain.records import RecordType, Severity
from domain.triage import artefacts, lists, names, papers
from tests.triage.people_house import fields_hit, hits

KS, KH, KT, HN, CMC = RecordType


def test_broken_text_is_suggested_by_the_column_it_stands_in() -> None:
    found = hits(
        artefacts.RULES,
        KS,
        nksHoTen="NguyÔn V¨n Hßa",
        meHoTen="Hoàng  Thị Lan",
        chaNoiCuTru="Thôn Nà Pàn, , xã Hòa Cư",
        nycSoGiayToTuyThan="0812O4567",
        chaHoTen="Nguyễn Văn Nam",
    )
    assert [(hit.field, hit.suggestion, hit.loss_free, hit.case) for hit in found] == [
        ("nksHoTen", "Nguyễn Văn Hòa", False, "b"),
        ("meHoTen", "Hoàng Thị Lan", True, "b"),
        ("chaNoiCuTru", "Thôn Nà Pàn, xã Hòa Cư", True, "b"),
        ("nycSoGiayToTuyThan", "081204567", False, "b"),
    ]


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        pytest.param("Hoàng Văn 7", None, id="a digit that no keyboard explains"),
        pytest.param("Nguy?n Văn Nam", None, id="a letter that was lost"),
        pytest.param("Nguy\ufffdn Văn Nam", None, id="a letter that a program did not have"),
        pytest.param("Hoàng Đặgn", Severity.HINT, id="an impossible syllable"),
        pytest.param("Hoàng Văn " * 5_000, None, id="more than a line of a register holds"),
        pytest.param("Hoàng" + " Văn" * 12_000, None, id="the same without a blank at its end"),
    ],
)
def test_a_name_that_cannot_be_read_is_pointed_at_without_a_suggestion(
    name: str, severity: Severity | None
) -> None:
    (hit,) = hits(artefacts.RULES, KT, nktHoTen=name)
    assert (hit.field, hit.suggestion, hit.loss_free, hit.severity) == ("nktHoTen", "", False, severity)
    assert len(hit.value) <= 200


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("nktHoTen", "TÃƒÂ´ MÃ¡Â»â„¢cq", id="signs that no name has"),
        pytest.param("nktHoTen", "HÃ\u00a0 VĂN ĐÔNG", id="half a letter that may be a blank"),
        pytest.param("nktHoTen", "Đặng Th\u00adnq", id="a soft hyphen that may be a letter"),
        pytest.param("nktHoTen", "Hoàng\u0300 Văn Nam", id="one tone too many"),
        pytest.param("nktNoiCuTru", "Thôn Nà Pàn, x? Mẫu Sơn", id="the only letter of xã that was no ASCII"),
        pytest.param("nktNoiCuTru", "Thôn BÃ\u00a0q, xã Hòa Cư", id="half a letter in a place"),
        pytest.param("nktNoiCuTru", "Thôn \x81 Nà Pàn", id="a control in a place"),
    ],
)
def test_what_nobody_can_read_goes_back_to_the_vendor(column: str, value: str) -> None:
    (hit,) = hits(artefacts.RULES, KT, **{column: value})
    assert (hit.suggestion, hit.loss_free, hit.severity, hit.case) == ("", False, None, "b")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        pytest.param("Nguyển Văn Nam", "Nguyễn Văn Nam", id="a tone that no surname has"),
        pytest.param("NGUYEN VĂN NAM", "NGUYỄN VĂN NAM", id="without accents, in capitals"),
        pytest.param("Hoảng Thị Lan", "Hoàng Thị Lan", id="another tone"),
        pytest.param("Vủ Văn Nam", "Vũ Văn Nam", id="a short one with a tone that none has"),
        pytest.param("BỦI THỊ LAN", "BÙI THỊ LAN", id="another, in capitals"),
        pytest.param("Hừa Đức Toán", "Hứa Đức Toán", id="and a third"),
        pytest.param("Hoành Thị Yến", "Hoàng Thị Yến", id="nobody is called Hoành before a given name"),
        pytest.param("Vừ A Dơ", None, id="a surname of the Mông near to Vũ"),
        pytest.param("Vù Thị Mỷ", None, id="another of theirs"),
        pytest.param("Lường Văn Nam", None, id="a surname near to another"),
        pytest.param("Lô Văn Nam", None, id="a short one has too many neighbours"),
        pytest.param("Nguyển", None, id="a single word may be anything"),
        pytest.param("Không Văn Nam", "Khổng Văn Nam", id="a surname without its tone"),
        pytest.param("Không xác định", None, id="words that say nobody is known"),
        pytest.param("Không đọc được chữ ký", None, id="words about a signature"),
        pytest.param("Dường A Dùn", None, id="a surname of the Dao and Hoa"),
        pytest.param("Nông Văn Nam.", "Nông Văn Nam", id="a full stop behind it"),
        pytest.param("Nông, Văn Nam", "", id="a comma inside"),
        pytest.param("Hoàng Văn Đ.", "", id="shortened: what it means stands in the register alone"),
    ],
)
def test_a_surname_that_nobody_bears_gets_a_hint(name: str, meant: str | None) -> None:
    found = hits(artefacts.RULES, KT, nktHoTen=name)
    assert [(hit.suggestion, hit.loss_free, hit.severity) for hit in found] == (
        [] if meant is None else [(meant, False, Severity.HINT)]
    )


@pytest.mark.parametrize(
    ("name", "meant", "severity"),
    [
        pytest.param("Hoang\u0300 Thị Thoa", "Hoàng Thị Thoa", None, id="on a consonant: no keyboard of today does so"),
        pytest.param("Đinh Duy Trừơng", "Đinh Duy Trường", Severity.HINT, id="beside its vowel: anybody reads it right"),
    ],
)  # fmt: skip
def test_a_tone_in_the_wrong_place_is_put_on_its_vowel(
    name: str, meant: str, severity: Severity | None
) -> None:
    (hit,) = hits(artefacts.RULES, KT, nktHoTen=name)
    assert (hit.suggestion, hit.loss_free, hit.severity, hit.case) == (meant, False, severity, "b")
    assert hits(artefacts.RULES, KT, nktHoTen=name, nktDanToc="Ê-đê") == []


def test_how_an_officer_signed_is_no_slip_in_a_name() -> None:
    assert hits(artefacts.RULES, KT, nguoiThucHien="Nông Văn An, Lý Thị Ba") == []


def test_what_stood_alone_in_a_field_before_does_not_hide_a_misspelled_surname() -> None:
    for alone, name in (("Nguyển", "Nguyển Văn Nam"), ("Không", "Không Văn Nam")):
        hits(artefacts.RULES, KT, nktHoTen=alone)
        assert [hit.field for hit in hits(artefacts.RULES, KT, nktHoTen=name)] == ["nktHoTen"]


def test_no_surname_of_the_province_is_taken_for_a_misspelled_one() -> None:
    for surname in {word for group in people._GROUPS.values() for word in group.surnames}:
        assert hits(artefacts.RULES, KT, nktHoTen=f"{surname} Văn Nam") == []


def test_a_foreigners_name_is_not_measured_by_vietnamese_syllables() -> None:
    stranger = {
        "chaHoTen": "WANG XIAOMING",
        "chaQuocTich": "Trung Quốc",
        "nycHoTen": "WANG XIAOMING",
        "meHoTen": "Nông Thị Lan",
    }
    assert hits(artefacts.RULES, KS, **stranger) == []
    assert fields_hit(artefacts.RULES, KS, **stranger | {"chaQuocTich": "Việt Nam"}) == [
        "chaHoTen",
        "nycHoTen",
    ]
    assert hits(artefacts.RULES, KT, nktHoTen="Ksor Rcom", nktDanToc="Gia-rai") == []


@pytest.mark.parametrize(
    ("child", "meant"),
    [
        pytest.param("Lee Văn Nam", [], id="the father's surname stays"),
        pytest.param("LEE VĂN NAM", [], id="in capitals"),
        pytest.param("Lee Văn Namm", ["Lee Văn Nam"], id="a slip beside it"),
        pytest.param("Leee Văn Nam", ["Le Văn Nam"], id="not the father's"),
    ],
)
def test_the_child_of_a_foreigner_bears_a_foreign_surname(child: str, meant: list[str]) -> None:
    record = {
        "nksHoTen": child,
        "nksQuocTich": "Việt Nam",
        "chaHoTen": "Lee Sang Woo",
        "chaQuocTich": "Hàn Quốc",
    }
    assert [hit.suggestion for hit in hits(artefacts.RULES, KS, **record)] == meant
    assert fields_hit(artefacts.RULES, KS, **record | {"chaQuocTich": "Việt Nam"})[0] == "nksHoTen"


@pytest.mark.parametrize("record_type", list(RecordType))
@pytest.mark.parametrize(
    "value", ["", " ", ", , ,", "\x00", "-", "0", "\ufffd", "Ã", "á" * 50_000, "1 " * 25_000, "Ð", "?"]
)
def test_any_text_in_every_column_is_only_looked_at(record_type: RecordType, value: str) -> None:
    record = {each.name: value for each in fields_of(record_type)}
    for rules in (names.RULES, lists.RULES, papers.RULES, artefacts.RULES):
        for hit in hits(rules, record_type, **record):
            assert hit.field in record
            assert len(hit.value) <= 200


def test_every_rule_names_only_columns_that_some_type_has() -> None:
    columns = {each.name for record_type in RecordType for each in fields_of(record_type)}
    for rule in (*names.RULES, *lists.RULES, *papers.RULES, *artefacts.RULES):
        assert set(rule.fields) <= columns
        assert rule.clause == rule.code


def test_kinds_of_columns_that_hold_text_are_all_looked_at() -> None:
    looked_at = set(artefacts.RULES[0].fields)
    assert looked_at == {
        each.name
        for record_type in RecordType
        for each in fields_of(record_type)
        if each.kind is not Kind.CODE
    }
