"""Planting what no rule can read from the data, though the vendor is to blame: pages too faint, and typing wrong all over.

Their labels name no rule. They are there for what officials then do, which is to return the record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from bot.synthetic import slips
from bot.synthetic.faults import DATES, NAMES
from bot.synthetic.labelled_shape import Draft, Label
from domain.records import RecordType

BLURRED, MANY = "blurred scan", "many errors"
_LEAST = 4  # wrong fields that are no small slips any more


def blurred(rng: Random, draft: Draft) -> bool:
    """Scan a page so faintly that nobody can read it."""
    draft.labels.append(Label("", BLURRED, ("tenFile",), "a"))
    draft.taken = True
    return True


def many_errors(rng: Random, draft: Draft) -> bool:
    """Mistype field after field."""
    changes: dict[str, str] = {}
    for name in (*NAMES[draft.type], *DATES[draft.type], "nycHoTen", "nguoiKy"):
        if draft.has(name):
            alter = slips.in_date if "Ngay" in name or "ThoiGian" in name else slips.in_name
            wrong = alter(rng, draft.entry[name])
            if wrong != draft.entry[name]:
                changes[name] = wrong
    if len(changes) < _LEAST:
        return False
    draft.register, draft.typed = draft.entry, draft.entry | changes
    draft.labels.append(Label("", MANY, tuple(changes), "a"))
    draft.taken = True
    return True


_ALL = frozenset(RecordType)
PLANTS: Mapping[str, tuple[tuple[frozenset[RecordType], Callable[[Random, Draft], bool]], ...]] = {
    "": ((_ALL, blurred), (_ALL, many_errors)),
}
