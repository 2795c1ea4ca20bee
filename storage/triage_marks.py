"""Keeping what judging found: the findings, the person's key, and which shelves are to be judged together anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Insert, Text, bindparam, delete, literal, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import Executable

from domain.triage.shape import RULE_SET
from storage.engine import Tx
from storage.hot import Columns, Hot
from storage.many import among
from storage.tables import RecordRow
from storage.tables_triage import RecordKeyRow, StaleShelfRow

records = RecordRow.__table__  # type: ignore[attr-defined]
keys = RecordKeyRow.__table__  # type: ignore[attr-defined]
stale = StaleShelfRow.__table__  # type: ignore[attr-defined]


class Found(NamedTuple):
    """What was found in a record as it was read; it is kept only while the record is still so."""

    record_id: int
    unit_id: int
    type: str
    state: str
    revision: int
    rule_set: int
    findings: str  # as JSON
    person: int | None


_keep = Hot(
    update(records)
    .where(
        records.c.id == bindparam("p_id"),
        records.c.state == bindparam("p_state"),
        records.c.revision == bindparam("p_revision"),
        records.c.rule_set == bindparam("p_rules"),
    )
    .values(findings=bindparam("p_findings", type_=Text), rule_set=RULE_SET)
)
_keep_postgres = text(
    f"UPDATE records SET findings = CAST(found.findings AS jsonb), rule_set = {RULE_SET}"
    " FROM unnest(CAST(:ids AS bigint[]), CAST(:states AS text[]), CAST(:revisions AS integer[]),"
    " CAST(:rules AS integer[]), CAST(:findings AS text[])) AS found(id, state, revision, rules, findings)"
    " WHERE records.id = found.id AND records.state = found.state AND records.revision = found.revision"
    " AND records.rule_set = found.rules"
)
_add_keys: dict[str, Executable | Hot] = {
    "sqlite": Hot(
        sqlite.insert(keys)
        .values(record_id=bindparam("p_id"), person=bindparam("p_person"))
        .on_conflict_do_update(index_elements=["record_id"], set_={"person": bindparam("p_person")})
    ),
    "postgresql": text(
        "INSERT INTO record_keys (record_id, person)"
        " SELECT * FROM unnest(CAST(:ids AS bigint[]), CAST(:persons AS bigint[]))"
        " ON CONFLICT (record_id) DO UPDATE SET person = excluded.person"
    ),
}


async def keep(tx: Tx, found: Sequence[Found]) -> None:
    """Keep what was found in some records, one statement for all of them; what changed meanwhile is left."""
    again = [each.record_id for each in found if each.rule_set or each.revision > 1]
    if again:
        await mark_partners(tx, again)
        await tx.run(delete(keys).where(among(tx, keys.c.record_id, again)))
    ids, units, types, states, revisions, rules, findings, persons = map(list, zip(*found, strict=True))
    named = [at for at, person in enumerate(persons) if person is not None]
    named_ids, keyed = [ids[at] for at in named], [persons[at] for at in named]
    if tx.dialect == "sqlite":
        given = {
            "p_id": ids,
            "p_state": states,
            "p_revision": revisions,
            "p_rules": rules,
            "p_findings": findings,
        }
        await tx.run(_keep, Columns({}, given))
        if named:
            await tx.run(_add_keys["sqlite"], Columns({}, {"p_id": named_ids, "p_person": keyed}))
    else:
        await tx.run(
            _keep_postgres,
            {"ids": ids, "states": states, "revisions": revisions, "rules": rules, "findings": findings},
        )
        if named:
            await tx.run(_add_keys["postgresql"], {"ids": named_ids, "persons": keyed})
    await mark(tx, set(zip(units, types, strict=True)))


def _mark(dialect: str) -> Any:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return _or_again(make(stale).values(unit_id=bindparam("p_unit"), type=bindparam("p_type"), marks=1))


def _or_again(statement: Any) -> Insert:
    marked: Insert = statement.on_conflict_do_update(
        index_elements=["unit_id", "type"], set_={"marks": stale.c.marks + 1}
    )
    return marked


_MARK = {dialect: Hot(_mark(dialect)) for dialect in ("sqlite", "postgresql")}


async def mark(tx: Tx, shelves: set[tuple[int, str]]) -> None:
    """Say of some shelves (unit, type) that their records are to be judged together anew."""
    await tx.run(_MARK[tx.dialect], [{"p_unit": unit, "p_type": kind} for unit, kind in sorted(shelves)])


async def mark_partners(tx: Tx, record_ids: Sequence[int]) -> None:
    """Say so of the shelves of all who share a person's key with some records, before that key changes."""
    other = keys.alias("other")
    mine = (
        select(records.c.unit_id, records.c.type, literal(1))
        .distinct()
        .select_from(keys)
        .join(other, (other.c.person == keys.c.person) & (other.c.record_id != keys.c.record_id))
        .join(records, records.c.id == other.c.record_id)
        .where(among(tx, keys.c.record_id, record_ids))
    )
    make = sqlite.insert if tx.dialect == "sqlite" else postgresql.insert
    await tx.run(_or_again(make(stale).from_select(["unit_id", "type", "marks"], mine)))
