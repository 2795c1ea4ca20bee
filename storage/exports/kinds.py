"""The exports there are, by the word of `rasoat export`: each a row with its columns and what fills them.

The command line and the process that makes files for chats both go through here; a further kind is a further row.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from pathlib import Path

from domain.wording import broadcast_operator as say_sent
from domain.wording import exports as say
from domain.wording import follow_up_form as say_form
from domain.wording import reconciliation as say_158
from domain.wording import returned as say_returned
from domain.wording import triage as say_triage
from storage.engine import Tx
from storage.exports import (
    actions,
    assignments,
    broadcast,
    decisions,
    files,
    findings,
    follow_ups,
    heading,
    mismatches,
    overtime,
    progress,
    retriage,
    returned,
)
from storage.exports.masked import MaskedSheet
from storage.exports.scope import EVERYTHING
from storage.exports.sheet import Column, Sheet, XlsxSheet
from storage.overtime import Wanted as OvertimeWanted


@dataclass(frozen=True, slots=True)
class Asked:
    """What an export is to hold, and the settings that some depend on.

    `detail` masks what is told of people, as `card_detail` does; empty for the command line, which masks nothing.
    """

    now: datetime
    zone: tzinfo
    paths: Sequence[str] = EVERYTHING
    since: date | None = None
    until: date | None = None
    number: int = 0  # of a broadcast
    idle_minutes: int = 5
    calendar: Path | None = None
    detail: str = ""

    @property
    def today(self) -> date:
        """The day by the clock of the zone."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Told:
    """What was written: rows, and cells that did not fit whole."""

    rows: int
    cut: int = 0


Write = Callable[[Tx, Path, Asked], Awaitable[Told]]
Fill = Callable[[Tx, Sheet, Asked], Awaitable[int]]
Below = Callable[[Sheet, Asked], None]
Title = Callable[[Tx, Asked], Awaitable[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Export:
    """One kind: how it is written, and whether its days may be chosen (else it tells how it stands now)."""

    write: Write
    of_days: bool = False


def _table(
    name: str,
    sheet_name: str,
    columns: Sequence[Column],
    fill: Fill,
    *,
    of_days: bool = False,
    title: Title | None = None,
    below: Below | None = None,
) -> Export:
    """Make a kind that is one table below its heading, in a workbook perhaps with something `below`."""

    async def write(tx: Tx, out: Path, asked: Asked) -> Told:
        days = (asked.since, asked.until) if of_days else None
        about = await heading.of(tx, name, asked.paths, now=asked.now, zone=asked.zone, days=days)
        lines = await title(tx, asked) if title else about.title
        with files.writing(out, columns, name=sheet_name, title=lines, house=about.house) as sheet:
            masked = asked.detail not in ("", "full")
            rows = await fill(tx, MaskedSheet(sheet, columns, asked.detail) if masked else sheet, asked)
            if below is not None and isinstance(sheet, XlsxSheet):
                below(sheet, asked)
        return Told(rows, sheet.cut)

    return Export(write, of_days)


async def _progress(tx: Tx, out: Path, asked: Asked) -> Told:
    rows = await progress.table(tx, asked.paths, on=asked.today)
    about = await heading.of(tx, "progress", asked.paths, now=asked.now, zone=asked.zone)
    with files.writing(
        out, progress.COLUMNS, name=say.PROGRESS_SHEET, title=about.title, house=about.house
    ) as sheet:
        progress.fill(sheet, rows)
        if isinstance(sheet, XlsxSheet):
            progress.fill_letter(sheet, rows, about)
    return Told(len(rows), sheet.cut)


async def _overtime(tx: Tx, out: Path, asked: Asked) -> Told:
    wanted = OvertimeWanted(asked.paths, asked.since, asked.until)
    return Told(
        *await overtime.write(
            tx,
            out,
            wanted,
            now=asked.now,
            zone=asked.zone,
            idle_minutes=asked.idle_minutes,
            file=asked.calendar,
        )
    )


async def _decisions(tx: Tx, sheet: Sheet, asked: Asked) -> int:
    return await decisions.fill(
        tx, sheet, decisions.Wanted(asked.paths, asked.since, asked.until), asked.zone
    )


async def _actions(tx: Tx, sheet: Sheet, asked: Asked) -> int:
    wanted = actions.Wanted(asked.paths, asked.since, asked.until, asked.detail)
    return await actions.fill(tx, sheet, wanted, asked.zone)


async def _mismatches(tx: Tx, sheet: Sheet, asked: Asked) -> int:
    return await mismatches.fill(tx, sheet, asked.paths, asked.zone)


async def _returned(tx: Tx, sheet: Sheet, asked: Asked) -> int:
    return (await returned.fill(tx, sheet, asked.paths, today=asked.today)).records


async def _returned_title(tx: Tx, asked: Asked) -> tuple[str, ...]:
    return await returned.title(tx, asked.paths, today=asked.today)


async def _follow_up(tx: Tx, sheet: Sheet, asked: Asked) -> int:
    form = replace(
        follow_ups.of_subtrees(asked.paths), since=asked.since, until=asked.until, detail=asked.detail
    )
    return await follow_ups.fill(tx, sheet, form, today=asked.today, zone=asked.zone)


async def _findings(tx: Tx, sheet: Sheet, asked: Asked) -> int:
    return await findings.fill(tx, sheet, asked.paths)


def _signatures(sheet: Sheet, asked: Asked) -> None:
    follow_ups.sign(sheet, asked.today)


async def _retriage(tx: Tx, sheet: Sheet, asked: Asked) -> int:
    return await retriage.fill(tx, sheet, asked.paths, detail=asked.detail)


async def _assignments(tx: Tx, sheet: Sheet, asked: Asked) -> int:
    return await assignments.fill(tx, sheet, asked.paths, today=asked.today, zone=asked.zone)


async def _broadcast(tx: Tx, sheet: Sheet, asked: Asked) -> int:
    return await broadcast.fill(tx, sheet, asked.number, tuple(asked.paths), asked.zone)


EXPORTS: dict[str, Export] = {
    "progress": Export(_progress),
    "returned": _table("returned", say_returned.SHEET, returned.COLUMNS, _returned, title=_returned_title),
    "follow-up": _table(
        "follow-up", say_form.SHEET, follow_ups.COLUMNS, _follow_up, of_days=True, below=_signatures
    ),
    "actions": _table("actions", say.ACTIONS_SHEET, actions.COLUMNS, _actions, of_days=True),
    "mismatches": _table("mismatches", say_158.SHEET, mismatches.COLUMNS, _mismatches),
    "decisions": _table("decisions", say.DECISIONS_SHEET, decisions.COLUMNS, _decisions, of_days=True),
    "findings": _table("findings", say_triage.SHEET, findings.COLUMNS, _findings),
    "overtime": Export(_overtime, of_days=True),
    "retriage": _table("retriage", say_form.RETRIAGE_SHEET, retriage.COLUMNS, _retriage),
    "assignments": _table("assignments", say.ASSIGNMENTS_SHEET, assignments.COLUMNS, _assignments),
    "broadcast": _table("broadcast", say_sent.SHEET, broadcast.COLUMNS, _broadcast),
}
