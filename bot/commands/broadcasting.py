"""`rasoat broadcast`: say something to many from a script, as /thongbao does; the running bot sends it."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from bot.commands.refusing import refused
from domain import attachments as files
from domain import audience as audiences_as_words
from domain import broadcast as rules
from domain.audience import Audience, Whom, Written
from domain.broadcast import NotThen, State, Why
from domain.wording import broadcast as say
from domain.wording import broadcast_operator as say_operator

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.audiences import Reach
    from storage.engine import Tx


@dataclass(frozen=True, slots=True)
class _Order:
    """What the operator wants."""

    written: Written
    text: str
    file: tuple[str, str, bytes] | None  # name, kind, bytes
    at: str
    dry_run: bool


@dataclass(frozen=True, slots=True)
class _Done:
    number: int | None
    reached: Reach
    audience: str
    at: datetime | None


def broadcast(
    audience: Annotated[str, typer.Option("--audience", metavar="WHOM", help=say_operator.HELP_AUDIENCE)],
    text_file: Annotated[Path, typer.Option("--text-file", metavar="FILE", help=say_operator.HELP_TEXT)],
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help=say_operator.HELP_FILE)] = None,
    at: Annotated[str, typer.Option("--at", metavar="TIME", help=say_operator.HELP_AT)] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say_operator.HELP_DRY)] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say_operator.HELP_JSON)] = False,
) -> None:
    """Say something to many at once; the running bot sends it. No second admin is asked, and it is written down."""
    from bot.settings import load

    written = audiences_as_words.read(audience)
    if written is None:
        raise refused(say_operator.WRONG_AUDIENCE.format(said=audience))
    text = _text(text_file)
    order = _Order(written, text, _file(file) if file is not None else None, at, dry_run)
    done = asyncio.run(_run(load(), order))
    if as_json:
        plain = {"id": done.number, "people": done.reached.people, "linked": done.reached.linked,
                 "by_channel": dict(done.reached.by_channel), "at": done.at.isoformat() if done.at else None,
                 "dry_run": dry_run}  # fmt: skip
        print(json.dumps(plain, ensure_ascii=False))  # noqa: T201
        return
    lines = say.reached(done.audience, done.reached.people, done.reached.linked)
    told = (
        say_operator.would(lines, done.reached.by_channel, done.at)
        if done.number is None
        else say.ordered(done.number, done.reached.people, done.at)
    )
    Console(highlight=False, markup=False).print(told, soft_wrap=True)


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig").strip("\n").replace("\0", "")
    except UnicodeDecodeError:
        raise refused(say_operator.TEXT_NOT_UTF8) from None
    except OSError:
        raise refused(say_operator.NO_FILE.format(option="--text-file", path=path)) from None
    if not text.strip():
        raise refused(say_operator.WRONG_TEXT)
    return text


def _file(path: Path) -> tuple[str, str, bytes]:
    try:
        if path.stat().st_size > files.MOST:
            raise refused(say_operator.WRONG_FILE)
        content = path.read_bytes()
    except OSError:
        raise refused(say_operator.NO_FILE.format(option="--file", path=path)) from None
    mime = files.type_of(content)
    if not mime:
        raise refused(say_operator.WRONG_FILE)
    return files.name_of(path.name, mime, 0), mime, content


async def _run(settings: Settings, order: _Order) -> _Done:
    from bot.clock import clock_of
    from storage import schema
    from storage.engine import open_database

    await schema.require_current(settings.database_url)
    now = clock_of(settings)()
    database = open_database(settings.database_url)
    try:
        if order.dry_run:
            return await database.read(lambda tx: _order(tx, settings, order, now))
        return await database.write(lambda tx: _order(tx, settings, order, now))
    finally:
        await database.close()


async def _order(tx: Tx, settings: Settings, order: _Order, now: datetime) -> _Done:
    """Judge what is wanted and, unless it is a trial, order it; raises typer.Exit for what cannot be done."""
    from handlers import broadcast_look as look
    from storage import audiences, audit, broadcasts, calendars, own_files
    from storage.broadcasts import New

    whom, named = await _audience(tx, order.written)
    local = now.astimezone(settings.zone)
    length = len(look.words(order.text, "").text)
    if length > rules.TEXT_MAX:
        raise refused(say.TOO_LONG.format(length=length, most=rules.TEXT_MAX))
    known = await calendars.load(tx, settings.calendar)
    roots = await audiences.roots(tx)
    calendar = known.of(f"/{min(roots)}/" if roots else "/")
    wanted = _moment(order.at, local) if order.at else None
    if order.at and wanted is None:
        raise refused(say.not_then(NotThen(Why.SHAPE, local)))
    fault = rules.judge(wanted or local, local, calendar)
    if fault is not None:
        raise refused(say.not_then(fault))
    reached = await audiences.reach(tx, whom, local.date())
    if not reached.people:
        raise refused(say_operator.NOBODY)
    if order.dry_run:
        return _Done(None, reached, named, wanted)
    attachment = None
    if order.file is not None:
        name, mime, content = order.file
        attachment = await own_files.keep(tx, name=name, mime=mime, content=content, now=now)
    new = New(
        f"operator:{uuid.uuid4().hex}", whom, order.text, None, State.SCHEDULED, send_at=wanted,
        attachment_id=attachment, recipients=reached.people,
    )  # fmt: skip
    made = await broadcasts.order(tx, new, now=now)
    assert made is not None  # its key is its own
    details: dict[str, Any] = {
        "audience": whom.to_json(), "people": reached.people, "at": wanted and wanted.isoformat(), "by": "operator",
    }  # fmt: skip
    await audit.note(
        tx, at=now, person_id=None, act="broadcast.ordered", subject=str(made.id), details=details
    )
    return _Done(made.id, reached, named, wanted)


def _moment(said: str, local: datetime) -> datetime | None:
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return rules.read_moment(said, local)
    return at if at.tzinfo is not None else at.replace(tzinfo=local.tzinfo)


async def _audience(tx: Tx, written: Written) -> tuple[Audience, str]:
    """Find what the words mean, with its name; raises typer.Exit where it is not there."""
    from storage import broadcasts, units
    from storage.exports import scope

    if written.whom is Whom.UNIT:
        paths = await scope.paths_of(tx, written.about)
        if not paths:
            raise refused(say_operator.NO_SUCH_UNIT.format(code=written.about))
        ids = tuple(int(path.split("/")[-2]) for path in paths)
        first = await units.load(tx, ids[0])
        return Audience(Whom.UNIT, ids), say.of_unit(first.name if first is not None else written.about)
    if written.whom is Whom.ROLE:
        role = audiences_as_words.role_of(written.about)
        return Audience(Whom.ROLE, role=role), say.of_role(role, [say_operator.EVERYWHERE])
    if written.whom is Whom.SILENT:
        number = int(written.about)
        if number >= 2**31 or await broadcasts.load(tx, number) is None:
            raise refused(say_operator.NO_SUCH.format(id=number))
        return Audience(Whom.SILENT, of=number), say.of_silent(number)
    if written.whom is Whom.BEHIND:
        return Audience(Whom.BEHIND), say.of_behind()
    return Audience(Whom.ALL), say.of_all([say_operator.EVERYWHERE])
