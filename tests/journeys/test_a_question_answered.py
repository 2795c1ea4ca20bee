"""Lan does not know what to do with a record: her head passes it on, the province rules, and the record is back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from domain.records import Finding, Severity
from tests import world
from tests.journeys.on_any_channel import BotOn

HARD = "Tờ bìa dán băng keo che mất một góc, có tính không"


@pytest.fixture(params=["telegram", "zalo_oa", "zalo_bot"])
async def bot(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[BotOn]:
    """A bot running on one channel; after the journey its database has to be in order."""
    running = BotOn(database_url, request.param)
    await running.start()
    try:
        yield running
        await running.closes_the_day()
    finally:
        await running.stop()


async def test_a_question_goes_up_to_the_province_and_comes_back_as_a_ruling(bot: BotOn):
    found = {n: (Finding("R04", "meHoTen", Severity.WARNING),) for n in (0, 1)}
    rows = [world.birth(1, meHoTen=""), world.birth(2, meHoTen="")]
    first, second = await world.shelve(bot.database, world.HOA_CU, rows, findings=found)
    minh = await bot.colleague("Vi Văn Minh", "84912000009", "head")
    await minh.writes("hướng dẫn", sees="/traloi")
    quan = await bot.colleague("Chu Thị Quản", "84912000008", "admin", 1)
    await quan.writes("hướng dẫn", sees="/traloi")
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await lan.chooses("⋯ Thêm", sees="Số 1 ·")
    await lan.chooses("❓ Hỏi vướng mắc", sees="Vướng mắc gì ở hồ sơ này?")
    await lan.writes(HARD, sees="Số 2 ·")
    assert "Đã hỏi vướng mắc: Số 1 · Quyển 01/2005" in await lan.screen()
    assert await bot.state(first) == "ASKED"

    await minh.phone.sees(HARD)
    assert "Nông Văn Thử" not in await minh.all_words()
    await minh.chooses("Chuyển cấp trên", sees="Đã chuyển tới quản trị Tỉnh Lạng Sơn")
    await lan.phone.sees("đã chuyển lên quản trị Tỉnh Lạng Sơn")
    await quan.phone.sees("đã chuyển cấp 1 lần")
    await quan.writes("/traloi", sees="1 câu hỏi đang chờ trả lời")
    await quan.chooses("Số 1 · Quyển 01/2005 · Xã Hòa Cư · hạn 08/07", sees="Nông Thị Lan hỏi lúc")
    await quan.chooses("Ban hành hướng dẫn", sees="Gõ nội dung hướng dẫn")
    await quan.writes(
        "Bìa sổ bị dán che: đối chiếu phần còn lại rồi duyệt.", sees="trường hợp nào của công văn"
    )
    await quan.chooses("(b) Sửa và duyệt", sees="loại điểm nghi ngờ")
    await quan.writes("R04", sees="Xem trước hướng dẫn")
    await quan.chooses("✔ Ban hành, trả lời 1 câu", sees="Đã ban hành HD-04, trả lời 1 câu hỏi.")

    await lan.phone.sees("Trả lời vướng mắc Số 1 · Quyển 01/2005 (HD-04)")
    await lan.chooses("▶ Bắt đầu rà soát", sees="Trả lời vướng mắc (HD-04): Bìa sổ bị dán che")
    assert "\nSố 1 ·" in await lan.screen(), "what was answered comes first"
    await lan.chooses("✅ Phê duyệt", sees="Số 2 ·")
    assert "Hướng dẫn HD-04" in await lan.screen(), "the ruling holds for the next card of its kind too"
    await lan.chooses("✅ Phê duyệt", sees="Đã hết hồ sơ hôm nay")
    assert [await bot.state(record) for record in (first, second)] == ["APPROVED", "APPROVED"]
    assert await bot.moves() == ["ask", "ruling", "approve", "approve"]
    await lan.writes(
        "/vuongmac to bia bi dan bang keo che mat goc thi co tinh khong", sees="HD-04. Bìa sổ bị dán che"
    )
    await lan.chooses("👍 Đúng ý", sees="HD-04 trả lời vướng mắc này")
