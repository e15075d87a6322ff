"""Random points of a set, made from the set's definition (not from its maximizer or its uses)."""

from __future__ import annotations

import math

import numpy as np

from largeworlds.sets.algebra import MinkowskiSum, Scaled, Shifted
from largeworlds.sets.allocation import Allocation
from largeworlds.sets.ball import Ball
from largeworlds.sets.base import ConvexSet
from largeworlds.sets.box import Box
from largeworlds.sets.exponential_budget import ExponentialBudget
from largeworlds.sets.image import LinearImage
from largeworlds.sets.polytope import Polytope
from largeworlds.sets.returns import Isoelastic, Linear, Log, Power, Return


def shares(k: int, rng: np.random.Generator) -> np.ndarray:
    """k non-negative numbers that sum to one: even, uneven, or all on one."""
    if rng.random() < 0.2:
        return np.eye(k)[rng.integers(k)]
    draw = rng.dirichlet(np.full(k, rng.choice([0.2, 1.0, 5.0])))
    return draw / draw.sum()


def payoff_of(f: Return, amount: float) -> float:
    """The return of ``amount`` by the formula in the class's docstring."""
    if isinstance(f, Linear):
        return f.scale * amount
    if isinstance(f, Power):
        return f.scale * amount**f.exponent
    if isinstance(f, Log):
        return f.scale * math.log(1 + amount / f.offset)
    assert isinstance(f, Isoelastic)
    offset = (0.0 if f.eta < 1 else 1.0) if f.offset is None else f.offset
    if f.eta == 1:
        return f.scale * math.log(1 + amount / offset)
    if f.eta == 0:
        return f.scale * amount
    return f.scale * ((offset + amount) ** (1 - f.eta) - offset ** (1 - f.eta)) / (1 - f.eta)


def member(part: ConvexSet, rng: np.random.Generator) -> np.ndarray:
    """One random point of ``part``, often on its boundary."""
    full = 1.0 if rng.random() < 0.7 else float(rng.random())
    match part:
        case MinkowskiSum():
            return np.sum([member(p, rng) for p in part.parts], axis=0)
        case Scaled():
            return part.factors * member(part.base, rng)
        case Shifted():
            return part.v + member(part.base, rng)
        case LinearImage():
            return part.matrix @ member(part.base, rng)
        case Polytope():
            return shares(len(part.vertices()), rng) @ part.vertices()
        case Box():
            lean = rng.random(part.dim) if rng.random() < 0.5 else rng.integers(2, size=part.dim)
            return part.lower + lean * (part.upper - part.lower)
        case Ball():
            if math.isinf(part.p):
                return part.radii * np.maximum(rng.random(part.dim), rng.random(part.dim) > 0.7)
            ray = shares(part.dim, rng)
            ray /= ray.max()  # so that the powers below do not underflow
            return full * part.radii * ray / (ray**part.p).sum() ** (1 / part.p)
        case ExponentialBudget():
            spent = full * (part.total - part.dim) * shares(part.dim, rng)
            return part.scales * np.log1p(spent)
        case Allocation():
            amounts = part.budget * part.efficiency * shares(part.dim, rng)
            return full * np.array([payoff_of(f, a) for f, a in zip(part.returns, amounts, strict=True)])
    best = part.maximizer(rng.normal(size=(4, part.dim)))
    return shares(4, rng) @ best
