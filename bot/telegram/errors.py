"""What the Bot API's refusals mean for us, as one table, and who must be left in peace for how long.

Source: the Bot API server's own texts. Texts are matched by a piece and without regard to case, since the first
letter and the prefix differ between servers and versions.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from enum import StrEnum

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.settings import WrongSetting
from domain.talk.values import Failed
from domain.wording import operator as say

ALL = ""  # the name under which the whole bot is asleep
ALL_FROM_S = 30.0  # a longer retry_after is no longer about one chat
REASON_MAX = 200


class TokenRefused(WrongSetting):
    """Telegram does not know the bot's token; the text is one line for the operator."""

    def __init__(self, what: str = say.TOKEN_REFUSED) -> None:
        super().__init__(say.wrong_setting("RASOAT_TELEGRAM__TOKEN", what))


class Verdict(StrEnum):
    """What a refusal comes to."""

    DONE = "done"  # what was wanted is so already, or can no longer matter
    GONE = "gone"  # the message cannot be edited: show it as a new one
    CAPTION = "caption"  # the message is a file: its words are a caption
    FILE_NAME = "file_name"  # Telegram no longer knows that file_id: upload the bytes again
    NOT_A_PICTURE = "not_a_picture"  # send the bytes as a document
    TOO_OLD = "too_old"  # older than 48 hours, or the other side's: cannot be deleted
    UNREACHABLE = "unreachable"  # this person cannot be written to
    TOKEN = "token"  # ours to fix, and nothing goes out until then
    ASLEEP = "asleep"  # after retry_after seconds
    LATER = "later"
    TOO_LARGE = "too_large"
    PERMANENT = "permanent"


# (error class, piece of the text, verdict); the first row that fits counts
TABLE: tuple[tuple[type[AiogramError], str, Verdict], ...] = (
    (TelegramRetryAfter, "", Verdict.ASLEEP),
    (TelegramEntityTooLarge, "", Verdict.TOO_LARGE),  # before the network errors: it is a kind of them
    (TelegramNetworkError, "", Verdict.LATER),
    (TelegramServerError, "", Verdict.LATER),
    (TelegramUnauthorizedError, "", Verdict.TOKEN),
    (TelegramNotFound, "method not found", Verdict.PERMANENT),
    (TelegramNotFound, "", Verdict.TOKEN),  # the public address says so of a token that is no token
    (TelegramConflictError, "", Verdict.LATER),
    (TelegramForbiddenError, "", Verdict.UNREACHABLE),  # blocked, deactivated, can't initiate
    (TelegramBadRequest, "chat not found", Verdict.UNREACHABLE),
    (TelegramBadRequest, "user not found", Verdict.UNREACHABLE),
    (TelegramBadRequest, "peer_id_invalid", Verdict.UNREACHABLE),
    (TelegramBadRequest, "message is not modified", Verdict.DONE),
    (TelegramBadRequest, "message_not_modified", Verdict.DONE),
    (TelegramBadRequest, "query is too old", Verdict.DONE),
    (TelegramBadRequest, "query_id_invalid", Verdict.DONE),
    (TelegramBadRequest, "query id is invalid", Verdict.DONE),
    (TelegramBadRequest, "message to edit not found", Verdict.GONE),
    (TelegramBadRequest, "message can't be edited", Verdict.GONE),
    (TelegramBadRequest, "message_id_invalid", Verdict.GONE),
    (TelegramBadRequest, "message identifier is not specified", Verdict.GONE),
    (TelegramBadRequest, "message to delete not found", Verdict.DONE),
    (TelegramBadRequest, "message can't be deleted", Verdict.TOO_OLD),
    (TelegramBadRequest, "message_delete_forbidden", Verdict.TOO_OLD),
    (TelegramBadRequest, "there is no text in the message to edit", Verdict.CAPTION),
    (TelegramBadRequest, "wrong file identifier", Verdict.FILE_NAME),
    (TelegramBadRequest, "wrong remote file identifier", Verdict.FILE_NAME),
    (TelegramBadRequest, "wrong file_id", Verdict.FILE_NAME),
    (TelegramBadRequest, "invalid file_id", Verdict.FILE_NAME),
    (TelegramBadRequest, "file_reference_", Verdict.FILE_NAME),
    (TelegramBadRequest, "file_id_invalid", Verdict.FILE_NAME),
    (TelegramBadRequest, "photo_invalid_dimensions", Verdict.NOT_A_PICTURE),
    (TelegramBadRequest, "image_process_failed", Verdict.NOT_A_PICTURE),
    (TelegramBadRequest, "", Verdict.PERMANENT),
    (
        ClientDecodeError,
        "",
        Verdict.LATER,
    ),  # an answer that is no Bot API answer: something stands in between
    (TelegramAPIError, "", Verdict.PERMANENT),
)

