"""When a book's serving stops, and what may be decided about it."""

from __future__ import annotations

import pytest

from domain import book_faults
from domain.book_faults import Act, Refused, StopState
from domain.records import RecordType


@pytest.mark.parametrize(
    ("same_fault", "state", "expected"),
    [
        pytest.param(4, None, False, id="four of one reason are an accident"),
        pytest.param(5, None, True, id="the fifth stops the book"),
        pytest.param(9, None, True, id="so do more that came together"),
        pytest.param(9, StopState.STOPPED, False, id="a stopped book does not stop again"),
        pytest.param(99, StopState.GOING_ON, False, id="a book that goes on by decision never stops again"),
        pytest.param(4, StopState.RETURNED, False, id="four after a lot came back are no news"),
        pytest.param(5, StopState.RETURNED, True, id="five more after a lot came back stop it once more"),
    ],
)
def test_a_book_stops_when_the_same_fault_came_often_enough(same_fault, state, expected):
    assert book_faults.stops(same_fault, state=state) is expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("1.2005.001", True, id="a birth book"),
        pytest.param("3.1998.012", True, id="a death book"),
        pytest.param("1.2005.999", False, id="records without a book lie together and are none"),
        pytest.param("1.9999.001", False, id="first books of unknown years are many books"),
        pytest.param("1.9999.999", False, id="nothing known"),
        pytest.param("", False, id="no key at all"),
    ],
)
def test_only_a_book_whose_year_and_number_are_known_can_stop(key: str, expected: bool):
    assert book_faults.is_book(key) is expected


@pytest.mark.parametrize(
    ("state", "act", "expected"),
    [
        (StopState.STOPPED, Act.RETURN, StopState.RETURNED),
        (StopState.STOPPED, Act.GO_ON, StopState.GOING_ON),
        (StopState.RETURNED, Act.UNDO, StopState.STOPPED),
        (StopState.STOPPED, Act.UNDO, Refused(StopState.STOPPED, Act.UNDO)),
        (StopState.RETURNED, Act.RETURN, Refused(StopState.RETURNED, Act.RETURN)),
        (StopState.RETURNED, Act.GO_ON, Refused(StopState.RETURNED, Act.GO_ON)),
        (StopState.GOING_ON, Act.RETURN, Refused(StopState.GOING_ON, Act.RETURN)),
        (StopState.GOING_ON, Act.GO_ON, Refused(StopState.GOING_ON, Act.GO_ON)),
        (StopState.GOING_ON, Act.UNDO, Refused(StopState.GOING_ON, Act.UNDO)),
    ],
)
def test_an_act_is_taken_or_refused(state: StopState, act: Act, expected: StopState | Refused):
    assert book_faults.decide(state, act) == expected


def test_a_lot_cannot_be_taken_back_on_another_day():
    assert book_faults.decide(StopState.RETURNED, Act.UNDO, same_day=False) == Refused(
        StopState.RETURNED, Act.UNDO
    )
    assert book_faults.decide(StopState.STOPPED, Act.RETURN, same_day=False) is StopState.RETURNED


def test_a_key_tells_what_its_book_registers():
    assert [book_faults.type_of(f"{n}.2005.001") for n in range(1, 6)] == list(RecordType)
