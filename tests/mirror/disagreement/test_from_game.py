from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw

SEXES = lw.NormalFormGame([[[2, 0], [0, 1]], [[1, 0], [0, 2]]], ["she", "he"])
#: Each can keep 2 for itself or give 3 to the other.
GIFTS = lw.NormalFormGame([[[2, 5], [0, 3]], [[2, 0], [5, 3]]], ["one", "two"], [["keep", "give"]] * 2)


def test_a_separable_game_brings_individual_sets() -> None:
    problem = lw.game_problem(GIFTS)
    assert not problem.joint and problem.names == ("one", "two")
    assert problem.disagreement.tolist() == [2, 2]
    assert lw.bargain(problem).payoffs == pytest.approx([3, 3])
    np.testing.assert_array_equal(lw.game_problem(GIFTS, [0, 1]).disagreement, [0, 1])


def test_another_game_brings_the_joint_hull() -> None:
    problem = lw.game_problem(SEXES, [0, 0], weights=[11, 9])
    assert problem.joint
    assert lw.bargain(problem).payoffs == pytest.approx([1.65, 1.35])


def test_ties_are_broken_as_is_worst_for_the_other() -> None:
    game = lw.NormalFormGame([[[1, 1], [1, 1]], [[0, 2], [5, 7]]])
    assert lw.game_problem(game).disagreement.tolist() == [1, 2]


def test_what_the_game_says_is_the_default() -> None:
    game = lw.NormalFormGame(SEXES.payoffs, disagreement=[0.5, 0.25], weights=[1, 3], notes={"units": "evenings"})
    problem = lw.game_problem(game)
    assert problem.disagreement.tolist() == [0.5, 0.25]
    assert problem.weights is not None and problem.weights.tolist() == [0.25, 0.75]
    assert problem.units == "evenings"
    assert lw.game_problem(game, [0, 0]).disagreement.tolist() == [0, 0]


@pytest.mark.parametrize(("given", "came"), [(None, "nothing"), ("nash", '"nash"')])
def test_a_game_that_is_no_sum_needs_a_vector(given: str | None, came: str) -> None:
    with pytest.raises(
        lw.InvalidProblem, match=f"depends on the others, but it is {came}; give the payoff of every player"
    ):
        lw.game_problem(SEXES, given)


def test_bad_input_is_refused() -> None:
    with pytest.raises(lw.InvalidProblem, match="game must be a NormalFormGame"):
        lw.game_problem([[1]])  # type: ignore[arg-type]
    with pytest.raises(lw.InvalidProblem, match='disagreement must be "nash" or payoffs'):
        lw.game_problem(GIFTS, "threat")
