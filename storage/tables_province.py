"""The tables of the province's work: broadcasts, questions and rulings, files people send, who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, LargeBinary, String, Text
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from storage.tables import _id, _instant, _json, _ref
from storage.tables_plans import _key


def _text() -> Any:
    return Field(default="", sa_column=Column(Text, nullable=False, server_default=sql("''")))


def _word() -> Any:
    return Field(default="", sa_column=Column(String, nullable=False, server_default=sql("''")))


class AttachmentRow(SQLModel, table=True):
    """A photo or document that somebody sent; its bytes are fetched from the channel afterwards."""

    __tablename__ = "attachments"
    __table_args__ = (Index("attachments_state", "state"), Index("attachments_sender", "sent_by", "id"))

    id: int = _id()
    channel: str
    ref: str = Field(
        sa_column=Column(Text, nullable=False)
    )  # the channel's own name for it, or its address there
    kind: str  # photo | document
    name: str = _word()
    mime: str = _word()
    size: int | None = None  # bytes, as the channel says, then as counted
    content: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    content_hash: str = _word()
    state: str  # waiting | fetched | failed | refused
    result: str = _word()
    sent_by: int | None = _ref(nullable=True)
    kept_at: datetime = _instant()
    tries: int = Field(default=0, sa_column_kwargs={"server_default": sql("0")})
    not_before: datetime | None = _instant(nullable=True)


class BroadcastRow(SQLModel, table=True):
    """Something the province says to many."""

    __tablename__ = "broadcasts"
    __table_args__ = (Index("broadcasts_state", "state"),)

    id: int = _id()
    key: str = Field(unique=True)  # names the draft, so that it is ordered once
    audience: dict[str, Any] = _json("{}")
    text: str = _text()
    attachment_id: int | None = _ref(nullable=True)
    state: str  # asked | scheduled | sending | stopped | done | refused
    made_by: int | None = _ref(nullable=True)  # empty: from the command line
    made_at: datetime = _instant()
    send_at: datetime | None = _instant(nullable=True)
    needs_consent: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    consent_by: int | None = _ref(nullable=True)  # who agreed or, where it is refused, who did not
    consent_at: datetime | None = _instant(nullable=True)
    consent_until: datetime | None = _instant(nullable=True)
    corrects_id: int | None = _ref(nullable=True)
    reminds_id: int | None = _ref(nullable=True)
    recipients: int = Field(default=0, sa_column_kwargs={"server_default": sql("0")})
    stopped_by: int | None = _ref(nullable=True)
    stopped_at: datetime | None = _instant(nullable=True)
    begun_at: datetime | None = _instant(nullable=True)
    ended_at: datetime | None = _instant(nullable=True)
    reason: str = _word()  # why it was refused or stopped, where nobody did it by hand
    progress: dict[str, Any] = _json("{}")  # where the message stands that shows how far it is


class BroadcastRecipientRow(SQLModel, table=True):
    """One person a broadcast is for, and how it ended for them."""

    __tablename__ = "broadcast_recipients"
    __table_args__ = (
        Index("broadcast_recipients_status", "broadcast_id", "status"),
        Index("broadcast_recipients_outbox", "outbox_id"),
    )

    broadcast_id: int = _key()
    person_id: int = _key()
    status: str  # waiting | sent | refused | blocked | unreachable | not_linked | withheld
    channel: str = _word()
    reason: str = _word()
    at: datetime | None = _instant(nullable=True)
    acknowledged_at: datetime | None = _instant(nullable=True)
    outbox_id: int | None = _ref(nullable=True)  # what was written to be sent to them


class QuestionRow(SQLModel, table=True):
    """A difficulty somebody asked about, with the masked card it is about."""

    __tablename__ = "questions"
    __table_args__ = (
        Index("questions_open", "state", "at_unit_id"),
        Index("questions_record", "record_id"),
        Index("questions_asker", "asked_by", "id"),
    )

    id: int = _id()
    record_id: int | None = _ref(nullable=True)
    unit_id: int = _ref()
    asked_by: int = _ref()
    asked_at: datetime = _instant()
    text: str = _text()
    search_text: str = _text()
    topic: str = _word()  # what kind of card: the finding that is most serious, or the type of record
    card: str = _text()  # as shown, masked
    attachment_id: int | None = _ref(nullable=True)
    at_unit_id: int | None = _ref(nullable=True)  # whose turn it is to answer
    at_role: str = _word()
    due_at: datetime | None = _instant(nullable=True)
    state: str  # open | answered | closed | withdrawn
    answer: str = _text()
    answered_by: int | None = _ref(nullable=True)
    answered_at: datetime | None = _instant(nullable=True)
    ruling_id: int | None = _ref(nullable=True)
    passed: list[dict[str, Any]] = _json("[]")  # by whom it was handed on, and when


class RulingRow(SQLModel, table=True):
    """An answer that holds for all: with a number, until it is withdrawn or replaced."""

    __tablename__ = "rulings"

    id: int = _id()
    number: str = Field(unique=True)
    title: str = _text()
    text: str = _text()
    cases: str = _word()  # "a", "b", "c" or several
    topics: list[str] = _json("[]")
    asked: str = _text()  # the question it was made for, masked: whoever asks likewise finds it
    search_text: str = _text()
    made_by: int | None = _ref(nullable=True)
    made_at: datetime = _instant()
    replaces_id: int | None = _ref(nullable=True)
    withdrawn_at: datetime | None = _instant(nullable=True)


class RulingTopicRow(SQLModel, table=True):
    """What a ruling is about: a rule of findings or a type of records, so that a card finds it by its own."""

    __tablename__ = "ruling_topics"

    topic: str = Field(primary_key=True)
    ruling_id: int = _key()


class AuditRow(SQLModel, table=True):
    """What somebody did beside decisions: broadcasts, deadlines, people locked, backups."""

    __tablename__ = "audit"
    __table_args__ = (Index("audit_act", "act", "id"),)

    id: int = _id()
    at: datetime = _instant()
    person_id: int | None = _ref(nullable=True)  # empty: from the command line
    act: str
    subject: str = _word()
    details: dict[str, Any] = _json("{}")


class AssignmentPersonRow(SQLModel, table=True):
    """Somebody named in an assignment document."""

    __tablename__ = "assignment_people"

    document_id: int = _key()
    place: int = Field(primary_key=True)
    name: str
    search_name: str = _word()
    person_id: int | None = _ref(nullable=True)  # who that is on the roster, where it is clear


class CampaignRow(SQLModel, table=True):
    """A setting of the campaign that was changed in the chat; it goes before the operator's."""

    __tablename__ = "campaign"

    name: str = Field(primary_key=True)
    value: str
    set_by: int | None = _ref(nullable=True)
    set_at: datetime = _instant()
