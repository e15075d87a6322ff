"""Kalai and Smorodinsky (1975), "Other solutions to Nash's bargaining problem", Econometrica 43, 513-518."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from largeworlds import BargainingProblem, Egalitarian, KalaiSmorodinsky, NashBargaining, Polytope, bargain

from .catalog_answers import assert_reproduced, assert_source, names, problem

FOLDER = "kalai-smorodinsky-1975/"
BEFORE = BargainingProblem(Polytope([[0, 0], [1, 0], [0, 1], [Fraction(3, 4), Fraction(3, 4)]]), [0, 0])
AFTER = BargainingProblem(Polytope([[0, 0], [1, 0], [0, 1], [1, Fraction(7, 10)]]), [0, 0])
SAME = Fraction(10, 13)


@pytest.mark.parametrize("name", names(FOLDER))
def test_catalog(name):
    assert_reproduced(name)
    assert_source(name, "Kalai and Smorodinsky (1975)")


def test_whatever_player_1_gets_there_is_more_for_player_2():
    """The old frontier is 1 - x/3 up to 3/4 and 3 (1 - x) from there; the new one is 1 - 3/10 x all the way to 1."""
    for x in (0.1, 0.5, 0.75, 0.9, 1.0):
        old, new = min(1 - x / 3, 3 * (1 - x)), 1 - 0.3 * x
        assert new > old
        assert BEFORE.sets[0].contains([x, old]) and not BEFORE.sets[0].contains([x, old + 1e-6])
        assert AFTER.sets[0].contains([x, new]) and not AFTER.sets[0].contains([x, new + 1e-6])


@pytest.mark.parametrize(
    ("concept", "before", "after"),
    [
        (NashBargaining(), (Fraction(3, 4), Fraction(3, 4)), (1, Fraction(7, 10))),
        (KalaiSmorodinsky(), (Fraction(3, 4), Fraction(3, 4)), (SAME, SAME)),
        (Egalitarian(), (Fraction(3, 4), Fraction(3, 4)), (SAME, SAME)),
    ],
    ids=["Nash", "Kalai-Smorodinsky", "egalitarian"],
)
def test_nash_gives_player_2_less_where_it_could_get_more(concept, before, after):
    """Both have the ideal point (1, 1): the ray to it meets x_2 = 1 - 3/10 x_1 at 10/13."""
    for asked, answer in ((BEFORE, before), (AFTER, after)):
        deal = bargain(asked, concept, exact=True)
        assert deal.payoffs == answer and deal.is_exact and all(deal.verify())
        assert bargain(asked, concept).payoffs == pytest.approx([float(x) for x in answer], abs=1e-9)
    assert bargain(BEFORE, KalaiSmorodinsky(), exact=True).ideal == (1, 1)


def test_the_catalog_has_the_same_problems():
    w = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 3.0], [3.0, 1.0], [-1.0, 0.5]])
    for name, asked in (("before", BEFORE), ("after", AFTER)):
        np.testing.assert_allclose(problem(FOLDER + name).support(w), asked.support(w), rtol=1e-15)
