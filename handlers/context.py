"""What a handler gets: the open transaction, who speaks, what was said, and the rules of the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

from domain.people import Account, Person
from domain.quota import CEILING
from domain.talk.values import Capabilities, Incoming, Message, Reply, Slot
from storage.engine import Tx
from storage.planning import Campaign
from storage.prompts import Asked

TAKES_FILE = "takes_file"  # True in the payload of a step that takes a photo or document


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings a conversation depends on."""

    zone: tzinfo
    card_detail: str = "summary"  # summary | masked | full
    scan_in_chat: bool = False
    has_scans: bool = False
    practice: int = 6
    daily_quota: int = 20
    invite_days: int = 30
    deadline: date | None = None  # the last day on which work counts; without one no day is planned
    assignment_deadline: date | None = None  # the last day for units to file their written assignments
    ceiling: int = CEILING  # records a day at most, where the roster gives a person none of their own
    reserve_days: int = 0  # working days before the deadline that the plan keeps free
    idle_minutes: int = 5  # a longer gap between two decisions counts as so much work
    calendar_file: Path | None = None  # the province's own file of days
    page_url: str | None = None  # where the review page is; None: there is none, and cards lead nowhere
    bot_link: str | None = None  # "https://t.me/NAME?start=", once the bot knows its name

    @property
    def campaign(self) -> Campaign | None:
        """What the planner has to know; None where no deadline is set."""
        if self.deadline is None:
            return None
        return Campaign(self.deadline, self.zone, self.ceiling, self.calendar_file, self.reserve_days)

    def with_days(self, deadline: date | None, filing: date | None) -> Rules:
        """Give these rules with the days that were changed since; None leaves one as it is."""
        return replace(
            self,
            deadline=deadline or self.deadline,
            assignment_deadline=filing or self.assignment_deadline,
        )


@dataclass(frozen=True, slots=True)
class ChannelFact:
    """One channel as this process hears it: when last, and what only a person can mend there."""

    name: str
    alive: bool
    heard_at: datetime | None = None
    alarm: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What only the running process can tell: what it does, whom it hears, where its data lie."""

    parts: tuple[str, ...]
    channels: tuple[ChannelFact, ...]
    up_s: int
    disk_free: int | None = None  # bytes where the database lies; None where that is another machine
    version: str = ""


@dataclass(slots=True)
class Turn:
    """One thing said by one person, with all that answering it may need."""

    tx: Tx
    rules: Rules
    now: datetime
    today: date
    capabilities: Capabilities
    incoming: Incoming
    account: Account
    person: Person | None
    asked: Asked | None = None  # the prompt that is being answered, or the card that lies open
    decision_key: str = ""  # makes what this turn decides unrepeatable
    received_at: datetime | None = None  # when it came in, which after an outage is well before `now`
    attachment: int | None = None  # the kept row of the photo or document that answers the prompt
    channels: Mapping[str, Capabilities] = field(default_factory=dict)  # all that the bot speaks on
    facts: Callable[[], Facts] | None = None  # what only the running process knows of itself
    channel: str = ""  # where it was said, for the log; the account's own, or the review page
    told: str = ""  # what was done, as the card that follows says it; for whoever shows more than a card
    campaign_changed: bool = False  # set by what changes the campaign's days: they are to be read anew

    @property
    def me(self) -> Person:
        """The person who speaks; only for handlers behind the door."""
        assert self.person is not None
        return self.person

    def came_before(self, asked: Asked) -> bool:
        """Say whether it came in before this question was put, so that it can be no answer to it."""
        return self.received_at is not None and self.received_at < asked.shown_at


def card(text: str, **more: Any) -> Message:
    """Make a message that takes the living card's place."""
    payload = more.pop("payload", {})
    return Message(text=text, slot=Slot.CARD, payload=tuple(payload.items()), **more)


def says(text: str, *, notice: str = "") -> Reply:
    """Answer with one message of its own."""
    return Reply((Message(text=text),), notice=notice)
