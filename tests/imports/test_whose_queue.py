"""Whose queue a row goes to, told by a code or by the words of the place of registration."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from domain.sheet_faults import Fault
from storage.imports.places import Places, Unit, Untold

LIST = """code,name,above
20,Tỉnh Lạng Sơn,
178,Thành phố Lạng Sơn,20
183,Huyện Cao Lộc,20
187,Huyện Hữu Lũng,20
186,Huyện Chi Lăng,20
05983,Phường Chi Lăng,178 20
06184,Xã Hòa Cư,183 20
06211,Thị trấn Cao Lộc,183 20
06391,Xã Hòa Bình,187 20
06400,Xã Hòa Bình,186 20
06463,Thị trấn Chi Lăng,186 20
06478,Xã Chi Lăng,186 20
06187,Xã Tĩnh Bắc,183 20
"""
NUMBERS = {row["code"]: number for number, row in enumerate(csv.DictReader(LIST.splitlines()), start=1)}


@pytest.fixture
def places() -> Places:
    return Places(
        [
            Unit(NUMBERS[row["code"]], row["code"], row["name"],
                 frozenset(NUMBERS[code] for code in row["above"].split()))
            for row in csv.DictReader(LIST.splitlines())
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param("UBND xã Hòa Cư, huyện Cao Lộc, tỉnh Lạng Sơn", "06184", id="as vendors write it"),
        pytest.param("ỦY BAN NHÂN DÂN XÃ HÒA CƯ, HUYỆN CAO LỘC", "06184", id="in capitals"),
        pytest.param("ubnd xa hoa cu huyen cao loc", "06184", id="without accents and commas"),
        pytest.param("UBND xã Hoà Cư - Cao Lộc - Lạng Sơn", "06184", id="the tone set the new way, dashes"),
        pytest.param("Hòa Cư", "06184", id="the bare name, which only one unit has"),
        pytest.param("UBND TT. Cao Lộc, H. Cao Lộc", "06211", id="a town, abbreviated"),
        pytest.param("UBND huyện Cao Lộc, tỉnh Lạng Sơn", "183", id="a district registers too"),
        pytest.param(
            "UBND xã Hòa Bình, huyện Hữu Lũng", "06391", id="a name borne twice, its district named"
        ),
        pytest.param(
            "UBND xã Hòa Bình, Chi Lăng, Lạng Sơn", "06400", id="a district that is a commune's name too"
        ),
        pytest.param("UBND phường Chi Lăng, TP Lạng Sơn", "05983", id="a ward"),
        pytest.param("UBND xã Chi Lăng, huyện Chi Lăng", "06478", id="a commune of its district's name"),
        pytest.param("UBND xã Tĩnh Bắc, huyện Cao Lộc", "06187", id="a name that begins like a level"),
        pytest.param("UBND xã Hòa Cư (cũ), huyện Cao Lộc", "06184", id="a remark beside the name"),
    ],
)
def test_the_words_tell_the_unit(places: Places, words: str, code: str) -> None:
    assert places.by_words(words) == NUMBERS[code]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        pytest.param(
            "UBND xã Hòa Bình, tỉnh Lạng Sơn", Fault.UNIT_AMBIGUOUS, id="a name borne twice, no district"
        ),
        pytest.param("Chi Lăng", Fault.UNIT_AMBIGUOUS, id="a bare name of four units"),
        pytest.param("UBND xã Hòa Cư, huyện Hữu Lũng", Fault.UNIT_UNTOLD, id="the wrong district"),
        pytest.param("UBND xã Hòa Cư, huyện Ba Vì, Hà Nội", Fault.UNIT_UNTOLD, id="another province"),
        pytest.param("UBND xã Bắc Ái, huyện Tràng Định", Fault.UNIT_UNTOLD, id="a unit of former days"),
        pytest.param("UBND", Fault.UNIT_UNTOLD, id="an office of nowhere"),
        pytest.param("", Fault.UNIT_UNTOLD, id="nothing"),
    ],
)
def test_what_cannot_be_told_is_never_guessed(places: Places, words: str, fault: Fault) -> None:
    told = places.by_words(words)
    assert isinstance(told, Untold)
    assert told.fault is fault


def test_the_candidates_of_an_ambiguous_name_are_listed(places: Places) -> None:
    assert places.by_words("xã Hòa Bình") == Untold(Fault.UNIT_AMBIGUOUS, "06391, 06400")


@pytest.mark.parametrize(("typed", "code"), [("06184", "06184"), ("6184", "06184"), ("183", "183")])
def test_a_code_is_found_also_when_a_spreadsheet_took_its_zero(places: Places, typed: str, code: str) -> None:
    assert places.by_code(typed) == NUMBERS[code]


def test_a_code_nobody_has_is_unknown(places: Places) -> None:
    assert places.by_code("99999") == Untold(Fault.UNIT_UNKNOWN)


def test_every_unit_of_the_province_is_told_by_its_own_words() -> None:
    path = Path(__file__).parent / "lang-son-units-2024.csv"
    with path.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    ids = {row["code"]: number for number, row in enumerate(rows, start=1)}
    parents = {row["code"]: row["parent_code"] for row in rows}
    names = {row["code"]: row["name"] for row in rows}

    def above(code: str) -> list[str]:
        return [parents[code], *above(parents[code])] if parents[code] else []

    places = Places(
        [Unit(ids[code], code, names[code], frozenset(ids[each] for each in above(code))) for code in ids]
    )
    for code, unit_id in ids.items():
        words = ", ".join(names[each] for each in (code, *above(code)))
        assert places.by_words(f"UBND {words}") == unit_id, words
        assert places.by_words(f"UBND {words}".upper()) == unit_id, words
