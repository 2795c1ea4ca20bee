"""One tap takes over what only rewrites the same words, and never anything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.records import Finding, Severity
from domain.suggestions import in_one_tap
from storage.decisions import decisions
from storage.engine import Database
from storage.exports import decisions as exported
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked

APPLY = "💡 Áp dụng gợi ý và duyệt"
TYPED, MEANT = "Hoàng  Thị\u200b Mẫu", "Hoàng Thị Mẫu"
LOSS_FREE = Finding("R20", "meHoTen", Severity.WARNING, "b", TYPED, MEANT, loss_free=True)
FATHER = Finding("R20", "chaHoTen", Severity.HINT, "b", "Nông Văn  Mẫu", "Nông Văn Mẫu", loss_free=True)
GUESS = Finding("R20", "nksHoTen", Severity.WARNING, "b", "Nông Văn Thửu", "Nông Văn Thử")
HINT = Finding("R15", "nksGioiTinh", Severity.HINT, "", "2")
SERIOUS = Finding("R05", "nksNgaySinh", Severity.SERIOUS, "", "31.02.2005")


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


async def lan_with(house: House, *found: Finding, **fields: str) -> tuple[Phone, int]:
    """Lan of Hòa Cư has a record in hand in which this was found, and a clean one after it."""
    rows = [world.birth(1, **{"meHoTen": TYPED, **fields}), world.birth(2)]
    record, _ = await world.shelve(house.database, world.HOA_CU, rows, findings={0: found})
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    phone = await linked(house, "1001", person)
    await phone.says("/batdau")
    return phone, record


async def log_of(database: Database) -> list[Any]:
    query = select(decisions).order_by(decisions.c.id)
    return list((await database.read(lambda tx: tx.run(query))).all())


async def test_one_tap_writes_what_the_card_suggests_and_approves(house: House):
    phone, record = await lan_with(house, LOSS_FREE, HINT)
    assert "nội dung không đổi" in phone.screen
    await phone.chooses(APPLY)
    state, _, fields = await world.state_of(house.database, record)
    assert (state, fields["meHoTen"]) == ("APPROVED", MEANT)
    assert "Đã sửa và phê duyệt: Số 1" in phone.screen
    [row] = await log_of(house.database)
    assert (row.move, row.reasons, row.changes) == ("fix", ["SUGGESTED"], {"meHoTen": [TYPED, MEANT]})
    assert (row.case_suggested, row.case_chosen) == ("b", "b")
    assert [(each["rule"], each.get("taken")) for each in row.findings] == [("R20", "1"), ("R15", None)]


async def test_the_exported_log_tells_that_a_suggestion_was_taken_and_what_it_changed(house: House):
    class Kept(list[list[Any]]):
        write_many = list.extend

    phone, _ = await lan_with(house, LOSS_FREE)
    await phone.chooses(APPLY)
    rows: Any = Kept()
    await house.database.read(lambda tx: exported.fill(tx, rows, exported.Wanted(), world.ZONE))
    [row] = [dict(zip((column.name for column in exported.COLUMNS), cells, strict=True)) for cells in rows]
    assert (row["viec"], row["ly_do"], row["goi_y"], row["chon"]) == ("fix", "SUGGESTED", "b", "b")
    assert json.loads(row["thay_doi"]) == {"meHoTen": [TYPED, MEANT]}


async def test_all_that_rewrites_the_same_words_is_taken_over_together(house: House):
    phone, record = await lan_with(house, LOSS_FREE, FATHER, chaHoTen="Nông Văn  Mẫu")
    await phone.chooses(APPLY)
    _, _, fields = await world.state_of(house.database, record)
    assert (fields["meHoTen"], fields["chaHoTen"]) == (MEANT, "Nông Văn Mẫu")


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(GUESS, id="a guess"),
        pytest.param(SERIOUS, id="something serious"),
        pytest.param(Finding("R18", "loaiDangKy", Severity.WARNING), id="a warning with no suggestion"),
    ],
)
async def test_beside_any_finding_that_needs_a_look_it_is_not_offered(house: House, beside: Finding):
    phone, record = await lan_with(house, LOSS_FREE, beside)
    assert APPLY not in phone.labels() and APPLY not in phone.screen
    await phone.says("áp dụng gợi ý và duyệt")
    assert (await world.state_of(house.database, record))[0] == "PENDING"


async def test_an_undo_brings_back_the_typed_words_and_the_offer(house: House):
    phone, record = await lan_with(house, LOSS_FREE)
    await phone.chooses(APPLY)
    await phone.chooses("↶ Hoàn tác")
    state, _, fields = await world.state_of(house.database, record)
    assert (state, fields["meHoTen"]) == ("PENDING", TYPED)
    await phone.chooses(APPLY)
    assert (await world.state_of(house.database, record))[2]["meHoTen"] == MEANT
    assert [row.move for row in await log_of(house.database)] == ["fix", "undo", "fix"]


async def test_a_card_whose_suggestion_is_no_more_the_same_does_nothing(house: House):
    phone, record = await lan_with(house, LOSS_FREE)
    other = Finding("R20", "meHoTen", Severity.WARNING, "b", TYPED, "Hoàng Thị Mẩu", loss_free=True)
    change = (
        update(world.records).where(world.records.c.id == record).values(findings=[other.as_json()])
    )  # judged anew by other rules meanwhile
    await house.database.write(lambda tx: tx.run(change))
    await phone.chooses(APPLY)
    state, _, fields = await world.state_of(house.database, record)
    assert (state, fields["meHoTen"]) == ("PENDING", TYPED)
    assert "Số 1 ·" in phone.screen and await log_of(house.database) == []


async def test_a_tap_on_a_card_that_is_over_does_nothing(database: Database):
    await world.found(database)
    house = House(database, BUTTONS)
    phone, record = await lan_with(house, LOSS_FREE)
    old = phone.card
    await phone.chooses("↩️ Trả lại số hóa")
    await phone.chooses("Nhầm bản quét")
    assert await phone.taps(APPLY, on=old) == "Thẻ đã đổi"
    assert (await world.state_of(database, record))[0] == "RETURNED"
    assert [row.move for row in await log_of(database)] == ["return"]


def test_two_suggestions_that_contradict_each_other_offer_nothing():
    other = Finding("R16", "meHoTen", Severity.HINT, "", TYPED, "Hoàng Thị Mậu", loss_free=True)
    assert in_one_tap((LOSS_FREE, other), {"meHoTen": TYPED}) == {}
    assert in_one_tap((LOSS_FREE, HINT), {"meHoTen": TYPED}) == {"meHoTen": MEANT}
    assert in_one_tap((LOSS_FREE,), {"meHoTen": MEANT}) == {}, "what stands there already is no change"
    assert in_one_tap((HINT,), {}) == {}
