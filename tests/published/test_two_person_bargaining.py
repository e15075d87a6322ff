"""Values that are published for two persons and the strategic route: Raiffa, Perles and Maschler, Rubinstein, Nash.

Luce and Raiffa 1957, Section 6.7, and Perles and Maschler 1981 are followed from their definitions, by hand.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

import largeworlds as lw
from largeworlds import catalog


def polygon(*points: tuple[float, float]) -> lw.BargainingProblem:
    return lw.BargainingProblem(lw.Polytope([(0, 0), *points]), [0, 0])


@pytest.mark.parametrize("concept", [lw.PerlesMaschler(), lw.Raiffa(), lw.Raiffa("continuous"), lw.NashBargaining()])
def test_on_a_straight_frontier_all_agree_on_its_middle(concept):
    """Covariance with units and symmetry leave nothing else."""
    assert lw.bargain(polygon((8, 0), (0, 3)), concept).payoffs == pytest.approx([4.0, 1.5], abs=2e-8)


@pytest.mark.parametrize("concept", [lw.PerlesMaschler(), lw.Raiffa()])
def test_on_a_quarter_of_a_circle_symmetry_decides(concept):
    deal = lw.bargain(lw.BargainingProblem(lw.Ball([1.0, 1.0]), [0, 0]), concept)
    assert deal.payoffs == pytest.approx([math.sqrt(0.5)] * 2, abs=1e-9)


def test_the_length_of_a_quarter_of_a_circle():
    """The integral of sqrt(sin cos) is Gamma(3/4)^2 / sqrt(pi): half of it is travelled by each."""
    from largeworlds._core.stopwatch import Stopwatch
    from largeworlds.bargaining.arc import Frontier
    from largeworlds.bargaining.lowering import Lowered

    problem = lw.BargainingProblem(lw.Ball([1.0, 1.0]), [0, 0])
    arc = Frontier.of(Lowered.of(problem), problem.disagreement).arc().refined(1e-9, Stopwatch())
    exact = math.gamma(0.75) ** 2 / math.sqrt(math.pi)
    low, high = (float(bound.sum()) for bound in arc.bounds)
    assert low <= exact <= high
    assert float(arc.lengths.sum()) == pytest.approx(exact, abs=1e-11)


def test_perles_maschler_on_two_edges():
    """Edges with products 1 and 4 under the root: lengths 1 and 2; the middle is a quarter of the second edge away."""
    deal = lw.bargain(polygon((0, 5), (1, 4), (2, 0)), lw.PerlesMaschler())
    assert deal.payoffs == pytest.approx([1.25, 3.0], abs=1e-14)


def test_solutions_of_one_problem_differ():
    problem = polygon((0, 5), (1, 4), (2, 0))
    found = {
        "Nash": lw.bargain(problem).payoffs,  # the corner: 4 = 1 x 4 beats both edges' middles
        "Kalai-Smorodinsky": lw.bargain(problem, lw.KalaiSmorodinsky()).payoffs,  # on y = 5x/2 and y = 8 - 4x
        "Raiffa": lw.bargain(problem, lw.Raiffa()).payoffs,
    }
    assert found["Nash"] == pytest.approx([1.0, 4.0], abs=1e-7)
    assert found["Kalai-Smorodinsky"] == pytest.approx([16 / 13, 40 / 13], abs=1e-9)
    # (0, 0) -> (1, 5/2), where b = (11/8, 4) -> (19/16, 13/4), on y = 8 - 4x.
    assert found["Raiffa"] == pytest.approx([19 / 16, 13 / 4], abs=1e-12)


@pytest.mark.parametrize("p", ["1-2", "3-4"])
def test_symmetric_exponential_budgets_are_shared_evenly_by_all(p):
    """Example 56 at r = 100: both types are mirror images, so every symmetric solution is on the diagonal."""
    problem = catalog.load(f"treutlein-2023/example-56/r-100-p-{p}").problem()
    expected = lw.bargain(problem).payoffs
    assert expected[0] == pytest.approx(expected[1], rel=1e-7)
    for concept in (lw.PerlesMaschler(), lw.Raiffa()):
        deal = lw.bargain(problem, concept)
        assert deal.payoffs == pytest.approx(expected, rel=1e-7)


def test_splitting_a_pie_with_discounting():
    """Rubinstein 1982; Osborne and Rubinstein 1990: (1 - d2) / (1 - d1 d2) for the first, 1 / (1 + d) if equal."""
    pie = polygon((1, 0), (0, 1))
    assert lw.alternating_offers(pie, discounts=[0.95, 0.9], first=0).expected[0] == pytest.approx(
        0.1 / 0.145, rel=1e-12
    )
    assert lw.alternating_offers(pie, discounts=0.9, first=1).expected[1] == pytest.approx(1 / 1.9, rel=1e-12)


def test_the_weaker_is_who_discounts_more():
    """Treutlein 2023, footnote 12; Binmore, Rubinstein and Wolinsky 1986: shares of a pie as 1 / r in the limit."""
    game = lw.alternating_offers(polygon((1, 0), (0, 1)), discounts=np.exp(-1e-6 * np.array([1.0, 3.0])))
    assert game.limit.payoffs == pytest.approx([0.75, 0.25], abs=1e-9)
    assert game.expected == pytest.approx([0.75, 0.25], abs=1e-5)
