"""What the register says is asked on Zalo's channels as well: with five buttons, and with a list of numbers."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from domain.records import Finding, Severity
from tests import world
from tests.journeys.on_any_channel import BotOn

TYPED, MEANT = "Hoàng  Thị\u200b Mẫu", "Hoàng Thị Mẫu"
FOUND = {
    0: (Finding("R20", "meHoTen", Severity.WARNING, "b", TYPED, MEANT, loss_free=True),),
    1: (Finding("R02", "noiDangKy", Severity.SERIOUS, "", "UBND xã Khác"),),
    2: (Finding("R04", "nksQueQuan", Severity.SERIOUS),),
}


@pytest.fixture(params=["zalo_oa", "zalo_bot"])
async def bot(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[BotOn]:
    running = BotOn(database_url, request.param, polls=[])
    await running.start()
    try:
        yield running
        await running.closes_the_day()
    finally:
        await running.stop()


async def test_lan_takes_a_suggestion_over_approves_against_a_finding_and_is_kept_from_a_wrong_return(
    bot: BotOn,
):
    rows = [world.birth(1, meHoTen=TYPED), world.birth(2), world.birth(3, nksQueQuan="")]
    ids = await world.shelve(bot.database, world.HOA_CU, rows, findings=FOUND)
    person = await world.hire(bot.database, "Nông Thị Lan", "84912000001", "official", world.HOA_CU)
    await world.invite(bot.database, person, "ABCD2345")
    lan = await bot.stranger("Lan", "84912000001")
    await lan.registers("ABCD2345")
    await lan.chooses("▶ Bắt đầu rà soát", sees="nội dung không đổi")
    await lan.chooses("💡 Áp dụng gợi ý và duyệt", sees="Số 2 · Quyển 01/2005")
    await lan.chooses("✅ Phê duyệt", sees="Sổ ghi thế nào?")
    await lan.chooses("Vẫn phê duyệt", sees="Số 3 · Quyển 01/2005")
    await lan.chooses("↩️ Trả lại số hóa", sees="Trả lại số hóa vì sao?")
    await lan.chooses("Nhập thiếu, sổ có ghi", sees="Sổ ghi thế nào?")
    await lan.chooses("Sổ ghi đúng như vậy", sees="không trả lại đơn vị số hóa")
    await lan.chooses("Sổ ghi thiếu", sees="Đã hết hồ sơ hôm nay")
    assert [row.move for row in await bot.log()] == ["fix", "approve", "follow_up"]
    assert [await bot.state(each) for each in ids] == ["APPROVED", "APPROVED", "FOLLOW_UP"]
