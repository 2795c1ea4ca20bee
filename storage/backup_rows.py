"""The tables of a backup and how their rows are written: the lines of PostgreSQL's COPY, which SQLite can write too.

A line is one row: values parted by tabs, `\\N` for none, backslash, tab and line ends escaped; instants in UTC, true as
`t`, bytes in hexadecimal, JSON as text. So what one database wrote the other can take in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Table,
)
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from storage import (
    tables,
    tables_confirmations,
    tables_follow_ups,
    tables_nudges,
    tables_page,
    tables_plans,
    tables_province,
    tables_talk,
    tables_triage,
    tables_units,
    tables_vendor,
    tables_zalo,
)

MODULES = (
    tables, tables_confirmations, tables_follow_ups, tables_nudges, tables_page, tables_plans, tables_province,
    tables_talk, tables_triage, tables_units, tables_vendor, tables_zalo,
)  # fmt: skip
NONE = "\\N"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BACK = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}


def all_tables() -> list[Table]:
    """List every table of ours, by name."""
    assert MODULES  # importing them is what fills the list
    return sorted(SQLModel.metadata.tables.values(), key=lambda table: table.name)


def names_of(table: Table) -> list[str]:
    """Name a table's columns in the order their values stand in a line."""
    return [column.name for column in table.columns]


def _kind(column: Column[Any]) -> type[Any]:
    kind: Any = column.type
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    for known in (Boolean, DateTime, Date, LargeBinary, JSON, Integer, String):
        if isinstance(kind, known):
            return known
    raise TypeError(f"{column}: no way is known to back up {kind!r}")


def sqlite_query(table: Table) -> str:
    """Give the query by which SQLite writes a table's lines, in the order of the key."""
    values = " || char(9) || ".join(_sqlite_value(column) for column in table.columns)
    key = ", ".join(f'"{column.name}"' for column in table.primary_key)
    return f'SELECT {values} FROM "{table.name}" ORDER BY {key}'


def _sqlite_value(column: Column[Any]) -> str:
    name = f'"{column.name}"'
    kind = _kind(column)
    if kind is Boolean:
        return f"CASE {name} WHEN 1 THEN 't' WHEN 0 THEN 'f' ELSE '{NONE}' END"
    if kind is DateTime:
        name = f"{name} || '+00'"
    elif kind is LargeBinary:
        name = rf"'\\x' || lower(hex({name}))" if not column.nullable else (
            rf"CASE WHEN {name} IS NOT NULL THEN '\\x' || lower(hex({name})) END"
        )  # fmt: skip
    elif kind in (String, JSON):
        for found, written in (
            (r"'\'", r"'\\'"), ("char(9)", r"'\t'"), ("char(10)", r"'\n'"), ("char(13)", r"'\r'"),
        ):  # fmt: skip
            name = f"replace({name}, {found}, {written})"
    return f"coalesce({name}, '{NONE}')"


def postgres_query(table: Table) -> str:
    """Give the query by which PostgreSQL writes a table's lines, in the order of the key."""
    names = ", ".join(f'"{name}"' for name in names_of(table))
    key = ", ".join(
        f'"{column.name}" COLLATE "C"' if _kind(column) is String else f'"{column.name}"'
        for column in table.primary_key
    )
    return f'SELECT {names} FROM "{table.name}" ORDER BY {key}'


def _text(value: str) -> str:
    return _ESCAPED.sub(lambda found: _BACK.get(found[1], found[1]), value) if "\\" in value else value


def _instant(value: str) -> str:
    """Write an instant the way SQLite keeps it: UTC, six places, no offset."""
    bare = value.removesuffix("+00")
    seconds, _, places = bare.partition(".")
    return f"{seconds}.{places:0<6}"


_READ: dict[type[Any], Callable[[str], Any]] = {
    Boolean: lambda value: 1 if value == "t" else 0,
    DateTime: _instant,
    Date: str,
    LargeBinary: lambda value: bytes.fromhex(value[3:]),  # behind the two backslashes and the x
    JSON: _text,
    Integer: int,
    String: _text,
}


def sqlite_reader(table: Table) -> Callable[[str], Sequence[Any]]:
    """Give what reads a line into the values SQLite keeps; ValueError where it is none of this table."""
    reads = [_READ[_kind(column)] for column in table.columns]

    def read(line: str) -> Sequence[Any]:
        return [
            None if value == NONE else how(value) for how, value in zip(reads, line.split("\t"), strict=True)
        ]

    return read
