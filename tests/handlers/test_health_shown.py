"""An admin asks how the system is, and lets a restored one speak again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.ladder import tell
from domain.talk.values import Aside, Message
from handlers.context import ChannelFact, Facts
from storage import audit, backup, freeze, inbox, marks, month_sends, schema, seals
from storage.engine import Database
from storage.inbox import inbox as inbox_table
from storage.outbox import outbox
from storage.system import tokens
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone
from tests.handlers import planned_house
from tests.world import HOA_CU, TODAY


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    house = House(database, request.param)
    house.conversation._facts = lambda: Facts(
        ("delivery", "inbound", "timers"),
        (
            ChannelFact("telegram", alive=True, heard_at=house.clock.at - timedelta(minutes=3)),
            ChannelFact("zalo_oa", alive=False, alarm="mã đã hết hạn"),
        ),
        up_s=7200,
        disk_free=52_000_000_000,
        version="0.1.0",
    )
    return house


async def quan(house: House, unit: int = 1) -> Phone:
    return await planned_house.person(house, "Chu Thị Quản", 8, "admin", unit)


async def remind(house: House, person_id: int = 1) -> None:
    can = {house.channel.capabilities.channel: house.channel.capabilities}
    asides = [Aside(person_id, Message("Lời nhắc"), "people", "x")]
    await house.database.write(lambda tx: tell(tx, asides, can, house.clock()))


async def test_one_message_tells_what_runs_what_waits_and_what_failed(house: House):
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await remind(house)
    house.clock.move(minutes=12)
    now = house.clock()
    failed = {
        "account_id": 1, "kind": "people", "slot": "note", "priority": 1, "body": {}, "created_at": now,
        "not_before": now, "tries": 1, "state": "failed", "done_at": now - timedelta(hours=1),
    }  # fmt: skip

    async def fill(tx: Any) -> None:
        reasons = ("blocked", "blocked", "bad request: chat 123456 0912345678 not found")
        rows = [{**failed, "key": f"f{n}", "result": reason} for n, reason in enumerate(reasons)]
        old = {**failed, "key": "f9", "result": "too old", "done_at": now - timedelta(hours=25)}
        await tx.run(insert(outbox), [*rows, old])
        await inbox.keep(
            tx, "x", "bot", [inbox.Update("e1", "u7", "{}"), inbox.Update("e2", "u7", "{}")], now
        )
        parked = update(inbox_table).where(inbox_table.c.event_key == "e2").values(state="parked")
        await tx.run(parked)
        await month_sends.add(tx, "zalo_bot", "2024-07", 2_345)
        await tx.run(insert(tokens), {"app": "a", "seed": "", "forced": False, "alarm": "mã đã hết hạn"})
        await marks.put(tx, backup.LAST, (now - timedelta(hours=5)).isoformat())
        await seals.make(tx, TODAY, now)

    await house.database.write(fill)
    admin = await quan(house)
    await admin.says("/hethong")
    shown = admin.screen
    for line in (
        "Hệ thống lúc 07:42 04/07/2024",
        f"Rà soát 0.1.0 (bảng {schema.head()}), chạy 2 giờ: gửi tin, nhận tin, hẹn giờ",
        "✅ Telegram: đang nghe, nghe lần cuối 3 phút trước",
        "⚠️ Zalo OA: chưa nghe được; cần cấp quyền lại (mã đã hết hạn)",
        ", 1 thao tác gặp lỗi đang để lại",
        "Chờ gửi: 1 lời nhắc; lâu nhất 12 phút",
        "Gửi hỏng trong 24 giờ: blocked 2, bad request 1",
        "Zalo Bot tháng này: 2.345/3.000 tin",
        "Zalo OA: ⚠️ cần cấp quyền lại (mã đã hết hạn)",
        "đĩa còn 52,0 GB" if house.database.dialect == "sqlite" else "Cơ sở dữ liệu: PostgreSQL",
        "Sao lưu gần nhất: 5 giờ trước",
        "Niêm phong gần nhất: 04/07/2024, ",
    ):
        assert line in shown, (line, shown)
    assert "0912345678" not in shown and "Lan" not in shown and "123456" not in shown
    assert len(shown) < 1_500, "it fits one message on every channel"
    assert lan.chat == []
    await admin.chooses("↻ Cập nhật")
    assert "Hệ thống lúc 07:42" in admin.screen
    assert "Cho gửi tiếp" not in str(admin.labels()) + admin.screen


async def test_without_a_backup_that_is_said_and_without_a_running_process_too(house: House):
    house.conversation._facts = None
    admin = await quan(house)
    await admin.says("hệ thống")
    assert "Chưa có bản sao lưu nào" in admin.screen and "chưa rõ" in admin.screen


async def test_only_admins_see_it(house: House):
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await lan.says("/hethong")
    assert "không thuộc quyền" in lan.screen


async def test_a_frozen_outbox_holds_all_but_answers_until_the_provinces_admin_says_so(house: House):
    lan = await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await remind(house)
    frozen = datetime(2024, 7, 4, 0, 0, tzinfo=UTC)
    await house.database.write(lambda tx: freeze.freeze(tx, frozen))
    assert await house.delivers() == 0 and lan.chat == []
    await lan.says("/huongdan")
    assert len(lan.chat) == 1
    district = await planned_house.person(house, "Lý Văn Huyện", 7, "admin", 2)
    await district.says("/hethong")
    assert "Đang giữ tin tự gửi từ lúc 07:00 04/07/2024" in district.screen
    assert "Cho gửi tiếp" not in str(district.labels())
    admin = await quan(house)
    await admin.says("/hethong")
    await admin.chooses("▶ Cho gửi tiếp")
    assert "Đã cho gửi tiếp" in admin.screen
    await house.delivers()
    assert "Lời nhắc" in lan.screen
    [line] = await house.database.read(lambda tx: audit.of(tx, "thaw"))
    assert line.name == "Chu Thị Quản"


async def test_what_is_held_back_is_not_told_as_stuck(house: House):
    await planned_house.person(house, "Nông Thị Lan", 1, "official", HOA_CU)
    await remind(house)
    await house.database.write(lambda tx: freeze.freeze(tx, house.clock()))
    house.clock.move(hours=3)
    await house.delivery.measure()
    assert house.delivery.watch.age_s == 0


async def test_the_word_of_two_admins_is_taken_once(house: House):
    admin = await quan(house)
    await house.database.write(lambda tx: freeze.freeze(tx, house.clock()))
    await admin.says("/hethong")
    await house.database.write(freeze.thaw)
    await admin.chooses("▶ Cho gửi tiếp")
    assert "không có gì bị giữ lại" in admin.screen
    assert not await house.database.read(lambda tx: audit.of(tx, "thaw"))
