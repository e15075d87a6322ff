"""Hypothesis strategies: worlds and bargaining problems of every kind, with awkward names and numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import strategies as st

import largeworlds as lw
from largeworlds._core.arrays import visible
from largeworlds._core.text import clean
from largeworlds.sets.algebra import MinkowskiSum, Scaled, Shifted
from largeworlds.sets.base import ConvexSet
from largeworlds.sets.returns import Return

_AWKWARD = [0.1, 1 / 3, 1e-7, 123456789.123456789, 2.0**-40, 7, 0.30000000000000004, 1e15]
amounts = st.one_of(st.sampled_from([0.0, *_AWKWARD]), st.floats(1e-6, 1e6))
positive = st.one_of(st.sampled_from(_AWKWARD), st.floats(1e-6, 1e6))
numbers = st.one_of(amounts, amounts.map(lambda x: -x), st.just(-0.0))
#: Moderate, so that no chain of scalings overflows.
factors = st.one_of(st.sampled_from([0.1, 1 / 3, 0.0, -0.0, -2.0, 1e-7, 7]), st.floats(-10, 10))
texts = st.one_of(
    st.sampled_from(
        ['"', "'''", '"""', "a.b", "line\nend", "\r\n", "\t", "\\", "= 1", "#", "\x7f", "\u2028", "é", "🌍"]
    ),
    st.sampled_from([" x ", 'ends with "', "\n\n", "a\n\\\n", "\x00\x1f"]),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=12),
)
#: Some of the texts show nothing, and some look the same: names may do neither.
names = texts.filter(visible)


def returns() -> st.SearchStrategy[Return]:
    """A return of any kind."""
    exponents = st.floats(0.01, 1.0)
    etas = st.one_of(st.just(0.0), st.floats(1e-150, 3))  # the library's rule for positive numbers
    plain = st.builds(lw.Isoelastic, etas, amounts)
    offset = st.builds(lw.Isoelastic, st.floats(1, 3), amounts, positive)
    return st.one_of(
        st.builds(lw.Linear, amounts),
        st.builds(lw.Power, exponents, amounts),
        st.builds(lw.Log, amounts, positive),
        plain,
        offset,
    )


def vectors(m: int, of: st.SearchStrategy[float] = numbers) -> st.SearchStrategy[list[float]]:
    """A list of m numbers."""
    return st.lists(of, min_size=m, max_size=m)


@st.composite
def polytopes(draw: st.DrawFn, m: int) -> lw.Polytope:
    """A polytope with or without names of its actions."""
    rows = draw(st.lists(vectors(m), min_size=1, max_size=4))
    return lw.Polytope(rows, draw(st.one_of(st.none(), st.lists(texts, min_size=len(rows), max_size=len(rows)))))


@st.composite
def boxes(draw: st.DrawFn, m: int) -> lw.Box:
    """A box."""
    lower = draw(vectors(m))
    return lw.Box(lower, np.asarray(lower) + draw(vectors(m, amounts)))


@st.composite
def allocations(draw: st.DrawFn, m: int) -> lw.Allocation:
    """An allocation with one return for all or one per type."""
    listed = draw(st.one_of(returns().map(lambda f: [f] * m), st.lists(returns(), min_size=m, max_size=m)))
    return lw.Allocation(draw(amounts), listed, draw(st.one_of(st.none(), vectors(m, amounts))))


@st.composite
def exponential_budgets(draw: st.DrawFn, m: int) -> lw.ExponentialBudget:
    """An exponential budget."""
    return lw.ExponentialBudget(draw(vectors(m, amounts)), m + draw(amounts))


@st.composite
def ellipsoids(draw: st.DrawFn, m: int) -> lw.Ellipsoid:
    """An ellipsoid, often flat."""
    axes = np.array(draw(st.lists(vectors(m), min_size=1, max_size=m)))
    return lw.Ellipsoid(draw(vectors(m)), axes.T @ axes)


@st.composite
def inequalities(draw: st.DrawFn, m: int) -> lw.Inequalities:
    """A box, cut by a few planes that pass above its lower corner."""
    lower = np.array(draw(vectors(m, st.floats(-10, 10))))
    rows = np.array(draw(st.lists(vectors(m, st.floats(-10, 10)), min_size=1, max_size=3)))
    bounds = rows @ lower + 1e-9 * (1 + np.abs(rows) @ np.abs(lower)) + draw(vectors(len(rows), st.floats(0, 10)))
    return lw.Inequalities(np.vstack([rows, np.eye(m)]), np.concatenate([bounds, lower + 1.0]), lower)


