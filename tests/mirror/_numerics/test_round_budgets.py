"""Round budgets: two shares per axis and one number in their place describe the same points."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds._numerics import interior_point
from largeworlds._numerics.budgets import Stack
from largeworlds._numerics.round_budgets import Folded, round_axes
from largeworlds.sets.uses import Budget


def parts(*budgets: Budget) -> Stack:
    return Stack.of([(b.directions, b.scale, b.offset, b.exponent) for b in budgets], budgets[0].directions.shape[1])


AXES = np.array([[2.0, 0.0, 1.0], [-1.0, 1.0, 0.5]])
LINES = Budget.linear(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]))
ROOTS = Budget(np.eye(3), np.full(3, 0.5), np.zeros(3), np.full(3, 0.5))


def test_which_budgets_are_round():
    made = Budget.round(AXES)
    assert round_axes(made.directions, made.scale, made.offset, made.exponent) == 2
    for wrong in (LINES, ROOTS, made.kept(np.arange(5) < 4), Budget(made.directions + 1e-9, *_family(made))):
        assert round_axes(wrong.directions, *_family(wrong)) == 0 and not wrong.is_round
    assert made.scaled(np.array([-1.0, 0.0, 3.0])).is_round


def _family(budget: Budget) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return budget.scale, budget.offset, budget.exponent


def test_folding_keeps_the_points():
    whole = parts(LINES, Budget.round(AXES), ROOTS, Budget.round(AXES[:1]))
    folded = Folded.of(whole)
    assert folded.stack.round.tolist() == [False] * 3 + [True] * 2 + [False] * 4 + [True] + [False]
    rng = np.random.default_rng(1)
    for _ in range(20):
        shares = np.concatenate([rng.dirichlet(np.full(uses.stop - uses.start, 0.5)) for uses in whole.slices])
        v = folded.folded(shares)
        assert folded.stack.spending(v) == pytest.approx(np.ones(4))
        assert folded.stack.payoff(v) == pytest.approx(whole.payoff(shares), abs=1e-14)
        again = folded.shares(v)
        assert again.min() >= 0 and whole.totals(again) == pytest.approx(np.ones(4))
        assert whole.payoff(again) == pytest.approx(whole.payoff(shares), abs=1e-14)


def test_what_is_overspent_is_brought_back():
    whole = parts(Budget.round(AXES))
    shares = Folded.of(whole).shares(np.array([3.0, -4.0, 0.0]))
    assert shares == pytest.approx([0.36, 0.0, 0.0, 0.64, 0.0])


def test_a_stack_without_round_budgets_stays_as_it_is():
    whole = parts(LINES, ROOTS)
    folded = Folded.of(whole)
    shares = whole.even_shares()
    assert not folded.stack.round.any() and (folded.shares(folded.folded(shares)) == shares).all()


@pytest.mark.parametrize("d", [[-1.0, -1.0, -1.0], [0.3, 0.2, 0.5]])
def test_few_steps_lead_to_the_best_point(d):
    """Against the optimality condition itself: v is along ``axes . w`` with w = nu / gains."""
    d = np.array(d)
    whole, nu = parts(Budget.round(np.vstack([AXES, [0.3, 2.0, 1.0]]))), np.full(3, 1 / 3)
    seen = []

    def watch(point, mu):
        seen.append(point)
        return mu < 1e-15

    found = interior_point.solve(whole, d, nu, interior_point.start(whole, d, nu), watch)
    assert len(seen) < 20
    gains = whole.payoff(found.shares) - d
    toward = whole.directions[:3] @ (nu / gains)
    v = np.sqrt(found.shares[:3]) - np.sqrt(found.shares[3:6])
    assert v == pytest.approx(toward / np.linalg.norm(toward), abs=1e-7)
