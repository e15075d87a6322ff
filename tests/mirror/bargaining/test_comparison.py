"""Comparison: who coincides, who prefers which, who is left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from largeworlds import (
    BargainingProblem,
    Dictatorial,
    Egalitarian,
    EqualLoss,
    InvalidProblem,
    KalaiSmorodinsky,
    NashBargaining,
    PerlesMaschler,
    Polytope,
    Utilitarian,
    bargain,
    compare,
)
from largeworlds._core.stopwatch import Stopwatch
from tests.axioms.counterexamples import PRISM, Halfway

PROBLEM = BargainingProblem(Polytope([[0, 0], [10, 0], [8, 4], [0, 6]]), [0, 0])
ALL = [NashBargaining(), KalaiSmorodinsky(), Egalitarian(), EqualLoss(), Utilitarian(), Dictatorial()]


def test_groups_and_preferences_by_hand():
    """Payoffs (8, 4), (7.06, 4.24), (4.8, 4.8), (8, 4), (8, 4), (10, 0)."""
    found = compare(PROBLEM, ALL)
    assert found.groups == ((0, 3, 4), (1,), (2,), (5,))
    assert found.answered == tuple(range(6)) and not found.left_out
    assert found.ideal == pytest.approx([10.0, 6.0])
    assert found.ideal_shares(0) == pytest.approx([0.8, 4 / 6])
    assert [found.liked(t) for t in (0, 1)] == [(3,), (2,)]
    assert [found.liked(t, best=False) for t in (0, 1)] == [(2,), (3,)]
    assert found.preferences.tolist() == [[0, 1, 1, 1], [1, 0, 1, 1], [1, 1, 0, 1], [1, 1, 1, 0]]


def test_every_pair_is_what_the_payoffs_say(rng):
    points = np.vstack([np.zeros(3), rng.random((6, 3))])
    found = compare(BargainingProblem(Polytope(points), np.zeros(3)), ALL)
    payoffs = [bargain(found.problem, concept).payoffs for concept in ALL]
    for a, first in enumerate(found.groups):
        for b, second in enumerate(found.groups):
            better = payoffs[first[0]] > payoffs[second[0]] + 1e-6
            assert found.preferences[a, b] == (better.sum() if a != b else 0)


def test_answers_within_their_errors_coincide():
    @dataclass(frozen=True, eq=False)
    class Blurred(Halfway):
        error: float = 0.0

        def solve(self, problem, watch):
            deal = NashBargaining().solve(problem, watch)
            return replace(deal, gains=deal.gains * 1.01, error=np.full(problem.dim, self.error))

    assert compare(PROBLEM, [NashBargaining(), Blurred(error=0.5)]).groups == ((0, 1),)
    assert compare(PROBLEM, [NashBargaining(), Blurred(error=1e-9)]).groups == ((0,), (1,))
    blind = compare(PROBLEM, [NashBargaining(), Blurred(error=np.inf)])
    assert blind.groups == ((0,), (1,)) and not blind.preferences.any()
    assert [blind.liked(t) for t in (0, 1)] == [(0,), (0,)]


def test_a_solution_for_two_is_left_out_of_three():
    found = compare(PRISM, [PerlesMaschler(), NashBargaining()])
    assert list(found.left_out) == [0]
    assert found.left_out[0].startswith("problem must have at most two players for this solution, but it has 3")
    assert found.answered == (1,) and found.groups == ((1,),)
    with pytest.raises(InvalidProblem, match="must be the number of a concept that was not left out, but it is 0"):
        found.deal(0)
    with pytest.raises(InvalidProblem, match="at most two players"):
        compare(PRISM, [PerlesMaschler()])


def test_only_answers_are_compared():
    watch = Stopwatch()
    watch.stop()
    found = compare(PROBLEM, [NashBargaining(), KalaiSmorodinsky()], watch=watch)
    assert [deal.status.name for deal in found.deals] == ["time_limit"] * 2
    assert found.answered == () and found.groups == () and found.preferences.shape == (0, 0)
    assert np.isnan(found.ideal).all()


def test_where_nobody_can_gain():
    found = compare(BargainingProblem(Polytope([[0, 0], [-1, 3]]), [0, 0]), [NashBargaining(), Utilitarian()])
    assert found.gains(0).tolist() == [0.0, 0.0]
    assert found.gains(1) == pytest.approx([-1.0, 3.0])
    assert np.isnan(found.ideal_shares(0)).all() and np.isnan(found.ideal_shares(1)).all()


def test_bad_input():
    with pytest.raises(InvalidProblem, match="concepts must have at least one concept, but it is empty"):
        compare(PROBLEM, [])
    with pytest.raises(InvalidProblem, match=r"concepts\[1\] must be a bargaining concept, but it is 'nash'"):
        compare(PROBLEM, [NashBargaining(), "nash"])
    with pytest.raises(InvalidProblem, match="problem must be a BargainingProblem"):
        compare(5, [NashBargaining()])
