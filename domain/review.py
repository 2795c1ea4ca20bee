"""States of a record and the moves between them: one table judges every answer, and the buttons are those of it.

The rule (the seed letter, point 5): a mix-up of the vendor goes back; a typing slip is fixed and approved; a fault
of the old register is never sent back but followed up. The question that decides is whether the typed value equals
the register.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a record stands. UNSTATED: the source gave no state the bot knows."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    RETURNED = "RETURNED"
    FOLLOW_UP = "FOLLOW_UP"
    ASKED = "ASKED"
    UNSTATED = "UNSTATED"


class Move(StrEnum):
    """What a person, or the vendor, can do with a record."""

    APPROVE = "approve"
    FIX = "fix"
    RETURN = "return"
    FOLLOW_UP = "follow_up"
    ASK = "ask"
    SKIP = "skip"
    UNDO = "undo"
    VENDOR_RESUBMIT = "vendor_resubmit"
    RESOLVE = "resolve"
    RULING = "ruling"
    RETRIAGE = "retriage"  # a return of former days turns out to be a fault of the register


class Case(StrEnum):
    """The letter's three cases."""

    VENDOR = "a"
    SLIP = "b"
    REGISTER = "c"


class ReturnReason(StrEnum):
    """Why a record goes back to the vendor: all of them case (a)."""

    WRONG_UNIT = "WRONG_UNIT"
    WRONG_SCAN = "WRONG_SCAN"
    BAD_SCAN = "BAD_SCAN"
    MISSING_FIELDS = "MISSING_FIELDS"
    MANY_ERRORS = "MANY_ERRORS"
    DUPLICATE = "DUPLICATE"


class FollowUpKind(StrEnum):
    """What is wrong with the register: all of them case (c)."""

    REGISTER_INCOMPLETE = "REGISTER_INCOMPLETE"
    REGISTER_WRONG = "REGISTER_WRONG"
    REGISTER_CONFLICT = "REGISTER_CONFLICT"
    REGISTER_LOST = "REGISTER_LOST"


class FixReason(StrEnum):
    """How a slip came to be corrected, where it was not typed: by taking over what the card suggested."""

    SUGGESTED = "SUGGESTED"


class Route(StrEnum):
    """The legal way by which a fault of the register is mended (Luật Hộ tịch Đ.4, 27, 29, 46)."""

    SUPPLEMENT = "bổ sung"
    RECTIFY = "cải chính"
    CHANGE = "thay đổi"
    ETHNICITY = "xác định lại dân tộc"
    WATCH = "chỉ theo dõi"


PROPOSED_ROUTE: dict[FollowUpKind, Route] = {
    FollowUpKind.REGISTER_INCOMPLETE: Route.SUPPLEMENT,
    FollowUpKind.REGISTER_WRONG: Route.RECTIFY,
    FollowUpKind.REGISTER_CONFLICT: Route.RECTIFY,
    FollowUpKind.REGISTER_LOST: Route.WATCH,
}

MOVES: dict[tuple[State, Move], tuple[State, ...]] = {
    (State.PENDING, Move.APPROVE): (State.APPROVED,),
    (State.PENDING, Move.FIX): (State.APPROVED,),
    (State.PENDING, Move.RETURN): (State.RETURNED,),
    (State.PENDING, Move.FOLLOW_UP): (State.FOLLOW_UP,),
    (State.PENDING, Move.ASK): (State.ASKED,),
    (State.PENDING, Move.SKIP): (State.PENDING,),
    (State.APPROVED, Move.UNDO): (State.PENDING,),
    (State.RETURNED, Move.UNDO): (State.PENDING,),
    (State.FOLLOW_UP, Move.UNDO): (State.PENDING,),
    (State.ASKED, Move.UNDO): (State.PENDING,),
    (State.RETURNED, Move.VENDOR_RESUBMIT): (State.PENDING,),
    (State.FOLLOW_UP, Move.RESOLVE): (State.APPROVED, State.PENDING),
    (State.RETURNED, Move.RETRIAGE): (State.FOLLOW_UP,),
    (State.ASKED, Move.RULING): (State.PENDING,),
}

CASE_OF: dict[Move, Case | None] = {
    Move.FIX: Case.SLIP,
    Move.RETURN: Case.VENDOR,
    Move.FOLLOW_UP: Case.REGISTER,
    Move.RETRIAGE: Case.REGISTER,
}

DECIDING = (
    Move.APPROVE,
    Move.FIX,
    Move.RETURN,
    Move.FOLLOW_UP,
)  # what counts as a record done; all count the same
SKIPS_WITHOUT_REASON = 2  # the third skip of a record needs a reason


@dataclass(frozen=True, slots=True)
class Moved:
    """The move may be made and leads to `to`."""

    to: State


@dataclass(frozen=True, slots=True)
class Refused:
    """The move may not be made from this state."""

    state: State
    move: Move


def decide(state: State, move: Move, to: State | None = None) -> Moved | Refused:
    """Judge one move; `to` picks among several ends where a move has them, the first being meant without it.

    An undo leads back to PENDING whatever the record's first state was.
    """
    ends = MOVES.get((state, move), ())
    if not ends or (to is not None and to not in ends):
        return Refused(state, move)
    return Moved(to or ends[0])


def skip_needs_reason(skips_so_far: int) -> bool:
    """Say whether the next skip of a record skipped this often must give a reason."""
    return skips_so_far >= SKIPS_WITHOUT_REASON
