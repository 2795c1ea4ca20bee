"""Text broken on its way into the sheet (R20): what keyboards, old encodings and other programs left in a value.

Suggested where it can be read; taken over by one tap only where it looks the same. Names of foreigners and of peoples
who write otherwise are not measured by Vietnamese syllables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from domain.fields import Kind, fields_of
from domain.records import RecordType, Severity
from domain.review import Case
from domain.text import Repair, Slip, odd_syllables, repair
from domain.text.repair import is_plain
from domain.triage import peoples
from domain.triage.lists import foreigners
from domain.triage.shape import Hit, Rule, View

_KINDS: Mapping[RecordType, Mapping[str, Kind]] = {
    record_type: {each.name: each.kind for each in fields_of(record_type) if each.kind is not Kind.CODE}
    for record_type in RecordType
}
_LOST = re.compile("\ufffd|[^\\W\\d_]\\?[^\\W\\d_]")  # a letter that some program did not have
_NO_LETTERS = re.compile(r"[0-9@#$%^*=<>~|{}\[\]\\_\ufffd]")
_SAME_TO_THE_EYE = frozenset((Slip.UNTIDY, Slip.CAPITALS))
_BY_CHANCE = frozenset((Slip.TELEX, Slip.STUCK_KEY, Slip.CAPITALS, Slip.VNI_KEYS, Slip.DIGIT_IN_WORD))
# whose names registers spell by other rules
_OTHERWISE = frozenset((
    "Gia-rai", "Ê-đê", "Ba-na", "Xơ-đăng", "Cơ-ho", "Chăm", "Hrê", "Mnông", "Ra-glai", "Xtiêng", "Bru-Vân Kiều", "Cơ-tu",
    "Gié-Triêng", "Mạ", "Co", "Tà-ôi", "Chơ-ro", "Chu-ru", "Khơ-me", "Brâu", "Ơ-đu", "Rơ-măm", "Lào", "Khơ-mú", "Xinh-mun",
))  # fmt: skip
_NAME = "HoTen"


def _broken_texts(view: View) -> Sequence[Hit]:
    kinds = _KINDS[view.type]
    hits: list[Hit] = []
    for name, value in view.fields.items():
        kind = kinds.get(name)
        if kind is None or not value or is_plain(value, kind):
            continue
        found = repair(value, kind)
        if found is not None and not (
            kind is Kind.NAME and found.why in _BY_CHANCE and _writes_otherwise(view, name)
        ):
            hits.append(_suggested(name, value, found))
        elif kind is Kind.NAME:
            hits.extend(_not_a_name(view, name, value))
        elif _LOST.search(value):
            hits.append(Hit(name, value, case=Case.SLIP))
    return hits


def _suggested(name: str, value: str, found: Repair) -> Hit:
    severity = Severity.HINT if found.why in _SAME_TO_THE_EYE else None
    return Hit(name, value, found.value, found.loss_free, severity, Case.SLIP)


def _not_a_name(view: View, name: str, value: str) -> Sequence[Hit]:
    if _NO_LETTERS.search(value) or _LOST.search(value):
        return (Hit(name, value, case=Case.SLIP),)
    if odd_syllables(value) and not _writes_otherwise(view, name):
        return (Hit(name, value, severity=Severity.HINT),)
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
        "R20", "broken text", tuple(RecordType), tuple(dict.fromkeys(name for kinds in _KINDS.values() for name in kinds)),
        Severity.WARNING, _broken_texts, Case.SLIP, "", "R20",
    ),
)  # fmt: skip
