"""An official who follows the rule: reads the card, knows what the register says, and answers with the buttons."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.sandbox.phone import Phone
from bot.synthetic.truths import SyntheticRecord
from domain import fields, keys, practice
from domain.records import TYPE_LABEL, RecordType, subject_of
from domain.review import Case, FollowUpKind, Move, ReturnReason
from domain.wording import captions
from domain.wording import practice as practice_words

# "tap" or "type" and the caption or words; "sees" and the screen
Told = Callable[[str, str], Awaitable[None]]
Answer = practice.Practice | SyntheticRecord
_NAME = re.compile(r"Số (\S+) · Quyển (\S+)")


class Lost(RuntimeError):
    """The card on the screen is of no record of the drive: the demo's own fault."""


class Official:
    """Works through cards on a phone; `told` hears of each tap and word, and of what is worth a look."""

    def __init__(self, phone: Phone, known: Sequence[SyntheticRecord], told: Told) -> None:
        self.phone = phone
        self._told = told
        self._known: dict[tuple[RecordType, str, str], list[SyntheticRecord]] = {}
        for record in known:
            key = (record.type, keys.number_of(record.fields), keys.book_of(record.fields))
            self._known.setdefault(key, []).append(record)

    async def reads(self) -> SyntheticRecord:
        """Look up which record the card shows; of two uploads of one entry the first that is left.

        A book may go on for years and count anew in each, so the people of the entry tell which one it is.
        """
        words = await self.words()
        found = _NAME.search(words.partition("\n")[2])
        kind = next((kind for kind, label in TYPE_LABEL.items() if f"{label}\n" in words), None)
        numbered = self._known.get((kind, found[1], found[2]), []) if found and kind else []
        candidates = [record for record in numbered if _named(record, words)]
        if not candidates:
            raise Lost(words)
        return candidates[0]

    def has_decided(self, record: SyntheticRecord) -> None:
        """Take note that a record is off the list."""
        for records in self._known.values():
            records[:] = [each for each in records if each is not record]

    async def taps(self, caption: str) -> None:
        """Tap, and wait until the screen has changed."""
        before = await self._screen()
        await self._told("tap", caption)
        await self.phone.taps(caption)
        await self._changed(before)

    async def types(self, words: str) -> None:
        """Type, and wait until the screen has changed."""
        before = await self._screen()
        await self._told("type", words)
        await self.phone.says(words)
        await self._changed(before)

    async def words(self) -> str:
        """The newest words on the screen, below which a scan may lie."""
        return str(_newest(await self.phone.chat()).get("text", ""))

    async def _screen(self) -> str:
        return str(_newest(await self.phone.chat()))

    async def _changed(self, before: str) -> None:
        await self.phone.waits(lambda chat: str(_newest(chat)) != before, "a new screen")

    # ── the four answers ────────────────────────────────────────────────────────────────────────

    async def approves(self) -> None:
        """Right as it stands; where something serious was found, that has been looked up in the register."""
        await self.taps(captions.APPROVE)
        if captions.APPROVE_ANYWAY in await self.phone.captions():
            await self.taps(captions.APPROVE_ANYWAY)

    async def fixes(self, kind: RecordType, field: str, value: str) -> None:
        """Correct one field as the register has it, choosing it by its button."""
        await self.taps(captions.FIX)
        label = fields.field(kind, field).label
        if label not in await self.phone.captions():
            await self.taps(captions.OTHER_FIELDS)
        await self.taps(label)
        await self.types(value)
        await self.taps(captions.SAVE)

    async def returns(self, reason: ReturnReason) -> None:
        """Send back to the vendor, also where the bot asks first what the register says."""
        await self.taps(captions.RETURN)
        await self.taps(captions.RETURN_REASONS[reason])
        if captions.RETURN_ANYWAY in await self.phone.captions():
            await self._told("sees", await self.words())
            await self.taps(captions.RETURN_ANYWAY)

    async def follows_up(self, kind: FollowUpKind, *, through_the_guard: bool = False) -> None:
        """The register itself is at fault; through the guard: as if to approve it first, and then to return it."""
        if through_the_guard:
            await self._is_asked(captions.APPROVE)
            await self.taps(captions.BACK)
            await self.taps(captions.RETURN)
            await self._is_asked(captions.RETURN_REASONS[ReturnReason.MISSING_FIELDS])
            await self.taps(captions.REGISTER_SAME)
            await self._told("sees", await self.words())
        else:
            await self.taps(captions.FOLLOW_UP)
        await self.taps(captions.FOLLOW_UP_KINDS[kind])

    async def _is_asked(self, caption: str) -> None:
        """Tap what is not done at once: the bot asks what the register says."""
        await self.taps(caption)
        await self._told("sees", await self.words())

    async def answers(self, answer: Answer, *, through_the_guard: bool = False) -> None:
        """Decide as the rule asks."""
        if isinstance(answer, SyntheticRecord):
            kind, truth = answer.type, answer.truth
            move, why, field, value = truth.move, truth.why, truth.field, truth.right_value
        else:
            kind, move = answer.record.type, answer.move
            why, field, value = answer.reason, answer.field, answer.value
        if move is Move.APPROVE:
            await self.approves()
        elif move is Move.FIX:
            await self.fixes(kind, field, value)
        elif move is Move.RETURN:
            await self.returns(ReturnReason(why))
        else:
            await self.follows_up(FollowUpKind(why), through_the_guard=through_the_guard)

    async def practises(self, number: int, *, wrong_on: int) -> None:
        """Answer all practice cards by the rule; one of them, a fault of the register, wrongly at first."""
        for place in range(1, number + 1):
            card = practice.card_number(place)
            assert practice_words.heading(card, number) in await self.words()
            if place == wrong_on and card.case is Case.REGISTER:
                await self.returns(ReturnReason.MISSING_FIELDS)
                await self._told("sees", await self.words())
            await self.answers(card)


def _named(record: SyntheticRecord, words: str) -> bool:
    names = subject_of(record.type, record.fields).split(" – ")
    return all(name.strip() in words for name in names)


def _newest(chat: list[dict[str, Any]]) -> dict[str, Any]:
    return next((message for message in reversed(chat) if message["by"] == "bot" and "text" in message), {})
