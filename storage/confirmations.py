"""What the staging software says of records, counted beside what was decided here.

The counts move in the transaction that moves a record, as the tallies do; a status file counts all anew.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Insert,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from domain.reconciliation import TOLD, Kind, Sums, complete, kind_of, pairs_of
from domain.review import State
from storage import tallies
from storage.engine import Tx
from storage.hot import Hot
from storage.tables import ChainHeadRow, RecordRow, TotalRow, UnitRow
from storage.tables_confirmations import (
    ConfirmationCountRow,
    ConfirmationFileRow,
    ConfirmationRow,
    StrayConfirmationRow,
)

confirmations = ConfirmationRow.__table__  # type: ignore[attr-defined]
counts = ConfirmationCountRow.__table__  # type: ignore[attr-defined]
files = ConfirmationFileRow.__table__  # type: ignore[attr-defined]
heads = ChainHeadRow.__table__  # type: ignore[attr-defined]
records = RecordRow.__table__  # type: ignore[attr-defined]
strays = StrayConfirmationRow.__table__  # type: ignore[attr-defined]
totals = TotalRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]

_KEYS = ["unit_id", "kind"]


def _move(dialect: str) -> Insert:
    """Count one record, if anything was said of it, so much up or down in the kind that it is of."""
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    kinds = {there.value: bindparam(f"p_{there.value}", type_=counts.c.kind.type) for there in TOLD}
    said = select(
        bindparam("p_unit", type_=counts.c.unit_id.type),
        case(kinds, value=confirmations.c.state),
        bindparam("p_n", type_=counts.c.count.type),
    ).where(confirmations.c.record_id == bindparam("p_record"))
    statement = make(counts).from_select([*_KEYS, "count"], said, include_defaults=False)
    return statement.on_conflict_do_update(
        index_elements=_KEYS, set_={"count": counts.c.count + statement.excluded.count}
    )


_MOVE = {dialect: Hot(_move(dialect)) for dialect in ("sqlite", "postgresql")}
_KINDS = {here: {f"p_{there.value}": kind_of(here, there).value for there in TOLD} for here in State}


async def moved(tx: Tx, record_id: int, *, out_of: tuple[int, State], into: tuple[int, State]) -> None:
    """Count a record out of a unit and state and into another, if the staging software has said anything of it."""
    await tx.run(
        _MOVE[tx.dialect],
        [
            {"p_unit": unit_id, "p_n": n, "p_record": record_id, **_KINDS[state]}
            for (unit_id, state), n in ((out_of, -1), (into, 1))
        ],
    )


def counted() -> Select[Any]:
    """Count in SQL, anew, what `confirmation_counts` has to hold."""
    here = (
        select(
            records.c.unit_id, records.c.state, confirmations.c.state.label("told"), func.count().label("n")
        )
        .join(confirmations, confirmations.c.record_id == records.c.id)
        .group_by(records.c.unit_id, records.c.state, confirmations.c.state)
        .subquery()
    )
    kind = case(
        *(
            (or_(*(and_(here.c.state == ours.value, here.c.told == theirs.value) for ours, theirs in pairs)),
             literal(each.value, counts.c.kind.type))
            for each in Kind if (pairs := pairs_of(each))
        )
    )  # fmt: skip
    total = func.sum(here.c.n)
    of_records = select(here.c.unit_id, kind.label("kind"), cast(total, Integer).label("count")).group_by(
        here.c.unit_id, kind
    )
    only_there = select(
        strays.c.unit_id, literal(Kind.NOT_HERE.value, counts.c.kind.type), func.count()
    ).group_by(strays.c.unit_id)
    return of_records.union_all(only_there)  # type: ignore[return-value]


async def recount(tx: Tx) -> None:
    """Count everything anew; nothing is decided meanwhile.

    Every decision locks its unit's head of chain before it counts, so with all heads locked each has either been
    counted by itself and is seen here, or sees what is counted here and counts itself from that.
    """
    if tx.dialect == "postgresql":
        await tx.run(select(heads.c.unit_id).order_by(heads.c.unit_id).with_for_update())
    await tx.run(delete(counts))
    await tx.run(insert(counts).from_select([*_KEYS, "count"], counted(), include_defaults=False))


_below = units.c.path.like(bindparam("p_path") + "%")
_kinds = select(counts.c.kind, func.sum(counts.c.count).label("n")).group_by(counts.c.kind)
_of_all = Hot(_kinds)
_of_subtree = Hot(_kinds.where(counts.c.unit_id.in_(select(units.c.id).where(_below))))
_any = Hot(select(files.c.import_id).limit(1))
_newest = Hot(select(func.max(files.c.as_of).label("as_of")))


async def any_yet(tx: Tx) -> bool:
    """Say whether a status file was ever taken in."""
    return (await tx.run(_any)).first() is not None


async def as_of(tx: Tx) -> datetime | None:
    """Tell the moment of the newest that is known of the staging software; None before the first file."""
    found: datetime | None = (await tx.run(_newest)).scalar_one_or_none()
    return found


async def told_of(tx: Tx, path: str = "/") -> dict[Kind, int]:
    """Count by kind what was said of the records of a subtree; what nothing was said of is left out."""
    rows = await (tx.run(_of_all) if path == "/" else tx.run(_of_subtree, {"p_path": path}))
    return {Kind(row.kind): int(row.n) for row in rows}


async def sums(tx: Tx, path: str = "/", *, in_all: int | None = None) -> Sums:
    """Sum the records of a subtree by kind, from running counts alone; `in_all` spares counting them."""
    if in_all is None:
        by_type = await tallies.by_type(tx, path)
        in_all = sum(sum(states.values()) for states in by_type.values())
    return complete(await told_of(tx, path), in_all)
