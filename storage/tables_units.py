"""The table of what units were: the names they bore and the units they lay in before."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlmodel import SQLModel

from storage.tables import _id, _ref


class PastUnitRow(SQLModel, table=True):
    """What a unit was called and where it hung until a day; vendors' files and people go on naming it that way."""

    __tablename__ = "past_units"
    __table_args__ = (Index("past_units_unit", "unit_id"),)

    id: int = _id()
    unit_id: int = _ref()
    name: str
    search_name: str  # folded: lower case, no accents
    parent_id: int | None = _ref(nullable=True)
    until: date  # the last day on which it was so
