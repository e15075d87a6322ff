"""Units and names: who depends on them is caught, and a measure over outcomes changes its units with them."""

from __future__ import annotations

import numpy as np

from largeworlds import BargainingProblem, NashBargaining, Polytope, Utilitarian, check_axioms
from largeworlds.axioms.axiom import Verdict
from tests.axioms.counterexamples import STRONGER_7

UNITS, NAMES = "affine-invariance", "anonymity"


def test_a_standard_deviation_is_invariant_and_a_variance_is_not():
    """Treutlein 2023, Example 7 as corrected: dividing by the variance lets units decide."""
    problem = BargainingProblem([[[0, -3], [-1, 0]], [[0, 3], [-3, 2]]], [0, 0])
    assert check_axioms(Utilitarian("std"), problem, axioms=[UNITS])[UNITS].verdict is Verdict.holds
    verdicts = [
        check_axioms(Utilitarian("variance"), problem, axioms=[UNITS], rng=np.random.default_rng(seed))[UNITS].verdict
        for seed in range(6)
    ]
    assert Verdict.fails in verdicts


def test_a_measure_moves_with_the_units():
    outcomes = np.array([[0.0, 0.0], [-2.0, 3.0], [3.0, -2.0]])
    check = check_axioms(Utilitarian("std", measure=outcomes), STRONGER_7, axioms=[UNITS])[UNITS]
    assert check.verdict is Verdict.holds, check.text


def test_anonymity_of_three_and_of_one():
    one = BargainingProblem(Polytope([[0], [1]]), [0.0])
    assert check_axioms(NashBargaining(), one, axioms=[NAMES])[NAMES].verdict is Verdict.not_applicable
    three = BargainingProblem(Polytope(np.vstack([np.zeros(3), np.eye(3), [[0.5, 0.5, 0.2]]])), np.zeros(3))
    assert check_axioms(NashBargaining(), three, axioms=[NAMES])[NAMES].verdict is Verdict.holds
    weighted = check_axioms(NashBargaining([0.6, 0.3, 0.1]), three, axioms=[NAMES])[NAMES]
    assert weighted.verdict is Verdict.fails
