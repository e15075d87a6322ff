"""What a problem has to bring to be played as a game."""

from __future__ import annotations

import pytest

from largeworlds import BargainingProblem, Box, InvalidProblem, bargain
from largeworlds.bargaining.strategic.asked import everybody_gains, playable


def test_a_plain_problem_passes():
    problem = BargainingProblem(Box([0, 0], [1, 1]), [0, 0])
    assert playable(problem) is problem
    everybody_gains(bargain(problem))


def test_outside_options_are_refused():
    with pytest.raises(InvalidProblem) as caught:
        playable(BargainingProblem(Box([0, 0], [1, 1]), [0, 0], outside_options=[0.5, 0.5]))
    assert str(caught.value) == (
        "outside_options have no place in this game, but it is given as [0.5, 0.5]; leave them out."
    )


def test_anything_else_is_refused():
    with pytest.raises(InvalidProblem, match="problem must be a BargainingProblem, but it is 3; build one"):
        playable(3)


def test_who_cannot_gain_is_named():
    deal = bargain(BargainingProblem(Box([0, 0], [1, 1]), [0, 1], names=["Ann", "Bob"]))
    with pytest.raises(InvalidProblem, match="has 'Bob', who cannot; leave those out who cannot gain"):
        everybody_gains(deal)
