"""One person, two channels: linked by a short code, changed in the middle of a quota, written to where they want."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest

from bot import ladder
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.delivery.worker import Delivery
from bot.turn import Conversation
from domain.talk.values import Address, Aside, Failed, Message
from storage.engine import Database, Tx
from storage.inbox import Update
from tests import chat, world
from tests.chat import BUTTONS, NUMBERS, FakeChannel, House, Phone
from tests.world import HOA_CU, birth


class TwoChannels(House):
    """A house that is heard on Telegram and on Zalo; which one a phone is on is told by its name."""

    def __init__(self, database: Database, **rules: Any) -> None:
        super().__init__(database, BUTTONS, **rules)
        self.zalo = FakeChannel(NUMBERS)
        channels = {"telegram": self.channel, "zalo_bot": self.zalo}
        self.conversation = Conversation(database, self.clock, self.rules, channels, holder="test")  # type: ignore[arg-type]
        self.sender = Sender(database, channels, self.clock, None)  # type: ignore[arg-type]
        self.delivery = Delivery(
            database, self.sender, self.clock, holder="test", pace=Pace(),  # type: ignore[arg-type]
            climb=lambda tx, item, now: ladder.climb(tx, item, self.conversation.capabilities, now),
        )  # fmt: skip

    async def zalo_says(self, user: str, words: str) -> None:
        """Somebody types on Zalo."""
        key = f"z{len(self.zalo.chats.get(user, []))}-{words}-{self.clock()}"
        raw = {"kind": "typed", "said": [words], "user": user, "key": key}
        await self.conversation.receive("zalo_bot", "bot", [Update(key, user, json.dumps(raw))])
        while (taken := await self.conversation.take(Address("zalo_bot", user))) is not None:
            await self.delivery.answer(taken)  # type: ignore[arg-type]
        await self.delivery.ledger.flush()

    def zalo_screen(self, user: str) -> str:
        """The newest message on that person's Zalo."""
        return self.zalo.chats[user][-1].text


@pytest.fixture
async def house(database: Database) -> TwoChannels:
    await world.found(database)
    return TwoChannels(database, deadline=date(2024, 7, 17))


@pytest.fixture
async def lan(house: TwoChannels) -> Phone:
    person_id = await world.hire(house.database, "Nông Thị Lan", "84912000001", "official", HOA_CU)
    return await chat.linked(house, "u1", person_id)


async def link_zalo(house: TwoChannels, lan: Phone) -> None:
    await lan.says("/lienket")
    await lan.taps("🔗 Liên kết kênh khác")
    found = re.search(r"Mã liên kết: (\w{8})", lan.screen)
    assert found, lan.screen
    await house.zalo_says("z1", found[1])


async def test_a_short_code_from_the_first_channel_opens_the_second(house: TwoChannels, lan: Phone):
    await link_zalo(house, lan)
    assert "Nông Thị Lan" in house.zalo.chats["z1"][0].text
    await lan.says("/lienket")
    assert "• Zalo" in lan.screen


async def test_a_code_is_good_for_a_quarter_of_an_hour_and_once(house: TwoChannels, lan: Phone):
    await lan.says("/lienket")
    await lan.taps("🔗 Liên kết kênh khác")
    code = re.search(r"Mã liên kết: (\w{8})", lan.screen)
    assert code
    house.clock.move(minutes=16)
    await house.zalo_says("z9", code[1])
    assert "Nông Thị Lan" not in house.zalo_screen("z9")
    await link_zalo(house, lan)
    await house.zalo_says("z2", code[1])
    assert "Nông Thị Lan" not in "".join(m.text for m in house.zalo.chats.get("z2", []))


async def test_work_goes_on_on_the_other_channel_in_the_middle_of_a_quota(house: TwoChannels, lan: Phone):
    await world.shelve(house.database, HOA_CU, [birth(n) for n in range(1, 51)])
    await link_zalo(house, lan)
    await lan.says("/batdau")
    await lan.taps("✅ Phê duyệt")
    await house.zalo_says("z1", "/batdau")
    assert "Hồ sơ 2/5 hôm nay" in house.zalo_screen("z1")
    await house.zalo_says("z1", "phê duyệt")
    assert "Hồ sơ 3/5 hôm nay" in house.zalo_screen("z1")
    assert "Thẻ đã đổi" in await lan.taps("✅ Phê duyệt"), "that card was decided on Zalo"
    assert "Hồ sơ 3/5 hôm nay" in lan.screen
    for left in (2, 1, 0):
        await lan.taps("✅ Phê duyệt")
        assert ("Đã hết hồ sơ hôm nay" in lan.screen) == (left == 0)


async def say_to_lan(house: TwoChannels, key: str) -> None:
    async def work(tx: Tx) -> None:
        aside = Aside(1, Message(f"Nhắc {key}"), "nudge", key)
        await ladder.tell(tx, [aside], house.conversation.capabilities, house.clock())

    await house.database.write(work)
    while await house.delivers():
        pass


def on_zalo(house: TwoChannels) -> list[str]:
    return [message.text for message in house.zalo.chats.get("z1", []) if message.text.startswith("Nhắc")]


def on_telegram(lan: Phone) -> list[str]:
    return [message.text for message in lan.chat if message.text.startswith("Nhắc")]


