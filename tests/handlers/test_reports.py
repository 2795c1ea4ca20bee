"""Files asked for in the chat: who may have which, of whose records, and what becomes of them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from bot.making.maker import Made, Maker, NotMade
from domain import reports as rules
from domain.reports import Kind, Period
from domain.review import State
from domain.talk.values import Capabilities
from storage import audit
from storage.engine import Database, Tx
from storage.exports.kinds import EXPORTS, Asked
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked
from tests.world import HAI_YEN, HOA_CU

PROVINCE, CAO_LOC = 1, 2
NO_FILES = Capabilities(
    "zalo_bot", buttons=0, text_max=2000, can_edit=False, can_share_contact=False, files_out=False
)
DENIED = "Việc này không thuộc quyền của anh/chị."


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest, tmp_path: Path) -> House:
    await world.found(database)
    return quick(House(database, request.param), tmp_path)


def quick(house: House, folder: Path) -> House:
    """Let files be made in this process; that they are made in another is told by tests of their own."""

    async def make(order: Mapping[str, Any], most: int) -> Made | NotMade:
        out = folder / "made.xlsx"

        async def work(tx: Tx) -> Any:
            asked = Asked(
                datetime.fromisoformat(order["now"]), ZoneInfo(order["zone"]), order["paths"], day(order["since"]),
                day(order["until"]), idle_minutes=order["idle_minutes"], detail=order["detail"],
            )  # fmt: skip
            return await EXPORTS[order["kind"]].write(tx, out, asked)

        told = await house.database.read(work)
        size = out.stat().st_size
        return Made(told.rows, told.cut, size, out.read_bytes() if size <= most else b"")

    house.sender.reporting.make = make
    return house


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


async def person(house: House, user: str, name: str, role: str, unit: int) -> Phone:
    person_id = await world.hire(house.database, name, f"8491200{user}", role, unit)
    return await linked(house, user, person_id)


async def a_day(house: House) -> None:
    """Lan of Hòa Cư approves 1, fixes 2, returns 3 and follows up 4; Minh of Hải Yến approves 9."""
    await world.shelve(house.database, HOA_CU, [world.birth(n) for n in (1, 2, 3, 4, 5)])
    await world.shelve(house.database, HAI_YEN, [world.birth(9)])
    lan = await person(house, "1001", "Nông Thị Lan", "official", HOA_CU)
    await lan.says("/batdau")
    await lan.chooses("✅ Phê duyệt")
    await lan.says("Số giấy tờ mẹ: 020180123789")
    await lan.chooses("✔ Đã đối chiếu sổ, lưu và duyệt")
    await lan.chooses("↩️ Trả lại số hóa")
    await lan.chooses("Nhầm bản quét")
    await lan.chooses("📕 Sổ gốc sai/thiếu")
    await lan.chooses("Sổ ghi thiếu")
    minh = await person(house, "1002", "Hoàng Văn Minh", "official", HAI_YEN)
    await minh.says("/batdau")
    await minh.chooses("✅ Phê duyệt")


def offered(phone: Phone) -> list[str]:
    """What the newest list offers, on either kind of channel."""
    if phone.house.channel.capabilities.buttons:
        return phone.labels()
    shown = next(m for m in reversed(phone.chat) if "\n1. " in m.text)
    return [line.split(". ", 1)[1] for line in shown.text.splitlines() if line[:1].isdigit() and ". " in line]


async def picks(phone: Phone, label: str) -> None:
    """Choose from the newest list, below which files may stand already."""
    if phone.house.channel.capabilities.buttons:
        await phone.taps(label)
    else:
        await phone.says(str(offered(phone).index(label) + 1))


def rows_of(phone: Phone) -> list[dict[str, Any]]:
    """Read the file that came last."""
    table = CalamineWorkbook.from_filelike(io.BytesIO(phone.chat[-1].file_content)).get_sheet_by_index(0)
    rows = table.to_python()
    header = next(place for place, row in enumerate(rows) if row[0] in ("ma_don_vi", "ho_ten"))
    names = [str(name) for name in rows[header]]
    return [dict(zip(names, row, strict=True)) for row in rows[header + 1 :]]


async def lines(house: House) -> list[tuple[str, dict[str, Any]]]:
    found = await house.database.read(lambda tx: audit.of(tx, "report"))
    return [(line.subject, line.details) for line in reversed(found)]


async def test_a_head_gets_the_progress_table_at_once_and_may_choose_the_others(house: House):
    await a_day(house)
    head = await person(house, "1009", "Hoàng Văn Đạo", "head", CAO_LOC)
    await head.says("/baocao")
    assert head.chat[-1].file_name == "tien-do-183-20240704.xlsx"
    assert head.screen.startswith("Tiến độ · Huyện Cao Lộc: ")
    assert offered(head) == [
        "Tiến độ", "Trả lại số hóa", "Sổ theo dõi", "Việc cần nhập vào 158", "Lệch với 158", "Nhật ký quyết định",
        "Điểm nghi ngờ", "Làm thêm giờ",
    ]  # fmt: skip
    await picks(head, "Nhật ký quyết định")
    assert offered(head) == ["Tuần này", "Tháng này", "Tất cả"]
    await picks(head, "Tuần này")
    assert head.chat[-1].file_name == "nhat-ky-183-20240704.xlsx"
    assert [row["so"] for row in rows_of(head)] == ["1", "2", "3", "4", "9"]
    assert "gỡ khỏi đoạn chat sau 24 giờ" in head.screen
    assert [subject for subject, _ in await lines(house)] == ["progress:183", "decisions:183"]
    assert (await lines(house))[1][1] | {"bytes": 0} == {
        "rows": 5, "bytes": 0, "channel": house.channel.capabilities.channel, "since": "2024-07-01",
        "until": "2024-07-04",
    }  # fmt: skip


async def test_what_a_file_holds_is_of_ones_own_subtree(house: House):
    await a_day(house)
    head = await person(house, "1009", "Lê Thị Xã", "head", HOA_CU)
    await head.says("/baocao")
    await picks(head, "Việc cần nhập vào 158")
    await picks(head, "Tất cả")
    assert [(row["ma_don_vi"], row["so"]) for row in rows_of(head)] == [
        ("06184", "1"), ("06184", "2"), ("06184", "3"), ("06184", "4"),
    ]  # fmt: skip


async def test_a_file_tells_of_people_no_more_than_cards_do(house: House):
    await a_day(house)
    head = await person(house, "1009", "Lê Thị Xã", "head", HOA_CU)
    await head.says("/baocao")
    for label in ("Việc cần nhập vào 158", "Nhật ký quyết định"):
        if house.channel.capabilities.buttons:
            await head.taps(label)
        else:
            await head.says("/baocao")
            await picks(head, label)
        await picks(head, "Tất cả")
        told = "".join(str(cell) for row in rows_of(head) for cell in row.values())
        assert "***789" in told and "020180123789" not in told


async def test_where_cards_show_initials_files_with_values_are_not_sent(database: Database, tmp_path: Path):
    await world.found(database)
    house = quick(House(database, BUTTONS, card_detail="masked"), tmp_path)
    await world.shelve(database, HOA_CU, [world.birth(1)])
    head = await person(house, "1009", "Lê Thị Xã", "head", HOA_CU)
    await head.says("/baocao")
    assert head.labels() == ["Tiến độ", "Trả lại số hóa", "Làm thêm giờ"]


async def test_an_auditor_reads_the_same_files_and_does_nothing_else(house: House):
    await a_day(house)
    auditor = await person(house, "1007", "Vi Văn Giám", "auditor", CAO_LOC)
    await auditor.says("/baocao")
    assert len(offered(auditor)) == 8
    await picks(auditor, "Trả lại số hóa")
    assert [row["so"] for row in rows_of(auditor)] == ["3"]
    for command in ("/batdau", "/nhacviec", "/thongbao"):
        await auditor.says(command)
        assert "không" in auditor.screen.lower()


async def test_a_vendor_gets_returned_records_and_nothing_else(house: House):
    await a_day(house)
    vendor = await person(house, "1006", "Công ty Số hóa", "vendor", PROVINCE)
    await vendor.says("/baocao")
    assert offered(vendor) == ["Trả lại số hóa"]
    assert not any(message.file_name for message in vendor.chat), "no progress table"
    await picks(vendor, "Trả lại số hóa")
    assert [(row["so"], row["ly_do"]) for row in rows_of(vendor)] == [("3", "WRONG_SCAN")]


async def test_an_official_gets_none_and_is_told_what_anybody_is_told(house: House):
    await a_day(house)
    lan = house.phone("1001")
    await lan.says("/baocao")
    assert lan.screen == DENIED
    assert await lines(house) == []


async def test_who_heads_two_communes_is_asked_which(house: House):
    await a_day(house)
    head = await person(house, "1009", "Lê Thị Xã", "head", HOA_CU)
    await world.hire(house.database, "Lê Thị Xã", "84912001009", "head", HAI_YEN)
    await head.says("/baocao")
    assert [m.file_name.split("-")[2] for m in head.chat[-2:]] == ["06184", "06187"]
    await picks(head, "Việc cần nhập vào 158")
    assert offered(head) == ["Xã Hòa Cư", "Xã Hải Yến"]
    await picks(head, "Xã Hải Yến")
    await picks(head, "Tháng này")
    assert [row["so"] for row in rows_of(head)] == ["9"]


async def test_an_old_list_answers_nothing_to_who_is_no_head_any_more(house: House):
    await a_day(house)
    head = await person(house, "1009", "Lê Thị Xã", "head", HOA_CU)
    await head.says("/baocao")
    person_id = await world.hire(house.database, "Lê Thị Xã", "84912001009", "official", HAI_YEN)
    await world.leaves(house.database, person_id)
    await world.hire(house.database, "Lê Thị Xã", "84912001009", "official", HAI_YEN)
    await picks(head, "Trả lại số hóa")
    assert head.screen == DENIED


async def test_the_right_is_looked_at_again_when_the_file_is_sent(house: House):
    await a_day(house)
    head = await person(house, "1009", "Lê Thị Xã", "head", HOA_CU)
    make = house.sender.reporting.make
    asked: list[object] = []
    house.sender.reporting._database = Leaving(house.database, asked)  # type: ignore[assignment]
    await head.says("/baocao")
    assert head.screen == DENIED and house.sender.reporting.make is make
    assert await lines(house) == []


class Leaving:
    """A database from which everybody's posts vanish just before a file's right is looked at."""

    def __init__(self, database: Database, asked: list[object]) -> None:
        self.database = database
        self.url = database.url

    async def read(self, work: Any) -> Any:
        for person_id in range(1, 10):
            await world.leaves(self.database, person_id)
        return await self.database.read(work)


async def test_a_file_that_tells_of_people_leaves_the_chat_after_a_day_and_progress_stays(house: House):
    await a_day(house)
    head = await person(house, "1009", "Lê Thị Xã", "head", HOA_CU)
    await head.says("/baocao")
    await picks(head, "Trả lại số hóa")
    files = [message.file_name for message in head.chat if message.file_name]
    assert len(files) == 2
    house.clock.move(hours=23)
    await house.delivers()
    assert [message.file_name for message in head.chat if message.file_name] == files
    house.clock.move(hours=1, minutes=1)
    await house.delivers()
    assert [message.file_name for message in head.chat if message.file_name] == files[:1]


async def test_a_file_larger_than_the_channel_takes_is_told_with_the_way_out(house: House):
    await a_day(house)
    head = await person(house, "1009", "Lê Thị Xã", "head", HOA_CU)

    async def large(order: Mapping[str, Any], most: int) -> Made:
        return Made(381_383, 0, most + 1, b"")

    house.sender.reporting.make = large
    await head.says("/baocao")
    assert "kênh này chỉ gửi được 50,0 MB" in head.screen
    assert "rasoat export progress --unit 06184 --out tien-do.xlsx" in head.screen
    assert not head.chat[-1].file_name and await lines(house) == []


async def test_a_file_that_cannot_be_made_is_told_and_nothing_is_handed_out(house: House):
    await a_day(house)
    head = await person(house, "1009", "Lê Thị Xã", "head", HOA_CU)

    async def broken(order: Mapping[str, Any], most: int) -> NotMade:
        return NotMade("OSError")

    house.sender.reporting.make = broken
    await head.says("/baocao")
    assert head.screen.startswith("Chưa lập được tệp “Tiến độ”")
    assert await lines(house) == []


async def test_a_channel_without_files_says_where_to_get_them(database: Database, tmp_path: Path):
    await world.found(database)
    house = quick(House(database, NO_FILES), tmp_path)
    head = await person(house, "1009", "Lê Thị Xã", "head", HOA_CU)
    await head.says("/baocao")
    assert "Kênh này không gửi được tệp" in head.screen
    assert "rasoat export progress --unit 06184" in head.screen


async def test_an_empty_table_is_said_to_be_empty(house: House):
    await world.shelve(house.database, HOA_CU, [world.birth(1)])
    head = await person(house, "1009", "Lê Thị Xã", "head", HOA_CU)
    await head.says("/baocao")
    await picks(head, "Trả lại số hóa")
    assert head.screen == "Trả lại số hóa · Xã Hòa Cư: không có hàng nào, nên không có tệp."


async def test_the_file_is_made_by_a_process_beside_while_taps_are_answered(database: Database):
    await world.found(database)
    house = House(database, BUTTONS)
    await a_day(house)
    head = await person(house, "1009", "Lê Thị Xã", "head", HOA_CU)
    lan = house.phone("1001")
    await lan.says("/homnay")
    await head.says("/baocao")
    assert head.chat[-1].file_name == "tien-do-06184-20240704.xlsx"
    assert sum(row["tong"] for row in rows_of(head) if row["loai"] == "KS") == 5
    before = await world.state_of(database, 5)
    assert before[0] == State.PENDING.value


async def test_a_process_that_takes_too_long_is_ended(database: Database):
    answer = await Maker(limit_s=0.01).make(order_of(database), 1_000)
    assert answer == NotMade("too slow")


async def test_a_process_that_meets_a_fault_names_it_and_tells_nothing_more(database: Database):
    answer = await Maker().make({**order_of(database), "kind": "no such"}, 1_000)
    assert answer == NotMade("KeyError")


async def test_told_to_stop_the_process_is_ended(database: Database):
    making = asyncio.ensure_future(Maker().make(order_of(database), 1_000))
    await asyncio.sleep(0)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making


def order_of(database: Database) -> dict[str, Any]:
    return {
        "database": database.url.render_as_string(hide_password=False), "kind": "decisions", "paths": ["/"],
        "now": world.MORNING.isoformat(), "since": "", "until": "", "zone": "Asia/Ho_Chi_Minh", "detail": "summary",
        "idle_minutes": 5, "calendar": "",
    }  # fmt: skip


def test_a_week_begins_on_monday_and_a_month_on_its_first():
    thursday = date(2024, 7, 4)
    assert rules.days_of(Period.WEEK, thursday) == (date(2024, 7, 1), thursday)
    assert rules.days_of(Period.MONTH, thursday) == (date(2024, 7, 1), thursday)
    assert rules.days_of(Period.WEEK, date(2024, 7, 1)) == (date(2024, 7, 1), date(2024, 7, 1))
    assert rules.days_of(Period.ALL, thursday) == (None, None)


def test_every_file_of_the_chat_is_an_export_of_the_command_line():
    from bot.commands.exporting import KINDS

    assert set(KINDS) == set(EXPORTS)
    assert set(Kind) <= set(EXPORTS)
    assert {kind for kind in Kind if EXPORTS[kind].of_days} == rules.OF_DAYS
