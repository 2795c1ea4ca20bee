"""The `--type` of a command: a type of record by its code, in any case."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands.refusing import refused
from domain.records import RecordType
from domain.wording import imports as say

TypeOption = Annotated[str | None, typer.Option("--type", metavar="KS|KH|KT|HN|CMC")]


def type_named(typed: str | None) -> RecordType | None:
    """Read which type is asked for; None where none is. What is no type ends the command with one line."""
    if typed is None:
        return None
    code = typed.strip().upper()
    if code not in RecordType.__members__:
        raise refused(say.no_type(RecordType))
    return RecordType(code)
