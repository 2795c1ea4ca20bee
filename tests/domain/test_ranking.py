"""Units rank against their own plan, and nobody reads the name of a unit of the lower half that is not theirs."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import charts, ranking
from domain.charts import BurnUpChart
from domain.ranking import Band, Place, Standing
from domain.wording import ranking as say

standings = st.builds(
    Standing,
    unit_id=st.just(0),
    name=st.sampled_from(["Xã Hòa Cư", "Xã Hải Yến", "Phường Tam Thanh", "xã hoà cư", "Ủ" * 200, ""]),
    done=st.integers(0, 400),
    planned=st.sampled_from([0, 0, 1, 100, 250, 400]),
    finished=st.booleans(),
    counted=st.sampled_from([True, True, True, False]),
)


def numbered(found: list[Standing]) -> list[Standing]:
    return [
        Standing(n, s.name, s.done, s.planned, s.finished, s.counted) for n, s in enumerate(found, start=1)
    ]


boards = st.lists(standings, max_size=30).map(numbered)


def unit(number: int, percent: int, *, done: int | None = None, **more: bool) -> Standing:
    planned = 100 if done is None else 100 * done // percent
    return Standing(number, f"Xã {number:02d}", percent if done is None else done, planned, **more)


# ── one unit ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("standing", "percent"),
    [
        pytest.param(Standing(1, "A", 112, 100), 112, id="ahead of its plan"),
        pytest.param(Standing(1, "A", 999, 1000), 99, id="never rounded up to the whole"),
        pytest.param(Standing(1, "A", 0, 100), 0, id="nothing done"),
        pytest.param(Standing(1, "A", 0, 0), None, id="no plan and nothing done: nothing to compare"),
        pytest.param(Standing(1, "A", 0, 0, finished=True), None, id="nothing was ever there to do"),
        pytest.param(Standing(1, "A", 5, 0), 100, id="done before a plan was made"),
        pytest.param(Standing(1, "A", 60, 100, finished=True), 100, id="through with all counts as kept"),
        pytest.param(Standing(1, "A", 120, 100, finished=True), 120, id="and more than kept stays more"),
        pytest.param(Standing(1, "A", 9, 9, counted=False), None, id="its first working day is not over"),
    ],
)
def test_a_unit_is_held_against_its_own_plan(standing: Standing, percent: int | None):
    assert standing.percent == percent


@pytest.mark.parametrize(("done", "planned"), [(-1, 0), (0, -1)])
def test_a_count_below_nought_is_a_bug(done: int, planned: int):
    with pytest.raises(ValueError, match="negative"):
        Standing(1, "A", done, planned)


@pytest.mark.parametrize(
    ("percent", "band"),
    [
        (0, Band.SLOW),
        (79, Band.SLOW),
        (80, Band.NEAR),
        (99, Band.NEAR),
        (100, Band.REACHED),
        (4000, Band.REACHED),
    ],
)
def test_bands_begin_at_eighty_and_at_a_hundred(percent: int, band: Band):
    assert ranking.band_of(percent) is band


# ── the board ───────────────────────────────────────────────────────────────────────────────────


def test_units_of_one_per_cent_share_a_rank_and_the_next_is_counted_on():
    places = ranking.ranked([unit(4, 50), unit(2, 90), unit(1, 120), unit(3, 90)])
    assert [(p.rank, p.standing.unit_id) for p in places] == [(1, 1), (2, 2), (2, 3), (4, 4)]


def test_of_the_same_per_cent_who_has_done_more_stands_first_then_the_name_without_accents():
    more, d, dd = Standing(1, "Xã Z", 80, 100), Standing(2, "Xã Đa", 8, 10), Standing(3, "Xã Dê", 8, 10)
    assert [p.standing.unit_id for p in ranking.ranked([dd, d, more])] == [1, 2, 3]


def test_a_unit_without_a_ratio_stands_behind_all_and_has_no_rank():
    [first, last] = ranking.ranked([Standing(1, "A", 0, 0), Standing(2, "B", 0, 10)])
    assert (first.standing.unit_id, first.rank) == (2, 1)
    assert (last.rank, last.percent, last.band) == (None, None, None)


def test_a_board_of_no_units_is_empty():
    assert ranking.ranked([]) == () and ranking.named(()) == ()


@given(boards, st.randoms(use_true_random=False))
def test_the_order_is_the_same_however_the_units_come_in(found: list[Standing], chance):
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert ranking.ranked(shuffled) == ranking.ranked(found)


@given(boards)
def test_a_better_ratio_is_never_ranked_below_a_worse_one(found: list[Standing]):
    places = ranking.ranked(found)
    assert sorted(p.standing.unit_id for p in places) == [s.unit_id for s in found]
    for before, after in pairwise(places):
        if after.percent is None:
            continue
        assert before.percent is not None and before.rank is not None and after.rank is not None
        assert before.percent >= after.percent
        assert (before.rank == after.rank) == (before.percent == after.percent)
    for place in places:
        if place.percent is not None:
            better = sum(p.percent is not None and p.percent > place.percent for p in places)
            assert place.rank == better + 1


@given(boards)
def test_every_unit_with_a_ratio_is_in_one_band(found: list[Standing]):
    places = ranking.ranked(found)
    assert sum(ranking.bands(places).values()) == ranking.with_ratio(places)
    assert list(ranking.bands(places)) == [Band.REACHED, Band.NEAR, Band.SLOW]
    shares = {band: [p.percent for p in places if p.band is band] for band in Band}
    assert all(share >= 100 for share in shares[Band.REACHED] if share is not None)
    assert all(80 <= share < 100 for share in shares[Band.NEAR] if share is not None)
    assert all(share < 80 for share in shares[Band.SLOW] if share is not None)


# ── whose name is read ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("units", "told"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_the_upper_half_is_named_and_of_an_odd_number_the_middle_too(units: int, told: int):
    lines = ranking.named(ranking.ranked([unit(n, 100 - n) for n in range(1, units + 1)]))
    assert [bool(line.name) for line in lines] == [True] * told + [False] * (units - told)


def test_a_head_reads_their_own_unit_wherever_it_stands():
    lines = ranking.named(ranking.ranked([unit(n, 100 - n) for n in range(1, 7)]), own={6})
    assert (lines[-1].name, lines[-1].own, lines[-1].done) == ("Xã 06", True, 94)
    assert [line.name for line in lines[3:5]] == ["", ""]


def _names_of(units: list[Standing]) -> set[str]:
    return {standing.name for standing in units if standing.name}


@given(boards, st.sets(st.integers(1, 30), max_size=3))
def test_no_unit_of_the_lower_half_is_told_but_ones_own(found: list[Standing], own: set[int]):
    marked = [
        Standing(s.unit_id, f"Đơn vị số {s.unit_id}.", s.done, s.planned, s.finished, s.counted)
        for s in found
    ]
    places = ranking.ranked(marked)
    lines = ranking.named(places, own)
    ranked = [place for place in places if place.rank is not None]
    upper = {place.standing.unit_id for place in ranked[: -(-len(ranked) // 2)]}
    hidden = [place for place in places if place.standing.unit_id not in upper | own]
    chart = ranking.chart(lines, title="Bảng", as_of="hôm nay")
    told = say.text(lines, title="Bảng", as_of="hôm nay") + json.dumps(
        chart.to_json() if chart else {}, ensure_ascii=False
    )
    assert [place.standing.name for place in hidden if place.standing.name in told] == []
    for place, line in zip(places, lines, strict=True):
        assert (line.rank, line.percent, line.band) == (place.rank, place.percent, place.band)
        seen = place.standing.unit_id in upper | own
        assert (line.name, line.done, line.planned) == (
            (place.standing.name, place.standing.done, place.standing.planned) if seen else ("", 0, 0)
        )


# ── the picture's values ────────────────────────────────────────────────────────────────────────


def _board(units: int, own: set[int]) -> tuple[ranking.Line, ...]:
    places: tuple[Place, ...] = ranking.ranked([unit(n, 1000 - n, done=10_000) for n in range(1, units + 1)])
    return ranking.named(places, own)


def test_of_five_hundred_units_the_first_twenty_and_ones_own_are_drawn_and_all_are_counted():
    chart = ranking.chart(_board(500, {400}), title="Xếp hạng", as_of="đến 05/07/2024")
    assert chart is not None
    assert [bar.rank for bar in chart.bars[:20]] == sorted(bar.rank for bar in chart.bars[:20])
    assert (len(chart.bars), chart.bars[-1].own, chart.units) == (21, True, 500)


def test_whoever_has_a_whole_district_gets_a_picture_that_still_fits():
    chart = ranking.chart(_board(200, set(range(30, 90))), title="Xếp hạng", as_of="")
    assert chart is not None and len(chart.bars) == 25


def test_without_a_single_ratio_there_is_no_picture():
    assert ranking.chart((), title="", as_of="") is None
    lines = ranking.named(ranking.ranked([Standing(1, "A", 0, 0)]), own={1})
    assert ranking.chart(lines, title="", as_of="") is None


def test_charts_travel_as_json():
    board = ranking.chart(_board(30, {25}), title="Xếp hạng", as_of="đến 05/07/2024")
    assert board is not None
    for chart in (
        board,
        BurnUpChart("Tiến độ", "", ((date(2024, 7, 4), 12),), (), 40, date(2024, 10, 29), date(2024, 7, 5)),
        BurnUpChart("", "", (), (), 0, date(2024, 10, 29), date(2024, 7, 5), (date(2024, 9, 1), None)),
        BurnUpChart("", "", (), (), 0, date(2024, 10, 29), date(2024, 7, 5), (date(2024, 9, 1), date(2024, 9, 2)),
                    date(2024, 9, 1)),
    ):  # fmt: skip
        assert charts.from_json(json.loads(json.dumps(chart.to_json()))) == chart


# ── the words ───────────────────────────────────────────────────────────────────────────────────


def test_the_words_tell_the_first_the_counts_and_ones_own_place():
    places = ranking.ranked([unit(1, 112), unit(2, 90), unit(3, 84), unit(4, 20), Standing(5, "Xã 05", 0, 0)])
    told = say.text(ranking.named(places, {3}), title=say.title(28), as_of=say.as_of(date(2024, 7, 5)))
    assert told.splitlines() == [
        "Xếp hạng tuần 28 (đến 05/07/2024)",
        "Đã rà soát so với kế hoạch của chính đơn vị:",
        "1. Xã 01: 112 % (Đạt)",
        "2. Xã 02: 90 % (Gần đạt)",
        "3. Xã 03: 84 % (Gần đạt)",
        "Số đơn vị · Đạt: 1 · Gần đạt: 2 · Chậm: 1 · Chưa xếp hạng: 1",
        "Đơn vị của anh/chị: thứ 3/4, 84 % (Gần đạt), 84/100 hồ sơ",
    ]


def test_words_without_anybody_to_rank_say_so():
    lines = ranking.named(ranking.ranked([Standing(1, "Xã 01", 0, 0)]), {1})
    told = say.text(lines, title=say.title(), as_of="đến 04/07/2024").splitlines()
    assert told == [
        "Xếp hạng (đến 04/07/2024)",
        say.NOTHING_TO_RANK,
        f"Đơn vị của anh/chị: {say.NO_PLACE}",
    ]


def test_words_about_five_hundred_units_of_long_names_fit_a_caption():
    found = [Standing(n, f"Xã {'Ủ' * 190} {n}", 1000 - n, 1000) for n in range(1, 501)]
    told = say.text(
        ranking.named(ranking.ranked(found), {400, 401}), title=say.title(28), as_of="đến 05/07/2024"
    )
    assert len(told) <= 1024
    assert "…" in told and "thứ 391/500" in told


@given(st.text(max_size=220), st.integers(5, 60))
def test_a_shortened_name_is_never_longer_than_allowed(name: str, limit: int):
    assert len(say.shortened(name, limit)) <= max(limit, 0)
