"""What comes in a form of a page of ours, and the places it may lead on to: pages of ours and no others."""

from __future__ import annotations

from urllib.parse import parse_qs

from aiohttp import web

from bot.page.limits import body_of

FORM_MOST = 16 * 1024
NEXT = "/ho-so/tiep"
PROGRESS = "/tien-do"


async def read(request: web.Request) -> dict[str, str]:
    """Read a form as it is posted by a page of ours; of a name that comes twice the last counts."""
    body = await body_of(request, FORM_MOST)
    try:
        fields = parse_qs(body.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=30)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}


def place(asked: str) -> str:
    """Give where to go on, if it is a page of ours."""
    record = record_of(asked.removeprefix("/ho-so/")) if asked.startswith("/ho-so/") else None
    if record is not None:
        return f"/ho-so/{record}"
    return PROGRESS if asked == PROGRESS else NEXT


def record_of(text: str) -> int | None:
    """Read a record's number, a practice card's below nought; None where it is none."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None
