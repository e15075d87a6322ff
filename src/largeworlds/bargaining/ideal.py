"""Ideal points: the most that every player can get."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from .._core.arrays import Array, Mask
from .._core.errors import invalid
from .._core.status import Status
from .._core.stopwatch import Stopwatch
from .._core.text import shown
from .agreement import Agreement
from .ascent import most_for
from .concept import Concept
from .lowering import Lowered
from .problem import BargainingProblem
from .solutions.nash import NashBargaining

#: "rational": over feasible x >= d, as in the literature; "feasible": over all of F, as in Treutlein 2023, 3.4.2.
KINDS: Final = ("rational", "feasible")


def checked_kind(kind: object) -> str:
    """``kind``, if it is one of :data:`KINDS`."""
    if kind not in KINDS:
        fix = 'use "rational" for the most among feasible x >= d, or "feasible" for the most at all'
        raise invalid("ideal", 'must be "rational" or "feasible"', shown(kind), fix)
    return str(kind)


def ideal_point(
    problem: BargainingProblem, kind: str, can_gain: Mask, lowered: Lowered, watch: Stopwatch
) -> tuple[Array, Array] | None:
    """(b (m,), by how much it may be too small (m,)); None if it was not found.

    Who cannot gain over x >= d has b_t = d_t by either kind: it stays at d whatever the others do.
    """
    d = problem.disagreement
    ideal, error = np.array(d), np.zeros(problem.dim)
    if kind == "feasible":
        return np.where(can_gain, problem.support(np.eye(problem.dim)), d), error
    for t in np.flatnonzero(can_gain).tolist():
        found = most_for(problem, t, d, watch, lowered)
        if found is None or not np.isfinite(found.rung.most):
            return None
        ideal[t] += found.rung.level
        error[t] = max(found.rung.most - found.rung.level, 0.0)
    return ideal, error


@dataclass(frozen=True, eq=False)
class IdealGains:
    """Ideal points (m,), ideal gains (m,), zero for who cannot gain, and the Nash solution that says who that is."""

    ideal: Array
    gains: Array
    nash: Agreement


def ideal_gains(problem: BargainingProblem, kind: str, concept: Concept, watch: Stopwatch) -> IdealGains | Agreement:
    """The ideal gains; an agreement under ``concept`` where there are none (nobody can gain, infeasible, not found)."""
    nash = NashBargaining("equal").solve(problem, watch)
    if not nash.choices or not nash.is_answer or not nash.can_gain.any():
        return replace(nash, concept=concept)
    found = ideal_point(problem, kind, nash.can_gain, Lowered.of(problem), watch)
    if found is None:
        status = Status.time_limit if watch.expired() else Status.not_converged
        return replace(nash, concept=concept, status=status, gap=np.inf, error=np.full(problem.dim, np.inf))
    return IdealGains(found[0], np.where(nash.can_gain, found[0] - problem.disagreement, 0.0), nash)
