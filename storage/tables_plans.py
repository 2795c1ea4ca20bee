"""The tables of planning: days and hours, leave, what was planned for whom, books that stopped, what ran when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import BigId
from storage.tables import _id, _instant, _ref


def _key() -> Any:
    return Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))


class CalendarDayRow(SQLModel, table=True):
    """A day that a unit set apart from what the country's calendar says; it holds for the whole subtree."""

    __tablename__ = "calendar_days"
    __table_args__ = (UniqueConstraint("unit_id", "day"),)

    id: int = _id()
    unit_id: int = _ref()
    day: date
    kind: str  # off | workday
    reason: str
    set_by: int | None = _ref(nullable=True)
    set_at: datetime = _instant()


class OfficeHoursRow(SQLModel, table=True):
    """When the offices of a subtree are open: "07:30-11:30, 13:30-17:30"."""

    __tablename__ = "office_hours"

    unit_id: int = _key()
    hours: str
    set_by: int | None = _ref(nullable=True)
    set_at: datetime = _instant()


class LeaveRow(SQLModel, table=True):
    """Days on which somebody is away, both counted; a stand-in takes over what lies on their desk."""

    __tablename__ = "leaves"
    __table_args__ = (Index("leaves_person", "person_id", "last"), Index("leaves_last", "last"))

    id: int = _id()
    person_id: int = _ref()
    first: date
    last: date
    stand_in_id: int | None = _ref(nullable=True)
    set_by: int = _ref()
    set_at: datetime = _instant()
    cancelled_at: datetime | None = _instant(nullable=True)


class UnitPlanRow(SQLModel, table=True):
    """What a unit had to do on a day, as planned that morning. Its key makes a day planned once."""

    __tablename__ = "unit_plans"
    __table_args__ = (Index("unit_plans_day", "day"),)

    unit_id: int = _key()
    day: date = Field(primary_key=True)
    open: int  # records nobody had decided
    days_left: int  # working days to the deadline, this one counted
    needed: int
    given: int  # what lies on desks for this day, carried over or new
    shortfall: int
    done: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})  # decided that morning, ever
    line: int = Field(
        default=0, sa_column_kwargs={"server_default": text("0")}
    )  # its own plan by that evening
    planned_at: datetime = _instant()


class PlanRow(SQLModel, table=True):
    """One person's share of a unit's day. A row with `reason` got nothing new, and says why."""

    __tablename__ = "plans"
    __table_args__ = (Index("plans_unit_day", "unit_id", "day"),)

    person_id: int = _key()
    unit_id: int = _key()
    day: date = Field(primary_key=True)
    carried: int  # unfinished from before, counted first
    fresh: int  # what came that morning
    extra: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})  # overtime asked for
    most: int  # how many they could have had at most
    fixed: bool  # set by hand: the planner kept to it
    reason: str = ""  # leave | absent | no_weight …


class BookStopRow(SQLModel, table=True):
    """A book whose serving stopped because the same fault came again and again, and what was decided about it."""

    __tablename__ = "book_stops"
    __table_args__ = (UniqueConstraint("unit_id", "book_key", "reason"),)

    id: int = _id()
    unit_id: int = _ref()
    book_key: str  # the first part of desk_order: "1.2005.001"
    book: str  # as typed: "01/2005"
    reason: str
    count: int  # how many records of it had gone back for that reason
    state: str  # stopped | returned | going_on
    stopped_at: datetime = _instant()
    decided_by: int | None = _ref(nullable=True)
    decided_at: datetime | None = _instant(nullable=True)


class ScheduleRunRow(SQLModel, table=True):
    """What fell due and was done: the timers only ask which periods are missing here."""

    __tablename__ = "schedule_runs"

    kind: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    done_at: datetime = _instant()
    result: str = ""
