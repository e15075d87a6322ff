"""Dividing a pie: the textbook's answers."""

from __future__ import annotations

import math

import pytest
from scipy.optimize import brentq

from largeworlds import BargainingProblem, InvalidProblem, Linear, Log, Power, bargain, pie


def test_of_two_players_the_more_risk_averse_one_gets_less():
    """max z**a (1 - z)**b is at z = a / (a + b)."""
    pieces = []
    for a in (1.0, 0.5, 0.25):
        deal = bargain(BargainingProblem(pie([Power(a), Power(0.75)]), [0.0, 0.0]))
        pieces.append(float(deal.payoffs[0] ** (1 / a)))
        assert pieces[-1] == pytest.approx(a / (a + 0.75), rel=1e-7)
    assert pieces == sorted(pieces, reverse=True)


def test_a_linear_player_and_a_logarithmic_one_by_a_root():
    """For utilities z and log(1 + 4 - z): log(5 - z) = z / (5 - z)."""
    deal = bargain(BargainingProblem(pie([Linear(), Log()], 4.0), [0.0, 0.0]))
    best = brentq(lambda z: math.log(5 - z) - z / (5 - z), 0.1, 3.9, xtol=1e-15)
    assert deal.payoffs == pytest.approx([best, math.log(5 - best)], rel=1e-7)


@pytest.mark.parametrize(
    ("utilities", "size", "words"),
    [
        (3, 1, "utilities must be a list with one utility per player, but it is 3; give each player a Linear, Power"),
        ([], 1, "utilities must be a list with one utility per player, but it is empty"),
        (
            [Log(), math.sqrt],
            1,
            "utilities[1] must be a Linear, Power, Log or Isoelastic, but it is <built-in function",
        ),
        ([Log()], 0, "size must be a positive number, but it is 0.0; give the amount of the good to divide"),
    ],
)
def test_errors(utilities, size, words):
    with pytest.raises(InvalidProblem) as error:
        pie(utilities, size)
    assert str(error.value).startswith(words), str(error.value)
