"""`rasoat simulate`: figures that add up, a table that fits, and one line where it cannot be run."""

from __future__ import annotations

import json
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.commands.simulating import simulate

SMALL = ("--open", "6000", "--communes", "12", "--people", "26", "--deadline", "2024-07-31")


def rasoat(*words: str) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command("simulate")(simulate)
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "100"})


def told(*words: str) -> dict[str, Any]:
    answer = rasoat(*SMALL, "--json", *words)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_the_figures_add_up_and_every_unit_is_there():
    found = told()
    assert (found["open"], found["communes"], found["people"], found["working_days"]) == (6_000, 12, 26, 20)
    assert sum(unit["open"] for unit in found["units"]) == 6_000
    assert sum(unit["people"] for unit in found["units"]) + found["of_districts"] == 26
    for name, figures in found["policies"].items():
        late = [unit for unit in found["units"] if (unit["finished_on"][name] or "9999") > found["deadline"]]
        assert figures["late_units"] == len(late)
        assert figures["late_records"] == sum(unit["late"][name] for unit in late)


def test_the_same_seed_tells_the_same_and_another_one_something_else():
    assert told() == told()
    assert told() != told("--seed", "7")


def test_an_outage_is_days_without_work():
    found = told("--outage", "2024-07-11:3", "--outage", "25/07/2024:1")
    assert found["outage_days"] == ["2024-07-11", "2024-07-12", "2024-07-15", "2024-07-25"]
    assert found["policies"]["plan"]["decided"] <= told()["policies"]["plan"]["decided"]


def test_the_tables_fit_a_terminal_of_100_columns():
    answer = rasoat(*SMALL, "--units")
    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    table = [line for line in lines if not line.startswith(("Người, sức", "6.000 hồ sơ"))]
    assert max(map(len, table)) <= 100
    assert "/20…" not in answer.stdout
    kinds = ("xã ", "phường ", "thị trấn ")
    assert sum(line.strip().startswith(kinds) for line in table) == 12


def test_the_table_lists_the_latest_units_and_counts_the_rest():
    answer = rasoat(*SMALL)
    assert "… và 2 đơn vị khác" in answer.stdout


def test_units_with_fewer_people_than_communes_are_named():
    found = told("--people", "5")
    alone = [unit for unit in found["units"] if not unit["people"] and unit["open"]]
    assert len(alone) == 7
    assert all(unit["shortfall"] == unit["needed"] > 0 for unit in alone)
    assert all(unit["named_on"] == "2024-07-04" for unit in alone)


def test_nothing_to_do_is_done_on_the_first_day():
    found = told("--open", "0")
    assert found["policies"]["plan"]["late_units"] == 0
    assert found["policies"]["plan"]["all_done_on"] == "2024-07-04"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        pytest.param(["--deadline", "2024-07-03"], "--deadline phải sau hoặc bằng --from", id="deadline in the past"),
        pytest.param(
            ["--from", "2024-07-06", "--deadline", "2024-07-07"], "không có ngày làm việc nào", id="a weekend"
        ),
        pytest.param(["--outage", "2024-07-04:90"], "không có ngày làm việc nào", id="an outage that takes all"),
        pytest.param(["--communes", "0"], "--communes: phải là số nguyên từ 1 trở lên", id="no communes"),
        pytest.param(["--people", "0"], "--people: phải là số nguyên từ 1 trở lên", id="nobody"),
        pytest.param(["--open", "-1"], "--open: phải là số nguyên từ 0 trở lên", id="fewer than none"),
        pytest.param(["--reserve", "-1"], "--reserve: phải là số nguyên từ 0 trở lên", id="reserve below nought"),
        pytest.param(["--people", "100000000"], "--people: nhiều nhất 100.000", id="more people than there are"),
        pytest.param(["--from", "31/02/2024"], "--from: “31/02/2024” không phải một ngày", id="no such day"),
        pytest.param(["--deadline", "9999-12-31"], "--deadline: cách --from nhiều nhất", id="the end of time"),
        pytest.param(["--outage", "3"], "--outage: “3” không đọc được", id="an outage without a day"),
        pytest.param(["--outage", "2024-09-09:0"], "không đọc được", id="an outage of no days"),
        pytest.param(["--outage", "mai:2"], "--outage: “mai” không phải một ngày", id="an outage on no day"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_refused_with_one_line(words: list[str], line: str):
    answer = rasoat(*words)
    assert answer.exit_code == 2
    assert line in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    assert answer.stdout == ""
