"""Multilateral stability, with the question of asymmetric weights answered on instances."""

from __future__ import annotations

import numpy as np

from largeworlds import Ball, BargainingProblem, KalaiSmorodinsky, NashBargaining, Polytope, check_axioms
from largeworlds.axioms.axiom import Verdict
from tests.axioms.counterexamples import THREE

KEY = "multilateral-stability"


def test_nash_is_stable_with_any_weights(rng, count):
    """Weights restricted to the group and renormalised: its first-order condition is that of the whole, restricted."""
    for _ in range(count(30, 3)):
        problem = BargainingProblem(Polytope(np.vstack([np.zeros(3), rng.random((6, 3))])), np.zeros(3))
        for concept in (NashBargaining(), NashBargaining(rng.dirichlet(np.ones(3)) + 0.05)):
            check = check_axioms(concept, problem, axioms=[KEY], rng=rng)[KEY]
            assert check.verdict is Verdict.holds, check.text


def test_kalai_smorodinsky_is_not():
    check = check_axioms(KalaiSmorodinsky(), THREE, axioms=[KEY])[KEY]
    assert check.verdict is Verdict.fails
    assert check.counterexample.other.dim < 3


def test_where_it_does_not_speak():
    curved = BargainingProblem([Ball([1.0, 1.0])] * 2, [1.0, 1.0])
    assert check_axioms(NashBargaining(), curved, axioms=[KEY])[KEY].verdict is Verdict.not_applicable
    one = BargainingProblem(Polytope([[0], [1]]), [0.0])
    assert check_axioms(NashBargaining(), one, axioms=[KEY])[KEY].verdict is Verdict.not_applicable
    point = BargainingProblem(Polytope([[1, 1]]), [0.0, 0.0])
    assert check_axioms(NashBargaining(), point, axioms=[KEY])[KEY].verdict is Verdict.holds
