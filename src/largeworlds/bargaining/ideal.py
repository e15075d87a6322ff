"""Ideal points: the most that every player can get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from .._core.arrays import Array, Mask
from .._core.errors import invalid
from .._core.status import Status
from .._core.stopwatch import Stopwatch
from .._core.text import shown
from .agreement import Agreement
from .ascent import Ascent, Rung, most_for
from .concept import Concept
from .faces import Face, face_of_the_stuck
from .lowering import Lowered
from .problem import BargainingProblem
from .solutions.nash import NashBargaining

#: "rational": over feasible x >= d, as in the literature; "feasible": over all of F, as in Treutlein 2023, 3.4.2.
KINDS: Final = ("rational", "feasible")
#: Rounding of a sum of supports, relative to its terms.
_ROUNDING: Final = 1e-15


def checked_kind(kind: object) -> str:
    """``kind``, if it is one of :data:`KINDS`."""
    if kind not in KINDS:
        fix = 'use "rational" for the most among feasible x >= d, or "feasible" for the most at all'
        raise invalid("ideal", 'must be "rational" or "feasible"', shown(kind), fix)
    return str(kind)


@dataclass(frozen=True, eq=False)
class IdealPoint:
    """Ideal points ``b`` (m,), by how much each may be off (m,), and for the rational ones the ascents that prove them.

    ``proofs[t]`` reaches b_t and bounds it; None for who cannot gain, and empty for "feasible" ideal points, which the
    support of the feasible set gives at once. ``gap`` is the largest of the proofs'.
    """

    ideal: Array
    missing: Array
    proofs: tuple[Ascent | None, ...] = ()

    @property
    def gap(self) -> float:
        return max((proof.rung.gap for proof in self.proofs if proof is not None), default=0.0)


def ideal_point(
    problem: BargainingProblem, kind: str, can_gain: Mask, lowered: Lowered, watch: Stopwatch
) -> IdealPoint | None:
    """The ideal points of ``kind``; None if they were not found.

    Who cannot gain over x >= d has b_t = d_t by either kind: it stays at d whatever the others do.
    """
    d = problem.disagreement
    if kind == "feasible":
        each = np.abs([part.support(np.eye(problem.dim)) for part in problem.sets]).sum(axis=0)
        reached = problem.support(np.eye(problem.dim)) if lowered.most is None else lowered.most
        most = np.where(can_gain, reached, d)
        return IdealPoint(most, np.where(can_gain, _ROUNDING * each, 0.0))
    face = face_of_the_stuck(problem)
    if face is not None and face.exact and face.smaller is not None:
        free = ~face.stuck
        inner = ideal_point(face.smaller, kind, can_gain[free], Lowered.of(face.smaller), watch)
        return None if inner is None else _lifted(face, inner)
    ideal, missing, proofs = np.array(d), np.zeros(problem.dim), list[Ascent | None]([None] * problem.dim)
    for t in np.flatnonzero(can_gain).tolist():
        found = most_for(problem, t, d, watch, lowered)
        if found is None or not np.isfinite(found.rung.most):
            return None
        ideal[t] += found.rung.level
        missing[t] = max(found.rung.most - found.rung.level, 0.0) + _ROUNDING * abs(ideal[t])
        proofs[t] = found
    return IdealPoint(ideal, missing, tuple(proofs))


def _lifted(face: Face, inner: IdealPoint) -> IdealPoint:
    """Ideal points of those who are left on a face, for the whole problem; the others have theirs at d."""
    d = face.problem.disagreement
    proofs = lift_ascents(face, Lowered.of(face.problem), inner.proofs)
    return IdealPoint(face.widened(inner.ideal, d), face.widened(inner.missing, np.zeros(len(d))), proofs)


def lift_ascents(face: Face, lowered: Lowered, ascents: Sequence[Ascent | None]) -> tuple[Ascent | None, ...]:
    """Ascents for those who are left on a face as ascents of the whole problem; None for the stuck, who keep d."""
    out: list[Ascent | None] = []
    for one in ascents:
        if one is None:
            out.append(None)
            continue
        shares = face.shares(one.choices[0])
        rung = lift_rung(face, one.rung, face.problem.disagreement)
        out.append(Ascent(rung, shares, lowered.choices(shares)))
    each = iter(out)
    return tuple(None if stuck else next(each) for stuck in face.stuck) if out else ()


def lift_rung(face: Face, rung: Rung, d: Array) -> Rung:
    """A rung on a face as one of the whole problem: the stuck keep d and have no price."""
    nothing = np.zeros(len(d))
    return replace(
        rung,
        base=face.widened(rung.base, d),
        ray=face.widened(rung.ray, nothing),
        prices=face.widened(rung.prices, nothing),
    )


@dataclass(frozen=True, eq=False)
class IdealGains:
    """Ideal points and ideal gains (m,), zero for who cannot gain, and the Nash solution that says who that is."""

    found: IdealPoint
    gains: Array
    nash: Agreement

    def known(self) -> dict[str, Any]:
        """What an agreement that rests on the ideal gains says about them, and about who cannot gain."""
        nash = self.nash
        out: dict[str, Any] = {"can_gain": nash.can_gain, "ideal": self.found.ideal, "ideal_proofs": self.found.proofs}
        if not nash.can_gain.all():
            keys = ("direction", "bound", "settled", "reasons")
            out |= {"status": Status.some_cannot_gain, **{key: getattr(nash, key) for key in keys}}
        return out


def ideal_gains(problem: BargainingProblem, kind: str, concept: Concept, watch: Stopwatch) -> IdealGains | Agreement:
    """The ideal gains; an agreement under ``concept`` where there are none (nobody can gain, infeasible, not found)."""
    nash = NashBargaining("equal").solve(problem, watch)
    if not nash.choices or not nash.is_answer or not nash.can_gain.any():
        return unfinished(nash, concept)
    found = ideal_point(problem, kind, nash.can_gain, Lowered.of(problem), watch)
    if found is None:
        return unfinished(nash, concept, Status.time_limit if watch.expired() else Status.not_converged)
    return IdealGains(found, np.where(nash.can_gain, found.ideal - problem.disagreement, 0.0), nash)


def unfinished(nash: Agreement, concept: Concept, status: Status | None = None) -> Agreement:
    """``nash`` as the outcome of another solution that did not come further; its proof is only one where it answers."""
    status = nash.status if status is None else status
    if status.answered or status is Status.infeasible:
        return replace(nash, concept=concept)
    nothing = np.full(len(nash.error), np.inf)
    return replace(nash, concept=concept, status=status, gap=np.inf, error=nothing)
