"""The single checks of `rasoat doctor`: each looks at one thing and tells how it is."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from domain.wording import backup as say_backup
from domain.wording import doctor as say

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.health import Health

SKEW_S = 5.0  # clocks further apart than this put decisions on the wrong side of midnight
AHEAD = timedelta(minutes=5)
OLD = timedelta(days=2)  # a backup older than this is worth a word
LITTLE_BYTES, TOO_LITTLE_BYTES = 2_000_000_000, 200_000_000
LETTERS = "ĂÂĐÊÔƠƯăâđêôơưẮẶẤẬỀỆỐỘỚỢỨỰẢẪẺỄỈỎỖỞỠỦỮỶỸỵ"


class Level(StrEnum):
    """How something is: well, worth a look, or in the way of working."""

    OK = "ok"
    WARN = "warn"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at (a name of say.NAMES) and how it is, in one line."""

    name: str
    level: Level
    line: str


async def bot(settings: Settings) -> Check:
    """Ask Telegram who the bot is."""
    from bot.telegram import api
    from bot.telegram.errors import TokenRefused

    if settings.telegram.token is None:
        if settings.zalo_oa.is_set or settings.zalo_bot.token is not None:
            return Check("token", Level.OK, say.ZALO_ALONE)
        return Check("token", Level.FAULT, say.NO_TOKEN)
    try:
        line = api.open_bot(settings)
        try:
            found = await api.identify(line)
        finally:
            await api.close(line)
    except TokenRefused as refused:
        return Check("token", Level.FAULT, str(refused))
    if not isinstance(found, api.Identity):
        return Check("token", Level.WARN, say.bot_unheard(found.reason))
    wanted = settings.telegram.username or found.username
    if wanted.lower() != found.username.lower():
        return Check("token", Level.WARN, say.bot_other(found.username, wanted))
    return Check("token", Level.OK, say.bot_answers(found.username))


def webhook(settings: Settings) -> Check:
    """Tell how updates come in; a webhook without a good secret does not get past the settings."""
    url = settings.telegram.webhook_url
    if url is None:
        return Check("webhook", Level.OK, say.POLLING)
    if not url.startswith("https://"):
        return Check("webhook", Level.WARN, say.WEBHOOK_PLAIN.format(url=url))
    return Check("webhook", Level.OK, say.WEBHOOK_FINE.format(url=url))


async def database(settings: Settings, now: datetime) -> tuple[list[Check], Health | None]:
    """Open the database and look at how safe it is; None where it cannot be opened."""
    from sqlalchemy.exc import DBAPIError

    from storage import backup, health, schema
    from storage.engine import DatabaseMissing, open_database

    try:
        await schema.require_current(settings.database_url)
        opened = open_database(settings.database_url)
        try:
            found = await opened.read(health.examine)
            copied = await opened.read(backup.last)
        finally:
            await opened.close()
    except DatabaseMissing as missing:
        return [Check("database", Level.FAULT, str(missing))], None
    except (DBAPIError, OSError) as fault:
        cause = getattr(fault, "orig", None) or fault
        line = f"{type(cause).__name__}: {(str(cause).splitlines() or [''])[0]}"
        return [Check("database", Level.FAULT, line)], None
    checks = [Check("database", Level.OK, say.DATABASE_FINE), *safety(found), copy(copied, now, settings)]
    return checks, found


def copy(at: datetime | None, now: datetime, settings: Settings) -> Check:
    """Tell how old the last backup is; one that is missing or days old is worth a look."""
    fresh = at is not None and now - at < OLD
    line = say_backup.last(at.astimezone(settings.zone) if at else None, now)
    return Check("backup", Level.OK if fresh else Level.WARN, line)


