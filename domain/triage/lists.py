"""Ethnic group and nationality (R16): held against the lists by name, and against each other; and codes of no list.

What a register wrote stays: an older name ("Mèo", "Thổ") is no fault, the group's name of today only a hint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sys import intern

from domain.fields import CodeList, codes, fields_of
from domain.records import RecordType, Severity
from domain.review import Case
from domain.triage import nations, peoples
from domain.triage.columns import Columns, Take, taker
from domain.triage.nations import VIET_NAM
from domain.triage.peoples import Told
from domain.triage.places import OFFICE
from domain.triage.shape import Hit, Rule, View
from domain.triage.values import LONGEST, absent, code

_GROUP, _NATION = "DanToc", "QuocTich"
_PEOPLE: Mapping[RecordType, tuple[str, ...]] = {
    record_type: tuple(
        each.name.removesuffix(_GROUP) for each in fields_of(record_type) if each.name.endswith(_GROUP)
    )
    for record_type in RecordType
}
_COLUMNS = {
    record_type: tuple((prefix + _GROUP, prefix + _NATION, prefix + _NATION + "Khac") for prefix in prefixes)
    for record_type, prefixes in _PEOPLE.items()
}
_CODES: Mapping[RecordType, tuple[tuple[str, CodeList], ...]] = {
    record_type: tuple(
        (each.name, each.codes)
        for each in fields_of(record_type)
        if each.codes is not None and each.codes is not codes.PAPER  # R17 speaks of those
    )
    for record_type in RecordType
}
_TEXT_OF_CODE = "Str"
_THO = "Thổ"
_UNTOLD = peoples.Group(Told.NOBODYS)
_MOST_FINE = 2_000  # combinations of the same columns to be remembered


@dataclass(frozen=True, slots=True)
class _Parts:
    """How to take what this rule looks at, people apart from codes, each with the combinations that were fine."""

    people: Take
    codes: Take
    fine_people: set[tuple[str, ...]]
    fine_codes: set[tuple[str, ...]]


_FINE: dict[tuple[str, ...], set[tuple[str, ...]]] = {}  # by type and columns


def _parts(columns: Columns) -> _Parts:
    of_people = [name for three in _COLUMNS[columns.type] for name in three]
    words = [name + _TEXT_OF_CODE for name in of_people]
    people = columns.among([*of_people, *words])
    codes = columns.among([name for name, _ in _CODES[columns.type]])
    fine_people, fine_codes = (_FINE.setdefault((columns.type, *each), set()) for each in (people, codes))
    return _Parts(taker(people), taker(codes), fine_people, fine_codes)


def _not_in_lists(view: View) -> Sequence[Hit]:
    """Look only at what was not met before: groups, nations and codes come in few combinations."""
    parts = view.columns.plan(_parts)
    people, codes = parts.people(view.fields), parts.codes(view.fields)
    if people in parts.fine_people and codes in parts.fine_codes:
        return ()
    hits = _look(view)
    # what Thổ means, the place of registration tells
    if not hits and _THO not in {peoples.read(each).name for each in people}:
        for fine, met in ((parts.fine_people, people), (parts.fine_codes, codes)):
            if len(fine) >= _MOST_FINE:
                fine.clear()
            fine.add(tuple(map(intern, met)))  # the same few words stand in all of them
    return hits


def _look(view: View) -> Sequence[Hit]:
    hits: list[Hit] = []
    get = view.get
    for group_column, nation_column, other_column in _COLUMNS[view.type]:
        group, nation = get(group_column), get(nation_column)
        told = peoples.read(group) if group else _UNTOLD
        if nation and nation != VIET_NAM:
            hits.extend(_about_nation(view, nation_column, nation))
            if _is_foreign(view, nation_column):
                if group and told.told in (Told.LISTED, Told.BRANCH):
                    hits.append(Hit(group_column, group))
                continue
        if group and (told.told is not Told.LISTED or told.name == _THO):
            hits.extend(_about_group(view, group_column, group, told))
        if other := get(other_column):
            hits.extend(_about_nation(view, other_column, other))
    for column, code_list in _CODES[view.type]:
        typed = get(column)
        if typed and typed not in code_list.labels and not code(typed, code_list) and not absent(typed):
            hits.append(Hit(column, typed[:LONGEST]))
    return hits or _neither_parents(view)


def _about_group(view: View, column: str, value: str, told: peoples.Group) -> Sequence[Hit]:
    value = value[:LONGEST]
    match told.told:
        case Told.NOT_LISTED:
            return () if absent(value) else (Hit(column, value, told.name),)
        case Told.NOBODYS if "ngoài" in value.lower():  # a foreigner who is a citizen of this country
            return (Hit(column, value),)
        case Told.OLDER:
            return (Hit(column, value, told.name, severity=Severity.HINT),)
        case Told.BRANCH:
            return (Hit(column, value, severity=Severity.HINT),)
        case Told.LISTED if (
            told.name == _THO and "(" not in value and peoples.is_north(view.text(OFFICE[view.type]))
        ):
            # Thổ is a group of its own further south, and was the word for Tày here
            return (Hit(column, value, "Tày", severity=Severity.HINT),)
        case _:
            return ()


def _about_nation(view: View, column: str, value: str) -> Sequence[Hit]:
    words = view.get(column + _TEXT_OF_CODE)
    if words and not absent(words):  # the newer layout has a code here and the words beside it
        column, value = column + _TEXT_OF_CODE, words
    if absent(value) or nations.read(value):
        return ()
    return (Hit(column, value[:LONGEST], nations.meant(value)),)


def _is_foreign(view: View, column: str) -> bool:
    words = view.get(column + _TEXT_OF_CODE)
    return nations.is_foreign(words if words and not absent(words) else view.text(column))


def _neither_parents(view: View) -> Sequence[Hit]:
    """Find a child of neither parent's group, where both are told: it has one of theirs."""
    if view.type is not RecordType.KS:
        return ()
    child, mother, father = view.get("nksDanToc"), view.get("meDanToc"), view.get("chaDanToc")
    if not child or not mother or not father or child in (mother, father):
        return ()
    name, *parents = (peoples.read(group).name for group in (child, mother, father))
    if name and all(parents) and name not in parents and _THO not in (name, *parents):
        return (Hit("nksDanToc", child, severity=Severity.HINT),)
    return ()


def foreigners(view: View) -> frozenset[str]:
    """List the prefixes of those whom the record calls citizens of another country."""
    return frozenset(prefix for prefix in _PEOPLE[view.type] if _is_foreign(view, prefix + _NATION))


RULES: tuple[Rule, ...] = (
    Rule(
        "R16", "in no list", tuple(RecordType),
        tuple(dict.fromkeys((
            *(name for columns in _COLUMNS.values() for three in columns for name in three),
            *(name for columns in _CODES.values() for name, _ in columns),
        ))),
        Severity.WARNING, _not_in_lists, Case.SLIP, Case.REGISTER, "R16",
    ),
)  # fmt: skip
