"""Refusing what cannot be done, before anything is read or written: one line, and exit code 2."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console

from domain.wording import operator as say

errors = Console(stderr=True, highlight=False)
ENDINGS = (".xlsx", ".csv")


def refused(line: str) -> typer.Exit:
    """Say why nothing is done, and give what ends the command."""
    errors.print(f"rasoat: {line}", style="red", soft_wrap=True, markup=False)
    return typer.Exit(2)


def check_out(path: Path, option: str) -> None:
    """Refuse a file that could not be written at the end."""
    if path.suffix.lower() not in ENDINGS:
        raise refused(say.WRONG_ENDING.format(option=option))
    if not path.parent.is_dir():
        raise refused(say.NO_FOLDER.format(option=option, folder=path.parent))
    if path.is_dir():
        raise refused(say.IS_FOLDER.format(option=option, path=path))
