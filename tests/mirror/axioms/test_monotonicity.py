"""Individual monotonicity and midpoint domination."""

from __future__ import annotations

import numpy as np

from largeworlds import Ball, BargainingProblem, KalaiSmorodinsky, NashBargaining, Polytope, check_axioms
from largeworlds.axioms.axiom import Verdict
from tests.axioms.counterexamples import TENT

MONOTONE, MIDPOINT = "individual-monotonicity", "midpoint-domination"


def test_the_larger_problem_is_larger(rng):
    check = check_axioms(NashBargaining(), TENT, axioms=[MONOTONE])[MONOTONE]
    assert check.verdict is Verdict.fails
    w = rng.normal(size=(50, 2))
    assert (check.counterexample.other.support(w) >= TENT.support(w) - 1e-12).all()


def test_kalai_smorodinsky_is_monotone_for_two(rng, count):
    for _ in range(count(30, 3)):
        problem = BargainingProblem(Polytope(np.vstack([np.zeros(2), rng.random((4, 2))])), np.zeros(2))
        check = check_axioms(KalaiSmorodinsky(), problem, axioms=[MONOTONE], rng=rng)[MONOTONE]
        assert check.verdict in (Verdict.holds, Verdict.not_applicable), check.text


def test_nash_dominates_the_midpoint(rng, count):
    """Sobel 1981: the symmetric Nash solution gives everybody at least the n-th part of its ideal gain."""
    for _ in range(count(50, 5)):
        m = int(rng.integers(2, 5))
        problem = BargainingProblem(Polytope(np.vstack([np.zeros(m), rng.random((6, m))])), np.zeros(m))
        assert check_axioms(NashBargaining(), problem, axioms=[MIDPOINT])[MIDPOINT].verdict is Verdict.holds
    curved = BargainingProblem([Ball([1.0, 2.0])] * 2, [1.0, 2.0])
    assert check_axioms(NashBargaining(), curved, axioms=[MIDPOINT])[MIDPOINT].verdict is Verdict.holds
    assert check_axioms(NashBargaining(), curved, axioms=[MONOTONE])[MONOTONE].verdict is Verdict.not_applicable
