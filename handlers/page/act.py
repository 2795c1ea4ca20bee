"""What the page's script asks to be done, read from what it sent; nothing in it is believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.review import Move

MOVES = frozenset((Move.APPROVE, Move.FIX, Move.RETURN, Move.FOLLOW_UP, Move.SKIP, Move.UNDO))
WORD_MOST, TEXT_MOST, VALUE_MOST, FIELDS_MOST = 60, 2000, 1000, 80
ANSWERS = frozenset(("same", "wrong", "other_scan"))
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}\Z")


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `key` is the page's own name for it, the same at each try; `sure`: the deciding question was answered."""

    key: str
    revision: int
    move: Move
    sure: bool = False
    answer: str = ""
    reason: str = ""
    kind: str = ""
    route: str = ""
    note: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    suggested: bool = False  # the changes are what 💡 offered
    undoes: int = 0  # the decision that an undo means, by its number in the log; 0 where it is not told


def read(raw: Any) -> Act | None:
    """Read an act; None where it has not the form of one."""
    if not isinstance(raw, dict):
        return None
    key, revision, move = raw.get("key"), raw.get("revision"), raw.get("move")
    words = [raw.get(name) or "" for name in ("answer", "reason", "kind", "route", "note")]
    changes = raw.get("changes") or {}
    if not isinstance(key, str) or not _KEY.match(key):
        return None
    if not isinstance(revision, int) or isinstance(revision, bool) or not 0 <= revision < 2**31:
        return None
    if not isinstance(move, str) or move not in MOVES:
        return None
    if not all(isinstance(word, str) and len(word) <= TEXT_MOST and _is_text(word) for word in words):
        return None
    if not isinstance(changes, dict) or len(changes) > FIELDS_MOST:
        return None
    if not all(len(name) <= WORD_MOST and isinstance(text, str) for name, text in changes.items()):
        return None
    if not all(
        _is_text(name) and len(text) <= VALUE_MOST and _is_text(text) for name, text in changes.items()
    ):
        return None
    undoes = raw.get("undoes") or 0
    if not isinstance(undoes, int) or isinstance(undoes, bool) or not 0 <= undoes < 2**63:
        return None
    answer, reason, kind, route, note = words
    if answer and answer not in ANSWERS:
        return None
    return Act(
        key, revision, Move(move), raw.get("sure") is True, answer, reason, kind, route, note, changes,
        raw.get("suggested") is True, undoes,
    )  # fmt: skip


def _is_text(text: str) -> bool:
    """Say whether a text can be stored: halves of letters and the letter nought cannot."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
