from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw


def test_whole_numbers_stay_whole(rng: np.random.Generator) -> None:
    parts = [rng.integers(-9, 10, (k, 3)).astype(float) for k in (3, 5, 7)]
    payoffs = sum(rows.T.reshape(3, *(k if j == axis else 1 for axis, k in enumerate((3, 5, 7))))
                  for j, (rows, _) in enumerate(zip(parts, (3, 5, 7), strict=True)))  # fmt: skip
    found = lw.NormalFormGame(payoffs).separability()
    assert found and found.residual == found.relative == 0
    for rows, given in zip(found.contributions, parts, strict=True):
        np.testing.assert_array_equal(rows - rows[0], given - given[0])
        assert (rows == np.round(rows)).all()


def test_constants_are_what_each_has_if_all_play_their_first_action() -> None:
    found = lw.NormalFormGame([[[5, 2], [4, 1]], [[7, 6], [10, 9]]]).separability()
    first, second = found.contributions
    assert first.tolist() == [[5, 0], [4, 3]]
    assert second.tolist() == [[0, 7], [-3, 6]]
    assert found.why_not() == "" and found.interaction is None


def test_the_nearest_sum_is_the_least_squares_one(rng: np.random.Generator) -> None:
    game = lw.NormalFormGame(rng.normal(size=(2, 3, 4)))
    found = game.separability()
    assert not found
    rows, columns = found.contributions
    design = np.hstack([np.repeat(np.eye(3), 4, axis=0), np.tile(np.eye(4), (3, 1))])
    for i in range(2):
        fitted = (rows[:, i][:, None] + columns[:, i]).reshape(-1)
        best = design @ np.linalg.lstsq(design, game.payoffs[i].reshape(-1), rcond=None)[0]
        np.testing.assert_allclose(fitted, best, atol=1e-13)
        assert np.abs(game.payoffs[i].reshape(-1) - best).max() <= found.residual + 1e-13


def test_the_reason_names_moves_and_outcomes() -> None:
    sexes = lw.NormalFormGame([[[2, 0], [0, 1]], [[1, 0], [0, 2]]], ["she", "he"], [["opera", "boxing"]] * 2)
    found = sexes.separability()
    assert found.why_not() == (
        "payoffs that miss the nearest sum by up to 38 % of their range: if he goes from opera to boxing, the payoff "
        "of she changes by −2 at (opera, opera), but by 1 at (boxing, opera)"
    )
    with pytest.raises(
        lw.InvalidProblem, match="game must be additively separable to have individual sets, but it has"
    ):
        sexes.individual_sets()


@pytest.mark.parametrize("offset", [0.0, 1e9, -1e12])
def test_a_large_constant_is_no_interaction_and_hides_none(offset: float) -> None:
    table = np.array([[[0.1, 0.7], [0.4, 1.0]], [[0, 0], [1, 1.0]]])
    assert lw.NormalFormGame(table + offset).separability()
    table[0, 1, 1] += 0.2
    assert not lw.NormalFormGame(table + offset).separability()


def test_players_without_a_choice_and_payoffs_that_never_change() -> None:
    alone = lw.NormalFormGame([[3.0, 1.0]]).separability()
    assert alone and alone.contributions[0].tolist() == [[3], [1]]
    flat = lw.NormalFormGame(np.full((2, 1, 2), 4.0)).separability()
    assert flat and flat.relative == 0
    assert flat.contributions[0].tolist() == [[4, 0]] and flat.contributions[1].tolist() == [[0, 4], [0, 4]]
