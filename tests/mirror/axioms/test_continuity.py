"""Continuity is measured: Nash moves a little, a sum of utilities jumps at ties."""

from __future__ import annotations

import re

from largeworlds import KalaiSmorodinsky, NashBargaining, Utilitarian, check_axioms
from largeworlds.axioms.axiom import Verdict
from tests.axioms.counterexamples import HOUSE, PIE

KEY = "continuity"


def test_smooth_ones_move_in_proportion():
    for concept in (NashBargaining(), KalaiSmorodinsky()):
        check = check_axioms(concept, HOUSE, axioms=[KEY])[KEY]
        assert check.verdict is Verdict.holds
        factor = float(re.search(r"at most (\S+) times", check.text).group(1))
        assert 0 < factor < 1e3


def test_a_sum_jumps_from_the_middle_to_an_end():
    check = check_axioms(Utilitarian(), PIE, axioms=[KEY])[KEY]
    assert check.verdict is Verdict.fails
    assert check.counterexample.amount > 0.4
