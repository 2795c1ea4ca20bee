"""Judging records as they are stored: texts in, texts out. What the judging processes do 381,383 times.

No SQLAlchemy here: a judging process stays small and starts at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Any

from domain import keys
from domain.folding import is_blank
from domain.records import Finding, RecordType, Severity
from domain.text import canonical
from domain.triage import engine
from domain.triage.shape import About, Gazetteer
from domain.triage.spans import span

Stored = dict[str, str]  # a finding as it is stored
# id, type, the unit's key, scan, fields as JSON, findings before as JSON
Given = tuple[int, str, str, str, str, str]
# id, findings as JSON, the person's key
Judged = tuple[int, str, int | None]

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
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Judge:
    """Judges stored rows against one list of places, on one day."""

    def __init__(self, gazetteer: Gazetteer, today: date) -> None:
        self._gazetteer = gazetteer
        self._today = today

    def row(self, given: Given) -> Judged:
        """Judge one row: what it is told stays apart from what is known of it from outside, which is kept."""
        record_id, type_text, unit_key, scan, fields_text, before_text = given
        record_type = _TYPES.get(type_text) or RecordType(type_text)  # which raises for a type there is not
        fields = json.loads(fields_text)
        about = About(self._today, unit_key, self._gazetteer, scan.rpartition("/")[2])
        found = findings_of(record_type, fields, about)
        before = json.loads(before_text) if before_text != "[]" else []
        person = person_key(record_type, fields)
        if not found and not before:
            return record_id, "[]", person
        return record_id, _encode(merged([each.as_json() for each in found], before)), person


def findings_of(record_type: RecordType, fields: Mapping[str, str], about: About) -> list[Finding]:
    """Ask all rules of a single record; one that cannot be named by year and number says so gravely in any case."""
    found = list(engine.judge(record_type, fields, about))
    key = keys.natural_key(record_type, fields)
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


def person_key(record_type: RecordType, fields: Mapping[str, Any]) -> int | None:
    """Hash whom a birth or a death is about: name, full day, and mother or birth; None where that tells too little.

    Who is registered again says so in loaiDangKy and is left out, as are certificates and marriages, of which a
    person may have several.
    """
    if fields.get("loaiDangKy") in _AGAIN:
        return None
    if record_type is RecordType.KS:
        name, day, other = fields.get("nksHoTen"), fields.get("nksNgaySinh"), fields.get("meHoTen")
        if not other or is_blank(other):
            return None
        other = canonical(other)
    elif record_type is RecordType.KT:
        name, day, other = fields.get("nktHoTen"), fields.get("nktNgayChet"), fields.get("nktNgaySinh") or ""
    else:
        return None
    if not name or not day or is_blank(name):
        return None
    read = span(day)
    if read is None or read.first != read.last:
        return None
    born = f"{record_type.value}|{canonical(name)}|{read.first}|{other}"
    return int.from_bytes(blake2b(born.encode(), digest_size=8).digest(), "big", signed=True)


_AGAIN = frozenset({"2", "3", "5"})  # registered again, abroad before, a new original of the certificate
