"""The tables: who may review what, the records, and what was decided about them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import BigId, Json, LongText, UtcDateTime

RETURNED_AGAIN = (
    "state = 'RETURNED' AND revision > 1"  # few among many: the vendor's second try failed as well
)


def _id() -> Any:
    return Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))


def _instant(nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(UtcDateTime, nullable=nullable))


def _json(default: str) -> Any:
    return Field(default=None, sa_column=Column(Json, nullable=False, server_default=text(f"'{default}'")))


def _ref(nullable: bool = False) -> Any:
    # References are checked in the code that writes them: a foreign key would be looked up on every one of
    # 381,383 imported rows, and the rows they point to are never deleted.
    return Field(default=None, sa_column=Column(BigId, nullable=nullable))


class UnitRow(SQLModel, table=True):
    """A unit of the tree; its key is (scheme, code), since codes were given anew in 2025."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("scheme", "code"), Index("units_path", "path"))

    id: int = _id()
    scheme: str
    code: str
    name: str
    level: str  # province | district | commune
    parent_id: int | None = _ref(nullable=True)
    path: str  # "/1/5/77/": the ids from the root down to this unit, so a subtree is a prefix
    search_name: str  # folded: lower case, no accents
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: int | None = _ref(nullable=True)  # the unit it went into, under which it hangs from then on


class PersonRow(SQLModel, table=True):
    """Somebody on the roster. The phone number, digits with country code, is who they are."""

    __tablename__ = "people"

    id: int = _id()
    full_name: str
    phone: str = Field(unique=True)
    search_name: str
    practice_done: int = 0
    created_at: datetime = _instant()
    preferred_channel: str | None = None  # where they want to be written to first
    locked_at: datetime | None = _instant(
        nullable=True
    )  # an admin shut the door: nothing is answered any more
    quiet_on: date | None = None  # a day on which they asked not to be nudged any more
    seen_on: date | None = None  # the last day on which they said anything to the bot


class RoleRow(SQLModel, table=True):
    """A role of a person in a unit, from `since` until `until`; past rows stay."""

    __tablename__ = "roles"
    __table_args__ = (
        Index("roles_person", "person_id", "until"),
        Index("roles_unit", "unit_id", "until"),
        # one role of a kind per person and unit at a time
        Index("roles_once", "person_id", "unit_id", "role", unique=True, sqlite_where=text("until IS NULL"),
              postgresql_where=text("until IS NULL")),
    )  # fmt: skip

    id: int = _id()
    person_id: int = _ref()
    unit_id: int = _ref()
    role: str  # official | head | admin | auditor | vendor
    title: str = ""
    daily_limit: int | None = None  # chi_tieu_ngay: at most so many a day
    weight: int = Field(
        default=100, sa_column_kwargs={"server_default": text("100")}
    )  # percent of a full share
    fixed_quota: int | None = None  # set by hand: so many a day, whatever the plan says
    ends_on: date | None = None  # the last day of a post that somebody was lent to
    since: datetime = _instant()
    until: datetime | None = _instant(nullable=True)


class InvitationRow(SQLModel, table=True):
    """A single-use activation code for one person."""

    __tablename__ = "invitations"
    __table_args__ = (Index("invitations_person", "person_id"),)

    id: int = _id()
    code: str = Field(unique=True)
    person_id: int = _ref()
    relink: bool = False  # given out anew by an admin: using it lets go of the account linked before
    created_at: datetime = _instant()
    expires_at: datetime = _instant()
    used_at: datetime | None = _instant(nullable=True)
    used_by_account_id: int | None = _ref(nullable=True)
    voided_at: datetime | None = _instant(nullable=True)


