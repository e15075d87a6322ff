"""Ideal points: the most that every player can get."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from .._core.arrays import Array, Mask
from .._core.errors import invalid
from .._core.status import Status
from .._core.stopwatch import Stopwatch
from .._core.text import shown
from .agreement import Agreement
from .ascent import Ascent, most_for
from .climb import IdealPoint
from .concept import Concept
from .faces import Face, face_of_the_stuck
from .ladder import lifted_ascents, without_climb
from .lowering import Lowered
from .problem import BargainingProblem
from .solutions.nash import NashBargaining

#: "rational": over feasible x >= d, as in the literature; "feasible": over all of F, as in Treutlein 2023, 3.4.2.
KINDS: Final = ("rational", "feasible")
#: Rounding of a sum of supports, relative to it.
_ROUNDING: Final = 1e-15


def checked_kind(kind: object) -> str:
    """``kind``, if it is one of :data:`KINDS`."""
    if not isinstance(kind, str) or kind not in KINDS:
        fix = 'use "rational" for the most among feasible x >= d, or "feasible" for the most at all'
        raise invalid("ideal", 'must be "rational" or "feasible"', shown(kind), fix)
    return kind


def ideal_point(
    problem: BargainingProblem,
    kind: str,
    nash: Agreement,
    lowered: Lowered,
    watch: Stopwatch,
    most: Array | None = None,
) -> IdealPoint | None:
    """The ideal points of ``kind``; None if they were not found.

    Who cannot gain over x >= d has b_t = d_t by either kind: it stays at d whatever the others do. ``nash`` is a
    solution that says who can. ``most`` (m,) may be given where ``problem`` is only a face of what is feasible.
    """
    d, can_gain = problem.disagreement, nash.can_gain
    if kind == "feasible":
        most = problem.support(np.eye(problem.dim)) if most is None else most
        return IdealPoint(np.where(can_gain, most, d), np.where(can_gain, _ROUNDING * np.abs(most), 0.0))
    face = face_of_the_stuck(problem)
    if face is not None and face.exact and face.smaller is not None:
        smaller, rest = face.smaller, ~face.stuck
        inner = ideal_point(smaller, kind, _on_face(nash, rest), Lowered.of(smaller), watch)
        return None if inner is None else _lifted(face, inner)
    ideal, error, proofs = np.array(d), np.zeros(problem.dim), list[Ascent | None]([None] * problem.dim)
    for t in np.flatnonzero(can_gain).tolist():
        found = most_for(problem, t, d, watch, lowered)
        if found is None or not np.isfinite(found.rung.most):
            return None
        ideal[t] += found.rung.level
        error[t] = max(found.rung.most - found.rung.level, 0.0) + _owed(found, nash.gains, t)
        error[t] += _ROUNDING * abs(ideal[t])
        proofs[t] = found
    return IdealPoint(ideal, error, tuple(proofs))


def _lifted(face: Face, inner: IdealPoint) -> IdealPoint:
    """Ideal points of those who are left on a face, for the whole problem; the others have theirs at d."""
    d = face.problem.disagreement
    proofs = lifted_ascents(face, Lowered.of(face.problem), inner.proofs)
    return IdealPoint(face.widened(inner.b, d), face.widened(inner.missing, np.zeros(len(d))), proofs)


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
    """Ideal points, ideal gains (m,), zero for who cannot gain, and the Nash solution that says who that is."""

    found: IdealPoint
    gains: Array
    nash: Agreement

    def known(self) -> dict[str, Any]:
        """What an agreement in units of ideal gains says of them and of who cannot gain, with what it rests on."""
        some, nash = self.gains > 0, self.nash
        keys = ("can_gain", "direction", "bound", "settled", "reasons")
        return {
            "loose": float((self.found.missing[some] / self.gains[some]).max(initial=0.0)),
            "unit_gap": self.found.gap,
            "ideal": self.found.b,
            "ideal_proofs": self.found.proofs,
            **{key: getattr(nash, key) for key in keys},
        }


def ideal_gains(problem: BargainingProblem, kind: str, concept: Concept, watch: Stopwatch) -> IdealGains | Agreement:
    """The ideal gains; an agreement under ``concept`` where there are none (nobody can gain, infeasible, not found)."""
    nash = NashBargaining("equal").solve(problem, watch)
    if not nash.choices or not nash.is_answer or not nash.can_gain.any():
        return without_climb(nash, concept, watch)
    found = ideal_point(problem, kind, nash, Lowered.of(problem), watch)
    if found is None:
        return without_climb(replace(nash, status=Status.not_converged), concept, watch)
    return IdealGains(found, np.where(nash.can_gain, found.b - problem.disagreement, 0.0), nash)
