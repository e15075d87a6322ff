"""Individual rationality: signs of gains, and where the strong form does not apply."""

from __future__ import annotations

import pytest

from largeworlds import BargainingProblem, Dictatorial, NashBargaining, Polytope, Utilitarian, check_axioms
from largeworlds.axioms.axiom import Verdict

FREE = BargainingProblem(Polytope([[0, 0], [3, -1], [1, 1]]), [0.0, 0.0])
STUCK = BargainingProblem(Polytope([[0, 0], [1, 0]]), [0.0, 0.0])


def verdict(concept, problem, key):
    return check_axioms(concept, problem, axioms=[key])[key]


def test_weak():
    check = verdict(Utilitarian("range"), FREE, "weak-individual-rationality")
    assert check.verdict is Verdict.holds or check.counterexample is not None
    below = verdict(Utilitarian(weights=[0.9, 0.1]), FREE, "weak-individual-rationality")
    assert below.verdict is Verdict.fails and "player 2 gets less than at disagreement" in below.text
    assert below.counterexample.amount == pytest.approx(0.5)  # 1 below, of a range of 2


def test_strong_asks_only_where_all_can_gain():
    key = "strong-individual-rationality"
    assert verdict(NashBargaining(), FREE, key).verdict is Verdict.holds
    assert verdict(NashBargaining(), STUCK, key).verdict is Verdict.not_applicable
    check = verdict(Dictatorial(["player 2"]), BargainingProblem(Polytope([[0, 0], [1, 0], [0, 1]]), [0, 0]), key)
    assert check.verdict is Verdict.fails
    assert check.counterexample.amount == pytest.approx(0.5)  # what both could have gained
