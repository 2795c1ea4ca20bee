"""Officials who return what must not be returned, against the question that stops them, over a drive taken in for real."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bot.bench import triage_score
from bot.bench.measure import Row
from bot.simulation import wrong_returns
from bot.simulation.wrong_returns import Attempt, Came
from bot.synthetic.labelled import labelled

TRUTHFUL = (1.0, 0.98, 0.95, 0.9)


def measure(runs: int = 1, *, seed: int = triage_score.SEED, count: int = triage_score.COUNT) -> Row:
    """Let officials loose on drives, each run on another seed."""
    row = Row(
        "wrong-returns",
        f"returns that officials are about to make in {count:,} labelled records (seed {seed}): {wrong_returns.SHARE_WRONG:.0%}"
        " of case (c) records for a reason that blames the vendor, and all that the vendor really is to blame for; an"
        f" official asked what the register says tells it truly in {wrong_returns.TRUTHFUL:.0%} of all cases",
    )
    made = [(each, attempts(each, count)) for each in range(seed, seed + runs)]
    came = [wrong_returns.run(each, its_seed) for its_seed, each in made]
    row.add("case (c) returns turned into follow-ups", [100 * each.turned.share for each in came], "%",
            at_least=100 * wrong_returns.TURNED)  # fmt: skip
    row.add("right returns hindered by a question", [100 * each.hindered.share for each in came], "%",
            at_most=100 * wrong_returns.HINDERED)  # fmt: skip
    for truthful in TRUTHFUL:
        again = [wrong_returns.run(each, its_seed, truthful=truthful) for its_seed, each in made]
        row.add(f"turned where {truthful:.0%} tell truly", [100 * each.turned.share for each in again], "%")
    _by_reason(row, came)
    return row


def attempts(seed: int, count: int) -> list[Attempt]:
    """Take a drive in and give the returns that officials are about to make."""
    with tempfile.TemporaryDirectory(prefix="rasoat-bench-") as folder:
        judged = triage_score.judged(Path(folder), list(labelled(seed, count)))
        return list(wrong_returns.attempts(judged, seed))


def _by_reason(row: Row, came: list[Came]) -> None:
    for right, reason in sorted({key for each in came for key in each.by_reason}):
        tallies = [each.by_reason[right, reason] for each in came]
        whose = "right" if right else "wrong"
        row.add(
            f"{whose} returns for {reason.value} asked, of {sum(each.of for each in tallies):,}",
            [100 * each.share for each in tallies], "%",
        )  # fmt: skip
