"""A whole book was scanned wrongly: five records show it, and the head sends the rest back in one go."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from storage.book_stops import stops
from tests import world
from tests.journeys.running_bot import RunningBot


async def test_after_five_wrong_scans_the_head_returns_the_book_and_thinks_better_of_it(bot: RunningBot):
    rows = [world.birth(n) for n in range(1, 10)] + [world.birth(31, quyenSo="02/2005")]
    await world.shelve(bot.database, world.HOA_CU, rows)
    head = await bot.colleague(1009, "Vi Văn Minh", "84912000009", "head")
    await head.writes("/tiendo", sees="Xã Hòa Cư: 0/10 hồ sơ")
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    for number in range(1, 6):
        await lan.chooses("↩️ Trả lại số hóa", sees="Trả lại số hóa vì sao?")
        await lan.chooses("Nhầm bản quét", sees=f"Số {number + 1} ·" if number < 5 else "Số 31 ·")
    assert "Lãnh đạo (Xã Hòa Cư) sẽ quyết định." in await lan.screen()
    await head.sees("Quyển 01/2005 (Khai sinh), Xã Hòa Cư: tạm dừng.")
    await head.chooses("👁 Xem trước", sees="Sẽ trả lại: 4 hồ sơ chưa rà soát")
    await head.chooses("↩️ Trả cả quyển", sees="Trả cả quyển cho đơn vị số hóa?")
    await head.chooses(
        "✔ Đồng ý trả cả quyển", sees="Đã trả cả quyển: Quyển 01/2005 (Khai sinh), Xã Hòa Cư, 4 hồ sơ"
    )
    assert Counter(await bot.moves()) == {"return": 9}
    await head.chooses("↶ Hoàn tác cả quyển", sees="4 hồ sơ trở lại chưa rà soát.")
    await head.chooses("▶ Rà soát tiếp", sees="hồ sơ được phát lại cho cán bộ")
    await lan.chooses("✅ Phê duyệt", sees="Số 6 · Quyển 01/2005")
    assert Counter(await bot.moves()) == {"return": 9, "undo": 4, "approve": 1}
    assert "Nông Văn Thử" not in await head.all_words(), "a head decides about a book, and sees no record"
    query = select(stops.c.state, stops.c.decided_by)
    [(state, by)] = [tuple(row) for row in await bot.database.read(lambda tx: tx.run(query))]
    assert (state, by) == ("going_on", head.person_id)
