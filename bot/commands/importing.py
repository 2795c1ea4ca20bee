"""`rasoat import units|mergers|roster|records|status FILE` and `rasoat invites`: files in, activation codes out."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.commands.days import day_if_given
from bot.commands.record_types import TypeOption, type_named
from bot.commands.refusing import check_out, errors, refused
from domain.reconciliation import Kind
from domain.wording import imports as say
from domain.wording import operator
from domain.wording import reconciliation as say_158
from domain.wording import triage as say_triage

if TYPE_CHECKING:
    from storage.imports.outcome import Order, Outcome

import_app = typer.Typer(no_args_is_help=True, help=say.HELP)
ON_SCREEN = 40  # lines of the table of faults
IN_JSON = 1_000

File = Annotated[Path, typer.Argument(metavar="FILE", help=say.HELP_FILE)]
DryRun = Annotated[bool, typer.Option("--dry-run", help=say.HELP_DRY_RUN)]
Scheme = Annotated[str, typer.Option(help=say.HELP_SCHEME)]
Faults = Annotated[Path | None, typer.Option(metavar="FILE", help=say.HELP_FAULTS)]
AsJson = Annotated[bool, typer.Option("--json", help=operator.HELP_JSON)]

TakeIn = Callable[[str, "Order", Callable[[float, int], None] | None], Awaitable["Outcome"]]


@import_app.command()
def units(
    file: File,
    dry_run: DryRun = False,
    scheme: Scheme = "2024",
    faults: Faults = None,
    as_json: AsJson = False,
) -> None:
    """Take in the tree of units."""
    from storage.imports import units as part

    _import(part.take_in, file, dry_run, scheme, faults, as_json)


@import_app.command()
def mergers(
    file: File,
    dry_run: DryRun = False,
    faults: Faults = None,
    as_json: AsJson = False,
) -> None:
    """Take in which units went into which: the columns ma_cu, ma_moi and, optional, bo_ma_cu, bo_ma_moi, tu_ngay."""
    from storage.imports import mergers as part

    _import(part.take_in, file, dry_run, "", faults, as_json)


@import_app.command()
def roster(
    file: File,
    dry_run: DryRun = False,
    scheme: Scheme = "2024",
    faults: Faults = None,
    as_json: AsJson = False,
) -> None:
    """Take in people and their posts: the whole truth for the units the list names."""
    from storage.imports import roster as part

    _import(part.take_in, file, dry_run, scheme, faults, as_json)


@import_app.command()
def records(
    file: File,
    dry_run: DryRun = False,
    unit: Annotated[str | None, typer.Option(metavar="CODE", help=say.HELP_UNIT)] = None,
    type_: TypeOption = None,
    scheme: Scheme = "2024",
    faults: Faults = None,
    as_json: AsJson = False,
) -> None:
    """Take in one sheet of records of one type."""
    from storage.imports import records as part

    wanted = {"unit_code": unit, "record_type": type_named(type_)}
    _import(part.take_in, file, dry_run, scheme, faults, as_json, **wanted)


@import_app.command()
def status(
    file: File,
    dry_run: DryRun = False,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY", help=say.HELP_AS_OF)] = None,
    scheme: Scheme = "2024",
    faults: Faults = None,
    as_json: AsJson = False,
) -> None:
    """Take in what the staging software says of each record: the columns loai, maDonVi, nam, so, tinhTrang."""
    from storage.imports import statuses as part

    _import(part.take_in, file, dry_run, scheme, faults, as_json, as_of=day_if_given("--as-of", as_of))


def invites(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=operator.HELP_OUT)],
) -> None:
    """Write the activation sheet: a code and a link for everybody who has not linked an account yet."""
    from bot.commands import activation

    check_out(out, "--out")
    try:
        people, lines, linked = asyncio.run(activation.write(out))
    except activation.NoName as fault:
        raise refused(say.NO_NAME.format(reason=fault)) from None
    Console(highlight=False).print(say.invited(str(out), people, lines, linked=linked), soft_wrap=True)


def _import(
    take_in: TakeIn,
    file: Path,
    dry_run: bool,
    scheme: str,
    faults: Path | None,
    as_json: bool,
    **more: Any,
) -> None:
    """Take a file in and say what came of it; ends with 2 when it is refused."""
    from bot.clock import clock_of
    from bot.settings import load
    from storage.imports import fault_file
    from storage.imports.outcome import Order

    if faults is not None:
        check_out(faults, "--faults")
    settings = load()
    clock = clock_of(settings)
    order = Order(
        file, clock(), clock.today(), dry_run=dry_run, scheme=scheme, scans=settings.scans_folder,
        zone=settings.zone, **more,
    )  # fmt: skip
    shown = errors.is_terminal and not as_json
    with _bar() if shown else nullcontext() as bar:
        outcome = asyncio.run(take_in(settings.database_url, order, _drive(bar, file) if bar else None))
    if faults is not None:
        fault_file.write(faults, outcome.faults)
    if as_json:
        print(json.dumps(_plain(outcome), ensure_ascii=False))  # noqa: T201 (what was asked for)
    else:
        _report(outcome, faults)
    if outcome.refused:
        raise typer.Exit(2)


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=errors, transient=True)


def _drive(bar: Progress, file: Path) -> Callable[[float, int], None]:
    """Show how far the reading is; until the first rows come the file is only being opened, and the bar pulses."""
    task = bar.add_task(file.name, total=None)

    def told(fraction: float, rows: int) -> None:
        total = rows if fraction >= 1 else max(rows, round(rows / max(fraction, 1e-6)))
        bar.update(task, completed=rows, total=total)

    return told


def _report(outcome: Outcome, written: Path | None) -> None:
    console = Console(highlight=False, markup=False)
    if outcome.faults:
        refusing = sum(found.refuses for found in outcome.faults)
        table = Table(*say.TABLE_HEADS, title=say.heading(refusing, len(outcome.faults) - refusing))
        for found in outcome.faults[:ON_SCREEN]:
            style = "red" if found.refuses else None
            row = say.place(found) if not found.row else str(found.row)
            table.add_row(row, found.column, found.header, say.sentence(found), style=style)
        console.print(table)
        left_out = len(outcome.faults) - ON_SCREEN
        if left_out > 0 and written is None:
            console.print(say.more(left_out), soft_wrap=True)
        if outcome.faults_left_out:
            console.print(say.not_kept(outcome.faults_left_out), soft_wrap=True)
    if written is not None:
        console.print(say.written(str(written), len(outcome.faults)), soft_wrap=True)
    if outcome.by_state and not outcome.refused:
        console.print(say.states(outcome.by_state), soft_wrap=True)
    line = say.summary(
        outcome.kind, outcome.file_name, outcome.rows, outcome.counts,
        record_type=outcome.record_type, dry_run=outcome.dry_run, refused=outcome.refused,
    )  # fmt: skip
    console.print(line, soft_wrap=True, style="red" if outcome.refused else None)
    if outcome.agreement:
        _tell_agreement(console, outcome.agreement)
    if outcome.judged:
        console.print(say_triage.judged(outcome.judged), soft_wrap=True)


def _tell_agreement(console: Console, told: dict[str, int]) -> None:
    """Tell how the records stand; what was refused wrongly is the one thing that cannot wait."""
    by_kind = {Kind(name): number for name, number in told.items()}
    for line in say_158.agreement(by_kind, sum(by_kind.values()) - by_kind[Kind.NOT_HERE]):
        console.print(line, soft_wrap=True)
    if wrong := by_kind[Kind.WRONG_RETURN]:
        console.print(say_158.wrong_returns(wrong), soft_wrap=True, style="bold red")


def _plain(outcome: Outcome) -> dict[str, Any]:
    of_kind = Counter(found.fault.value for found in outcome.faults)
    names = ("row", "column", "header", "value", "weight", "sentence")
    return {
        "kind": outcome.kind,
        "file": outcome.file_name,
        "dry_run": outcome.dry_run,
        "refused": outcome.refused,
        "type": outcome.record_type,
        "rows": outcome.rows,
        "counts": outcome.counts,
        "by_state": outcome.by_state,
        "agreement": outcome.agreement,
        "judged": outcome.judged,
        "judging_s": round(outcome.judging_s, 3),
        "unknown_headers": list(outcome.unknown_headers),
        "faults_total": len(outcome.faults) + outcome.faults_left_out,
        "faults_by_kind": dict(of_kind.most_common()),
        "faults": [
            {"fault": found.fault.value, **dict(zip(names, say.fault_row(found), strict=True))}
            for found in outcome.faults[:IN_JSON]
        ],
    }
