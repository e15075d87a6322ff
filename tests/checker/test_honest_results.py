"""Honest results verify: every set kind, every kind of beliefs, every status, and a result written by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.checker import verify

from ..conftest import FULL
from .making import SETS, assert_verified, failed, random_set, random_world, result_of

#: Two players who each choose between keeping one unit and giving one; written out, not produced by the library.
BY_HAND = {
    "format": 1,
    "kind": "bargaining",
    "solution": {"concept": "nash", "title": "Nash bargaining solution", "weights": [0.5, 0.5]},
    "question": {"disagreement": "vector", "weights": "equal"},
    "status": "solved",
    "names": ["first", "second"],
    "payoffs": [1.25, 0.75],
    "disagreement": [0.5, 0.0],
    "gains": [0.75, 0.75],
    "actions": [[1.0, 0.0], [0.25, 0.75]],
    "profile": [[1.0, 0.0], [0.25, 0.75]],
    "choices": [[[1.0, 0.0]], [[0.25, 0.75]]],
    "share_received": [0.2, 0.0],
    "weights": [2 / 3, 2 / 3],
    "bargaining_weights": [0.5, 0.5],
    "gap": 1e-15,
    "error": [1e-7, 1e-7],
    "can_gain": [True, True],
    "direction": None,
    "settled": [0, 0],
    "bound": 0.0,
    "model": {
        "kind": "bargaining",
        "types": [
            {"name": "first", "set": {"kind": "polytope", "vertices": [[1, 0], [0, 1]]}},
            {"name": "second", "set": {"kind": "polytope", "vertices": [[1, 0], [0, 1]]}},
        ],
        "disagreement": [0.5, 0],
        "weights": "equal",
    },
    "model_sha256": "20906ed12e4a4ed739263c63ab4aba376d37969597b9cf9a25fbf9a2e6f12d8b",
}


def test_a_result_written_by_hand_verifies() -> None:
    verification = verify(BY_HAND)
    assert_verified(verification)
    assert 0 <= verification.gap < 1e-15
    assert verification.text().startswith("Verified: all")


def test_a_worse_point_written_by_hand_fails() -> None:
    worse = BY_HAND | {"profile": [[1.0, 0.0], [0.5, 0.5]], "actions": [[1.0, 0.0], [0.5, 0.5]]}
    worse |= {"payoffs": [1.5, 0.5], "gains": [1.0, 0.5], "choices": [[[1.0, 0.0]], [[0.5, 0.5]]]}
    worse |= {"share_received": [1 / 3, 0.0], "weights": [0.5, 1.0]}
    verification = verify(worse)
    # f(x*) - f(x) = (2 log 0.75 - log 1 - log 0.5) / 2 = 0.0589; the bound at these weights is h(w) - w.d - 1 = 0.75.
    assert failed(verification) == {"gap", "error bounds", "status"}
    assert verification.gap == pytest.approx(0.75, abs=1e-12)


@pytest.mark.parametrize("kind", SETS)
@pytest.mark.parametrize("seed", range(3))
def test_every_set_kind(kind: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    sets = [random_set(kind, 3, rng) for _ in range(3)]
    assert_verified(verify(result_of(lw.World(sets, lw.Beliefs.independent([0.2, 0.3, 0.5]), 5))))
    low, high = lw.Contributions(sets).bounding_box()
    assert_verified(verify(result_of(lw.BargainingProblem(sets, low - 0.1 * (high - low) - 0.01))))


@pytest.mark.parametrize("seed", range(200 if FULL else 30))
def test_random_worlds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    world = random_world(int(rng.integers(1, 6)), rng)
    result = result_of(world)
    verification = verify(result)
    if result["status"] in ("solved", "nobody_can_gain", "infeasible"):
        assert_verified(verification)
    else:
        # Where some are held at disagreement, or nothing is solved, the point must still be what it says it is.
        assert not failed(verification) & {
            "model hash",
            "disagreement point",
            "membership",
            "payoffs",
            "gains",
            "status",
        }


def _two(first: lw.ConvexSet, second: lw.ConvexSet, **more: object) -> lw.World:
    return lw.World([first, second], lw.Beliefs([[0.75, 0.25], [0.25, 0.75]]), **more)


BALL = lw.Ball([1.0, 0.8])
SWAP = lw.Polytope([[0.0, 1.0], [1.0, 0.7]])


@pytest.mark.parametrize("players", [1, 2, 10**9, math.inf])
def test_every_number_of_players(players: float) -> None:
    assert_verified(verify(result_of(_two(BALL, SWAP, players=players))))


@pytest.mark.parametrize(
    "beliefs",
    [
        lw.Beliefs.independent([0.3, 0.7]),
        lw.Beliefs.mixture([0.5, 0.5], [[0.9, 0.1], [0.2, 0.8]]),
        lw.Beliefs.similarity([0.0, 1.0], 1.0, [0.3, 0.7]),
        lw.Beliefs([[0.75, 0.25], [0.25, 0.75]]),
        lw.Beliefs([[0.75, 0.25], [0.25, 0.75]], [0.5, 0.5], common_prior=True),
        lw.Beliefs([[0.75, 0.25], [0.5, 0.5]], [0.9, 0.1], common_prior=False),
    ],
)
def test_every_kind_of_beliefs(beliefs: lw.Beliefs) -> None:
    assert_verified(verify(result_of(lw.World([BALL, SWAP], beliefs))))


@pytest.mark.parametrize("weights", ["prior", "equal", [3.0, 1.0], [1.0, 0.0]])
@pytest.mark.parametrize("disagreement", ["nash", "defaults", [0.1, 0.2]])
def test_every_question(weights: object, disagreement: object) -> None:
    world = _two(BALL, SWAP, weights=weights, disagreement=disagreement, defaults=[[0.5, 0.0], [0.3, 0.91]])
    result = result_of(world)
    assert result["status"] == "solved"
    assert_verified(verify(result))


def test_a_joint_set() -> None:
    result = result_of(lw.BargainingProblem(lw.Ball([1.0, 2.0]), [0.1, 0.2], ["one", "two"], [1.0, 2.0]))
    assert result["status"] == "solved" and len(result["choices"]) == 1
    assert_verified(verify(result))


def test_concave_returns_stretched_by_a_negative_number() -> None:
    costs = np.array([1.0, -1.0]) * lw.Ball([1.0, 0.5])
    result = result_of(lw.BargainingProblem([costs, lw.Polytope([[0, 1], [1, 0], [-1, 2.0]])], [0.5, -0.2]))
    assert result["status"] == "solved"
    assert_verified(verify(result))


def test_nobody_can_gain_and_says_what_is_proved() -> None:
    result = result_of(_two(lw.Polytope([[1.0, 0.0]]), lw.Polytope([[0.0, 1.0]])))
    assert result["status"] == "nobody_can_gain"
    verification = verify(result)
    assert_verified(verification)
    assert "nobody who counts can gain" in verification.text()


@pytest.mark.parametrize("p", [1.5, 2.0, 4.0])
def test_types_settled_one_after_the_other(p: float) -> None:
    """Nobody helps type 1, so it keeps its unit and does not help type 2, and so on; the last two trade."""
    radii = [[1, 0.8, 0, 0.5, 0.5], [0, 1, 0.8, 0.5, 0.5], [0, 0, 1, 0.5, 0.5], [0, 0, 0, 1, 1], [0, 0, 0, 1, 1]]
    result = result_of(lw.BargainingProblem([lw.Ball(row, p) for row in radii], [1.0] * 5))
    assert result["status"] == "some_cannot_gain" and result["settled"] == [1, 2, 3, 0, 0]
    assert result["gap"] < 1e-13
    assert_verified(verify(result))
    # A result from before the levels were published is checked all the same.
    assert not verify(result | {"settled": [1, 2, 2, 0, 0]}).ok  # the third is settled only on the face of the second
    assert verify(result | {"settled": [1, 0, 0, 0, 0]}).ok  # a weaker claim, and true


@pytest.mark.parametrize("p", [1.0, 1.5, 2.0, 4.0, 10.0, 100.0, math.inf])
def test_whoever_has_the_most_it_can_get_is_proved_to_be_unable_to_gain(p: float) -> None:
    """On a curved frontier no prices prove it: near (1, 0) a trade costs player 1 less and less, to rounding level."""
    alone = result_of(
        lw.BargainingProblem([lw.Ball([1.0, 1.0], p), lw.Polytope([[0.0, 1.0]])], [1.0, 1.0 + (p == math.inf)])
    )
    assert alone["status"] == "nobody_can_gain"
    verification = verify(alone)
    assert_verified(verification)
    assert verification.gap <= 1e-25
    with_more = result_of(
        lw.BargainingProblem([lw.Ball([1.0, 1.0], p), lw.Polytope([[0.0, 0.0], [0.0, 1.0]])], [1.0, 0.0])
    )
    verification = verify(with_more)
    assert verification.gap < 1e-12
    assert_verified(verification)


def test_some_cannot_gain() -> None:
    sets = [
        lw.Polytope([[1.0, 0, 0]]),
        lw.Polytope([[0, 1.0, 0], [0, 0.9, 0.5]]),
        lw.Polytope([[0, 0, 1], [0, 0.5, 0.9]]),
    ]
    result = result_of(lw.BargainingProblem(sets, [1.0, 1.0, 1.0]))
    assert result["status"] == "some_cannot_gain" and result["can_gain"] == [False, True, True]
    assert_verified(verify(result))


@pytest.mark.parametrize("part", [lw.Polytope([[1.0, 0.0], [0.0, 1.0]]), lw.Ball([1.0, 1.0])])
def test_infeasible(part: lw.ConvexSet) -> None:
    result = result_of(lw.BargainingProblem([part, part], [1.6, 1.6]))
    assert result["status"] == "infeasible"
    verification = verify(result)
    assert_verified(verification)
    assert verification.gap < 0 and "no outcome gives everyone" in verification.text()


def test_stopped_early_proves_nothing_and_says_so() -> None:
    result = result_of(_two(BALL, SWAP), time_limit=0.0)
    assert result["status"] == "time_limit"
    verification = verify(result)
    assert_verified(verification)
    assert "unfinished" in verification.text() or "not the solution yet" in verification.text()


def test_an_unfinished_gap_is_checked_too() -> None:
    rough = BY_HAND | {"status": "not_converged", "gap": 0.35, "error": [3.0, 3.0]}
    rough |= {"weights": [0.9, 0.5]}
    verification = verify(rough)
    assert_verified(verification)
    # h(w) - w.d - 1 - sum nu log(w g / nu) = 1.8 - 0.45 - 1 - (log 1.35 + log 0.75) / 2
    assert verification.gap == pytest.approx(0.35 - (math.log(1.35) + math.log(0.75)) / 2, abs=1e-12)
    assert not verify(rough | {"gap": 0.1}).ok


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_units_and_shifts_do_not_matter(unit: float) -> None:
    rng = np.random.default_rng(5)
    units = np.array([unit, 1.0, 1 / unit])
    sets = [(units * random_set(kind, 3, rng)).shift(1e5 * units) for kind in ("polytope", "ball", "allocation")]
    result = result_of(lw.World(sets, lw.Beliefs.independent([0.2, 0.3, 0.5]), 7))
    assert result["status"] == "solved"
    verification = verify(result)
    assert_verified(verification)
    assert verification.gap < 1e-9


def test_gaps_at_rounding_level_are_confirmed_at_that_level() -> None:
    rng = np.random.default_rng(11)
    found = [
        verify(result_of(lw.World([random_set(k, 4, rng) for k in kinds], lw.Beliefs.independent([0.25] * 4))))
        for kinds in [("polytope", "ball", "allocation", "exponential"), ("sum", "shifted", "ball", "polytope")]
    ]
    for verification in found:
        assert_verified(verification)
        assert verification.gap < 1e-13


def test_many_types_take_seconds_at_most() -> None:
    rng = np.random.default_rng(3)
    m = 40
    sets = [lw.Polytope(rng.normal(size=(8, m))) if t % 2 else random_set("ball", m, rng) for t in range(m)]
    verification = verify(result_of(lw.World(sets, lw.Beliefs.independent(np.full(m, 1 / m)))))
    assert_verified(verification)
    assert verification.gap < 1e-12


@pytest.mark.parametrize("asked", ["nash", "defaults", "vector", "a rounding less"])
def test_a_type_that_meets_only_itself_however_the_disagreement_point_is_said(asked: str) -> None:
    """Its own best is the most it can get: exactly for a profile, up to a rounding, either way, for a vector."""
    for seed in range(8):
        rng = np.random.default_rng(seed)
        m = int(rng.integers(2, 5))
        posterior = np.vstack([np.eye(m)[:1], rng.dirichlet(np.ones(m), size=m - 1)])
        sets = [lw.Ball(rng.random(m) + 0.1, float(rng.choice([1.5, 2.0, 4.0]))) for _ in range(m)]
        beliefs = lw.Beliefs(posterior, np.full(m, 1 / m), common_prior=False)
        players = [2, 7, 10**9, math.inf][rng.integers(4)]
        world = lw.World(sets, beliefs, players)
        d = world.expected_utility(world.nash_profile())
        if asked == "defaults":
            world = lw.World(sets, beliefs, players, defaults=world.nash_profile())
        elif asked != "nash":
            less = np.spacing(d) if asked != "vector" else 0.0
            world = lw.World(sets, beliefs, players, disagreement=d - less)
        result = result_of(world)
        assert_verified(verify(result))
        assert result["can_gain"][0] is False
        assert (result["settled"][0] == 1) or asked not in ("nash", "defaults")
