"""The dictatorial solution: who comes first gets the most, by hand; the order's names, positions and sentences."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from scipy.optimize import linprog

from largeworlds import Ball, BargainingProblem, Dictatorial, InvalidProblem, Polytope, Status, bargain

NAMES = ["Ann", "Bob", "Eve"]
PYRAMID = BargainingProblem(Polytope([[0, 0, 0], [3, 0, 0], [0, 2, 0], [0, 0, 1]]), [0.3, 0.2, 0.1], NAMES)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_first_gets_what_the_others_disagreement_payoffs_leave(order):
    """x1/3 + x2/2 + x3 <= 1, each at d takes a tenth: the first gains 0.7 of its side, the others nothing."""
    deal = bargain(PYRAMID, Dictatorial(order))
    sides = np.array([3.0, 2.0, 1.0])
    expected = 0.1 * sides + 0.7 * sides * (np.arange(3) == order[0])
    assert deal.payoffs == pytest.approx(expected)
    assert not deal.completed


def test_names_positions_and_what_is_left_out_mean_the_same():
    for order in (["Eve", "Ann", "Bob"], [2, 0, 1], ["Eve"], [2], (np.int64(2), "Ann"), ("Eve", 0)):
        assert Dictatorial(order).turns(PYRAMID) == [2, 0, 1]
        assert bargain(PYRAMID, Dictatorial(order)).payoffs == pytest.approx([0.3, 0.2, 0.8])
    assert Dictatorial().turns(PYRAMID) == [0, 1, 2]


@pytest.mark.parametrize("seed", range(6))
def test_each_gets_the_most_that_those_before_leave(seed):
    """One linear program per turn, over mixtures of all points, by SciPy."""
    rng = np.random.default_rng(seed)
    m = int(rng.integers(2, 5))
    points = rng.integers(-3, 5, size=(8, m)).astype(float)
    d = points.mean(axis=0) - 0.5
    order = rng.permutation(m).tolist()
    floor = np.array(d)
    for t in order:
        found = linprog(
            -points[:, t], A_ub=-points.T, b_ub=-floor + 1e-11, A_eq=np.ones((1, 8)), b_eq=[1.0], method="highs"
        )
        floor[t] = -found.fun
    deal = bargain(BargainingProblem(Polytope(points), d), Dictatorial(order))
    assert deal.payoffs == pytest.approx(floor, abs=1e-7)
    assert (np.abs(deal.payoffs - floor) <= deal.error + 1e-7).all()


def test_on_a_ball_the_first_leaves_nothing_above_disagreement():
    deal = bargain(BargainingProblem(Ball([5.0, 5.0]), [0.0, 3.0]), Dictatorial())
    assert deal.payoffs == pytest.approx([4.0, 3.0], abs=1e-9)
    deal = bargain(BargainingProblem(Ball([5.0, 5.0]), [0.0, 3.0]), Dictatorial([1]))
    assert deal.payoffs == pytest.approx([0.0, 5.0], abs=1e-6)


def test_the_order_is_kept_where_some_cannot_gain():
    """Player 1 has its most at d and is left out; positions of the others must not move up by one."""
    sets = [Polytope([[1, 0, 0], [1, 1, 0], [1, 0, 1]]), Polytope([[0, 0, 0]]), Polytope([[0, 0, 0]])]
    problem = BargainingProblem(sets, [1, 0, 0], NAMES)
    for order, expected in (([1], [1.0, 1.0, 0.0]), ([2], [1.0, 0.0, 1.0]), ([0, 2], [1.0, 0.0, 1.0])):
        concept = Dictatorial(order)
        deal = bargain(problem, concept)
        assert deal.status is Status.some_cannot_gain and deal.can_gain.tolist() == [False, True, True]
        assert deal.payoffs == pytest.approx(expected) and deal.concept is concept


FIX = "list players by name or by position from 0"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Dictatorial([True]), f"order[0] must be a name or a position, but it is True; {FIX}."),
        (lambda: Dictatorial([0, 1.0]), f"order[1] must be a name or a position, but it is 1.0; {FIX}."),
        (lambda: Dictatorial([0, 0]), f"order must list nobody twice, but it is [0, 0]; {FIX}."),
        (lambda: Dictatorial("Ann"), f"order must be a list of players, but it is 'Ann'; {FIX}."),
        (lambda: Dictatorial(7), f"order must be a list of players, but it is 7; {FIX}."),
        (
            lambda: bargain(PYRAMID, Dictatorial(["Zoe"])),
            "order[0] must be a player of the problem, but it is 'Zoe'; use one of its names.",
        ),
        (
            lambda: bargain(PYRAMID, Dictatorial([0, 3])),
            "order[1] must be a position from 0 to 2, but it is 3; count players from 0.",
        ),
        (
            lambda: bargain(PYRAMID, Dictatorial([-1])),
            "order[0] must be a position from 0 to 2, but it is -1; count players from 0.",
        ),
        (
            lambda: bargain(PYRAMID, Dictatorial(["Bob", 1])),
            "order must list nobody twice, but it is ['Bob', 1]; name every player once, by name or by position.",
        ),
    ],
)
def test_bad_orders_get_one_sentence(make, sentence):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert str(error.value) == sentence
