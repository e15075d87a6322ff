"""The answer itself: frozen, made of fractions, shown shortly, and read by who it is handed to."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest

import largeworlds as lw

PROBLEM = lw.BargainingProblem([[[1, 0], [0, 1]]] * 2, [Fraction(1, 3), 0], names=["Ann", "Bob"])


def test_fields_are_fractions_and_fit_together():
    deal = lw.bargain(PROBLEM, exact=True)
    assert isinstance(deal, lw.ExactAgreement) and deal.is_answer and deal.is_exact and deal.gap == 0
    for values in (deal.payoffs, deal.gains, deal.weights, deal.disagreement, *deal.actions, *deal.shares):
        assert all(type(v) is Fraction for v in values)
    assert deal.names == ("Ann", "Bob") and deal.disagreement == (Fraction(1, 3), 0)
    assert deal.enclosure == tuple((x, x) for x in deal.payoffs)
    assert deal.bargaining_weights == (Fraction(1, 2), Fraction(1, 2)) and deal.rungs == () and deal.ideal is None
    assert deal.concept.title == deal.title == "Nash bargaining solution"
    assert sum(w * gain for w, gain in zip(deal.weights, deal.gains, strict=True)) == 1
    with pytest.raises(FrozenInstanceError):
        deal.payoffs = ()


def test_it_is_shown_in_one_line():
    assert repr(lw.bargain(PROBLEM, exact=True)) == "ExactAgreement(solved, Ann: 7/6 (+5/6), Bob: 5/6 (+5/6))"
    long = lw.bargain(lw.BargainingProblem([[[0.1, 0], [0, 0.7]]] * 2, [0.01, 0]), exact=True)
    assert repr(long) == "ExactAgreement(solved, player 1: 0.105 (+0.095), player 2: 0.665 (+0.665))"


def test_it_survives_copying_with_its_fractions():
    deal = copy.deepcopy(lw.bargain(PROBLEM, exact=True))
    assert deal.payoffs == (Fraction(7, 6), Fraction(5, 6)) and all(deal.verify())


def test_concepts_without_exact_answers_say_so():
    class Other(type(lw.NashBargaining()).__mro__[1]):
        title = "other solution"

        def solve(self, problem, watch):
            raise AssertionError

    with pytest.raises(lw.InvalidProblem) as error:
        lw.bargain(PROBLEM, Other(), exact=True)
    assert str(error.value) == (
        "concept must be one that has exact answers, but it is the other solution; leave out exact=True, or choose a "
        "concept such as lw.NashBargaining()."
    )
