"""A drive whose every fault is known: planted by rule, beside clean records that only look unusual.

It is written from the field's reference alone, so that it can judge the rules rather than repeat them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from random import Random

from bot.synthetic import (
    books,
    labelled_ages,
    labelled_dates,
    labelled_more,
    labelled_odd_forms,
    labelled_odd_lives,
    labelled_odd_more,
    labelled_odd_people,
    labelled_people,
    labelled_registers,
    labelled_sets,
    labelled_texts,
    labelled_vendor,
    places,
)
from bot.synthetic.labelled_lives import whole_date
from bot.synthetic.labelled_shape import Draft, Labelled
from bot.synthetic.places import Commune
from domain.records import RecordType

KS, KH, KT, HN, CMC = RecordType
SHARES: Mapping[RecordType, float] = {KS: 0.42, KH: 0.2, KT: 0.16, HN: 0.13, CMC: 0.09}
FAULTY = 0.3  # of the records that no set has touched
ODD = 0.6  # of the clean ones
_PER_COMMUNE = 900
_FEWEST, _MOST = 4, 40  # communes
_SPARE = 1.1  # gaps take entries away
_TRIES = 8
_DISTRICTS = ("183", "178")
_OF_DISTRICTS = 0.02
_WEIGHT = {"": 2, "R20": 5, "R05": 2, "R17": 2}  # rules of many kinds
_STANDING_BY = 12  # births of each unit that may be registered again elsewhere
_FAMILIES = (
    labelled_registers,
    labelled_dates,
    labelled_ages,
    labelled_people,
    labelled_texts,
    labelled_more,
    labelled_vendor,
)
PLANTS = tuple(
    (rule, types, plant)
    for family in _FAMILIES
    for rule, rows in family.PLANTS.items()
    for types, plant in rows
)
_FORMS = {**labelled_odd_forms.ODD, **labelled_odd_people.ODD}


def labelled(seed: object, count: int) -> Iterator[Labelled]:
    """Invent `count` labelled records, type by type, unit by unit, in the order of the books; the same for the same seed."""
    rng = Random(f"labelled:{seed}")
    all_communes = places.communes()
    wanted = min(_MOST, max(_FEWEST, round(count / _PER_COMMUNE)))
    units = [*rng.sample(all_communes, wanted), *(_district(code) for code in _DISTRICTS)]
    totals = books.shares(count, [SHARES[each] for each in RecordType])
    for record_type, total in zip(RecordType, totals, strict=True):
        yield from islice(_of_type(seed, record_type, units, total), total)


def _of_type(
    seed: object, record_type: RecordType, units: Sequence[Commune], total: int
) -> Iterator[Labelled]:
    standing_by: list[Draft] = []
    sizes = [_OF_DISTRICTS / len(_DISTRICTS) if each.code in _DISTRICTS else 1 / len(units) for each in units]
    ordered = sorted(
        zip(units, books.shares(int(total * _SPARE) + 8, sizes), strict=True), key=lambda each: each[1]
    )
    for home, size in ordered:
        if size:
            rng = Random(f"labelled:{seed}:{record_type.value}:{home.code}")
            shelf = _shelf(rng, seed, record_type, home, size)
            if home.code in _DISTRICTS:
                _strange(rng, shelf)
            else:
                labelled_sets.plant(rng, shelf, standing_by)
                _plant(rng, shelf)
                if record_type is KS:
                    able = [each for each in shelf if not each.taken]
                    for draft in rng.sample(able, min(_STANDING_BY, len(able))):
                        draft.taken = True
                        draft.excused.add("R23")
                        standing_by.append(draft)
                _unusual(rng, shelf)
            labelled_sets.excuse(shelf)
            yield from (draft.done() for draft in shelf)


def _shelf(rng: Random, seed: object, record_type: RecordType, home: Commune, size: int) -> list[Draft]:
    office = books.office_of(seed, home)
    shelf = []
    for slot in books.slots(Random(rng.random()), office, size):
        draft = Draft(record_type, home, slot, {})
        draft.entry = {
            name: value for name, value in labelled_registers.invent(rng, draft, home).items() if value
        }
        _tidy(draft)
        shelf.append(draft)
    return shelf


def _tidy(draft: Draft) -> None:
    """Take away what chance made impossible: a paper issued to somebody who was dead."""
    if draft.type is KT:
        died = whole_date(draft.entry.get("nktNgayChet", ""))
        given = whole_date(draft.entry.get("nktNgayCapGiayToTuyThan", ""))
        if died is not None and given is not None and given > died:
            for name in [each for each in draft.entry if each.startswith("nkt") and "GiayTo" in each]:
                del draft.entry[name]
            for name in ("nktNgayCapGiayToTuyThan", "nktNoiCapGiayToTuyThan"):
                draft.entry.pop(name, None)


def _plant(rng: Random, shelf: Sequence[Draft]) -> None:
    for draft in shelf:
        if draft.taken or rng.random() >= FAULTY:
            continue
        fit = [(rule, plant) for rule, types, plant in PLANTS if draft.type in types]
        rules = [rule for rule in sorted({rule for rule, _ in fit}) for _ in range(_WEIGHT.get(rule, 1))]
        kept = dict(draft.entry)
        for _ in range(_TRIES):
            rule = rng.choice(rules)
            plant = rng.choice([each for name, each in fit if name == rule])
            if plant(rng, draft):
                break
            draft.entry = dict(kept)


def _unusual(rng: Random, shelf: Sequence[Draft]) -> None:
    for draft in shelf:
        if draft.taken or rng.random() >= ODD:
            continue
        more = {
            name: change for name, (types, change) in labelled_odd_more.ODD.items() if draft.type in types
        }
        table = rng.choice((labelled_odd_lives.ODD[draft.type], _FORMS, more))
        kept = dict(draft.entry)
        for _ in range(_TRIES):
            name = rng.choice(tuple(table))
            if table[name](rng, draft):
                draft.oddity = name
                break
            draft.entry, draft.typed, draft.scan = dict(kept), None, ""


def _strange(rng: Random, shelf: Sequence[Draft]) -> None:
    """Let a district register what concerns foreigners."""
    for draft in shelf:
        kept = dict(draft.entry)
        change = labelled_odd_lives.ODD[draft.type].get(
            "foreign husband" if draft.type is KH else "foreign father"
        )
        if change is None or not change(rng, draft):
            draft.entry = kept
        draft.oddity = "district office"


def _district(code: str) -> Commune:
    row = next(each for each in places.unit_rows() if each["code"] == code)
    name = row["name"]
    return Commune(code, name[0].lower() + name[1:], "tỉnh Lạng Sơn", ("Khối 1", "Khối 2", "Khối 3"))
