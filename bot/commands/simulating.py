"""`rasoat simulate`: a drive on a virtual clock, under the plan and under two plain ways of giving out the work."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.commands import back_testing
from bot.commands.days import day_of
from bot.commands.refusing import refused
from domain.wording import back_test as back_test_words
from domain.wording import figures, operator
from domain.wording import simulation as say

if TYPE_CHECKING:
    from bot.simulation.clock import Clock, Outage
    from bot.simulation.report import Figures, Report

_MOST = 100_000  # communes or people: more is a slip of the keyboard
_YEARS = 10
_WIDTH, _NAME = 100, 18  # columns


def simulate(
    total: Annotated[int, typer.Option("--open", help=say.HELP_OPEN)] = 262_871,
    communes: Annotated[int, typer.Option(help=say.HELP_COMMUNES)] = 200,
    people: Annotated[int, typer.Option(help=say.HELP_PEOPLE)] = 420,
    seed: Annotated[int, typer.Option(help=say.HELP_SEED)] = 2024,
    first: Annotated[str, typer.Option("--from", metavar="DAY", help=say.HELP_FROM)] = "2024-07-04",
    deadline: Annotated[str, typer.Option(metavar="DAY", help=say.HELP_DEADLINE)] = "2024-10-29",
    outage: Annotated[list[str] | None, typer.Option(metavar="START:DAYS", help=say.HELP_OUTAGE)] = None,
    reserve: Annotated[int, typer.Option(help=say.HELP_RESERVE)] = 10,
    known_pace: Annotated[bool, typer.Option("--known-pace/--guessed-limits", help=say.HELP_KNOWN)] = True,
    units: Annotated[bool, typer.Option("--units", help=say.HELP_UNITS)] = False,
    back_test: Annotated[
        int | None, typer.Option("--back-test", metavar="DRIVES", help=back_test_words.HELP)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=operator.HELP_JSON)] = False,
) -> None:
    """Run an invented drive through: when does each unit finish, and how evenly is the work spread."""
    for option, value, least, most in (
        ("--open", total, 0, 1_000 * _MOST), ("--communes", communes, 1, _MOST), ("--people", people, 1, _MOST),
        ("--reserve", reserve, 0, _MOST), ("--back-test", 1 if back_test is None else back_test, 1, _MOST),
    ):  # fmt: skip
        if value < least:
            raise refused(say.WHOLE_NUMBER.format(option=option, least=least))
        if value > most:
            raise refused(say.TOO_MANY.format(option=option, most=figures.count(most)))
    if back_test is not None:
        back_testing.show(
            back_test, communes=communes, people=people, total=total, first_seed=seed, as_json=as_json
        )
        return
    clock = _clock(day_of("--from", first), day_of("--deadline", deadline), outage or [], reserve)
    from bot.simulation import drive, policies, report

    invented = drive.invent(
        len(clock.days), total=total, communes=communes, people=people, seed=seed, known_pace=known_pace
    )
    found = report.simulate(invented, clock, policies.POLICIES)
    if as_json:
        plain = report.plain(found) | {"known_pace": known_pace}
        print(json.dumps(plain, ensure_ascii=False))  # noqa: T201 (what was asked for)
        return
    console = Console(highlight=False, markup=False)
    console.width = max(_WIDTH, console.width)  # into a file as well: no date is cut
    of_districts = sum(person.unit is None for person in invented.people)
    console.print(
        say.drive(total, communes, people, of_districts, clock.first, clock.deadline, clock.before_deadline),
        soft_wrap=True,
    )
    if line := say.options(reserve, len(clock.lost), known_pace=known_pace):
        console.print(line, soft_wrap=True)
    console.print(_summary(found))
    shown = found.shown(everything=units)
    console.print(_units(found, shown))
    if hidden := communes - len(shown):
        console.print(say.more_units(hidden), soft_wrap=True)
    console.print(say.INVENTED, soft_wrap=True)


def _clock(first: date, deadline: date, outages: list[str], reserve: int) -> Clock:
    from bot.simulation.clock import NoWorkingDay, clock

    if deadline < first:
        raise refused(say.DEADLINE_FIRST)
    if deadline.year - first.year > _YEARS or deadline.year + 2 > date.max.year:
        raise refused(say.TOO_LONG.format(years=_YEARS))
    try:
        return clock(first, deadline, outages=[_outage(value) for value in outages], reserve=reserve)
    except NoWorkingDay:
        raise refused(say.NO_WORKDAY) from None


def _outage(value: str) -> Outage:
    from bot.simulation.clock import Outage

    start, _, days = value.rpartition(":")
    if not (days.isascii() and days.isdigit() and 0 < int(days) <= _MOST) or not start:
        raise refused(say.FORM_OF_OUTAGE.format(value=value))
    return Outage(day_of("--outage", start), int(days))


def _summary(found: Report) -> Table:
    table = Table(title=say.FIGURES, box=box.SIMPLE, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column()
    for name in found.figures:
        table.add_column(say.POLICIES[name], justify="right", no_wrap=True)
    cells = {name: _cells(each, name) for name, each in found.figures.items()}
    for key, label in say.ROWS.items():
        table.add_row(label, *(cells[name][key] for name in found.figures))
    return table


def _cells(each: Figures, policy: str) -> dict[str, str]:
    loads = each.loads
    named = f"{each.named_on_day_one} / {each.named_later}"
    knows = policy == "plan"  # the others never say that a unit is short
    return {
        **{
            key: figures.count(getattr(each, key))
            for key in ("late_units", "late_records", "open_again", "at_vendor", "decided", "never")
        },
        "last_finish": figures.day(each.last_finish) if each.last_finish else say.NEVER,
        "named": named if knows else say.NOTHING,
        "late_unnamed": figures.count(each.late_unnamed) if knows else say.NOTHING,
        "loads": f"{loads.p10} / {loads.p50} / {loads.p90} / {loads.most}",
        "spread": figures.decimal(loads.spread),
        "unequal": figures.decimal(each.unequal, 2),
        "within_units": figures.decimal(each.within_units, 2),
        "idle_days": f"{figures.decimal(each.idle_days * 100)} %",
        "unfinished_days": f"{figures.decimal(each.unfinished_days * 100)} %",
    }


def _units(found: Report, shown: list[int]) -> Table:
    table = Table(title=say.UNITS, box=box.SIMPLE, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column(say.UNIT, no_wrap=True, max_width=_NAME)
    for title in (say.RECORDS, say.PEOPLE, say.NEEDED, say.SHORT, say.NAMED):
        table.add_column(title, justify="right", no_wrap=True)
    for name in found.runs:
        table.add_column(say.POLICIES[name], justify="right", no_wrap=True, min_width=10)
    own = [0] * len(found.drive.communes)
    for person in found.drive.people:
        if person.unit is not None:
            own[person.unit] += 1
    for unit in shown:
        commune, planned = found.drive.communes[unit], found.runs["plan"].units[unit]
        table.add_row(
            commune.name,
            figures.count(commune.backlog),
            str(own[unit]),
            figures.count(planned.needed),
            figures.count(planned.short),
            figures.day(planned.named_on) if planned.named_on else say.NOTHING,
            *(_finish(each.units[unit].finished_on, found.clock.deadline) for each in found.runs.values()),
        )
    return table


def _finish(on: date | None, deadline: date) -> Text:
    style = "red" if on is None or on > deadline else ""
    return Text(figures.day(on) if on else say.NEVER, style=style)
