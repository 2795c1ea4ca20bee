"""Telegram is away for 72 hours: whoever has Zalo works on, and when it is back nobody gets anything stale or double."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot import ladder
from bot.patience import Patience, pause
from domain.talk.values import Aside, Message
from domain.wording import common as say
from storage import inbox, verify
from storage.outbox import outbox
from storage.people import accounts
from tests import world
from tests.journeys.any_phone import Person, words_of
from tests.journeys.on_any_channel import BotOn
from tests.journeys.waiting import until

NIGHT_H = 24.0
# the number on the first card and how many the list holds, day by day, of Lan and of Sơn
DAYS = (((2, 3), (31, 4)), ((5, 4), (35, 4)), ((9, 4), (39, 4)))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days of the bot's clock pass in seconds: its waits between fetches, which are real, are to be short as well."""

    async def wait(self: Patience, at_least_s: float = 0.0) -> None:
        await pause(self._stop, 0.1)

    monkeypatch.setattr(Patience, "wait", wait)


@pytest.fixture
async def bot(database_url: str) -> AsyncIterator[BotOn]:
    running = BotOn(database_url, "telegram", "zalo_oa", "zalo_bot", daily_quota=4)
    await running.start()
    yield running
    await running.stop()


async def on_both(bot: BotOn, name: str, number: str, unit: int, zalo: str) -> tuple[Person, Person]:
    """Somebody with Telegram and one kind of Zalo, linked with Telegram first."""
    telegram = await bot.colleague(name, number, unit=unit, on="telegram")
    second = await bot.stranger(name, number, on=zalo)
    second.person_id = telegram.person_id
    await bot.links(second)
    return telegram, second


async def is_told(bot: BotOn, person: Person, key: str, kind: str = "nudge") -> None:
    aside = Aside(person.person_id, Message(f"Nhắc {key}"), kind, key)
    capabilities = bot.application.conversation.capabilities
    await bot.database.write(lambda tx: ladder.tell(tx, [aside], capabilities, bot.clock()))
    bot.application.delivery.wake()


async def said_on(bot: BotOn, channel: str) -> list[Any]:
    """Read what was ever to be said on a channel, oldest first."""
    query = (
        select(outbox)
        .join(accounts, accounts.c.id == outbox.c.account_id)
        .where(accounts.c.channel == channel)
        .order_by(outbox.c.id)
    )
    return list((await bot.database.read(lambda tx: tx.run(query))).all())


async def is_tried(bot: BotOn) -> None:
    """Wait until all that is due on Telegram has met the outage."""

    async def nothing_due() -> bool:
        now = bot.clock.at
        rows = await said_on(bot, "telegram")
        return not any(
            row.state == "leased" or (row.state == "waiting" and row.not_before <= now) for row in rows
        )

    bot.application.delivery.wake()
    await until(nothing_due)


async def heals(bot: BotOn) -> None:
    """Telegram is back: wait until it was heard and all that waited has come to its end."""
    [ear] = [ear for ear in bot.application.ears if ear.channel.name == "telegram"]
    bot.telegram.heal()
    now = bot.clock.at

    async def heard() -> bool:
        return ear.hearing.heard_at is not None and ear.hearing.heard_at >= now

    await until(heard)
    bot.clock.move(minutes=6)  # longer than the longest wait between two tries
    bot.application.delivery.wake()
    await bot.settles()


async def test_lan_and_son_work_on_by_zalo_and_find_nothing_stale_on_telegram_afterwards(bot: BotOn):
    births = [world.birth(n) for n in range(1, 31)]
    ours = await world.shelve(bot.database, world.HOA_CU, births)
    await world.shelve(bot.database, world.HAI_YEN, [world.birth(n) for n in range(31, 61)])
    lan, lan_z = await on_both(bot, "Nông Thị Lan", "84912000001", world.HOA_CU, "zalo_oa")
    son, son_z = await on_both(bot, "Vi Văn Sơn", "84912000004", world.HAI_YEN, "zalo_bot")
    await lan.writes("/batdau", sees="Số 1 ·")
    await son.writes("/batdau", sees="Số 31 ·")
    await bot.settles()

    bot.telegram.faults("*")
    await lan.phone.taps("✅ Phê duyệt")  # the last thing that comes through; its answer does not
    await until(lambda: is_in_state(bot, ours[0], "APPROVED"))
    await son.phone.taps("✅ Phê duyệt")  # waits at Telegram for days
    stood = {person.user: await person.messages() for person in (lan, son)}

    for day, lists in enumerate(DAYS):
        for person, (number, left) in zip((lan_z, son_z), lists, strict=True):
            await person.writes("/batdau", sees=f"Số {number} ·")
            for following in range(number + 1, number + left):
                await person.chooses("✅ Phê duyệt", sees=f"Số {following} ·")
            await person.chooses("✅ Phê duyệt", sees="Đã hết hồ sơ hôm nay")
            await is_told(bot, person, f"ngày {day}")
        await is_tried(bot)
        bot.clock.move(minutes=20)
        for person in (lan_z, son_z):
            bot.application.delivery.wake()
            await person.phone.sees(f"Nhắc ngày {day}")
        if day == 1:  # it may be started anew while Telegram is away
            await bot.application.close()
            await bot.wakes()
        bot.clock.move(hours=NIGHT_H - 20 / 60)

    for person in (lan, son):
        assert await person.messages() == stood[person.user]
    await heals(bot)
    assert await lan.messages() == stood[lan.user], "she has gone on elsewhere: nothing comes, not even late"
    fresh = [words_of(message) for message in await son.messages() if message not in stood[son.user]]
    assert len(fresh) == 1 and "Số 43 ·" in fresh[0], (
        "his tap of three days ago is answered by the present card and decides nothing"
    )
    await lan.writes("/batdau", sees="Số 13 ·")
    await bot.settles()

    rows = await said_on(bot, "telegram")
    assert {row.state for row in rows} <= {"sent", "cancelled", "failed"}
    assert [row.kind for row in rows if row.state == "failed"] == ["nudge"] * 6, "these went by Zalo"
    by_zalo = Counter([*await nudges(lan_z), *await nudges(son_z)])
    assert by_zalo == {f"Nhắc ngày {day}": 2 for day in range(3)}
    assert not await nudges(lan) and not await nudges(son)
    assert [row.move for row in await bot.log()] == ["approve"] * 24
    assert len({row.record_id for row in await bot.log()}) == 24
    assert set(await bot.database.read(inbox.counts)) == {"done"}
    assert (await bot.database.read(verify.run)).difference is None


