"""Who is who: accounts on channels, people on the roster, their posts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.people import Account, Person, Post, Role
from domain.talk.values import Address
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import AccountRow, PersonRow, RoleRow, UnitRow

accounts = AccountRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]
roles = RoleRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

_post_columns = (
    roles.c.role, roles.c.unit_id, roles.c.title, roles.c.daily_limit,
    units.c.code.label("unit_code"), units.c.name.label("unit_name"),
    units.c.level.label("unit_level"), units.c.path.label("unit_path"),
)  # fmt: skip
_about = (people.c.full_name, people.c.phone, people.c.practice_done, people.c.seen_on,
          people.c.locked_at)  # fmt: skip
_held_now = and_(roles.c.person_id == people.c.id, roles.c.until.is_(None))
_who = Hot(
    select(accounts, *_about, *_post_columns)
    .select_from(
        accounts.outerjoin(people, accounts.c.person_id == people.c.id)
        .outerjoin(roles, _held_now)
        .outerjoin(units, units.c.id == roles.c.unit_id)
    )
    .where(accounts.c.channel == bindparam("p_channel"), accounts.c.user_key == bindparam("p_user"))
    .order_by(roles.c.id)
)


def account_of(row: Any) -> Account:
    """Read an account from a row with its columns."""
    return Account(
        id=row.id,
        channel=row.channel,
        user_key=row.user_key,
        person_id=row.person_id,
        card_prompt_id=row.card_prompt_id,
        shown_prompt_id=row.shown_prompt_id,
        card_ref=row.card_ref,
        invitation_id=row.invitation_id,
        helped_at_s=row.helped_at.timestamp() if row.helped_at else None,
        code_tries=row.code_tries,
        code_tries_since_s=row.code_tries_since.timestamp() if row.code_tries_since else None,
        unreachable=row.unreachable_at is not None,
    )


def _person(person_id: int, rows: Sequence[Row[Any]]) -> Person:
    first = rows[0]
    posts = tuple(
        Post(
            Role(r.role),
            r.unit_id,
            r.unit_code,
            r.unit_name,
            r.unit_level,
            r.unit_path,
            r.title,
            r.daily_limit,
        )
        for r in rows
        if r.role is not None
    )
    locked = first.locked_at is not None
    return Person(person_id, first.full_name, first.phone, first.practice_done, posts, first.seen_on, locked)


async def who(tx: Tx, address: Address) -> tuple[Account, Person | None]:
    """Tell whose account this is, making one for an address not seen before.

    A person without any post now comes back with empty `posts`.
    """
    params = {"p_channel": address.channel, "p_user": address.user}
    rows = (await tx.run(_who, params)).all()
    if not rows:
        dialect = sqlite if tx.dialect == "sqlite" else postgresql
        await tx.run(
            dialect.insert(accounts).on_conflict_do_nothing(),
            {"channel": address.channel, "user_key": address.user, "code_tries": 0},
        )
        rows = (await tx.run(_who, params)).all()
    account = account_of(rows[0])
    return account, _person(account.person_id, rows) if account.person_id is not None else None


async def known(tx: Tx, address: Address) -> tuple[Account, Person | None] | None:
    """Tell whose account this is; None for an address nobody has ever written from."""
    rows = (await tx.run(_who, {"p_channel": address.channel, "p_user": address.user})).all()
    if not rows:
        return None
    account = account_of(rows[0])
    return account, _person(account.person_id, rows) if account.person_id is not None else None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role in a unit."""

    person_id: int
    unit_id: int
    unit_path: str


async def holding(tx: Tx, role: Role) -> list[Holder]:
    """List who holds a role now, but for those who are locked."""
    rows = await tx.run(
        select(roles.c.person_id, roles.c.unit_id, units.c.path)
        .join(units, units.c.id == roles.c.unit_id)
        .join(people, people.c.id == roles.c.person_id)
        .where(roles.c.role == role.value, roles.c.until.is_(None), people.c.locked_at.is_(None))
        .order_by(roles.c.person_id, roles.c.id)
    )
    return [Holder(row.person_id, row.unit_id, row.path) for row in rows]


async def first_posts(tx: Tx, person_ids: Collection[int], role: Role) -> dict[int, str]:
    """Tell the path of the unit of each person's first post of a role that they hold now."""
    rows = await tx.run(
        select(roles.c.person_id, units.c.path)
        .join(units, units.c.id == roles.c.unit_id)
        .where(roles.c.person_id.in_(sorted(person_ids)), roles.c.role == role.value, roles.c.until.is_(None))
        .order_by(roles.c.id.desc())
    )
    return {row.person_id: row.path for row in rows}


async def locked_among(tx: Tx, person_ids: Collection[int]) -> set[int]:
    """Tell to whom of some people an admin has shut the door."""
    query = select(people.c.id).where(people.c.id.in_(sorted(person_ids)), people.c.locked_at.is_not(None))
    return {row.id for row in await tx.run(query)}


async def lock(tx: Tx, person_id: int, *, at: datetime | None) -> bool:
    """Shut the door to somebody, or with None open it again; False where it was so already."""
    was = people.c.locked_at.is_(None) if at is not None else people.c.locked_at.is_not(None)
    took = await tx.run(update(people).where(people.c.id == person_id, was).values(locked_at=at))
    return took.rowcount == 1


async def note_seen(tx: Tx, person_id: int, today: date) -> None:
    """Note that somebody has opened the bot today; whoever does not for days gets nothing new."""
    await tx.run(update(people).where(people.c.id == person_id).values(seen_on=today))


async def account(tx: Tx, account_id: int) -> Account | None:
    """Load one account."""
    row = (
        await tx.run(select(accounts).where(accounts.c.id == bindparam("p_id")), {"p_id": account_id})
    ).first()
    return account_of(row) if row else None


