"""Whom a broadcast is for, when it may go out, and how it ended: the rules alone."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from domain import audience, broadcast
from domain.audience import Audience, Whom, Written
from domain.broadcast import Status, Why
from domain.people import Role
from domain.workdays import Calendar, Day, DayKind
from tests.world import ZONE

NOW = datetime(2024, 7, 4, 15, 0, tzinfo=ZONE)  # a Thursday
HOLIDAY = Calendar(lambda on: Day(DayKind.HOLIDAY, "Quốc khánh") if (on.month, on.day) == (7, 5) else None)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("all", Written(Whom.ALL)), ("unit:06184", Written(Whom.UNIT, "06184")),
        (" Role : can_bo ", Written(Whom.ROLE, "can_bo")), ("behind", Written(Whom.BEHIND)),
        ("silent:12", Written(Whom.SILENT, "12")), ("all:x", None), ("unit:", None), ("role:chef", None),
        ("silent:x", None), ("", None), ("everyone", None),
    ],
)  # fmt: skip
def test_an_audience_is_read_as_an_operator_writes_it(typed: str, read: Written | None):
    assert audience.read(typed) == read


@pytest.mark.parametrize(
    ("who", "posts", "holds"),
    [
        pytest.param(Audience(Whom.ALL, (2,)), [("official", "/1/2/3/")], True, id="below the unit"),
        pytest.param(Audience(Whom.ALL, (2,)), [("official", "/1/22/3/")], False, id="22 is not 2"),
        pytest.param(Audience(Whom.ALL), [("vendor", "/1/")], True, id="the operator's all"),
        pytest.param(Audience(Whom.ROLE, (1,), Role.HEAD), [("official", "/1/2/")], False, id="another role"),
        pytest.param(
            Audience(Whom.ROLE, (2,), Role.HEAD), [("official", "/1/2/3/"), ("head", "/1/9/")], False,
            id="the role elsewhere",
        ),
        pytest.param(Audience(Whom.BEHIND, (1,)), [("auditor", "/1/2/")], False, id="nobody it concerns"),
        pytest.param(Audience(Whom.SILENT, (1,), of=3), [], False, id="who has left"),
    ],
)  # fmt: skip
def test_somebody_belongs_to_it_by_a_post_held_now(who: Audience, posts: list[tuple[str, str]], holds: bool):
    assert who.holds(posts) is holds
    assert audience.from_json(who.to_json()) == who


@pytest.mark.parametrize(("people", "of", "whole", "second"), [(10, 20, False, False), (11, 20, False, True),
                                                               (2, 2, True, True), (0, 0, False, False)])  # fmt: skip
def test_the_whole_province_or_more_than_half_of_all_needs_a_second(
    people: int, of: int, whole: bool, second: bool
):
    assert audience.needs_second(people, of, whole=whole) is second


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("15:30", "2024-07-04 15:30"), ("15h30 05/07", "2024-07-05 15:30"), ("8h sáng mai", "2024-07-05 08:00"),
        ("2 giờ chiều", "2024-07-04 14:00"), ("thứ Hai 8h", "2024-07-08 08:00"), ("thứ 5 8h", "2024-07-11 08:00"),
        ("lúc 7h05 ngày 6/7/2024", "2024-07-06 07:05"), ("1/7 8h", "2024-07-01 08:00"),
    ],
)  # fmt: skip
def test_a_moment_is_read_as_people_type_it(typed: str, moment: str):
    found = broadcast.read_moment(typed, NOW)
    assert found is not None and f"{found:%Y-%m-%d %H:%M}" == moment


@pytest.mark.parametrize("typed", ["", "mai", "8", "25h", "8h xyz", "31/2 8h", "8h 7h", "8:75"])
def test_what_is_no_moment_is_not_guessed(typed: str):
    assert broadcast.read_moment(typed, NOW) is None


@pytest.mark.parametrize(
    ("wanted", "why", "offered"),
    [
        pytest.param("2024-07-04 15:30", None, "", id="this afternoon"),
        pytest.param("2024-07-04 08:00", Why.PAST, "2024-07-08 08:00", id="past: the same hour, next working day"),
        pytest.param("2024-07-04 22:00", Why.NIGHT, "2024-07-08 07:00", id="night, a holiday and a weekend ahead"),
        pytest.param("2024-07-04 20:00", Why.NIGHT, "2024-07-08 07:00", id="eight is too late"),
        pytest.param("2024-07-05 09:00", Why.DAY_OFF, "2024-07-08 09:00", id="a holiday"),
        pytest.param("2024-07-08 06:30", Why.NIGHT, "2024-07-08 07:00", id="early"),
        pytest.param("2024-12-02 09:00", Why.FAR, None, id="five months off"),
    ],
)  # fmt: skip
def test_a_moment_that_will_not_do_is_refused_with_the_next_that_would(
    wanted: str, why: Why | None, offered: str | None
):
    at = datetime.strptime(wanted, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
    found = broadcast.judge(at, NOW, HOLIDAY)
    assert (found.why if found else None) is why
    if found is not None and offered is not None:
        assert f"{found.next:%Y-%m-%d %H:%M}" == offered
        assert broadcast.judge(found.next, NOW, HOLIDAY) is None, "what is offered would do"


def test_the_first_moment_possible_is_now_by_day_and_the_next_morning_by_night():
    assert broadcast.first_possible(NOW, HOLIDAY) == NOW
    evening = datetime.combine(NOW.date(), time(20, 0, 1), ZONE)
    assert f"{broadcast.first_possible(evening, HOLIDAY):%Y-%m-%d %H:%M}" == "2024-07-08 07:00"


@pytest.mark.parametrize(
    ("reason", "unreachable", "permanent", "status"),
    [
        ("unreachable: Forbidden: bot was blocked by the user", True, True, Status.BLOCKED),
        ("unreachable", False, True, Status.BLOCKED),
        ("unreachable: Forbidden: user is deactivated", True, True, Status.UNREACHABLE),
        ("unreachable: Bad Request: chat not found", True, True, Status.UNREACHABLE),
        ("window", False, True, Status.UNREACHABLE), ("no channel zalo_oa", False, True, Status.UNREACHABLE),
        ("unavailable: TimeoutError", False, False, Status.UNREACHABLE),
        ("not linked", False, True, Status.NOT_LINKED),
        ("refused: Bad Request: message is too long", False, True, Status.REFUSED),
    ],
)  # fmt: skip
def test_every_refusal_is_one_status(reason: str, unreachable: bool, permanent: bool, status: Status):
    assert broadcast.ending(reason, unreachable=unreachable, permanent=permanent) is status
