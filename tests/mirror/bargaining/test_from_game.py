from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.bargaining.from_game import contributions_of, problem_of


def test_individual_sets_where_payoffs_are_sums_else_the_joint_hull(rng: np.random.Generator) -> None:
    rows, columns = rng.normal(size=(3, 2)), rng.normal(size=(4, 2))
    game = lw.NormalFormGame((rows[:, None] + columns[None]).transpose(2, 0, 1))
    parts = contributions_of(game)
    assert not parts.joint and len(parts.sets) == 2
    joint = game.feasible_set()
    for w in rng.normal(size=(20, 2)):
        assert float(parts.support(w)) == pytest.approx(float(joint.support(w)), rel=1e-13)
    assert contributions_of(lw.NormalFormGame(rng.normal(size=(2, 2, 2)))).joint


@pytest.mark.parametrize(("given", "came"), [(None, "nothing"), ("nash", "'nash'")])
def test_a_vector_is_needed(given: str | None, came: str) -> None:
    game = lw.NormalFormGame(np.zeros((2, 2, 2)), disagreement=given)
    with pytest.raises(lw.InvalidProblem, match=f"disagreement must be a list of payoffs, but it is {came}; give"):
        problem_of(game)
    assert problem_of(game, [0, 0]).disagreement.tolist() == [0, 0]
