"""Why somebody, or nobody, can gain: the reason in words, drawn from the model itself."""

from __future__ import annotations

import numpy as np

from .._core.arrays import Array, Mask
from .._core.text import apart, listed, number, upper
from .problem import BargainingProblem


def explain(problem: BargainingProblem, direction: Array, gainers: Mask | None, bound: float = 0.0) -> tuple[str, ...]:
    """Sentences on what stands in the way; ``gainers`` None means that x >= d is infeasible.

    ``bound`` is what the proof by ``direction`` leaves open: type t may gain up to ``bound / direction[t]``.
    """
    low, high = problem.bounding_box()
    d, names = problem.disagreement, problem.names
    size = np.maximum(high - low, 1e-300)
    out: list[str] = []
    if gainers is None:
        for t in np.flatnonzero(high < d - 1e-9 * size):
            asks, gets = apart(float(d[t]), float(high[t]), 6)
            out.append(f"{names[t]} asks for {asks} without agreement but can get at most {gets}.")
        if not out:
            asked, most = apart(float(direction @ d), float(problem.support(direction)), 6)
            binding = [names[t] for t in np.flatnonzero(direction * size > 1e-6 * float((direction * size).max()))]
            out.append(
                f"The disagreement payoffs of {listed(binding, 6)} cannot all be met at once: weighted by the "
                f"direction of the proof they ask for {asked}, and no outcome is worth more than {most}."
            )
        return tuple(out)
    stuck = np.flatnonzero(~gainers)
    return tuple(
        f"{names[t]} {_cannot(bound, float(direction[t]))}: {_why(problem, int(t), direction, low, high)}."
        for t in stuck
    )


def _cannot(bound: float, price: float) -> str:
    """That a type cannot gain, with the most that the proof leaves open."""
    if bound <= 0 or price <= 0:
        return "cannot gain"
    return f"cannot gain noticeably (at most {upper(bound / price)})"


def _why(problem: BargainingProblem, t: int, direction: Array, low: Array, high: Array) -> str:
    names, d = problem.names, problem.disagreement
    flat = 1e-12 * max(abs(high[t]), abs(low[t]), 1e-300)
    if high[t] - low[t] <= flat:
        return "nothing that anybody does changes its payoff"
    if high[t] <= d[t] + 1e-9 * (high[t] - low[t]):
        return f"its disagreement payoff {number(float(d[t]), 6)} is already the most it can get"
    if not problem.joint and t < len(problem.sets):
        axis = np.eye(problem.dim)[t]
        spans = [float(part.support(axis) + part.support(-axis)) for part in problem.sets]
        if sum(spans) - spans[t] <= 1e-12 * max(sum(spans), 1e-300):
            return "no other type can change its payoff (it expects to meet only its own type, or nobody can help it)"
    weight = direction * np.maximum(high - low, 1e-300)
    rivals = [names[s] for s in np.flatnonzero(weight > 1e-6 * weight.max()) if s != t]
    if rivals:
        return f"every gain for it would cost {listed(rivals, 6)}, who would fall below the disagreement payoff"
    return "the disagreement point already lies on the frontier of what is feasible"
