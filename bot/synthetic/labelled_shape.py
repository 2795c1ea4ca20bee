"""What is known of a labelled record: which rules it was made to break, and what may rightly be said of it beside.

The labels follow the rules as the field's reference states them, not as the house wrote them down in code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from bot.synthetic.books import Slot
from bot.synthetic.places import Commune
from bot.synthetic.truths import CLEAN, SyntheticRecord, Truth
from domain import scan_names
from domain.records import RecordType

Entry = dict[str, str]


class Files(StrEnum):
    """Which files lie in the folder of scans for a record."""

    ONE = "one"
    NONE = "none"
    TINY = "tiny"  # a few bytes: no page can be on it
    TWO = "two"  # the same name in two foreign folders
    UNNAMED = "unnamed"  # there, but the sheet leaves tenFile empty


@dataclass(frozen=True, slots=True)
class Label:
    """One planted fault.

    `fields`: where a finding may rightly stand, the planted field first; a finding on the whole record counts too.
    `case` is true of it, and `tells` says whether the data alone can tell. `right`: what the register has in the first
    field, empty where the register itself is at fault. `also`: other rules that rightly say the same. A `group` other
    than 0 is one fault that several records carry, and is found when one of them has it.
    """

    rule: str
    kind: str
    fields: tuple[str, ...]
    case: str
    tells: bool = False
    right: str = ""
    also: tuple[str, ...] = ()
    group: int = 0

    @property
    def rules(self) -> tuple[str, ...]:
        """All rules that say it."""
        return (self.rule, *self.also)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A record with its labels; none means clean. `oddity` names what is unusual about a clean one, and rightly so.

    `excused`: rules that may rightly speak up because of what was planted into a neighbour.
    """

    record: SyntheticRecord
    labels: tuple[Label, ...] = ()
    oddity: str = ""
    excused: frozenset[str] = frozenset()
    files: Files = Files.ONE

    @property
    def unit(self) -> str:
        return self.record.unit_code

    @property
    def fields(self) -> Mapping[str, str]:
        """What the vendor typed."""
        return self.record.fields

    @property
    def scan(self) -> str:
        return self.record.scan

    @property
    def ten_file(self) -> str:
        """What the sheet says in tenFile."""
        if self.files is Files.UNNAMED:
            return ""
        return self.scan if self.files is Files.TWO else f"{self.unit}/{self.scan}"


@dataclass(slots=True)
class Draft:
    """A record in the making. `entry` is what a faultless register has; plants fill in the rest.

    `taken` keeps further plants away.
    """

    type: RecordType
    home: Commune
    slot: Slot
    entry: Entry
    typed: Entry | None = None
    register: Entry | None = None
    scan: str = ""
    labels: list[Label] = field(default_factory=list)
    oddity: str = ""
    excused: set[str] = field(default_factory=set)
    files: Files = Files.ONE
    taken: bool = False

    @property
    def place(self) -> str:
        """The field that names the office."""
        return "noiCap" if self.type is RecordType.HN else "noiDangKy"

    @property
    def name(self) -> str:
        """The name of the scan, of what the register has unless a plant said otherwise."""
        return self.scan or scan_names.build(self.type, self.register or self.entry)

    def has(self, *names: str) -> bool:
        """Say whether all these fields hold something."""
        return all(self.entry.get(name) for name in names)

    def done(self) -> Labelled:
        """Give the finished record."""
        register = _filled(self.register or self.entry)
        typed = _filled(self.typed or register)
        truth = CLEAN
        if self.labels:
            first = self.labels[0]
            truth = Truth(first.case, None, first.fields[0] if first.fields else "", first.right)
        record = SyntheticRecord(self.type, self.home.code, typed, register, self.name, truth)
        return Labelled(record, tuple(self.labels), self.oddity, frozenset(self.excused), self.files)


def _filled(entry: Mapping[str, str]) -> Entry:
    return {name: value for name, value in entry.items() if value}


def slip(
    draft: Draft,
    rule: str,
    kind: str,
    changes: Entry,
    *,
    case: str = "b",
    fields: tuple[str, ...] = (),
    tells: bool = False,
    also: tuple[str, ...] = (),
) -> bool:
    """Mistype: the register has the entry, the sheet the changes. Always true."""  # fmt: skip
    names = tuple(changes)
    draft.register, draft.typed = draft.entry, draft.entry | changes
    right = draft.entry.get(names[0], "")
    draft.labels.append(Label(rule, kind, (*names, *fields), case, tells, right, also))
    draft.taken = True
    return True


def as_written(
    draft: Draft,
    rule: str,
    kind: str,
    changes: Entry,
    *,
    follow: Entry | None = None,
    case: str = "c",
    fields: tuple[str, ...] = (),
    tells: bool = False,
    also: tuple[str, ...] = (),
) -> bool:
    """Let the register itself have the changes, and what follows from them; typed as it stands. Always true."""  # fmt: skip
    draft.register = draft.typed = draft.entry | changes | (follow or {})
    draft.labels.append(Label(rule, kind, (*changes, *fields), case, tells, "", also))
    draft.taken = True
    return True


def either(
    rng: Random,
    draft: Draft,
    rule: str,
    kind: str,
    changes: Entry,
    *,
    follow: Entry | None = None,
    fields: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
    seen: bool = False,
    slip_case: str = "b",
) -> bool:
    """Plant the same values as a slip (b) or as a fault of the register (c), by the toss of a coin.

    `seen`: the scan's name bears witness to the right value, so that a slip can be told from the data. Always true.
    """  # fmt: skip
    if rng.random() < 0.5:
        return slip(draft, rule, kind, changes, case=slip_case, fields=fields, tells=seen, also=also)
    return as_written(draft, rule, kind, changes, follow=follow, fields=fields, also=also)
