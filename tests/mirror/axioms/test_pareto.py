"""Pareto optimality: dominated points are told with what dominates them."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import BargainingProblem, NashBargaining, Polytope, check_axioms
from largeworlds.axioms.axiom import Verdict
from tests.axioms.counterexamples import HOUSE, PRISM, FirstRungOnly, Halfway

WEAK, STRONG = "weak-pareto-optimality", "strong-pareto-optimality"


def test_halfway_leaves_something_for_everybody():
    check = check_axioms(Halfway(), HOUSE, axioms=[WEAK])[WEAK]
    assert check.verdict is Verdict.fails
    example = check.counterexample
    assert (example.other_payoffs > example.payoffs).all()
    assert HOUSE.sets[0].contains(example.other_payoffs)


def test_without_completion_only_the_weak_form_holds():
    checks = check_axioms(FirstRungOnly(), PRISM, axioms=[WEAK, STRONG])
    assert checks[WEAK].verdict is Verdict.holds
    assert checks[STRONG].verdict is Verdict.fails
    example = checks[STRONG].counterexample
    assert example.other_payoffs == pytest.approx([0.5, 0.5, 1.0], abs=1e-9)
    assert checks.broken == (STRONG,)


def test_nash_is_strongly_optimal_on_random_polytopes(rng, count):
    for _ in range(count(50, 5)):
        problem = BargainingProblem(Polytope(np.vstack([np.zeros(3), rng.random((6, 3))])), np.zeros(3))
        assert check_axioms(NashBargaining(), problem, axioms=[STRONG])[STRONG].verdict is Verdict.holds
