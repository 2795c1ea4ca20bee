"""How taking in a file ended."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from domain.sheet_faults import Found
from storage.imports import limits

Progress = Callable[[float, int], None]  # how far the reading is, 0 … 1, and how many rows came


@dataclass(frozen=True, slots=True)
class Order:
    """A file to take in. Without `dry_run` it is taken in unless a fault refuses it."""

    path: Path
    now: datetime
    today: date  # the calendar day in the province
    dry_run: bool = False
    scheme: str = "2024"
    unit_code: str | None = None
    record_type: str | None = None
    scans: Path | None = None
    as_of: date | None = None  # of a status list: the day whose end it tells of
    zone: tzinfo = UTC  # the province's

    def sha256(self) -> str:
        """Compute the file's fingerprint for the log of imports."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(slots=True)
class Outcome:
    """What came of a file: how many rows, what they were, and every fault found, up to a limit."""

    kind: str
    file_name: str
    dry_run: bool
    rows: int = 0
    record_type: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    by_state: dict[str, int] = field(default_factory=dict)
    unknown_headers: tuple[str, ...] = ()
    faults: list[Found] = field(default_factory=list)
    faults_left_out: int = 0
    refused: bool = False
    judged: int = 0  # records that the rules looked at, those of former imports that were cut short too
    judging_s: float = 0.0  # how long that took, by the wall
    agreement: dict[str, int] = field(
        default_factory=dict
    )  # of a status list: all records by kind of agreement

    def note(self, found: Iterable[Found]) -> None:
        """Take faults up; beyond the limit they are only counted."""
        for each in found:
            self.refused = self.refused or each.refuses
            if len(self.faults) < limits.FAULTS_KEPT:
                self.faults.append(each)
            else:
                self.faults_left_out += 1
