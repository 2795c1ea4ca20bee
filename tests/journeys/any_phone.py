"""Somebody with a phone of some channel, who says and chooses the same on each of them."""

from __future__ import annotations

import re
from typing import Any

from domain.talk.numbered import bare

LINE = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
Json = dict[str, Any]


class Person:
    """Somebody with a phone of one channel, and their number in the database once they are on the roster."""

    def __init__(self, channel: str, user: str, phone: Any) -> None:
        self.channel, self.user, self.phone = channel, user, phone
        self.person_id = 0
        self._chosen = 0

    async def writes(self, words: str, sees: str) -> None:
        """Type something and wait for the words that follow."""
        before = await self._shown()
        await self.phone.says(words)
        await self._sees_new(sees, before)

    async def chooses(self, label: str, sees: str) -> str:
        """Choose what is offered the way the channel offers it; gives how: tap, number or label."""
        offering = await self.phone.waits(lambda chat: _offering(chat, label), f"a choice {label!r}")
        before = await self._shown()
        self._chosen += 1
        number = _number_of(offering, label)
        how = "tap" if label in _buttons(offering) else "number" if number and self._chosen % 2 else "label"
        if how == "tap":
            tap = await self.phone.taps(label)
        else:
            await self.phone.says(number if how == "number" else bare(label))
        await self._sees_new(sees, before)
        if how == "tap" and self.channel == "telegram":
            await self.phone.hears_answer(tap)
        return how

    async def registers(self, code: str) -> None:
        """Come in with a code: on Telegram the own number has to follow."""
        if self.channel == "telegram":
            await self.writes(f"/start {code}", sees="Mã đúng.")
            await self.phone.shares_contact()
            await self.phone.sees("Chào anh/chị")
        else:
            await self.writes(code, sees="Chào anh/chị")

    async def messages(self) -> list[Json]:
        """Give the bot's messages that stand on the screen, the oldest first."""
        return [message for message in await self.phone.chat() if message["by"] == "bot"]

    async def all_words(self) -> str:
        """Give all the bot's words that stand on the screen."""
        return "\n".join(words_of(message) for message in await self.messages())

    async def screen(self) -> str:
        """Give the words of the bot's newest message."""
        return str(await self.phone.screen())

    async def _shown(self) -> set[tuple[str, str]]:
        return {(str(m["message_id"]), words_of(m)) for m in await self.messages()}

    async def _sees_new(self, words: str, before: set[tuple[str, str]]) -> None:
        """Wait for words in a message that is new, or new in its words: what was said before stays on Zalo for ever."""

        def found(chat: list[Json]) -> bool:
            bots = [m for m in chat if m["by"] == "bot" and words in words_of(m)]
            return any((str(m["message_id"]), words_of(m)) not in before for m in bots)

        await self.phone.waits(found, f"new words {words!r}")


def words_of(message: Json) -> str:
    """Give what one can read in a message."""
    return str(message.get("text") or message.get("caption") or "")


def _buttons(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return [button["text"] for row in rows for button in row] + [
        b["title"] for b in message.get("buttons", ())
    ]


def _offering(chat: list[Json], label: str) -> Json | None:
    """Find the newest message that offers a choice: as a button, in a numbered list, or as words to type."""
    for message in reversed(chat):
        if message["by"] != "bot":
            continue
        words = (
            f"hoặc gõ: {words_of(message).rpartition('(hoặc gõ: ')[2]}"
            if "(hoặc gõ: " in words_of(message)
            else ""
        )
        if label in _buttons(message) or _number_of(message, label) or bare(label) in words:
            return message
    return None


def _number_of(message: Json, label: str) -> str:
    return next((number for number, named in LINE.findall(words_of(message)) if named == label), "")
