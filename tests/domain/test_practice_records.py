"""Six invented cards teach the rule before the first real record."""

import pytest

from domain import practice
from domain.practice import Right, Wrong
from domain.review import Case, FollowUpKind, Move, ReturnReason
from domain.wording import card as cards
from domain.wording import practice as words


def test_each_case_comes_twice_and_three_cards_show_them_all() -> None:
    cases = [practice.card_number(number).case for number in range(1, 7)]
    assert sorted(cases) == sorted([*Case, *Case])
    assert set(cases[:3]) == set(Case)
    assert len({practice.card_number(number).record.type for number in range(1, 7)}) >= 3


def test_a_province_that_wants_more_practice_gets_the_cards_again() -> None:
    first, seventh = practice.card_number(1), practice.card_number(7)
    assert seventh.record == first.record
    assert seventh.number == 7
    with pytest.raises(ValueError, match="count from 1"):
        practice.card_number(0)


@pytest.mark.parametrize("number", range(1, 7))
@pytest.mark.parametrize("detail", ["summary", "masked", "full"])
def test_a_practice_card_looks_like_a_real_one_and_says_what_the_register_shows(
    number: int, detail: str
) -> None:
    one = practice.card_number(number)
    shown = words.with_source(cards.card(one.record, detail, heading=[words.heading(one, 6)]), one)
    assert shown.startswith(f"Tập dượt {number}/6\n")
    assert len(shown) <= 1000
    assert f"Số {one.record.number} · Quyển {one.record.book}" in shown
    assert shown.split("\n")[-1].startswith(("Sổ gốc ghi: ", "Bản quét: "))


@pytest.mark.parametrize("number", range(1, 7))
def test_only_the_move_of_the_rule_is_right(number: int) -> None:
    one = practice.card_number(number)
    for move in (Move.APPROVE, Move.FIX, Move.RETURN, Move.FOLLOW_UP):
        changes = {one.field: one.value} if move is Move.FIX and one.field else {"ghiChu": "x"}
        verdict = practice.judge(one, move, one.reason or None, changes)
        assert verdict == (Right() if move is one.move else Wrong(one.case)), move


@pytest.mark.parametrize(
    ("number", "changes", "verdict"),
    [
        pytest.param(1, {"meHoTen": "Hoàng Thị Thử"}, Right(), id="the name as the register has it"),
        pytest.param(1, {"meHoTen": "HOÀNG THỊ THỬ"}, Right(), id="in capitals, as certificates print it"),
        pytest.param(1, {"meHoTen": "Hoàng Thị Thu"}, Wrong(Case.SLIP, True), id="another slip"),
        pytest.param(1, {"chaHoTen": "Hoàng Thị Thử"}, Wrong(Case.SLIP, True), id="the wrong field"),
        pytest.param(
            1, {"meHoTen": "Hoàng Thị Thử", "so": "25"}, Wrong(Case.SLIP, True), id="one field too many"
        ),
        pytest.param(1, {}, Wrong(Case.SLIP, True), id="nothing changed"),
        pytest.param(4, {"nktNgayChet": "10.05.2018"}, Right(), id="the day"),
        pytest.param(4, {"nktNgayChet": "10/5/2018"}, Right(), id="the day written otherwise"),
        pytest.param(4, {"nktNgayChet": "2018"}, Wrong(Case.SLIP, True), id="less than the register tells"),
    ],
)
def test_a_fix_must_bring_the_field_to_what_the_register_has(
    number: int, changes: dict[str, str], verdict: Right | Wrong
) -> None:
    assert practice.judge(practice.card_number(number), Move.FIX, changes=changes) == verdict


def test_another_reason_for_the_right_move_is_right_and_the_better_one_is_told() -> None:
    other_unit = practice.card_number(3)
    verdict = practice.judge(other_unit, Move.RETURN, ReturnReason.WRONG_SCAN)
    assert verdict == Right(ReturnReason.WRONG_UNIT)
    assert isinstance(verdict, Right)
    assert "“Của đơn vị khác”" in words.right(other_unit, 6, verdict)
    blank = practice.card_number(2)
    assert practice.judge(blank, Move.FOLLOW_UP, FollowUpKind.REGISTER_INCOMPLETE) == Right()


def test_returning_what_the_register_itself_lacks_is_explained_by_the_rule() -> None:
    said = words.wrong(practice.card_number(2), Wrong(Case.REGISTER))
    assert "Trường hợp này không trả lại đơn vị số hóa" in said
    assert "📕 Sổ gốc sai/thiếu" in said


def test_a_wrong_value_is_told_without_calling_the_button_wrong() -> None:
    said = words.wrong(practice.card_number(4), Wrong(Case.SLIP, True))
    assert "“Ngày chết” thành: 10/05/2018" in said


def test_after_the_last_card_the_real_ones_are_announced() -> None:
    assert words.CLOSING in words.right(practice.card_number(6), 6)
    assert words.CLOSING not in words.right(practice.card_number(5), 6)


def test_a_long_card_is_cut_so_that_what_the_register_shows_stays() -> None:
    one = practice.card_number(1)
    shown = words.with_source("x" * 2000, one)
    assert len(shown) == 1000
    assert shown.endswith(words.source(one))
