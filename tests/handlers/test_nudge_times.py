"""An admin looks up and changes when the bot speaks by itself, with buttons and with numbers."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from sqlalchemy import insert, select

from domain.nudges import Kind
from storage import nudge_times, schedule_runs
from storage.engine import Database, Tx
from storage.nudge_times import Times
from tests import world
from tests.chat import BUTTONS, NUMBERS, House, Phone, linked
from tests.world import HAI_YEN, HOA_CU, ZONE

PROVINCE, CAO_LOC = 1, 2
AT_HOA_CU, AT_HAI_YEN = "/1/2/3/", "/1/2/4/"


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
async def house(database: Database, request: pytest.FixtureRequest) -> House:
    await world.found(database)
    return House(database, request.param)


@pytest.fixture
async def quan(house: House) -> Phone:
    """Chu Thị Quản, admin of the province."""
    person = await world.hire(house.database, "Chu Thị Quản", "84912000008", "admin", PROVINCE)
    return await linked(house, "1008", person)


@pytest.fixture
async def huyen(house: House) -> Phone:
    """Vi Văn Huyện, admin of the district."""
    person = await world.hire(house.database, "Vi Văn Huyện", "84912000009", "admin", CAO_LOC)
    return await linked(house, "1009", person)


async def times(house: House) -> Times:
    return await house.database.read(nudge_times.load)


async def at(house: House, kind: Kind, path: str = AT_HOA_CU) -> time | None:
    return (await times(house)).of(path, kind)


async def test_the_table_shows_every_kind_with_its_time_and_who_set_it(house: House, quan: Phone):
    await quan.says("/lich nhac chiều 14:30")
    await quan.says("/lich nhac")
    shown = quan.screen.splitlines()
    assert shown[0] == "Giờ nhắc · Tỉnh Lạng Sơn"
    assert "• Sáng (danh sách đầu ngày của cán bộ): 07:30 · mặc định" in shown
    assert "• Chiều (nhắc cán bộ chưa xong nửa ngày việc): 14:30 · Tỉnh Lạng Sơn, Chu Thị Quản đặt" in shown
    for word in ("Tin", "Phân công", "Xếp hạng", "Hạn", "Lãnh đạo", "Báo cáo"):
        assert any(line.startswith(f"• {word} (") for line in shown)
    assert len(quan.screen) < 2000


async def test_the_schedule_mentions_the_times_and_leads_to_them(house: House, quan: Phone):
    await quan.says("/lich")
    assert "Giờ bot nhắc từng loại: gõ /lich nhac." in quan.screen
    await quan.chooses("🔔 Giờ nhắc")
    assert quan.screen.startswith("Giờ nhắc · Tỉnh Lạng Sơn")


@pytest.mark.parametrize(
    ("typed", "kind", "due"),
    [
        ("sáng 7h45", Kind.MORNING, time(7, 45)),
        ("sang 7h45", Kind.MORNING, time(7, 45)),
        ("Buổi sáng 07:45", Kind.MORNING, time(7, 45)),
        ("chiều 14:30", Kind.NUDGE, time(14, 30)),
        ("chieu 14 giờ 30", Kind.NUDGE, time(14, 30)),
        ("lãnh đạo 16h", Kind.DIGEST, time(16)),
        ("tong hop 1615", Kind.DIGEST, time(16, 15)),
        ("xếp hạng 9h", Kind.LEADERBOARD, time(9)),
        ("hạn 9.15", Kind.DEADLINE, time(9, 15)),
        ("phân công 7:00", Kind.ASSIGNMENT, time(7)),
        ("tin 8h05", Kind.NEWS, time(8, 5)),
        ("báo cáo 20:00", Kind.REPORT, time(20)),
        ("báo cáo 17h", Kind.REPORT, time(17)),
        ("lãnh đạo 19:30", Kind.DIGEST, time(19, 30)),
        ("chiều tắt", Kind.NUDGE, None),
        ("chieu tat", Kind.NUDGE, None),
    ],
)
async def test_a_time_is_set_in_one_line_for_everybody_below(
    house: House, quan: Phone, typed: str, kind: Kind, due: time | None
):
    await quan.says(f"/lich nhac {typed}")
    assert quan.screen.startswith("Đã đặt cho Tỉnh Lạng Sơn và các đơn vị trực thuộc: ")
    assert [await at(house, kind, path) for path in ("/1/", AT_HOA_CU, AT_HAI_YEN)] == [due] * 3
    others = await times(house)
    assert all(other is kind or not others.given.get(other) for other in Kind)


async def test_what_is_default_again_is_what_the_house_or_the_unit_above_has(
    house: House, quan: Phone, huyen: Phone
):
    await quan.says("/lich nhac sáng 8h")
    await huyen.says("/lich nhac sáng 8h30")
    assert await at(house, Kind.MORNING) == time(8, 30)
    await huyen.says("/lich nhac sáng mặc định")
    assert huyen.screen.splitlines()[0] == "Đã bỏ giờ “sáng” do Huyện Cao Lộc đặt; nay là 08:00."
    assert await at(house, Kind.MORNING) == time(8)
    await quan.says("/lich nhac sáng mac dinh")
    assert "nay là 07:30" in quan.screen and await at(house, Kind.MORNING) == time(7, 30)


async def test_one_commune_has_its_own_hour_and_keeps_it(house: House, quan: Phone):
    await quan.says("/lich nhac 06184 chiều 14h")
    assert "Đã đặt cho Xã Hòa Cư" in quan.screen
    assert [await at(house, Kind.NUDGE, path) for path in (AT_HOA_CU, AT_HAI_YEN)] == [time(14), time(15)]
    await quan.says("/lich nhac chiều tắt")
    assert "Đã đặt cho Tỉnh Lạng Sơn và các đơn vị trực thuộc: không gửi “chiều” nữa." in quan.screen
    assert "Vẫn theo giờ đã đặt riêng: Xã Hòa Cư." in quan.screen
    assert [await at(house, Kind.NUDGE, path) for path in (AT_HOA_CU, AT_HAI_YEN)] == [time(14), None]
    await quan.says("/lich nhac 06187")
    assert quan.screen.startswith("Giờ nhắc · Xã Hải Yến")
    assert "tắt · Tỉnh Lạng Sơn, Chu Thị Quản đặt" in quan.screen


async def test_a_kind_is_picked_and_its_time_typed_or_chosen(house: House, quan: Phone):
    await quan.says("/lich nhac")
    await quan.chooses("Giờ chiều")
    assert "Chiều (nhắc cán bộ chưa xong nửa ngày việc): hiện là 15:00. Gõ giờ mới" in quan.screen
    await quan.says("25:00")
    assert "“25:00” không phải là giờ" in quan.screen
    await quan.says("14h30")
    assert await at(house, Kind.NUDGE) == time(14, 30)
    await quan.chooses("Giờ sáng")
    await quan.chooses("Tắt")
    assert await at(house, Kind.MORNING) is None
    await quan.chooses("Giờ sáng")
    assert "hiện là tắt" in quan.screen
    await quan.chooses("Mặc định")
    assert await at(house, Kind.MORNING) == time(7, 30)
    await quan.chooses("Giờ báo cáo")
    await quan.chooses("✖ Bỏ")
    assert "Đã thôi, giờ nhắc giữ nguyên" in quan.screen
    await quan.says("18h")
    assert await at(house, Kind.REPORT) == time(20)


async def test_a_kind_picked_in_one_communes_table_is_set_there_only(house: House, quan: Phone):
    await quan.says("/lich nhac 06184")
    await quan.chooses("Giờ chiều")
    await quan.says("14h")
    assert [await at(house, Kind.NUDGE, path) for path in (AT_HOA_CU, AT_HAI_YEN)] == [time(14), time(15)]
    await quan.chooses("Giờ sáng")
    await quan.says("8h")
    assert [await at(house, Kind.MORNING, path) for path in (AT_HOA_CU, AT_HAI_YEN)] == [time(8), time(7, 30)]


async def test_half_a_line_is_asked_for_the_time(house: House, quan: Phone):
    await quan.says("/lich nhac 06184 chiều")
    assert "Gõ giờ mới" in quan.screen
    await quan.says("14h")
    assert [await at(house, Kind.NUDGE, path) for path in (AT_HOA_CU, AT_HAI_YEN)] == [time(14), time(15)]


async def test_a_bare_word_that_is_a_command_stays_one_under_the_table(house: House, quan: Phone):
    await quan.says("/lich nhac")
    await quan.says("báo cáo")
    assert "Gõ giờ mới" not in quan.screen


NEVER = "Giờ nhắc chưa thay đổi."
KINDS = "Các loại: sáng, tin, phân công, xếp hạng, hạn, chiều, lãnh đạo, báo cáo."
BAD = [
    ("tối 7h", f"Không có loại nhắc “tối 7h”. {KINDS} {NEVER}"),
    ("toi 7h", f"Không có loại nhắc “toi 7h”. {KINDS} {NEVER}"),
    ("06184 tối 7h", f"Không có loại nhắc “tối 7h”. {KINDS} {NEVER}"),
    ("7h45 sáng", f"Không có đơn vị mã 7h45 trong phạm vi của anh/chị. {NEVER}"),
    ("!!!", f"Không có loại nhắc “!!!”. {KINDS} {NEVER}"),
    ("sáng 25:00", f"“25:00” không phải là giờ. Gõ như 07:45, 7h45 hoặc 7h. {NEVER}"),
    ("sáng 7h60", f"“7h60” không phải là giờ. Gõ như 07:45, 7h45 hoặc 7h. {NEVER}"),
    ("sáng sớm", f"“sớm” không phải là giờ. Gõ như 07:45, 7h45 hoặc 7h. {NEVER}"),
    ("sáng -7h", f"“-7h” không phải là giờ. Gõ như 07:45, 7h45 hoặc 7h. {NEVER}"),
    ("sáng 6h59", f"Không đặt “sáng” lúc 06:59 được: chỉ nhắc từ 07:00 đến 19:30. {NEVER}"),
    ("chiều 19:31", f"Không đặt “chiều” lúc 19:31 được: chỉ nhắc từ 07:00 đến 19:30. {NEVER}"),
    ("sáng 0h", f"Không đặt “sáng” lúc 00:00 được: chỉ nhắc từ 07:00 đến 19:30. {NEVER}"),
    ("báo cáo 16:59", f"Không đặt “báo cáo” lúc 16:59 được: báo cáo ngày chỉ gửi từ 17:00 đến 20:00. {NEVER}"),
    ("báo cáo 20:01", f"Không đặt “báo cáo” lúc 20:01 được: báo cáo ngày chỉ gửi từ 17:00 đến 20:00. {NEVER}"),
    ("99999 sáng 7h45", f"Không có đơn vị mã 99999 trong phạm vi của anh/chị. {NEVER}"),
    ("99999", f"Không có đơn vị mã 99999 trong phạm vi của anh/chị. {NEVER}"),
    ("99999 sáng mặc định", f"Không có đơn vị mã 99999 trong phạm vi của anh/chị. {NEVER}"),
    ("sáng 7h45 Hòa Cư", f"Sau giờ còn thừa chữ “Hòa Cư”. Gõ: /lich nhac LOẠI GIỜ, mã đơn vị (nếu có) đứng trước loại. {NEVER}"),
    ("chiều tắt hết", f"Sau giờ còn thừa chữ “hết”. Gõ: /lich nhac LOẠI GIỜ, mã đơn vị (nếu có) đứng trước loại. {NEVER}"),
    ("chiều mặc định nhé", f"Sau giờ còn thừa chữ “nhé”. Gõ: /lich nhac LOẠI GIỜ, mã đơn vị (nếu có) đứng trước loại. {NEVER}"),
    ("sáng mặc định", f"Tỉnh Lạng Sơn không đặt riêng giờ cho loại “sáng”, nên không có gì để bỏ. {NEVER}"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "told"), [pytest.param(*row, id=row[0]) for row in BAD])
async def test_what_cannot_be_set_is_told_in_one_line_and_changes_nothing(
    house: House, quan: Phone, typed: str, told: str
):
    await quan.says(f"/lich nhac {typed}")
    assert quan.screen == told
    assert (await times(house)).given == {}


async def test_words_without_end_are_cut_in_the_answer(house: House, quan: Phone):
    await quan.says("/lich nhac sáng " + "x" * 900)
    assert "không phải là giờ" in quan.screen and len(quan.screen) < 200
    await quan.says("/lich nhac " + "y " * 400)
    assert "Không có loại nhắc" in quan.screen and len(quan.screen) < 300


async def test_a_district_sets_its_own_communes_and_not_the_province(house: House, quan: Phone, huyen: Phone):
    await huyen.says("/lich nhac 20 sáng 8h")
    assert "Không có đơn vị mã 20 trong phạm vi" in huyen.screen
    await huyen.says("/lich nhac sáng 8h")
    assert [await at(house, Kind.MORNING, path) for path in ("/1/", "/1/2/", AT_HOA_CU)] == [
        time(7, 30), time(8), time(8)
    ]  # fmt: skip
    await quan.says("/lich nhac 183 sáng mặc định")
    assert await at(house, Kind.MORNING) == time(7, 30)


@pytest.mark.parametrize("role", ["official", "head", "auditor", "vendor"])
async def test_the_times_are_an_admins(house: House, role: str):
    person = await world.hire(house.database, "Nông Thị Lan", "84912000001", role, PROVINCE)
    phone = await linked(house, "1001", person)
    await phone.says("/lich nhac sáng 8h")
    assert phone.screen == "Việc này không thuộc quyền của anh/chị." and (await times(house)).given == {}


async def test_an_admin_no_longer_in_office_sets_nothing_with_an_old_button(house: House, quan: Phone):
    await quan.says("/lich nhac sáng")
    await world.leaves(house.database, 1)
    await world.hire(house.database, "Chu Thị Quản", "84912000008", "official", HOA_CU)
    await quan.says("8h")
    assert (await times(house)).given == {}


async def test_an_admin_of_several_communes_sees_and_sets_each(house: House, quan: Phone):
    person = await world.hire(house.database, "Lý Thị Mai", "84912000007", "admin", HOA_CU)
    await world.hire(house.database, "Lý Thị Mai", "84912000007", "admin", HAI_YEN)
    mai = await linked(house, "1007", person)
    await mai.says("/lich nhac 06187 chiều 14h")
    await mai.says("/lich nhac")
    assert "Giờ nhắc · Xã Hòa Cư" in mai.screen and "Giờ nhắc · Xã Hải Yến" in mai.screen
    assert len(mai.screen) < 2000
    await mai.chooses("Giờ chiều")
    assert "hiện là 15:00, 14:00" in mai.screen
    await mai.says("14h15")
    assert "Đã đặt cho Xã Hòa Cư, Xã Hải Yến và các đơn vị trực thuộc" in mai.screen
    assert {await at(house, Kind.NUDGE, path) for path in (AT_HOA_CU, AT_HAI_YEN)} == {time(14, 15)}


async def test_todays_looking_is_done_again_for_that_kind_and_no_other(house: House, quan: Phone):
    marks = {
        "2024-07-03 15:00": datetime(2024, 7, 3, 23, 59, 59, tzinfo=ZONE),
        "2024-07-04 15:00": datetime(2024, 7, 4, 0, 0, tzinfo=ZONE),
        "2024-W27 08:00": datetime(2024, 7, 4, 8, tzinfo=ZONE).astimezone(UTC),
        "T-7 08:30": datetime(2024, 7, 5, 0, 0, tzinfo=ZONE),
    }

    async def looked(tx: Tx) -> None:
        for kind in ("nudge", "morning"):
            for period, done_at in marks.items():
                row = {"kind": kind, "period": period, "done_at": done_at, "result": ""}
                await tx.run(insert(schedule_runs.runs), row)

    async def left() -> set[tuple[str, str]]:
        rows = await house.database.read(lambda tx: tx.run(select(schedule_runs.runs)))
        return {(row.kind, row.period) for row in rows}

    await house.database.write(looked)
    await quan.says("/lich nhac chiều 25:00")
    assert len(await left()) == 8
    await quan.says("/lich nhac chiều 14h")
    others = {("morning", period) for period in marks}
    assert await left() == others | {("nudge", "2024-07-03 15:00"), ("nudge", "T-7 08:30")}


async def test_an_hour_that_is_over_today_is_told_to_count_from_the_next_time(house: House, quan: Phone):
    await quan.says("/lich nhac sáng 7h")
    assert "hôm nay đã qua" not in quan.screen
    house.clock.move(hours=9)  # 16:30
    await quan.says("/lich nhac sáng 8h")
    assert "Giờ ấy hôm nay đã qua nên tính từ lần sau." in quan.screen
    await quan.says("/lich nhac chiều 16:45")
    assert "hôm nay đã qua" not in quan.screen
