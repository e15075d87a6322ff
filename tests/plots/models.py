"""Models for tests of figures and reports: every size, every status."""

from __future__ import annotations

import functools

import numpy as np

import largeworlds as lw
from largeworlds.bargaining.agreement import Agreement
from largeworlds.bargaining.problem import BargainingProblem
from largeworlds.worlds.world import World

Source = World | BargainingProblem


def two(p: float = 0.75) -> World:
    """Treutlein 2023, Example 55."""
    return lw.World([lw.Ball([1, 1]), lw.Ball([1, 1])], lw.Beliefs([[p, 1 - p], [1 - p, p]]), names=["left", "right"])


def many(m: int, players: float = 1e9, seed: int = 1) -> World:
    """m types of four kinds, who understand each other the better the nearer they are."""
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(m, 2))
    beliefs = lw.Beliefs.similarity(features, 1.0, rng.dirichlet(np.full(m, 5.0)))
    distance = ((features[:, None] - features[None]) ** 2).sum(axis=-1)
    sets = []
    for t in range(m):
        skill = np.exp(-0.5 * distance[t]) * rng.uniform(0.05, 1.6, m)
        skill[t] = 1.0
        made = [
            lambda e: lw.Allocation(10, [lw.Power(0.5)] * m, e),
            lambda e: lw.Allocation(100, [lw.Log(1, 1)] * m, e),
            lw.Ball,
            lambda e: lw.Polytope(rng.uniform(0, 1, (6, m)) * e, actions=[f"plan {letter}" for letter in "ABCDEF"]),
        ]
        sets.append(made[t % 4](skill))
    return lw.World(sets, beliefs, players, notes={"title": f"A world of {m}", "notes": "First.\n\nSecond."})


def crowd(m: int, seed: int = 2) -> World:
    """m types with three plans each: for itself, for its neighbours too, for everybody."""
    rng = np.random.default_rng(seed)
    reach = rng.uniform(0, 0.4, (m, m)) * (rng.random((m, m)) < 0.2)
    own = np.eye(m)
    plans = [np.array([own[t], 0.9 * own[t] + reach[t], 0.4 * own[t] + 2 * reach[t]]) for t in range(m)]
    return lw.World(plans, lw.Beliefs.similarity(rng.normal(size=(m, 2)), 1.0, rng.dirichlet(np.full(m, 5.0))))


def ring() -> World:
    """Three types that each can only help the next: trade runs in a circle 1 -> 2 -> 3 -> 1."""
    radii = np.eye(3) + np.roll(np.eye(3), 1, axis=1)
    return lw.World([lw.Ball(row) for row in radii], lw.Beliefs.independent([1 / 3] * 3), names=["a", "b", "c"])


def sources() -> dict[str, Source]:
    """One model per kind of answer and per shape of model."""
    independent = lw.Beliefs.independent([0.3, 0.3, 0.4])
    disc = lw.Oracle(2, lambda w: np.maximum(w, 0) / max(float(np.linalg.norm(np.maximum(w, 0))), 1e-300))
    return {
        "one type that cannot gain": lw.World([[[1.0], [2.0]]], lw.Beliefs([[1.0]])),
        "one type that can gain": lw.World([[[1.0], [2.0]]], lw.Beliefs([[1.0]]), defaults=[[1.0]]),
        "two types": two(),
        "ring": ring(),
        "twelve": many(12),
        "nobody can gain": lw.World(
            [lw.Ball([1, 1])] * 2, lw.Beliefs([[1, 0], [0, 1]], common_prior=False), weights="equal"
        ),
        "nobody of three can gain": lw.World([np.eye(3)[[t]] for t in range(3)], independent),
        "some can gain": lw.World([lw.Ball([1, 1, 0]), lw.Ball([1, 1, 0]), [[0, 0, 1], [0.5, 0.2, 1]]], independent),
        "infeasible": lw.BargainingProblem([lw.Ball([1, 1])] * 2, [1.8, 1.8]),
        "three infeasible": lw.BargainingProblem([np.eye(3)] * 3, [2, 2, 2]),
        "joint": lw.BargainingProblem(lw.Ball([1, 2]), [0.1, 0.1]),
        "three joint": lw.BargainingProblem(lw.Ball([1, 2, 3]), [0, 0, 0]),
        "plain": lw.BargainingProblem([lw.Ball([1, 0.5]), [[0, 2], [1, 1.5]]], [1.0, 1.5], names=["x", "y"]),
        "negative": lw.BargainingProblem([[[-3, -1], [-4, 2]], [[1, -5], [-1, -4]]], [-3.5, -4.5]),
        "given disagreement": lw.World([lw.Ball([1, 1, 1])] * 3, independent, disagreement=[0.1, 0.1, 0.1]),
        "mixed": lw.World(
            [disc, lw.Box([0, 0], [1, 2]) + lw.Polytope([[0, 1], [1, 0]])],
            lw.Beliefs.independent([0.4, 0.6]),
            players=7,
        ),
        "one player": lw.World([[[1.0, 0.0], [0.0, 1.0]]] * 2, lw.Beliefs.independent([0.5, 0.5]), players=1),
    }


@functools.cache
def solved(name: str) -> tuple[Source, Agreement]:
    """The model called ``name`` in :func:`sources`, and its answer."""
    source = sources()[name]
    return source, answer(source)


def answer(source: Source) -> Agreement:
    """The compromise, whatever its status."""
    return lw.bargain(source if isinstance(source, BargainingProblem) else source.problem(), throw=False)


NAMES = tuple(sources())
#: Those in which actions exist and somebody gains.
TRADING = ("two types", "ring", "twelve", "some can gain", "plain", "negative", "given disagreement", "mixed")
EVIL = ("<script>alert(1)</script>", "$\\frac{1}{2}$ & \"q\" 'x'\x07\u202e</title>")


def evil() -> World:
    """Names and notes that would like to be markup."""
    actions = [EVIL[0], '"><img src=x onerror=alert(2)>', "]]>"]
    return lw.World(
        [lw.Ball([1, 1]), lw.Polytope([[1, 0], [0.9, 0.9], [0, 1]], actions=actions)],
        lw.Beliefs([[0.6, 0.4], [0.4, 0.6]]),
        names=EVIL,
        notes={
            "title": EVIL[0],
            "notes": "</style></title><script>x()</script>\n\n<!-- &amp; -->",
            "source": "<a href='javascript:x()'>http://elsewhere.example</a>",
            "units": "<b onclick=x()>",
        },
    )
