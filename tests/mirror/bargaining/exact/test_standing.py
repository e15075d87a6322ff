"""Who can gain and at most how much, decided where doubles cannot."""

from __future__ import annotations

from fractions import Fraction

import pytest

from largeworlds._core.rationals import vector
from largeworlds.bargaining.exact.model import FiniteProblem
from largeworlds.bargaining.exact.standing import feasible_ideals, proves_best, standing
from largeworlds.bargaining.problem import BargainingProblem

HAIR = Fraction(1, 10**40)
LINE = [[1, 0], [0, 1]]


def model(d):
    return FiniteProblem.of(BargainingProblem([LINE, LINE], d))


@pytest.mark.parametrize(
    ("d", "feasible", "gainers"),
    [
        ([1, 1], True, (False, False)),
        ([1, 1 - HAIR], True, (True, True)),
        ([1, 1 + HAIR], False, ()),
        ([2, 0], True, (False, False)),
        ([2, -HAIR], True, (False, True)),
        ([-1, -1], True, (True, True)),
    ],
)
def test_a_hair_decides(d, feasible, gainers):
    asked = model(d)
    stands = standing(asked)
    assert stands.feasible is feasible
    if not feasible:
        w = stands.direction
        assert min(w) >= 0 and asked.support(w) < sum(a * b for a, b in zip(w, asked.disagreement, strict=True))
        return
    assert stands.gainers(asked.disagreement) == gainers
    for t in range(2):
        assert proves_best(asked, t, stands.best[t], stands.points[t], stands.prices[t])
        assert not proves_best(asked, t, stands.best[t] + HAIR, stands.points[t], stands.prices[t])
    if not all(gainers):
        w = stands.direction
        assert asked.support(w) == sum(a * b for a, b in zip(w, asked.disagreement, strict=True))
        assert all(w[t] > 0 or gains for t, gains in enumerate(gainers))


def test_false_proofs_are_refused():
    asked = model([0, 1])
    stands = standing(asked)
    assert stands.best == (1, 2)
    most, point = stands.best[0], stands.points[0]
    assert not proves_best(asked, 0, most, point, vector([1, 0]))  # ignores that the other keeps d
    assert not proves_best(asked, 0, most, point, vector([1, -1]))
    half = Fraction(1, 2)
    below = ((Fraction(1), Fraction(0)), (Fraction(1), Fraction(0)))
    assert not proves_best(asked, 0, Fraction(2), below, vector([1, 1]))
    assert not proves_best(asked, 0, most, ((half, Fraction(0)), point[1]), vector([1, 1]))


def test_feasible_ideals_do_not_ask_for_d():
    assert feasible_ideals(model([1, 1])) == (2, 2)
