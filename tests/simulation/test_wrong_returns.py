"""The question before a return: it stops those who blame the vendor for the register, and leaves the others alone."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bot.bench import wrong_returns as row
from bot.simulation import wrong_returns
from bot.simulation.triage_score import Judged
from bot.simulation.wrong_returns import Attempt
from bot.synthetic.labelled_shape import Label, Labelled
from bot.synthetic.truths import SyntheticRecord
from domain import guard
from domain.records import Finding, RecordType
from domain.review import FollowUpKind, ReturnReason

EMPTY = Finding("R04", "nksQueQuan")
IN_THE_REGISTER = Label("R04", "empty", ("nksQueQuan",), "c")
VENDORS_OWN = Label("R04", "several empty", ("nksQueQuan",), "a")


def met(label: Label, count: int = 1) -> list[Judged]:
    record = SyntheticRecord(RecordType.KS, "06223", {"so": "1"}, {"so": "1"}, "")
    return [Judged(Labelled(record, (label,)), record.fields, (EMPTY,))] * count


def always(_: RecordType, findings: Iterable[Finding], __: ReturnReason) -> guard.Question:
    return guard.Question(next(iter(findings)), (), FollowUpKind.REGISTER_INCOMPLETE)


def never(_: RecordType, __: Iterable[Finding], ___: ReturnReason) -> None:
    return None


def test_officials_err_about_the_register_for_reasons_that_blame_the_vendor() -> None:
    made = list(wrong_returns.attempts(met(IN_THE_REGISTER, 400), 1))
    assert 200 < len(made) < 280, "six of ten go wrong"
    assert {each.reason for each in made} == {
        ReturnReason.MISSING_FIELDS, ReturnReason.MANY_ERRORS, ReturnReason.BAD_SCAN}  # fmt: skip
    assert not any(each.right for each in made)


def test_what_the_vendor_left_out_goes_back_for_the_reason_that_fits() -> None:
    assert [(each.right, each.reason) for each in wrong_returns.attempts(met(VENDORS_OWN), 1)] == [
        (True, ReturnReason.MISSING_FIELDS)
    ]


def test_a_question_turns_a_wrong_return_only_if_it_is_answered_truly_and_hinders_a_right_one_always() -> (
    None
):
    wrong = [Attempt(RecordType.KS, (EMPTY,), ReturnReason.MISSING_FIELDS, False, IN_THE_REGISTER)] * 1_000
    right = [Attempt(RecordType.KS, (EMPTY,), ReturnReason.MISSING_FIELDS, True, VENDORS_OWN)] * 100
    came = wrong_returns.run(wrong + right, 1, truthful=0.9, asks=always)
    assert came.asked.share == came.hindered.share == 1
    assert came.turned.share == pytest.approx(0.9, abs=0.03)
    unasked = wrong_returns.run(wrong + right, 1, asks=never)
    assert unasked.turned.share == unasked.hindered.share == 0


def test_the_less_truly_officials_answer_the_fewer_returns_are_turned() -> None:
    made = [Attempt(RecordType.KS, (EMPTY,), ReturnReason.MISSING_FIELDS, False, IN_THE_REGISTER)] * 500
    turned = [came.turned.share for came in wrong_returns.sensitivity(made, 1).values()]
    assert turned == sorted(turned, reverse=True) and turned[0] == 1


@pytest.mark.timeout(300)
def test_the_guard_keeps_its_bounds_on_a_drive_taken_in_for_real() -> None:
    came = wrong_returns.run(row.attempts(7, 3_000), 7)
    assert came.turned.share >= wrong_returns.TURNED, dict(came.by_kind)
    assert came.hindered.share <= wrong_returns.HINDERED, dict(came.by_reason)
    assert came.reached
