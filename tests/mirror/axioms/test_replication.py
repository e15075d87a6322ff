"""A second player with the same goal (Treutlein 2023, Section 3.4.2)."""

from __future__ import annotations

import pytest

from largeworlds import BargainingProblem, Egalitarian, KalaiSmorodinsky, NashBargaining, Polytope, check_axioms
from largeworlds.axioms.axiom import Verdict

KEY = "replication-invariance"
#: The surplus of one unit between two goals, before the first gets a second player.
TWO_GOALS = BargainingProblem(Polytope([[2, 1], [3, 1], [2, 2]]), [2, 1])


def test_nash_moves_towards_the_two():
    check = check_axioms(NashBargaining(), TWO_GOALS, axioms=[KEY])[KEY]
    assert check.verdict is Verdict.fails
    doubled = check.counterexample.other_payoffs
    one, other = (0, 1) if doubled[2] == pytest.approx(doubled[0]) else (1, 0)
    assert doubled[one] - [2, 1][one] == pytest.approx(2 / 3, abs=1e-9)
    assert doubled[other] - [2, 1][other] == pytest.approx(1 / 3, abs=1e-9)


@pytest.mark.parametrize("concept", [KalaiSmorodinsky(), Egalitarian()], ids=lambda c: c.title)
def test_these_do_not_care(concept):
    assert check_axioms(concept, TWO_GOALS, axioms=[KEY])[KEY].verdict is Verdict.holds


def test_given_weights_do_not_say():
    check = check_axioms(NashBargaining([0.3, 0.7]), TWO_GOALS, axioms=[KEY])[KEY]
    assert check.verdict is Verdict.not_applicable
