"""Definition 3 as a property: separable games fall apart into contributions, all others into a proof that they do not.

Each property is stated as a function of what is claimed, so that a false claim can be shown to be caught.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import largeworlds as lw
from largeworlds.games.separability import Interaction, Separability

EPS = float(np.finfo(float).eps)


@st.composite
def contributions(draw: st.DrawFn) -> list[np.ndarray]:
    """What each action of each of 1 to 4 players gives to everyone, of very different sizes."""
    n = draw(st.integers(1, 4))
    sizes = draw(st.lists(st.integers(1, 4), min_size=n, max_size=n))
    numbers = st.one_of(st.integers(-5, 5).map(float), st.floats(-10, 10), st.sampled_from([0.1, 1 / 3, 1e6, 1e-6]))
    units = draw(st.lists(st.sampled_from([1.0, 1e-30, 1e30]), min_size=n, max_size=n))
    return [
        np.array(draw(st.lists(st.lists(numbers, min_size=n, max_size=n), min_size=k, max_size=k))) * np.array(units)
        for k in sizes
    ]


def game_of(parts: list[np.ndarray]) -> lw.NormalFormGame:
    payoffs = np.zeros((len(parts), *map(len, parts)))
    for outcome in product(*map(range, payoffs.shape[1:])):
        payoffs[(slice(None), *outcome)] = np.sum([rows[a] for rows, a in zip(parts, outcome, strict=True)], axis=0)
    return lw.NormalFormGame(payoffs)


def reproduces(game: lw.NormalFormGame, claim: Separability) -> bool:
    """Every payoff is the sum of the contributions, up to rounding of its size."""
    size = np.abs(game.payoffs.reshape(game.count, -1)).max(axis=1)
    for outcome in product(*map(range, game.shape)):
        summed = np.sum([rows[a] for rows, a in zip(claim.contributions, outcome, strict=True)], axis=0)
        if (np.abs(summed - game.outcome(outcome)) > 8 * game.count * EPS * size).any():
            return False
    return True


def exact_violation(game: lw.NormalFormGame, claim: Interaction) -> Fraction:
    """By how much the four payoffs break additivity, if they are four outcomes of the kind that is claimed."""
    i, j = game.players.index(claim.receiver), game.players.index(claim.mover)
    first, second, third, fourth = claim.outcomes
    for one, two in ((first, second), (third, fourth)):
        if [a for k, a in enumerate(one) if k != j] != [a for k, a in enumerate(two) if k != j]:
            return Fraction(0)
    if (first[j], second[j]) != (third[j], fourth[j]):
        return Fraction(0)
    values = [Fraction(float(game.outcome(outcome)[i])) for outcome in claim.outcomes]
    return (values[3] - values[2]) - (values[1] - values[0])


@given(contributions())
def test_sums_fall_apart_into_contributions_that_reproduce_them(parts: list[np.ndarray]) -> None:
    game = game_of(parts)
    found = game.separability()
    assert found.separable and found.interaction is None
    assert reproduces(game, found)


@given(contributions(), st.integers(0, 2**32 - 1))
def test_the_joint_set_is_the_sum_of_the_individual_ones(parts: list[np.ndarray], seed: int) -> None:
    game = game_of(parts)
    size = np.abs(game.payoffs.reshape(game.count, -1)).max(axis=1)
    for w in np.random.default_rng(seed).normal(size=(10, game.count)) / np.where(size > 0, size, 1.0):
        joint = float(game.feasible_set().support(w))
        summed = sum(float(part.support(w)) for part in game.individual_sets())
        assert summed == pytest.approx(joint, abs=1e-13 * float(np.abs(w) @ size))
        assert float(game.feasible_set("independent").support(w)) == pytest.approx(summed, rel=1e-15)


@given(contributions(), st.sampled_from([1e-6, 0.3, 10.0]), st.data())
def test_a_perturbed_game_is_caught_with_true_cells(parts: list[np.ndarray], by: float, data: st.DataObject) -> None:
    payoffs = np.array(game_of(parts).payoffs)
    if sum(k > 1 for k in payoffs.shape[1:]) < 2:
        return  # with one mover everything is a sum
    cell = tuple(data.draw(st.integers(0, k - 1)) for k in payoffs.shape)
    wide = float(np.ptp(payoffs[cell[0]]))
    payoffs[cell] += by * (wide if wide > 0 else 1.0)
    game = lw.NormalFormGame(payoffs)
    found = game.separability()
    assert not found.separable and found.interaction is not None
    violation = abs(exact_violation(game, found.interaction))
    assert violation > 0
    assert float(violation) == pytest.approx(found.interaction.violation, rel=1e-6)
    assert not reproduces(game, found)


def test_false_claims_are_caught() -> None:
    game = game_of([np.array([[0.0, -3], [-1, 0]]), np.array([[0.0, 3], [-3, 2]])])
    found = game.separability()
    first, second = found.contributions
    assert reproduces(game, found)
    assert not reproduces(game, Separability((first, second[::-1]), 0.0, 0.0, True))
    assert not reproduces(game, Separability((first + 1e-6, second), 0.0, 0.0, True))
    sexes = lw.NormalFormGame([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    told = sexes.separability().interaction
    assert told is not None and exact_violation(sexes, told) == 3
    mixed = Interaction(told.receiver, told.mover, told.of, told.to, told.outcomes[::-1][:2] * 2, told.payoffs)
    assert exact_violation(sexes, mixed) == 0
