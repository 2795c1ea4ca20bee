"""A record may go on while its card lies open: resubmitted, corrected, taken over, its official moved away."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.review import Move, State
from storage import claims, decisions, desk, verify
from storage.engine import Database, Tx
from tests import world
from tests.chat import BUTTONS, House, Phone, linked


@pytest.fixture
async def house(database: Database) -> House:
    await world.found(database)
    return House(database, BUTTONS)


@pytest.fixture
async def lan(house: House) -> Phone:
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    return await linked(house, "1001", person)


async def resubmit(house: House, record: int, **fields: str) -> None:
    """Bring a returned record back as an import does."""

    async def work(tx: Tx) -> None:
        row = (await tx.run(select(world.records).where(world.records.c.id == record))).one()
        assert row.state == State.RETURNED.value
        await tx.run(
            update(world.records)
            .where(world.records.c.id == record)
            .values(
                fields={**row.fields, **fields},
                state="PENDING",
                state_on=world.TODAY,
                revision=row.revision + 1,
            )
        )
        await decisions.append(
            tx,
            decisions.Decision(
                unit_id=row.unit_id, record_id=record, revision=row.revision + 1, person_id=None,
                move=Move.VENDOR_RESUBMIT, from_state=State.RETURNED, to_state=State.PENDING,
                decided_at=house.clock(), day=world.TODAY, channel="import", event_key=f"import:1:{record}",
                changes={name: [row.fields.get(name, ""), value] for name, value in fields.items()},
            ),
            record_type=row.type,
            state_on=row.state_on,
        )  # fmt: skip

    await house.database.write(work)


async def test_a_record_that_comes_again_shows_what_the_vendor_changed(house: House, lan: Phone):
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    await lan.says("/batdau")
    await lan.taps("↩️ Trả lại số hóa")
    await lan.taps("Nhập sai nhiều chỗ")
    await resubmit(house, record, meHoTen="Nông Thị Đổi", nksNoiSinh="Bệnh viện huyện Cao Lộc")
    await lan.says("/batdau")
    assert "Bên số hóa gửi lại lần 1, khác trước:" in lan.card.text
    assert "• Họ tên mẹ: Hoàng Thị Mẫu → Nông Thị Đổi" in lan.card.text
    assert "• Nơi sinh: Trạm y tế xã Hòa Cư → Bệnh viện huyện Cao Lộc" in lan.card.text
    assert len(lan.card.text) <= 1000


async def test_undo_passes_over_a_decision_whose_record_has_gone_on(house: House, lan: Phone):
    first, second = await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    await lan.says("/batdau")
    await lan.taps("✅ Phê duyệt")
    await lan.taps("↩️ Trả lại số hóa")
    await lan.taps("Nhầm bản quét")
    await resubmit(house, second, meHoTen="Nông Thị Đổi")
    await lan.says("hoàn tác")
    assert "Số 1 · Quyển 01/2005" in lan.card.text
    assert (await world.state_of(house.database, first))[0] == "PENDING"
    await lan.says("hoàn tác")
    assert "không hoàn tác được nữa" in lan.card.text
    assert (await house.database.read(verify.run)).difference is None


async def test_a_tap_that_had_no_effect_is_no_repeat_when_it_comes_again(house: House, lan: Phone):
    record, _ = await world.shelve(house.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    await lan.says("/batdau")
    card = lan.card

    async def taken_away(tx: Any) -> None:
        await tx.run(update(world.records).where(world.records.c.id == record).values(assignee_id=999))

    await house.database.write(taken_away)
    assert await lan.taps("✅ Phê duyệt", on=card) == "Thẻ đã đổi"
    assert await lan.taps("✅ Phê duyệt", on=card) == "Thẻ đã đổi"


async def test_a_corrected_number_moves_the_record_to_its_place_on_the_shelf_and_undo_back(
    house: House, lan: Phone
):
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(24)])

    async def place() -> tuple[int, str, str]:
        columns = (world.records.c.year, world.records.c.number, world.records.c.desk_order)
        row = (await house.database.read(lambda tx: tx.run(select(*columns)))).one()
        return tuple(row)

    before = await place()
    await lan.says("/batdau")
    await lan.says("Ngày đăng ký: 21/03/2006")
    await lan.taps("✏️ Sửa thêm")
    await lan.says("Số: 42")
    await lan.taps("✔ Đã đối chiếu sổ, lưu và duyệt")
    year, number, order = await place()
    assert (year, number) == (2006, "42") and order != before[2]
    await lan.says("hoàn tác")
    assert await place() == before
    assert (await world.state_of(house.database, record))[0] == "PENDING"


async def test_too_many_wrong_fields_are_offered_to_go_back_with_that_reason(house: House, lan: Phone):
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    await lan.says("/batdau")
    for words in ("Họ tên mẹ: A Thị B", "Họ tên cha: C Văn D", "Ngày sinh mẹ: 1981", "Ngày sinh cha: 1979"):
        assert "Nhập sai nhiều chỗ" not in lan.labels()
        await lan.says(words)
    await lan.taps("Nhập sai nhiều chỗ")
    state, _, fields = await world.state_of(house.database, record)
    assert state == "RETURNED" and fields["meHoTen"] == "Hoàng Thị Mẫu", "the draft is dropped"


async def test_a_record_on_a_colleagues_desk_is_not_decided(house: House, lan: Phone):
    [record] = await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    await lan.says("/batdau")

    async def too_late(tx: Tx) -> bool:
        await tx.run(update(world.records).values(assignee_id=999))
        return await desk.set_state(
            tx, record, 1, revision=1, seen=State.PENDING, to=State.APPROVED, on=world.TODAY
        )

    assert not await house.database.write(too_late)


async def test_nothing_comes_to_the_desk_of_somebody_whose_post_ends_meanwhile(house: House, lan: Phone):
    """On PostgreSQL a roster may be taken in while the list of the day is being filled."""
    if house.database.dialect != "postgresql":
        return  # one writer
    await world.shelve(house.database, world.HOA_CU, [world.birth(1)])
    ended, go_on = asyncio.Event(), asyncio.Event()

    async def roster(tx: Tx) -> None:
        await tx.run(update(world.roles).values(until=world.MORNING))
        ended.set()
        await go_on.wait()
        await claims.release_lost(tx, 1)

    async def fills(tx: Tx) -> int:
        return await claims.claim(tx, 1, 20, today=world.TODAY)

    ending = asyncio.create_task(house.database.write(roster))
    await ended.wait()
    filling = asyncio.create_task(house.database.write(fills))
    await asyncio.sleep(0.1)  # gives it the chance to go wrong: it waits for the roster
    assert not filling.done()
    go_on.set()
    await ending
    assert await filling == 0


def test_the_buttons_of_a_card_are_the_moves_of_the_table():
    from domain.review import MOVES
    from handlers import drawing

    offered = {choice.key for choice in drawing._DECISIONS} - {"more"} | {"later"}
    names = {
        "approve": Move.APPROVE,
        "fix": Move.FIX,
        "return": Move.RETURN,
        "follow": Move.FOLLOW_UP,
        "later": Move.SKIP,
    }
    later_parts = {Move.ASK}  # a question to somebody above comes with its own issue
    assert {names[key] for key in offered} == {
        move for state, move in MOVES if state is State.PENDING
    } - later_parts
