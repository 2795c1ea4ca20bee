"""Days as an operator writes them: 2024-07-04 or 04/07/2024."""

from __future__ import annotations

from datetime import date, datetime

from bot.commands.refusing import refused
from domain.wording import operator as say

_FORMS = ("%Y-%m-%d", "%d/%m/%Y")


def day_if_given(option: str, value: str | None) -> date | None:
    """Read an option's day; None where it was not given."""
    return None if value is None else day_of(option, value)


def day_of(option: str, value: str) -> date:
    """Read an option's day; refuses, with exit code 2, what is no day."""
    for form in _FORMS:
        try:
            return datetime.strptime(value.strip(), form).date()  # noqa: DTZ007 (a calendar day has no zone)
        except ValueError:
            continue
    raise refused(say.WRONG_DAY.format(option=option, value=value))
