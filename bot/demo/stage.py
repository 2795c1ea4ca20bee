"""What stands before the demo begins: an invented drive taken in by the real import, and codes for its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.clock import Clock, clock_of
from bot.settings import Settings, load
from bot.synthetic.drive import Drive, write_drive
from bot.synthetic.staff import Member
from storage import invitations, schema
from storage.engine import Database, Tx, open_database
from storage.imports import records, roster, units
from storage.imports.outcome import Order, Outcome

TOKEN = "158000:demo-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"  # the stand-in's own; no bot of the world has it
MORNING = datetime.fromisoformat("2024-07-04T07:00:00+07:00")
DEADLINE = date(2024, 7, 10)  # five working days: the invented drive is small
ASSIGNMENTS_DUE = date(2024, 7, 10)  # as the letter asks
SEED = 2024
FIRST_USER = 1001


class SceneryBroken(RuntimeError):
    """The import refused a file that the product wrote itself; the text names it."""


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody of the roster with a phone in hand."""

    user: int  # on Telegram
    member: Member
    code: str  # opens the door once


@dataclass(frozen=True, slots=True)
class Stage:
    """A database with a drive in it. `players` are everybody with a phone, the three of the story first."""

    settings: Settings
    clock: Clock
    drive: Drive
    taken_in: tuple[Outcome, ...]
    players: tuple[Player, ...]

    @property
    def cast(self) -> tuple[Player, Player, Player]:
        """The official, the head and the admin."""
        official, head, admin = self.players[:3]
        return official, head, admin


async def build(folder: Path, *, database_url: str | None = None, practice: int = 6) -> Stage:
    """Write the drive into a folder and take it in; the same seed gives the same people and records, new codes.

    Raises SceneryBroken if the import refuses what the product wrote.
    """
    drive = write_drive(folder / "drive", seed=SEED, scale="demo")
    settings = load(
        database_url=database_url or f"sqlite+aiosqlite:///{folder / 'rasoat.db'}",
        telegram={"token": TOKEN},
        web={"port": 0},
        scans=str(drive.scans),
        practice=practice,
        now=MORNING,
        deadline=DEADLINE,
        assignment_deadline=ASSIGNMENTS_DUE,
        log_level="ERROR",
    )
    clock = clock_of(settings)
    await schema.upgrade(settings.database_url)
    taken_in = await _take_in(settings, clock, drive)
    return Stage(settings, clock, drive, taken_in, await _give_codes(settings, clock, drive))


async def _take_in(settings: Settings, clock: Clock, drive: Drive) -> tuple[Outcome, ...]:
    parts = [(units.take_in, drive.units), (roster.take_in, drive.roster)]
    parts += [(records.take_in, sheet) for sheet in drive.records]
    taken_in = []
    for take_in, path in parts:
        order = Order(path, clock(), clock.today(), scans=settings.scans_folder)
        outcome = await take_in(settings.database_url, order)
        if outcome.refused:
            raise SceneryBroken(f"{path.name}: {outcome.faults[:1]}")
        taken_in.append(outcome)
    return tuple(taken_in)


async def _give_codes(settings: Settings, clock: Clock, drive: Drive) -> tuple[Player, ...]:
    async def work(tx: Tx) -> Mapping[str, str]:
        await invitations.ensure_codes(tx, now=clock(), days=settings.invite_days)
        return {line.full_name: line.code for line in await invitations.lines(tx, now=clock())}

    database: Database = open_database(settings.database_url)
    try:
        codes = await database.write(work)
    finally:
        await database.close()
    return tuple(
        Player(FIRST_USER + place, member, codes[member.name]) for place, member in enumerate(drive.people)
    )
