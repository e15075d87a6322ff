"""Verdicts: violations within what errors allow decide nothing, larger ones are counterexamples."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import BargainingProblem, NashBargaining, Polytope
from largeworlds.axioms.axiom import VIOLATION, Trial, Verdict, undecided
from largeworlds.axioms.rationality import WeakRationality

PIE = BargainingProblem(Polytope([[0, 0], [1, 0], [0, 2]]), [0.0, 0.0])


def judged(short, error):
    trial = Trial.of(NashBargaining(), PIE, np.random.default_rng(0))
    axiom = WeakRationality()
    return axiom.compared(trial, PIE, trial.payoffs, np.array(short), np.array(error), "They differ")


def test_violations_are_measured_in_ranges():
    check = judged([0.0, 0.2], [0.0, 0.0])
    assert check.verdict is Verdict.fails and not check
    assert check.counterexample.amount == pytest.approx(0.1)  # of a range of 2
    assert check.text == "They differ: off by 0.1 of the range of player 2."


def test_small_differences_hold():
    assert judged([0.5 * VIOLATION, 0.0], [0.0, 0.0]).verdict is Verdict.holds
    assert judged([0.0, -1.0], [0.0, 0.0]).verdict is Verdict.holds


def test_what_errors_allow_is_undecided():
    with pytest.raises(type(undecided("")), match="the errors of the answers allow"):
        judged([1e-3, 0.0], [1.0, 0.0])
    assert judged([0.5, 0.0], [0.1, 0.0]).verdict is Verdict.fails  # larger than the error explains


def test_no_answer_is_undecided():
    infeasible = BargainingProblem(Polytope([[0, 0]]), [1.0, 1.0])
    check = WeakRationality().check(NashBargaining(), infeasible, np.random.default_rng(0))
    assert check.verdict is Verdict.undecided and check


def test_weights_of_the_problem_count_as_settings():
    trial = Trial.of(NashBargaining(), PIE.problem([0, 0], [0.9, 0.1]), np.random.default_rng(0))
    assert np.asarray(trial.concept.weights).tolist() == [0.9, 0.1]
    assert trial.all_gain
    assert str(Verdict.not_applicable) == "not applicable"


def test_equal_weights_of_the_problem_are_no_setting():
    trial = Trial.of(NashBargaining(), PIE.problem([0, 0], [1.0, 1.0]), np.random.default_rng(0))
    assert trial.concept.weights is None


def test_time_that_is_up_decides_nothing():
    from largeworlds._core.stopwatch import Stopwatch
    from largeworlds.axioms.axiom import NO_TIME, Known

    watch = Stopwatch()
    trial = Trial.of(NashBargaining(), PIE, np.random.default_rng(0), Known(PIE, watch))
    assert WeakRationality().judge(trial).verdict is Verdict.holds
    watch.stop()
    late = WeakRationality().judge(trial)
    assert late.verdict is Verdict.undecided and late.text == NO_TIME
