"""Why somebody, or nobody, can gain: the reason in words, drawn from the model itself."""

from __future__ import annotations

import numpy as np

from .._core.arrays import Array, Mask
from .problem import BargainingProblem


def explain(problem: BargainingProblem, direction: Array, gainers: Mask | None) -> tuple[str, ...]:
    """Sentences on what stands in the way; ``gainers`` None means that x >= d is infeasible."""
    low, high = problem.bounding_box()
    d, names = problem.disagreement, problem.names
    size = np.maximum(high - low, 1e-300)
    out: list[str] = []
    if gainers is None:
        out.extend(
            f"{names[t]} asks for {d[t]:.6g} without agreement but can get at most {high[t]:.6g}."
            for t in np.flatnonzero(high < d - 1e-9 * size)
        )
        if not out:
            asked, most = float(direction @ d), float(problem.support(direction))
            binding = [names[t] for t in np.flatnonzero(direction * size > 1e-6 * float((direction * size).max()))]
            out.append(
                f"The disagreement payoffs of {_list(binding)} cannot all be met at once: weighted by the direction of "
                f"the proof they ask for {asked:.6g}, and no outcome is worth more than {most:.6g}."
            )
        return tuple(out)
    stuck = np.flatnonzero(~gainers)
    return tuple(f"{names[t]} cannot gain: {_why(problem, int(t), direction, low, high)}." for t in stuck)


def _why(problem: BargainingProblem, t: int, direction: Array, low: Array, high: Array) -> str:
    names, d = problem.names, problem.disagreement
    flat = 1e-12 * max(abs(high[t]), abs(low[t]), 1e-300)
    if high[t] - low[t] <= flat:
        return "nothing that anybody does changes its payoff"
    if high[t] <= d[t] + 1e-9 * (high[t] - low[t]):
        return f"its disagreement payoff {d[t]:.6g} is already the most it can get"
    if not problem.joint:
        axis = np.eye(problem.dim)[t]
        spans = [float(part.support(axis) + part.support(-axis)) for part in problem.sets]
        if sum(spans) - spans[t] <= 1e-12 * max(sum(spans), 1e-300):
            return "no other type can change its payoff (it expects to meet only its own type, or nobody can help it)"
    weight = direction * np.maximum(high - low, 1e-300)
    rivals = [names[s] for s in np.flatnonzero(weight > 1e-6 * weight.max()) if s != t]
    if rivals:
        return f"every gain for it would cost {_list(rivals)}, who would fall below the disagreement payoff"
    return "the disagreement point already lies on the frontier of what is feasible"


def _list(words: list[str]) -> str:
    if len(words) > 6:
        words = [*words[:5], f"{len(words) - 5} others"]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
