"""Judging records as they are stored: texts in, texts out. What the judging processes do 381,383 times.

No SQLAlchemy here: a judging process stays small and starts at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b

import orjson

from domain import keys
from domain.folding import is_blank
from domain.records import Finding, RecordType, Severity
from domain.text import canonical
from domain.triage import engine
from domain.triage.shape import About, Gazetteer, View
from domain.triage.spans import span

Stored = dict[str, str]  # a finding as it is stored
# type, the unit's key, scan, fields as JSON, findings before as JSON
Given = tuple[str, str, str, bytes | str, str]
# findings as JSON, the person's key
Judged = tuple[str, int | None]

SET = "set"  # marks, in what is stored, a finding that only the records of a shelf together can tell
WAS = "was"  # the case before the whole book told another one
OF_SETS = frozenset({"R12", "R13", "R23"})  # rules that are asked of shelves only
OF_IMPORT = frozenset({"R01"})  # told when the scans were looked for; no rule of a single record speaks of it
_NO_KEY = {
    keys.Missing.NO_NUMBER: ("R04", "so"),
    keys.Missing.BAD_NUMBER: ("R04", "so"),
    keys.Missing.NO_DATE: ("R04", "ngayDangKy"),
    keys.Missing.BAD_DATE: ("R05", "ngayDangKy"),
}
_WEIGHT = {Severity.SERIOUS.value: 0, Severity.WARNING.value: 1, Severity.HINT.value: 2}
_TYPES = {each.value: each for each in RecordType}
_TOGETHER = 50  # records that are judged rule by rule: all that they hold stays near at hand
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Judge:
    """Judges stored rows against one list of places, on one day."""

    def __init__(self, gazetteer: Gazetteer, today: date) -> None:
        self._gazetteer = gazetteer
        self._today = today

    def rows(self, given: Sequence[Given]) -> list[Judged]:
        """Judge rows."""
        judged: list[Judged] = []
        for at in range(0, len(given), _TOGETHER):
            judged += self._together(given[at : at + _TOGETHER])
        return judged

    def _together(self, given: Sequence[Given]) -> Iterable[Judged]:
        views = [self._view(each) for each in given]
        found = engine.judge_many(views)
        persons = [person_key(view) for view in views]
        told = [
            _merged(_named(view, own), row[-1]) if own or row[-1] != "[]" or not _has_key(view) else "[]"
            for row, view, own in zip(given, views, found, strict=True)
        ]
        return zip(told, persons, strict=True)

    def _view(self, given: Given) -> View:
        type_text, unit_key, scan, fields, _ = given
        record_type = _TYPES.get(type_text) or RecordType(type_text)  # which raises for a type there is not
        about = About(self._today, unit_key, self._gazetteer, scan.rpartition("/")[2])
        return View(record_type, _parsed(fields), about)


def _parsed(text: bytes | str) -> dict[str, str]:
    fields: dict[str, str]
    try:
        fields = orjson.loads(text)
    except ValueError:  # half a surrogate pair, as some program left it: the standard library lets it pass
        fields = json.loads(text)
    return fields


def _merged(found: Sequence[Finding], before: str) -> str:
    """Write what was found: what the record is told stays apart from what is known of it from outside, which is kept."""
    return encode(merged([each.as_json() for each in found], json.loads(before) if before != "[]" else ()))


def findings_of(record_type: RecordType, fields: Mapping[str, str], about: About) -> list[Finding]:
    """Ask all rules of a single record; one that cannot be named by year and number says so gravely in any case."""
    view = View(record_type, fields, about)
    return list(_named(view, engine.judge_many((view,))[0]))


def _has_key(view: View) -> bool:
    """Say at a glance whether a record can be named; False says nothing."""
    return view.registered is not None and keys.entry_number(view.text("so")) is not None


def _named(view: View, found: Sequence[Finding]) -> Sequence[Finding]:
    if _has_key(view):
        return found
    fields = view.fields
    key = keys.natural_key(view.type, fields)
    if isinstance(key, keys.Key):
        return found
    rule, name = _NO_KEY[key.reason]
    own = next((each for each in found if each.field == name and each.rule in ("R04", "R05")), None)
    if own is None:
        own = Finding(rule, name, value=fields.get(name, "")[:200])
    grave = replace(own, severity=Severity.SERIOUS)
    return [grave, *(each for each in found if each is not own)]


def is_outside(finding: Mapping[str, str]) -> bool:
    """Say whether a stored finding comes from elsewhere than the record itself: its shelf, or the scans folder."""
    return SET in finding or finding["rule"] in OF_SETS or finding["rule"] in OF_IMPORT


def merged(found: Sequence[Stored], before: Iterable[Stored]) -> list[Stored]:
    """Put new findings of the record itself in the place of its former ones, gravest first; others stay.

    A case that the whole book told stays with a finding that says the same as before.
    """
    promoted = {same(each): each for each in before if WAS in each}
    new = []
    for each in found:
        told = promoted.get(same(each))
        new.append({**each, "case": told["case"], WAS: each["case"]} if told else each)
    return gravest_first([*new, *(each for each in before if is_outside(each))])


def same(finding: Stored) -> tuple[str, str, str]:
    """Give what makes two stored findings say the same of a record."""
    return finding["rule"], finding["field"], finding["value"]


def gravest_first(found: Iterable[Stored]) -> list[Stored]:
    """Order stored findings by severity, within one in the order given."""
    return sorted(found, key=lambda each: _WEIGHT.get(each["severity"], 1))


def encode(found: Sequence[Stored]) -> str:
    """Write findings as they are stored."""
    return _encode(found) if found else "[]"


def person_key(view: View) -> int | None:
    """Hash whom a birth or a death is about: name, full day, and mother or birth; None where that tells too little.

    Who is registered again says so in loaiDangKy and is left out, as are certificates and marriages, of which a
    person may have several.
    """
    get = view.get
    if get("loaiDangKy") in _AGAIN:
        return None
    if view.type is RecordType.KS:
        kind, name, day, other = "KS", get("nksHoTen"), get("nksNgaySinh"), get("meHoTen")
        if not other or _is_blank(other):
            return None
        other = canonical(other)
    elif view.type is RecordType.KT:
        kind, name, day, other = "KT", get("nktHoTen"), get("nktNgayChet"), get("nktNgaySinh") or ""
    else:
        return None
    if not name or not day or _is_blank(name):
        return None
    read = span(day)
    if read is None or read.first != read.last:
        return None
    born = f"{kind}|{canonical(name)}|{read.first.isoformat()}|{other}"
    return int.from_bytes(blake2b(born.encode(), digest_size=8).digest(), "big", signed=True)


def _is_blank(name: str) -> bool:
    return not name[0].isalpha() and is_blank(name)  # nearly all begin with a letter, which settles it


_AGAIN = frozenset({"2", "3", "5"})  # registered again, abroad before, a new original of the certificate
