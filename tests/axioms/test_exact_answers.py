"""Exact answers and those in doubles are the same; axioms hold as equations; what is off by a grain is caught."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from largeworlds import Status, bargain
from largeworlds.bargaining.exact import (
    exact_egalitarian,
    exact_equal_loss,
    exact_kalai_smorodinsky,
    exact_nash,
    exact_utilitarian,
)
from largeworlds.bargaining.problem import BargainingProblem
from tests.exact_problems import problem, roomy, small

GRAIN = Fraction(1, 10**30)


def in_doubles_and_exactly(sets, d, nu):
    asked = problem(sets, d, nu)
    plain, exact = bargain(asked, throw=False), bargain(asked, exact=True, throw=False)
    assert plain.status is exact.status
    if not exact.payoffs or exact.status is Status.nobody_can_gain:
        return
    assert list(exact.can_gain) == plain.can_gain.tolist()
    for t in np.flatnonzero(plain.bargaining_weights > 0):
        (low, high), x = exact.enclosure[t], Fraction(float(plain.payoffs[t]))
        room = Fraction(float(plain.error[t])) + abs(x) * Fraction(1, 2**52)
        assert low - room <= x <= high + room


def test_doubles_are_within_their_own_error_of_the_exact_answer(rng, count):
    for _ in range(count(200, 20)):
        sets, d = small(rng)
        nu = rng.integers(0, 3, size=len(d))
        in_doubles_and_exactly(sets, d, nu if nu.any() else nu + 1)
    for m in (2, 3, 4, 5):
        for _ in range(count(10, 1)):
            in_doubles_and_exactly(*roomy(rng, m, 4), rng.random(m) + 0.1)


def moved(sets, d, factors, shifts):
    """Everybody's payoffs in other units, and from another zero (the first set is moved)."""
    units = [[[f * Fraction(v) for f, v in zip(factors, row, strict=True)] for row in rows] for rows in sets]
    units[0] = [[v + s for v, s in zip(row, shifts, strict=True)] for row in units[0]]
    return units, [f * Fraction(v) + s for f, v, s in zip(factors, d, shifts, strict=True)]


def covariance(solve, sets, d, rng):
    """Other units and zeros change nothing but the numbers that are shown: an equation between fractions."""
    factors = [Fraction(int(v), 7) for v in rng.integers(1, 10, size=len(d))]
    shifts = [Fraction(int(v), 3) for v in rng.integers(-9, 10, size=len(d))]
    one, two = solve(problem(sets, d)), solve(problem(*moved(sets, d, factors, shifts)))
    assert one.status is two.status
    if one.status is Status.infeasible:
        return
    assert list(two.payoffs) == [f * x + s for f, x, s in zip(factors, one.payoffs, shifts, strict=True)]


def pareto(solve, sets, d, rng):
    """Weights that are positive for everybody support the answer: nobody can be given more for nothing."""
    deal = solve(problem(sets, d))
    if deal.payoffs and deal.status is Status.solved:
        total = [Fraction(0)] * len(d)
        for rung in deal.rungs:
            total = [a + b for a, b in zip(total, rung.prices, strict=True)]
        assert min(total) > 0
        assert sum(max(sum(w * v for w, v in zip(total, row, strict=True)) for row in rows) for rows in sets) == sum(
            w * x for w, x in zip(total, deal.payoffs, strict=True)
        )


LADDERS = {
    "Kalai-Smorodinsky": exact_kalai_smorodinsky,
    "egalitarian": exact_egalitarian,
    "equal loss": exact_equal_loss,
}


def test_kalai_smorodinsky_is_covariant_exactly(rng, count):
    for _ in range(count(100, 10)):
        covariance(exact_kalai_smorodinsky, *small(rng), rng)


def test_rational_nash_solutions_are_covariant_exactly(rng, count):
    compared = 0
    for _ in range(count(100, 15)):
        sets, d = small(rng)
        if exact_nash(problem(sets, d)).is_exact:
            covariance(exact_nash, sets, d, rng)
            compared += 1
    assert compared


@pytest.mark.parametrize("name", LADDERS)
def test_ladders_are_strictly_pareto_optimal(name, rng, count):
    for _ in range(count(100, 10)):
        pareto(LADDERS[name], *small(rng), rng)


# -- solvers that break a rule ---------------------------------------------------------------------------------------


def rounded(asked: BargainingProblem):
    """Payoffs to thirty decimals."""
    deal = exact_kalai_smorodinsky(asked)
    return replace(deal, payoffs=tuple(Fraction(round(x / GRAIN)) * GRAIN for x in deal.payoffs))


def first_rung_only(asked: BargainingProblem):
    """Stops where the first player is stopped."""
    deal = exact_egalitarian(asked)
    ladder = next(part for part in deal.proof if hasattr(part, "rungs"))
    cut = replace(ladder, rungs=ladder.rungs[:1])
    return replace(deal, proof=tuple(cut if part is ladder else part for part in deal.proof))


def equal_units(asked: BargainingProblem):
    """Compares gains of different players, as Kalai and Smorodinsky do not."""
    return exact_egalitarian(asked)


PIE_AND_MORE = [[[1, 0, 0], [0, 2, 0]], [[0, 0, 0]], [[0, 0, 0], [0, 0, 5]]]


def test_broken_solvers_are_caught(rng):
    sets, d = PIE_AND_MORE, [Fraction(1, 7), 0, 0]
    covariance(exact_kalai_smorodinsky, sets, d, np.random.default_rng(0))
    for broken in (rounded, equal_units):
        with pytest.raises(AssertionError):
            covariance(broken, sets, d, np.random.default_rng(0))
    assert not all(rounded(problem(sets, d)).verify())
    pareto(exact_egalitarian, sets, d, rng)
    with pytest.raises(AssertionError):
        pareto(first_rung_only, sets, d, rng)
    assert not all(first_rung_only(problem(sets, d)).verify())


def test_a_utilitarian_of_doubles_would_miss_a_tie(rng):
    """Three tenths and a tenth plus two tenths: ties in fractions, not in doubles, and the other way round."""
    tie = [[[Fraction(3, 10), 0], [Fraction(1, 10), Fraction(2, 10)]], [[0, 0]]]
    assert not exact_utilitarian(problem(tie, [0, 0]), [1, 1]).unique
    doubles = [[[0.3, 0], [0.1, 0.2]], [[0, 0]]]
    assert exact_utilitarian(problem(doubles, [0, 0]), [1, 1]).unique  # as doubles they differ by 2^-54
