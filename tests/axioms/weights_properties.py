"""Theorem 6 and Propositions 18 and 19 of Treutlein (2023) as checks of a profile-maker, with makers that break them.

A maker takes the sets and a random generator and returns the profile ``actions[giver, receiver]`` that players choose.
Each property asserts what the theorem says of the profile; what it asserts is recomputed from vertices and supports.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import linprog

import largeworlds as lw

Sets = list[lw.ConvexSet]
Maker = Callable[[Sets, np.random.Generator], np.ndarray]


def polytopes(rng: np.random.Generator, m: int = 3, most: int = 6) -> Sets:
    return [lw.Polytope(rng.normal(size=(int(rng.integers(most // 2, most + 1)), m))) for _ in range(m)]


def balls(rng: np.random.Generator, m: int = 3) -> Sets:
    return [lw.Ball(rng.uniform(0.5, 2, m), p=float(rng.uniform(1.5, 3))) for _ in range(m)]


def parallel(rng: np.random.Generator) -> Sets:
    """Sets with parallel faces in the plane of constant weighted sum, and something worse beside each."""
    w = rng.dirichlet(np.ones(3)) + 0.1
    across = rng.normal(size=(2, 3))
    across -= np.outer(across @ w, w) / (w @ w)
    return [
        lw.Polytope(np.vstack([s := rng.normal(size=3), s + across[0], s + across[1], s - rng.uniform(0.1, 1, 3)]))
        for _ in range(3)
    ]


def most_gained(sets: Sets, x: np.ndarray) -> float:
    """The largest sum of gains over ``x`` without a loss, by another solver; polytopes only."""
    columns = np.vstack([part.vertices() for part in sets])
    owner = np.repeat(np.arange(len(sets)), [len(part.vertices()) for part in sets])
    equal = (owner == np.arange(len(sets))[:, None]).astype(float)
    answer = linprog(-columns.sum(axis=1), -columns.T, -x + 1e-10, equal, np.ones(len(sets)))
    assert answer.status == 0
    return float(-answer.fun - x.sum())


# -- Theorem 6 (i): common positive weights make the sum Pareto optimal ---------------------------------------------


def common_weights(sets: Sets, rng: np.random.Generator) -> np.ndarray:
    w = rng.dirichlet(np.ones(sets[0].dim)) + 1e-3
    return np.array([part.maximizer(w) for part in sets])


def weights_of_their_own(sets: Sets, rng: np.random.Generator) -> np.ndarray:
    return np.array([part.maximizer(rng.dirichlet(np.ones(part.dim)) + 1e-3) for part in sets])


def scaled_weights(sets: Sets, rng: np.random.Generator) -> np.ndarray:
    """Proportional weights are one (erratum 12)."""
    w = rng.dirichlet(np.ones(sets[0].dim)) + 1e-3
    return np.array([part.maximizer(w * rng.uniform(0.1, 10)) for part in sets])


def is_pareto_optimal(make: Maker, sets: Sets, rng: np.random.Generator) -> None:
    actions = make(sets, rng)
    check = lw.check_common_weights(lw.Contributions(sets), actions)
    assert check and check.positive and check.pareto_optimal is True
    worth = sum(float(part.support(check.weights)) - check.weights @ y for part, y in zip(sets, actions, strict=True))
    assert worth < 1e-8
    if all(part.vertices() is not None for part in sets):
        assert most_gained(sets, actions.sum(axis=0)) < 1e-7


# -- Theorem 6 (ii): on smooth boundaries different weights leave gains from trade -----------------------------------


def leaves_gains(make: Maker, sets: Sets, rng: np.random.Generator) -> None:
    actions = make(sets, rng)
    check = lw.check_common_weights(lw.Contributions(sets), actions)
    assert not check and len(check.traders) == 2
    assert all(part.contains(y) for part, y in zip(sets, check.deviation, strict=True))
    assert (check.deviation.sum(axis=0) > actions.sum(axis=0)).all()


# -- Propositions 18 and 19 -----------------------------------------------------------------------------------------


def independent_choices(sets: Sets, rng: np.random.Generator) -> np.ndarray:
    """Everybody picks some point of its own X_i, each from a decomposition of its own."""
    x = middles(sets, rng).sum(axis=0)
    return np.array([_drawn(sets, x, i, rng) for i in range(len(sets))])


def any_action(sets: Sets, rng: np.random.Generator) -> np.ndarray:
    """Everybody picks some action of its own, whatever x is."""
    return np.array([part.vertices()[int(rng.integers(len(part.vertices())))] for part in sets])


def _drawn(sets: Sets, x: np.ndarray, giver: int, rng: np.random.Generator) -> np.ndarray:
    """A random extreme point of X_giver, by another solver."""
    columns = np.vstack([part.vertices() for part in sets])
    owner = np.repeat(np.arange(len(sets)), [len(part.vertices()) for part in sets])
    equal = np.vstack([columns.T, owner == np.arange(len(sets))[:, None]])
    goal = columns @ rng.normal(size=columns.shape[1]) * (owner == giver)
    answer = linprog(goal, A_eq=equal, b_eq=np.append(x, np.ones(len(sets))))
    assert answer.status == 0
    return answer.x[owner == giver] @ columns[owner == giver]


def stays_on_the_frontier(make: Maker, sets: Sets, rng: np.random.Generator) -> None:
    """Proposition 18, and that what the library says of X_i bounds the choices and their cost."""
    actions = make(sets, rng)
    x = middles(sets, rng).sum(axis=0)
    assert most_gained(sets, actions.sum(axis=0)) < 1e-7
    found = lw.decompositions(lw.Contributions(sets), x)
    assert (actions >= found.box[..., 0] - 1e-7).all() and (actions <= found.box[..., 1] + 1e-7).all()
    assert (actions.sum(axis=0) - x >= found.worst - 1e-7).all()


def middles(sets: Sets, rng: np.random.Generator) -> np.ndarray:
    """The middle of the face that sets with parallel faces have in common."""
    return np.array([part.vertices()[:3].mean(axis=0) for part in sets])


def has_one_decomposition(make: Maker, sets: Sets, rng: np.random.Generator) -> None:
    """Proposition 19: on strictly convex sets a point of the frontier determines all actions."""
    actions = make(sets, rng)
    found = lw.decompositions(lw.Contributions(sets), actions.sum(axis=0))
    assert found.unique is True and not found.worst.any()
    assert np.abs(found.canonical - actions).max() < 1e-6
