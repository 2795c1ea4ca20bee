"""The drive whose every fault is known: its labels are true, its clean records are clean, however odd they look."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from random import Random

import pytest

from bot.synthetic import labelled_letters as letters
from bot.synthetic import labelled_odd_forms, labelled_odd_lives, labelled_odd_more, labelled_odd_people
from bot.synthetic.labelled import labelled
from bot.synthetic.labelled_shape import Labelled
from domain import dates, fields, keys, scan_names
from domain.records import RecordType

KS, KH, KT, HN, CMC = RecordType
RULES = {f"R{number:02d}" for number in range(1, 24)}
# faults that the register can have as well as the vendor, by the reference's table
BOTH_WAYS = {"R02", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R14", "R16", "R17", "R18", "R19", "R22"}  # fmt: skip
DATES_RESPELLED = {"blanks in a date", "strokes in a date", "date without zeros", "dashes in a date"}
NUMBERS_RESPELLED = {"number in groups", "code as a number"}


@pytest.fixture(scope="module")
def drive() -> list[Labelled]:
    return list(labelled(3, 20_000))


@pytest.fixture(scope="module")
def clean(drive: list[Labelled]) -> list[Labelled]:
    return [each for each in drive if not each.labels]


def test_it_has_as_many_records_as_asked_for_and_the_same_seed_gives_the_same() -> None:
    first, again, other = (list(labelled(seed, 700)) for seed in (5, 5, 6))
    assert len(first) == len(other) == 700
    assert first == again and first != other


def test_every_rule_is_planted_many_times_and_both_ways_where_the_register_can_err_too(
    drive: list[Labelled],
) -> None:
    planted: dict[str, Counter[str]] = defaultdict(Counter)
    for each in drive:
        for label in each.labels:
            planted[label.rule][label.case] += 1
    assert set(planted) >= RULES
    assert min(planted[rule].total() for rule in RULES) >= 20
    assert {
        rule for rule in RULES if "c" in planted[rule] and planted[rule]["a"] + planted[rule]["b"]
    } >= BOTH_WAYS


def test_every_oddity_comes_up_in_clean_records(clean: list[Labelled]) -> None:
    known = (
        set(labelled_odd_forms.ODD)
        | set(labelled_odd_more.ODD)
        | set(labelled_odd_people.ODD)
        | {name for table in labelled_odd_lives.ODD.values() for name in table}
    )
    seen = Counter(each.oddity for each in clean)
    assert known | {"twins", "number with a letter", "district office", ""} == set(seen)
    assert len(clean) > 10_000


def test_a_clean_record_is_typed_as_the_register_has_it_but_for_how_figures_are_spelled(
    clean: list[Labelled],
) -> None:
    for each in clean:
        typed, register = each.fields, each.record.register
        if each.oddity in DATES_RESPELLED:
            typed = {name: _dotted(value) if "Ngay" in name else value for name, value in typed.items()}
        if each.oddity in NUMBERS_RESPELLED:
            typed = {name: _figures(value) for name, value in typed.items()}
            register = {name: _figures(value) for name, value in register.items()}
        assert typed == register, each.oddity


def _dotted(text: str) -> str:
    read = dates.parse(text)
    return read.dotted if isinstance(read, dates.PartialDate) else text


def _figures(text: str) -> str:
    return text.replace(" ", "").replace(".", "").removesuffix("0").removeprefix("0")


def test_only_fields_of_the_header_row_are_filled_and_none_is_kept_empty(drive: list[Labelled]) -> None:
    for each in drive:
        assert set(each.fields) <= set(fields.header_row(each.record.type)), each.oddity
        assert all(each.fields.values())


def test_where_the_register_is_at_fault_nothing_was_mistyped_and_a_slip_has_its_right_value(
    drive: list[Labelled],
) -> None:
    for each in drive:
        for label in each.labels:
            first = label.fields[0]
            if label.case == "c":
                assert not label.right
                assert label.rule == "R23" or each.fields == each.record.register
            if label.case == "b":
                assert each.fields.get(first, "") != each.record.register.get(first, "") == label.right


def test_in_clean_records_life_goes_its_way(clean: list[Labelled]) -> None:
    """Birth before registration, parents before children, death after birth, spouses of age by the law's own reckoning."""

    def day(each: Labelled, name: str) -> dates.PartialDate | None:
        read = dates.parse(each.record.register.get(name, ""))
        return read if isinstance(read, dates.PartialDate) else None

    for each in clean:
        registered = day(each, "ngayDangKy")
        assert registered is not None
        for name in ("nksNgaySinh", "nktNgayChet", "ncNgaySinh", "nxnNgaySinh"):
            event = day(each, name)
            assert event is None or event.earliest <= registered.latest, (each.oddity, name)
        for child, parent in (("nksNgaySinh", "meNgaySinh"), ("nksNgaySinh", "chaNgaySinh"), ("ncNgaySinh", "cmNgaySinh"), ("nktNgayChet", "nktNgaySinh")):  # fmt: skip
            born, own = day(each, child), day(each, parent)
            assert born is None or own is None or own.earliest <= born.latest, (each.oddity, parent)
        made = day(each, "ngayXacLapQuanHeHonNhan") or registered
        for name, years in (("chongNgaySinh", 20), ("voNgaySinh", 18)):
            own = day(each, name)
            least = years if made.year >= 2015 else years - 1
            assert own is None or (made.latest - own.earliest).days >= least * 365.2, each.oddity


