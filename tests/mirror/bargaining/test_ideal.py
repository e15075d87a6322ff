"""Ideal points: closed forms, faces, and how far they may be off."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Box, InvalidProblem, KalaiSmorodinsky, Oracle, Polytope, Status
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.agreement import Agreement
from largeworlds.bargaining.ideal import KINDS, checked_kind, ideal_gains, ideal_point
from largeworlds.bargaining.lowering import Lowered
from tests.certificates import solve
from tests.representative_sets import disc

NOTHING = Polytope(np.zeros((1, 2)))


def ideals(problem: BargainingProblem, kind: str) -> tuple[np.ndarray, np.ndarray]:
    found = ideal_point(problem, kind, solve(problem), Lowered.of(problem), Stopwatch())
    assert found is not None
    return found


def test_over_what_is_feasible_and_over_what_is_rational():
    problem = BargainingProblem([Ball([1.0, 1.0]), NOTHING], [0.28, 0.6])
    assert ideals(problem, "feasible")[0] == pytest.approx([1.0, 1.0], rel=1e-14)
    best, error = ideals(problem, "rational")
    assert best == pytest.approx([0.8, 0.96], rel=1e-12)
    assert (error <= 1e-12).all()


def test_the_papers_example_has_two_more_in_one_than_in_the_other():
    """Treutlein 2023, Section 3.4.2: with d = (2, 2, 1) nothing is lost by asking for x >= d."""
    problem = BargainingProblem(Polytope([[2, 2, 1], [3, 3, 1], [2, 2, 2]]), [2, 2, 1])
    for kind in KINDS:
        assert ideals(problem, kind)[0] == pytest.approx([3.0, 3.0, 2.0], rel=1e-13)


def test_who_cannot_gain_has_d_and_bounds_the_others_by_its_face():
    problem = BargainingProblem(
        Polytope([[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 5.0, 2.0], [1.0, 0.0, 1.0]]), [1, 0, 0]
    )
    assert ideals(problem, "rational")[0] == pytest.approx([1.0, 1.0, 1.0], rel=1e-13)
    assert ideals(problem, "feasible")[0] == pytest.approx([1.0, 5.0, 2.0], rel=1e-13)


def test_an_oracles_error_covers_what_it_did_not_show():
    hidden = BargainingProblem([Oracle(2, disc), NOTHING], [0.28, 0.6])
    best, error = ideals(hidden, "rational")
    assert (np.abs(best - [0.8, 0.96]) <= error + 1e-15).all() and (error <= 1e-8).all()


def test_gains_are_shares_of_nothing_for_who_cannot_gain():
    problem = BargainingProblem([Box([0, 0], [1, 1]), NOTHING], [1.0, 0.5])
    found = ideal_gains(problem, "rational", KalaiSmorodinsky(), Stopwatch())
    assert found.gains == pytest.approx([0.0, 0.5], rel=1e-13) and found.loose <= 1e-12
    assert found.nash.status is Status.some_cannot_gain


@pytest.mark.parametrize(("d", "status"), [([1.0, 1.0], Status.nobody_can_gain), ([1.0, 1.1], Status.infeasible)])
def test_where_nobody_can_gain_there_is_an_agreement_instead(d, status):
    problem = BargainingProblem([Box([0, 0], [1, 1]), NOTHING], d)
    found = ideal_gains(problem, "rational", KalaiSmorodinsky(), Stopwatch())
    assert isinstance(found, Agreement) and found.status is status and isinstance(found.concept, KalaiSmorodinsky)


@pytest.mark.parametrize("kind", [None, "", "Rational", 1, ["rational"]])
def test_other_kinds_are_refused(kind):
    with pytest.raises(InvalidProblem, match='ideal must be "rational" or "feasible", but it is'):
        checked_kind(kind)