def safety(found: Health) -> list[Check]:
    """Judge how safe a commit is, and whether the log can be changed."""
    if found.dialect == "sqlite":
        version = (
            Check("sqlite", Level.WARN, say.RACE.format(version=found.version))
            if found.checkpoints_can_race
            else Check("sqlite", Level.OK, say.SQLITE_FINE.format(version=found.version))
        )
        wal = found.journal.lower() == "wal"
        durability = Check("durability", Level.OK, say.WAL_FINE)
        if not wal:
            durability = Check("durability", Level.FAULT, say.NOT_WAL.format(journal=found.journal))
        elif not found.every_commit_on_disk:
            durability = Check("durability", Level.FAULT, say.NOT_FULL)
    else:
        far = abs(found.skew_s) > SKEW_S
        line = say.postgres(found.version, found.skew_s, far=far)
        version = Check("postgresql", Level.WARN if far else Level.OK, line)
        durability = (
            Check("durability", Level.OK, say.FLUSHED)
            if found.every_commit_on_disk
            else Check("durability", Level.WARN, say.NOT_FLUSHED)
        )
    guarded = (
        Check("log", Level.OK, say.LOG_GUARDED)
        if found.log_guarded
        else Check("log", Level.FAULT, say.LOG_OPEN)
    )
    return [version, durability, guarded]


def clock(settings: Settings, now: datetime, found: Health | None) -> Check:
    """Tell the time as the bot sees it; `now` is an instant, shown by the province's clock."""
    here = now.astimezone(settings.zone)
    last = found.last_decided_at if found else None
    if last is not None and last > now + AHEAD:
        return Check("clock", Level.WARN, say.clock_behind(here, last.astimezone(settings.zone)))
    if settings.now is not None:
        return Check("clock", Level.WARN, say.clock_set(here, settings.timezone))
    return Check("clock", Level.OK, say.clock(here, settings.timezone))


def font() -> Check:
    """Draw the letters of Vietnamese with the font that comes with the product."""
    from PIL import ImageFont

    try:
        letters = files("bot.synthetic.data").joinpath("DejaVuSans.ttf").read_bytes()
        drawn = ImageFont.truetype(io.BytesIO(letters), 24)
    except (OSError, ImportError) as fault:
        return Check("font", Level.WARN, say.FONT_ABSENT.format(reason=type(fault).__name__))
    absent = bytes(drawn.getmask("\U0010fffd"))  # what it draws for a letter it does not have
    missing = "".join(letter for letter in LETTERS if bytes(drawn.getmask(letter)) == absent)
    if missing:
        return Check("font", Level.WARN, say.FONT_POOR.format(letters=missing))
    return Check("font", Level.OK, say.FONT_FINE)


def disk(settings: Settings, found: Health | None) -> Check | None:
    """Tell the room left where the database lies; None where there is no database yet."""
    from storage.engine import parse_url

    if found is None:
        return None
    if found.dialect != "sqlite":
        return Check("disk", Level.OK, say.disk_elsewhere(found.size_bytes))
    folder = Path(str(parse_url(settings.database_url).database)).absolute().parent
    free = shutil.disk_usage(folder).free
    level = Level.FAULT if free < TOO_LITTLE_BYTES else Level.WARN if free < LITTLE_BYTES else Level.OK
    return Check("disk", level, say.disk(free, str(folder), found.size_bytes))


def scans(settings: Settings) -> Check:
    """See whether the folder of scans can be read; that it is there the settings have seen to."""
    folder = settings.scans_folder
    if settings.scans is None:
        return Check("scans", Level.OK, say.NO_SCANS)
    if folder is None:
        return Check("scans", Level.OK, say.SCANS_ELSEWHERE.format(where=settings.scans))
    try:
        with os.scandir(folder) as entries:
            empty = next(entries, None) is None
    except OSError as fault:
        line = say.SCANS_SHUT.format(folder=folder, reason=fault.strerror or type(fault).__name__)
        return Check("scans", Level.FAULT, line)
    if empty:
        return Check("scans", Level.WARN, say.SCANS_EMPTY.format(folder=folder))
    if not settings.scan_in_chat and settings.web.page_url is None:
        return Check("scans", Level.WARN, say.SCANS_UNSEEN)
    return Check("scans", Level.OK, say.SCANS_FINE.format(folder=folder))


async def all_of(settings: Settings, now: datetime) -> list[Check]:
    """Do every check, the slow ones (network, database) beside each other."""
    answered, (stored, found) = await asyncio.gather(bot(settings), database(settings, now))
    checks = [Check("settings", Level.OK, say.SETTINGS_FINE), answered, webhook(settings), *stored]
    return checks + [
        check
        for check in (clock(settings, now, found), font(), disk(settings, found), scans(settings))
        if check is not None
    ]
