"""Whose page it is: they are told of a new device and of a first PIN, and close everything when it was not they."""

from __future__ import annotations

from datetime import datetime, tzinfo

from domain.people import Role
from domain.talk.values import Aside, Capabilities, Choice, Message, Reply, Style
from domain.wording import page_devices as say
from handlers.context import Turn, says
from storage import audit, page_devices, page_links, page_sessions

STEP = "page_device"  # what the router calls it
DEVICE, PIN = "page_device", "page_pin"  # the kinds of what is told

_NOT_ME = Choice("close", say.NOT_ME, Style.BAD)


def opened(person_id: int, device_id: int, now: datetime, zone: tzinfo, can: Capabilities) -> Aside:
    """Tell somebody that the page was opened in their name on a device it was not opened on before."""
    text = say.opened(now.astimezone(zone), tapped=can.buttons > 0)
    # with the instant: a device that was forgotten leaves its number to the next one
    return Aside(person_id, _message(text, DEVICE, can), DEVICE, f"{device_id}-{now.timestamp():.3f}")


def pin_chosen(person_id: int, now: datetime, zone: tzinfo, can: Capabilities) -> Aside:
    """Tell somebody that a PIN was chosen in their name where there was none."""
    text = say.pin_chosen(now.astimezone(zone), tapped=can.buttons > 0)
    return Aside(person_id, _message(text, PIN, can), PIN, f"{now.timestamp():.3f}")


def _message(text: str, about: str, can: Capabilities) -> Message:
    """Offer the button; where none can be drawn its word is a command, or a "1" for the card would come to mean it."""
    if not can.buttons:
        return Message(text)
    return Message(text, step=STEP, choices=(_NOT_ME,), payload=(("about", about),))


async def take(turn: Turn, _key: str, _text: str) -> Reply:
    """Close all pages of the speaker, who has tapped the button."""
    assert turn.asked is not None
    return await _close(turn, pin=turn.asked.payload.get("about") == PIN)


async def by_word(turn: Turn) -> Reply:
    """Close all pages of the speaker, who has typed it."""
    return await _close(turn, pin=False)


async def _close(turn: Turn, *, pin: bool) -> Reply:
    """End all sessions, make unopened links worthless, and know none of the devices any more.

    The PIN stays: who holds the chat, on a telephone that is shared perhaps, must not get rid of it by a tap.
    """
    me = turn.me.id
    await page_sessions.end_all_of(turn.tx, me, turn.now)
    await page_links.void_all_of(turn.tx, me, turn.now)
    forgotten = await page_devices.forget(turn.tx, me)
    await audit.note(
        turn.tx, at=turn.now, person_id=me, act="page_not_me", subject=str(me), details={"devices": forgotten}
    )
    return says(say.closed(reviews=bool(turn.me.posts_as(Role.OFFICIAL)), pin=pin))
