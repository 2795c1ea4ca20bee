"""A clock that several processes share, and that goes on only when somebody says so: hours pass in seconds."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path


class SharedClock:
    """Seconds since a start, in eight bytes of a file."""

    def __init__(self, path: Path, start: datetime) -> None:
        if not path.exists():
            path.write_bytes(struct.pack("d", 0.0))
        with path.open("r+b") as file:
            self._bytes = mmap.mmap(file.fileno(), 8)
        self._start = start

    @property
    def seconds(self) -> float:
        """How much has passed."""
        value: float = struct.unpack("d", self._bytes[:8])[0]
        return value

    def move(self, seconds: float) -> None:
        """Go on by so much."""
        self._bytes[:8] = struct.pack("d", self.seconds + seconds)

    def __call__(self) -> datetime:
        return (self._start + timedelta(seconds=self.seconds)).astimezone(UTC)

    def unix(self) -> float:
        """Unix seconds."""
        return self().timestamp()
