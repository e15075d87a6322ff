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
from .ascent import Ascent, most_for
from .concept import Concept
from .faces import face_of_the_stuck
from .ladder import without_climb
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
    problem: BargainingProblem,
    kind: str,
    nash: Agreement,
    lowered: Lowered,
    watch: Stopwatch,
    most: Array | None = None,
) -> tuple[Array, Array] | None:
    """(b (m,), by how much it may be off (m,)); None if it was not found.

    Who cannot gain over x >= d has b_t = d_t by either kind: it stays at d whatever the others do. ``nash`` is a
    solution that says who can. ``most`` (m,) may be given where ``problem`` is only a face of what is feasible.
    """
    d, can_gain = problem.disagreement, nash.can_gain
    ideal, error = np.array(d), np.zeros(problem.dim)
    if kind == "feasible":
        most = problem.support(np.eye(problem.dim)) if most is None else most
        return np.where(can_gain, most, d), error
    face = face_of_the_stuck(problem)
    if face is not None and face.exact and face.smaller is not None:
        smaller, rest = face.smaller, ~face.stuck
        inner = ideal_point(smaller, kind, _on_face(nash, rest), Lowered.of(smaller), watch)
        if inner is None:
            return None
        ideal[rest], error[rest] = inner
        return ideal, error
    for t in np.flatnonzero(can_gain).tolist():
        found = most_for(problem, t, d, watch, lowered)
        if found is None or not np.isfinite(found.rung.most):
            return None
        ideal[t] += found.rung.level
        error[t] = max(found.rung.most - found.rung.level, 0.0) + _owed(found, nash.gains, t)
    return ideal, error


def _on_face(nash: Agreement, rest: Mask) -> Agreement:
    """What the solution says of those who are left."""
    return replace(nash, can_gain=nash.can_gain[rest], gains=nash.gains[rest])


def _owed(found: Ascent, gains: Array, t: int) -> float:
    """By how much the most of ``t`` is too large since others stand below d: mixed with the Nash solution they do not.

    A part q / (q + g_s) of a point where s gains g_s makes up for standing q below d; it costs that part of the level.
    """
    short = found.below > 0
    if not short.any() or found.is_finite:
        return found.lent
    if not (gains[short] > 0).all():
        return np.inf
    part = float((found.below / (found.below + gains))[short].max())
    return part * max(found.rung.level - float(gains[t]), 0.0)


@dataclass(frozen=True, eq=False)
class IdealGains:
    """Ideal points (m,), ideal gains (m,), zero for who cannot gain, and the Nash solution that says who that is.

    ``error`` (m,) bounds by how much the ideal points may be off.
    """

    ideal: Array
    gains: Array
    error: Array
    nash: Agreement

    @property
    def loose(self) -> float:
        """The largest share by which an ideal gain may be off."""
        some = self.gains > 0
        return float((self.error[some] / self.gains[some]).max(initial=0.0))


def ideal_gains(problem: BargainingProblem, kind: str, concept: Concept, watch: Stopwatch) -> IdealGains | Agreement:
    """The ideal gains; an agreement under ``concept`` where there are none (nobody can gain, infeasible, not found)."""
    nash = NashBargaining("equal").solve(problem, watch)
    if not nash.choices or not nash.is_answer or not nash.can_gain.any():
        return without_climb(nash, concept, watch)
    found = ideal_point(problem, kind, nash, Lowered.of(problem), watch)
    if found is None:
        return without_climb(replace(nash, status=Status.not_converged), concept, watch)
    gains = np.where(nash.can_gain, found[0] - problem.disagreement, 0.0)
    return IdealGains(found[0], gains, found[1], nash)
