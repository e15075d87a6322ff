"""Random points of a set, made from the set's definition (not from its maximizer or its uses)."""

from __future__ import annotations

import math

import numpy as np

from largeworlds.sets.algebra import MinkowskiSum, Scaled, Shifted
from largeworlds.sets.allocation import Allocation
from largeworlds.sets.ball import Ball
from largeworlds.sets.base import ConvexSet
from largeworlds.sets.below_frontier import BelowFrontier
from largeworlds.sets.box import Box
from largeworlds.sets.ellipsoid import Ellipsoid
from largeworlds.sets.exponential_budget import ExponentialBudget
from largeworlds.sets.hull import Hull
from largeworlds.sets.image import LinearImage
from largeworlds.sets.inequalities import Inequalities
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


def member(part: ConvexSet, rng: np.random.Generator) -> np.ndarray:  # noqa: C901 - one case per kind of set
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
        case Ellipsoid():
            size, turn = np.linalg.eigh(part.shape / _units(part)[:, None] / _units(part))
            u = rng.normal(size=part.dim)
            return part.center + _units(part) * (
                turn @ (np.sqrt(np.where(size > 1e-12, size, 0.0)) * full * u / np.linalg.norm(u))
            )
        case Inequalities():
            return _beyond(part, full, rng)
        case Hull():
            return shares(len(part.parts), rng) @ np.array([member(p, rng) for p in part.parts])
        case BelowFrontier():
            x = part.lower + rng.random() * (part.upper - part.lower)
            return np.array([x, part.floor + full * (float(part._function(x)) - part.floor)])
    best = part.maximizer(rng.normal(size=(4, part.dim)))
    return shares(4, rng) @ best


def _units(part: Ellipsoid) -> np.ndarray:
    return np.sqrt(np.where(part.shape.diagonal() > 0, part.shape.diagonal(), 1.0))


def _beyond(part: Inequalities, full: float, rng: np.random.Generator) -> np.ndarray:
    """From the middle of some best points towards one of them, and on as far as the inequalities allow."""
    known = part.maximizer(np.vstack([np.eye(part.dim), -np.eye(part.dim), rng.normal(size=(4, part.dim))]))
    middle = known.mean(axis=0)
    step = known[rng.integers(len(known))] - middle
    rate, room = part.matrix @ step, np.maximum(part.bounds - part.matrix @ middle, 0.0)
    rising = rate > 1e-12 * np.abs(part.matrix) @ np.abs(step)
    return middle + full * max(float((room[rising] / rate[rising]).min(initial=1.0)), 0.0) * step
