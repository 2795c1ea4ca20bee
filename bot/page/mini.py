"""The start data of a Telegram Mini App: what Telegram signs for its user, verified as telegram.org describes."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import parse_qsl

GOOD_FOR = timedelta(minutes=5)
MOST_BYTES = 8 * 1024


class Bad(StrEnum):
    """Why start data are not believed."""

    TAMPERED = "tampered"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Started:
    """A Mini App started by this user; `signature` names the start, which is good once."""

    user: str
    signature: str


def read(start_data: str, token: str, now: datetime) -> Started | Bad:
    """Verify start data: signed with the bot's token, not older than five minutes, and about a user."""
    try:
        pairs = parse_qsl(start_data, keep_blank_values=True, strict_parsing=True, max_num_fields=30)
    except ValueError:
        return Bad.TAMPERED
    fields = dict(pairs)
    given = fields.pop("hash", "")
    if len(fields) + 1 != len(pairs):  # a name that comes twice could mean two things
        return Bad.TAMPERED
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    signed = hmac.new(key, lines.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(signed.encode(), given.encode("utf-8", "replace")):
        return Bad.TAMPERED
    try:
        at = int(fields.get("auth_date", ""))
        user = json.loads(fields.get("user", ""))["id"]
    except (ValueError, KeyError, TypeError):
        return Bad.TAMPERED
    if not isinstance(user, int) or isinstance(user, bool):
        return Bad.TAMPERED
    if not -GOOD_FOR.total_seconds() <= now.timestamp() - at <= GOOD_FOR.total_seconds():
        return Bad.LATE
    return Started(str(user), signed)