def plain_sets(m: int) -> st.SearchStrategy[ConvexSet]:
    """A set that is not made from others."""
    norms = st.one_of(st.sampled_from([1, 2, 2.0, math.inf]), st.floats(1, 10))
    return st.one_of(
        polytopes(m),
        boxes(m),
        allocations(m),
        exponential_budgets(m),
        ellipsoids(m),
        inequalities(m),
        st.builds(lw.Ball, vectors(m, amounts), norms),
    )


def sets(m: int) -> st.SearchStrategy[ConvexSet]:
    """A set of any kind, nested a few times."""

    def larger(inner: st.SearchStrategy[ConvexSet]) -> st.SearchStrategy[Any]:
        return st.one_of(
            st.builds(MinkowskiSum, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lw.hull, st.lists(inner, min_size=1, max_size=3)),
            st.builds(Scaled, inner, vectors(m, factors)),
            st.builds(Shifted, inner, vectors(m)),
        )

    return st.recursive(plain_sets(m), larger, max_leaves=4)


@st.composite
def distributions(draw: st.DrawFn, m: int) -> Any:
    """m probabilities, all positive."""
    raw = np.asarray(draw(vectors(m, st.floats(0.01, 1))))
    return raw / raw.sum()


@st.composite
def beliefs(draw: st.DrawFn, m: int) -> lw.Beliefs:
    """Beliefs from every constructor."""
    prior = draw(distributions(m))
    rows = np.array([draw(distributions(m)) for _ in range(m)])
    match draw(st.integers(0, 6)):
        case 0:
            return lw.Beliefs.independent(prior)
        case 1:
            return lw.Beliefs.mixture(draw(distributions(m)), rows)
        case 2:
            return lw.Beliefs.similarity(
                [draw(vectors(2, st.floats(-3, 3))) for _ in range(m)], draw(st.floats(0.5, 5)), prior
            )
        case 3:
            return lw.Beliefs(rows, prior, common_prior=False)
        case 4:
            return lw.Beliefs(rows, common_prior=False)
        case 5:
            return lw.Beliefs(np.eye(m))  # every prior explains it, so none is found
        case _:
            return lw.Beliefs(lw.Beliefs.mixture(prior, rows).posterior, common_prior=True)


@st.composite
def worlds(draw: st.DrawFn) -> lw.World:
    """A world with every setting drawn."""
    m = draw(st.integers(1, 3))
    parts = [draw(sets(m)) for _ in range(m)]
    defaults = [part.maximizer(np.ones(m)) for part in parts] if draw(st.booleans()) else None
    words = ["nash"] if defaults is None else ["nash", "defaults"]
    raw = draw(vectors(m, st.one_of(st.just(0.0), positive)))
    weights = st.one_of(st.sampled_from(["prior", "equal"]), st.just(raw if sum(raw) > 0 else [1.0] * m))
    return lw.World(
        parts,
        draw(beliefs(m)),
        draw(st.one_of(st.just(math.inf), st.integers(1, 10), st.sampled_from([10**9, 1e30, 2.0**63]))),
        draw(st.lists(names, min_size=m, max_size=m, unique_by=clean)),
        defaults,
        weights=draw(weights),
        disagreement=draw(st.one_of(st.none(), st.sampled_from(words), vectors(m))),
        notes=draw(st.dictionaries(st.sampled_from(["title", "source", "units", "description", "notes"]), texts)),
    )


@st.composite
def problems(draw: st.DrawFn) -> lw.BargainingProblem:
    """A bargaining problem, joint or not."""
    m = draw(st.integers(1, 3))
    parts: Any = draw(sets(m)) if draw(st.booleans()) else [draw(sets(m)) for _ in range(m)]
    return lw.BargainingProblem(
        parts,
        draw(vectors(m)),
        draw(st.lists(names, min_size=m, max_size=m, unique_by=clean)),
        draw(st.one_of(st.none(), vectors(m, positive))),
        units=draw(st.one_of(st.just("utility"), texts)),
    )
