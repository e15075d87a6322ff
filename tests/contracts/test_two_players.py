"""Perles-Maschler and Raiffa on random problems of every kind of set, against dense polylines of best points."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import PerlesMaschler, Raiffa, Status, bargain
from tests.certificates import ranges
from tests.two_players import KINDS, Polyline, random_problem

#: What a polyline of that many points misses of a payoff, as a share of its range.
COARSE = 1e-5


def compare(concept, problem, expected):
    deal = bargain(problem, concept, throw=False)
    if not deal.can_gain.all():
        return False
    assert deal.status is Status.solved, deal
    off = np.abs(deal.gains - expected(Polyline.of(problem)))
    assert (off <= deal.error + COARSE * ranges(problem)).all(), (problem.sets, problem.disagreement, off, deal.error)
    assert (deal.error <= 1e-6 * ranges(problem)).all(), deal.error
    for part, action in zip(problem.sets, deal.actions, strict=True):
        assert part.contains(action, 1e-8)
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_perles_maschler_is_where_a_polyline_has_it(kind, rng, count):
    seen = sum(
        compare(PerlesMaschler(), random_problem(rng, kind), Polyline.perles_maschler) for _ in range(count(300, 1))
    )
    assert seen >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_raiffa_is_where_a_polyline_has_it(kind, rng, count):
    seen = sum(compare(Raiffa(), random_problem(rng, kind), Polyline.raiffa) for _ in range(count(300, 1)))
    assert seen >= 1
