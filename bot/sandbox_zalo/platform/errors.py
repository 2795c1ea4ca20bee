"""The Bot Platform's refusals (zalo.md §2.7). The codes are documented; which refusal has which is partly chosen here.

Chosen: 400 for an unknown method and for a poll beside a webhook; 404 for a chat the bot does not know, 403 for one
that has shut it out.
"""

from __future__ import annotations

WORDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Internal server error",  # sic
    404: "Not Found",
    408: "Request timeout",
    426: "Daily limit exceeded",
    429: "Quota exceeded",
}


class PlatformError(Exception):
    """A call that is answered `ok: false`."""

    def __init__(self, code: int, description: str = "") -> None:
        super().__init__(description or WORDS.get(code, "Error"))
        self.code = code
        self.description = str(self)

    def body(self, name: str = "error_code") -> dict[str, object]:
        """The answer; `name` is what its code is called."""
        return {"ok": False, name: self.code, "description": self.description}


def bad(what: str) -> PlatformError:
    """A 400."""
    return PlatformError(400, f"{WORDS[400]}: {what}")