async def test_what_is_said_unasked_goes_to_one_channel_the_preferred_one(house: TwoChannels, lan: Phone):
    await link_zalo(house, lan)
    await say_to_lan(house, "một")
    assert (on_telegram(lan), on_zalo(house)) == (["Nhắc một"], [])
    await lan.says("/lienket")
    await lan.taps("Ưu tiên Zalo Bot")
    await say_to_lan(house, "hai")
    await say_to_lan(house, "hai")
    assert (on_telegram(lan), on_zalo(house)) == (["Nhắc một"], ["Nhắc hai"])


@pytest.mark.parametrize(
    "refusal",
    [
        Failed("blocked", permanent=True, unreachable=True),
        Failed("window", permanent=True),
        Failed("quota spent", retry_after_s=86_400.0),
    ],
)
async def test_when_a_channel_refuses_the_next_one_is_tried(house: TwoChannels, lan: Phone, refusal: Failed):
    await link_zalo(house, lan)
    house.channel.failures.append(refusal)
    await say_to_lan(house, "ba")
    assert (on_telegram(lan), on_zalo(house)) == ([], ["Nhắc ba"])
    house.clock.at += timedelta(days=2)
    while await house.delivers():
        pass
    assert (on_telegram(lan), on_zalo(house)) == ([], ["Nhắc ba"]), "it is said once"


async def test_a_short_wait_is_waited_for_on_the_same_channel(house: TwoChannels, lan: Phone):
    await link_zalo(house, lan)
    house.channel.failures.append(Failed("too fast", retry_after_s=5.0))
    await say_to_lan(house, "bốn")
    assert on_zalo(house) == []
    house.clock.move(seconds=10)
    await house.delivers()
    assert on_telegram(lan) == ["Nhắc bốn"]


# ── when a month's messages run low, and when only a person can mend a channel ─────────────────


async def test_reminders_leave_a_channel_whose_months_messages_run_low(house: TwoChannels, lan: Phone):
    await link_zalo(house, lan)
    await lan.says("/lienket")
    await lan.taps("Ưu tiên Zalo Bot")

    async def spare(channel: str) -> bool:
        return channel != "zalo_bot"

    house.delivery._may_remind = spare
    await say_to_lan(house, "năm")
    assert (on_telegram(lan), on_zalo(house)) == (["Nhắc năm"], [])
    await house.zalo_says("z1", "/tiendo")
    assert "Xã Hòa Cư" in house.zalo_screen("z1"), "who asks is answered"


async def test_whoever_has_no_other_channel_gets_the_reminder_when_there_are_messages_again(
    house: TwoChannels, lan: Phone
):
    spared = False

    async def spare(channel: str) -> bool:
        return spared

    house.delivery._may_remind = spare
    await say_to_lan(house, "sáu")
    assert on_telegram(lan) == []
    spared = True
    house.clock.move(hours=7)
    await house.delivers()
    assert on_telegram(lan) == ["Nhắc sáu"]


class LostAccount:
    """An Official Account whose tokens are lost."""

    class alarm:
        reason = "token spent"
        since = world.MORNING
        link = "https://oauth.example/consent"


async def test_admins_are_told_once_that_an_account_has_to_be_authorised_anew(house: TwoChannels):
    from bot import alarms

    admin = await world.hire(house.database, "Lê Thu Hà", "84912000009", "admin", 1)
    ha = await chat.linked(house, "u9", admin)
    capabilities = house.conversation.capabilities
    for _ in range(2):
        await alarms.tell_admins(house.database, [LostAccount()], capabilities, house.clock())  # type: ignore[list-item]
        while await house.delivers():
            pass
    [told] = [message.text for message in ha.chat]
    assert "https://oauth.example/consent" in told


async def test_a_channel_that_is_away_for_a_quarter_of_an_hour_is_passed_over(house: TwoChannels, lan: Phone):
    await link_zalo(house, lan)
    house.channel.failures += [Failed("unavailable: network")] * 3
    await say_to_lan(house, "năm")
    house.clock.move(minutes=14)
    await house.delivers()
    assert on_zalo(house) == [], "it may be back in a moment"
    house.clock.move(minutes=2)
    while await house.delivers():
        pass
    assert (on_telegram(lan), on_zalo(house)) == ([], ["Nhắc năm"])


async def test_a_channel_that_is_away_is_asked_once_and_no_other_waits_for_it(house: TwoChannels, lan: Phone):
    db, clock = house.database, house.clock
    others = [await world.hire(db, f"Hà {n}", f"8491200010{n}", "official", HOA_CU) for n in range(3)]
    phones = [await chat.linked(house, f"u{person_id}", person_id) for person_id in others]
    asides = [Aside(person_id, Message("Nhắc chung"), "nudge", "x") for person_id in others]
    await db.write(lambda tx: ladder.tell(tx, asides, house.conversation.capabilities, clock()))
    house.channel.failures.append(Failed("unavailable: network"))
    await house.delivers()
    assert [phone.chat for phone in phones] == [[], [], []], "the others were not tried in vain"
    clock.move(minutes=1)
    await house.delivers()
    assert [len(phone.chat) for phone in phones] == [1, 1, 1]
