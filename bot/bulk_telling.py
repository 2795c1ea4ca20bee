"""Telling thousands of people at once: the same as bot/ladder.py does for each, in a few statements for all."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from bot.ladder import OF_A_DAY, Channels, key_of, rungs_below, tell
from bot.offering import drawn, packed
from domain.talk.values import Aside, Capabilities, Choice, Slot
from storage import outbox_bulk, preferences
from storage.columns import to_json
from storage.engine import Tx
from storage.outbox_bulk import NewItem, NewPrompt, Written

Offer = tuple[dict[str, Any], Written]  # as the body has it, as the prompt has it

CHUNK = 2_000  # asides that are packed before they are written


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep the collector of cycles from going over all that there is: what is packed here has none, and is much."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


async def tell_many(
    tx: Tx, asides: Iterable[Aside], channels: Channels, now: datetime, *, not_before: datetime | None = None
) -> int:
    """Write what is said to others into the outbox, once per person; returns how much was new.

    The same rows as by `ladder.tell`. Messages that change what their chat asks now, as lists drawn with numbers do,
    are written one by one; those are few.
    """
    alone: list[Aside] = []
    by_hand: set[int] = set()  # people of whom one message is written alone: what follows it comes after it
    packer = _Packer(channels)
    told = 0
    every = iter(asides)
    with _no_collecting():
        while some := list(islice(every, CHUNK)):
            told += await _tell_some(tx, some, packer, now, not_before, alone, by_hand)
    return told + await tell(tx, alone, channels, now, not_before=not_before)


async def _tell_some(
    tx: Tx,
    some: list[Aside],
    packer: _Packer,
    now: datetime,
    not_before: datetime | None,
    alone: list[Aside],
    by_hand: set[int],
) -> int:
    """Write what can be written together, and set aside what has to be written alone."""
    keys = [key_of(aside) for aside in some]
    known = await outbox_bulk.known(tx, keys)
    done = set(known)
    rungs = await preferences.rungs(tx, {aside.person_id for aside in some}, packer.channels)
    rows: list[NewItem] = []
    of_day: dict[str, set[int]] = {kind: set() for kind in OF_A_DAY}
    for aside, key in zip(some, keys, strict=True):
        held = rungs.get(aside.person_id)
        if key in done or not held:
            continue
        done.add(key)
        newest = of_day.get(aside.kind)
        account_id = held[0][0]
        row = packer.row(key, aside, held)
        if row is None or aside.person_id in by_hand or (newest is not None and account_id in newest):
            by_hand.add(aside.person_id)
            alone.append(aside)
            continue
        rows.append(row)
        if newest is not None:
            newest.add(account_id)
    for kind, account_ids in of_day.items():
        if account_ids:
            await outbox_bulk.supersede(tx, kind, account_ids)
    added = await outbox_bulk.add_many(tx, rows, now=now, not_before=not_before, there=known)
    return sum(number is not None for number in added)


class _Packer:
    """Packs messages; what their choices come to is worked out once for all that offer the same."""

    def __init__(self, channels: Channels) -> None:
        self.channels = channels
        self._offers: dict[tuple[str, tuple[Choice, ...]], Offer] = {}
        self._last: tuple[str, tuple[Choice, ...], Offer] | None = None

    def row(self, key: str, aside: Aside, held: list[tuple[int, str]]) -> NewItem | None:
        """Pack a message for the first of somebody's accounts; None where it has to be written alone."""
        (account_id, channel), *rest = held
        message, capabilities = aside.message, self.channels[channel]
        if message.slot is not Slot.NOTE or message.takes_text:
            return None
        prompt: NewPrompt | None = None
        offered: dict[str, Any] = {}
        if message.choices:
            offered, choices = self._offer(message.choices, channel, capabilities)
            if "numbered" in offered:
                return None
            prompt = NewPrompt(message.step, dict(message.payload), choices)
        body = packed(message, capabilities, offered)
        if rest:
            body["ladder"] = rungs_below([number for number, _ in rest], message)
        return NewItem(key, account_id, aside.kind, body, prompt)

    def _offer(self, choices: tuple[Choice, ...], channel: str, capabilities: Capabilities) -> Offer:
        last = self._last
        if last is not None and last[1] is choices and last[0] == channel:
            return last[2]
        found = self._offers.get((channel, choices))
        if found is None:
            offered = drawn(choices, takes_text=False, capabilities=capabilities)
            offered["choices"] = Written(to_json(offered["choices"]))
            found = offered, Written(to_json([[choice.key, choice.label] for choice in choices]))
            self._offers[channel, choices] = found
        self._last = channel, choices, found
        return found
