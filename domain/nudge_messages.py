"""The messages that officials get unasked, with their buttons: the same whether the clock or their head has them sent."""

from __future__ import annotations

from datetime import date

from domain.nudges import NudgeReason
from domain.standing import Behind
from domain.talk.values import Choice, Message
from domain.wording import captions
from domain.wording import nudges as say

START = Choice("start", captions.START)
NUDGE_STEP = "nudge"  # who takes the answer to a nudge
DIGEST_STEP = "digest"  # who takes a head's


def morning(
    *,
    quota: int,
    carried: int,
    unit: str,
    still_open: int,
    days_left: int,
    how: Behind,
    past: bool,
    register: str = "",
) -> Message:
    """Make the card of the morning: today's quota, or with `past` what is still open after the deadline.

    `register` is a line on what presses in the follow-up register, or empty.
    """
    text = say.morning(quota, carried, unit, still_open, days_left, how, past=past)
    return Message(text=f"{text}\n{register}" if register else text, step="start", choices=(START,))


def nudge(done: int, quota: int, how: Behind, day: date) -> Message:
    """Make a nudge about a day: how far, and a button for each reason that may stand in the way."""
    reasons = tuple(
        Choice(reason.value, captions.NUDGE_REASONS[reason], row=place // 2)
        for place, reason in enumerate(NudgeReason)
    )
    return Message(
        text=say.nudge(done, quota, how),
        step=NUDGE_STEP,
        payload=(("day", day.isoformat()),),
        choices=(*reasons, START),
    )
