"""What the Zalo Bot Platform's refusals mean for us, as one table, and for how long it must be left in peace.

Source: the platform's list of error codes and what others measured (zalo.md, 2.1, 2.5 and 2.7, September 2026). A
refusal may come in a body under HTTP 200; the code in the body counts, the status only where there is none.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.settings import WrongSetting
from domain.talk.values import Failed
from domain.wording import operator as say
from domain.wording import zalo_bot as words

REASON_MAX = 200
NO_ANSWER = (
    0  # the code of a call that ended in no answer of the platform: network, time-out, a page in between
)


class TokenRefused(WrongSetting):
    """Zalo does not know the bot's token; the text is one line for the operator."""

    def __init__(self, what: str = words.TOKEN_REFUSED) -> None:
        super().__init__(say.wrong_setting("RASOAT_ZALO_BOT__TOKEN", what))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A call that was not carried out. `said` is Zalo's own text, or the kind of a network error; never the token."""

    code: int
    said: str


class Verdict(StrEnum):
    """What a refusal comes to."""

    IDLE = "idle"  # a poll during which nobody said anything
    WEBHOOK = "webhook"  # Zalo delivers to a webhook, so nothing can be fetched
    TOKEN = "token"  # ours to fix, and nothing goes out until then
    QUOTA = "quota"  # the month's messages are spent, or too many came at once: Zalo says the same to both
    UNREACHABLE = "unreachable"  # this person cannot be written to
    DOUBTFUL = "doubtful"  # about this person or about Zalo's own health: nothing in the words tells
    LATER = "later"
    PERMANENT = "permanent"


# (first code, last code, piece of the text, verdict); the first row that fits counts
TABLE: tuple[tuple[int, int, str, Verdict], ...] = (
    (NO_ANSWER, NO_ANSWER, "", Verdict.LATER),
    (401, 401, "", Verdict.TOKEN),
    (400, 409, "webhook", Verdict.WEBHOOK),  # only what a poll is answered with
    (400, 400, "", Verdict.PERMANENT),  # bad request or no such method
    (403, 403, "internal server error", Verdict.DOUBTFUL),  # so the platform's own list explains its 403
    (403, 403, "", Verdict.UNREACHABLE),
    (404, 404, "", Verdict.DOUBTFUL),  # a chat it does not know, or a gateway without its service
    (408, 408, "", Verdict.LATER),
    (429, 429, "", Verdict.QUOTA),
    (500, 599, "", Verdict.LATER),
)

REASONS: dict[Verdict, str] = {
    Verdict.LATER: "unavailable",
    Verdict.DOUBTFUL: "unavailable",
    Verdict.PERMANENT: "refused",
}


def verdict_of(refusal: Refusal, *, polling: bool = False) -> Verdict:
    """Look a refusal up in the table; what it does not know is refused for good. An idle poll ends in a 408."""
    if polling and refusal.code == 408:
        return Verdict.IDLE
    said = refusal.said.lower()
    for first, last, piece, verdict in TABLE:
        fits = first <= refusal.code <= last and piece in said
        if fits and (polling or verdict is not Verdict.WEBHOOK):
            return verdict
    return Verdict.PERMANENT


def failure_of(refusal: Refusal, verdict: Verdict, *, after_s: float | None = None) -> Failed:
    """Put a refused send into the port's words; `reason` is `kind: Zalo's text`."""
    reason = f"{REASONS.get(verdict, verdict.value)}: {refusal.said or refusal.code}"[:REASON_MAX]
    match verdict:
        case Verdict.QUOTA:
            return Failed(reason, retry_after_s=after_s, slow_down=True)
        case Verdict.LATER | Verdict.DOUBTFUL | Verdict.TOKEN:
            # a refused token is repaired by the operator; what waits is kept for days meanwhile (bot/delivery)
            return Failed(reason)
        case Verdict.UNREACHABLE:
            return Failed(reason, permanent=True, unreachable=True)
        case _:
            return Failed(reason, permanent=True)


class Rest:
    """How long the whole bot stays silent after Zalo said that it was too much: longer each time, at most an hour.

    Zalo's 429 does not tell a spent month from a hurry. Asking again each hour costs nothing and takes up the work
    soon after the month has turned.
    """

    FIRST_S, LONGEST_S = 60.0, 3600.0

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._until = 0.0
        self._next_s = self.FIRST_S

    def begin(self, *, spent: bool) -> float:
        """Begin to rest; returns for how many seconds. A month that is spent by our own count rests longest."""
        if self.left() > 0:  # refused by calls that were on their way together
            return self.left()
        seconds = self.LONGEST_S if spent else self._next_s
        self._next_s = min(self._next_s * 2, self.LONGEST_S)
        self._until = self._now() + seconds
        return seconds

    def over(self) -> None:
        """Note that Zalo takes messages again."""
        self._until, self._next_s = 0.0, self.FIRST_S

    def left(self) -> float:
        """Tell for how many seconds nothing may be sent; 0: it may."""
        return max(0.0, self._until - self._now())
