"""Telling thousands of people at once: the same as bot/ladder.py does for each, in a few statements for all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.ladder import OF_A_DAY, Channels, key_of, rungs_below, tell
from bot.offering import asks, packed
from domain.talk import numbered
from domain.talk.values import Aside, Capabilities, Message, Slot
from storage import outbox_bulk, preferences
from storage.engine import Tx
from storage.outbox_bulk import NewItem, NewPrompt


async def tell_many(
    tx: Tx, asides: Iterable[Aside], channels: Channels, now: datetime, *, not_before: datetime | None = None
) -> int:
    """Write what is said to others into the outbox, once per person; returns how much was new.

    The same rows as by `ladder.tell`. Messages that change what their chat asks now, as lists drawn with numbers do,
    are written one by one; those are few.
    """
    asides = list(asides)
    if not asides:
        return 0
    known = await outbox_bulk.known(tx, [key_of(aside) for aside in asides])
    rungs = await preferences.rungs(tx, {aside.person_id for aside in asides}, channels)
    alone: list[Aside] = []
    by_hand: set[int] = set()  # people of whom one message is written alone: what follows it comes after it
    rows: list[NewItem] = []
    of_day: dict[str, set[int]] = {kind: set() for kind in OF_A_DAY}
    for aside in asides:
        key = key_of(aside)
        held = rungs.get(aside.person_id)
        if key in known or not held:
            continue
        known.add(key)
        (account_id, channel), *rest = held
        newer = account_id in of_day.get(aside.kind, ())
        if newer or aside.person_id in by_hand or not _is_plain(aside.message, channels[channel]):
            by_hand.add(aside.person_id)
            alone.append(aside)
            continue
        if aside.kind in of_day:
            of_day[aside.kind].add(account_id)
        body = packed(aside.message, channels[channel])
        if rest:
            body["ladder"] = rungs_below([number for number, _ in rest], aside.message)
        rows.append(NewItem(key, account_id, aside.kind, body, _prompt(aside.message)))
    for kind, account_ids in of_day.items():
        if account_ids:
            await outbox_bulk.supersede(tx, kind, account_ids)
    added = await outbox_bulk.add_many(tx, rows, now=now, not_before=not_before)
    told = sum(number is not None for number in added)
    return told + await tell(tx, alone, channels, now, not_before=not_before)


def _is_plain(message: Message, capabilities: Capabilities) -> bool:
    """Say whether a message can be written without a look at what its chat shows."""
    as_list = numbered.is_numbered(message.choices, takes_text=message.takes_text, capabilities=capabilities)
    return message.slot is Slot.NOTE and not message.takes_text and not as_list


def _prompt(message: Message) -> NewPrompt | None:
    if not asks(message):
        return None
    choices = [[choice.key, choice.label] for choice in message.choices]
    return NewPrompt(message.step, dict(message.payload), choices)
