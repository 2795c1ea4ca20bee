"""Rules about units: the place of registration is this one (R02), and units named stood on that day (R21)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.fields import Kind, fields_of
from domain.records import RecordType, Severity
from domain.review import Case
from domain.triage.gazetteer import Standing, Told
from domain.triage.shape import Hit, Rule, View
from domain.triage.spans import Span
from domain.triage.values import empty, says_nothing

OFFICE = {
    record_type: "noiCap" if record_type is RecordType.HN else "noiDangKy" for record_type in RecordType
}
_ADDRESSES = {
    record_type: tuple(field.name for field in fields_of(record_type) if field.kind is Kind.PLACE)
    for record_type in RecordType
}


def _another_unit(view: View) -> Sequence[Hit]:
    name = OFFICE[view.type]
    text = view.get(name)
    if not text:
        return ()
    standing = _standing(view, text)
    if standing.told is Told.OTHER:
        # a name of another time than the book's (R21) is the typist's rather than another unit's
        registered = view.registered
        in_time = registered is None or not view.about.gazetteer.limited or _stood(standing, registered)
        return (Hit(name, text, case=Case.VENDOR if in_time else ""),)
    if standing.told is Told.UNKNOWN and not empty(text) and not says_nothing(text):
        return (Hit(name, text, standing.meant, severity=Severity.HINT),)
    return ()


def _standing(view: View, text: str) -> Standing:
    return view.about.gazetteer.standing(text, view.about.unit_code)


def _out_of_time(view: View) -> Sequence[Hit]:
    """Find what was typed from a later list of units: where the register has it, it may be approved as it stands."""
    gazetteer, registered = view.about.gazetteer, view.registered
    if not gazetteer.limited or registered is None:
        return ()
    hits: list[Hit] = []
    name = OFFICE[view.type]
    text = view.get(name)
    if text:
        standing = _standing(view, text)
        if not _stood(standing, registered):
            hits.append(Hit(name, text, _name_then(view, standing), case=Case.SLIP))
    for name in _ADDRESSES[view.type]:
        text = view.get(name)
        if text:
            standing = gazetteer.named(text)
            if not _stood(standing, registered):
                hits.append(Hit(name, text, severity=Severity.HINT, case=Case.SLIP))
    return hits


def _stood(standing: Standing, on: Span) -> bool:
    if standing.since <= on.first and on.last <= standing.until:
        return True
    return standing.stood(on.first, on.last)


def _name_then(view: View, standing: Standing) -> str:
    """Give the unit's name on the day of registration where it bore exactly one."""
    registered = view.registered
    if registered is None or standing.told is not Told.HOME:
        return ""
    then = [
        place
        for place in view.about.gazetteer.of(view.about.unit_code)
        if place not in standing.places and place.stood(registered.first, registered.last)
    ]
    return ", ".join((then[0].name, *then[0].parents)) if len(then) == 1 else ""


RULES: tuple[Rule, ...] = (
    Rule(
        "R02", "registered in another unit", tuple(RecordType), ("noiDangKy", "noiCap"),
        Severity.SERIOUS, _another_unit, Case.VENDOR, Case.REGISTER, "R02",  # a, too, where the whole book is another's
    ),
    Rule(
        "R21", "a unit that did not stand then", tuple(RecordType),
        ("noiDangKy", "noiCap", *dict.fromkeys(sum(_ADDRESSES.values(), ()))),
        Severity.WARNING, _out_of_time, Case.SLIP, "", "R21",
    ),
)  # fmt: skip
