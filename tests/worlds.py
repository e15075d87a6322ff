"""Random worlds by named recipe and seed: the same name and seed always give the same world."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from largeworlds.bargaining.problem import BargainingProblem
from largeworlds.beliefs.beliefs import Beliefs
from largeworlds.sets.allocation import Allocation
from largeworlds.sets.ball import Ball
from largeworlds.sets.base import ConvexSet
from largeworlds.sets.box import Box
from largeworlds.sets.ellipsoid import Ellipsoid
from largeworlds.sets.exponential_budget import ExponentialBudget
from largeworlds.sets.hull import hull
from largeworlds.sets.inequalities import Inequalities
from largeworlds.sets.polytope import Polytope
from largeworlds.sets.returns import Isoelastic, Linear, Log, Power
from largeworlds.worlds.world import World

#: Kinds whose points are not free to be disposed of, or that solvers reach in another way.
TILTED = ("ellipsoid", "flat", "inequalities", "hull")
KINDS = ("polytope", "ball", "allocation", "exponential", "box", "sum", "moved")


@dataclass(frozen=True)
class RandomWorld:
    """A world, its bargaining problem, and where they come from."""

    recipe: str
    seed: int
    world: World
    problem: BargainingProblem

    def __str__(self) -> str:
        return f"draw({self.recipe!r}, {self.seed})"


def random_set(rng: np.random.Generator, m: int, kind: str | None = None) -> ConvexSet:
    """One set of the given kind (or any kind) with payoffs of order one."""
    kind = str(rng.choice(KINDS)) if kind is None else kind
    if kind == "polytope":
        return Polytope(rng.random((rng.integers(1, 8), m)))
    if kind == "ball":
        return Ball(rng.random(m) + 0.05, p=float(rng.choice([1, 1.05, 1.3, 2, 3, 10, math.inf])))
    if kind == "exponential":
        return ExponentialBudget(rng.random(m) + 0.05, float(m + rng.choice([0.1, 10, 1e3, 1e9])))
    if kind == "box":
        low = rng.random(m) * rng.integers(2, size=m)
        return Box(low, low + rng.random(m) * rng.integers(2, size=m))
    if kind == "sum":
        return random_set(rng, m, "polytope") + random_set(rng, m, str(rng.choice(KINDS[:4])))
    if kind == "moved":
        return (rng.random(m) + 0.1) * random_set(rng, m, str(rng.choice(KINDS[:4]))).shift(rng.normal(size=m))
    if kind == "ellipsoid":
        axes = rng.normal(size=(m, m)) * 10.0 ** rng.uniform(-2, 0, size=m)
        return Ellipsoid(rng.normal(size=m), axes @ axes.T)
    if kind == "flat":
        axes = rng.normal(size=(m, rng.integers(1, m)))
        return Ellipsoid(rng.normal(size=m), axes @ axes.T)
    if kind == "inequalities":
        rows = np.vstack([rng.normal(size=(rng.integers(1, 5), m)), np.eye(m)])
        return Inequalities(rows, rng.random(len(rows)) + 0.1, lower=-float(rng.random()))
    if kind == "hull":
        return hull([random_set(rng, m, "ball"), random_set(rng, m, str(rng.choice(TILTED[:3])))])
    returns = [_random_return(rng) for _ in range(m)]
    return Allocation(float(rng.choice([0.1, 1.0, 100.0])), returns, rng.random(m) + 0.1)


def _random_return(rng: np.random.Generator) -> Linear | Power | Log | Isoelastic:
    scale = rng.random() + 0.1
    return (
        Linear(scale),
        Power(rng.uniform(0.1, 1.0), scale),
        Log(scale, float(rng.choice([0.01, 1.0, 10.0]))),
        Isoelastic(float(rng.choice([0.3, 1.0, 2.0, 4.0])), scale),
    )[rng.integers(4)]


def random_beliefs(rng: np.random.Generator, m: int) -> Beliefs:
    """A mixture, a similarity kernel or posteriors that no common prior explains (with a prior for the weights)."""
    prior = rng.dirichlet(np.ones(m)) + 1e-3
    prior /= prior.sum()
    kind = rng.integers(3)
    if kind == 0:
        return Beliefs.mixture(rng.dirichlet(np.ones(3)), rng.dirichlet(np.ones(m) * rng.choice([0.3, 1, 5]), size=3))
    if kind == 1:
        return Beliefs.similarity(rng.normal(size=(m, 2)), float(rng.choice([0.5, 1.0, 3.0])), prior)
    posterior = rng.dirichlet(np.ones(m) * rng.choice([0.2, 1, 5]), size=m)
    return Beliefs(posterior / posterior.sum(axis=1, keepdims=True), prior, common_prior=False)


def _types(rng: np.random.Generator) -> int:
    return int(rng.integers(2, 13))


def _players(rng: np.random.Generator) -> float:
    return float(rng.choice([2, 5, 1000, math.inf, math.inf]))


def _plain(rng: np.random.Generator, kind: str | None = None) -> World:
    m = _types(rng)
    return World([random_set(rng, m, kind) for _ in range(m)], random_beliefs(rng, m), _players(rng))


def mixed_kinds(rng: np.random.Generator) -> World:
    """Sets of all kinds, all sorts of beliefs, Nash disagreement, prior weights."""
    return _plain(rng)


def finite_actions(rng: np.random.Generator) -> World:
    """Polytopes only."""
    return _plain(rng, "polytope")


def smooth_sets(rng: np.random.Generator) -> World:
    """Curved sets only."""
    return _plain(rng, str(rng.choice(["ball", "allocation", "exponential"])))


def tilted_sets(rng: np.random.Generator) -> World:
    """Ellipsoids, flat ones too, and polytopes by inequalities (hulls are beyond the checker)."""
    m = int(rng.integers(2, 6))
    sets = [random_set(rng, m, str(rng.choice(TILTED[:3]))) for _ in range(m)]
    return World(sets, random_beliefs(rng, m), _players(rng))


def sparse_beliefs(rng: np.random.Generator) -> World:
    """Every type expects to meet only itself and one or two others."""
    m = _types(rng)
    posterior = np.zeros((m, m))
    for t in range(m):
        met = np.unique(np.append(rng.choice(m, size=min(m, int(rng.integers(1, 4))), replace=False), t))
        posterior[t, met] = rng.dirichlet(np.ones(len(met)))
    prior = rng.dirichlet(np.ones(m) * 5)
    beliefs = Beliefs(posterior / posterior.sum(axis=1, keepdims=True), prior / prior.sum(), common_prior=False)
    return World([random_set(rng, m) for _ in range(m)], beliefs, _players(rng))


def unequal_scales(rng: np.random.Generator) -> World:
    """Utilities in units from 1e-6 to 1e6."""
    m = _types(rng)
    unit = 10.0 ** rng.uniform(-6, 6, size=m)
    return World([unit * random_set(rng, m) for _ in range(m)], random_beliefs(rng, m), _players(rng))


def near_frontier(rng: np.random.Generator) -> World:
    """Disagreement payoffs a tenth to a millionth of the payoffs' ranges below some frontier point."""
    world = _plain(rng)
    parts = world.contributions()
    low, high = parts.bounding_box()
    wide = np.where(high - low > 1e-12 * np.maximum(np.abs(high), 1e-300), high - low, 0.0)
    w = rng.dirichlet(np.full(world.count, 2.0)) / np.where(wide > 0, wide, 1.0)
    best = sum(part.maximizer(w) for part in parts.sets)
    short = float(rng.choice([0.1, 1e-3, 1e-6])) * wide * rng.uniform(0.1, 1.0, size=world.count)
    return World(world.sets, world.beliefs, world.players, disagreement=best - short)


def zero_weights(rng: np.random.Generator) -> World:
    """Some players' gains do not count."""
    world = _plain(rng)
    nu = rng.dirichlet(np.ones(world.count)) * rng.integers(2, size=world.count)
    nu[rng.integers(world.count)] += 0.1
    return World(world.sets, world.beliefs, world.players, weights=nu)


RECIPES: dict[str, Callable[[np.random.Generator], World]] = {
    recipe.__name__: recipe
    for recipe in (
        mixed_kinds,
        finite_actions,
        smooth_sets,
        sparse_beliefs,
        unequal_scales,
        near_frontier,
        zero_weights,
        tilted_sets,
    )
}
#: Seeds go by the number of a recipe: new ones come last, so that older draws stay as they are.
_NUMBERED = [*sorted(name for name in RECIPES if name != "tilted_sets"), "tilted_sets"]


def draw(recipe: str, seed: int) -> RandomWorld:
    """The world number ``seed`` of the named recipe."""
    rng = np.random.default_rng([_NUMBERED.index(recipe), seed])
    world = RECIPES[recipe](rng)
    return RandomWorld(recipe, seed, world, world.problem())