REASONS: dict[Verdict, str] = {
    Verdict.UNREACHABLE: "unreachable",
    Verdict.TOKEN: "token",
    Verdict.ASLEEP: "flood",
    Verdict.LATER: "unavailable",
    Verdict.TOO_LARGE: "too large",
    Verdict.PERMANENT: "refused",
}


def verdict_of(error: AiogramError) -> Verdict:
    """Look an error up in the table; what it does not know is refused for good."""
    said = text_of(error).lower()
    for kind, piece, verdict in TABLE:
        if isinstance(error, kind) and piece in said:
            return verdict
    return Verdict.PERMANENT


def text_of(error: AiogramError) -> str:
    """Give Telegram's own words, or the kind of a network error: its text could hold the address with the token."""
    if isinstance(error, TelegramEntityTooLarge):
        return "Request Entity Too Large"
    if isinstance(error, TelegramNetworkError):
        return type(error.__cause__ or error).__name__
    if isinstance(error, TelegramAPIError):
        return str(error.message)
    return type(error).__name__


def failure_of(error: AiogramError) -> Failed:
    """Put an error that ends a call into the port's words; `reason` is `kind: Telegram's text`."""
    verdict = verdict_of(error)
    reason = f"{REASONS.get(verdict, verdict.value)}: {text_of(error)}"[:REASON_MAX]
    match verdict:
        case Verdict.ASLEEP:
            return Failed(reason, retry_after_s=seconds_of(error), slow_down=True)
        case Verdict.LATER | Verdict.TOKEN:
            # A refused token is repaired by the operator; what waits is kept for days meanwhile (KEEP in
            # bot/delivery/worker.py).
            return Failed(reason)
        case Verdict.UNREACHABLE:
            return Failed(reason, permanent=True, unreachable=True)
        case _:
            return Failed(reason, permanent=True)


def seconds_of(error: AiogramError) -> float:
    """Tell how long Telegram wants to be left in peace, at least one second."""
    return max(1.0, float(getattr(error, "retry_after", 1)))


def seconds_in(description: str) -> int:
    """Read N out of `Too Many Requests: retry after N`; 5 where there is none."""
    found = re.search(r"retry after (\d{1,6})", description, re.IGNORECASE)
    return int(found[1]) if found else 5


class Sleepers:
    """Chats that must not be written to before an instant, and the whole bot under the name ALL."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._until: dict[str, float] = {}

    def put(self, chat: str, seconds: float) -> None:
        """Let a chat sleep; everybody, if Telegram asks for more than 30 seconds."""
        name = ALL if seconds > ALL_FROM_S else chat
        now = self._now()
        self._until = {other: until for other, until in self._until.items() if until > now}
        self._until[name] = max(self._until.get(name, 0.0), now + seconds)

    def left(self, chat: str) -> float:
        """Tell for how many seconds this chat must still be left in peace; 0: it is awake."""
        now = self._now()
        return max(0.0, self._until.get(chat, 0.0) - now, self._until.get(ALL, 0.0) - now)
