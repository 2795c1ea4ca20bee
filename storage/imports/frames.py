"""What the reading process tells its parent: frames of plain values, each with its length before it."""

from __future__ import annotations

import marshal
import struct
from typing import IO, Any

_LENGTH = struct.Struct("<Q")
LARGEST = 1 << 30

# (kind, value): start {type, unknown}, rows ([tuple], fraction), faults [tuple], end row count, crash text
Frame = tuple[str, Any]


def write(stream: IO[bytes], kind: str, value: Any) -> None:
    """Send one frame."""
    body = marshal.dumps((kind, value))
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def read(stream: IO[bytes]) -> Frame | None:
    """Take one frame; None when the other side is gone, in the middle of a frame too."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LARGEST:
        return None
    body = stream.read(length)
    if len(body) < length:
        return None
    kind, value = marshal.loads(body)  # written by our own child, which holds plain values only
    return kind, value
