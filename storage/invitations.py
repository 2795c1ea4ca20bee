"""Activation codes: one unused code per person, single use, with an end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, insert, select, update

from domain.people import Role
from storage import page_devices, page_links, page_pins, page_sessions
from storage.engine import Tx
from storage.tables import AccountRow, InvitationRow, PersonRow, RoleRow, UnitRow

invitations = InvitationRow.__table__  # type: ignore[attr-defined]
accounts = AccountRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
roles = RoleRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
LENGTH = 8
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code given to somebody. `relink`: an admin gave it anew, so it may take the place of an account."""

    id: int
    code: str
    person_id: int
    relink: bool
    expires_at: datetime
    used_at: datetime | None
    voided_at: datetime | None

    def usable(self, now: datetime) -> bool:
        """Say whether the code still opens the door."""
        return self.used_at is None and self.voided_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the activation sheet: a person, one of their roles, and their code."""

    full_name: str
    unit_code: str
    unit_name: str
    role: Role
    code: str


_columns = (
    invitations.c.id, invitations.c.code, invitations.c.person_id, invitations.c.relink,
    invitations.c.expires_at, invitations.c.used_at, invitations.c.voided_at,
)  # fmt: skip
_by_code = select(*_columns).where(invitations.c.code == bindparam("p_code"))
_by_id = select(*_columns).where(invitations.c.id == bindparam("p_id"))
_open = (invitations.c.used_at.is_(None), invitations.c.voided_at.is_(None))
_linked = exists().where(accounts.c.person_id == people.c.id)


def _read(row: Row[Any]) -> Invitation:
    return Invitation(row.id, row.code, row.person_id, row.relink, row.expires_at, row.used_at, row.voided_at)


def tidy(code: str) -> str:
    """Spell a typed code the way codes are kept: capitals, no blanks, 0 for O and 1 for I and L."""
    return code.strip().upper().translate(_ALIKE)


def new_code() -> str:
    """Draw a code that cannot be guessed: 40 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


async def find(tx: Tx, code: str) -> Invitation | None:
    """Find the invitation a typed code belongs to, whether it is still usable or not."""
    row = (await tx.run(_by_code, {"p_code": tidy(code)})).first()
    return _read(row) if row else None


async def by_id(tx: Tx, invitation_id: int) -> Invitation | None:
    """Load an invitation whose code was given before."""
    row = (await tx.run(_by_id, {"p_id": invitation_id})).first()
    return _read(row) if row else None


async def use(tx: Tx, invitation_id: int, *, account_id: int, now: datetime) -> bool:
    """Use a code up for an account; False when it was used, taken back or over in the meantime."""
    took = await tx.run(
        update(invitations)
        .where(invitations.c.id == invitation_id, *_open, invitations.c.expires_at > now)
        .values(used_at=now, used_by_account_id=account_id)
    )
    return took.rowcount == 1


async def reissue(tx: Tx, person_id: int, *, now: datetime, days: int) -> str:
    """Take back a person's unused codes and give a new one that may replace the account linked before.

    Their PIN and devices are forgotten and their pages are closed: whoever asks for a new code has lost the telephone, or the PIN.
    """
    await page_pins.void(tx, person_id)
    await page_sessions.end_all_of(tx, person_id, now)
    await page_links.void_all_of(tx, person_id, now)
    await page_devices.forget(tx, person_id)
    await tx.run(
        update(invitations).where(invitations.c.person_id == person_id, *_open).values(voided_at=now)
    )
    return await _add(tx, person_id, relink=True, now=now, days=days)


async def give(tx: Tx, person_id: int, *, now: datetime, days: int) -> str | None:
    """Give somebody who has linked no account their usable code, or a first one; None for who is linked already."""
    linked = await tx.run(select(accounts.c.id).where(accounts.c.person_id == person_id).limit(1))
    if linked.first() is not None:
        return None
    usable = select(invitations.c.code).where(
        invitations.c.person_id == person_id, *_open, invitations.c.expires_at > now
    )
    row = (await tx.run(usable.order_by(invitations.c.id.desc()).limit(1))).first()
    return str(row.code) if row else await _add(tx, person_id, relink=False, now=now, days=days)


async def for_another_channel(tx: Tx, person_id: int, *, now: datetime, minutes: int) -> str:
    """Give somebody a short-lived code for a second channel; one given before and not used is void."""
    await tx.run(
        update(invitations).where(invitations.c.person_id == person_id, *_open).values(voided_at=now)
    )
    row = _row(person_id, relink=False, now=now, days=0) | {"expires_at": now + timedelta(minutes=minutes)}
    await tx.run(insert(invitations), row)
    return str(row["code"])


async def ensure_codes(tx: Tx, *, now: datetime, days: int) -> int:
    """Give a code to everybody with a post who has neither an account nor a usable code; returns how many."""
    in_hand = exists().where(invitations.c.person_id == people.c.id, *_open, invitations.c.expires_at > now)
    in_post = exists().where(roles.c.person_id == people.c.id, roles.c.until.is_(None))
    without = (
        await tx.run(select(people.c.id).where(in_post, ~_linked, ~in_hand).order_by(people.c.id))
    ).all()
    rows = [_row(person_id, relink=False, now=now, days=days) for (person_id,) in without]
    if rows:
        await tx.run(insert(invitations), rows)
    return len(rows)


async def lines(tx: Tx, *, now: datetime) -> list[Line]:
    """List everybody not linked yet, a line per role, with their usable code; by unit, then by name."""
    found = await tx.run(
        select(
            people.c.id,
            people.c.full_name,
            units.c.code.label("unit_code"),
            units.c.name.label("unit_name"),
            roles.c.role,
            invitations.c.code,
        )
        .join(roles, and_(roles.c.person_id == people.c.id, roles.c.until.is_(None)))
        .join(units, units.c.id == roles.c.unit_id)
        .join(
            invitations,
            and_(invitations.c.person_id == people.c.id, *_open, invitations.c.expires_at > now),
        )
        .where(~_linked)
        .order_by(units.c.path, people.c.search_name, people.c.id, roles.c.id, invitations.c.id)
    )
    listed: dict[tuple[int, str, str], Line] = {}
    for row in found:
        listed[row.id, row.unit_code, row.role] = Line(
            row.full_name, row.unit_code, row.unit_name, Role(row.role), row.code
        )
    return list(listed.values())


async def _add(tx: Tx, person_id: int, *, relink: bool, now: datetime, days: int) -> str:
    row = _row(person_id, relink=relink, now=now, days=days)
    await tx.run(insert(invitations), row)
    return str(row["code"])


def _row(person_id: int, *, relink: bool, now: datetime, days: int) -> dict[str, object]:
    return {
        "code": new_code(),
        "person_id": person_id,
        "relink": relink,
        "created_at": now,
        "expires_at": now + timedelta(days=days),
    }
