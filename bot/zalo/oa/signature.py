"""Whether an event came from Zalo: SHA-256 over app id, the body's bytes as they came, its timestamp and the secret.

Source: the reference on Zalo, §3.7. It is a plain hash, not an HMAC, of the *OA* secret, not the app's.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

HEADER = "X-ZEvent-Signature"
PREFIX = "mac="
KEPT_FOR = timedelta(hours=3)  # Zalo repeats an event with its first timestamp for two hours
AHEAD = timedelta(minutes=15)  # how far another machine's clock may be before ours


def sign(app_id: str, body: bytes, timestamp: str, oa_secret: str) -> str:
    """Compute the signature, as hex."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + oa_secret.encode()).hexdigest()


def is_genuine(given: str, *, app_id: str, body: bytes, timestamp: str, oa_secret: str) -> bool:
    """Compare a header, `mac=<hex>` or bare hex, with the true signature in constant time."""
    try:
        expected = sign(app_id, body, timestamp, oa_secret)
        return hmac.compare_digest(given.removeprefix(PREFIX).encode(), expected.encode())
    except UnicodeEncodeError:  # half a character in the header or the timestamp
        return False


def instant_of(timestamp: str) -> datetime | None:
    """Read a timestamp in milliseconds; None where it is none."""
    if not timestamp.isascii() or not timestamp.isdecimal() or len(timestamp) > 15:
        return None
    try:
        return datetime.fromtimestamp(int(timestamp) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def is_recent(timestamp: str, now: datetime) -> bool:
    """Say whether an event may still be a first delivery or one of Zalo's own repeats, rather than a replay."""
    at = instant_of(timestamp)
    return at is not None and now - KEPT_FOR <= at <= now + AHEAD
