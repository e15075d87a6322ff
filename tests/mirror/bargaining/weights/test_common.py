"""Common weights of a profile, and who can trade if there are none."""

from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds._core.errors import InvalidProblem

DISCS = lw.Contributions([lw.Ball([1, 1])] * 2, ["a", "b"])


def assert_improves(check: lw.CommonWeights) -> None:
    """Only the traders do something else, it is feasible, nobody loses and somebody gains."""
    parts = check.problem
    for part, action in zip(parts.sets, check.deviation, strict=True):
        assert part.contains(action)
    others = [i for i in range(len(parts.sets)) if i not in check.traders]
    assert np.abs(check.deviation[others] - check.actions[others]).max(initial=0) < 1e-9
    change = check.deviation.sum(axis=0) - check.actions.sum(axis=0)
    assert (change >= -1e-8).all() and change.max() > 1e-8 and check.pareto_optimal is False
    assert (np.abs(change - check.gains) < 1e-7).all()


def test_selfish_discs_trade():
    check = lw.check_common_weights(DISCS, [[1, 0], [0, 1]])
    assert not check and check.traders == (0, 1) and np.isnan(check.weights).all()
    assert check.gains == pytest.approx(np.full(2, np.sqrt(2) - 1), abs=1e-9)
    assert check.own_weights == pytest.approx(np.eye(2))
    assert "a and b can trade" in check.reason
    assert_improves(check)


def test_the_same_direction_is_optimal():
    check = lw.check_common_weights(DISCS, [[0.6, 0.8], [0.6, 0.8]])
    assert check and check.positive and check.pareto_optimal is True and check.traders == ()
    assert check.weights == pytest.approx([3 / 7, 4 / 7]) and check.gains.tolist() == [0, 0]


def test_an_action_below_its_own_frontier_is_named():
    check = lw.check_common_weights(DISCS, [[0.5, 0.5], [0.6, 0.8]])
    assert check.traders == (0,) and np.isnan(check.own_weights[0]).all()
    assert_improves(check)


def test_three_players_of_whom_every_two_agree():
    """Giver i does nothing, which is best for it if ``w_i <= 0.4 (1 - w_i)``: w_i <= 2/7, too little for three."""
    sets = [np.array([np.zeros(3), np.eye(3)[i] - 0.4 * (1 - np.eye(3)[i])]) for i in range(3)]
    check = lw.check_common_weights(lw.Contributions(sets), np.zeros((3, 3)))
    assert not check and check.traders == (0, 1, 2)
    assert check.gains == pytest.approx([0.2, 0.2, 0.2])
    assert_improves(check)
    pair = lw.check_common_weights(lw.Contributions([*sets[:2], np.zeros((1, 3))]), np.zeros((3, 3)))
    assert pair and pair.positive


def test_random_profiles_find_a_trade_or_common_weights(rng, count):
    seen = set()
    for _ in range(count(60, 10)):
        sets = [rng.normal(size=(4, 3)) for _ in range(3)]
        w = rng.dirichlet(np.ones(3))
        agree = rng.random() < 0.5
        own = [w if agree else rng.dirichlet(np.ones(3)) for _ in range(3)]
        actions = np.array([part[np.argmax(part @ v)] for part, v in zip(sets, own, strict=True)])
        check = lw.check_common_weights(lw.Contributions(sets), actions)
        if check:
            worth = [
                float((part @ check.weights).max() - y @ check.weights) for part, y in zip(sets, actions, strict=True)
            ]
            assert max(worth) < 1e-8 and check.pareto_optimal
        else:
            assert not agree
            assert_improves(check)
        seen.add(bool(check))
    assert seen == {True, False}


def test_a_joint_set_has_one_giver():
    joint = lw.Contributions(lw.Ball([1, 1]))
    assert lw.check_common_weights(joint, [[0.6, 0.8]]).pareto_optimal is True
    check = lw.check_common_weights(joint, [[0.1, 0.1]])
    assert check.traders == (0,) and "everybody together alone can do better" in check.reason


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        ([[1, 0]], "actions must have shape (2, 2), but it is of shape (1, 2)"),
        ([[1, 1], [0, 1]], "actions[0] must belong to the set of a, but it is [1.0, 1.0]"),
        (None, "actions must be numbers in two axes"),
    ],
)
def test_bad_input_gets_one_sentence(actions, words):
    with pytest.raises(InvalidProblem) as caught:
        lw.check_common_weights(DISCS, actions)
    assert words in str(caught.value)


def triple() -> list[np.ndarray]:
    """Givers 1, 2, 3 of four may act; idle is best if ``w_i + 0.1 w_0 <= 0.4 (w_j + w_k)``: not for all."""
    eye = np.eye(4)
    acts = [eye[i] + 0.1 * eye[0] - 0.4 * (1 - eye[i] - eye[0]) for i in (1, 2, 3)]
    return [np.array([np.zeros(4), act]) for act in acts]


def test_those_who_are_not_needed_are_no_traders():
    check = lw.check_common_weights(lw.Contributions([np.zeros((1, 4)), *triple()]), np.zeros((4, 4)))
    assert check.traders == (1, 2, 3)
    assert_improves(check)


def test_a_pair_is_found_before_any_three():
    """Giver 0 can undo what giver 1 could do, and a little more: these two have no common weights by themselves."""
    undo = np.array([np.zeros(4), 0.01 - triple()[0][1]])
    check = lw.check_common_weights(lw.Contributions([undo, *triple()]), np.zeros((4, 4)))
    assert check.traders == (0, 1)
    assert_improves(check)
