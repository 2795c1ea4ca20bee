"""The temporary tables in which the rows of a file are laid out before they go over."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    MetaData,
    Table,
    Text,
    case,
    exists,
    func,
    literal,
)

from storage.columns import to_json
from storage.imports.record_rows import DUPLICATE, STAGED

_INTEGERS = {"row_no", "unit_id", "year", "named"}

_metadata = MetaData()
staged = Table(
    "staged",
    _metadata,
    *(
        Column(name, BigInteger if name in _INTEGERS else Text, primary_key=name == "row_no", autoincrement=False)
        for name in STAGED
    ),
    prefixes=["TEMPORARY"],
)  # fmt: skip
# rows whose key stands more than once, in the file or in the database, and the occurrence a new one is to have
repeated = Table(
    "repeated",
    _metadata,
    Column("row_no", BigInteger, primary_key=True, autoincrement=False),
    Column("occurrence", Integer, nullable=False),
    prefixes=["TEMPORARY"],
)
# rows that are there already as a record, whether their content is another, and whether the record goes with them to
# another unit
matched = Table(
    "matched",
    _metadata,
    Column("row_no", BigInteger, primary_key=True, autoincrement=False),
    Column("record_id", BigInteger, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("moves", Integer),
    prefixes=["TEMPORARY"],
)
TABLES = (staged, repeated, matched)


def is_new() -> ColumnElement[bool]:
    """Say in SQL that a laid-out row is no record yet."""
    return ~exists().where(matched.c.row_no == staged.c.row_no)


def findings() -> ColumnElement[str]:
    """Give in SQL the findings of a laid-out row as JSON text.

    All rows that share a key get the finding R12, the first of them too: which of them has the wrong number only a
    look at the register can tell.
    """
    duplicate = to_json(DUPLICATE.as_json())
    with_it = case(
        (staged.c.findings == "[]", literal(f"[{duplicate}]", Text)),
        else_=func.substr(staged.c.findings, 1, func.length(staged.c.findings) - 1).op("||")(
            literal(f",{duplicate}]", Text)
        ),
    )
    return case((repeated.c.row_no.is_not(None), with_it), else_=staged.c.findings)
