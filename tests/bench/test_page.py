"""What is written down: whole, honest about what was missed, and only the measured row's section changes."""

from __future__ import annotations

import socket
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.bench import catalogue, command, memory, page
from bot.bench.measure import CannotMeasure, Row

ORDER = [entry.name for entry in catalogue.ROWS]
DAY = date(2024, 7, 4)


def _row(name: str, *values: float) -> Row:
    row = Row(name, "A few records, nobody else on the machine")
    row.add("time", values, "s", at_most=2.0)
    row.add("rate", [each * 100 for each in values], "/s")
    return row


def _page(*rows: Row) -> str:
    text = ""
    for row in rows:
        text = page.replaced(text, row.name, page.section("A title", row, DAY), ORDER)
    return text


def test_a_section_tells_conditions_command_day_and_every_figure_with_its_spread():
    written = page.section("A title", _row("taps", 1.0, 1.5, 3.25), DAY)
    assert written.startswith("## `taps` A title\n\nA few records, nobody else on the machine.\n")
    assert "`rasoat bench taps`, 3 runs, 2024-07-04, " in written
    assert "| time | 1.50 s (1–3.25) | ≤ 2 s | yes |" in written
    assert "| rate | 150 /s (100–325) | – | – |" in written


def test_a_missed_target_is_said_plainly():
    assert "| ≤ 2 s | NO |" in page.section("A title", _row("taps", 2.01), DAY)


def test_sections_stand_in_the_order_of_the_catalogue_whatever_is_measured_first():
    assert _page(_row("memory", 1), _row("taps", 1), _row("import-csv", 1)) == _page(
        _row("import-csv", 1), _row("taps", 1), _row("memory", 1)
    )


def test_measuring_one_row_again_leaves_all_others_to_the_letter():
    before = _page(_row("import-csv", 1), _row("taps", 1), _row("memory", 1))
    after = page.replaced(before, "taps", page.section("A title", _row("taps", 7), DAY), ORDER)
    lost = set(before.splitlines()) - set(after.splitlines())
    assert lost == {"| time | 1 s | ≤ 2 s | yes |", "| rate | 100 /s | – | – |"} - set(after.splitlines())
    for name in ("import-csv", "memory"):
        assert page.section("A title", _row(name, 1), DAY) in after
    assert page.replaced(after, "taps", page.section("A title", _row("taps", 1), DAY), ORDER) == before


def test_a_section_of_a_row_nobody_knows_any_more_stays_at_the_end():
    before = _page(_row("old-row", 1), _row("taps", 1))
    after = page.replaced(before, "memory", page.section("A title", _row("memory", 1), DAY), ORDER)
    assert after.index("`taps`") < after.index("`memory`") < after.index("`old-row`")


def test_the_page_does_not_name_the_machine():
    written = page.section("A title", _row("taps", 1), DAY)
    assert socket.gethostname() not in written
    assert str(Path.cwd()) not in written


def test_memory_is_held_against_the_level_right_behind_the_warm_up():
    flat = [100.0, *[200.0] * 19]
    assert memory.deviation(flat) == (200.0, 0.0)
    grown = [100.0, *[200.0] * 18, 220.0]
    assert memory.deviation(grown) == (200.0, pytest.approx(10.0))


# ── the command ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> typer.Typer:
    """The command over two rows that cost nothing, in an empty folder: one is measured, the other cannot be."""

    def measure(entry: catalogue.Entry, runs: int | None = None, seed: int | None = None) -> Row:
        if entry.name == "import-postgres":
            raise CannotMeasure("PostgreSQL is not here")
        return _row(entry.name, *[3.0] * (runs or entry.runs))

    monkeypatch.setattr(catalogue.Entry, "measure", measure)
    monkeypatch.setattr(
        catalogue,
        "ROWS",
        [catalogue.find("import-postgres"), catalogue.find("taps"), catalogue.find("memory")],
    )
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    app.command()(command.bench)
    return app


def test_all_rows_are_measured_and_written_and_a_missed_target_is_no_failure(cli: typer.Typer):
    Path("docs").mkdir()
    told = CliRunner().invoke(cli, [])
    assert told.exit_code == 0
    assert "import-postgres: not measured. PostgreSQL is not here" in told.output
    written = Path("docs/benchmarks.md").read_text()
    assert "`rasoat bench taps`, 5 runs," in written
    assert "`rasoat bench memory`, 1 run," in written
    assert "import-postgres" not in written
    assert written.count("| NO |") == told.output.count("NO") == 2


def test_one_row_alone_is_measured_as_often_as_was_asked(cli: typer.Typer):
    Path("docs").mkdir()
    assert CliRunner().invoke(cli, ["memory", "--runs", "2"]).exit_code == 0
    written = Path("docs/benchmarks.md").read_text()
    assert "`rasoat bench memory`, 2 runs," in written
    assert "`taps`" not in written


def test_without_a_folder_for_it_nothing_is_written(cli: typer.Typer):
    told = CliRunner().invoke(cli, ["taps"])
    assert told.exit_code == 0
    assert "Not written down" in told.output
    assert not list(Path().iterdir())


@pytest.mark.parametrize("wanted", ["tap", "import-postgres"])
def test_a_row_that_is_not_there_or_cannot_be_measured_ends_with_2(cli: typer.Typer, wanted: str):
    assert CliRunner().invoke(cli, [wanted]).exit_code == 2
