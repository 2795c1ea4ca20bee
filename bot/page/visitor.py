"""Who visits a page, as every handler behind the door finds them at the request."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from aiohttp import web

from domain.people import Account, Person


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with an open session. `pin_ok`: no PIN is asked for, or it was told."""

    person: Person
    account: Account
    csrf: str
    pin_ok: bool
    session_id: int

    @property
    def alias(self) -> str:
        """Names the person towards their own browser, which keeps by it what was not sent; tells it nothing."""
        return hashlib.sha256(f"who {self.person.id}".encode()).hexdigest()[:16]


VISITOR = web.RequestKey("VISITOR", Visitor)
