"""The tables of what is said unasked: verdicts, times, answers; how far units are; seals; assignment documents."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, text
from sqlmodel import Field, SQLModel

from storage.columns import BigId
from storage.tables import _id, _instant, _json, _ref
from storage.tables_plans import _key


class NudgeRow(SQLModel, table=True):
    """What was decided about one person and one message nobody asked for: its key keeps it from being said twice."""

    __tablename__ = "nudges"
    __table_args__ = (Index("nudges_day", "day", "person_id"),)

    kind: str = Field(primary_key=True)
    period: str = Field(primary_key=True)  # what it is about: a day, a week, so many days to the deadline
    person_id: int = _key()
    day: date  # the local day on which it was decided
    verdict: str  # send | withhold | postpone
    reason: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    at: datetime = _instant()
    until: datetime | None = _instant(nullable=True)  # to when it was postponed
    carried_by: str = Field(
        default="", sa_column_kwargs={"server_default": text("''")}
    )  # whose message it rides in


class NudgeTimeRow(SQLModel, table=True):
    """When a kind of message is due in a unit's subtree: "07:45", or "off"."""

    __tablename__ = "nudge_times"

    unit_id: int = _key()
    kind: str = Field(primary_key=True)
    at: str
    set_by: int | None = _ref(nullable=True)
    set_at: datetime = _instant()


class NudgeAnswerRow(SQLModel, table=True):
    """Why somebody says that they are behind on a day, or their units are: who is official and head says both."""

    __tablename__ = "nudge_answers"

    person_id: int = _key()
    day: date = Field(primary_key=True)
    about: str = Field(primary_key=True)  # own: their own day | units: those they answer for
    reason: str
    at: datetime = _instant()


class DoneLevelRow(SQLModel, table=True):
    """How many records of a unit were ever decided, up to a place in its chain: what came back counts again."""

    __tablename__ = "done_levels"

    unit_id: int = _key()
    seq: int = Field(sa_column=Column(BigId, nullable=False))
    done: int


class SealRow(SQLModel, table=True):
    """A day's seal: the newest link of every unit's chain, hashed together; it goes out of the house that night."""

    __tablename__ = "seals"

    day: date = Field(primary_key=True)
    units: int
    decisions: int = Field(sa_column=Column(BigId, nullable=False))
    heads: list[list[object]] = _json("[]")  # [unit id, seq, hash], by unit
    prev_hash: str
    hash: str
    made_at: datetime = _instant()


class AssignmentDocumentRow(SQLModel, table=True):
    """The written assignment of a unit: who reviews, signed by its chair; the province asked for one of each."""

    __tablename__ = "assignment_documents"
    __table_args__ = (Index("assignment_documents_unit", "unit_id"),)

    id: int = _id()
    unit_id: int = _ref()
    number: str
    signed_on: date
    filed_by: int = _ref()
    filed_at: datetime = _instant()
    withdrawn_at: datetime | None = _instant(nullable=True)
    attachment_id: int | None = _ref(nullable=True)
