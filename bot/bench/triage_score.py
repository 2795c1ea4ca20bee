"""What triage finds in a drive whose every fault is known, taken in for real so that rules over whole books count."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from bot.bench.measure import CannotMeasure, Row
from bot.simulation import triage_score
from bot.simulation.triage_score import Judged, Score
from bot.synthetic import places, sheets
from bot.synthetic.labelled import labelled
from bot.synthetic.labelled_shape import Files, Labelled
from domain.records import Finding, RecordType
from storage import schema
from storage.engine import Database, Tx, open_database
from storage.imports import records as importing
from storage.imports import units as importing_units
from storage.imports.outcome import Order
from storage.tables import RecordRow

SEED, COUNT = 20241030, 24_000  # a seed that no rule was mended on
NOW, TODAY = datetime(2024, 7, 4, 2, tzinfo=UTC), date(2024, 7, 4)
NEW_UNITS = "01.07.2025"  # the law of units that is in force then; registers of today cannot name them
PAGE_BYTES, TINY_BYTES = 20_000, 40
_records = RecordRow.__table__  # type: ignore[attr-defined]


def measure(runs: int = 1, *, seed: int = SEED, count: int = COUNT) -> Row:
    """Take drives in and score them, each run another seed."""
    scores = [of(seed + run, count) for run in range(runs)]
    row = Row(
        "triage-score",
        f"{count:,} labelled records of five types (seed {seed}{f' to {seed + runs - 1}' if runs > 1 else ''}), faults"
        " of every rule beside legitimate oddities, imported from .csv into SQLite with scans and the units of 2024 and"
        " 2025",
    )
    row.add("planted faults found", [100 * each.recall.share for each in scores], "%",
            at_least=100 * triage_score.RECALL)  # fmt: skip
    row.add("clean records with a false alarm", [100 * each.alarmed.share for each in scores], "%",
            at_most=100 * triage_score.ALARMS)  # fmt: skip
    row.add("case right where the data can tell", [100 * each.cases.share for each in scores], "%",
            at_least=100 * triage_score.CASES)  # fmt: skip
    row.add(
        "loss-free suggestions that change a right value",
        [len(each.wrong_loss_free) for each in scores],
        at_most=0,
    )
    row.add("clean records with any finding, hints too", [100 * each.hinted.share for each in scores], "%")
    row.add("cases right of all that findings name", [100 * each.claims.share for each in scores], "%")
    row.add(
        "broken texts with exactly the right suggestion", [100 * each.repaired.share for each in scores], "%"
    )
    row.add("loss-free ones mended in one tap", [100 * each.loss_free.share for each in scores], "%")
    row.add("found of the rule that is found least",
            [100 * min(tally.share for tally in each.by_rule.values()) for each in scores], "%")  # fmt: skip
    row.add("planted faults", [each.recall.of for each in scores])
    row.add("clean records", [each.alarmed.of for each in scores])
    for rule in sorted({rule for each in scores for rule in each.by_rule}):
        tallies = [each.by_rule[rule] for each in scores]
        row.add(
            f"{rule}: found of {sum(each.of for each in tallies):,}",
            [100 * each.share for each in tallies],
            "%",
        )
    return row


def of(seed: int, count: int) -> Score:
    """Score one drive, in a folder that goes away again."""
    with tempfile.TemporaryDirectory(prefix="rasoat-bench-") as folder:
        return triage_score.score(judged(Path(folder), list(labelled(seed, count))))


def judged(folder: Path, drive: Sequence[Labelled]) -> Iterator[Judged]:
    """Take a drive in, in a folder, and give each record with what was kept of it and found in it."""
    address = f"sqlite+aiosqlite:///{folder / 'labelled.db'}"
    scans = folder / "scans"
    write_scans(scans, drive)
    kept = asyncio.run(_take_in(address, folder, scans, drive))
    for record_type in RecordType:
        ours = [each for each in drive if each.record.type is record_type]
        theirs = kept[record_type]
        if len(ours) != len(theirs):
            raise CannotMeasure(f"{len(ours)} {record_type.value} were written and {len(theirs)} came in")
        for each, (fields, findings) in zip(ours, theirs, strict=True):
            yield Judged(each, fields, findings)


def write_scans(folder: Path, drive: Sequence[Labelled]) -> None:
    """Lay out the files of a drive: the names matter, and whether there is a page's worth of bytes."""
    folder.mkdir(parents=True)
    page, tiny = folder.parent / "page", folder.parent / "tiny"
    page.write_bytes(bytes(PAGE_BYTES))
    tiny.write_bytes(bytes(TINY_BYTES))
    for each in drive:
        match each.files:
            case Files.ONE | Files.UNNAMED:
                wanted = [folder / each.unit / each.scan]
            case Files.TINY:
                wanted = [folder / each.unit / each.scan]
            case Files.TWO:
                wanted = [folder / "tam-1" / each.scan, folder / "tam-2" / each.scan]
            case Files.NONE:
                wanted = []
        for path in wanted:
            path.parent.mkdir(exist_ok=True)
            if each.scan and not path.exists():
                os.link(tiny if each.files is Files.TINY else page, path)  # one page serves all


Kept = dict[RecordType, list[tuple[dict[str, str], tuple[Finding, ...]]]]


async def _take_in(address: str, folder: Path, scans: Path, drive: Sequence[Labelled]) -> Kept:
    await schema.upgrade(address)
    for scheme in places.SCHEMES:
        path = folder / f"units-{scheme}.csv"
        since = NEW_UNITS if scheme == "2025" else ""
        rows = ([*(row[name] for name in sheets.UNITS), since] for row in places.unit_rows(scheme))
        sheets.write_table(path, (*sheets.UNITS, "valid_from"), rows)
        outcome = await importing_units.take_in(address, Order(path, NOW, TODAY, scheme=scheme))
        if outcome.refused:
            raise CannotMeasure(f"units of {scheme} were refused: {outcome.faults[:3]}")
    for record_type in RecordType:
        path = folder / f"{record_type.value}.csv"
        rows = (sheets.Row(each.record, each.ten_file) for each in drive if each.record.type is record_type)
        sheets.write_records(path, record_type, rows)
        outcome = await importing.take_in(address, Order(path, NOW, TODAY, scans=scans))
        if outcome.refused:
            raise CannotMeasure(
                f"{path.name} was refused: {[each for each in outcome.faults if each.refuses][:3]}"
            )
    database = open_database(address)
    try:
        return {record_type: await _kept(database, record_type) for record_type in RecordType}
    finally:
        await database.close()


async def _kept(
    database: Database, record_type: RecordType
) -> list[tuple[dict[str, str], tuple[Finding, ...]]]:
    """Read the records of a type in the order of their sheet."""

    async def read(tx: Tx) -> list[tuple[dict[str, str], tuple[Finding, ...]]]:
        wanted = select(_records.c.fields, _records.c.findings).where(_records.c.type == record_type.value)
        return [
            (_plain(row.fields), tuple(Finding.from_json(each) for each in _plain(row.findings)))
            for row in await tx.run(wanted.order_by(_records.c.id))
        ]

    return await database.read(read)


def _plain(stored: object) -> object:
    return json.loads(stored) if isinstance(stored, str) else stored
