"""Faces: what remains of a problem when some types already have the most they can get.

If d_t is the largest payoff that t can have at all (a type that believes to meet only itself and asks for its own best,
say), then x >= d forces everybody onto the face of the feasible set in direction e_t: uses that do not serve t best are
ruled out, curved budgets that serve t have a single best split. On that face t's payoff is constant, so t and its
coordinate can be dropped; the rest is a smaller problem that has an interior again. Without this step "t cannot gain"
is a constraint without interior, and on curved sets one whose multiplier is infinite.

Types that are stuck only on the face left by others come out one level further down, and so on. The proof is stated
face by face, as ``settled``: the level at which a type has its most, and gap and bound on the face where all of them
keep it. A single direction for the whole set would need weights that grow from level to level like a tower, since on
curved sets the bound falls only like one over the weight. Weights are still lifted back as far as they prove something:
for finite sets some finite weight proves all of it, and where d is the most of a type only up to rounding, not exactly,
nothing else is a proof: on curved sets what d falls short by is worth its square root to the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .._core import tolerances
from .._core.arrays import Array, Mask
from .._numerics import returns
from ..sets.uses import Budget, Uses
from .agreement import Agreement, Choice
from .certificate import nash_gap
from .exactly import Leaves, Remaining, has_most
from .lowering import Lowered
from .problem import BargainingProblem, Contributions
from .who_gains import enough

Indices = NDArray[np.intp]
#: What a face leaves of one budget: its number of uses, the shares it is fixed to (or None), the uses that remain.
Kept = tuple[int, Array | None, Indices]

#: Weights of the dropped types that are tried, in units of the inverse range of their payoffs.
_WEIGHTS = 10.0 ** np.arange(0, 15)
#: d is no further from the most of a settled type than this share of the numbers involved.
_ROUNDING = 2.0**-51


@dataclass(frozen=True, eq=False)
class Face:
    """The face of a problem on which ``stuck`` types have the most they can get, as a problem for the others.

    ``kept[i]`` says, for the i-th budget of all contributors in order, which uses remain (index array), or holds the
    shares to which it is fixed. ``exact`` is true if d is exactly the most of the stuck, so that what is proved on the
    face is proved (:mod:`largeworlds.bargaining.exactly`).
    """

    problem: BargainingProblem
    stuck: Mask
    normal: Array
    smaller: BargainingProblem | None
    kept: tuple[Kept, ...]
    exact: bool

    def widened(self, values: Array, of_the_stuck: Array) -> Array:
        """Values (those left,) of the smaller problem's players as (m,), with ``of_the_stuck`` (m,) for the others."""
        out = np.array(of_the_stuck)
        out[~self.stuck] = values
        return out

    def settled(self, smaller: Agreement | None) -> tuple[int, ...]:
        """Per type the level (1, 2, ...) at which it has its most, 0 if it has not; all 0 unless that is exact."""
        levels = self.stuck.astype(int)
        if smaller is not None and smaller.settled:
            below = np.array(smaller.settled)
            levels[~self.stuck] = np.where(below > 0, below + 1, 0)
        return tuple(levels.tolist()) if self.exact else ()

    def shares(self, choice: Choice | None) -> Array:
        """Shares of every budget of the whole problem, one after the other, from those of the smaller one.

        Without a smaller problem (everybody is stuck) all points of the face are the same: the first use will do.
        """
        pieces = spread(self.kept, choice)
        return np.concatenate(pieces) if pieces else np.zeros(0)

    def fixed(self, inner: Mask) -> Mask:
        """Which budgets of the whole problem have no choice left, if ``inner`` says so for those of the smaller one."""
        given = iter(inner.tolist())
        return np.array([one is not None or next(given) for _, one, _ in self.kept])


def spread(kept: Sequence[Kept], choice: Choice | None) -> list[Array]:
    """Shares of every budget from those on a face of it; without a ``choice`` the first use that is left gets all."""
    pieces, given = [], None if choice is None else iter(choice)
    for size, fixed, allowed in kept:
        if fixed is not None:
            pieces.append(fixed)
            continue
        piece = np.zeros(size)
        if given is None:
            piece[allowed[0]] = 1.0
        else:
            piece[allowed] = next(given)
        pieces.append(piece)
    return pieces


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
    leaves = Leaves.of(problem)
    surely = np.abs(high - d) <= _ROUNDING * (most + np.abs(d))
    if not problem.origin.selfish:
        surely &= has_most(problem, leaves, stuck & surely)
    exact = bool((stuck & surely).any())
    stuck = stuck & surely if exact else stuck  # the others come out on the face of those who are sure
    normal = np.where(stuck, 1.0 / size, 0.0)
    if float(problem.support(normal)) < float(normal @ d) - stuck.sum() * tolerances.TIE * 10:
        return None  # they cannot all have it at once: a matter for the proof of infeasibility
    kept, budgets, offset = [], [], np.sum([one.offset for one in known], axis=0)
    for budget in (budget for one in known for budget in one.budgets):
        fixed, allowed = restricted(budget, normal)
        kept.append((len(budget.scale), fixed, allowed))
        if fixed is not None:
            offset = offset + budget.point(fixed)
        else:
            family = budget.scale[allowed], budget.offset[allowed], budget.exponent[allowed]
            budgets.append(Budget(budget.directions[np.ix_(allowed, ~stuck)], *family))
    smaller = None
    if not stuck.all():
        names = [name for name, out in zip(problem.names, stuck, strict=True) if not out]
        rest = Remaining(Uses(offset[~stuck], tuple(budgets)), leaves.kept(stuck))
        origin = problem.origin.of(np.flatnonzero(~stuck).tolist())
        smaller = Contributions(rest, names, units=problem.units).problem(d[~stuck], origin=origin)
    return Face(problem, stuck, normal, smaller, tuple(kept), exact)


