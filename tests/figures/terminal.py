"""An operator's terminal: runs one command against the database of a test."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import typer
from typer.testing import CliRunner

from bot.commands import (
    backing_up,
    broadcasting,
    doctor,
    exporting,
    importing,
    looks,
    planning,
    status,
    triage,
    verifying,
)
from storage.engine import Database

NOON = "2024-07-04T12:00:00+07:00"


@dataclass(frozen=True)
class Answer:
    """What the terminal showed and how the command ended."""

    code: int
    out: str
    err: str


def _app() -> typer.Typer:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command("broadcast")(broadcasting.broadcast)
    app.command("export")(exporting.export)
    app.add_typer(importing.import_app, name="import")
    app.command("looks")(looks.looks)
    app.command("plan")(planning.plan)
    app.command("status")(status.status)
    app.command("triage")(triage.triage)
    app.command("verify")(verifying.verify)
    app.command("doctor")(doctor.doctor)
    app.command("backup")(backing_up.backup)
    app.command("restore")(backing_up.restore)
    return app


async def rasoat(database: Database, *words: str, **settings: str) -> Answer:
    """Run `rasoat WORDS`, at noon of the first day unless told otherwise; `settings` are RASOAT_… variables."""
    env = {
        "RASOAT_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "RASOAT_NOW": NOON,
        "COLUMNS": "200",
    }
    env |= {f"RASOAT_{name}": value for name, value in settings.items()}
    result = await asyncio.to_thread(CliRunner().invoke, _app(), list(words), env=env)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.exit_code, result.stdout, result.stderr)
