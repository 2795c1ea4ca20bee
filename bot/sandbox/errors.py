"""The Bot API's refusals, word for word: programs match on these sentences.

Source: the Bot API server's own texts (telegram.md §1-§5). A 400 begins with `Bad Request: `, a 403 with `Forbidden: `.
"""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A call that is answered `ok: false`; `code` is also the HTTP status."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The answer as the Bot API puts it."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad(what: str) -> ApiError:
    """A 400."""
    return ApiError(400, f"Bad Request: {what}")


def forbidden(what: str) -> ApiError:
    """A 403."""
    return ApiError(403, f"Forbidden: {what}")


def conflict(what: str) -> ApiError:
    """A 409."""
    return ApiError(409, f"Conflict: {what}")


def too_many(seconds: int) -> ApiError:
    """A 429; the answer's `Retry-After` header is made from `parameters.retry_after`."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"

BLOCKED = "bot was blocked by the user"
DEACTIVATED = "user is deactivated"
CANNOT_INITIATE = "bot can't initiate conversation with a user"

OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
ENDED_BY_WEBHOOK = "terminated by setWebhook request"
WEBHOOK_IS_SET = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


def not_found() -> ApiError:
    """A path that is none of the Bot API's."""
    return ApiError(404, "Not Found")


def no_method() -> ApiError:
    """A method the Bot API does not have."""
    return ApiError(404, "Not Found: method not found")


def unauthorized(well_formed: bool) -> ApiError:
    """A token nobody has, or one that cannot be a token."""
    return ApiError(401, "Unauthorized" if well_formed else "Unauthorized: invalid token specified")


def too_large() -> ApiError:
    """An upload beyond the limit."""
    return ApiError(413, "Request Entity Too Large")


def restart() -> ApiError:
    """What a waiting call hears when the server stops."""
    return ApiError(500, "Internal Server Error: restart")
