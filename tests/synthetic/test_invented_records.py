"""The stream of invented records: exact numbers, believable books, faults that are what they say."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from bot.synthetic import faults, places
from bot.synthetic.books import FIRST_YEAR, LAST_YEAR, shares
from bot.synthetic.drive import FRONT, MAIN_COUNTS
from bot.synthetic.faults import Rates
from bot.synthetic.records import records
from bot.synthetic.truths import FaultKind, SyntheticRecord
from domain import dates, fields, keys, scan_names
from domain.field_values import Accepted, check
from domain.records import RecordType
from domain.review import Case, FollowUpKind, Move, ReturnReason

KS, KH, KT, HN, CMC = RecordType
COUNTS = {KS: 900, KH: 400, KT: 300, HN: 300, CMC: 60}
HOA_CU = places.commune("06223")
NEAR = [places.commune(code) for code in ("06223", "06220", "06235")]
VALUES_DIFFER = {
    FaultKind.OTHER_UNIT, FaultKind.WRONG_SCAN, FaultKind.MISSING_FIELDS,
    FaultKind.NAME_LETTER, FaultKind.DATE_DIGIT, FaultKind.DAY_MONTH,
}  # fmt: skip


@pytest.fixture(scope="module")
def stream() -> list[SyntheticRecord]:
    return list(records(7, COUNTS, NEAR, rates=Rates(0.2, 0.2, 0.2)))


def test_every_type_comes_in_the_number_that_was_asked_for(stream: list[SyntheticRecord]) -> None:
    assert Counter(each.type for each in stream) == COUNTS


@pytest.mark.parametrize("total", [0, 1, 2, 306, 234_161])
def test_shares_of_two_hundred_communes_add_up(total: int) -> None:
    parts = shares(total, [0.4 + at % 7 for at in range(200)])
    assert sum(parts) == total and min(parts) >= 0


def test_the_same_seed_invents_the_same_people_and_another_seed_others() -> None:
    first, again, other = (list(records(seed, {KS: 40, CMC: 3}, [HOA_CU])) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_only_fields_of_the_header_row_are_filled(stream: list[SyntheticRecord]) -> None:
    for each in stream:
        known = set(fields.header_row(each.type))
        assert set(each.fields) <= known and set(each.register) <= known
        assert all(each.fields.values()), "an empty value is left out"


def test_numbers_run_through_the_year_and_books_hold_at_most_a_hundred() -> None:
    numbers, books = defaultdict(list), Counter()
    for each in records(3, {KS: 1200}, [HOA_CU], rates=Rates(0, 0, 0)):
        key = keys.natural_key(each.type, each.fields)
        assert isinstance(key, keys.Key)
        numbers[key.year].append(int(key.number))
        books[each.fields["quyenSo"]] += 1
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())
    assert min(numbers) >= FIRST_YEAR and max(numbers) <= LAST_YEAR
    assert max(books.values()) <= 100 and sorted(books.values())[1] >= 30


def test_an_official_meets_the_records_in_the_order_of_the_books() -> None:
    for record_type in RecordType:
        queue = list(records(5, {record_type: 60}, [HOA_CU]))
        order = [keys.desk_order(each.type, each.fields) for each in queue]
        assert order == sorted(order)


def test_a_clean_record_holds_no_value_that_an_official_could_not_type(stream: list[SyntheticRecord]) -> None:
    for each in stream:
        if each.truth.kind is None:
            for name, value in each.fields.items():
                assert isinstance(check(fields.field(each.type, name), value), Accepted), (name, value)


def test_in_a_clean_record_nobody_is_registered_before_the_event(stream: list[SyntheticRecord]) -> None:
    events = {KS: "nksNgaySinh", KT: "nktNgayChet", KH: "voNgaySinh", HN: "nxnNgaySinh", CMC: "ncNgaySinh"}
    for each in stream:
        if each.truth.kind is None:
            event, registered = (dates.parse(each.fields[name]) for name in (events[each.type], "ngayDangKy"))
            assert isinstance(event, dates.PartialDate) and isinstance(registered, dates.PartialDate)
            assert event.earliest <= registered.latest


def test_what_was_typed_differs_from_the_page_exactly_where_the_vendor_mistyped(
    stream: list[SyntheticRecord],
) -> None:
    for each in stream:
        assert (each.fields != each.register) == (each.truth.kind in VALUES_DIFFER), each.truth


def test_a_slip_is_one_field_and_its_right_value_makes_the_record_equal_the_register(
    stream: list[SyntheticRecord],
) -> None:
    slips = [each for each in stream if each.truth.case == Case.SLIP]
    assert len(slips) > 100
    for each in slips:
        assert {**each.fields, each.truth.field: each.truth.right_value} == each.register
        assert each.truth.move is Move.FIX


def test_a_fault_of_the_register_is_typed_as_it_stands_and_never_to_be_returned(
    stream: list[SyntheticRecord],
) -> None:
    found = [each for each in stream if each.truth.case == Case.REGISTER]
    assert len(found) > 100
    for each in found:
        assert each.fields == each.register
        assert each.truth.move is Move.FOLLOW_UP and each.truth.why in set(FollowUpKind)
    wrong = [each for each in found if each.truth.kind is FaultKind.REGISTER_WRONG]
    assert all(isinstance(dates.parse(each.fields[each.truth.field]), dates.Unreadable) for each in wrong)


def test_what_the_vendor_mixed_up_goes_back_with_a_reason(stream: list[SyntheticRecord]) -> None:
    found = [each for each in stream if each.truth.case == Case.VENDOR]
    assert {each.truth.kind for each in found} == {kind for kind in FaultKind if kind.value in {
        "other_unit", "wrong_scan", "no_scan", "blurred_scan", "missing_fields", "double_upload"}}  # fmt: skip
    assert all(each.truth.move is Move.RETURN and each.truth.why in set(ReturnReason) for each in found)
    for each in found:
        if each.truth.kind is FaultKind.OTHER_UNIT:
            name = "noiCap" if each.type is HN else "noiDangKy"
            assert each.fields[name] != each.register[name] == each.truth.right_value
        if each.truth.kind is FaultKind.MISSING_FIELDS:
            assert len(set(each.register) - set(each.fields)) >= 3


def test_a_double_upload_repeats_the_clean_record_before_it(stream: list[SyntheticRecord]) -> None:
    twice = [pair for pair in pairwise(stream) if pair[1].truth.kind is FaultKind.DOUBLE_UPLOAD]
    assert twice
    for first, second in twice:
        assert (first.fields, first.scan) == (second.fields, second.scan) and first.truth.kind is None


def test_rates_are_kept_over_many_records() -> None:
    found = Counter(each.truth.case for each in records(1, {KS: 6_000, KH: 2_000}))
    assert found["a"] / 8_000 == pytest.approx(0.08, abs=0.015)
    assert found["b"] / 8_000 == pytest.approx(0.12, abs=0.015)
    assert found["c"] / 8_000 == pytest.approx(0.06, abs=0.015)


def test_the_plan_for_the_front_of_a_queue_is_carried_out() -> None:
    queue = list(records(2024, MAIN_COUNTS, [HOA_CU], front=FRONT))
    for record_type, plan in FRONT.items():
        of_type = [each.truth.kind for each in queue if each.type is record_type]
        wanted = [kind and kind.value for kind in plan]
        cases = [kind and kind.value for kind in of_type[: len(plan)]]
        assert cases == wanted


def test_a_scan_is_named_after_the_entry_in_the_register(stream: list[SyntheticRecord]) -> None:
    for each in stream:
        name = scan_names.parse(each.scan)
        assert name is not None and name.type is each.type
        if each.truth.kind is not FaultKind.WRONG_SCAN:
            assert each.scan == scan_names.build(each.type, each.register)


def test_every_listed_field_exists_in_its_type() -> None:
    for table in (faults.NAMES, faults.DATES, faults.LEFT_OUT, faults.BLANK):
        for record_type, names in table.items():
            assert set(names) <= set(fields.header_row(record_type))
