"""What is true of an invented record: its kind of fault, the letter's case, and the answer the rule asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.records import RecordType
from domain.review import Case, FollowUpKind, Move, ReturnReason


class FaultKind(StrEnum):
    """What was planted."""

    # (a) the vendor mixed something up
    OTHER_UNIT = "other_unit"  # another commune's entry was typed under this one's number
    WRONG_SCAN = "wrong_scan"  # the scan shows another entry
    NO_SCAN = "no_scan"
    BLURRED_SCAN = "blurred_scan"
    MISSING_FIELDS = "missing_fields"  # several fields left out that the register shows
    DOUBLE_UPLOAD = "double_upload"
    # (b) one field was typed wrong
    NAME_LETTER = "name_letter"
    DATE_DIGIT = "date_digit"
    DAY_MONTH = "day_month"
    # (c) typed as it stands in a register that is itself at fault
    REGISTER_BLANK = "register_blank"
    REGISTER_WRONG = "register_wrong"
    REGISTER_CONFLICT = "register_conflict"


OF_CASE: Mapping[Case, tuple[FaultKind, ...]] = {
    Case.VENDOR: (
        FaultKind.OTHER_UNIT,
        FaultKind.WRONG_SCAN,
        FaultKind.NO_SCAN,
        FaultKind.BLURRED_SCAN,
        FaultKind.MISSING_FIELDS,
        FaultKind.DOUBLE_UPLOAD,
    ),
    Case.SLIP: (FaultKind.NAME_LETTER, FaultKind.DATE_DIGIT, FaultKind.DAY_MONTH),
    Case.REGISTER: (FaultKind.REGISTER_BLANK, FaultKind.REGISTER_WRONG, FaultKind.REGISTER_CONFLICT),
}
CASE: Mapping[FaultKind, Case] = {kind: case for case, kinds in OF_CASE.items() for kind in kinds}
REASON: Mapping[FaultKind, str] = {
    FaultKind.OTHER_UNIT: ReturnReason.WRONG_UNIT.value,
    FaultKind.WRONG_SCAN: ReturnReason.WRONG_SCAN.value,
    FaultKind.NO_SCAN: ReturnReason.BAD_SCAN.value,
    FaultKind.BLURRED_SCAN: ReturnReason.BAD_SCAN.value,
    FaultKind.MISSING_FIELDS: ReturnReason.MISSING_FIELDS.value,
    FaultKind.DOUBLE_UPLOAD: ReturnReason.DUPLICATE.value,
    FaultKind.REGISTER_BLANK: FollowUpKind.REGISTER_INCOMPLETE.value,
    FaultKind.REGISTER_WRONG: FollowUpKind.REGISTER_WRONG.value,
    FaultKind.REGISTER_CONFLICT: FollowUpKind.REGISTER_CONFLICT.value,
}
_MOVE = {
    "": Move.APPROVE,
    Case.VENDOR.value: Move.RETURN,
    Case.SLIP.value: Move.FIX,
    Case.REGISTER.value: Move.FOLLOW_UP,
}


@dataclass(frozen=True, slots=True)
class Truth:
    """What is wrong with a record, if anything. It never goes into a sheet.

    `field` is the field at fault where one can be named (of several left out, the first); `right_value` what the
    register has there, empty where the register itself is at fault; `why` the reason code that fits, empty for a
    clean record and a slip.
    """

    case: str = ""  # "" | a | b | c
    kind: FaultKind | None = None
    field: str = ""
    right_value: str = ""
    why: str = ""

    @property
    def move(self) -> Move:
        """The move that follows the rule."""
        return _MOVE[self.case]


CLEAN = Truth()


def truth_of(kind: FaultKind, field: str = "", right_value: str = "") -> Truth:
    """Make the truth of a fault."""
    return Truth(CASE[kind].value, kind, field, right_value, REASON.get(kind, ""))


@dataclass(frozen=True, slots=True)
class SyntheticRecord:
    """An invented record: what the vendor typed, and what the register page on its scan really says.

    `register` is the content of the page that the scan shows: for a wrong scan another entry's, otherwise the
    record's own. `scan` is the file's name without folder, also where no such file is written.
    """

    type: RecordType
    unit_code: str
    fields: Mapping[str, str]
    register: Mapping[str, str]
    scan: str
    truth: Truth = CLEAN
