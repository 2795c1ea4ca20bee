"""`rasoat doctor`: a check-up of the installation, a line for each thing; changes nothing."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated

import typer
from rich.console import Console

from bot.commands import checkups
from bot.commands.checkups import Check, Level
from domain.wording import doctor as say
from domain.wording import operator

_STYLE = {Level.OK: "green", Level.WARN: "yellow", Level.FAULT: "red"}


def doctor(as_json: Annotated[bool, typer.Option("--json", help=operator.HELP_JSON)] = False) -> None:
    """Check settings, token, database, clock, font, disk and scans; 1 when something is in the way."""
    checks = _examine()
    faults, warnings = (sum(check.level is level for check in checks) for level in (Level.FAULT, Level.WARN))
    if as_json:
        told = [{"name": check.name, "level": check.level.value, "line": check.line} for check in checks]
        print(json.dumps({"faults": faults, "warnings": warnings, "checks": told}, ensure_ascii=False))  # noqa: T201
    else:
        console = Console(highlight=False, markup=False)
        for check in checks:
            console.print(f"{say.LEVELS[check.level]:<6}", style=_STYLE[check.level], end=" ")
            console.print(f"{say.NAMES[check.name]}: {check.line}", soft_wrap=True)
        console.print(say.summary(faults, warnings), soft_wrap=True)
    if faults:
        raise typer.Exit(1)


def _examine() -> list[Check]:
    from bot.clock import clock_of
    from bot.settings import WrongSetting, load

    try:
        settings = load()
    except WrongSetting as wrong:  # what is wrong is what this command is asked for
        return [Check("settings", Level.FAULT, say.settings_wrong(str(wrong)))]
    return asyncio.run(checkups.all_of(settings, clock_of(settings)()))