class AccountRow(SQLModel, table=True):
    """An account on a channel: a stranger's until it is linked to a person."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("channel", "user_key"), Index("accounts_person", "person_id"))

    id: int = _id()
    channel: str
    user_key: str
    person_id: int | None = _ref(nullable=True)
    linked_at: datetime | None = _instant(nullable=True)
    invitation_id: int | None = _ref(nullable=True)  # the code given, while the contact is awaited
    helped_at: datetime | None = _instant(nullable=True)  # when a stranger last got the help text
    code_tries: int = 0
    code_tries_since: datetime | None = _instant(nullable=True)
    card_prompt_id: int | None = _ref(nullable=True)  # what the living card asks now
    shown_prompt_id: int | None = _ref(nullable=True)  # the list last shown: what a typed number means
    card_ref: str | None = None  # the channel's name for the living card's message
    unreachable_at: datetime | None = _instant(nullable=True)


class RecordRow(SQLModel, table=True):
    """One digitised record. `fields` holds every column of the source that was not empty."""

    __tablename__ = "records"
    __table_args__ = (
        UniqueConstraint("unit_id", "type", "natural_key", "occurrence"),
        Index("records_queue", "unit_id", "state", "assignee_id", "desk_order"),
        Index("records_desk", "assignee_id", "state", "turn", "desk_order"),
        Index(
            "records_unjudged", "id", sqlite_where=text("rule_set = 0"), postgresql_where=text("rule_set = 0")
        ),
        Index(
            "records_again",
            "unit_id",
            sqlite_where=text(RETURNED_AGAIN),
            postgresql_where=text(RETURNED_AGAIN),
        ),
    )

    id: int = _id()
    unit_id: int = _ref()
    type: str  # KS KH KT HN CMC
    natural_key: str  # "2005|24", or "hàng 17@tep.xlsx" where number or date is missing
    occurrence: int = 1
    year: int | None = None
    number: str = ""
    book: str = ""
    page: str = ""
    subject: str = ""
    desk_order: str  # type, year, book, page, number as text that sorts the way the books lie on the desk
    state: str
    state_on: date  # the day it came into that state
    revision: int = 1
    assignee_id: int | None = _ref(nullable=True)
    assigned_on: date | None = None
    turn: int = (
        0  # 0 in the order of the desk; skipped records go behind (1, 2 …), undone ones to the front (-1 …)
    )
    skips: int = 0
    imported_state: str
    imported_on: date
    import_id: int = _ref()
    scan: str = ""  # a name below the scans folder, as the source gave it or as the naming scheme builds it
    fields: dict[str, str] = _json("{}")
    findings: list[dict[str, Any]] = _json("[]")
    content_hash: str
    rule_set: int = Field(
        default=0, sa_column_kwargs={"server_default": text("0")}
    )  # by which set of rules the findings were found; 0: not judged yet


class DecisionRow(SQLModel, table=True):
    """One thing done with one record. Append-only: the database refuses UPDATE and DELETE."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("unit_id", "seq"),
        UniqueConstraint("event_key"),
        Index("decisions_person_day", "person_id", "day"),
        Index("decisions_record", "record_id"),
    )

    id: int = _id()
    unit_id: int = _ref()
    seq: int = Field(sa_column=Column(BigId, nullable=False))  # 1, 2, 3 … within the unit
    record_id: int = _ref()
    revision: int
    person_id: int | None = _ref(nullable=True)  # empty: the vendor's resubmission
    move: str
    from_state: str
    to_state: str
    reasons: list[str] = _json("[]")
    route: str = ""
    note: str = Field(default="", sa_column=Column(LongText, nullable=False, server_default=text("''")))
    changes: dict[str, list[str]] = _json("{}")  # field → [before, after]
    findings: list[dict[str, Any]] = _json("[]")  # what the card showed
    case_suggested: str = ""
    case_chosen: str = ""
    undoes_id: int | None = _ref(nullable=True)
    shown_at: datetime | None = _instant(nullable=True)
    decided_at: datetime = _instant()
    day: date
    channel: str
    event_key: str  # "telegram:…", "import:…": what caused it, so that it cannot be done twice
    prev_hash: str
    hash: str


class ChainHeadRow(SQLModel, table=True):
    """The last link of a unit's chain of decisions; locking it orders the unit's decisions."""

    __tablename__ = "chain_heads"

    unit_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    seq: int = Field(sa_column=Column(BigId, nullable=False))
    hash: str


class TallyRow(SQLModel, table=True):
    """How many records of a unit and type came into a state on a day and are still there."""

    __tablename__ = "tallies"

    unit_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    type: str = Field(primary_key=True)
    state: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    count: int


class TotalRow(SQLModel, table=True):
    """The tallies summed over the days, so that a province's status stays small to read in its last month."""

    __tablename__ = "totals"
    # what a whole province is told is summed along this, without sorting
    __table_args__ = (Index("totals_states", "state", "type", "unit_id", "count"),)

    unit_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    type: str = Field(primary_key=True)
    state: str = Field(primary_key=True)
    count: int


class ImportRow(SQLModel, table=True):
    """One file taken in."""

    __tablename__ = "imports"

    id: int = _id()
    kind: str  # units | mergers | roster | records
    file_name: str
    sha256: str
    done_at: datetime = _instant()
    counts: dict[str, int] = _json("{}")
