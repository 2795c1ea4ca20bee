"""When each kind of message is due in which unit: what `/lich nhac` set for a unit's subtree, else the kind's own time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.nudges import RULES, Kind
from storage.engine import Tx
from storage.tables import PersonRow, UnitRow
from storage.tables_nudges import NudgeTimeRow

nudge_times = NudgeTimeRow.__table__  # type: ignore[attr-defined]
units = UnitRow.__table__  # type: ignore[attr-defined]
people = PersonRow.__table__  # type: ignore[attr-defined]

OFF = "off"
_EVERY = (
    select(nudge_times, units.c.name, units.c.path, people.c.full_name)
    .join(units, units.c.id == nudge_times.c.unit_id)
    .outerjoin(people, people.c.id == nudge_times.c.set_by)
    .order_by(units.c.path, nudge_times.c.kind)
)


@dataclass(frozen=True, slots=True)
class SetTime:
    """What a unit set for a kind, and who did it when; `at` is None where it is switched off."""

    unit_id: int
    unit_name: str
    unit_path: str
    kind: Kind
    at: time | None
    by_name: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class Times:
    """The times of all units, read at once."""

    given: Mapping[Kind, Mapping[int, SetTime]]  # kind → unit → what it set

    def set_for(self, unit_path: str, kind: Kind) -> SetTime | None:
        """Find the setting that holds in a unit, its own or the nearest one above; None where nobody set any."""
        known = self.given.get(kind)
        if not known:
            return None
        line = (int(part) for part in reversed(unit_path.split("/")) if part)
        return next((known[unit_id] for unit_id in line if unit_id in known), None)

    def of(self, unit_path: str, kind: Kind) -> time | None:
        """Tell when a kind is due in a unit; None where it is switched off."""
        found = self.set_for(unit_path, kind)
        return RULES[kind].at if found is None else found.at

    def distinct(self, kind: Kind, paths: Iterable[str]) -> tuple[time, ...]:
        """List the times at which a kind is due in some units, the earliest first, each once."""
        if not self.given.get(kind):
            return (RULES[kind].at,) if any(True for _ in paths) else ()
        return tuple(sorted({at for path in paths if (at := self.of(path, kind)) is not None}))

    def below(self, unit_path: str, kind: Kind) -> tuple[SetTime, ...]:
        """List what units below a unit, which is itself left out, have set for a kind."""
        return tuple(
            one
            for one in self.given.get(kind, {}).values()
            if one.unit_path != unit_path and one.unit_path.startswith(unit_path)
        )


async def load(tx: Tx) -> Times:
    """Read what all units have set."""
    given: dict[Kind, dict[int, SetTime]] = {}
    for row in await tx.run(_EVERY):
        kind = Kind(row.kind)
        given.setdefault(kind, {})[row.unit_id] = SetTime(
            row.unit_id, row.name, row.path, kind, None if row.at == OFF else time.fromisoformat(row.at),
            row.full_name or "", row.set_at,
        )  # fmt: skip
    return Times(given)


async def put(tx: Tx, unit_id: int, kind: Kind, at: time | None, *, by: int | None, now: datetime) -> None:
    """Set when a kind is due in a unit's subtree, to the minute, or switch it off (None)."""
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    statement = make(nudge_times)
    kept = {"at": OFF if at is None else f"{at:%H:%M}", "set_by": by, "set_at": now}
    await tx.run(
        statement.on_conflict_do_update(
            index_elements=["unit_id", "kind"], set_={name: statement.excluded[name] for name in kept}
        ),
        {"unit_id": unit_id, "kind": kind.value, **kept},
    )


async def clear(tx: Tx, unit_id: int, kind: Kind) -> bool:
    """Take back what a unit set for a kind; False where it had set nothing."""
    took = await tx.run(
        delete(nudge_times).where(
            nudge_times.c.unit_id == bindparam("p_unit"), nudge_times.c.kind == bindparam("p_kind")
        ),
        {"p_unit": unit_id, "p_kind": kind.value},
    )
    return took.rowcount == 1
