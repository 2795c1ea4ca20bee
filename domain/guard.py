"""The deciding question and when it is asked: does the register say the same as what was typed?

It is asked before a record is approved against a serious finding, and before one goes back to the vendor although
what was found in it speaks for the register's own fault (the letter's case c), which must never be returned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.records import Finding, RecordType, Severity
from domain.review import Case, FollowUpKind, ReturnReason

# findings that a register may well repeat, so that the answer "the register says the same" leads to case (c)
REGISTERS_OWN = frozenset(
    ("R04", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R14", "R16", "R17", "R18", "R19", "R22")
)
EMPTY, SLIP = "R04", "R20"
NAME_AND_GENDER = "R15"  # names are free, but where two people's at once look odd they may stand exchanged
SCANS_OWN = frozenset(("R01", "R03"))  # what is wrong with the scan itself
ANOTHER_UNITS = "R02"
# two places of the register that cannot both be true; one place that is wrong by itself is REGISTER_WRONG
CONFLICTS = frozenset(("R06", "R07", "R08", "R11", "R12", "R14", "R19", "R22"))

FEW_EMPTY = 2  # so many empty fields may be the register's own; from three on a vendor left them out
FEW = 3  # so many fields are no "nhập sai nhiều chỗ" yet

# reasons about what the data hold; all others are about whose they are, and a fault of the register explains none of them
OF_CONTENT = frozenset((ReturnReason.MISSING_FIELDS, ReturnReason.MANY_ERRORS, ReturnReason.BAD_SCAN))

_WEIGHT = {Severity.SERIOUS: 0, Severity.WARNING: 1, Severity.HINT: 2}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: about one finding, the gravest, `others` only named; `kind` fits if the register says the same."""

    finding: Finding
    others: tuple[Finding, ...]
    kind: FollowUpKind


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Order findings by severity, else as the rules gave them."""
    return tuple(sorted(findings, key=lambda finding: _WEIGHT[finding.severity]))


def case_suggested(findings: Iterable[Finding]) -> str:
    """Tell the case that the gravest finding which can tell one speaks for; empty where none can."""
    return next((finding.case for finding in gravest_first(findings) if finding.case), "")


def kind_of(finding: Finding) -> FollowUpKind:
    """Tell what is wrong with a register that says what was found."""
    if finding.rule == EMPTY:
        return FollowUpKind.REGISTER_INCOMPLETE
    return FollowUpKind.REGISTER_CONFLICT if finding.rule in CONFLICTS else FollowUpKind.REGISTER_WRONG


def kind_proposed(findings: Iterable[Finding]) -> FollowUpKind | None:
    """Tell the kind that fits the gravest finding a register may repeat; None where there is none."""
    found = next((each for each in gravest_first(findings) if each.rule in REGISTERS_OWN), None)
    return kind_of(found) if found else None


def before_approving(findings: Iterable[Finding]) -> Question | None:
    """Say what is asked before a record is approved; None where no finding is serious."""
    return _about([finding for finding in findings if finding.severity is Severity.SERIOUS])


def asks(record_type: RecordType, findings: Iterable[Finding], reason: ReturnReason) -> Question | None:
    """Say what is asked before a record goes back for this reason; None where it goes back at once.

    Asked is who returns for what the data hold (left out, wrong in many places, cannot be read) while few findings,
    or findings that speak for case (c), stand against it. Nothing found, something of the vendor's found, or a whole
    heap found: the official sees what the rules cannot, and is not held up.
    """
    found = gravest_first(findings)
    own = _registers_own(found)
    plain = [each for each in own if each.severity is not Severity.HINT]
    if any(each.case == Case.VENDOR and each.severity is not Severity.HINT for each in found):
        return None
    if any(each.rule == ANOTHER_UNITS for each in found):
        return None
    speaking = any(each.case == Case.REGISTER for each in plain)
    few_empty = len([each for each in own if each.rule == EMPTY]) <= FEW_EMPTY
    match reason:
        case ReturnReason.MISSING_FIELDS if speaking or few_empty:
            return _about(sorted(own, key=lambda each: each.rule != EMPTY))
        case ReturnReason.MANY_ERRORS if speaking or (
            few_empty and _places(own) <= FEW and not _mistyped(found)
        ):
            return _about(own)
        case ReturnReason.BAD_SCAN if not any(each.rule in SCANS_OWN for each in found):
            return _about(own) if speaking or _places(own) <= FEW else None
    return None


def stays(findings: Iterable[Finding], reason: ReturnReason) -> bool:
    """Say whether a record stays when its whole book goes back: what was found speaks for the register's own fault.

    Nobody has held this record against the register yet, so it comes to an official's desk instead.
    """
    return reason in OF_CONTENT and any(
        each.case == Case.REGISTER and each.severity is not Severity.HINT for each in findings
    )


def _registers_own(findings: Iterable[Finding]) -> list[Finding]:
    found = list(findings)
    exchanged = sum(each.rule == NAME_AND_GENDER for each in found) > 1
    return [
        each for each in found if each.rule in REGISTERS_OWN or (exchanged and each.rule == NAME_AND_GENDER)
    ]


def _mistyped(findings: Iterable[Finding]) -> bool:
    """Say whether a typist's hand shows: letters slipped where nothing else was found, so that more is wrong than that."""
    slips = {each.field for each in findings if each.rule == SLIP and not each.loss_free}
    return bool(slips - {each.field for each in findings if each.rule != SLIP})


def _places(findings: Iterable[Finding]) -> int:
    return len({finding.field for finding in findings})


def _about(findings: Iterable[Finding]) -> Question | None:
    ordered = gravest_first(findings)
    return Question(ordered[0], ordered[1:], kind_of(ordered[0])) if ordered else None
