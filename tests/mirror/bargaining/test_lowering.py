"""Lowering: the arrays say the same as the sets, in coordinates near one."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Allocation, Ball, Box, Contributions, Linear, Log, Oracle, Polytope
from largeworlds.bargaining.lowering import Lowered, act
from tests.representative_sets import corner, disc

UNIT = np.array([1e6, 1.0, 1e-6])
FAR = np.array([1e9, -5.0, 3.0])


def parts() -> Contributions:
    return Contributions(
        [
            UNIT * Polytope(np.random.default_rng(0).random((4, 3))).shift(FAR),
            UNIT * (Ball([1.0, 2.0, 0.5]) + Box([0.0, 1.0, 0.0], [1.0, 1.0, 2.0])),
            UNIT * Allocation(2.0, [Linear(0.4), Log(), Log(0.5)]),
        ]
    )


def test_scales_are_powers_of_two_near_the_ranges():
    lowered = Lowered.of(parts())
    low, high = parts().bounding_box()
    assert (np.log2(lowered.scale) == np.round(np.log2(lowered.scale))).all()
    assert (lowered.scale >= 0.7 * (high - low)).all() and (lowered.scale <= 1.5 * (high - low)).all()


@pytest.mark.parametrize("seed", range(5))
def test_payoffs_and_actions_agree(seed):
    rng = np.random.default_rng(seed)
    lowered = Lowered.of(parts())
    raw = rng.random(len(lowered.stack.block))
    shares = raw / lowered.stack.totals(raw)[lowered.stack.block]
    actions = [act(part, choice) for part, choice in zip(lowered.parts.sets, lowered.choices(shares), strict=True)]
    payoffs = lowered.scale * (lowered.stack.payoff(shares) + lowered.base)
    low, high = parts().bounding_box()
    assert np.sum(actions, axis=0) == pytest.approx(payoffs, abs=1e-12 * np.abs(high).max())
    assert ((payoffs >= low) & (payoffs <= high)).all()
    w = rng.random(3)
    assert lowered.support(w) == pytest.approx(float(parts().support(w / lowered.scale)))


def test_a_threshold_far_from_zero_keeps_its_digits():
    """d beside payoffs of 1e15 in units of 1e6: gains of one part in a million of the range are still seen."""
    lowered = Lowered.of(parts())
    d = UNIT * (FAR + 0.5)
    shift = lowered.threshold(d + 1e-6 * lowered.scale) - lowered.threshold(d)
    assert shift[1:] == pytest.approx([1e-6, 1e-6], rel=1e-6)
    assert shift[0] == pytest.approx(1e-6, abs=2 * np.spacing(1e15) / 1e6)


def test_a_flat_coordinate_is_scaled_by_its_size():
    lowered = Lowered.of(Contributions([Polytope([[5.0, 0.0], [5.0, 1.0]]), Polytope([[0.0, 0.0]])]))
    assert lowered.scale.tolist() == [4.0, 1.0]
    assert Lowered.of(Contributions([Polytope([[0.0, 0.0]])] * 2)).scale.tolist() == [1.0, 1.0]


def test_oracles_enter_by_the_points_they_have_shown():
    lowered = Lowered.of(Contributions([Oracle(2, disc), Ball([1.0, 1.0])]))
    w = np.array([0.8, 0.6])
    before = lowered.unseen(w)
    assert before > 1e-3
    assert lowered.learn(w, 0.0)
    assert lowered.unseen(w) <= 1e-15
    assert not lowered.learn(w, 1e-12)
    count = len(lowered.stack.block)
    shares = np.zeros(count)
    shares[lowered.stack.start] = 1.0
    choices = lowered.choices(shares)
    assert [len(choice) for choice in choices] == [2, 1]  # an oracle's choice is directions and shares
    directions, amounts = choices[0]
    assert act(lowered.parts.sets[0], choices[0]) == pytest.approx(disc(directions[0]))
    assert amounts.tolist() == [1.0]


def test_a_mixture_of_an_oracles_answers():
    part = corner([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])
    mixed = act(part, (np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.25, 0.75])))
    assert mixed.tolist() == [0.25, 1.5]


def test_a_budget_of_the_stack_in_the_units_of_the_problem():
    sets = [Polytope([[1e6, 0.0], [0.0, 2.0]]), Ball([3.0, 4.0], 3) + Box([0.0, 0.0], [1.0, 0.0])]
    lowered = Lowered.of(Contributions(sets))
    points = [lowered.budget(b).point(np.eye(len(lowered.budget(b).scale))[0]) for b in range(len(lowered.stack.start))]
    assert points[0].tolist() == [1e6, 0.0] and points[1].tolist() == [3.0, 0.0]
