"""What is said unasked goes to one channel of a person, the preferred one, and when that refuses, the next; a warning to all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.offering import offer
from domain import charts, markup
from domain.people import Account
from domain.talk.values import Aside, Capabilities, Choice, Message, Style
from storage import outbox, people, preferences
from storage.engine import Tx

LONG_S = 900.0  # a channel that asks us to wait longer than this, or is away for longer, is as good as one that refuses
OF_A_DAY = frozenset({"morning", "news"})  # of one day: the next take the place of what is not out by then

Channels = Mapping[str, Capabilities]


def key_of(aside: Aside) -> str:
    """Name what is said to somebody, so that it is said once."""
    return f"{aside.kind}:{aside.key}:{aside.person_id}"


async def tell(
    tx: Tx, asides: Iterable[Aside], channels: Channels, now: datetime, *, not_before: datetime | None = None
) -> int:
    """Write what is said to others into the outbox, once per person; returns how much was new.

    Who is linked nowhere is told nothing; doing it again adds nothing. For thousands at once: bot/bulk_telling.py.
    """
    told = 0
    for aside in asides:
        key = key_of(aside)
        if await outbox.knows(tx, key):
            continue
        rungs = [
            account
            for account in await preferences.by_preference(tx, aside.person_id)
            if account.channel in channels and not account.unreachable
        ]
        if rungs:
            told += await _write(
                tx, key, aside.kind, aside.message, rungs, channels, now, not_before=not_before
            )
    return told


async def tell_everywhere(
    tx: Tx, person_id: int, say: Callable[[Capabilities], Aside], channels: Channels, now: datetime
) -> int:
    """Write something into each of a person's chats, once: a warning is to be seen wherever they look first.

    No chat waits for another, and none takes another's place when it refuses; returns how much was new.
    """
    told = 0
    for account in await people.accounts_of(tx, person_id):
        can = channels.get(account.channel)
        if can is None or account.unreachable:
            continue
        aside = say(can)
        key = f"{key_of(aside)}:{account.id}"
        if not await outbox.knows(tx, key):
            told += await _write(tx, key, aside.kind, aside.message, [account], channels, now)
    return told


def may_climb(item: outbox.Item, now: datetime, *, permanent: bool, wait_s: float | None) -> bool:
    """Say whether something that did not arrive goes to the person's next channel."""
    waits_s = max(wait_s or 0.0, (now - item.created_at).total_seconds())
    return bool(item.body.get("ladder", {}).get("next")) and (permanent or waits_s > LONG_S)


async def climb(tx: Tx, item: outbox.Item, channels: Channels, now: datetime) -> bool:
    """Write what a channel refused for the next one; False where there is none left."""
    ladder = item.body["ladder"]
    rungs = [await people.account(tx, account_id) for account_id in ladder["next"]]
    left = [a for a in rungs if a is not None and a.channel in channels and not a.unreachable]
    if not left:
        return False
    key = f"{item.key}>{left[0].id}"
    return bool(await _write(tx, key, item.kind, _unpacked(ladder["message"]), left, channels, now))


async def _write(
    tx: Tx,
    key: str,
    kind: str,
    message: Message,
    rungs: list[Account],
    channels: Channels,
    now: datetime,
    *,
    not_before: datetime | None = None,
) -> int:
    first, *rest = rungs
    if kind in OF_A_DAY:
        await outbox.supersede(tx, kind, first.id)
    body = await offer(tx, first.id, message, channels[first.channel], now)
    if rest:
        body["ladder"] = rungs_below([account.id for account in rest], message)
    item = await outbox.add(
        tx, key, first.id, body, kind=kind, slot=message.slot, priority=outbox.REMINDER, now=now,
        not_before=not_before,
    )  # fmt: skip
    return int(item is not None)


def rungs_below(account_ids: list[int], message: Message) -> dict[str, Any]:
    """Pack what a message brings along for the person's other channels, should its first one refuse it."""
    return {"next": account_ids, "message": _packed(message)}


def _packed(message: Message) -> dict[str, Any]:
    return {
        "text": message.text,
        "step": message.step,
        "payload": dict(message.payload),
        "takes_text": message.takes_text,
        "choices": [[c.key, c.label, c.style.value, c.row] for c in message.choices],
        "chart": message.chart and message.chart.to_json(),
        "attachment": message.attachment,
        "marks": markup.packed(message.marks),
    }


def _unpacked(packed: Mapping[str, Any]) -> Message:
    return Message(
        packed["text"],
        step=packed["step"],
        payload=tuple(packed["payload"].items()),
        takes_text=packed["takes_text"],
        choices=tuple(Choice(key, label, Style(style), row) for key, label, style, row in packed["choices"]),
        chart=charts.from_json(chart) if (chart := packed.get("chart")) else None,
        attachment=packed.get("attachment"),
        marks=markup.unpacked(packed.get("marks", ())),
    )
