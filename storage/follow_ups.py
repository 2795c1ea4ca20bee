"""The follow-up register: an entry per record whose register is at fault, opened with the decision, changed by acts.

Every act is conditional on the version that was seen, raises it, and is written down beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, insert, literal, select, update

from domain import follow_ups as rules
from domain.follow_ups import Standing
from domain.records import RecordType
from domain.review import FollowUpKind, State
from storage import rights
from storage.engine import Tx
from storage.hot import Hot
from storage.many import among
from storage.tables import PersonRow, RecordRow, UnitRow
from storage.tables_follow_ups import FollowUpActRow, FollowUpRow

follow_ups = FollowUpRow.__table__  # type: ignore[attr-defined]
acts = FollowUpActRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]

SEPARATOR = ","  # between the fields of an entry


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with the record it is about; `state` and `revision` are the record's own, now."""

    id: int
    record_id: int
    unit_id: int
    unit_name: str
    unit_code: str
    unit_path: str
    type: RecordType
    number: str
    book: str
    page: str
    subject: str
    fields: Mapping[str, str]  # the record's
    state: State
    revision: int
    kind: FollowUpKind | None
    about: tuple[str, ...]  # the fields that are at fault
    shows: str
    route: str
    invite: bool
    note: str
    person_id: int | None
    person_name: str
    due_on: date | None
    standing: Standing
    version: int
    closing_note: str
    opened_at: datetime
    opened_by_name: str
    closed_at: datetime | None
    closed_by_name: str

    @property
    def under_way(self) -> bool:
        """Say whether something is still to be done about it."""
        return self.standing in rules.UNDER_WAY


_opener, _closer, _keeper = people.alias("opener"), people.alias("closer"), people.alias("keeper")
whole = (
    select(
        follow_ups, records.c.type, records.c.year, records.c.number, records.c.book, records.c.page, records.c.subject,
        records.c.fields, records.c.state, records.c.revision, units.c.name.label("unit_name"),
        units.c.code.label("unit_code"), units.c.path.label("unit_path"), _keeper.c.full_name.label("person_name"),
        _opener.c.full_name.label("opened_by_name"), _closer.c.full_name.label("closed_by_name"),
    )
    .join(records, records.c.id == follow_ups.c.record_id)
    .join(units, units.c.id == follow_ups.c.unit_id)
    .outerjoin(_keeper, _keeper.c.id == follow_ups.c.person_id)
    .outerjoin(_opener, _opener.c.id == follow_ups.c.opened_by)
    .outerjoin(_closer, _closer.c.id == follow_ups.c.closed_by)
)  # fmt: skip


def entry(row: Row[Any]) -> Entry:
    """Read a row of `whole`."""
    return Entry(
        row.id, row.record_id, row.unit_id, row.unit_name, row.unit_code, row.unit_path, RecordType(row.type),
        row.number, row.book, row.page, row.subject, row.fields, State(row.state), row.revision,
        FollowUpKind(row.kind) if row.kind else None, tuple(row.field.split(SEPARATOR)) if row.field else (),
        row.shows, row.route, row.invite, row.note, row.person_id, row.person_name or "", row.due_on,
        Standing(row.standing), row.version, row.closing_note, row.opened_at, row.opened_by_name or "",
        row.closed_at, row.closed_by_name or "",
    )  # fmt: skip


async def load(tx: Tx, entry_id: int) -> Entry | None:
    """Load an entry, however it stands."""
    row = (await tx.run(whole.where(follow_ups.c.id == bindparam("p_id")), {"p_id": entry_id})).first()
    return entry(row) if row else None


# ── opened and withdrawn ─────────────────────────────────────────────────────────────────────────

_open = Hot(insert(follow_ups).returning(follow_ups.c.id))
_act = Hot(insert(acts))
_under_way = follow_ups.c.standing.in_([one.value for one in rules.UNDER_WAY])
# a list would have to be written out at each call
_stands = and_(
    *(
        follow_ups.c.standing != one.value
        for one in (Standing.CLOSED_APPROVED, Standing.BACK, Standing.WITHDRAWN)
    )
)
_end = Hot(
    update(follow_ups)
    .where(follow_ups.c.record_id == bindparam("p_record"), _stands)
    .values(
        standing=bindparam("p_standing"), version=follow_ups.c.version + 1, closed_at=bindparam("p_at"),
        closed_by=bindparam("p_by"),
    )
    .returning(follow_ups.c.id)
)  # fmt: skip


async def opened(
    tx: Tx, *, decision_id: int | None, record_id: int, unit_id: int, kind: str, route: str, note: str, field: str,
    shows: str, person_id: int | None, now: datetime, by: int | None = None,
) -> int:  # fmt: skip
    """Open the entry of a record that has just come to be followed up; returns its number.

    `field` holds machine names with "," between them; `person_id` sees to it, who opened it unless `by` says another.
    """
    await _over(tx, record_id, Standing.BACK, by, now)  # never to refuse a decision for an entry left behind
    made = await tx.run(
        _open,
        {"record_id": record_id, "decision_id": decision_id, "unit_id": unit_id, "kind": kind, "field": field,
         "shows": shows[: rules.SHOWS_MOST], "route": route, "invite": rules.invites(route), "note": note,
         "person_id": person_id, "due_on": None, "standing": Standing.OPEN.value, "version": 1, "closing_note": "",
         "opened_at": now, "opened_by": by if by is not None else person_id, "closed_at": None, "closed_by": None},
    )  # fmt: skip
    return int(made.scalar_one())


