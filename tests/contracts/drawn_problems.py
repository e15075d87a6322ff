"""Random bargaining problems of one kind of set each, by kind and seed: the same ones in every run."""

from __future__ import annotations

import numpy as np

from largeworlds import Ball, BargainingProblem, Oracle, Polytope
from largeworlds.sets.base import ConvexSet
from tests.members import member
from tests.worlds import random_set

#: Kinds of sets: all alike, or (mixed) each player another one; oracles hide a polytope or a ball.
KINDS = ("polytope", "ball", "allocation", "exponential", "box", "oracle", "mixed")


def drawn_problem(kind: str, seed: int) -> tuple[BargainingProblem, BargainingProblem]:
    """(problem, the same with sets that have a conic form): 2 to 6 players, d below, near or at the Nash profile.

    Below: under a random point by a share of payoffs' ranges; near: under the Nash profile, by a hundredth of them or
    less; at: what everybody gets if each serves itself best, in a world where types care for each other unequally.
    """
    rng = np.random.default_rng([KINDS.index(kind), seed])
    m = int(rng.integers(2, 7 if kind != "oracle" else 5))  # an oracle is asked many times
    care = rng.dirichlet(np.ones(m), size=m) + 0.05
    sets = [care[:, t] * _one(rng, m, kind) for t in range(m)]
    low, high = (np.sum(side, axis=0) for side in zip(*(part.bounding_box() for part in sets), strict=True))
    # where its own best actions tie, each takes what is best for the others: little worth next to its own payoff
    d = np.sum([part.face_point(np.eye(m)[t], np.ones(m)) for t, part in enumerate(sets)], axis=0)
    place = rng.integers(3)
    if place == 0:
        d = np.sum([member(part, rng) for part in sets], axis=0) - rng.uniform(0.05, 0.5, size=m) * (high - low)
    elif place == 1:
        d = d - float(rng.choice([1e-2, 1e-3])) * rng.uniform(0.1, 1.0, size=m) * (high - low)
    known = BargainingProblem(sets, d)
    if kind != "oracle":
        return known, known
    hidden = [Oracle(m, part.maximizer) if rng.random() < 0.7 else part for part in sets]
    return BargainingProblem(hidden, d), known


def _one(rng: np.random.Generator, m: int, kind: str) -> ConvexSet:
    if kind == "mixed":
        kind = str(rng.choice(("polytope", "ball", "allocation", "exponential", "box", "sum")))
    if kind != "oracle":
        return random_set(rng, m, kind)
    if rng.random() < 0.5:
        return Polytope(rng.random((rng.integers(2, 7), m)))
    return Ball(rng.random(m) + 0.1, float(rng.choice([1.5, 2.0, 3.0])))
