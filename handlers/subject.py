"""What a card is about: a real record on the person's desk, or a practice record. Steps treat both alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain import practice as practice_cards
from domain.records import Record
from domain.review import State
from handlers.context import Turn
from storage import desk


@dataclass(frozen=True, slots=True)
class Subject:
    """The record a card is about, with the draft that is being made of its decision."""

    record: Record
    shown_at: datetime
    practice: practice_cards.Practice | None = None
    state_on: date | None = None
    unit_code: str = ""
    draft: tuple[tuple[str, str], ...] = ()  # field → new value, in the order typed
    route: str = ""
    note: str = ""
    guarded: bool = False
    kind: str = ""  # what is wrong with the register, as the answer to the deciding question proposes
    reason: str = ""  # for which the record was to be returned when the question was put

    def fresh(self) -> Subject:
        """Give the same subject with no draft."""
        return Subject(self.record, self.shown_at, self.practice, self.state_on, self.unit_code)

    def payload(self, **more: Any) -> dict[str, Any]:
        """Pack what the next step needs to find this subject again."""
        kept: dict[str, Any] = {"at": self.shown_at.isoformat()}
        if self.practice is not None:
            kept["p"] = self.practice.number
        else:
            kept |= {"r": self.record.id, "v": self.record.revision}
        if self.draft:
            kept["draft"] = dict(self.draft)
        if self.route:
            kept["route"] = self.route
        if self.note:
            kept["note"] = self.note
        if self.guarded:
            kept["guarded"] = True
        if self.kind:
            kept["kind"] = self.kind
        if self.reason:
            kept["reason"] = self.reason
        return kept | more


async def load(turn: Turn, payload: dict[str, Any]) -> Subject | None:
    """Find the subject of a stored prompt; None when it is no longer this person's to decide."""
    shown_at = datetime.fromisoformat(payload["at"]) if "at" in payload else turn.now
    draft = tuple(payload.get("draft", {}).items())
    common = {
        "draft": draft,
        "route": payload.get("route", ""),
        "note": payload.get("note", ""),
        "guarded": payload.get("guarded", False),
        "kind": payload.get("kind", ""),
        "reason": payload.get("reason", ""),
    }
    if "p" in payload:
        card = practice_cards.card_number(payload["p"])
        return Subject(card.record, shown_at, practice=card, **common)
    held = await desk.load(turn.tx, payload.get("r", 0))
    if (
        held is None
        or held.assignee_id != turn.me.id
        or held.record.state is not State.PENDING
        or held.record.revision != payload.get("v")
        or not turn.me.reviews_in(held.unit_path)
    ):
        return None
    return Subject(held.record, shown_at, state_on=held.state_on, unit_code=held.unit_code, **common)
