"""How long a channel asked to be left in peace, kept where every process that sends for the bot reads it.

A channel answers "too many, again after N seconds" and mostly does not tell whether it means the bot or the chat. What
nobody asked for is paced far below a chat's limit, so such an answer to it is taken to be about the bot, and nothing
unasked goes out on the channel until then; so does any wait of more than half a minute, which answers keep too. An
answer to somebody at work is refused because their own chat had too much: only that chat rests.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from storage import marks
from storage.engine import Tx

MARK = "delivery:rests"
OF_ALL = timedelta(
    seconds=30
)  # a longer one is no longer about one chat, and binds answers too (telegram.md, 6)


@dataclass(frozen=True, slots=True)
class Rest:
    """Peace for a chat, or for all of a channel where `user` is empty, from one instant to another."""

    channel: str
    user: str
    since: datetime
    until: datetime

    @property
    def binds_answers(self) -> bool:
        """Say whether not even whoever asked is answered: they would be refused as well."""
        return self.until - self.since > OF_ALL

    def at(self, now: datetime) -> Rest:
        """Give the rest as it is at a moment: a clock that was set back since makes it no longer than it was."""
        if self.since <= now:
            return self
        return replace(self, since=now, until=now + (self.until - self.since))


def rest_after(channel: str, user: str, *, asked: bool, now: datetime, seconds: float) -> Rest:
    """Say who has to rest, and until when, after a channel refused an answer (`asked`) or something unasked."""
    span = timedelta(seconds=seconds)
    return Rest(channel, user if asked and span <= OF_ALL else "", now, now + span)


async def note(tx: Tx, rest: Rest) -> None:
    """Keep a rest, unless one that lasts as long stands already; those that are over are forgotten."""
    now = rest.since
    await marks.put_first(tx, MARK, "[]")
    kept = {(one.channel, one.user): one for one in _read(await marks.locked(tx, MARK), now)}
    standing = kept.get((rest.channel, rest.user))
    if standing is None or standing.until < rest.until:
        kept[rest.channel, rest.user] = rest
    await marks.put(tx, MARK, _written(kept.values()))


async def standing(tx: Tx, now: datetime) -> list[Rest]:
    """List the rests that are not over at a moment."""
    return _read(await marks.get(tx, MARK), now)


async def clock_set_back(tx: Tx, now: datetime) -> None:
    """Begin anew all rests that lie ahead since the clock was set back, each as long as it was."""
    await marks.put_first(tx, MARK, "[]")
    await marks.put(tx, MARK, _written(_read(await marks.locked(tx, MARK), now)))


def _written(rests: Iterable[Rest]) -> str:
    return json.dumps(
        [[one.channel, one.user, one.since.isoformat(), one.until.isoformat()] for one in rests]
    )


def _read(value: str | None, now: datetime) -> list[Rest]:
    found = [
        Rest(channel, user, datetime.fromisoformat(since), datetime.fromisoformat(until)).at(now)
        for channel, user, since, until in json.loads(value or "[]")
    ]
    return [rest for rest in found if rest.until > now]
