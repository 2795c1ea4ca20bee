"""Text broken on its way into the sheet (R20): what keyboards, old encodings and other programs left in a value.

Suggested where it can be read; taken over by one tap only where it looks the same. Names of foreigners and of peoples
who write otherwise are not measured by Vietnamese syllables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.fields import Kind, fields_of
from domain.records import RecordType, Severity
from domain.review import Case
from domain.text import Repair, Slip, odd_syllables, repair
from domain.text.repair import right_words
from domain.triage import peoples, surnames
from domain.triage.lists import foreigners
from domain.triage.shape import Hit, Rule, View

# more than a line of a register, or a note beside it, can hold
_MOST: Mapping[Kind, int] = {Kind.NAME: 120, Kind.PLACE: 600, Kind.OFFICE: 600, Kind.TEXT: 2000}
_MOST_IN_NUMBERS = 60
_MOST_FINE = 50_000  # values to be remembered: places and words come again and again, names hardly ever
_SHOWN = 200  # characters of an endless value that are worth keeping with the finding


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of texts: its kind, the most characters it can rightly hold, what was found right in such columns."""

    kind: Kind
    most: int
    is_number: bool
    words: set[str] | frozenset[str]  # names are made of them
    values: set[str]


_FINE: Mapping[Kind, set[str]] = {kind: set() for kind in Kind}


def _column(kind: Kind) -> _Column:
    is_number = kind not in _MOST
    return _Column(kind, _MOST.get(kind, _MOST_IN_NUMBERS), is_number, right_words(kind), _FINE[kind])


_COLUMNS: Mapping[RecordType, Mapping[str, _Column]] = {
    record_type: {
        each.name: _column(each.kind) for each in fields_of(record_type) if each.kind is not Kind.CODE
    }
    for record_type in RecordType
}
_LOST = re.compile("\ufffd|[^\\W\\d_]\\?[^\\W\\d_]")  # a letter that some program did not have
_NO_LETTERS = re.compile(r"[0-9@#$%^*=<>~`|{}\[\]\\_\ufffd]|\?[^\W\d_]|[^\W\d_]\?")
_SAME_TO_THE_EYE = frozenset((Slip.UNTIDY, Slip.CAPITALS))
_BY_CHANCE = frozenset((Slip.TELEX, Slip.STUCK_KEY, Slip.CAPITALS, Slip.VNI_KEYS, Slip.DIGIT_IN_WORD))
# whose names registers spell by other rules
_OTHERWISE = frozenset((
    "Gia-rai", "Ê-đê", "Ba-na", "Xơ-đăng", "Cơ-ho", "Chăm", "Hrê", "Mnông", "Ra-glai", "Xtiêng", "Bru-Vân Kiều", "Cơ-tu",
    "Gié-Triêng", "Mạ", "Co", "Tà-ôi", "Chơ-ro", "Chu-ru", "Khơ-me", "Brâu", "Ơ-đu", "Rơ-măm", "Lào", "Khơ-mú", "Xinh-mun",
))  # fmt: skip
_NAME = "HoTen"


def _broken_texts(view: View) -> Sequence[Hit]:
    columns = _COLUMNS[view.type]
    hits: list[Hit] = []
    found: Sequence[Hit]
    for name, value in view.fields.items():
        column = columns.get(name)
        if column is None or value in column.values:
            continue
        # most values are settled here: digits and dots, or words that were right before
        if column.is_number:
            fine = value.isascii() and (value.isdigit() or value.replace(".", "").isdigit())
        else:
            fine = column.words.issuperset(value.split(" ")) and value[-1] != ","
        found = _look(view, name, value, column) if not fine or len(value) > column.most else ()
        if found:
            hits.extend(found)
        elif (
            column.kind is Kind.NAME
            and (meant := surnames.meant(value))
            and not _writes_otherwise(view, name)
        ):
            hits.append(Hit(name, value, meant, severity=Severity.HINT))
    return hits


def _look(view: View, name: str, value: str, column: _Column) -> Sequence[Hit]:
    if not value:
        return ()
    if len(value) > column.most:
        return (Hit(name, value[:_SHOWN], case=Case.SLIP),)
    found = repair(value, column.kind)
    is_name = column.kind is Kind.NAME
    if found is not None and not (is_name and found.why in _BY_CHANCE and _writes_otherwise(view, name)):
        return (_suggested(name, value, found),)
    if is_name:
        return _not_a_name(view, name, value)
    if _LOST.search(value):
        return (Hit(name, value, case=Case.SLIP),)
    if not column.is_number and len(column.values) < _MOST_FINE:
        column.values.add(value)
    return ()


def _suggested(name: str, value: str, found: Repair) -> Hit:
    severity = Severity.HINT if found.why in _SAME_TO_THE_EYE else None
    return Hit(name, value, found.value, found.loss_free, severity, Case.SLIP)


def _not_a_name(view: View, name: str, value: str) -> Sequence[Hit]:
    if _NO_LETTERS.search(value) or _LOST.search(value):
        return (Hit(name, value, case=Case.SLIP),)
    if odd_syllables(value) and not _writes_otherwise(view, name):
        return (Hit(name, value, surnames.meant(value), severity=Severity.HINT),)
    return ()


def _writes_otherwise(view: View, name: str) -> bool:
    """Say whether somebody's name may follow other rules of spelling, or be that of somebody who does."""
    prefix = name.removesuffix(_NAME)
    strangers = foreigners(view)
    if prefix in strangers or (strangers and prefix + "QuocTich" not in view.fields):
        return True
    group = view.get(prefix + "DanToc")
    return bool(group) and peoples.read(group or "").name in _OTHERWISE


RULES: tuple[Rule, ...] = (
    Rule(
        "R20", "broken text", tuple(RecordType), tuple(dict.fromkeys(name for columns in _COLUMNS.values() for name in columns)),
        Severity.WARNING, _broken_texts, Case.SLIP, "", "R20",
    ),
)  # fmt: skip