def test_numbers_that_are_missing_or_stand_twice_excuse_those_beside_them(drive: list[Labelled]) -> None:
    shelves: dict[tuple[RecordType, str, int], list[tuple[int, Labelled]]] = defaultdict(list)
    for each in drive:
        key = keys.natural_key(each.record.type, each.fields)
        if isinstance(key, keys.Key):
            number = keys.entry_number(key.number)
            assert number is not None
            shelves[each.record.type, each.unit, key.year].append((number[0], each))
    for numbered in shelves.values():
        there = {number for number, _ in numbered}
        for number, each in numbered:
            if number - 1 not in there and number > 1 and not each.labels:
                assert "R13" in each.excused


def test_scans_bear_names_of_the_scheme_but_where_that_is_the_oddity(drive: list[Labelled]) -> None:
    for each in drive:
        if each.oddity == "scan with a name of its own":
            assert scan_names.parse(each.scan) is None
        elif each.oddity != "scan with another ending" and not each.labels:
            name = scan_names.parse(each.scan)
            assert name is not None and name.type is each.record.type


@pytest.mark.parametrize(
    ("way", "sound", "broken"),
    [
        (letters.tcvn3, "Nguyễn Văn Hòa", "NguyÔn V¨n Hßa"),
        (letters.vni, "Nguyễn Văn Hòa", "Nguyeãn Vaên Hoøa"),
        (letters.cp1252, "Nguyễn", "Nguyá»…n"),
        (letters.vni_keys, "Nguyễn", "Nguye64n"),
        (letters.eth, "Đàm Văn Đức", "Ðàm Văn Ðức"),
        (letters.nfd, "Hòa", unicodedata.normalize("NFD", "Hòa")),
    ],
)
def test_a_text_is_broken_as_the_reference_shows(way: letters.Way, sound: str, broken: str) -> None:
    assert way(Random(1), sound) == broken


def test_telex_leaves_its_keys_whole_or_only_the_tone() -> None:
    assert {letters.telex(Random(seed), "Nguyễn") for seed in range(20)} == {"Nguyeenx", "Nguyênx"}


def test_a_text_without_room_for_a_slip_is_left_alone() -> None:
    rng = Random(1)
    assert letters.eth(rng, "Nông Văn") == letters.no_break(rng, "Páo") == letters.telex(rng, "Nam") == ""
    assert letters.tcvn3(rng, "Ánh Thị") == "", "no capital Á in this encoding"
