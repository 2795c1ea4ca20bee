"""The rows there are. What measures a row is imported when it is measured, so that listing them costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from inspect import signature

from bot.bench.measure import RUNS, Row


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its name, what it is about, and the function that measures it a number of times."""

    name: str
    title: str
    module: str
    function: str = "measure"
    runs: int = RUNS

    def measure(self, runs: int | None = None, seed: int | None = None) -> Row:
        """Measure the row; raises CannotMeasure where something it needs is not here.

        `seed` is for rows over an invented drive that may be another; those without one take no notice of it.
        """
        function = getattr(import_module(f"bot.bench.{self.module}"), self.function)
        more = {"seed": seed} if seed is not None and "seed" in signature(function).parameters else {}
        row: Row = function(runs or self.runs, **more)
        return row


ROWS = (
    Entry("import-sqlite", "Import a province from .xlsx into SQLite", "imports", "measure_sqlite"),
    Entry("import-csv", "Import a province from .csv into SQLite", "imports", "measure_csv"),
    Entry("import-postgres", "Import a province from .xlsx into PostgreSQL", "imports_postgres"),
    Entry("decision", "One decision, storage only", "decision"),
    Entry("taps", "Tap → committed → answer and next card, no think time", "taps"),
    Entry("taps-50", "The same at 50 taps a second", "taps", "measure_rate"),
    Entry("status", "status and /tiendo of a province", "status"),
    Entry("start", "Start → first tap served; memory at rest", "start"),
    Entry("memory", "Memory over 100,000 taps", "memory", runs=1),
    Entry("plan", "Plan a province's day", "plans"),
    Entry("plan-nation", "Plan a nation's day on PostgreSQL", "plan_nation"),
    Entry("delivery", "Write 16,000 morning cards, and send them at 25 a second", "delivery"),
    Entry("exports", "Export a province's log of decisions", "exports"),
    Entry("page", "Open the review page on a throttled phone", "review_page"),
    Entry("picture", "Draw the leaderboard", "picture"),
    Entry("triage", "Judge a province by all rules", "triage"),
    Entry("triage-score", "What triage finds in a drive whose every fault is known", "triage_score", runs=1),
    Entry("wrong-returns", "What becomes of returns that should not be made", "wrong_returns", runs=1),
    Entry("broadcast", "Broadcast to 15,000 with faults and deaths, in virtual time", "broadcast", runs=1),
)


def find(name: str) -> Entry | None:
    """Find a row by its name."""
    return next((entry for entry in ROWS if entry.name == name), None)
