"""What a decision does to the follow-up register: it opens an entry, and its undoing takes that back."""

from __future__ import annotations

from domain import follow_ups as rules
from domain.records import Record
from domain.review import FollowUpKind
from handlers.context import Turn
from storage import decisions, follow_ups


async def opened(turn: Turn, record: Record, code: str, route: str, note: str) -> None:
    """Open the entry of a record that was just put on the follow-up list; who decided sees to it until a head names another."""
    kind = FollowUpKind(code) if code in FollowUpKind.__members__ else None
    about = rules.about(kind, record.findings, record.fields)
    await follow_ups.opened(
        turn.tx,
        decision_id=await decisions.id_of(turn.tx, turn.decision_key),
        record_id=record.id,
        unit_id=record.unit_id,
        kind=kind.value if kind else "",
        route=route,
        note=note,
        field=follow_ups.SEPARATOR.join(about.fields),
        shows=about.shows,
        person_id=turn.me.id,
        now=turn.now,
    )


async def withdrawn(turn: Turn, record_id: int) -> None:
    """Take back the entry of a record whose decision was undone."""
    await follow_ups.withdrawn(turn.tx, record_id, by=turn.me.id, now=turn.now)
