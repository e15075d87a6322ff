"""The egalitarian solution: closed forms, leximin by hand and against a chain of linear programs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from largeworlds import Ball, BargainingProblem, Egalitarian, Oracle, Polytope, bargain
from tests.axioms.counterexamples import PRISM
from tests.representative_sets import disc


@pytest.mark.parametrize(
    ("part", "d", "gain"),
    [
        (Ball([3.0, 4.0]), [0.0, 0.0], 2.4),  # 1 / sqrt(1/9 + 1/16)
        (Ball([3.0, 4.0], 1), [0.0, 0.0], 12 / 7),
        (Ball([1.0, 1.0, 1.0], 4), [0.0, 0.0, 0.0], 3**-0.25),
        (Ball([5.0, 5.0]), [2.0, 3.0], 1.0),  # (3, 4)
        (Oracle(2, disc), [0.0, 0.2], 0.6),  # (0.6, 0.8)
    ],
)
def test_equal_gains_by_closed_form(part, d, gain):
    deal = bargain(BargainingProblem(part, d), Egalitarian())
    assert deal.gains == pytest.approx([gain] * len(d), abs=1e-9)
    assert not deal.completed


def test_gains_not_payoffs_are_equal_and_units_count():
    points = [[0, 0], [2, 0], [0, 1]]
    assert bargain(BargainingProblem(Polytope(points), [0, 0]), Egalitarian()).payoffs == pytest.approx([2 / 3, 2 / 3])
    assert bargain(BargainingProblem(Polytope(points), [1, 0]), Egalitarian()).payoffs == pytest.approx([4 / 3, 1 / 3])


def test_who_can_gain_more_does():
    deal = bargain(PRISM, Egalitarian())
    assert deal.payoffs == pytest.approx([0.5, 0.5, 1.0]) and deal.completed


def leximin(points: np.ndarray, d: np.ndarray) -> np.ndarray:
    """Gains by SciPy: raise the level; whoever cannot be above it while the others keep theirs is settled."""
    k, m = points.shape
    settled: dict[int, float] = {}
    while len(settled) < m:

        def most(goal: np.ndarray, settled: dict[int, float], level: float | None) -> float:
            rows, bounds = [], []
            for t in range(m):
                own = settled.get(t, level)
                rows.append(np.append(-points[:, t], float(own is None)))
                bounds.append(-d[t] - (own or 0.0) + 1e-10)
            mixture = np.append(np.ones(k), 0.0)[None]
            limits = [(0, None)] * k + [(None, None)]
            found = linprog(-goal, A_ub=rows, b_ub=bounds, A_eq=mixture, b_eq=[1.0], bounds=limits, method="highs")
            assert found.status == 0
            return -found.fun

        level = most(np.eye(k + 1)[k], settled, None)
        done = {
            t: level
            for t in range(m)
            if t not in settled and most(np.append(points[:, t], 0.0), settled, level - 1e-10) - d[t] < level + 1e-6
        }
        assert done
        settled |= done
    return np.array([settled[t] for t in range(m)])


@pytest.mark.parametrize("seed", range(8))
def test_leximin_is_the_one_of_a_chain_of_linear_programs(seed):
    rng = np.random.default_rng(seed)
    points = rng.integers(-2, 5, size=(6, 4)).astype(float)
    d = points.mean(axis=0) - 0.25
    deal = bargain(BargainingProblem(Polytope(points), d), Egalitarian())
    expected = leximin(points, d)
    assert deal.gains == pytest.approx(expected, abs=1e-6)
    assert deal.completed == (np.ptp(expected) > 1e-6)


def test_the_proof_is_one_of_the_sets():
    problem = BargainingProblem([Ball([3.0, 1.0]), Polytope([[0, 0], [0, 2], [1, 1]])], [0.5, 0.5])
    deal = bargain(problem, Egalitarian())
    (rung,) = deal.rungs
    assert float(problem.support(rung.prices) - rung.prices @ rung.base) <= rung.most + 1e-12
    assert rung.prices.sum() == pytest.approx(1.0) and (rung.prices >= 0).all()
    assert deal.gains.min() >= rung.most - 1e-9
