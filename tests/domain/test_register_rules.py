"""The follow-up register's rules: who is competent, what an entry says at first; and which returns were the register's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain import follow_ups, retriage
from domain.follow_ups import About, Authority
from domain.integrity import Difference, Standing, step
from domain.records import Finding, RecordType, Severity
from domain.retriage import Why
from domain.review import MOVES, FollowUpKind, Move, Moved, Refused, Route, State, decide

BEFORE, LAST, AFTER = date(2024, 7, 4), date(2025, 6, 30), date(2025, 7, 1)
KS, KH, KT, HN = RecordType.KS, RecordType.KH, RecordType.KT, RecordType.HN


@pytest.mark.parametrize(
    ("kind", "born", "route", "on", "expected"),
    [
        pytest.param(KS, "05.07.2010", Route.RECTIFY, BEFORE, Authority.COMMUNE, id="14 tomorrow: under age"),
        pytest.param(KS, "04.07.2010", Route.RECTIFY, BEFORE, Authority.DISTRICT, id="14 today: from 14 on"),
        pytest.param(KS, "04.07.2010", Route.SUPPLEMENT, BEFORE, Authority.COMMUNE, id="supplements at the commune"),
        pytest.param(KS, "01.01.2020", Route.ETHNICITY, BEFORE, Authority.DISTRICT, id="ethnic group: the district"),
        pytest.param(KS, "2010", Route.CHANGE, BEFORE, Authority.BY_AGE, id="only a year that leaves it open"),
        pytest.param(KS, "2009", Route.CHANGE, BEFORE, Authority.DISTRICT, id="only a year, long enough ago"),
        pytest.param(KS, "2011", Route.CHANGE, BEFORE, Authority.COMMUNE, id="only a year, not yet 14 in any case"),
        pytest.param(KS, "", Route.RECTIFY, BEFORE, Authority.BY_AGE, id="no birth date at all"),
        pytest.param(KS, "29.02.2008", Route.RECTIFY, date(2022, 2, 28), Authority.COMMUNE, id="born on 29 February"),
        pytest.param(KS, "29.02.2008", Route.RECTIFY, date(2022, 3, 1), Authority.DISTRICT, id="14 on 1 March then"),
        pytest.param(KH, "", Route.RECTIFY, BEFORE, Authority.DISTRICT, id="who married is of age"),
        pytest.param(KT, "1930", Route.RECTIFY, BEFORE, Authority.DISTRICT, id="a death"),
        pytest.param(HN, "1980", Route.RECTIFY, LAST, Authority.DISTRICT, id="the last day of districts"),
        pytest.param(HN, "1980", Route.RECTIFY, AFTER, Authority.COMMUNE, id="since July 2025 the commune"),
        pytest.param(KS, "1980", Route.ETHNICITY, AFTER, Authority.COMMUNE, id="the ethnic group too"),
        pytest.param(KS, "31.12.9999", Route.RECTIFY, BEFORE, Authority.COMMUNE, id="a year no calendar goes beyond"),
        pytest.param(KS, "1980", Route.WATCH, BEFORE, Authority.NOBODY, id="only watched: nothing to mend"),
    ],
)  # fmt: skip
def test_who_is_competent_follows_age_way_and_day(kind, born, route, on, expected):
    field = follow_ups.BIRTH_FIELD.get(kind, "chongNgaySinh")
    assert follow_ups.authority(kind, {field: born}, route.value, on) is expected


def finding(rule: str, field: str = "", severity: Severity = Severity.SERIOUS, case: str = "") -> Finding:
    return Finding(rule, field, severity, case=case)


def test_an_incomplete_register_is_about_its_empty_fields_another_about_what_the_gravest_finding_names():
    found = (finding("R04", "meHoTen"), finding("R04", "meDanToc"), finding("R08", "meNgaySinh"))
    fields = {"meNgaySinh": "2004"}
    incomplete = follow_ups.about(FollowUpKind.REGISTER_INCOMPLETE, found, fields)
    assert incomplete == About(("meHoTen", "meDanToc"))
    assert follow_ups.about(FollowUpKind.REGISTER_WRONG, found, fields) == About(("meNgaySinh",), "2004")
    assert follow_ups.about(FollowUpKind.REGISTER_LOST, found, fields) == About()
    assert follow_ups.about(FollowUpKind.REGISTER_WRONG, (), fields) == About()
    many = tuple(finding("R04", f"f{n}") for n in range(20))
    assert len(follow_ups.about(None, many, {}).fields) == follow_ups.FIELDS_MOST


def test_soon_is_counted_in_working_days():
    def next_workday(after: date) -> date:
        on = after + timedelta(days=1)
        return on if on.weekday() < 5 else next_workday(on)

    assert follow_ups.soon_until(date(2024, 7, 4), next_workday) == date(2024, 7, 9)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Họ tên mẹ = Hoàng Thị A", ("Họ tên mẹ ", " Hoàng Thị A")),
        ("Ghi chú: số = 5", ("Ghi chú: số ", " 5")),
        ("Họ tên mẹ: B", ("Họ tên mẹ", " B")),
        ("chỉ có chữ", ("chỉ có chữ", "")),
    ],
)
def test_a_field_and_its_value_are_parted_by_the_sign_of_equality(typed, expected):
    assert follow_ups.named_value(typed) == expected


# ── returns looked at anew ───────────────────────────────────────────────────────────────────────

R04 = finding("R04", "meDanToc")


@pytest.mark.parametrize(
    ("found", "reasons", "why"),
    [
        pytest.param((R04,), (), Why.EMPTY, id="one field that old registers often lack"),
        pytest.param((R04,), ("MISSING_FIELDS",), Why.EMPTY, id="returned as typed incompletely"),
        pytest.param((finding("R04", "nktNguyenNhanChet"),), ("MANY_ERRORS",), Why.EMPTY, id="no cause of death"),
        pytest.param((finding("R08", "meNgaySinh"),), ("MANY_ERRORS",), Why.CONFLICT, id="a mother younger than her child"),
        pytest.param((finding("R10", "voNgaySinh"),), (), Why.CONFLICT, id="married too young: no matter of the vendor"),
        pytest.param((finding("R21", "noiDangKy", Severity.HINT),), (), Why.ODD, id="a unit of former days"),
        pytest.param((R04,), ("WRONG_SCAN",), None, id="returned for another scan"),
        pytest.param((R04,), ("DUPLICATE",), None, id="returned as a double"),
        pytest.param((R04, finding("R01")), (), None, id="the scan is missing"),
        pytest.param((R04, finding("R02", "noiDangKy")), (), None, id="of another unit"),
        pytest.param((finding("R08", "meNgaySinh", case="a"),), (), None, id="a finding that says case (a)"),
        pytest.param(tuple(finding("R04", n) for n in ("meDanToc", "chaDanToc", "meNgaySinh", "chaNgaySinh")), (), None,
                     id="many empty fields"),
        pytest.param((finding("R04", "nksHoTen"),), (), None, id="nobody it is about"),
        pytest.param((finding("R04", "so"),), (), None, id="no number"),
        pytest.param((R04, *(finding("R20", n, Severity.WARNING) for n in ("a", "b", "c"))), (), None, id="typed badly"),
        pytest.param((finding("R17", "meSoGiayToTuyThan"),), (), None, id="an odd identity number alone is too little"),
        pytest.param((), (), None, id="nothing found"),
    ],
)  # fmt: skip
def test_a_return_is_suspected_where_the_register_itself_may_be_at_fault(found, reasons, why):
    suspicion = retriage.suspect(found, reasons)
    assert (suspicion.why if suspicion else None) is why
    if suspicion is not None:
        assert retriage.LIKELY <= suspicion.score <= 100 and suspicion.fields


def test_a_bad_scan_weighs_against_it_and_a_rule_that_says_c_for_it():
    plain = retriage.suspect((R04,), ())
    bad_scan = retriage.suspect((R04,), ("BAD_SCAN",))
    told = retriage.suspect((finding("R04", "meDanToc", case="c"),), ())
    assert plain is not None and bad_scan is not None and told is not None
    assert bad_scan.score < plain.score < told.score


def test_a_return_comes_home_by_a_move_of_its_own_and_by_no_other_state():
    assert decide(State.RETURNED, Move.RETRIAGE) == Moved(State.FOLLOW_UP)
    for state in State:
        if state is not State.RETURNED:
            assert decide(state, Move.RETRIAGE) == Refused(state, Move.RETRIAGE)
    assert [key for key, ends in MOVES.items() if State.FOLLOW_UP in ends] == [
        (State.PENDING, Move.FOLLOW_UP),
        (State.RETURNED, Move.RETRIAGE),
    ]


def test_the_log_is_replayed_through_a_return_that_came_home_and_was_resolved():
    standing = Standing("RETURNED", BEFORE)
    for move, came_from, to in (
        ("retriage", "RETURNED", "FOLLOW_UP"),
        ("resolve", "FOLLOW_UP", "APPROVED"),
    ):
        row = {"seq": 1, "record_id": 1, "revision": 1, "move": move, "from_state": came_from, "to_state": to, "day": BEFORE}  # fmt: skip
        moved = step("06184", standing, row)
        assert not isinstance(moved, Difference)
        standing = moved
    assert standing.state == "APPROVED"
    row |= {"move": "retriage", "from_state": "APPROVED", "to_state": "FOLLOW_UP"}
    assert isinstance(step("06184", standing, row), Difference)
