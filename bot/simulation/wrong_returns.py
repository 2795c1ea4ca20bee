"""Officials who return what must not be returned, and the question that stops them.

The letter of 03/7/2024: 38 % of the decisions were rejections, and some were wrong: something was missing or wrong in
the data, but the register says the same (case c). The model: an official meets a case (c) record, sees that something
is missing or wrong, and sends it back for one of the reasons that say so. Where the guard asks what the register says,
the official looks, and answers truly with a given probability; a true answer makes it a follow-up. Others return what
really is the vendor's fault (case a), for the reason that fits; each question that they are asked hinders them.
Nobody thinks of the case (c) unasked: the guard gets no help from those who know the rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from bot.simulation.triage_score import Judged, Tally
from bot.synthetic.labelled_shape import Label
from domain import guard
from domain.records import Finding, RecordType
from domain.review import ReturnReason

TURNED, HINDERED = 0.95, 0.02
TRUTHFUL = 0.98  # how often an official who is sent to the register tells what it says
SHARE_WRONG = 0.6  # of case (c) records met, before the rule was explained
_EMPTY, _WRONG = "R04", "other"
# what somebody says who does not know the rule, by what is wrong with the register: guesses, hence `by_reason`
WRONG_REASONS: Mapping[str, tuple[tuple[ReturnReason, float], ...]] = {
    _EMPTY: (
        (ReturnReason.MISSING_FIELDS, 0.75),
        (ReturnReason.MANY_ERRORS, 0.15),
        (ReturnReason.BAD_SCAN, 0.1),
    ),
    _WRONG: (
        (ReturnReason.MANY_ERRORS, 0.65),
        (ReturnReason.MISSING_FIELDS, 0.2),
        (ReturnReason.BAD_SCAN, 0.15),
    ),
}
RIGHT_REASONS: Mapping[str, ReturnReason] = {
    "scan none": ReturnReason.BAD_SCAN, "scan tiny": ReturnReason.BAD_SCAN, "scan two": ReturnReason.BAD_SCAN,
    "blurred scan": ReturnReason.BAD_SCAN, "other unit's entry": ReturnReason.WRONG_UNIT,
    "same name, other district": ReturnReason.WRONG_UNIT, "book of another unit": ReturnReason.WRONG_UNIT,
    "scan of another type": ReturnReason.WRONG_SCAN, "scan of another entry": ReturnReason.WRONG_SCAN,
    "scans shifted": ReturnReason.WRONG_SCAN, "two on one scan": ReturnReason.WRONG_SCAN,
    "several empty": ReturnReason.MISSING_FIELDS, "nothing": ReturnReason.MISSING_FIELDS,
    "double upload": ReturnReason.DUPLICATE, "many errors": ReturnReason.MANY_ERRORS,
}  # fmt: skip
# what a register names as its own place or number is no content that could be missing or wrong
_OF_THE_BOOK = frozenset({"R01", "R02", "R03", "R12", "R13", "R23"})

Asks = Callable[[RecordType, Iterable[Finding], ReturnReason], guard.Question | None]


@dataclass(frozen=True, slots=True)
class Attempt:
    """An official is about to return a record. `right`: the vendor is to blame."""

    type: RecordType
    findings: tuple[Finding, ...]
    reason: ReturnReason
    right: bool
    label: Label


@dataclass(slots=True)
class Came:
    """What came of the attempts, by reason and by what was planted too."""

    turned: Tally = field(default_factory=Tally)  # case (c) returns that became follow-ups
    asked: Tally = field(default_factory=Tally)  # case (c) returns before which the question was asked
    hindered: Tally = field(default_factory=Tally)  # right returns before which it was asked
    lost: Tally = field(default_factory=Tally)  # right returns that ended as follow-ups
    by_reason: dict[tuple[bool, ReturnReason], Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_kind: dict[tuple[bool, str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))

    @property
    def reached(self) -> bool:
        """Say whether both bounds are kept."""
        return self.turned.share >= TURNED and self.hindered.share <= HINDERED


def attempts(
    judged: Iterable[Judged], seed: object, *, share_wrong: float = SHARE_WRONG
) -> Iterator[Attempt]:
    """Let officials meet the records; gives the returns they are about to make, the right ones and the wrong ones."""
    rng = Random(f"returns:{seed}")
    for one in judged:
        for label in one.labelled.labels[:1]:
            record_type = one.labelled.record.type
            if label.case == "a" and label.kind in RIGHT_REASONS:
                yield Attempt(record_type, one.findings, RIGHT_REASONS[label.kind], True, label)
            elif label.case == "c" and label.rule not in _OF_THE_BOOK and rng.random() < share_wrong:
                table = WRONG_REASONS[_EMPTY if label.rule == _EMPTY else _WRONG]
                [reason] = rng.choices([each for each, _ in table], [weight for _, weight in table])
                yield Attempt(record_type, one.findings, reason, False, label)


def run(
    made: Iterable[Attempt], seed: object, *, truthful: float = TRUTHFUL, asks: Asks = guard.asks
) -> Came:
    """Let the guard meet the attempts, and officials its question."""
    rng = Random(f"answers:{seed}")
    came = Came()
    for attempt in made:
        question = asks(attempt.type, attempt.findings, attempt.reason) is not None
        told_truly = rng.random() < truthful
        if attempt.right:
            came.hindered.add(question)
            came.lost.add(question and not told_truly)
        else:
            came.asked.add(question)
            came.turned.add(question and told_truly)
        came.by_reason[attempt.right, attempt.reason].add(question)
        came.by_kind[attempt.right, attempt.label.rule, attempt.label.kind].add(question)
    return came


def sensitivity(
    made: Iterable[Attempt], seed: object, *, truthful: Iterable[float] = (1.0, 0.98, 0.95, 0.9, 0.8)
) -> dict[float, Came]:
    """Tell what comes of the same attempts as officials are more or less truthful."""
    kept = list(made)
    return {each: run(kept, seed, truthful=each) for each in truthful}
