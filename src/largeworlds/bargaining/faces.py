"""Faces: what remains of a problem when some types already have the most they can get.

If d_t is the largest payoff that t can have at all (a type that believes to meet only itself and asks for its own best,
say), then x >= d forces everybody onto the face of the feasible set in direction e_t: uses that do not serve t best are
ruled out, curved budgets that serve t have a single best split. On that face t's payoff is constant, so t and its
coordinate can be dropped; the rest is a smaller problem that has an interior again. Without this step "t cannot gain"
is a constraint without interior, and on curved sets one whose multiplier is infinite.

Certificates are lifted back with the weight of the dropped types growing: for finite sets some finite weight proves the
answer, for curved ones the bound falls like one over the weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .._core import tolerances
from .._core.arrays import Array, Mask
from .._numerics import returns
from ..sets.from_uses import FromUses
from ..sets.uses import Budget, Uses
from .agreement import Agreement, Choice
from .certificate import nash_gap
from .lowering import Lowered
from .problem import BargainingProblem

Indices = NDArray[np.intp]

#: Weights of the dropped types that are tried, in units of the inverse range of their payoffs.
_WEIGHTS = 10.0 ** np.arange(0, 15)


@dataclass(frozen=True, eq=False)
class Face:
    """The face of a problem on which ``stuck`` types have the most they can get, as a problem for the others.

    ``kept[i]`` says, for the i-th budget of all contributors in order, which uses remain (index array), or holds the
    shares to which it is fixed.
    """

    problem: BargainingProblem
    stuck: Mask
    normal: Array
    smaller: BargainingProblem | None
    kept: tuple[tuple[int, Array | None, Indices], ...]

    def shares(self, choice: Choice | None) -> Array:
        """Shares of every budget of the whole problem, one after the other, from those of the smaller one.

        Without a smaller problem (everybody is stuck) all points of the face are the same: the first use will do.
        """
        pieces, given = [], None if choice is None else iter(choice)
        for size, fixed, allowed in self.kept:
            if fixed is not None:
                pieces.append(fixed)
                continue
            piece = np.zeros(size)
            if given is None:
                piece[allowed[0]] = 1.0
            else:
                piece[allowed] = next(given)
            pieces.append(piece)
        return np.concatenate(pieces) if pieces else np.zeros(0)


def face_of_the_stuck(problem: BargainingProblem) -> Face | None:
    """The face on which the types that cannot possibly gain have their most; None if there are none, or it is empty."""
    low, high = problem.bounding_box()
    d = problem.disagreement
    most = np.maximum(np.abs(low), np.abs(high))
    flat = high - low <= tolerances.TIE * most
    size = np.where(flat, np.where(most > 0, most, 1.0), high - low)
    stuck = np.abs(high - d) <= tolerances.TIE * size
    uses = [part.uses() for part in problem.sets]
    known = [one for one in uses if one is not None]
    if not stuck.any() or len(known) < len(uses):
        return None
    normal = np.where(stuck, 1.0 / size, 0.0)
    if float(problem.support(normal)) < float(normal @ d) - stuck.sum() * tolerances.TIE * 10:
        return None  # they cannot all have it at once: a matter for the proof of infeasibility
    kept, budgets, offset = [], [], np.sum([one.offset for one in known], axis=0)
    for budget in (budget for one in known for budget in one.budgets):
        fixed, allowed = _restricted(budget, normal)
        kept.append((len(budget.scale), fixed, allowed))
        if fixed is not None:
            offset = offset + budget.point(fixed)
        else:
            family = budget.scale[allowed], budget.offset[allowed], budget.exponent[allowed]
            budgets.append(Budget(budget.directions[np.ix_(allowed, ~stuck)], *family))
    smaller = None
    if not stuck.all():
        names = [name for name, out in zip(problem.names, stuck, strict=True) if not out]
        rest = FromUses(Uses(offset[~stuck], tuple(budgets)))
        smaller = BargainingProblem(rest, d[~stuck], names, units=problem.units)
    return Face(problem, stuck, normal, smaller, tuple(kept))


def _restricted(budget: Budget, normal: Array) -> tuple[Array | None, Indices]:
    """(fixed shares or None, uses that remain) of one budget on the face with this normal."""
    worth = budget.directions @ normal
    everything = np.arange(len(worth))
    if budget.is_linear:
        full = worth * budget.scale
        size = float((np.abs(budget.directions) @ normal * budget.scale).max(initial=0.0))
        return None, np.flatnonzero(full >= full.max() - tolerances.TIE * size)
    if not (worth * budget.scale > 0).any():
        return None, everything
    return returns.best_split(worth[None], budget.scale, budget.offset, budget.exponent, 1.0)[0], everything


@dataclass(frozen=True, eq=False)
class Lifted:
    """The gains of the whole problem at a point of the smaller one, in scaled coordinates, with the lifted proofs."""

    gains: Array
    w: Array
    gap: float
    direction: Array
    bound: float


def lift(face: Face, lowered: Lowered, shares: Array, nu: Array, smaller: Agreement | None) -> Lifted:
    """Prove on the whole problem what was found on its face: gap at ``nu``, and that the others cannot gain."""
    stack, scale, stuck = lowered.stack, lowered.scale, face.stuck
    threshold = lowered.threshold(face.problem.disagreement)
    gains = stack.payoff(shares) - threshold
    # On the face the payoff of the stuck equals d; what is left is rounding of the two sums.
    gains = np.where(stuck & (np.abs(gains) <= 1e-12 * np.maximum(np.abs(threshold), 1.0)), 0.0, gains)
    base = face.normal * scale
    w, direction = np.zeros(len(nu)), np.zeros(len(nu))
    if smaller is not None:
        w[~stuck] = np.nan_to_num(smaller.weights) * scale[~stuck]
        if smaller.direction is not None:
            direction[~stuck] = smaller.direction * scale[~stuck]
            direction /= max(float(direction.max()), 1e-300)
    best_gap, best_w = np.inf, w
    if (nu > 0).any() and not (nu[stuck] > 0).any() and (gains[nu > 0] > 0).all():
        for weight in _WEIGHTS:
            gap, trial, _ = nash_gap(stack, threshold, nu, shares, w + weight * base, gains)
            if gap < 0.5 * best_gap and best_gap > tolerances.GAP_SOLVED * 1e-3:
                best_gap, best_w = gap, trial
    held = stuck.copy()
    if smaller is not None:
        held[~stuck] |= ~smaller.can_gain
    best_bound, best_direction, least = np.inf, base, np.inf
    for weight in _WEIGHTS if direction.any() else _WEIGHTS[:1]:
        trial = direction + weight * base
        left = float(stack.shortfall(trial, shares).sum()) + float(np.maximum(gains, 0.0) @ trial)
        most = float((left / trial[held & (trial > 0)]).max(initial=0.0))
        if most < 0.5 * least and least > tolerances.HELD:  # the smallest weight that does: larger ones add rounding
            least, best_bound, best_direction = most, left, trial
    size = float(best_direction.max())
    return Lifted(gains, best_w, best_gap, best_direction / size, best_bound / size)


def lift_infeasibility(face: Face, direction: Array) -> tuple[Array | None, float]:
    """A proof ``direction`` (of the others) that x >= d is infeasible on the face, as one on the whole problem.

    Returns the direction and its ``support - direction . d``, below zero if it proves; None if no weight tried does.
    """
    problem, bound = face.problem, 0.0
    for weight in _WEIGHTS:
        trial = weight * face.normal
        trial[~face.stuck] = direction
        bound = float(problem.support(trial)) - float(trial @ problem.disagreement)
        if bound < 0:
            return trial, bound
    return None, bound
