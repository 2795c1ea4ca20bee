"""The Official Account as values: the people in touch with it, what lies on their phones, what it has uploaded."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox_zalo import ids
from bot.sandbox_zalo.clocks import month_of
from bot.sandbox_zalo.faults import Faults
from bot.sandbox_zalo.official.hook import Hook
from bot.sandbox_zalo.official.settings import Settings
from bot.sandbox_zalo.official.tokens import Tokens
from bot.sandbox_zalo.stage import Stage

FACE = "oa"
UPLOAD_S = 7 * 86_400.0

Json = dict[str, Any]


@dataclass(eq=False, slots=True)
class Person:
    """Somebody with a phone. `met`: followed or wrote at some time; `left`: unfollowed since; `last_at`: unix seconds."""

    id: str
    name: str
    phone: str = ""
    met: bool = False
    follows: bool = False
    left: bool = False
    blocked: bool = False
    last_at: float | None = None
    messages: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Upload:
    """Something uploaded: `kind` is image, gif or file."""

    kind: str
    path: str
    name: str
    until: float


@dataclass(frozen=True, slots=True)
class Template:
    """An approved or waiting template: its parameters and how long each may be."""

    id: str
    limits: dict[str, int]
    text: str = ""
    by_user_id: bool = True
    approved: bool = True


class World:
    """The account and everybody around it."""

    def __init__(self, stage: Stage, settings: Settings) -> None:
        self.stage, self.settings = stage, settings
        self.tokens = Tokens(stage.clock, settings)
        self.hook = Hook(stage, settings)
        self.faults = Faults()
        self.people: dict[str, Person] = {}
        self.uploads: dict[str, Upload] = {}
        self.templates: dict[str, Template] = {}
        self.uploaded: Counter[str] = Counter()  # uploads by month
        self.allowance_used: Counter[str] = Counter()  # cs messages between 48 h and 7 d, by month
        self.templates_sent: Counter[str] = Counter()  # by day
        self._numbers = itertools.count(1)

    def person(self, id: str) -> Person:
        """The person with this id; raises KeyError."""
        return self.people[id]

    def add_user(self, id: str, name: str, phone: str = "") -> Person:
        """Give a person a phone; to the account they are nobody until they follow or write."""
        person = self.people.setdefault(id, Person(id, name))
        person.name, person.phone = name, phone or person.phone
        return person

    def id_by_app(self, person: Person) -> str:
        """The same person as the app knows them, which is another number."""
        return ids.digits("by-app", self.settings.app_id, person.id)

    def next_message_id(self) -> str:
        """A hex-like string."""
        return ids.hexadecimal("message", self.settings.oa_id, next(self._numbers), length=20)

    def keep_upload(self, kind: str, path: str, name: str) -> str:
        """Remember an upload for seven days; gives its id or token."""
        id = ids.hexadecimal("upload", kind, next(self._numbers), length=44)
        self.uploads[id] = Upload(kind, path, name, self.stage.clock() + UPLOAD_S)
        return id

    def count_upload(self) -> bool:
        """Count an upload against the month; false once the month's are spent."""
        month = month_of(self.stage.clock())
        self.uploaded[month] += 1
        return self.uploaded[month] <= self.settings.uploads_a_month

    def show(self, person: Person, by: str, kind: str, message_id: str, **more: Any) -> Json:
        """Put a message on the phone; gives it."""
        body = {"message_id": message_id, "by": by, "kind": kind, "date": self.stage.now_ms(), **more}
        person.messages.append(body)
        self.changed(person, "message")
        return body

    def changed(self, person: Person, kind: str) -> None:
        """Tell the listeners of a phone."""
        self.stage.news.tell(FACE, person.id, kind)
