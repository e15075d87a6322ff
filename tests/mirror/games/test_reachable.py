from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.games.reachable import Reachability

Count = Callable[[int, int], int]
SEXES = lw.NormalFormGame([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])


def slips(game: lw.NormalFormGame, found: Reachability, rng: np.random.Generator) -> list[str]:
    """What is wrong with an answer; nothing if its proof holds."""
    if found.reachable:
        assert found.profile is not None
        p, q = found.profile
        if (p < 0).any() or (q < 0).any() or abs(p.sum() - 1) + abs(q.sum() - 1) > 1e-12:
            return ["the profile is none"]
        off = np.abs(p @ game.payoffs @ q - found.x) / np.ptp(game.payoffs.reshape(2, -1), axis=1)
        return ["the profile brings something else"] if off.max() > 1e-9 else []
    out = []
    first = game.players.index(found.mixer)
    table = game.payoffs if first == 0 else game.payoffs.transpose(0, 2, 1)
    size = 0.0
    for corners, w in found.cover:
        worth = np.einsum("i,iab,ra->rb", w, table, corners)
        if worth.max() >= float(w @ found.x):
            out.append("a line does not separate")
        size += abs(np.linalg.det(corners))
    if abs(size - 1) > 1e-9:
        out.append("the simplices do not fill the simplex")
    for p in rng.dirichlet(np.ones(table.shape[1]), 20):
        if not any((np.linalg.solve(corners.T, p) >= -1e-12).all() for corners, _ in found.cover):
            out.append("a strategy is not covered")
    return out


@pytest.mark.parametrize("x", [(1.5, 1.5), (0.7501, 0.7501), (1.2, 0.9), (2.1, 1.0), (-0.1, 0.5)])
def test_out_of_reach_with_a_proof(x: tuple[float, float], rng: np.random.Generator) -> None:
    found = SEXES.reachable_independently(x)
    assert found.reachable is False and not found
    assert found.profile is None
    assert slips(SEXES, found, rng) == []


@pytest.mark.parametrize("x", [(0.75, 0.75), (2, 1), (1, 2), (0, 0), (0.5, 0.5), (0.5, 0.25)])
def test_in_reach_with_the_profile(x: tuple[float, float], rng: np.random.Generator) -> None:
    found = SEXES.reachable_independently(x)
    assert found and found.cover == ()
    assert slips(SEXES, found, rng) == []


def test_wrong_proofs_are_seen(rng: np.random.Generator) -> None:
    found = SEXES.reachable_independently((1.2, 0.9))
    claim = {"x": found.x, "reachable": False, "mixer": found.mixer, "error": found.error}
    assert "the simplices do not fill the simplex" in slips(SEXES, Reachability(**claim, cover=found.cover[1:]), rng)
    turned = tuple((corners, -w) for corners, w in found.cover)
    assert "a line does not separate" in slips(SEXES, Reachability(**claim, cover=turned), rng)
    yes = SEXES.reachable_independently((2, 1))
    false = Reachability(np.array([1.0, 2.0]), True, yes.mixer, 0.0, yes.profile, yes.payoffs)
    assert slips(SEXES, false, rng) == ["the profile brings something else"]


def test_random_answers_have_proofs_that_hold(rng: np.random.Generator, count: Count) -> None:
    seen = {True: 0, False: 0}
    for _ in range(count(300, 25)):
        game = lw.NormalFormGame(rng.integers(-3, 4, (2, int(rng.integers(1, 4)), int(rng.integers(1, 5)))))
        profile = [rng.dirichlet(np.full(k, 0.5)) for k in game.shape]
        assert game.reachable_independently(game.independent_payoffs(profile)).reachable
        rows = game.payoffs.reshape(2, -1).T
        x = rng.dirichlet(np.full(len(rows), 0.4)) @ rows
        found = game.reachable_independently(x)
        if found.reachable is not None and len(np.unique(rows, axis=0)) > 1:
            if (np.ptp(rows, axis=0) > 0).all():
                assert slips(game, found, rng) == []
            seen[found.reachable] += 1
    assert seen[True] > 0 and seen[False] > 0


def test_giving_up_is_said() -> None:
    found = SEXES.reachable_independently((0.7501, 0.7501), most_boxes=3)
    assert found.reachable is None and not found
    assert 0 < found.error < 1
    assert repr(found) == "Reachability([0.7501, 0.7501]: undecided)"


def test_bad_input_is_refused() -> None:
    with pytest.raises(lw.InvalidProblem, match="x must have 2 numbers, one per player"):
        SEXES.reachable_independently([1.0])
    with pytest.raises(lw.InvalidProblem, match="game must have two players, but it has 3"):
        lw.NormalFormGame(np.zeros((3, 1, 1, 1))).reachable_independently([0, 0, 0])
    with pytest.raises(lw.InvalidProblem, match="most_boxes must be a positive whole number, but it is 0"):
        SEXES.reachable_independently([1, 1], most_boxes=0)
