"""The tokens of a Zalo app, and the getting of the next pair in steps that survive a death between any two.

A refresh token may be sent once. So what is about to be spent is written down first (`intend`), the answer is kept as
it came (`keep_answer`) and only then used (`take_pair`). The digest of whatever was spent stays for good: its primary
key, not anybody's memory or lease, is what forbids the second time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import Tx
from storage.tables_zalo import ZaloSpentRow, ZaloTokenRow

tokens = ZaloTokenRow.__table__  # type: ignore[attr-defined]
spent = ZaloSpentRow.__table__  # type: ignore[attr-defined]

_of_app = tokens.c.app == bindparam("p_app")
_NO_INTENT = {"spending": None, "spending_by": None, "spending_at": None, "answer": None}
_NO_ALARM = {"alarm": None, "alarm_at": None, "consent_state": None, "consent_verifier": None}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Where the tokens of an app stand."""

    access_token: str | None
    refresh_token: str | None
    obtained_at: datetime | None
    expires_at: datetime | None
    forced: bool
    spending: str | None
    spending_at: datetime | None
    answer: str | None
    alarm: str | None
    alarm_at: datetime | None
    consent_state: str | None
    consent_verifier: str | None


_NAMES = tuple(Tokens.__dataclass_fields__)
_load = select(*(tokens.c[name] for name in _NAMES)).where(_of_app)


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of tokens as Zalo gave it."""

    access_token: str
    refresh_token: str
    lasts_s: int


def digest_of(token: str) -> str:
    """Name a token by something that does not give it away."""
    return hashlib.sha256(token.encode()).hexdigest()


async def load(tx: Tx, app: str) -> Tokens:
    """Read where the tokens of an app stand; nothing at all where it was never set up."""
    row = (await tx.run(_load, {"p_app": app})).first()
    return Tokens(*(row or (None, None, None, None, False) + (None,) * 7))


async def seed(tx: Tx, app: str, refresh_token: str | None) -> bool:
    """Take over the refresh token the settings give, once; tells whether it is a new one.

    The one given before is known by its digest and one spent by the ledger: neither comes back by a restart.
    """
    dialect = sqlite if tx.dialect == "sqlite" else postgresql
    await tx.run(dialect.insert(tokens).on_conflict_do_nothing(), {"app": app, "seed": "", "forced": False})
    if not refresh_token:
        return False
    digest = digest_of(refresh_token)
    if (await tx.run(select(spent.c.app).where(spent.c.app == app, spent.c.digest == digest))).first():
        return False
    values = {"seed": digest, "refresh_token": refresh_token, **_NO_INTENT, **_NO_ALARM}
    took = await tx.run(update(tokens).where(tokens.c.app == app, tokens.c.seed != digest).values(**values))
    return took.rowcount == 1


async def intend(tx: Tx, app: str, token: str, *, by: str, now: datetime, forced: bool) -> bool:
    """Write down that the refresh token is about to be spent; False where it was before, or is no longer the one."""
    mine = (tokens.c.app == app, tokens.c.refresh_token == token, tokens.c.spending.is_(None))
    return await _intend(tx, app, token, by=by, now=now, forced=forced, where=mine)


async def intend_code(tx: Tx, app: str, code: str, *, consent_state: str, by: str, now: datetime) -> bool:
    """Write down that a code from a consent is about to be spent, over whatever was lost before."""
    mine = (tokens.c.app == app, tokens.c.consent_state == consent_state)
    return await _intend(tx, app, code, by=by, now=now, forced=False, where=mine)


async def _intend(
    tx: Tx,
    app: str,
    token: str,
    *,
    by: str,
    now: datetime,
    forced: bool,
    where: tuple[ColumnElement[bool], ...],
) -> bool:
    dialect = sqlite if tx.dialect == "sqlite" else postgresql
    digest = digest_of(token)
    noted = await tx.run(
        dialect.insert(spent).on_conflict_do_nothing(), {"app": app, "digest": digest, "spent_at": now}
    )
    if noted.rowcount != 1:  # spent in a past that the row itself has forgotten
        lost = {"spending": token, "spending_by": by, "spending_at": now}
        await tx.run(update(tokens).where(*where, tokens.c.refresh_token == token).values(**lost))
        return False
    values = {"spending": token, "spending_by": by, "spending_at": now, "answer": None, "forced": forced}
    took = await tx.run(update(tokens).where(*where).values(**values))
    if took.rowcount != 1:
        await tx.run(delete(spent).where(spent.c.app == app, spent.c.digest == digest))
    return took.rowcount == 1


async def withdraw(tx: Tx, app: str, token: str, *, by: str) -> bool:
    """Take an intent back: it is certain that the token never left this machine."""
    took = await tx.run(
        update(tokens)
        .where(tokens.c.app == app, tokens.c.spending == token, tokens.c.spending_by == by)
        .where(tokens.c.answer.is_(None))
        .values(**_NO_INTENT, forced=False)
    )
    if took.rowcount == 1:
        await tx.run(delete(spent).where(spent.c.app == app, spent.c.digest == digest_of(token)))
    return took.rowcount == 1


async def keep_answer(tx: Tx, app: str, token: str, answer: str) -> bool:
    """Keep what came back for a token, as it came."""
    took = await tx.run(
        update(tokens).where(tokens.c.app == app, tokens.c.spending == token).values(answer=answer)
    )
    return took.rowcount == 1


async def take_pair(
    tx: Tx, app: str, token: str, pair: Pair, *, obtained_at: datetime, expires_at: datetime
) -> bool:
    """Put the pair that a token brought in the place of the one before; all is well again."""
    took = await tx.run(
        update(tokens)
        .where(tokens.c.app == app, tokens.c.spending == token)
        .values(
            access_token=pair.access_token,
            refresh_token=pair.refresh_token,
            obtained_at=obtained_at,
            expires_at=expires_at,
            **_NO_INTENT,
            **_NO_ALARM,
        )
    )
    return took.rowcount == 1


async def drop_answer(tx: Tx, app: str, token: str) -> None:
    """Let go of an answer that held no pair; the token stays spent."""
    await tx.run(update(tokens).where(tokens.c.app == app, tokens.c.spending == token).values(answer=None))


async def raise_alarm(
    tx: Tx, app: str, reason: str, *, state: str, verifier: str, now: datetime, seen: str | None
) -> bool:
    """Note that a person has to authorise the app anew, and what that consent must bring back; once.

    `seen` is what was being spent when it was found lost: an answer that came in meanwhile is not overruled.
    """
    still = tokens.c.spending.is_(None) if seen is None else tokens.c.spending == seen
    took = await tx.run(
        update(tokens)
        .where(tokens.c.app == app, tokens.c.alarm.is_(None), still)
        .values(alarm=reason, alarm_at=now, consent_state=state, consent_verifier=verifier)
    )
    return took.rowcount == 1
