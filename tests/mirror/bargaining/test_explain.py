"""Reasons: the sentence fits the model."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Beliefs, Box, Polytope, Status, World
from largeworlds._core.text import upper
from largeworlds.bargaining.explain import explain
from tests.certificates import assert_proved, solve

NAMES = ["ants", "bees", "cats"]


@pytest.mark.parametrize(
    ("problem", "status", "sentences"),
    [
        # Everybody only meets its own type: nobody else can change anybody's payoff.
        (
            World([Ball([1.0, 1.0]), Ball([1.0, 1.0])], Beliefs(np.eye(2), [0.5, 0.5]), names=NAMES[:2]).problem(),
            Status.nobody_can_gain,
            ["ants cannot gain", "bees cannot gain", "already the most it can get"],
        ),
        # The same, but the type could do better on its own: d is below its best, yet the others are no help.
        (
            BargainingProblem(
                [Polytope([[0.0, 0.0], [1.0, 0.0]]), Polytope([[0.0, 0.0], [0.0, 1.0]])], [1.0, 0.5], NAMES[:2]
            ),
            Status.some_cannot_gain,
            ["ants cannot gain", "already the most it can get"],
        ),
        # Nothing changes the first payoff.
        (
            BargainingProblem([Polytope([[1.0, 0.0], [1.0, 1.0]]), Polytope([[0.0, 0.0]])], [1.0, 0.0], NAMES[:2]),
            Status.some_cannot_gain,
            ["ants cannot gain", "nothing that anybody does changes its payoff"],
        ),
        # Opposed interests: what one gains the other loses.
        (
            BargainingProblem(
                [Polytope([[1.0, 0.0], [0.0, 1.0]]), Polytope([[1.0, 0.0], [0.0, 1.0]])], [1.0, 1.0], NAMES[:2]
            ),
            Status.nobody_can_gain,
            [
                "ants cannot gain: every gain for it would cost bees",
                "bees cannot gain: every gain for it would cost ants",
            ],
        ),
        # Identical values: what is best for one is best for all, and already done.
        (
            World(
                [Polytope([[1.0, 1.0], [0.0, 0.0]])] * 2, Beliefs([[0.5, 0.5], [0.5, 0.5]]), names=NAMES[:2]
            ).problem(),
            Status.nobody_can_gain,
            ["ants cannot gain", "already the most it can get"],
        ),
        # Two trade, the third is alone.
        (
            BargainingProblem(
                [Ball([1.0, 1.0, 0.0]), Ball([1.0, 1.0, 0.0]), Box([0.0, 0.0, 0.0], [0.0, 0.0, 1.0])],
                [1.0, 1.0, 1.0],
                NAMES,
            ),
            Status.some_cannot_gain,
            ["cats cannot gain", "already the most it can get"],
        ),
        (
            BargainingProblem([Ball([1.0, 1.0]), Ball([1.0, 1.0])], [3.0, 0.0], NAMES[:2]),
            Status.infeasible,
            ["ants asks for 3 without agreement but can get at most 2"],
        ),
        (
            BargainingProblem([Ball([1.0, 1.0]), Ball([1.0, 1.0])], [1.9, 1.9], NAMES[:2]),
            Status.infeasible,
            [
                "The disagreement payoffs of ants and bees cannot all be met at once",
                "ask for",
                "no outcome is worth more than",
            ],
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Status) else None,
)
def test_reasons(problem, status, sentences):
    deal = solve(problem)
    assert deal.status is status, deal
    assert_proved(deal)
    told = " ".join(deal.reasons)
    assert all(sentence in told for sentence in sentences), told


def test_only_those_who_cannot_gain_are_named():
    problem = BargainingProblem(
        [Ball([1.0, 1.0, 0.0]), Ball([1.0, 1.0, 0.0]), Box([0.0, 0.0, 0.0], [0.0, 0.0, 1.0])], [1.0, 1.0, 1.0], NAMES
    )
    assert [reason.split()[0] for reason in solve(problem).reasons] == ["cats"]


def test_solved_problems_need_no_reasons():
    assert solve(BargainingProblem([Ball([1.0, 1.0]), Ball([1.0, 1.0])], [1.0, 1.0])).reasons == ()


def test_the_own_payoff_that_only_the_owner_can_raise():
    """The second type's payoff depends on itself alone and is not at its most: it can raise it, but only by itself."""
    problem = BargainingProblem([Polytope([[0.0, 0.0]]), Polytope([[0.0, 0.0], [-1.0, 1.0]])], [0.0, 0.0], NAMES[:2])
    deal = solve(problem)
    assert deal.status is Status.nobody_can_gain
    told = " ".join(deal.reasons)
    assert "bees cannot gain: no other type can change its payoff" in told, told


def test_long_lists_are_shortened():
    names = [f"type {i}" for i in range(12)]
    simplex = Polytope(np.eye(12))
    problem = BargainingProblem([simplex] * 12, np.full(12, 1.1), names)
    told = " ".join(solve(problem).reasons)
    assert "type 0, type 1, type 2, type 3, type 4 and 7 others" in told, told


def test_what_a_proof_leaves_open_is_said_with_its_size():
    """On a curved frontier the proof that somebody cannot gain has a bound, and the sentence gives it."""
    problem = BargainingProblem([Ball([1.0, 1.0])] * 2, [np.sqrt(2.0), np.sqrt(2.0)], NAMES[:2])
    direction = np.array([1.0, 1.0])
    told = explain(problem, direction, np.array([False, False]), 3.21e-9)
    assert told[0].startswith("ants cannot gain noticeably (at most 3.3 × 10⁻⁹): every gain for it would cost bees")
    assert explain(problem, direction, np.array([False, False]))[0].startswith("ants cannot gain: ")


def test_the_published_bound_is_the_one_in_the_sentence():
    deal = solve(BargainingProblem(Ball([1.0, 1.0]), [0.6, 0.8], NAMES[:2]))
    assert not deal.can_gain.any() and deal.direction is not None and deal.bound > 0
    for name, price, told in zip(NAMES, deal.direction, deal.reasons, strict=False):
        assert told.startswith(f"{name} cannot gain noticeably (at most {upper(deal.bound / price)}): ")


def test_numbers_that_contradict_each_other_are_told_apart():
    told = explain(BargainingProblem([Ball([1.0, 1.0])] * 2, [2.0 + 1e-8, 0.0], NAMES[:2]), np.array([1.0, 0.0]), None)
    assert told == ("ants asks for 2.00000001 without agreement but can get at most 2.",)
