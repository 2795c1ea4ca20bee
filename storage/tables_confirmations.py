"""The tables of what the staging software says of records, kept beside what was decided here."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables import _instant, _ref
from storage.tables_plans import _key
from storage.tables_province import _text


class ConfirmationFileRow(SQLModel, table=True):
    """A status file taken in, and the moment whose knowledge it holds."""

    __tablename__ = "confirmation_files"

    import_id: int = _key()
    as_of: datetime = _instant()


class ConfirmationRow(SQLModel, table=True):
    """The newest that the staging software has said of a record."""

    __tablename__ = "confirmations"

    record_id: int = _key()
    state: str  # UNSTATED: in words nobody knows
    words: str = _text()  # those words; empty where the state says it all
    as_of: datetime = _instant()
    import_id: int = _ref()


class StrayConfirmationRow(SQLModel, table=True):
    """An entry of the staging software of which there is no record here."""

    __tablename__ = "stray_confirmations"

    unit_id: int = _key()
    type: str = Field(primary_key=True)
    natural_key: str = Field(primary_key=True)
    year: int
    number: str
    state: str
    words: str = _text()
    as_of: datetime = _instant()
    import_id: int = _ref()


class ConfirmationCountRow(SQLModel, table=True):
    """How many records of a unit stand how to what the staging software says of them.

    Those of which it says nothing are not among them.
    """

    __tablename__ = "confirmation_counts"

    unit_id: int = _key()
    kind: str = Field(primary_key=True)  # as in domain.reconciliation
    count: int
