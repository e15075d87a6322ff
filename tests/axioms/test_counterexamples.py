"""Every axiom's check finds the counterexample that is known, and what it reports is one."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import KalaiSmorodinsky, NashBargaining, bargain, check_axioms
from largeworlds.axioms.axiom import VIOLATION, Verdict
from largeworlds.axioms.check import AXIOMS
from tests.axioms.counterexamples import COUNTEREXAMPLES, ONE_GOAL, TENT

NAMES = [f"{key}: {concept.title}" for key, concept, _ in COUNTEREXAMPLES]


@pytest.mark.parametrize(("key", "concept", "problem"), COUNTEREXAMPLES, ids=NAMES)
def test_the_check_bites(key, concept, problem):
    check = check_axioms(concept, problem, axioms=[key])[key]
    assert check.verdict is Verdict.fails, check.text
    assert not check
    example = check.counterexample
    assert example is not None and example.amount > VIOLATION
    assert np.isfinite(example.payoffs).all()
    again = concept.solve(example.problem, _watch())
    assert again.payoffs == pytest.approx(example.payoffs, abs=1e-9)
    if example.other is not None and key not in ("weak-pareto-optimality", "strong-pareto-optimality"):
        assert example.other_payoffs is not None


def test_every_axiom_has_a_counterexample():
    assert {key for key, _, _ in COUNTEREXAMPLES} == {axiom.key for axiom in AXIOMS}


def test_nash_breaks_none_of_its_own_axioms_there():
    """On all these problems the Nash solution keeps everything but monotonicity and replication invariance."""
    for problem in {id(problem): problem for _, _, problem in COUNTEREXAMPLES}.values():
        broken = set(check_axioms(NashBargaining(), problem).broken)
        assert broken <= {"individual-monotonicity", "replication-invariance"}, (broken, problem.disagreement)


def test_the_textbook_example_of_monotonicity():
    """Kalai and Smorodinsky 1975: player 2's payoff falls from 0.75 to 0.7 although there is more for it."""
    from largeworlds import BargainingProblem, Polytope

    larger = BargainingProblem(Polytope([[0, 0], [1, 0], [0, 1], [1, 0.7]]), [0, 0])
    assert bargain(TENT, NashBargaining()).payoffs == pytest.approx([0.75, 0.75])
    assert bargain(larger, NashBargaining()).payoffs == pytest.approx([1.0, 0.7])
    before, after = (bargain(problem, KalaiSmorodinsky()).payoffs for problem in (TENT, larger))
    assert (after >= before - 1e-12).all()


def test_two_with_one_goal():
    """Treutlein 2023, Section 3.4.2, as corrected: KSBS (2.5, 2.5, 1.5), NBS (8/3, 8/3, 4/3)."""
    assert bargain(ONE_GOAL, KalaiSmorodinsky("feasible")).payoffs == pytest.approx([2.5, 2.5, 1.5], abs=1e-9)
    assert bargain(ONE_GOAL, NashBargaining()).payoffs == pytest.approx([8 / 3, 8 / 3, 4 / 3], abs=1e-9)


def _watch():
    from largeworlds._core.stopwatch import Stopwatch

    return Stopwatch()
