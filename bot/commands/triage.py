"""`rasoat triage`: judge what waits to be judged, count what was found, explain one record."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.commands.record_types import TypeOption, type_named
from bot.commands.refusing import errors, refused
from domain.records import RecordType
from domain.wording import exports as say_export
from domain.wording import findings as say_findings
from domain.wording import operator
from domain.wording import triage as say
from domain.wording.figures import count
from domain.wording.review import STATE_WORDS

if TYPE_CHECKING:
    from storage.engine import Database
    from storage.triage import Outcome
    from storage.triage_counts import Counts
    from storage.triage_explaining import Asked, Explained, Verdict


def triage(
    explain: Annotated[str | None, typer.Option("--explain", metavar="KEY", help=say.HELP_EXPLAIN)] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="CODE", help=say.HELP_UNIT)] = None,
    type_: TypeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help=operator.HELP_JSON)] = False,
) -> None:
    """Judge what the present rules have not judged, and count what was found; nothing is decided by it."""
    kind = type_named(type_)
    if explain is not None:
        _explain(explain, unit, kind, as_json)
        return
    outcome, left, counts = asyncio.run(_judge(unit, with_bar=errors.is_terminal and not as_json))
    if as_json:
        print(json.dumps(_plain(outcome, left, counts), ensure_ascii=False))  # noqa: T201 (what was asked for)
        return
    console = Console(highlight=False, markup=False)
    console.print(say.done(outcome.judged, outcome.by_shelf, left), soft_wrap=True)
    if not counts.lines:
        console.print(say.NOTHING_FOUND, soft_wrap=True)
        return
    console.print(_table(counts))
    console.print(say.found_in(counts.found_in, counts.records), soft_wrap=True)


async def _open() -> tuple[Database, Any]:
    from bot.clock import clock_of
    from bot.settings import load
    from storage import schema
    from storage.engine import open_database

    settings = load()
    await schema.require_current(settings.database_url)
    return open_database(settings.database_url), clock_of(settings)


async def _judge(unit: str | None, *, with_bar: bool) -> tuple[Outcome, int, Counts]:
    """Judge what waits, in the whole province; count what was found in the units asked for."""
    from storage import triage as store
    from storage import triage_counts
    from storage.exports import scope

    database, clock = await _open()
    try:
        paths = await database.read(lambda tx: scope.paths_of(tx, unit))
        if not paths:
            raise refused(say_export.NO_UNIT.format(code=unit))
        waiting = await database.read(store.unjudged)
        columns = (TextColumn(say.TITLE), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=errors, transient=True, disable=not with_bar) as bar:
            task = bar.add_task(say.TITLE, total=waiting or None)
            outcome = await store.judge_all(
                database, now=clock(), today=clock.today(),
                progress=lambda done: bar.update(task, completed=done),
            )  # fmt: skip
        left = await database.read(store.unjudged)
        return outcome, left, await database.read(lambda tx: triage_counts.count(tx, paths))
    finally:
        await database.close()


def _plain(outcome: Outcome, left: int, counts: Counts) -> dict[str, Any]:
    from domain.triage.shape import RULE_SET

    return {
        "rule_set": RULE_SET,
        "judged": outcome.judged,
        "by_shelf": outcome.by_shelf,
        "unjudged": left,
        "records": counts.records,
        "with_findings": counts.found_in,
        "findings": [
            {"rule": line.rule, "severity": line.severity, "case": line.case, "count": line.count}
            for line in counts.lines
        ],
    }


def _table(counts: Counts) -> Table:
    table = Table(title=say.TITLE, box=box.SIMPLE, padding=(0, 1, 0, 0), pad_edge=False)
    for head in (say.RULE, say.WHAT, say.SEVERITY, say.CASE):
        table.add_column(head)
    table.add_column(say.RECORDS, justify="right")
    for line in counts.lines:
        table.add_row(
            line.rule, say_findings.REASON.get(line.rule, ""), say.SEVERITY_WORDS[line.severity],
            line.case or say.NO_CASE, count(line.count),
        )  # fmt: skip
    return table


# ── one record ──────────────────────────────────────────────────────────────────────────────────


def _explain(text: str, unit: str | None, kind: RecordType | None, as_json: bool) -> None:
    from storage.triage_explaining import read_key

    asked = read_key(text, unit, kind)
    if asked is None:
        raise refused(say.BAD_KEY.format(key=text))
    explained = asyncio.run(_ask(asked))
    if not explained:
        raise refused(say.NO_RECORD.format(key=asked.text))
    if as_json:
        print(json.dumps([_as_plain(asked, each) for each in explained], ensure_ascii=False))  # noqa: T201
        return
    console = Console(highlight=False, markup=False)
    for each in explained:
        console.print(_of_record(asked, each))
        if not each.is_current:
            console.print(say.NOT_JUDGED, soft_wrap=True)


async def _ask(asked: Asked) -> list[Explained]:
    from storage import triage_explaining

    database, clock = await _open()
    try:
        return await database.read(lambda tx: triage_explaining.explain(tx, asked, clock.today()))
    finally:
        await database.close()


def _of_record(asked: Asked, explained: Explained) -> Table:
    name = f"{asked.text} · {explained.subject} · {STATE_WORDS[explained.state]}"
    table = Table(title=name, box=box.SIMPLE, padding=(0, 1, 0, 0), pad_edge=False, show_lines=False)
    for head in (say.RULE, say.VERDICT, say.WHAT, say.CLAUSE):
        table.add_column(head)
    for verdict in explained.verdicts:
        table.add_row(
            verdict.rule, say.FIRED if verdict.findings else say.SILENT, _reasons(explained.type, verdict),
            say_findings.CLAUSE.get(verdict.rule, "") if verdict.findings else "",
            style="bold" if verdict.findings else "dim",
        )  # fmt: skip
    return table


def _reasons(record_type: RecordType, verdict: Verdict) -> str:
    if not verdict.findings:
        return say.SILENCE[verdict.why.value]
    lines = []
    for finding in verdict.findings:
        said = say_findings.line(record_type, finding, "", "full", 200).removeprefix("• ")
        case = f", {say.CASE.lower()} {finding.case}" if finding.case else ""
        lines.append(f"{said} [{say.SEVERITY_WORDS[finding.severity.value]}{case}]")
    return "\n".join(lines)


def _as_plain(asked: Asked, explained: Explained) -> dict[str, Any]:
    return {
        "key": asked.text,
        "number": explained.number,
        "book": explained.book,
        "state": explained.state,
        "is_current": explained.is_current,
        "rules": [
            {
                "rule": verdict.rule,
                "fired": bool(verdict.findings),
                "why": verdict.why.value,
                "clause": say_findings.CLAUSE.get(verdict.rule, ""),
                "findings": [finding.as_json() for finding in verdict.findings],
            }
            for verdict in explained.verdicts
        ],
    }
