"""Nothing depends on the time zone of the machine: tests about days pass on hosts from Kiritimati to California.

Each run is a process of its own, since a zone is read at a program's start. In the two zones farthest off its
PostgreSQL stands there too; the other two are where every other test runs anyway.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FLOORS = ("domain", "storage", "handlers", "reminders", "bot")
JANUARY = 1704067200  # 2024-01-01 00:00 UTC
ZONES = {  # name → seconds east of UTC in January
    "Pacific/Kiritimati": 14 * 3600,
    "America/Los_Angeles": -8 * 3600,
    "UTC": 0,
    "Asia/Ho_Chi_Minh": 7 * 3600,
}
FAR_OFF = frozenset({"Pacific/Kiritimati", "America/Los_Angeles"})
ABOUT_DAYS = (
    "tests/domain/test_workdays.py",
    "tests/storage/test_calendars.py",
    "tests/storage/test_engine.py::test_an_instant_without_an_offset_is_refused_and_one_with_comes_back_in_utc",
    "tests/handlers/test_after_midnight.py",
    "tests/handlers/test_schedule.py::test_a_flood_closes_the_province_for_a_day_and_it_is_kept_who_said_so",
    "tests/figures/test_decisions_export.py::test_a_commune_and_a_day_can_be_taken_alone",
)
_IN_ZONE = """
import sys, time
import pytest
east = time.localtime(int(sys.argv[1])).tm_gmtoff
assert east == int(sys.argv[2]), f"this machine does not know the zone: {east}"
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *sys.argv[3:]]))
"""


@pytest.mark.parametrize("zone", ZONES)
def test_the_days_are_the_same_on_a_host_of_any_zone(zone: str):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    only = [] if zone in FAR_OFF else ["-k", "not postgresql"]
    ran = subprocess.run(
        [sys.executable, "-c", _IN_ZONE, str(JANUARY), str(ZONES[zone]), *only, *ABOUT_DAYS],
        cwd=ROOT, env=environment | {"TZ": zone}, capture_output=True, text=True, timeout=150, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout and "skipped" not in ran.stdout


def files() -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix() for floor in FLOORS for path in (ROOT / floor).rglob("*.py")
    )


HOSTS_OWN = frozenset(
    {"today", "utcnow", "utcfromtimestamp", "localtime", "mktime", "ctime", "tzset", "tzlocal"}
)
ZONE_GIVEN = {"now": 1, "fromtimestamp": 2, "astimezone": 1}  # so many arguments, or the host's zone is taken
CLOCKS = frozenset({"date", "datetime"})


@pytest.mark.parametrize("name", files())
def test_no_code_asks_the_host_what_day_or_hour_it_is(name: str):
    asked = []
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        called, of = node.func.attr, node.func.value
        on_a_clock = isinstance(of, ast.Name) and of.id in CLOCKS | {"time"}
        too_few = len(node.args) + len(node.keywords) < ZONE_GIVEN.get(called, 0)
        if (called in HOSTS_OWN and on_a_clock) or (too_few and (on_a_clock or called == "astimezone")):
            asked.append(f"{node.lineno}: {ast.unparse(node)}")
    assert asked == []
