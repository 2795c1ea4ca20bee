"""Which files people may send: photos and PDF, told by what was said of them, and then by their first bytes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePosixPath

from domain.talk.values import Attached

MOST = 20 * 1024 * 1024  # bytes; more a Telegram bot cannot fetch
NAME_MAX = 80
JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
_STARTS = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
_ENDINGS = {JPEG: (".jpg", ".jpeg"), PNG: (".png",), PDF: (".pdf",)}
_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream"})


class Why(StrEnum):
    """Why a file is not taken, or could not be had."""

    TYPE = "type"
    LARGE = "large"
    BROKEN = "broken"  # a picture that cannot be opened, or of more dots than anybody needs
    EMPTY = "empty"
    GONE = "gone"  # the channel has it no more
    AWAY = "away"  # the channel did not give it out in all the tries


def refused_at_once(attached: Attached) -> Why | None:
    """Say why a file is not taken, as far as its name, kind and size tell; None where only its bytes can."""
    if attached.size is not None and attached.size > MOST:
        return Why.LARGE
    if attached.kind == "photo":
        return None
    mime = attached.mime.partition(";")[0].strip().lower()
    if mime not in _UNTOLD and mime not in (*_ENDINGS, "image/jpg", "image/pjpeg"):
        return Why.TYPE
    ending = PurePosixPath(attached.name).suffix.lower()
    known = {one for endings in _ENDINGS.values() for one in endings}
    # a phone that names the right kind may name the file as it likes
    return Why.TYPE if mime in _UNTOLD and ending and ending not in known else None


def type_of(content: bytes) -> str:
    """Tell what bytes are by how they begin: image/jpeg, image/png, application/pdf, or "" for all else."""
    return next((kind for start, kind in _STARTS if content.startswith(start)), "")


def name_of(name: str, mime: str, number: int) -> str:
    """Give a file a name that fits what it is; one without any is called after its number."""
    kept = "".join(letter for letter in name if letter.isprintable() and letter not in '\\/:*?"<>|').strip(
        " ."
    )
    endings = _ENDINGS[mime]
    stem = PurePosixPath(kept).stem if kept.lower().endswith(endings) else kept
    return f"{stem[:NAME_MAX].strip() or f'tep-{number}'}{endings[0]}"
