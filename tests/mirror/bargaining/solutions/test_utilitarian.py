"""Utilitarian sums: the paper's Example 7, every unit, weights, ties, problems without choice or agreement."""

from __future__ import annotations

import pytest

from largeworlds import Ball, BargainingProblem, InvalidProblem, Oracle, Polytope, Status, Utilitarian, bargain
from largeworlds.bargaining.normalization import NORMALIZATIONS
from tests.representative_sets import disc

EXAMPLE = BargainingProblem([[[0, -3], [-1, 0]], [[0, 3], [-3, 2]]], [0, 0])
FLAT = BargainingProblem([[[1.0, 1.0]], [[1.0, 1.0]]], [0.0, 0.5])


def test_dividing_by_the_variance_makes_units_matter_and_by_the_deviation_does_not():
    """Treutlein 2023, Example 7: in thirds of a unit the first player's wish weighs nine times as much."""
    thirds = BargainingProblem([[1 / 3, 1.0] * part for part in EXAMPLE.sets], [0, 0])
    for kind in ("variance", "sum-of-squares"):
        assert bargain(EXAMPLE, Utilitarian(kind)).gains.tolist() == [-1.0, 3.0]
        assert bargain(thirds, Utilitarian(kind)).gains[1] != pytest.approx(3.0)
    for kind in ("std", "sample-std", "mad", "range"):
        base = bargain(EXAMPLE, Utilitarian(kind)).gains
        assert bargain(thirds, Utilitarian(kind)).gains == pytest.approx(base * [1 / 3, 1.0], rel=1e-13)


def test_a_sum_may_pass_by_an_outcome_that_is_good_for_both():
    """(1, 1) beats (0, 0) for both; the sum in standard deviations takes (-2, 3)."""
    sets = [Polytope([[0, 0], [-2, 3]]), Polytope([[0, 0], [3, -2], [-20, -1]])]
    deal = bargain(BargainingProblem(sets, [0, 0]), Utilitarian("std"))
    assert deal.payoffs.tolist() == [-2.0, 3.0] and not deal.individually_rational


def test_weights_multiply():
    simplex = Polytope([[0, 0], [1, 0], [0, 1]])
    assert bargain(BargainingProblem(simplex, [0, 0]), Utilitarian(weights=[2, 1])).payoffs.tolist() == [1.0, 0.0]
    prior = BargainingProblem(simplex, [0, 0], weights=[1, 2])
    assert bargain(prior, Utilitarian()).payoffs.tolist() == [0.0, 1.0]
    even = bargain(prior, Utilitarian(weights="equal"))
    assert even.payoffs == pytest.approx([0.5, 0.5]) and not even.unique


def test_on_a_circle_the_sum_points_where_the_weights_do():
    deal = bargain(BargainingProblem(Ball([1.0, 1.0]), [0, 0]), Utilitarian(weights=[3, 4]))
    assert deal.payoffs == pytest.approx([0.6, 0.8], rel=1e-13)
    assert deal.unique and (deal.error <= 1e-6).all() and deal.gap <= 1e-14


@pytest.mark.parametrize("kind", NORMALIZATIONS)
def test_where_there_is_one_outcome_it_is_the_answer(kind):
    deal = bargain(FLAT, Utilitarian(kind))
    assert deal.status is Status.solved and deal.payoffs.tolist() == [2.0, 2.0] and deal.gap == 0


def test_the_disagreement_point_plays_no_part():
    deal = bargain(BargainingProblem(Ball([1.0, 1.0]), [9.0, 9.0]), Utilitarian())
    assert deal.status is Status.solved and deal.payoffs == pytest.approx([0.5**0.5] * 2)
    beyond = BargainingProblem(Ball([1.0, 1.0]), [9.0, 9.0])
    assert bargain(beyond, Utilitarian("ideal"), throw=False).status is Status.infeasible


def test_ideal_gains_as_units():
    deal = bargain(BargainingProblem(Polytope([[0, 0], [4, -1], [2, 1], [0, 2]]), [0, 0]), Utilitarian("ideal"))
    assert deal.payoffs == pytest.approx([2.0, 1.0]) and deal.ideal == pytest.approx([3.0, 2.0])


def test_curved_sets_need_a_measure_for_spreads():
    problem = BargainingProblem([Ball([1.0, 4.0]), Oracle(2, disc)], [0, 0])
    with pytest.raises(InvalidProblem, match="measure must be given for the normalization 'std' where a set has no"):
        bargain(problem, Utilitarian("std"))
    deal = bargain(problem, Utilitarian("std", measure=([[0, 0], [1, 4]], [0.5, 0.5])))
    assert deal.weights[0] / deal.weights[1] == pytest.approx(4.0, rel=1e-13)


def test_titles_say_the_unit():
    assert Utilitarian().title == "utilitarian solution"
    assert Utilitarian("std").title == "utilitarian solution (std)"
