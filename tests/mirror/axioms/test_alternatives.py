"""Irrelevant alternatives: removed without moving the solution, or a counterexample says what was removed."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, EqualLoss, KalaiSmorodinsky, NashBargaining, Polytope, check_axioms
from largeworlds.axioms.axiom import Verdict
from tests.axioms.counterexamples import HOUSE

PLAIN, HOMOGENEOUS = "independence-of-irrelevant-alternatives", "homogeneous-ideal-independence"


def test_the_smaller_problem_is_smaller_and_has_the_solution(rng):
    check = check_axioms(KalaiSmorodinsky(), HOUSE, axioms=[PLAIN])[PLAIN]
    assert check.verdict is Verdict.fails
    smaller = check.counterexample.other
    w = rng.normal(size=(50, 2))
    assert (smaller.support(w) <= HOUSE.support(w) + 1e-12).all()
    assert smaller.sets[0].contains(check.counterexample.payoffs)


@pytest.mark.parametrize("kind", ["rational", "feasible"])
def test_kalai_smorodinsky_keeps_the_homogeneous_form(kind, rng, count):
    for _ in range(count(30, 3)):
        problem = BargainingProblem(Polytope(np.vstack([np.zeros(2), rng.random((5, 2))])), np.zeros(2))
        check = check_axioms(KalaiSmorodinsky(kind), problem, axioms=[HOMOGENEOUS], rng=rng)[HOMOGENEOUS]
        assert check.verdict in (Verdict.holds, Verdict.not_applicable), check.text


def test_equal_loss_breaks_it_where_ideal_gains_differ():
    problem = BargainingProblem(Polytope([[0, 0], [2, 0], [0, 1], [1.6, 0.7]]), [0, 0])
    assert check_axioms(EqualLoss(), problem, axioms=[HOMOGENEOUS])[HOMOGENEOUS].verdict is Verdict.fails


def test_where_it_does_not_speak():
    curved = BargainingProblem([Ball([1.0, 1.0])] * 2, [1.0, 1.0])
    assert check_axioms(NashBargaining(), curved, axioms=[HOMOGENEOUS])[HOMOGENEOUS].verdict is Verdict.not_applicable
    assert check_axioms(NashBargaining(), curved, axioms=[PLAIN])[PLAIN].verdict is Verdict.holds