async def nudges(person: Person) -> list[str]:
    return [words for words in map(words_of, await person.messages()) if words.startswith("Nhắc")]


async def is_in_state(bot: BotOn, record: int, state: str) -> bool:
    return await bot.state(record) == state


async def test_what_was_asked_on_telegram_is_not_answered_days_after_the_same_was_read_on_zalo(bot: BotOn):
    await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    lan, lan_z = await on_both(bot, "Nông Thị Lan", "84912000001", world.HOA_CU, "zalo_oa")
    await lan.writes("/batdau", sees="Số 1 ·")
    await bot.settles()
    bot.telegram.faults("*")
    await lan.phone.says("/tiendo")  # the last thing that comes through
    await until(lambda: is_answered(bot, "telegram", 2))
    stood = await lan.messages()
    await lan_z.writes("/tiendo", sees="Xã Hòa Cư: 0/2 hồ sơ")
    await lan_z.writes("/batdau", sees="Số 1 ·")
    await bot.application.close()
    await bot.wakes()
    bot.clock.move(hours=3)
    await heals(bot)
    assert await lan.messages() == stood, "the card that she holds on Zalo is not shown here as well"
    await lan.chooses("✅ Phê duyệt", sees="Số 2 ·")
    await bot.settles()
    assert await bot.moves() == ["approve"], "but that which stands here still works"


async def is_answered(bot: BotOn, channel: str, times: int) -> bool:
    return len(await said_on(bot, channel)) == times


async def test_who_has_only_telegram_gets_the_one_present_card_and_the_newest_news(bot: BotOn):
    records = await world.shelve(bot.database, world.HOA_CU, [world.birth(n) for n in range(1, 9)])
    hoa = await bot.colleague("Triệu Thị Hoa", "84912000003", on="telegram")
    await hoa.writes("/batdau", sees="Số 1 ·")
    await bot.settles()
    stood = await hoa.messages()
    bot.telegram.faults("*")
    await hoa.phone.taps("✅ Phê duyệt")
    await until(lambda: is_in_state(bot, records[0], "APPROVED"))
    for day in range(3):
        await is_told(bot, hoa, f"tin {day}", kind="news")
        await is_tried(bot)
        if day == 1:
            await bot.application.close()
            await bot.wakes()
        bot.clock.move(hours=NIGHT_H)
    await heals(bot)
    await hoa.phone.sees("Số 2 ·")
    fresh = [words_of(message) for message in await hoa.messages() if message not in stood]
    assert sum("Số 2 ·" in words for words in fresh) == 1, fresh
    assert [words for words in fresh if words.startswith("Nhắc")] == ["Nhắc tin 2"], fresh
    assert not [words for words in fresh if "Số 1 ·" in words and "Số 2 ·" not in words]
    assert sum(say.AFTER_OUTAGE in words for words in fresh) <= 1
    await hoa.chooses("✅ Phê duyệt", sees="Số 3 ·")
    assert await bot.moves() == ["approve"] * 2


async def test_a_record_that_went_to_a_colleague_is_not_shown_when_telegram_is_back(bot: BotOn):
    records = await world.shelve(bot.database, world.HOA_CU, [world.birth(1), world.birth(2)])
    hoa = await bot.colleague("Triệu Thị Hoa", "84912000003", on="telegram")
    await hoa.writes("/batdau", sees="Số 1 ·")
    await bot.settles()
    stood = await hoa.messages()
    bot.telegram.faults("*")
    await hoa.phone.taps("✅ Phê duyệt")
    await until(lambda: is_in_state(bot, records[0], "APPROVED"))
    await is_tried(bot)
    lan = await bot.colleague("Nông Thị Lan", "84912000001", on="zalo_oa")
    await world.leaves(bot.database, hoa.person_id)
    await lan.writes("/batdau", sees="")
    bot.clock.move(hours=1)
    await heals(bot)
    assert await hoa.messages() == stood