async def withdrawn(tx: Tx, record_id: int, *, by: int | None, now: datetime) -> bool:
    """Take a record's entry back, since the decision that opened it was undone; False where there was none."""
    return await _over(tx, record_id, Standing.WITHDRAWN, by, now)


async def _over(tx: Tx, record_id: int, standing: Standing, by: int | None, now: datetime) -> bool:
    params = {"p_record": record_id, "p_standing": standing.value, "p_at": now, "p_by": by}
    gone = (await tx.run(_end, params)).all()
    for row in gone:
        await tx.run(
            _act,
            {
                "follow_up_id": row.id,
                "at": now,
                "person_id": by,
                "act": standing.value.lower(),
                "changes": {},
            },
        )
    return bool(gone)


async def of_import(tx: Tx, import_id: int, now: datetime) -> None:
    """Open the entries of records that came in as followed up, in one statement."""
    rows = (
        select(
            records.c.id, records.c.unit_id, literal(Standing.OPEN.value), literal(now, follow_ups.c.opened_at.type),
        )
        .where(records.c.import_id == import_id, records.c.state == State.FOLLOW_UP.value)
        .where(~select(follow_ups.c.id).where(follow_ups.c.record_id == records.c.id).exists())
        .order_by(records.c.id)
    )  # fmt: skip
    names = ["record_id", "unit_id", "standing", "opened_at"]
    await tx.run(insert(follow_ups).from_select(names, rows, include_defaults=False))


# ── acts ─────────────────────────────────────────────────────────────────────────────────────────


async def act(
    tx: Tx, seen: Entry, what: str, values: Mapping[str, Any], *, by: int, now: datetime,
    standing: tuple[Standing, ...] = rules.UNDER_WAY,
) -> bool:  # fmt: skip
    """Change an entry as it was seen and write the act down; False where somebody was quicker or it is over.

    `values` are columns of the table; `standing` lists where it may stand before.
    """
    before = (
        await tx.run(
            select(follow_ups).where(follow_ups.c.id == seen.id, follow_ups.c.version == seen.version)
        )
    ).first()
    took = await tx.run(
        update(follow_ups)
        .where(
            follow_ups.c.id == seen.id,
            follow_ups.c.version == seen.version,
            follow_ups.c.standing.in_([one.value for one in standing]),
        )
        .values(**values, version=follow_ups.c.version + 1)
    )
    if took.rowcount != 1 or before is None:
        return False
    changes = {
        name: [_plain(before._mapping[name]), _plain(value)]
        for name, value in values.items()
        if before._mapping[name] != value
    }
    await tx.run(_act, {"follow_up_id": seen.id, "at": now, "person_id": by, "act": what, "changes": changes})
    return True


async def lying(tx: Tx, person_id: int) -> int:
    """Count the entries under way that somebody sees to."""
    query = select(func.count()).where(follow_ups.c.person_id == person_id, _under_way)
    return int((await tx.run(query)).scalar_one())


async def handed_over(tx: Tx, from_id: int, to_id: int, *, by: int, now: datetime) -> int:
    """Let a colleague see to what somebody saw to, where the colleague reviews too; returns how many entries went."""
    going = (
        select(follow_ups.c.id)
        .where(
            follow_ups.c.person_id == from_id,
            _under_way,
            rights.reviews(literal(to_id), follow_ups.c.unit_id),
        )
        .order_by(follow_ups.c.id)
    )
    ids = [row.id for row in await tx.run(going)]
    if ids:
        await tx.run(
            update(follow_ups)
            .where(among(tx, follow_ups.c.id, ids))
            .values(person_id=to_id, version=follow_ups.c.version + 1)
        )
        changes = {"person_id": [from_id, to_id]}
        await tx.run(
            _act,
            [
                {"follow_up_id": one, "at": now, "person_id": by, "act": "person", "changes": changes}
                for one in ids
            ],
        )
    return len(ids)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did with an entry."""

    at: datetime
    name: str
    act: str
    changes: Mapping[str, list[Any]]


async def history(tx: Tx, entry_id: int, *, limit: int) -> list[Act]:
    """List what was done with an entry, the newest first."""
    query = (
        select(acts.c.at, people.c.full_name, acts.c.act, acts.c.changes)
        .outerjoin(people, people.c.id == acts.c.person_id)
        .where(acts.c.follow_up_id == entry_id)
        .order_by(acts.c.id.desc())
        .limit(limit)
    )
    return [Act(row.at, row.full_name or "", row.act, row.changes) for row in await tx.run(query)]