def restricted(budget: Budget, normal: Array) -> tuple[Array | None, Indices]:
    """(fixed shares or None, uses that remain) of one budget on the face with this normal."""
    worth = budget.directions @ normal
    everything = np.arange(len(worth))
    if budget.is_linear:
        full = worth * budget.scale
        size = float((np.abs(budget.directions) @ normal * budget.scale).max(initial=0.0))
        return None, np.flatnonzero(full >= full.max() - tolerances.TIE * size)
    worth = np.where(np.abs(worth) > tolerances.TIE * (np.abs(budget.directions) @ np.abs(normal)), worth, 0.0)
    if not (worth * budget.scale > 0).any():
        return None, np.flatnonzero(worth * budget.scale >= 0)
    return returns.best_split(worth[None], budget.scale, budget.offset, budget.exponent, 1.0)[0], everything


@dataclass(frozen=True, eq=False)
class Lifted:
    """The gains of the whole problem at a point of the smaller one, in scaled coordinates, with its proofs.

    ``left`` is what ``direction`` and ``bound`` leave to those who cannot gain, at most, in units of their ranges.
    """

    gains: Array
    w: Array
    gap: float
    direction: Array
    bound: float
    left: float


def lift(face: Face, lowered: Lowered, shares: Array, nu: Array, smaller: Agreement | None) -> Lifted:
    """State for the whole problem what was found on its face: gap at ``nu``, and that the others cannot gain."""
    stack, stuck = lowered.stack, face.stuck
    threshold = lowered.threshold(face.problem.disagreement)
    gains = stack.payoff(shares) - threshold
    base = face.normal * lowered.scale
    noise = np.where(stuck, stack.rounding(shares, threshold), 0.0)
    if face.exact:  # the payoff of the stuck equals d, so what is left is rounding: of d too, where it is a profile's
        less = 1e-12 * np.maximum(np.abs(threshold), 1.0) if face.problem.origin.of_profile else noise
        gains = np.where(stuck & (np.abs(gains) <= less), 0.0, gains)
    gap, w = np.inf, np.zeros(len(nu))
    if smaller is not None:
        w[~stuck] = np.nan_to_num(smaller.weights) * lowered.scale[~stuck]
    inner = w[~stuck]
    if (nu > 0).any() and not (nu[stuck] > 0).any() and (gains[nu > 0] > 0).all():
        for weight in _WEIGHTS:
            here, trial, _ = nash_gap(stack, threshold, nu, shares, w + weight * base, gains)
            here += float(trial @ noise)  # what rounding of d and of the sets may lend
            if here < 0.5 * gap and gap > tolerances.GAP_SOLVED * 1e-3:
                gap, best = here, trial
        w = best if np.isfinite(gap) else w
    if face.exact and smaller is not None:
        gap, w[~stuck] = smaller.gap, inner
    return Lifted(gains, w, gap, *_direction(face, lowered, shares, gains, smaller))


def _direction(
    face: Face, lowered: Lowered, shares: Array, gains: Array, smaller: Agreement | None
) -> tuple[Array, float, float]:
    """(direction, bound, left): that those who are stuck, here or on the face, cannot gain; see :class:`Lifted`."""
    stuck, base = face.stuck, face.normal * lowered.scale
    direction, bound, held = np.zeros(len(stuck)), 0.0, stuck.copy()
    if smaller is not None:
        held[~stuck] |= ~smaller.can_gain
        if smaller.direction is not None:
            direction[~stuck] = smaller.direction * lowered.scale[~stuck]
            size = max(float(direction.max()), 1e-300)
            direction, bound = direction / size, smaller.bound / size
    left, best, least = np.inf, base, np.inf
    target = 0.1 * enough(lowered.stack)
    for weight in _WEIGHTS if direction.any() else _WEIGHTS[:1]:
        trial = direction + weight * base
        here = float(lowered.stack.shortfall(trial, shares).sum()) + float(np.maximum(gains, 0.0) @ trial)
        most = float((here / trial[held & (trial > 0)]).max(initial=0.0))
        if most < 0.5 * least and least > target:  # the smallest weight that does: larger ones add rounding
            least, left, best = most, here, trial
    if face.exact:
        best = best if least <= target else direction + base
        left, free = bound, held & ~stuck & (direction > 0)
        least = float((left / direction[free]).max(initial=0.0))
    size = float(best.max())
    return best / size, left / size, least


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
