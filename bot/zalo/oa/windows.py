"""How long after a person's last word the account may still write to them.

Source: the reference on Zalo, §3.5: up to 48 hours free, up to 7 days allowed and counted, beyond that refused.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from storage.zalo_contacts import Contact

FREE_FOR = timedelta(hours=48)
OPEN_FOR = timedelta(days=7)
TEMPLATE_EVERY = timedelta(hours=20)  # each costs: one a day at most to a person who does not answer
VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Window(StrEnum):
    """Under which rule a person can be written to now."""

    FREE = "free"
    COUNTED = "counted"
    CLOSED = "closed"


def window(contact: Contact | None, now: datetime) -> Window:
    """Tell the rule. Of whom we know nothing Zalo itself is asked, by sending: it may remember what we lost."""
    if contact is None or now - contact.last_at <= FREE_FOR:
        return Window.FREE
    return Window.COUNTED if now - contact.last_at <= OPEN_FOR else Window.CLOSED


def may_have_template(contact: Contact | None, now: datetime) -> bool:
    """Say whether a template may go to a person: to whom we know, and not while the last one is still new."""
    if contact is None:
        return False
    return contact.template_at is None or now - contact.template_at >= TEMPLATE_EVERY


def month_of(now: datetime) -> str:
    """Name the month of Viet Nam's calendar in which messages are counted."""
    return now.astimezone(VIET_NAM).strftime("%Y-%m")
