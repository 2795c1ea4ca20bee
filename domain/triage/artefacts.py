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
from domain.text.garbled import has_halves, is_garbled
from domain.text.letters import ALPHABET, LONGEST_KEPT
from domain.text.repair import is_plain, right_words
from domain.text.slips import MILD
from domain.text.words import MARK
from domain.triage import peoples, surnames
from domain.triage.columns import Columns, Take, taker
from domain.triage.days import IN_WORDS
from domain.triage.lists import foreigners
from domain.triage.shape import Hit, Rule, View

# more than a line of a register, or a note beside it, can hold
_MOST: Mapping[Kind, int] = {Kind.NAME: 120, Kind.PLACE: 600, Kind.OFFICE: 600, Kind.TEXT: 2000}
_MOST_IN_NUMBERS = 60
_MOST_FINE = 8_000  # values to be remembered: a commune's places come again and again, then those of the next
_MOST_TOGETHER = 600  # characters of all names, or of all numbers, of a record
_SHOWN = 200  # characters of an endless value that are worth keeping with the finding


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of texts: its kind, the most characters it can rightly hold, values in which nothing was found."""

    kind: Kind
    most: int
    is_number: bool
    is_name: bool
    values: set[str]


_FINE: Mapping[Kind, set[str]] = {kind: set() for kind in Kind}
_NAME_WORDS = right_words(Kind.NAME)
_SURNAMES: set[str] = set()  # first words of names that were right


def _column(kind: Kind) -> _Column:
    return _Column(kind, _MOST.get(kind, _MOST_IN_NUMBERS), kind not in _MOST, kind is Kind.NAME, _FINE[kind])


_COLUMNS: Mapping[RecordType, Mapping[str, _Column]] = {
    record_type: {
        each.name: _column(each.kind) for each in fields_of(record_type) if each.kind is not Kind.CODE
    }
    for record_type in RecordType
}
_CAPITALS = "".join(filter(str.isupper, sorted(ALPHABET)))
# a letter that some program did not have; of "xã" it is the last
_LOST = re.compile(f"\ufffd|[^\\W\\d_]\\?[^\\W\\d_]|\\b[xX]\\?(?= [{_CAPITALS}])")
_NO_LETTERS = re.compile(r"[0-9@#$%^*=<>~`|{}\[\]\\_\ufffd]|\?[^\W\d_]|[^\W\d_]\?")
_MARKS = re.compile(r"[,;:!]|(?<=[^\W\d_]{2})\.\s*\Z")  # "Hoàng Văn Đ." is shortened
_BY_CHANCE = frozenset((
    Slip.TELEX, Slip.STUCK_KEY, Slip.CAPITALS, Slip.VNI_KEYS, Slip.DIGIT_IN_WORD, Slip.TONE_ON_CONSONANT, Slip.TONE_BESIDE,
))  # fmt: skip
# whose names registers spell by other rules
_OTHERWISE = frozenset((
    "Gia-rai", "Ê-đê", "Ba-na", "Xơ-đăng", "Cơ-ho", "Chăm", "Hrê", "Mnông", "Ra-glai", "Xtiêng", "Bru-Vân Kiều", "Cơ-tu",
    "Gié-Triêng", "Mạ", "Co", "Tà-ôi", "Chơ-ro", "Chu-ru", "Khơ-me", "Brâu", "Ơ-đu", "Rơ-măm", "Lào", "Khơ-mú", "Xinh-mun",
))  # fmt: skip
_NAME = "HoTen"


@dataclass(frozen=True, slots=True)
class _Takes:
    """How to take the values of a record: by how often they come again, and texts kind by kind beside what was fine."""

    numbers: Take
    names: Take
    dates_in_words: Take
    texts: tuple[tuple[set[str], Take], ...]


def _takes(columns: Columns) -> _Takes:
    there = _COLUMNS[columns.type]
    in_words = columns.among(IN_WORDS.get(columns.type, ())[1:])
    of_kind = {
        kind: columns.among([name for name in there if there[name].kind is kind and name not in in_words])
        for kind in Kind
    }
    numbers = [name for kind, names in of_kind.items() if kind not in _MOST for name in names]
    texts = [kind for kind in _MOST if kind is not Kind.NAME and of_kind[kind]]
    return _Takes(
        taker(numbers), taker(of_kind[Kind.NAME]), taker(in_words),
        tuple((_FINE[kind], taker(of_kind[kind])) for kind in texts),
    )  # fmt: skip


def _broken_texts(view: View) -> Sequence[Hit]:
    """Settle all numbers at a glance and all names at another; only where that fails each is looked at by itself."""
    fields, takes = view.fields, view.columns.plan(_takes)
    digits, right = _all_digits("".join(takes.numbers(fields))), _all_right(takes.names(fields))
    if digits and right and _all_fine(fields, takes):
        return ()
    columns, in_words = _COLUMNS[view.type], IN_WORDS.get(view.type, ())[1:]
    hits: list[Hit] = []
    for name, value in view.fields.items():
        column = columns.get(name)
        if column is None or (column.is_number and digits) or (column.is_name and right):
            continue
        if value and value not in column.values and not (name in in_words and _is_worded(value)):
            hits.extend(_look(view, name, value, column))
    return hits


def _all_fine(fields: Mapping[str, str], takes: _Takes) -> bool:
    """Say whether all texts were met before, and dates in words are made of words that were."""
    for fine, take in takes.texts:
        if not fine.issuperset(take(fields)):
            return False
    return all(map(_is_worded, takes.dates_in_words(fields)))


def _all_digits(text: str) -> bool:
    """Say whether there are only digits, dots and strokes; nothing at all counts too."""
    text = text.replace(".", "").replace("/", "")
    return (text.isascii() and text.isdigit() and len(text) < _MOST_TOGETHER) or not text


def _all_right(names: Sequence[str]) -> bool:
    """Say whether all names are made of words that were right before, and begin with one that may be a surname."""
    text = " ".join(names)
    return (
        len(text) < _MOST_TOGETHER
        and _NAME_WORDS.issuperset(text.split(" "))
        and _SURNAMES.issuperset([name.partition(" ")[0] for name in names])
    )


def _is_worded(text: str) -> bool:
    """Say whether a text is made of words that were right before, with none of whose letters lost."""
    return (
        len(text) <= LONGEST_KEPT and is_plain(text, Kind.TEXT) and "?" not in text and "\ufffd" not in text
    )


def _look(view: View, name: str, value: str, column: _Column) -> Sequence[Hit]:
    if len(value) > column.most:
        return (Hit(name, value[:_SHOWN], case=Case.SLIP),)
    if column.is_number and _all_digits(value):
        return ()
    found = repair(value, column.kind)
    if found is not None and column.is_name and found.why in _BY_CHANCE:
        if _writes_otherwise(view, name):
            found = None
        elif surname := _of_a_strangers_family(view, value):
            return _beside_surname(name, value, surname)
    if found is not None:
        return (_suggested(name, value, found),)
    if column.is_name:
        return _not_a_name(view, name, value)
    if (("?" in value or "\ufffd" in value) and _LOST.search(value)) or has_halves(value):
        return (Hit(name, value, case=Case.SLIP),)
    if not column.is_number:
        if len(column.values) >= _MOST_FINE:
            column.values.clear()
        column.values.add(value)
    return ()


def _suggested(name: str, value: str, found: Repair) -> Hit:
    severity = Severity.HINT if found.why in MILD else None
    return Hit(name, value, found.value, found.loss_free, severity, Case.SLIP)


def _not_a_name(view: View, name: str, value: str) -> Sequence[Hit]:
    if not value.replace(" ", "").isalpha() and (
        _NO_LETTERS.search(value) or "\u00ad" in value or is_garbled(value)
    ):
        return (Hit(name, value, case=Case.SLIP),)
    if MARK.search(value) is not None and not _writes_otherwise(view, name):
        return (Hit(name, value, case=Case.SLIP),)
    # beside officers' names it is told how they signed
    if name.endswith(_NAME) and (found := _MARKS.search(value)) is not None:
        meant = value.rstrip(" .,;:!") if found.end() == len(value.rstrip()) else ""
        return (Hit(name, value, meant, severity=Severity.HINT, case=Case.SLIP),)
    meant = surnames.meant(value)
    if (meant or odd_syllables(value)) and not _writes_otherwise(view, name):
        surname = _of_a_strangers_family(view, value)
        if surname and not odd_syllables(value.removeprefix(surname)):
            return ()
        return (Hit(name, value, meant, severity=Severity.HINT),)
    surname = value.partition(" ")[0]
    # a single word may be anything, and is not remembered as a surname where it would hide a misspelled one
    if len(_SURNAMES) < _MOST_FINE and not surnames.meant(f"{surname} {surname}"):
        _SURNAMES.add(surname)
    return ()


def _beside_surname(name: str, value: str, surname: str) -> Sequence[Hit]:
    """Look at the rest of the name of a foreigner's child, whose surname is written as over there."""
    rest = value[len(surname) :].strip()
    found = repair(rest, Kind.NAME) if rest else None
    if found is None:
        return ()
    return (_suggested(name, value, Repair(f"{surname} {found.value}", found.loss_free, found.why)),)


def _of_a_strangers_family(view: View, value: str) -> str:
    """Give the surname of a name where a foreigner of the record bears it; empty where none does."""
    surname = value.split(" ", 1)[0]
    others = (view.text(prefix + _NAME).split() for prefix in foreigners(view))
    return surname if any(other and other[0].lower() == surname.lower() for other in others) else ""


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
