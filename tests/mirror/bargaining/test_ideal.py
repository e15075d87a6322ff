"""Ideal points: closed forms, linear programs by SciPy, and proofs from the sets."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from largeworlds import Armstrong, Ball, BargainingProblem, InvalidProblem, NashBargaining, Polytope, Status
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.agreement import Agreement
from largeworlds.bargaining.climb import IdealPoint
from largeworlds.bargaining.ideal import IdealGains, checked_kind, ideal_gains, ideal_point
from largeworlds.bargaining.lowering import Lowered


def ideals(problem: BargainingProblem, kind: str) -> IdealPoint:
    nash = NashBargaining("equal").solve(problem, Stopwatch())
    found = ideal_point(problem, kind, nash, Lowered.of(problem), Stopwatch())
    assert found is not None
    return found


def test_on_a_disc_the_others_disagreement_payoffs_bound_what_is_rational():
    """Radii (5, 10), d = (3, 6): over x >= d both keep 3/5 of their radius, which leaves 4/5; over all it is all."""
    problem = BargainingProblem(Ball([5.0, 10.0]), [3.0, 6.0])
    found = ideals(problem, "rational")
    assert found.b == pytest.approx([4.0, 8.0], abs=1e-9)
    assert (np.abs(found.b - [4.0, 8.0]) <= found.missing + 1e-15).all() and (found.missing < 1e-8).all()
    assert ideals(problem, "feasible").b.tolist() == [5.0, 10.0]
    assert ideals(problem, "feasible").proofs == ()


@pytest.mark.parametrize("seed", range(6))
def test_rational_ideals_are_those_of_linear_programs(seed):
    rng = np.random.default_rng(seed)
    points = rng.integers(-3, 5, size=(7, 3)).astype(float)
    problem = BargainingProblem(Polytope(points), points.mean(axis=0) - 0.1)
    found = ideals(problem, "rational")
    for t in range(3):
        right = linprog(
            -points[:, t], A_ub=-points.T, b_ub=-problem.disagreement, A_eq=np.ones((1, 7)), b_eq=[1.0], method="highs"
        )
        assert found.b[t] == pytest.approx(-right.fun, abs=1e-9)
    assert ideals(problem, "feasible").b.tolist() == points.max(axis=0).tolist()


@pytest.mark.parametrize(
    "part", [Ball([5.0, 10.0, 1.0]), Polytope(np.vstack([np.eye(3), np.zeros((1, 3)), [[1, 1, -1]]]))]
)
def test_every_rational_ideal_is_proved_by_the_support(part):
    """Prices w >= 0 with w_t = 1: b_t = d_t + max (x_t - d_t) <= d_t + support(w) - w . d."""
    problem = BargainingProblem(part, [0.1, 0.2, 0.05])
    found = ideals(problem, "rational")
    for t, proof in enumerate(found.proofs):
        w = proof.rung.prices
        assert (w >= 0).all() and w[t] == pytest.approx(1.0)
        most = float(part.support(w)) - float(w @ problem.disagreement)
        assert most <= proof.rung.most + 1e-12
        assert found.b[t] + found.missing[t] >= problem.disagreement[t] + proof.rung.level
        assert found.b[t] - problem.disagreement[t] <= most + 1e-9
    assert found.gap == max(proof.rung.gap for proof in found.proofs)


@pytest.mark.parametrize("kind", ["rational", "feasible"])
def test_who_cannot_gain_has_its_ideal_at_d(kind):
    """Player 3 has its most at d. Player 2's in the second problem is higher in F, at player 1's cost only."""
    stuck = BargainingProblem(
        [Polytope([[0, 0, 1], [2, 0, 1]]), Polytope([[0, 0, 0], [0, 1, 0]]), Polytope([[0, 0, 0]])], [0, 0, 1]
    )
    found = ideals(stuck, kind)
    assert found.b == pytest.approx([2.0, 1.0, 1.0])
    edge = ideals(BargainingProblem(Polytope([[0, 0, 0], [1, 0, 1], [-1, 5, 1]]), [0, 0, 0]), kind)
    assert edge.b == pytest.approx([1.0, 2.5 if kind == "rational" else 5.0, 1.0], abs=1e-9)
    held = ideals(BargainingProblem(Polytope([[0, 0, 0], [1, 0, 1], [0, 5, -1]]), [0, 0, 1]), kind)
    assert held.b == pytest.approx([1.0, 0.0, 1.0]), "who would have to be served at player 3's cost cannot gain"
    if kind == "rational":
        assert [proof is None for proof in found.proofs] == [False, False, True]


def test_ideal_gains_are_zero_for_who_has_none():
    problem = BargainingProblem(Polytope([[0, 0, 0], [1, 0, 0], [0, 1, 0], [2, 2, -1]]), [0, 0, 0])
    found = ideal_gains(problem, "rational", Armstrong(), Stopwatch())
    assert isinstance(found, IdealGains)
    assert found.gains == pytest.approx([1.0, 1.0, 0.0], abs=1e-9) and found.gains[2] == 0
    known = found.known()
    assert known["can_gain"].tolist() == [True, True, False] and known["ideal"] is found.found.b
    assert 0 <= known["loose"] < 1e-9 and 0 <= known["unit_gap"] < 1e-9


def test_where_there_are_none_the_answer_says_why():
    nobody = BargainingProblem(Polytope([[0, 0], [1, -1], [-1, 1]]), [0, 0])
    found = ideal_gains(nobody, "rational", Armstrong(), Stopwatch())
    assert isinstance(found, Agreement) and found.status is Status.nobody_can_gain
    assert isinstance(found.concept, Armstrong)
    beyond = BargainingProblem(Ball([1.0, 1.0]), [0.9, 0.9])
    found = ideal_gains(beyond, "rational", Armstrong(), Stopwatch())
    assert isinstance(found, Agreement) and found.status is Status.infeasible


def test_kinds():
    assert checked_kind("rational") == "rational" and checked_kind("feasible") == "feasible"
    for bad in ("Rational", None, 0, ("rational",), np.array(["rational", "feasible"])):
        with pytest.raises(InvalidProblem, match=r'^ideal must be "rational" or "feasible", but it is '):
            checked_kind(bad)
