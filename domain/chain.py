"""The chain of decisions: each row of a unit's log carries the hash of the row before it.

Who changes, drops or slips in a row must recompute every later hash of that unit, and the newest hashes go out of
the house each night, so the change shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

GENESIS = "0" * 64

LINKED = (
    "unit_id", "seq", "record_id", "revision", "person_id", "move", "from_state", "to_state", "reasons", "route",
    "note", "changes", "findings", "case_suggested", "case_chosen", "undoes_id", "shown_at", "decided_at", "day",
    "channel", "event_key",
)  # fmt: skip


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def link(prev_hash: str, row: Mapping[str, object]) -> str:
    """Compute a row's hash, 64 hex digits, from the hash before it and the columns named in LINKED."""
    body = _encode([_plain(row[name]) for name in LINKED])
    return hashlib.sha256(f"{prev_hash}\n{body}".encode()).hexdigest()
