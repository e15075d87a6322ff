"""The Kalai-Smorodinsky solution: the paper's examples, closed forms on balls, completion, proofs from the sets."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, InvalidProblem, KalaiSmorodinsky, Polytope, Status, bargain
from tests.axioms.counterexamples import ONE_GOAL, PRISM, THREE
from tests.exact_problems import EXAMPLE_64, EXAMPLE_66


@pytest.mark.parametrize(
    ("sets", "d", "kind", "expected", "ideal"),
    [
        (EXAMPLE_64, [3, 3, 3], "feasible", [9 / 2, 9 / 2, 5], [6, 6, 7]),
        (EXAMPLE_66, [5, 5, 15], "feasible", [81 / 13, 81 / 13, 203 / 13], [9, 9, 17]),
        (EXAMPLE_64, [3, 3, 3], "rational", [75 / 17, 75 / 17, 91 / 17], [27 / 5, 27 / 5, 7]),
    ],
)
def test_the_papers_examples(sets, d, kind, expected, ideal):
    """Treutlein 2023, Examples 64 and 66: the paper's ideal points are over all of F, the literature's over x >= d."""
    deal = bargain(BargainingProblem(sets, d), KalaiSmorodinsky(kind))
    assert deal.payoffs == pytest.approx(expected, abs=1e-12) and deal.ideal == pytest.approx(ideal, abs=1e-12)
    assert not deal.completed and deal.unique


def test_two_players_with_one_goal_get_the_same_as_the_third():
    """Treutlein 2023, Section 3.4.2. All stop at one level, though two steps say so: nothing was completed."""
    deal = bargain(ONE_GOAL, KalaiSmorodinsky())
    assert deal.payoffs == pytest.approx([2.5, 2.5, 1.5])
    assert not deal.completed
    assert [rung.level for rung in deal.rungs] == pytest.approx([0.5] * len(deal.rungs))


def test_whom_the_common_level_does_not_bind_rises_further():
    """Erratum 14: at (1/2, 1/2, 1/2) nobody can gain without the first two losing, except the third."""
    deal = bargain(PRISM, KalaiSmorodinsky())
    assert deal.payoffs == pytest.approx([0.5, 0.5, 1.0])
    assert deal.completed and [rung.level for rung in deal.rungs] == pytest.approx([0.5, 1.0])


@pytest.mark.parametrize(("radii", "d"), [([3.0, 4.0], [0.0, 0.0]), ([1.0, 5.0, 2.0], [0.0, 0.0, 0.0])])
def test_on_an_ellipsoid_at_the_origin_everybody_gets_one_over_root_n(radii, d):
    deal = bargain(BargainingProblem(Ball(radii), d), KalaiSmorodinsky())
    assert deal.payoffs == pytest.approx(np.array(radii) / len(radii) ** 0.5, rel=1e-12)
    assert (deal.error < 1e-9).all()


def test_on_a_disc_with_d_inside_rational_and_feasible_ideals_differ():
    """d = (0.6, 0): b = (1, 0.8) over x >= d, (1, 1) over all; x = d + tau (b - d) on the circle by the quadratic."""
    problem = BargainingProblem(Ball([1.0, 1.0]), [0.6, 0.0])
    for kind, rise in (("rational", 0.8), ("feasible", 1.0)):
        a, b, c = 0.16 + rise**2, 2 * 0.6 * 0.4, 0.36 - 1
        tau = (-b + (b * b - 4 * a * c) ** 0.5) / (2 * a)
        deal = bargain(problem, KalaiSmorodinsky(kind))
        assert deal.payoffs == pytest.approx([0.6 + 0.4 * tau, rise * tau], abs=1e-11)


@pytest.mark.parametrize("problem", [ONE_GOAL, PRISM, THREE, BargainingProblem(EXAMPLE_66, [5, 5, 15])])
def test_every_rung_is_proved_by_the_supports_of_the_sets(problem):
    deal = bargain(problem, KalaiSmorodinsky())
    for rung in deal.rungs:
        assert (rung.prices >= 0).all() and rung.prices @ rung.ray == pytest.approx(1.0)
        most = float(problem.support(rung.prices)) - float(rung.prices @ rung.base)
        assert most <= rung.most + 1e-12 and rung.level <= most + 1e-12
        raised = rung.ray > 0
        assert ((deal.payoffs - rung.base)[raised] >= (rung.level - 1e-12) * rung.ray[raised]).all()


def test_who_cannot_gain_stays_and_the_others_share():
    sets = [Polytope([[0, 0, 1], [2, 0, 1]]), Polytope([[0, 0, 0], [0, 1, 0]]), Polytope([[0, 0, 0]])]
    for kind in ("rational", "feasible"):
        deal = bargain(BargainingProblem(sets, [0, 0, 1]), KalaiSmorodinsky(kind))
        assert deal.status is Status.some_cannot_gain and deal.payoffs == pytest.approx([2.0, 1.0, 1.0])
        assert deal.ideal[2] == 1.0 and not deal.completed


@pytest.mark.parametrize("kind", [None, 1, ["rational"], np.array(["rational", "feasible"]), {"ideal": 1}])
def test_other_kinds_of_ideal_points_are_refused(kind):
    with pytest.raises(InvalidProblem, match=r'^ideal must be "rational" or "feasible"'):
        KalaiSmorodinsky(kind)
