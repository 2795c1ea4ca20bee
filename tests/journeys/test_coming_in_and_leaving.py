"""How people come in: by link or by code, with their own number only. And how they go out again."""

from __future__ import annotations

import re

from tests import world
from tests.journeys.running_bot import Person, RunningBot

HOA = "84912000003"
HELP = "Bot này dành cho cán bộ có tên trong danh sách"


async def on_the_roster(bot: RunningBot, *, code: str = "ABCD2345", days: int = 30) -> int:
    """Hoa is listed for Hòa Cư and has been handed a code."""
    person = await world.hire(bot.database, "Triệu Thị Hoa", HOA, "official", world.HOA_CU)
    await world.invite(bot.database, person, code, days=days)
    return person


async def commands_of(phone: Person) -> list[str]:
    return [line["command"] for line in (await phone.state())["commands"]]


async def test_hoa_opens_her_link_shares_her_number_and_reviews_her_first_record(bot: RunningBot):
    [record] = await world.shelve(bot.database, world.HOA_CU, [world.birth(1)])
    person = await on_the_roster(bot)
    hoa = await bot.stranger(2001, "Hoa", f"+{HOA}")
    await hoa.writes("/start ABCD2345", sees="Mã đúng.")
    assert (await hoa.state())["keyboard"] == {"request_contact": "📱 Chia sẻ số điện thoại"}
    await hoa.shares_contact()
    await hoa.sees("Chào anh/chị Triệu Thị Hoa")
    assert (await hoa.state())["keyboard"] is None, "the key has done its work and is taken away"
    await hoa.chooses("▶ Bắt đầu rà soát", sees="Số 1 · Quyển 01/2005")
    await hoa.chooses("✅ Phê duyệt", sees="Đã hết hồ sơ hôm nay")
    await bot.settles()
    assert await commands_of(hoa) == [
        "batdau",
        "homnay",
        "tiendo",
        "hoantac",
        "vuongmac",
        "nghi",
        "ngoaigio",
        "dung",
        "lienket",
        "huongdan",
    ]
    assert await bot.owner(2001) == person
    assert (await bot.state(record), await bot.moves()) == ("APPROVED", ["approve"])


async def test_hoa_types_a_code_that_is_too_old_then_the_right_one_and_only_her_own_number_opens(
    bot: RunningBot,
):
    person = await on_the_roster(bot, code="WXYZ6789", days=0)
    await world.invite(bot.database, person, "ABCD2345")
    hoa = await bot.stranger(2001, "Hoa", HOA)
    await bot.stranger(2002, "Bình", "84912000099")
    await hoa.writes("WXYZ6789", sees=HELP)
    await hoa.writes("abcd 2345", sees="Mã đúng.")
    await hoa.shares_contact(of_user=2002)
    await hoa.sees("không phải số điện thoại của chính tài khoản này")
    await hoa.shares_contact(phone="84912000098")
    await hoa.sees("không trùng với số trong danh sách")
    assert await bot.owner(2001) is None
    await hoa.shares_contact()
    await hoa.sees("Chào anh/chị Triệu Thị Hoa")
    assert await bot.owner(2001) == person


async def test_a_code_hoa_has_used_opens_nothing_for_whoever_finds_her_sheet(bot: RunningBot):
    await world.shelve(bot.database, world.HOA_CU, [world.birth(1)])
    person = await on_the_roster(bot)
    hoa = await bot.stranger(2001, "Hoa", HOA)
    await hoa.writes("/start ABCD2345", sees="Mã đúng.")
    await hoa.shares_contact()
    await hoa.sees("Chào anh/chị")
    finder = await bot.stranger(6666, "Người lạ", HOA)
    await finder.writes("/start ABCD2345", sees=HELP)
    for words in ("/batdau", "✅ Phê duyệt", "tiến độ"):
        await finder.says(words)
    await finder.shares_contact()
    await bot.settles()
    assert (await bot.owner(2001), await bot.owner(6666)) == (person, None)
    assert [m["text"][: len(HELP)] for m in await finder.chat() if m["by"] == "bot"] == [HELP]
    assert await commands_of(finder) == []


async def test_hoa_lost_her_phone_and_an_admin_gives_her_a_code_for_the_new_one(bot: RunningBot):
    await world.shelve(bot.database, world.HOA_CU, [world.birth(1)])
    old = await bot.colleague(2001, "Triệu Thị Hoa", HOA)
    await old.writes("/batdau", sees="Số 1 ·")
    admin = await bot.colleague(1008, "Chu Thị Quản", "84912000008", "admin", 1)
    await admin.writes("/nhansu trieu thi hoa", sees="Triệu Thị Hoa · 0912 000 003")
    await admin.chooses("Cấp mã mới", sees="Mã mới của Triệu Thị Hoa")
    told = await admin.screen()
    link = re.search(r"https://t\.me/rasoat_bot\?start=([0-9A-Z]{8})", told)
    assert link is not None, told
    new = await bot.stranger(2002, "Hoa", HOA)
    await new.writes(f"/start {link[1]}", sees="Mã đúng.")
    await new.shares_contact()
    await new.sees("Chào anh/chị Triệu Thị Hoa")
    await new.chooses("▶ Bắt đầu rà soát", sees="Số 1 ·")
    await old.chooses("✅ Phê duyệt", sees=HELP)
    assert (await bot.owner(2001), await bot.owner(2002)) == (None, old.person_id)
    assert await bot.moves() == []
    await new.chooses("✅ Phê duyệt", sees="Đã hết hồ sơ hôm nay")
    assert await bot.moves() == ["approve"]


async def test_lan_has_left_and_her_next_tap_is_refused(bot: RunningBot):
    [record] = await world.shelve(bot.database, world.HOA_CU, [world.birth(1)])
    lan = await bot.lan()
    await lan.writes("/batdau", sees="Số 1 ·")
    await world.leaves(bot.database, lan.person_id)
    await lan.chooses("✅ Phê duyệt", sees="Anh/chị không còn nhiệm vụ trong danh sách rà soát.")
    told = len(await lan.chat())
    await lan.says("/batdau")
    await bot.settles()
    assert len(await lan.chat()) == told + 1, "told once; her own words are all that came to it"
    assert (await bot.state(record), await bot.moves()) == ("PENDING", [])
