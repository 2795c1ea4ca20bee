"""A round: what is due now is decided for everybody, written down, and what is to be said goes into the outbox.

Decision and message are written in one transaction, under a key of kind, period and person: a crash half-way, a second
process or a second round says nothing twice, and the next round says what is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from domain import nudges
from domain.nudges import Audience, Kind, Reason
from domain.nudges_verdict import Cancel, Postpone, Send
from domain.talk.values import Aside
from domain.wording import integrity as say_integrity
from reminders import boards, deadlines, digests, heads, officials, plan_news, province
from reminders.heads import Matter, Section
from reminders.view import KINDS_OF, Due, View, Word
from storage import assignment_documents, seals
from storage import nudges as kept
from storage.engine import Database, Tx
from storage.nudges import Decided

CHUNK = 500  # messages that are written in one transaction, or a few more
SEALS_TOLD = timedelta(days=30)  # a seal that nobody was told for so long is found by `rasoat verify` alone


class Tell(Protocol):
    """Writes what is said to people into the outbox of the channel each of them prefers."""

    def __call__(
        self, tx: Tx, asides: list[Aside], *, not_before: datetime | None = None
    ) -> Awaitable[object]:
        """Write it; nothing is said twice under one kind, key and person."""
        ...


class Round:
    """The work of one moment."""

    def __init__(
        self,
        database: Database,
        view: View,
        due: Sequence[Due],
        now: datetime,
        tell: Tell,
        filing: date | None,
    ) -> None:
        self._database = database
        self._view = view
        self._due = due
        self._now = now
        self._tell = tell
        self._filing = filing  # by when assignment documents are due
        self.sent: dict[Kind, int] = defaultdict(int)
        self.decided: dict[Kind, int] = defaultdict(int)

    def _is_due(self, *kinds: Kind) -> bool:
        return any(one.kind in kinds for one in self._due)

    async def run(self) -> None:
        """Decide and write, in the order in which the day goes."""
        view = self._view
        if self._is_due(Kind.MORNING, Kind.NUDGE):
            await self._write(officials.words(view, self._due))
        if self._is_due(*heads.MORNING):
            matters = await self._matters([kind for kind in heads.MORNING if self._is_due(kind)])
            expected = {
                person: one
                for person, one in (await self._digests()).items()
                if view.times.of(view.overseers[person].path, Kind.DIGEST) is not None
            }
            await self._write(heads.morning(view, self._due, matters, expected))
        if self._is_due(Kind.DEADLINE):
            await self._write(deadlines.words(view, self._due))
        if self._is_due(Kind.DIGEST):
            await self._afternoon()
        if self._is_due(Kind.REPORT):
            lines = await self._database.write(self._seal)
            await self._write(province.words(view, self._due, lines))

    async def _matters(self, kinds: Iterable[Kind]) -> list[Matter]:
        view = self._view
        found = []
        for kind in kinds:
            if kind is Kind.NEWS:
                texts = await self._database.read(lambda tx: plan_news.of_day(tx, view.today))
                found.append(heads.news(texts, view.today))
            elif kind is Kind.ASSIGNMENT:
                missing = await self._database.read(
                    lambda tx: assignment_documents.missing(tx, "/", view.today)
                )
                found.append(heads.assignment(view, {unit.path: unit.name for unit in missing}, self._filing))
            else:
                found.append(boards.matter(view))
        return found

    async def _digests(self) -> dict[int, digests.Digest]:
        since = self._view.today - timedelta(days=30)
        told = await self._database.read(
            lambda tx: kept.last_told(tx, KINDS_OF[Audience.OFFICIAL], since=since)
        )
        return digests.all_of(self._view, told)

    async def _afternoon(self) -> None:
        """Send the digests, and with them what was put off this morning."""
        view = self._view
        put_off = await self._database.read(lambda tx: kept.postponed(tx, view.today, Reason.IN_DIGEST.value))
        kinds = {kind for of_one in put_off.values() for kind, _ in of_one}
        matters = await self._matters([kind for kind in heads.MORNING if kind.value in kinds])
        waiting: dict[int, list[Section]] = {}
        gone: dict[tuple[str, int], str] = {}  # what there was to say this morning, and is not any more
        for person_id, of_one in put_off.items():
            riding = {kind for kind, _ in of_one}
            theirs = [matter for matter in matters if matter.kind.value in riding]
            waiting[person_id] = [m.sections[person_id] for m in theirs if person_id in m.sections]
            for matter in theirs:
                if person_id not in matter.sections:
                    why_not = matter.why_not.get(person_id, Reason.NOTHING)
                    gone[matter.kind.value, person_id] = why_not.value
        words = list(heads.afternoon(view, self._due, await self._digests(), waiting))
        await self._write(words)
        ends: dict[tuple[str, str], list[int]] = defaultdict(list)  # kind, why not → people
        for word in words:
            for kind, _ in put_off.get(word.person_id, ()):
                dropped = word.verdict.reason if isinstance(word.verdict, Cancel) else ""
                ends[kind, gone.get((kind, word.person_id), dropped)].append(word.person_id)

        async def settle(tx: Tx) -> None:
            put_off_for = Reason.IN_DIGEST.value
            for (kind, why_not), person_ids in ends.items():
                await kept.settle_postponed(
                    tx, view.today, put_off_for, kind, person_ids,
                    verdict=kept.WITHHOLD if why_not else kept.SEND, why=why_not or put_off_for,
                    carried_by="" if why_not else Kind.DIGEST.value, now=self._now,
                )  # fmt: skip

        if put_off:
            await self._database.write(settle)

    async def _seal(self, tx: Tx) -> list[str]:
        """Seal the day, and word the seals that no report has told yet: those of days off, and of reports too late."""
        today = self._view.today
        await seals.make(tx, today, self._now)
        told = await kept.last_told(tx, [Kind.REPORT.value], since=today - SEALS_TOLD, before=today)
        since = max(told.values(), default=today - SEALS_TOLD)
        return [say_integrity.sealed_day(one) for one in await seals.since(tx, since + timedelta(days=1))]

    async def _write(self, words: Iterable[Word]) -> None:
        listed = list(words)
        for chunk in _parts(listed):

            async def work(tx: Tx, chunk: Sequence[Word] = chunk) -> list[Word]:
                return await self._keep(tx, chunk)

            for word in await self._database.write(work):
                self._count(word)
        for word in listed:
            self.decided[word.kind] += 1

    async def _keep(self, tx: Tx, chunk: Sequence[Word]) -> list[Word]:
        """Write decisions and messages; returns the words that were new."""
        rows = [_row(word) for word in chunk]
        fresh = await kept.put(tx, rows, day=self._view.today, now=self._now)
        new = [word for word in chunk if (word.kind.value, word.person_id) in fresh]
        later: dict[datetime | None, list[Aside]] = defaultdict(list)
        for word in new:
            if word.message is None or word.carried_by:
                continue
            aside = Aside(word.person_id, word.message, word.kind.value, word.period)
            if isinstance(word.verdict, Send):
                later[None].append(aside)
            elif isinstance(word.verdict, Postpone) and word.verdict.reason == Reason.QUIET.value:
                later[word.verdict.until].append(aside)
        for until, asides in later.items():
            await self._tell(tx, asides, not_before=until)
        return new

    def _count(self, word: Word) -> None:
        if not isinstance(word.verdict, Send):
            return
        self.sent[word.kind] += 1
        rule = nudges.RULES[word.kind]
        if rule.capped and not word.carried_by:
            heard = self._view.heard[rule.audience]
            heard[word.person_id] = heard.get(word.person_id, 0) + 1


def _parts(words: Sequence[Word]) -> Iterable[list[Word]]:
    """Part words so that what somebody hears in one message is never written in two transactions.

    Whoever looked in between, a second process or the next start, would find a message and not know what rode in it.
    """
    part: list[Word] = []
    for word in words:
        if len(part) >= CHUNK and word.person_id != part[-1].person_id:
            yield part
            part = []
        part.append(word)
    if part:
        yield part


_VERDICTS: Mapping[type, str] = {Send: kept.SEND, Cancel: kept.WITHHOLD, Postpone: kept.POSTPONE}


def _row(word: Word) -> Decided:
    verdict = word.verdict
    return Decided(
        word.kind.value,
        word.period,
        word.person_id,
        _VERDICTS[type(verdict)],
        reason=verdict.reason
        if isinstance(verdict, Cancel | Postpone)
        else (Reason.UNITED.value if word.carried_by else ""),
        until=verdict.until if isinstance(verdict, Postpone) else None,
        carried_by=word.carried_by,
    )