async def accounts_of(tx: Tx, person_id: int) -> list[Account]:
    """List a person's accounts, the first linked first."""
    found = await tx.run(
        select(accounts).where(accounts.c.person_id == person_id).order_by(accounts.c.linked_at)
    )
    return [account_of(row) for row in found]


async def person(tx: Tx, person_id: int) -> Person | None:
    """Load one person with the posts held now."""
    query = (
        select(*_about, *_post_columns)
        .select_from(people.outerjoin(roles, _held_now).outerjoin(units, units.c.id == roles.c.unit_id))
        .where(people.c.id == person_id)
        .order_by(roles.c.id)
    )
    rows = (await tx.run(query)).all()
    return _person(person_id, rows) if rows else None


async def search(tx: Tx, folded: str, digits: str, *, below: Sequence[str], limit: int) -> list[Person]:
    """Find people by a piece of their folded name or phone, among those with a post in one of the subtrees `below`."""
    matches = [people.c.search_name.contains(folded, autoescape=True)] if folded else []
    if len(digits) >= 3:
        matches.append(people.c.phone.contains(digits, autoescape=True))
    if not matches:
        return []
    here = (
        select(people.c.id)
        .join(roles, _held_now)
        .join(units, units.c.id == roles.c.unit_id)
        .where(or_(*(units.c.path.startswith(path, autoescape=True) for path in below)), or_(*matches))
        .group_by(people.c.id, people.c.search_name)
        .order_by(people.c.search_name, people.c.id)
        .limit(limit)
    )
    found = [await person(tx, person_id) for (person_id,) in (await tx.run(here)).all()]
    return [one for one in found if one is not None]


async def link(tx: Tx, account_id: int, person_id: int, *, now: datetime) -> None:
    """Make an account a person's; another account of theirs on the same channel is let go."""
    channel = select(accounts.c.channel).where(accounts.c.id == account_id).scalar_subquery()
    await tx.run(
        update(accounts)
        .where(accounts.c.person_id == person_id, accounts.c.channel == channel, accounts.c.id != account_id)
        .values(person_id=None, card_prompt_id=None, shown_prompt_id=None, card_ref=None)
    )
    await tx.run(
        update(accounts)
        .where(accounts.c.id == account_id)
        .values(
            person_id=person_id,
            linked_at=now,
            invitation_id=None,
            code_tries=0,
            unreachable_at=None,
            helped_at=None,
            card_prompt_id=None,
            shown_prompt_id=None,  # whoever it belonged to before
        )
    )


_keep = update(accounts).where(accounts.c.id == bindparam("p_id"))


async def await_contact(tx: Tx, account_id: int, invitation_id: int) -> None:
    """Note which code a stranger gave, until their contact shows that it is theirs."""
    await tx.run(_keep.values(invitation_id=invitation_id), {"p_id": account_id})


async def note_help(tx: Tx, account_id: int, now: datetime) -> None:
    """Note that a stranger got the help text."""
    await tx.run(_keep.values(helped_at=now), {"p_id": account_id})


async def note_code_try(tx: Tx, account_id: int, *, tries: int, since: datetime) -> None:
    """Note how often a stranger has tried a code since when."""
    await tx.run(_keep.values(code_tries=tries, code_tries_since=since), {"p_id": account_id})


_show = update(accounts).where(accounts.c.id == bindparam("p_id"))
_show_card = Hot(_show.values(card_prompt_id=bindparam("p_card"), shown_prompt_id=bindparam("p_card")))
_show_list = Hot(_show.values(shown_prompt_id=bindparam("p_shown")))
_stands_in = Hot(_show.values(card_ref=bindparam("p_ref")))


async def show_card(tx: Tx, account_id: int, prompt_id: int | None) -> None:
    """Note what the living card asks now."""
    await tx.run(_show_card, {"p_id": account_id, "p_card": prompt_id})


async def show_list(tx: Tx, account_id: int, prompt_id: int | None) -> None:
    """Note the list last shown beside the card: what a typed number means; None puts it away."""
    await tx.run(_show_list, {"p_id": account_id, "p_shown": prompt_id})


async def card_stands_in(tx: Tx, account_id: int, message_ref: str | None) -> None:
    """Note in which message the living card stands."""
    await tx.run(_stands_in, {"p_id": account_id, "p_ref": message_ref})


async def set_reachable(tx: Tx, account_id: int, *, reachable: bool, now: datetime) -> None:
    """Note that a person blocked the bot, or is back."""
    await tx.run(_keep.values(unreachable_at=None if reachable else now), {"p_id": account_id})


async def count_practice(tx: Tx, person_id: int, done: int) -> None:
    """Note how many practice cards a person has answered rightly."""
    await tx.run(update(people).where(people.c.id == person_id).values(practice_done=done))


async def linked(tx: Tx, channel: str, account_id: int | None = None) -> list[tuple[str, set[Role]]]:
    """List who is linked on a channel, in the channel's words, with the roles held now; or one account alone.

    Who has left is listed too, without roles.
    """
    query = (
        select(accounts.c.user_key, roles.c.role)
        .outerjoin(roles, and_(roles.c.person_id == accounts.c.person_id, roles.c.until.is_(None)))
        .where(
            accounts.c.channel == channel,
            accounts.c.unreachable_at.is_(None),
            accounts.c.person_id.is_not(None),
        )
        .order_by(accounts.c.id)
    )
    if account_id is not None:
        query = query.where(accounts.c.id == account_id)
    found: dict[str, set[Role]] = {}
    for row in await tx.run(query):
        held = found.setdefault(row.user_key, set())
        if row.role is not None:
            held.add(Role(row.role))
    return list(found.items())
