"""One decision, storage only, on SQLite with full durability: our path against raw sqlite3 with the same statements."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
import tempfile
import time
from pathlib import Path

from sqlalchemy import update

from bot.bench import shelves
from bot.bench.measure import RUNS, Row, percentile
from domain.review import Move, State
from domain.talk.values import Choice, Slot
from storage import decisions, desk, inbox, people, prompts
from storage.engine import Database, Tx
from storage.sqlite import prepare_writer

COMMUNES, OFFICIALS = 32, 32
DECISIONS = 4_000
CHOICES = tuple(Choice(key, key) for key in ("approve", "fix", "return", "follow", "more"))


async def _decide(tx: Tx, record_id: int, unit_id: int, update_id: int, account: int) -> None:
    """Do what one approval writes: conditional update, log row with its chain, tallies, prompt, inbox mark."""
    assert await desk.set_state(
        tx, record_id, account, revision=1, seen=State.PENDING, to=State.APPROVED, on=shelves.DAY
    )
    await decisions.append(
        tx,
        decisions.Decision(
            unit_id=unit_id, record_id=record_id, revision=1, person_id=account, move=Move.APPROVE,
            from_state=State.PENDING, to_state=State.APPROVED, decided_at=shelves.NOON, day=shelves.DAY,
            channel="telegram", event_key=f"telegram:{update_id}", shown_at=shelves.NOON,
        ),
        record_type="KS",
        state_on=shelves.DAY,
    )  # fmt: skip
    prompt = await prompts.add(
        tx, account, slot=Slot.CARD, step="card", payload={"r": record_id, "v": 1}, choices=CHOICES,
        takes_text=False, numbered=False, now=shelves.NOON,
    )  # fmt: skip
    await people.show_card(tx, account, prompt)
    await inbox.finish(tx, update_id)


async def _lay_on_desk(tx: Tx, account: int, lying: list[int]) -> None:
    table = desk.records
    await tx.run(update(table).where(table.c.id.in_(lying)).values(assignee_id=account))


async def _prepared(folder: Path, count: int) -> tuple[Database, list[tuple[int, int, int, int]]]:
    database = await shelves.build(
        shelves.sqlite_address(folder),
        communes=COMMUNES,
        per_commune=count // COMMUNES + 1,
        officials=OFFICIALS,
    )
    updates = [inbox.Update(f"{n}", str(1001 + n % OFFICIALS), "{}") for n in range(count)]
    await database.write(lambda tx: inbox.keep(tx, "telegram", "1", updates, shelves.NOON))
    jobs = []
    for n in range(count):
        commune, place = n % COMMUNES, n // COMMUNES
        jobs.append((1 + commune * (count // COMMUNES + 1) + place, 2 + commune, n + 1, 1 + n % OFFICIALS))
    desks: dict[int, list[int]] = {}
    for record_id, _, _, account in jobs:
        desks.setdefault(account, []).append(record_id)
    for account, lying in desks.items():
        await database.write(lambda tx, account=account, lying=lying: _lay_on_desk(tx, account, lying))
    return database, jobs


async def _ours(at_once: int, count: int) -> tuple[float, list[float]]:
    """Return decisions a second and the seconds each took, `at_once` people deciding without a pause."""
    with tempfile.TemporaryDirectory() as name:
        database, jobs = await _prepared(Path(name), count)
        waits: list[float] = []
        queue = iter(jobs)

        async def one_person() -> None:
            for job in queue:
                began = time.perf_counter()
                await database.write(lambda tx, job=job: _decide(tx, *job))
                waits.append(time.perf_counter() - began)

        began = time.perf_counter()
        await asyncio.gather(*(one_person() for _ in range(at_once)))
        rate = count / (time.perf_counter() - began)
        await database.close()
        return rate, waits


_RAW = (
    "UPDATE records SET state='APPROVED', state_on='2024-07-04', turn=0 WHERE id=? AND revision=1 AND state='PENDING'"
    " AND assignee_id=?",
    "SELECT seq, hash FROM chain_heads WHERE unit_id=?",
    "INSERT INTO decisions (unit_id, seq, record_id, revision, person_id, move, from_state, to_state, reasons, route,"
    " note, changes, findings, case_suggested, case_chosen, shown_at, decided_at, day, channel, event_key, prev_hash,"
    " hash) VALUES (?,?,?,1,?,'approve','PENDING','APPROVED','[]','','','{}','[]','','','2024-07-04 05:00:00.000000',"
    "'2024-07-04 05:00:00.000000','2024-07-04','telegram',?,?,?)",
    "UPDATE chain_heads SET seq=?, hash=? WHERE unit_id=?",
    "INSERT INTO tallies VALUES (?,'KS',?,'2024-07-04',?) ON CONFLICT DO UPDATE SET count=count+excluded.count",
    "INSERT INTO totals VALUES (?,'KS',?,?) ON CONFLICT DO UPDATE SET count=count+excluded.count",
    "INSERT INTO prompts (account_id, slot, step, payload, choices, takes_text, numbered, shown_at, voided)"
    " VALUES (?,'card','card',?,?,0,0,'2024-07-04 05:00:00.000000',0)",
    "UPDATE accounts SET card_prompt_id=?, shown_prompt_id=? WHERE id=?",
    "UPDATE inbox SET state='done' WHERE id=? AND state='new'",
)


def _raw(jobs: list[tuple[int, int, int, int]], path: Path) -> tuple[float, float]:
    """Return decisions a second of plain sqlite3, one commit each, and the median seconds of a commit."""
    raw = sqlite3.connect(path, isolation_level=None)
    prepare_writer(raw, None)  # the very settings our own writer has: WAL, FULL, the same cache
    update, head, insert, step, tally, total, prompt, show, mark = _RAW
    choices = json.dumps([[c.key, c.label] for c in CHOICES])
    commits = []
    began = time.perf_counter()
    for record_id, unit_id, update_id, account in jobs:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(update, (record_id, account))
        seq, before = raw.execute(head, (unit_id,)).fetchone()
        after = hashlib.sha256(f"{before}{record_id}".encode()).hexdigest()
        raw.execute(insert, (unit_id, seq + 1, record_id, account, f"telegram:{update_id}", before, after))
        raw.execute(step, (seq + 1, after, unit_id))
        raw.executemany(tally, ((unit_id, "PENDING", -1), (unit_id, "APPROVED", 1)))
        raw.executemany(total, ((unit_id, "PENDING", -1), (unit_id, "APPROVED", 1)))
        shown = raw.execute(prompt, (account, f'{{"r":{record_id},"v":1}}', choices)).lastrowid
        raw.execute(show, (shown, shown, account))
        raw.execute(mark, (update_id,))
        before_commit = time.perf_counter()
        raw.execute("COMMIT")
        commits.append(time.perf_counter() - before_commit)
    rate = len(jobs) / (time.perf_counter() - began)
    raw.close()
    return rate, percentile(commits, 0.5)


async def _baseline(count: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as name:
        database, jobs = await _prepared(Path(name), count)
        await database.close()
        return _raw(jobs, Path(name) / "bench.db")


def measure(runs: int = RUNS, *, count: int = DECISIONS) -> Row:
    """Measure the row."""
    row = Row(
        "decision",
        f"SQLite FULL, 1 writer, {count:,} decisions in {COMMUNES} units, {COMMUNES * (count // COMMUNES + 1):,}"
        " records, storage only. Baseline: raw sqlite3 in one thread, the same statements and settings, one commit"
        " each",
    )
    alone, together, p99, own, queue, rates, commits = [], [], [], [], [], [], []
    for _ in range(runs):
        raw, commit = asyncio.run(_baseline(count))
        one, _ = asyncio.run(_ours(1, count))
        many, waits = asyncio.run(_ours(32, count))
        rates.append(one)
        commits.append(1000 * commit)
        alone.append(100 * one / raw)
        together.append(many / one)
        p99.append(percentile(waits, 0.99) / commit)
        own.append(percentile(waits, 0.99) * one)
        queue.append(32 / raw / commit)
    row.add("one person at a time, share of the baseline's rate", alone, "%", at_least=25)
    row.add("32 at once, against our own rate with one", together, "×", at_least=1.0)
    row.add("32 at once, p99 in commits of the baseline", p99, at_most=30)
    row.add("the same p99 in decisions of one person, ours", own)
    row.add("32 decisions of the baseline one after another, in its commits", queue)
    row.add("decisions a second, one person", rates, "/s")
    row.add("one commit of the baseline, median", commits, "ms")
    return row
