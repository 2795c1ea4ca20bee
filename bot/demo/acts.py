"""What people of the demo do on their phones again and again."""

from __future__ import annotations

from typing import Any

from bot.demo.stage import Player
from bot.demo.telling import Teller
from bot.sandbox.phone import Phone
from domain.wording import demo as say
from domain.wording import onboarding


def short(player: Player) -> str:
    """The name people call them by."""
    return player.member.name.rpartition(" ")[2]


async def activate(player: Player, phone: Phone, teller: Teller) -> None:
    """Open the door with the code and the own number."""
    await phone.says(f"/start {player.code}")
    await teller.act(short(player), say.TYPES, f"/start {player.code}")
    await phone.sees(onboarding.SHARE)
    await phone.shares_contact()
    await teller.act(short(player), say.SHARES)
    welcome = await phone.sees(player.member.name)
    await teller.screen(str(welcome["text"]))


async def ask(player: Player, phone: Phone, words: str, teller: Teller, *, sees: str = "") -> None:
    """Type a command and show what it brings: the first message after it that has something in it."""
    typed = int((await phone.says(words))["message_id"])
    await teller.act(short(player), say.TYPES, words)

    def answer(chat: list[dict[str, Any]]) -> dict[str, Any] | None:
        later = (each for each in chat if each["by"] == "bot" and each["message_id"] > typed)
        return next((each for each in later if sees in str(each)), None)

    found = await phone.waits(answer, words)
    await teller.screen(str(found["text"]))
