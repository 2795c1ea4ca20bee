"""After an outage: taps wait a while at the channel and are then lost, so every open card is shown again."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.talk.values import Slot
from domain.wording import common as say
from domain.wording.card import between
from storage import marks, outbox, talk
from storage.engine import Tx

TAPS_LIVE = timedelta(
    seconds=150
)  # how long Telegram keeps a tap for a bot that does not fetch (telegram.md §3)


def _mark(channel: str) -> str:
    return f"heard:{channel}"


async def note_heard(tx: Tx, channel: str, now: datetime) -> None:
    """Note that the channel was heard, so that a later start knows how long it was not."""
    await marks.put(tx, _mark(channel), now.isoformat())


async def last_heard(tx: Tx, channel: str) -> datetime | None:
    """Tell when the channel was last heard."""
    value = await marks.get(tx, _mark(channel))
    return datetime.fromisoformat(value) if value else None


def may_have_lost_taps(last: datetime | None, now: datetime) -> bool:
    """Say whether the silence was longer than a tap lives."""
    return last is not None and now - last > TAPS_LIVE


async def show_open_cards_again(tx: Tx, channel: str, *, since: datetime, now: datetime) -> int:
    """Put every open card of a channel into the outbox anew, with a line saying why; returns how many.

    Who has left meanwhile, or whose record went elsewhere, gets nothing.
    Keyed by account, prompt and the start of the silence, so doing it twice adds nothing.
    """
    added = 0
    for card in await talk.open_cards(tx, channel):
        body = {key: value for key, value in card.body.items() if key in talk.REPEATED}
        text = str(card.body["text"]).removeprefix(f"{say.AFTER_OUTAGE}\n\n")  # an earlier outage's
        body["text"] = between(text, head=say.AFTER_OUTAGE)
        if card.card_ref:
            body["away"] = card.card_ref
        item = await outbox.add(
            tx,
            f"reopened:{card.account_id}:{card.prompt_id}:{since.isoformat()}",
            card.account_id,
            body,
            kind="reopened",
            slot=Slot.CARD,
            priority=outbox.ANSWER,
            now=now,
        )
        added += item is not None
    return added
