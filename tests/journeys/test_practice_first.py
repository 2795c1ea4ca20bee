"""Hoa's first morning: six cards to practise on, which count nothing, then the first real one."""

from __future__ import annotations

import pytest

from tests import world
from tests.journeys.running_bot import RunningBot


@pytest.mark.parametrize("province", [{"practice": 6}], ids=["six cards"])
async def test_six_practice_cards_come_before_the_first_real_one_and_count_nothing(bot: RunningBot):
    [record] = await world.shelve(bot.database, world.HOA_CU, [world.birth(1)])
    hoa = await bot.colleague(2001, "Triệu Thị Hoa", "84912000003", practised=0)
    await hoa.writes("/batdau", sees="Tập dượt 1/6")
    await hoa.writes("Họ tên mẹ: Hoàng Thị Thử", sees="→ Hoàng Thị Thử")
    await hoa.chooses("✔ Đã đối chiếu sổ, lưu và duyệt", sees="Tập dượt 2/6")
    await hoa.chooses("✅ Phê duyệt", sees="Sổ ghi thế nào?")
    await hoa.chooses("Vẫn phê duyệt", sees="Chưa đúng.")
    assert (await hoa.screen()).startswith("Tập dượt 2/6"), "a wrong answer is explained beside the same card"
    await hoa.chooses("↩️ Trả lại số hóa", sees="Trả lại số hóa vì sao?")
    await hoa.chooses("Sổ gốc cũng như vậy", sees="không trả lại đơn vị số hóa")
    await hoa.chooses("Sổ ghi thiếu", sees="Tập dượt 3/6")
    await hoa.chooses("↩️ Trả lại số hóa", sees="Trả lại số hóa vì sao?")
    await hoa.chooses("Của đơn vị khác", sees="Tập dượt 4/6")
    await hoa.chooses("✏️ Sửa và duyệt", sees="Ô nào nhập sai so với sổ?")
    await hoa.writes("Ngày chết: 10/05/2018", sees="10/05/2081 → 10/05/2018")
    await hoa.chooses("✔ Đã đối chiếu sổ, lưu và duyệt", sees="Tập dượt 5/6")
    await hoa.chooses("📕 Sổ gốc sai/thiếu", sees="Sổ gốc sai hay thiếu thế nào?")
    await hoa.chooses("Sổ ghi sai", sees="Tập dượt 6/6")
    await hoa.chooses("↩️ Trả lại số hóa", sees="Trả lại số hóa vì sao?")
    await hoa.chooses("Nhầm bản quét", sees="Đã xong phần tập dượt.")
    assert await bot.moves() == []
    await hoa.chooses("▶ Bắt đầu rà soát", sees="Số 1 · Quyển 01/2005")
    assert "Tập dượt" not in await hoa.screen()
    await hoa.chooses("✅ Phê duyệt", sees="Đã hết hồ sơ hôm nay. Hôm nay anh/chị đã rà soát 1 hồ sơ.")
    assert (await bot.state(record), await bot.moves()) == ("APPROVED", ["approve"])
