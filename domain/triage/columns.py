"""Which columns of a record are filled. The records of a province share some hundreds of such sets, so what only the
set can tell a rule (which of its columns are there, in what order to take them) is worked out once for each set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from domain.fields import Kind, fields_of
from domain.records import RecordType

P = TypeVar("P")
Take = Callable[[Mapping[str, str]], tuple[str, ...]]

_MOST = (
    300  # sets of a type that are kept, at some 5 kB each: a sheet has a few dozen that come again and again
)
_DATES = {
    record_type: tuple(field.name for field in fields_of(record_type) if field.kind is Kind.DATE)
    for record_type in RecordType
}


class Columns:
    """A set of filled columns of a type, and what the rules made of it."""

    __slots__ = ("_plans", "dates", "names", "take_dates", "type")

    def __init__(self, record_type: RecordType, names: frozenset[str]) -> None:
        self.type = record_type
        self.names = names
        self.dates = self.among(_DATES[record_type])
        self.take_dates = taker(self.dates)
        self._plans: dict[Callable[[Columns], Any], Any] = {}

    def plan(self, make: Callable[[Columns], P]) -> P:
        """Give what `make` makes of these columns, which it is asked once."""
        if make not in self._plans:
            self._plans[make] = make(self)
        made: P = self._plans[make]
        return made

    def among(self, names: Sequence[str]) -> tuple[str, ...]:
        """List those of some columns that are filled."""
        return tuple(name for name in names if name in self.names)


def taker(names: Sequence[str]) -> Take:
    """Make what takes the values of some columns at once, all of which have to be there."""
    match len(names):
        case 0:
            return lambda _: ()
        case 1:
            return lambda fields: (fields[names[0]],)
        case _:
            return itemgetter(*names)


_KEPT: Mapping[RecordType, dict[tuple[str, ...], Columns]] = {record_type: {} for record_type in RecordType}


def columns_of(record_type: RecordType, fields: Mapping[str, str]) -> Columns:
    """Give the columns that are filled in a record."""
    kept, names = _KEPT[record_type], tuple(fields)
    columns = kept.get(names)
    if columns is None:
        if len(kept) >= _MOST:
            kept.clear()
        columns = kept[names] = Columns(record_type, frozenset(names))
    return columns
