"""What the Official Account API's error codes mean for us, as one table.

Source: the reference on Zalo, §3.8 and §5.7. The API answers HTTP 200 with `error` other than 0; codes it does not
tell us of are refused for good, so that one broken message cannot be sent for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from domain.talk.values import Failed

REASON_MAX = 200
OURS = "ours: "  # begins the reason of what the operator has to mend
OURS_AGAIN_S = 300.0  # what the operator has to mend is tried again now and then, and kept for days meanwhile
LATER_S = 20.0
MORNING = time(6)  # promotion and templates are kept back from 22:00 to 06:00
VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Verdict(StrEnum):
    """What an answer comes to."""

    DONE = "done"
    LATER = "later"  # the same again, after a while
    REFRESH = "refresh"  # the access token is refused: get a new pair once, then raise the alarm
    SPLIT = "split"  # too long: in smaller pieces
    UPLOAD_AGAIN = "upload_again"  # Zalo no longer holds those bytes
    NEXT_RUNG = "next_rung"  # not by this kind of message: a template, else another channel
    UNREACHABLE = "unreachable"  # this person cannot be written to on this account
    OURS = "ours"  # only the operator can mend it, and little goes out until then
    GIVE_UP = "give_up"


class Until(StrEnum):
    """When LATER is."""

    SOON = "soon"
    HOUR = "hour"
    MORNING = "morning"


@dataclass(frozen=True, slots=True)
class Row:
    """What one code means. `reason` is the word that the fall-back ladder and the operator read."""

    verdict: Verdict
    reason: str
    until: Until = Until.SOON


_later, _ours = Verdict.LATER, Verdict.OURS
_rung, _gone = Verdict.NEXT_RUNG, Verdict.UNREACHABLE

RATE = -32
TABLE: dict[int, Row] = {
    0: Row(Verdict.DONE, "sent"),
    RATE: Row(_later, "rate"),
    -100: Row(Verdict.UPLOAD_AGAIN, "attachment"),
    -200: Row(_later, "unavailable"),
    -201: Row(Verdict.GIVE_UP, "refused"),  # a bad parameter, or nobody we ever met
    -204: Row(_ours, "account"),
    -205: Row(_ours, "account"),
    -209: Row(_ours, "app"),
    -210: Row(Verdict.SPLIT, "too long"),
    -211: Row(_later, "quota", Until.HOUR),
    -212: Row(_ours, "not granted"),
    -213: Row(_gone, "not a follower"),
    -216: Row(Verdict.REFRESH, "token"),  # also where a permission group is missing: one refresh, no more
    -217: Row(_gone, "blocked"),
    -218: Row(_later, "quota", Until.HOUR),
    -219: Row(_ours, "app"),
    -220: Row(Verdict.REFRESH, "token"),
    -221: Row(_ours, "not verified"),
    -223: Row(_ours, "not granted"),
    -224: Row(_ours, "package"),
    -227: Row(_gone, "inactive"),
    -230: Row(_rung, "window"),
    -231: Row(_rung, "window"),
    -232: Row(_rung, "window"),
    -233: Row(_later, "kind not allowed", Until.HOUR),
    -234: Row(_later, "night", Until.MORNING),
    -235: Row(_ours, "account"),
    -240: Row(_ours, "old API"),
    -242: Row(_ours, "proof"),
    -244: Row(_gone, "restricted"),
    -248: Row(Verdict.GIVE_UP, "policy"),
    -249: Row(_rung, "template kind"),
    -305: Row(_rung, "window"),
    -311: Row(_later, "quota", Until.HOUR),
    -320: Row(_ours, "billing"),
    -321: Row(_ours, "billing"),
    -403: Row(_ours, "forbidden"),
    # templates by phone, some of which templates by user id give too
    -108: Row(_rung, "phone"),
    -109: Row(_ours, "template"),
    -114: Row(_rung, "not receiving"),
    -115: Row(_ours, "billing"),
    -118: Row(_rung, "not receiving"),
    -119: Row(_rung, "not receiving"),
    -124: Row(Verdict.REFRESH, "token"),
    -126: Row(_ours, "development mode"),
    -127: Row(_ours, "development mode"),
    -131: Row(_ours, "template"),
    -133: Row(_later, "night", Until.MORNING),
    -135: Row(_ours, "account"),
    -136: Row(_ours, "billing"),
    -137: Row(_ours, "billing"),
    -139: Row(_rung, "not receiving"),
    -140: Row(_rung, "not receiving"),
    -141: Row(_rung, "not receiving"),
    -144: Row(_later, "quota", Until.HOUR),
    -146: Row(_ours, "template"),
    -147: Row(_later, "quota", Until.HOUR),
    -1121: Row(_ours, "template"),
    -1122: Row(_ours, "template"),
    -1124: Row(_ours, "template"),
    -1241: Row(_ours, "proof"),
    -1351: Row(_ours, "account"),
}
UNKNOWN = Row(Verdict.GIVE_UP, "refused")


def code_in(answer: Any) -> int | None:
    """Read the error code of an answer: 0 where it says none, None where it is no answer of the API."""
    if not isinstance(answer, dict):
        return None
    code = answer.get("error", 0 if "data" in answer else None)
    if isinstance(code, bool):
        return None
    try:
        return int(code)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None


def row_of(code: int) -> Row:
    """Look a code up in the table; what it does not know is refused for good."""
    return TABLE.get(code, UNKNOWN)


def failure_of(code: int, now: datetime) -> Failed:
    """Put a code that ends a call into the port's words; `reason` is `word: code`."""
    row = row_of(code)
    reason = f"{row.reason}: {code}"
    match row.verdict:
        case Verdict.LATER:
            return Failed(reason, retry_after_s=_wait_s(row.until, now), slow_down=code == RATE)
        case Verdict.OURS | Verdict.REFRESH:
            return Failed(f"{OURS}{reason}", retry_after_s=OURS_AGAIN_S)
        case Verdict.UNREACHABLE:
            return Failed(reason, permanent=True, unreachable=True)
        case Verdict.NEXT_RUNG:
            return Failed(row.reason, permanent=True)
        case _:
            return Failed(reason, permanent=True)


def _wait_s(until: Until, now: datetime) -> float:
    if until is Until.SOON:
        return LATER_S
    if until is Until.HOUR:
        return 3600.0
    here = now.astimezone(VIET_NAM)
    morning = datetime.combine(here.date(), MORNING, VIET_NAM)
    if morning <= here:
        morning += timedelta(days=1)
    return (morning - here).total_seconds()
