"""Statements of the hot path: plain SQLAlchemy Core, compiled once, run on the driver's own cursor on SQLite.

A decision runs some eighteen small statements; SQLAlchemy's own execution costs about 10 µs for each, the statement
itself about 1 µs. PostgreSQL, where the network costs more than either, runs them the ordinary way.
"""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.base import Executable

Processor = Callable[[Any], Any]


class Fetched:
    """The rows a hot statement gave, with the few questions storage asks of a result."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        """List all rows."""
        return self._rows

    def first(self) -> Any:
        """Give the first row, or None."""
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        """Give the only row."""
        (row,) = self._rows
        return row

    def scalar_one(self) -> Any:
        """Give the first column of the only row."""
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:
        """Give the first column of the only row, or None where there is no row."""
        return self.one()[0] if self._rows else None


@dataclass(frozen=True, slots=True)
class Columns:
    """Many rows as their columns, for SQLite: what is the `same` in all rows, and lists of what `each` row has."""

    same: Mapping[str, Any]
    each: Mapping[str, Sequence[Any]]

    @property
    def names(self) -> tuple[str, ...]:
        """Name the columns."""
        return (*self.same, *self.each)


class _Compiled:
    """A statement for one dialect and one set of parameter names."""

    def __init__(self, statement: Executable, dialect: Dialect, keys: tuple[str, ...]) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(keys))  # type: ignore[attr-defined]
        self.sql = str(compiled)
        if "POSTCOMPILE" in self.sql:
            raise ValueError("a list whose length is known only at the call cannot be compiled once")
        self.bound: list[tuple[str, Any, bool, Processor | None]] = []
        for name in compiled.positiontup or ():
            bind = compiled.binds[name]
            processor = bind.type.dialect_impl(dialect).bind_processor(dialect)
            required = bool(bind.required) or name in keys
            self.bound.append((name, compiled.params.get(name), required, processor))
        columns = list(getattr(statement, "exported_columns", ()))  # what a SELECT or a RETURNING gives back
        self.row: Any = (
            namedtuple("Row", [column.key for column in columns], rename=True) if columns else None
        )
        self.read: list[tuple[int, Processor]] = []
        for place, column in enumerate(columns):
            processor = column.type.dialect_impl(dialect).result_processor(dialect, None)
            if processor is not None:
                self.read.append((place, processor))

    def bind(self, params: Mapping[str, Any]) -> list[Any]:
        """Put parameters in the order of the marks; one that is missing is a bug and raises KeyError."""
        return [
            (processor(value) if processor else value)
            for name, default, required, processor in self.bound
            for value in (params[name] if required else default,)
        ]

    def bind_columns(self, given: Columns) -> Iterator[tuple[Any, ...]]:
        """Put many rows in the order of the marks; what is the same in all is processed once."""
        columns: list[Iterable[Any]] = []
        for name, default, required, processor in self.bound:
            if name in given.same or not required:
                value = given.same.get(name, default)
                columns.append(repeat(processor(value) if processor and required else value))
            else:
                column = given.each[name]
                columns.append(map(processor, column) if processor else column)
        return zip(*columns, strict=False)  # as long as the shortest: the others repeat for ever

    def rows(self, raw: Sequence[Sequence[Any]]) -> list[Any]:
        """Read the driver's rows as our values."""
        if not self.read:
            return [self.row._make(values) for values in raw]
        found = []
        for values in raw:
            mended = list(values)
            for place, processor in self.read:
                mended[place] = processor(mended[place])
            found.append(self.row._make(mended))
        return found


class Hot:
    """A statement at module level that is run all day."""

    __slots__ = ("_compiled", "statement")

    def __init__(self, statement: Executable) -> None:
        self.statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def on_sqlite(self, raw: sqlite3.Connection, dialect: Dialect, params: Any) -> Fetched:
        """Run on the driver's connection; a broken constraint raises SQLAlchemy's IntegrityError as ever."""
        many = isinstance(params, list)
        by_column = isinstance(params, Columns)
        keys = tuple(params.names if by_column else (params[0] if many else params) or ())
        compiled = self._compiled.get(keys)
        if compiled is None:
            compiled = self._compiled[keys] = _Compiled(self.statement, dialect, keys)
        try:
            if by_column:
                cursor = raw.executemany(compiled.sql, compiled.bind_columns(params))
            elif many:
                cursor = raw.executemany(compiled.sql, [compiled.bind(each) for each in params])
            else:
                cursor = raw.execute(compiled.sql, compiled.bind(params or {}))
        except sqlite3.IntegrityError as fault:
            raise IntegrityError(compiled.sql, None, fault, hide_parameters=True) from fault
        rows = compiled.rows(cursor.fetchall()) if compiled.row is not None else []
        return Fetched(rows, cursor.rowcount)
