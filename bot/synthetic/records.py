"""The stream of invented records: shelf by shelf, book by book, with faults planted by chance or by plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from random import Random

from bot.synthetic import births, books, certificates, deaths, faults, marriages, places, recognitions
from bot.synthetic.books import Slot
from bot.synthetic.faults import Entry, Planted, Rates, Source
from bot.synthetic.places import Commune
from bot.synthetic.truths import OF_CASE, FaultKind, SyntheticRecord, truth_of
from domain import scan_names
from domain.records import RecordType
from domain.review import Case

Front = Mapping[RecordType, Sequence[FaultKind | None]]
_TRIES = 8


def records(
    seed: object,
    counts: Mapping[RecordType, int],
    units: Sequence[Commune] | None = None,
    *,
    rates: Rates | None = None,
    front: Front | None = None,
) -> Iterator[SyntheticRecord]:
    """Invent records type by type, unit by unit, in the order of the books; the same seed gives the same ones.

    `counts` holds totals over all units, shared among them unevenly as in life. `front` names what is planted into
    the first records of each shelf; behind them chance decides by `rates`. Memory stays flat.
    """
    communes = places.communes() if units is None else tuple(units)
    around = communes if len(communes) > 1 else places.communes()
    sizes = [0.4 + Random(f"{seed}:size:{each.code}").random() ** 1.5 for each in communes]
    for record_type in RecordType:
        total = counts.get(record_type, 0)
        if total == 0:
            continue
        plan = tuple((front or {}).get(record_type, ()))
        for home, count in zip(communes, books.shares(total, sizes), strict=True):
            if count:
                yield from _Shelf(seed, record_type, home, around, rates or Rates(), plan).filled(count)


class _Shelf:
    """The books of one type in one commune."""

    def __init__(
        self,
        seed: object,
        record_type: RecordType,
        home: Commune,
        communes: Sequence[Commune],
        rates: Rates,
        plan: tuple[FaultKind | None, ...],
    ) -> None:
        self._type = record_type
        self._home = home
        self._communes = communes
        self._rates = rates
        self._plan = plan
        self._seed = seed
        self._rng = Random(f"{seed}:shelf:{record_type.value}:{home.code}")
        self._office = books.office_of(seed, home)

    def filled(self, count: int) -> Iterator[SyntheticRecord]:
        """Fill the shelf until it has given `count` records; a double upload takes no place in a book."""
        slots = books.slots(Random(self._rng.random()), self._office, count)
        before: SyntheticRecord | None = None
        for at in range(count):
            wanted = self._wanted(at)
            if wanted is FaultKind.DOUBLE_UPLOAD and before is not None and before.truth.kind is None:
                before = self._again(before)
            else:
                before = self._record(next(slots), wanted)
            yield before

    def _wanted(self, at: int) -> FaultKind | None:
        if at < len(self._plan):
            return self._plan[at]
        chance = self._rng.random()
        for case, rate in (
            (Case.VENDOR, self._rates.a),
            (Case.SLIP, self._rates.b),
            (Case.REGISTER, self._rates.c),
        ):
            if chance < rate:
                return self._rng.choice(OF_CASE[case])
            chance -= rate
        return None

    def _record(self, slot: Slot, wanted: FaultKind | None) -> SyntheticRecord:
        entry = self._invent(slot, self._home)
        planted = self._planted(slot, entry, wanted)
        return SyntheticRecord(
            self._type,
            self._home.code,
            planted.typed,
            planted.register,
            scan_names.build(self._type, entry),
            planted.truth,
        )

    def _planted(self, slot: Slot, entry: Entry, wanted: FaultKind | None) -> Planted:
        if wanted is None:
            return faults.clean(entry)
        source = Source(self._type, entry, partial(self._elsewhere, slot), partial(self._next, slot))
        same_case = next(kinds for kinds in OF_CASE.values() if wanted in kinds)
        for attempt in range(_TRIES):
            kind = wanted if attempt == 0 else self._rng.choice(same_case)
            planted = faults.plant(kind, self._rng, source)
            if planted is not None:
                return planted
        return faults.clean(entry)

    def _invent(self, slot: Slot, home: Commune) -> Entry:
        match self._type:
            case RecordType.KS:
                return births.entry(self._rng, slot, home)
            case RecordType.KH:
                other = places.neighbour(home, self._communes, self._rng)
                return marriages.entry(self._rng, slot, home, other)
            case RecordType.KT:
                return deaths.entry(self._rng, slot, home)
            case RecordType.HN:
                return certificates.entry(self._rng, slot, home)
            case RecordType.CMC:
                return recognitions.entry(self._rng, slot, home)

    def _elsewhere(self, slot: Slot) -> Entry:
        """Invent the entry that another commune has in the same place of its own book."""
        other = places.neighbour(self._home, self._communes, self._rng)
        office = books.office_of(self._seed, other)
        return self._invent(slot, other) | office.signed(self._rng, slot.year)

    def _next(self, slot: Slot) -> Entry:
        """Invent the entry some lines further on in the same book."""
        further = slot.number + self._rng.randint(1, 3)
        return self._invent(slot, self._home) | {"so": str(further), "trangSo": str(slot.page + 1)}

    def _again(self, before: SyntheticRecord) -> SyntheticRecord:
        truth = truth_of(FaultKind.DOUBLE_UPLOAD, "so", before.fields["so"])
        return SyntheticRecord(
            before.type, before.unit_code, before.fields, before.register, before.scan, truth
        )
