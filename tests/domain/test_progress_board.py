"""The progress page's rows: what a head picks and sorts by, and what the sums come to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.forecast import Forecast, Unknown, Why
from domain.progress_board import Look, Pick, Sort, Unit, bands, picked, read_look, sums
from domain.ranking import Standing
from domain.records import RecordType
from domain.review import State
from domain.standing import Behind


def unit(unit_id: int, name: str, done: int | None = None, planned: int = 100, **more: Any) -> Unit:
    standing = None if done is None else Standing(unit_id, name, done, planned)
    given: dict[str, Any] = {
        "around": "Huyện Cao Lộc",
        "around_code": "183",
        "counts": {RecordType.KS: {State.PENDING: 60, State.APPROVED: 40}},
        **more,
    }
    return Unit(unit_id, f"0618{unit_id}", name, standing=standing, **given)


HOA_CU = unit(1, "Xã Hòa Cư", 50, behind=Behind(3, date(2024, 7, 4)))
HAI_YEN = unit(2, "Xã Hải Yến", 85, behind=Behind(1, date(2024, 7, 8)))
DONG_DANG = unit(3, "Thị trấn Đồng Đăng", 120, around="Huyện Văn Lãng")
NEW = unit(4, "Xã Mới")
ALL = [NEW, DONG_DANG, HAI_YEN, HOA_CU]


def names(look: Look) -> list[str]:
    return [each.name for each in picked(ALL, look)]


def test_who_has_been_behind_longest_comes_first_and_who_is_not_ranked_last():
    assert names(Look()) == ["Xã Hòa Cư", "Xã Hải Yến", "Thị trấn Đồng Đăng", "Xã Mới"]


@pytest.mark.parametrize(
    ("pick", "found"),
    [
        (Pick.SLOW, ["Xã Hòa Cư"]),
        (Pick.NEAR, ["Xã Hải Yến"]),
        (Pick.REACHED, ["Thị trấn Đồng Đăng"]),
        (Pick.NONE, ["Xã Mới"]),
    ],
)
def test_a_head_sees_the_units_of_one_band(pick: Pick, found: list[str]):
    assert names(Look(pick)) == found
    assert bands(ALL)[pick] == 1


@pytest.mark.parametrize("typed", ["hai yen", "HẢI YẾN", "06182", "hải  yến"])
def test_a_unit_is_found_without_accents_by_code_or_by_a_piece_of_its_name(typed: str):
    look, _ = read_look({"tim": typed})
    assert names(look) == ["Xã Hải Yến"]


def test_a_districts_units_are_found_by_its_name():
    assert names(Look(text="van lang")) == ["Thị trấn Đồng Đăng"]


def test_of_one_type_only_units_with_such_records_are_left():
    weddings = unit(5, "Xã Cưới", counts={RecordType.KH: {State.APPROVED: 1}})
    assert [u.name for u in picked([*ALL, weddings], Look(kind=RecordType.KH))] == ["Xã Cưới"]
    assert weddings.decided(RecordType.KH) == 1 and weddings.total(RecordType.KS) == 0


def test_what_nobody_can_tell_the_end_of_is_the_latest_and_who_is_through_the_earliest():
    soon = unit(6, "Xã Sớm", 1, outlook=Forecast(date(2024, 9, 1), None, date(2024, 9, 9), 5.0))
    open_end = unit(7, "Xã Muộn", 1, outlook=Forecast(date(2024, 9, 1), None, None, 5.0))
    never = unit(8, "Xã Chưa Rõ", 1, outlook=Unknown(Why.NOTHING_DONE))
    through = unit(9, "Xã Xong", 1, outlook=Unknown(Why.FINISHED))
    found = [u.name for u in picked([through, soon, open_end, never], Look(sort=Sort.END))]
    assert found == ["Xã Chưa Rõ", "Xã Muộn", "Xã Sớm", "Xã Xong"]


def test_the_order_is_turned_round():
    assert names(Look(sort=Sort.NAME)) == names(Look(sort=Sort.NAME, reverse=True))[::-1]


@pytest.mark.parametrize("asked", [{"muc": "tot"}, {"loai": "XX"}, {"xep": "1;drop"}])
def test_an_address_typed_wrong_shows_all_and_says_so(asked: dict[str, str]):
    assert read_look(asked) == (Look(), False)


def test_types_and_states_add_up_to_every_record():
    found = sums([HOA_CU.counts, {RecordType.KH: {State.UNSTATED: 7}}])
    assert sum(sum(states.values()) for states in found.values()) == 107
    assert found[RecordType.CMC] == dict.fromkeys(State, 0)
