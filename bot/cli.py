"""The command line. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import asyncio
import signal
import sys
from importlib import import_module
from typing import Annotated

import typer
from rich.console import Console

from domain.wording import operator as say

app = typer.Typer(
    name="rasoat", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help=say.ABOUT,
)  # fmt: skip
errors = Console(stderr=True, highlight=False)


@app.command()
def init() -> None:
    """Create the database's tables, or bring them up to date."""
    from bot.settings import load
    from storage import schema

    settings = load()
    asyncio.run(schema.upgrade(settings.database_url))
    Console().print(say.READY)


@app.command()
def run(
    only: Annotated[str, typer.Option(help="inbound,delivery,timers: only these parts of the bot")] = "",
) -> None:
    """Run the bot until SIGTERM or Ctrl-C."""
    from bot import logs, running
    from bot.settings import load

    settings = load()
    logs.configure(settings.log_level)
    asyncio.run(running.run(settings, only=running.parts(only)))


INTERRUPTED = 130  # how Typer ends a command that Ctrl-C stopped
ELSEWHERE = {
    "import": ("bot.commands.importing", "import_app"),
    "plan": ("bot.commands.planning", "plan"),
    "invites": ("bot.commands.importing", "invites"),
    "demo": ("bot.demo.command", "demo"),
    "status": ("bot.commands.status", "status"),
    "triage": ("bot.commands.triage", "triage"),
    "export": ("bot.commands.exporting", "export"),
    "broadcast": ("bot.commands.broadcasting", "broadcast"),
    "looks": ("bot.commands.looks", "looks"),
    "verify": ("bot.commands.verifying", "verify"),
    "doctor": ("bot.commands.doctor", "doctor"),
    "backup": ("bot.commands.backing_up", "backup"),
    "restore": ("bot.commands.backing_up", "restore"),
    "bench": ("bot.bench.command", "bench"),
    "simulate": ("bot.commands.simulating", "simulate"),
}


def register(wanted: str) -> None:
    """Hang the commands that live in files of their own on the application: the one wanted, or all for the help."""
    for name in [wanted] if wanted in ELSEWHERE else [] if wanted in ("init", "run") else ELSEWHERE:
        module, attribute = ELSEWHERE[name]
        command = getattr(import_module(module), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)


def main() -> None:
    """Run one command; what an operator can cause ends in one clear line and exit code 2."""
    if sys.argv[1:2] == ["run"]:  # before anything slow is imported; the running bot puts its own in place
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(0))
    from sqlalchemy.exc import DBAPIError

    from bot.settings import WrongSetting
    from storage.engine import DatabaseMissing, WrongAddress

    register(sys.argv[1] if len(sys.argv) > 1 else "")
    try:
        app()
    except (WrongSetting, DatabaseMissing, WrongAddress) as fault:
        errors.print(f"rasoat: {fault}", style="red", soft_wrap=True, markup=False)
        sys.exit(2)
    except (DBAPIError, OSError) as fault:
        line = _first_line(fault)
        if isinstance(fault, (DBAPIError, ConnectionError)):  # nothing else is connected to from here
            line = say.wrong_setting("RASOAT_DATABASE_URL", line)
        errors.print(f"rasoat: {line}", style="red", soft_wrap=True, markup=False)
        sys.exit(2)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            errors.print(f"rasoat: {say.STOPPED}", style="red", soft_wrap=True, markup=False)
        raise


def _first_line(fault: BaseException) -> str:
    cause = getattr(fault, "orig", None) or fault
    return f"{type(cause).__name__}: {str(cause).splitlines()[0] if str(cause) else ''}"


if __name__ == "__main__":
    main()
