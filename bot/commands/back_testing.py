"""`rasoat simulate --back-test`: forecasts made in the middle of many simulated drives, and how often they came true."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from domain.wording import back_test as say
from domain.wording.figures import count, decimal

if TYPE_CHECKING:
    from bot.simulation.back_test import Coverage


def show(drives: int, *, communes: int, people: int, total: int, first_seed: int, as_json: bool) -> None:
    """Run the drives, one after another, and print in what share of the forecasts the truth lay in the range."""
    from bot.simulation import back_test

    seeds = range(first_seed, first_seed + drives)
    claims = [
        claim
        for case in back_test.cases(seeds, communes=communes, people=people, total=total)
        for claim in back_test.claims(case)
    ]
    found = back_test.by_way(claims)
    if as_json:
        print(json.dumps(_plain(found, drives, communes, first_seed), ensure_ascii=False))  # noqa: T201
        return
    after = ", ".join(map(str, back_test.AFTER))
    table = Table(title=say.title(drives, communes, first_seed, after), box=box.SIMPLE)
    for heading in (say.WHAT, say.WAY):
        table.add_column(heading)
    for heading in (say.FORECASTS, say.WITHIN, say.SOONER, say.LATER, say.WIDTH):
        table.add_column(heading, justify="right")
    for (way, whole), each in found.items():
        shares = (f"{decimal(share * 100)} %" for share in (each.within, each.sooner, each.later))
        what = say.WHOLE if whole else say.UNITS
        table.add_row(what, say.WAYS[way], count(each.named), *shares, count(each.width))
    Console(highlight=False, markup=False, width=100).print(table)


def _plain(
    found: dict[tuple[str, bool], Coverage], drives: int, communes: int, first_seed: int
) -> dict[str, object]:
    rows = [
        {"policy": way or "all", "of": "whole" if whole else "units"} | asdict(each)
        for (way, whole), each in found.items()
    ]
    return {"drives": drives, "communes": communes, "first_seed": first_seed, "coverage": rows}
