"""What each code of the Official Account API comes to, row by row of the reference, §3.8."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from oa_far import NOON

from bot.zalo.oa.errors import TABLE, Verdict, code_in, failure_of, row_of

DONE, LATER, REFRESH = Verdict.DONE, Verdict.LATER, Verdict.REFRESH
SPLIT, UPLOAD_AGAIN, NEXT_RUNG = Verdict.SPLIT, Verdict.UPLOAD_AGAIN, Verdict.NEXT_RUNG
UNREACHABLE, OURS, GIVE_UP = Verdict.UNREACHABLE, Verdict.OURS, Verdict.GIVE_UP

MEANT = [
    (0, DONE), (-32, LATER), (-100, UPLOAD_AGAIN), (-200, LATER), (-201, GIVE_UP), (-204, OURS), (-205, OURS),
    (-209, OURS), (-210, SPLIT), (-211, LATER), (-212, OURS), (-213, UNREACHABLE), (-216, REFRESH),
    (-217, UNREACHABLE), (-218, LATER), (-219, OURS), (-220, REFRESH), (-221, OURS), (-223, OURS), (-224, OURS),
    (-227, UNREACHABLE), (-230, NEXT_RUNG), (-231, NEXT_RUNG), (-232, NEXT_RUNG), (-233, LATER), (-234, LATER),
    (-235, OURS), (-240, OURS), (-242, OURS), (-244, UNREACHABLE), (-248, GIVE_UP), (-249, NEXT_RUNG),
    (-305, NEXT_RUNG), (-311, LATER), (-320, OURS), (-321, OURS), (-403, OURS),
    (-108, NEXT_RUNG), (-109, OURS), (-114, NEXT_RUNG), (-115, OURS), (-118, NEXT_RUNG), (-119, NEXT_RUNG),
    (-124, REFRESH), (-126, OURS), (-127, OURS), (-131, OURS), (-133, LATER), (-135, OURS), (-136, OURS),
    (-137, OURS), (-139, NEXT_RUNG), (-140, NEXT_RUNG), (-141, NEXT_RUNG), (-144, LATER), (-146, OURS),
    (-147, LATER), (-1121, OURS), (-1122, OURS), (-1124, OURS), (-1241, OURS), (-1351, OURS),
]  # fmt: skip


@pytest.mark.parametrize(("code", "verdict"), MEANT)
def test_a_code_comes_to_its_verdict(code: int, verdict: Verdict) -> None:
    assert row_of(code).verdict is verdict


def test_the_table_has_no_row_that_is_not_tested() -> None:
    assert set(TABLE) == {code for code, _ in MEANT} and len(MEANT) == len({code for code, _ in MEANT})


def test_a_code_that_nobody_told_us_of_is_refused_for_good() -> None:
    assert row_of(-9999).verdict is GIVE_UP and failure_of(-9999, NOON).permanent


@pytest.mark.parametrize(("code", "verdict"), [(c, v) for c, v in MEANT if v is not DONE])
def test_only_what_may_get_better_by_itself_or_by_the_operator_is_tried_again(
    code: int, verdict: Verdict
) -> None:
    failed = failure_of(code, NOON)
    again = verdict in (LATER, OURS, REFRESH)
    assert failed.permanent != again and (failed.retry_after_s is not None) == again
    assert failed.unreachable == (verdict is UNREACHABLE)


def test_the_ladder_reads_the_window_as_a_word() -> None:
    assert {failure_of(code, NOON).reason for code in (-230, -231, -232)} == {"window"}


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        pytest.param(datetime(2026, 9, 21, 15, 30, tzinfo=UTC), 7.5, id="22:30 in Viet Nam"),
        pytest.param(datetime(2026, 9, 21, 22, 0, tzinfo=UTC), 1.0, id="05:00 in Viet Nam"),
        pytest.param(datetime(2026, 9, 21, 23, 0, tzinfo=UTC), 24.0, id="06:00 in Viet Nam, yet refused"),
    ],
)
def test_what_the_night_holds_back_waits_until_six(now: datetime, hours: float) -> None:
    assert failure_of(-234, now).retry_after_s == hours * 3600


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        pytest.param({"error": 0, "data": {}}, 0, id="done"),
        pytest.param({"data": {}}, 0, id="done, without a code"),
        pytest.param({"error": "-216"}, -216, id="a code in letters"),
        pytest.param({}, None, id="nothing"),
        pytest.param({"error_name": "x"}, None, id="a name and no code"),
        pytest.param({"error": None}, None, id="no code"),
        pytest.param({"error": True}, None, id="no number"),
        pytest.param([], None, id="a list"),
        pytest.param("ok", None, id="a word"),
        pytest.param(None, None, id="no JSON"),
    ],
)
def test_the_code_of_an_answer(answer: object, code: int | None) -> None:
    assert code_in(answer) == code
