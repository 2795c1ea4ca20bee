"""The share of each official is fair, adds up, and brings the unit to its deadline."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import pools, quota
from domain.pools import Pooled, Unit
from domain.quota import Day, NoDaysLeft, Worker

workers = st.builds(
    Worker,
    person_id=st.just(0),
    weight=st.sampled_from([0, 50, 100, 150, 200]),
    ceiling=st.integers(0, 120),
    carried=st.integers(0, 60),
    fixed=st.one_of(st.none(), st.none(), st.none(), st.integers(0, 80)),
)


def numbered(found: Sequence[Worker], start: int = 1) -> list[Worker]:
    return [Worker(n, w.weight, w.ceiling, w.carried, w.fixed) for n, w in enumerate(found, start=start)]


staffs = st.lists(workers, max_size=8).map(numbered)


def totals(day: Day) -> dict[int, int]:
    return {share.person_id: share.total for share in day.shares}


# ── how much is due ─────────────────────────────────────────────────────────────────────────────


def test_the_letters_province_owes_3206_records_a_working_day():
    assert quota.needed(262_871, 82) == 3_206


@pytest.mark.parametrize("left", [0, -3])
def test_without_a_working_day_left_nothing_can_be_planned(left: int):
    assert quota.needed(10, left) == NoDaysLeft()


def test_a_count_below_zero_is_a_bug():
    with pytest.raises(ValueError, match="negative"):
        quota.needed(-1, 5)


@given(st.integers(0, 500_000), st.integers(1, 300))
def test_a_unit_that_keeps_its_plan_is_done_on_or_before_the_deadline(still_open: int, days: int):
    for left in range(days, 0, -1):
        due = quota.needed(still_open, left)
        assert isinstance(due, int)
        assert due <= still_open
        still_open -= due
    assert still_open == 0


@given(st.integers(0, 500_000), st.integers(0, 1_000), st.integers(1, 300), st.integers(0, 30))
def test_more_open_or_fewer_days_never_mean_less_to_do(still_open: int, more: int, days: int, fewer: int):
    due = quota.needed(still_open, days + fewer)
    assert quota.needed(still_open + more, days + fewer) >= due  # type: ignore[operator]
    assert quota.needed(still_open, days) >= due  # type: ignore[operator]


# ── who gets it ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("need", "staff", "expected"),
    [
        pytest.param(16, [Worker(1)], {1: 16}, id="one official has the whole commune"),
        pytest.param(7, [Worker(1), Worker(2)], {1: 4, 2: 3}, id="the odd record goes to one of them"),
        pytest.param(10, [Worker(1, 200), Worker(2, 50)], {1: 8, 2: 2}, id="weights count"),
        pytest.param(10, [Worker(1, 0), Worker(2)], {1: 0, 2: 10}, id="weight nought gets nothing new"),
        pytest.param(0, [Worker(1), Worker(2)], {1: 0, 2: 0}, id="nothing is due"),
        pytest.param(20, [Worker(1, ceiling=6), Worker(2)], {1: 6, 2: 14}, id="what is above a ceiling goes on"),
        pytest.param(10, [Worker(1, carried=8), Worker(2)], {1: 8, 2: 2}, id="unfinished counts first"),
        pytest.param(6, [Worker(1, carried=8), Worker(2)], {1: 8, 2: 0}, id="more than is due is already carried"),
        pytest.param(12, [Worker(1, carried=9, ceiling=5), Worker(2)], {1: 9, 2: 3}, id="a ceiling takes nothing away"),
        pytest.param(10, [Worker(1, fixed=3), Worker(2)], {1: 3, 2: 7}, id="set by hand is kept"),
        pytest.param(10, [Worker(1, fixed=0), Worker(2)], {1: 0, 2: 10}, id="nought set by hand is kept too"),
        pytest.param(10, [Worker(1, fixed=30), Worker(2)], {1: 30, 2: 0}, id="set by hand above what is due"),
        pytest.param(10, [Worker(1, fixed=3, carried=5), Worker(2)], {1: 5, 2: 5}, id="carried above the hand's"),
    ],
)  # fmt: skip
def test_a_day_is_split(need: int, staff: list[Worker], expected: dict[int, int]):
    assert totals(quota.split(need, staff, free=1_000)) == expected


def test_largest_remainders_get_the_odd_records():
    staff = [Worker(1, 150), Worker(2, 100), Worker(3, 50)]
    # of 11: 5.5, 3.67, 1.83
    assert totals(quota.split(11, staff, free=100)) == {1: 5, 2: 4, 3: 2}


def test_the_odd_record_goes_round_from_day_to_day():
    staff = [Worker(1), Worker(2), Worker(3)]
    got = [totals(quota.split(4, staff, free=100, turn=turn)) for turn in range(3)]
    assert sum(day[1] for day in got) == sum(day[2] for day in got) == sum(day[3] for day in got) == 4


def test_what_no_desk_can_hold_is_the_shortfall():
    day = quota.split(50, [Worker(1, ceiling=10), Worker(2, ceiling=15)], free=1_000)
    assert (day.given, day.shortfall) == (25, 25)


def test_a_unit_without_people_is_short_of_all_it_needs():
    assert quota.split(12, [], free=100) == Day(12, (), 12)


def test_all_weights_nought_is_a_shortfall_and_no_error():
    assert quota.split(12, [Worker(1, 0), Worker(2, 0)], free=100).shortfall == 12


def test_nobody_is_given_what_is_not_in_the_queue():
    day = quota.split(20, [Worker(1), Worker(2)], free=5)
    assert (day.given, day.shortfall) == (5, 15)


@given(st.integers(0, 400), staffs, st.integers(0, 400), st.integers(0, 50))
def test_every_record_given_is_counted_once(need: int, staff: list[Worker], free: int, turn: int):
    day = quota.split(need, staff, free=free, turn=turn)
    assert [share.person_id for share in day.shares] == [worker.person_id for worker in staff]
    assert all(share.fresh >= 0 for share in day.shares)
    assert sum(share.fresh for share in day.shares) <= free
    assert {s.person_id: s.carried for s in day.shares} == {w.person_id: w.carried for w in staff}
    assert day.shortfall == max(0, need - day.given)
    for worker, share in zip(staff, day.shares, strict=True):
        assert share.total <= worker.most


@given(st.integers(0, 400), staffs, st.integers(0, 400), st.integers(0, 50))
def test_sums_are_exact_where_desks_have_room(need: int, staff: list[Worker], free: int, turn: int):
    """What is given beyond what was carried or set by hand is just what is due, as far as queue and ceilings allow."""
    day = quota.split(need, staff, free=free, turn=turn)
    by_hand = sum(share.total for share in day.shares if share.fixed)
    fresh_by_hand = sum(share.fresh for share in day.shares if share.fixed)
    others = [worker for worker in staff if worker.fixed is None]
    carried = sum(worker.carried for worker in others)
    could = min(carried + free - fresh_by_hand, sum(worker.most for worker in others))
    assert day.given - by_hand == max(carried, min(need - by_hand, could))


@given(st.integers(0, 400), staffs, st.integers(0, 400), st.integers(0, 50))
def test_no_two_people_of_one_weight_differ_by_more_than_one(
    need: int, staff: list[Worker], free: int, turn: int
):
    got = totals(quota.split(need, staff, free=free, turn=turn))
    free_to_move = [w for w in staff if w.fixed is None and w.weight]
    for one in free_to_move:
        for other in free_to_move:
            more, less = got[one.person_id], got[other.person_id]
            if one.weight == other.weight and more > less + 1:
                # only what lay there already, or a colleague's ceiling, makes a difference
                assert more == one.carried or less == other.most


@given(st.integers(0, 400), st.integers(0, 40), staffs, st.integers(0, 400), st.integers(0, 50))
def test_more_due_never_means_less_given(need: int, more: int, staff: list[Worker], free: int, turn: int):
    day, busier = (quota.split(due, staff, free=free, turn=turn) for due in (need, need + more))
    assert busier.given >= day.given
    assert busier.shortfall >= day.shortfall


@given(st.integers(0, 300), st.integers(1, 8), st.integers(0, 300))
def test_nobody_at_equal_weight_gets_less_because_more_is_due(need: int, people: int, more: int):
    staff = [Worker(n, ceiling=10_000) for n in range(1, people + 1)]
    before, after = (totals(quota.split(due, staff, free=9_999)) for due in (need, need + more))
    assert all(after[person] >= before[person] for person in before)


@given(st.integers(0, 400), staffs, st.integers(0, 400), st.integers(0, 50))
def test_what_was_given_and_planned_again_is_stable(need: int, staff: list[Worker], free: int, turn: int):
    """If the fresh records count as carried, a second plan of the same day gives nothing more to anybody."""
    day = quota.split(need, staff, free=free, turn=turn)
    again = [
        Worker(w.person_id, w.weight, w.ceiling, share.total, w.fixed)
        for w, share in zip(staff, day.shares, strict=True)
    ]
    left = free - sum(share.fresh for share in day.shares)
    second = quota.split(need, again, free=left, turn=turn)
    assert sum(share.fresh for share in second.shares) == 0
    assert totals(second) == totals(day)


# ── people of several units ─────────────────────────────────────────────────────────────────────


@st.composite
def districts(draw: st.DrawFn) -> tuple[list[Unit], dict[int, list[Worker]], list[Pooled]]:
    units, own = [], {}
    for unit_id in range(1, draw(st.integers(1, 5)) + 1):
        own[unit_id] = numbered(draw(st.lists(workers, max_size=3)), start=10 * unit_id)
        units.append(Unit(unit_id, draw(st.integers(0, 150)), draw(st.integers(0, 300))))
    pooled = []
    for person_id in range(100, 100 + draw(st.integers(0, 3))):
        ids = tuple(sorted(draw(st.sets(st.sampled_from([u.id for u in units]), min_size=1))))
        carried = {unit_id: draw(st.integers(0, 10)) for unit_id in ids}
        worker = draw(workers)
        pooled.append(
            Pooled(
                Worker(person_id, worker.weight, worker.ceiling, sum(carried.values()), worker.fixed),
                ids,
                carried,
            )
        )
    return units, own, pooled


@given(districts(), st.integers(0, 50))
def test_in_a_district_nothing_is_lost_or_given_twice(
    district: tuple[list[Unit], dict[int, list[Worker]], list[Pooled]], turn: int
):
    units, own, pooled = district
    days = pools.plan(units, own, pooled, turn=turn)
    assert list(days) == [unit.id for unit in units]
    for unit in units:
        day = days[unit.id]
        assert sum(share.fresh for share in day.shares) <= unit.free
        assert all(share.fresh >= 0 for share in day.shares)
        assert day.shortfall == max(0, unit.need - day.given)
        ids = [share.person_id for share in day.shares]
        assert len(ids) == len(set(ids))
        carried = sum(share.carried for share in day.shares)
        by_hand = sum(share.total for share in day.shares if share.fixed)
        assert day.given <= max(unit.need, carried + by_hand)
    for p in pooled:
        mine = [
            share for day in days.values() for share in day.shares if share.person_id == p.worker.person_id
        ]
        assert sum(share.total for share in mine) <= p.worker.most


@given(districts(), st.integers(0, 50))
def test_nobody_in_reach_has_room_where_a_unit_falls_short(
    district: tuple[list[Unit], dict[int, list[Worker]], list[Pooled]], turn: int
):
    units, own, pooled = district
    days = pools.plan(units, own, pooled, turn=turn)
    for unit in units:
        day = days[unit.id]
        if not day.shortfall or sum(share.fresh for share in day.shares) == unit.free:
            continue
        got = totals(day)
        for worker in own[unit.id]:
            assert worker.fixed is not None or not worker.weight or got[worker.person_id] == worker.most
        for p in pooled:
            load = sum(
                share.total
                for each in days.values()
                for share in each.shares
                if share.person_id == p.worker.person_id
            )
            if unit.id in p.unit_ids and p.worker.fixed is None and p.worker.weight:
                assert load == p.worker.most


def test_the_districts_official_goes_where_the_pressure_is():
    days = pools.plan(
        [Unit(1, 10, 999), Unit(2, 100, 999)],
        {1: [Worker(11)], 2: [Worker(21)]},
        [Pooled(Worker(100), (1, 2), {})],
    )
    assert totals(days[1]) == {11: 10, 100: 0}
    assert totals(days[2]) == {21: 50, 100: 50}


def test_a_commune_without_anybody_of_its_own_is_served_by_the_district():
    days = pools.plan(
        [Unit(1, 30, 999), Unit(2, 30, 999)], {2: [Worker(21)]}, [Pooled(Worker(100), (1, 2), {})]
    )
    assert totals(days[1]) == {100: 30}
    assert totals(days[2]) == {21: 30, 100: 0}


def test_what_a_district_cannot_do_its_communes_are_short_of_together():
    days = pools.plan(
        [Unit(1, 30, 999), Unit(2, 40, 999)],
        {2: [Worker(21, ceiling=25)]},
        [Pooled(Worker(100, ceiling=40), (1, 2), {})],
    )
    assert days[1].shortfall + days[2].shortfall == 5
    assert min(days[1].shortfall, days[2].shortfall) > 0


def test_neighbours_have_the_room_their_ceilings_leave():
    staff = [Worker(1, ceiling=60), Worker(2, ceiling=60, fixed=5), Worker(3, weight=0)]
    assert quota.room(staff, quota.split(15, staff, free=100)) == 50


@given(st.integers(0, 200), st.integers(0, 60))
def test_a_reserve_is_kept_while_there_are_days_to_keep(left: int, reserve: int):
    aim = quota.days_to_aim_at(left, reserve)
    assert (aim == 0) == (left == 0)
    assert aim <= left
    assert aim >= left - reserve
