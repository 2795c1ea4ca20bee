"""Every pair of what was decided here and what is said there is of exactly one kind, and the sums add up."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reconciliation import DECIDED, FINE, TOLD, Kind, complete, kind_of, pairs_of
from domain.review import State
from domain.wording import reconciliation as say

here = st.one_of(st.none(), st.sampled_from(State))
there = st.one_of(st.none(), st.sampled_from(TOLD))
records = st.lists(st.tuples(st.sampled_from(State), there))  # state here, and what was said of it
strays = st.lists(st.sampled_from(TOLD))

A, R, F, P, Q, U = (
    State.APPROVED, State.RETURNED, State.FOLLOW_UP, State.PENDING, State.ASKED, State.UNSTATED,
)  # fmt: skip


@pytest.mark.parametrize(
    ("decided", "said", "kind"),
    [
        pytest.param(F, R, Kind.WRONG_RETURN, id="the register is at fault, and it went back to the vendor"),
        pytest.param(R, A, Kind.RETURNED_APPROVED_THERE, id="approved there, returned here"),
        pytest.param(F, A, Kind.FOLLOW_UP_APPROVED_THERE, id="approved there, the register at fault"),
        pytest.param(A, R, Kind.APPROVED_REFUSED_THERE, id="refused there, approved here"),
        pytest.param(A, F, Kind.DECIDED_WATCHED_THERE, id="followed up there, approved here"),
        pytest.param(R, F, Kind.DECIDED_WATCHED_THERE, id="followed up there, returned here"),
        pytest.param(P, A, Kind.OPEN_APPROVED_THERE, id="approved there, nobody looked here"),
        pytest.param(Q, A, Kind.OPEN_APPROVED_THERE, id="approved there, here waiting for an answer"),
        pytest.param(P, R, Kind.OPEN_DECIDED_THERE, id="refused there, open here"),
        pytest.param(U, F, Kind.OPEN_DECIDED_THERE, id="followed up there, here in no stated state"),
        pytest.param(A, U, Kind.UNKNOWN_WORDS, id="words nobody knows"),
        pytest.param(None, A, Kind.NOT_HERE, id="only there"),
        pytest.param(None, U, Kind.NOT_HERE, id="only there, in words nobody knows"),
        pytest.param(A, None, Kind.NOT_THERE, id="only here"),
        pytest.param(A, P, Kind.TO_KEY_IN, id="still to be keyed in"),
        pytest.param(F, F, Kind.AGREES, id="followed up in both"),
        pytest.param(Q, P, Kind.UNDECIDED, id="waiting in both"),
    ],
)
def test_how_the_two_stand(decided: State | None, said: State | None, kind: Kind):
    assert kind_of(decided, said) is kind


def test_of_what_neither_side_knows_nothing_is_told():
    with pytest.raises(ValueError, match="neither"):
        kind_of(None, None)


@given(here, there)
def test_every_pair_is_of_exactly_one_kind_and_listed_under_it(decided: State | None, said: State | None):
    if decided is None and said is None:
        return
    kind = kind_of(decided, said)
    listed = [each for each in Kind if (decided, said) in pairs_of(each)]
    assert listed == ([] if decided is None or said is None else [kind])
    assert kind in say.KINDS


@given(records, strays)
def test_all_records_are_counted_once_whatever_is_said_of_them(
    pairs: list[tuple[State, State | None]], only_there: list[State]
):
    told = Counter(kind_of(decided, said) for decided, said in pairs if said is not None)
    told.update(kind_of(None, said) for said in only_there)
    sums = complete(told, len(pairs))
    assert list(sums.by_kind) == list(Kind)
    assert sums.records == len(pairs) and sums.by_kind[Kind.NOT_HERE] == len(only_there)
    assert sums.by_kind == {kind: sum(kind_of(*pair) is kind for pair in pairs) for kind in Kind} | {
        Kind.NOT_HERE: len(only_there)
    }
    assert sums.confirmed == sum(decided in DECIDED and decided is said for decided, said in pairs)
    assert sums.mismatches + sum(sums.by_kind[kind] for kind in FINE) == len(pairs) + len(only_there)


def test_the_wrong_return_comes_first_and_agreement_last():
    assert (next(iter(Kind)), list(Kind)[-1]) == (Kind.WRONG_RETURN, Kind.AGREES)
