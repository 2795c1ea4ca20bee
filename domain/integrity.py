"""What must hold between the log of decisions, the records and the counts; each breach is a value with its place.

The log is the truth: a record stands where its import and then its decisions put it, and the counts are the records
counted. The seals say what the log was on their nights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain import chain, seal
from domain.review import MOVES, Move, State
from domain.seal import Head


class Breach(StrEnum):
    """What does not hold."""

    UNREADABLE = "unreadable"  # a stored value is none of its kind
    GAP = "gap"  # the numbers of a unit's log do not follow each other
    UNCHAINED = "unchained"  # a decision does not carry the hash of the one before it
    CHANGED = "changed"  # a decision's content is not the one that was hashed
    HEAD = "head"  # the end of a unit's chain is not its last decision
    NO_RECORD = "no_record"  # a decision about a record that is not there
    OTHER_UNIT = "other_unit"  # a decision stands in the log of another unit than its record
    STEP = "step"  # a decision that could not follow the one before it
    RECORD = "record"  # a record does not stand where its log puts it
    TALLY = "tally"  # a count per day is not what the records give
    TOTAL = "total"  # a total is not what the records give
    CONFIRMED = "confirmed"  # a count of what the staging software says is not what its entries give
    CONFIRMED_NOTHING = "confirmed_nothing"  # it says something of a record that is not there
    SEAL_UNCHAINED = "seal_unchained"  # a seal does not carry the hash of the one before it
    SEAL_CHANGED = "seal_changed"  # a seal's content is not the one that was hashed
    SEALED_GONE = "sealed_gone"  # a decision that was sealed is in the log no more
    SEALED_CHANGED = "sealed_changed"  # a decision that was sealed is not the one in the log


@dataclass(frozen=True, slots=True)
class Difference:
    """A breach and where: the seal's day, the unit's code, the decision's number in its log, the record.

    What does not apply is empty. `expected` is what the log (for counts the records, for what was sealed the seal)
    gives, `found` what is stored.
    """

    breach: Breach
    unit: str = ""
    seq: int | None = None
    record_id: int | None = None
    detail: str = ""  # the column, "KS · APPROVED · 2024-07-04" of a count; the first number sealed since
    expected: str = ""
    found: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """The end of a unit's chain so far: the last number and its hash."""

    seq: int = 0
    hash: str = chain.GENESIS


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a record stands, and the day it came there."""

    state: str
    state_on: date
    revision: int = 1


@dataclass(frozen=True, slots=True)
class SealLink:
    """A seal that fits the one before it: its hash, and what it has sealed."""

    hash: str
    heads: tuple[Head, ...]


def name_of(codes: Mapping[int, str], unit_id: int) -> str:
    """Name a unit by its code; one that is not there by its id."""
    return codes.get(unit_id, f"#{unit_id}")


def follow(unit: str, before: Link, row: Mapping[str, Any]) -> Link | Difference:
    """Take the next decision of a unit's log onto its chain, or tell how it does not fit.

    `row` holds the columns of chain.LINKED and the two hashes.
    """
    seq = row["seq"]
    if seq != before.seq + 1:
        return Difference(Breach.GAP, unit, before.seq + 1, expected=str(before.seq + 1), found=str(seq))
    at = (unit, seq, row["record_id"])
    if row["prev_hash"] != before.hash:
        return Difference(
            Breach.UNCHAINED, *at, "prev_hash", expected=before.hash, found=str(row["prev_hash"])
        )
    computed = chain.link(before.hash, row)
    if row["hash"] != computed:
        return Difference(Breach.CHANGED, *at, "hash", expected=computed, found=str(row["hash"]))
    return Link(seq, computed)


def step(unit: str, standing: Standing, row: Mapping[str, Any]) -> Standing | Difference:
    """Let a decision move its record on, or tell how it could not have been made then.

    `row` holds seq, record_id, revision, move, from_state, to_state and day. A move that changes no state changes
    nothing; a vendor's resubmission is the first decision of a new revision.
    """
    at = (unit, row["seq"], row["record_id"])
    renews = row["move"] == Move.VENDOR_RESUBMIT.value
    revision = standing.revision + (1 if renews else 0)
    if row["revision"] != revision:
        return Difference(Breach.STEP, *at, "revision", expected=str(revision), found=str(row["revision"]))
    if row["from_state"] != standing.state:
        return Difference(
            Breach.STEP, *at, "from_state", expected=standing.state, found=str(row["from_state"])
        )
    ends = _ends(row["from_state"], row["move"])
    if row["to_state"] not in ends:
        return Difference(
            Breach.STEP,
            *at,
            "to_state",
            expected=" | ".join(ends),
            found=f"{row['move']} → {row['to_state']}",
        )
    if row["to_state"] == standing.state:
        return standing
    return Standing(row["to_state"], row["day"], revision)


def _ends(state: str, move: str) -> tuple[str, ...]:
    """List where a move may lead, by the table of moves; a state or move there is not leads nowhere."""
    try:
        return tuple(end.value for end in MOVES.get((State(state), Move(move)), ()))
    except ValueError:
        return ()


def compare(unit: str, record_id: int, expected: Standing, found: Standing) -> Difference | None:
    """Hold a stored record against where its log puts it."""
    for name in ("state", "state_on", "revision"):
        wanted, stored = getattr(expected, name), getattr(found, name)
        if wanted != stored:
            return Difference(
                Breach.RECORD, unit, None, record_id, name, expected=str(wanted), found=str(stored)
            )
    return None


def follow_seal(prev_hash: str, row: Mapping[str, Any]) -> SealLink | Difference:
    """Take the seal of the next day onto the chain of seals, or tell how it does not fit.

    `row` holds day, heads, units, decisions and the two hashes.
    """
    day = row["day"]
    if row["prev_hash"] != prev_hash:
        return Difference(
            Breach.SEAL_UNCHAINED,
            detail="prev_hash",
            expected=prev_hash,
            found=str(row["prev_hash"]),
            day=day,
        )
    computed = seal.compute(prev_hash, day, row["heads"])
    if row["hash"] != computed:
        return Difference(
            Breach.SEAL_CHANGED, detail="hash", expected=computed, found=str(row["hash"]), day=day
        )
    heads = seal.read_heads(row["heads"])
    if heads is None:
        return Difference(Breach.UNREADABLE, detail="heads", day=day)
    for name, counted in (("units", len(heads)), ("decisions", sum(head.seq for head in heads))):
        if row[name] != counted:
            return Difference(
                Breach.SEAL_CHANGED, detail=name, expected=str(counted), found=str(row[name]), day=day
            )
    return SealLink(computed, heads)


def sealed(day: date, unit: str, head: Head, *, since: int, logged: str | None) -> Difference | None:
    """Hold what was sealed of a unit against its log: `logged` is the hash of that decision there, None for none.

    `since` is the last number an earlier seal has been found right for: whatever is wrong stands behind it.
    """
    if logged == head.hash:
        return None
    breach = Breach.SEALED_GONE if logged is None else Breach.SEALED_CHANGED
    return Difference(
        breach, unit, head.seq, detail=str(since + 1), expected=head.hash, found=logged or "", day=day
    )
