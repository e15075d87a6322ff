"""The Nash bargaining solution, symmetric and asymmetric, with its duality gap as certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from ..._core import tolerances
from ..._core.arrays import Array, Mask
from ..._core.errors import invalid
from ..._core.status import Status
from ..._core.stopwatch import Stopwatch
from ..._numerics import compensated, interior_point
from ..._numerics.budgets import Stack
from ..agreement import Agreement, Choice, empty_agreement
from ..certificate import gain_error, nash_gap
from ..concept import Concept
from ..explain import explain
from ..faces import Face, face_of_the_stuck, lift, lift_infeasibility
from ..lowering import Lowered, act
from ..problem import BargainingProblem, checked_weights
from ..who_gains import WhoGains, enough, who_gains

#: Players who cannot gain keep their disagreement payoff up to this share of their payoff's range.
_HELD = 1e-11
#: Where that lends the others too much, as curved frontiers may, they are held nearer, at the price of accuracy.
_NEARER = (1e-13, 1e-15)
#: Shares below this are dropped if the certificate does not suffer.
_DUST = 1e-12
_ORACLE_ROUNDS = 200
#: Rounding of the certificate itself, whose sums are compensated and whose terms vanish at the optimum.
_ROUNDING = 4e-16
#: Complementarity above which the certificate is not evaluated.
_FAR = 1e-5
#: A step that leaves more than this share of the complementarity is slow: perhaps there is nothing to be found.
_SLOW = 0.9


@dataclass(frozen=True, eq=False)
class NashBargaining(Concept):
    """Maximise ``sum nu_t log(x_t - d_t)`` over feasible x > d (Nash 1950; Treutlein 2023, Definitions 9 and 47).

    ``weights`` nu (m,) override the problem's own weights (for a World the prior, Harsanyi and Selten 1972); the word
    "equal" asks for equal weights; None takes the problem's, or equal ones if it has none. A weight of zero means that
    the player's gain does not count but x_t >= d_t is kept. Whoever cannot gain at all is held at d (Section 6.1).
    """

    weights: ArrayLike | str | None = None

    @property
    def title(self) -> str:
        return "Nash bargaining solution"

    def bargaining_weights(self, problem: BargainingProblem) -> Array:
        """The weights nu (m,) that this concept uses on ``problem``; they sum to one."""
        if isinstance(self.weights, str):
            if self.weights != "equal":
                raise invalid(
                    "weights", 'must be numbers or the word "equal"', repr(self.weights), "give one weight per player"
                )
            return np.full(problem.dim, 1.0 / problem.dim)
        if self.weights is not None:
            return checked_weights(self.weights, problem.dim)
        return np.full(problem.dim, 1.0 / problem.dim) if problem.weights is None else problem.weights

    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        nu = self.bargaining_weights(problem)
        face = face_of_the_stuck(problem)
        if face is None:
            return self._at_large(problem, nu, watch)
        near = self._on_face(face, nu, watch)
        if face.exact or near.is_answer or watch.expired():
            return near
        found = self._at_large(problem, nu, watch)
        return near if found.status is Status.not_converged and not found.gap < near.gap else found

    def _at_large(self, problem: BargainingProblem, nu: Array, watch: Stopwatch) -> Agreement:
        """The agreement, by a search over the whole feasible set."""
        search = _Search(problem, watch)
        found = search.run(nu)
        tiny = found is None or (found.gains[nu > 0] <= tolerances.ROUNDING_GAIN).any()
        if found is not None and found.gap <= tolerances.GAP_SOLVED and not tiny:
            return self._agreement(search, found, nu, Status.solved)
        if watch.expired() and (found is None or found.gap == np.inf):
            return empty_agreement(problem, self, nu, Status.time_limit)
        return self._harder(search, nu, found)

    def _on_face(self, face: Face, nu: Array, watch: Stopwatch) -> Agreement:
        """Some types have the most they can get already: solve for the others, then prove it on the whole problem."""
        problem, stuck = face.problem, face.stuck
        smaller: Agreement | None = None
        if face.smaller is not None:
            counted = nu[~stuck] if (nu[~stuck] > 0).any() else np.ones(int((~stuck).sum()))
            smaller = NashBargaining(counted).solve(face.smaller, watch)
            if not smaller.choices and not np.isfinite(smaller.payoffs).all():
                return self._without_point(face, nu, smaller)
        search = _Search(problem, watch)
        shares = face.shares(smaller.choices[0] if smaller is not None else None)
        gain = np.zeros(len(nu), dtype=bool)
        kept = np.zeros(len(nu))
        if smaller is not None:
            gain[~stuck] = smaller.can_gain
            kept[~stuck] = np.where(smaller.can_gain, nu[~stuck], 0.0)
        nobody = not kept.any()
        kept = nu if nobody else kept / kept.sum()
        proof = lift(face, search.lowered, shares, kept, smaller)
        who = WhoGains(True, gain, shares, proof.direction / search.lowered.scale, proof.bound, face.settled(smaller))
        gap = max(proof.bound, 0.0) if nobody else proof.gap
        w = proof.direction if nobody else proof.w
        threshold = search.lowered.threshold(problem.disagreement)
        noise = search.lowered.stack.rounding(shares, threshold)
        noise = noise + np.abs(search.lowered.stack.payoff(shares) - threshold - proof.gains)
        steps = smaller.steps if smaller is not None else 0
        found = _Found(search.lowered.choices(shares), proof.gains, w, gap, steps, noise)
        status = Status.some_cannot_gain if gain.any() else Status.nobody_can_gain
        if smaller is not None and not smaller.is_answer:
            status = smaller.status
        elif (not nobody and gap > tolerances.GAP_SOLVED) or proof.left > enough(search.lowered.stack):
            status = Status.not_converged
        deal = self._agreement(search, found, kept, status, who)
        if smaller is None:
            return deal
        error = deal.error.copy()  # what the smaller problem leaves open is not closed by lifting it
        error[~stuck] = np.maximum(error[~stuck], smaller.error)
        return replace(deal, error=error)

    def _without_point(self, face: Face, nu: Array, smaller: Agreement) -> Agreement:
        """The smaller problem has no point to lift: infeasible there is infeasible here; otherwise as it ended."""
        problem, direction, bound = face.problem, None, 0.0
        status = smaller.status
        if status is Status.infeasible and smaller.direction is not None:
            direction, bound = lift_infeasibility(face, smaller.direction)
        if status is Status.infeasible and direction is None:
            status = Status.not_found
        reasons = explain(problem, direction, None) if direction is not None else ()
        return empty_agreement(problem, self, nu, status, direction=direction, bound=bound, reasons=reasons)

    def _harder(self, search: _Search, nu: Array, found: _Found | None) -> Agreement:
        """Not everyone seems to gain, or the first attempt failed: find out who can, then solve for them."""
        problem = search.problem
        who = who_gains(search.lowered, problem.disagreement, search.watch)
        if who.feasible is False:
            return empty_agreement(
                problem,
                self,
                nu,
                Status.infeasible,
                direction=who.direction,
                bound=who.bound,
                can_gain=np.zeros(len(nu), dtype=bool),
                reasons=explain(problem, who.direction, None),
            )
        if who.gainers is None or who.shares is None:
            return self._unproved(search, found, nu)
        counted = who.gainers & (nu > 0)
        if not counted.any():
            return self._stay(search, who, nu)
        if (who.gainers | (nu == 0)).all():
            again = search.run(nu, who.shares)
            best = min((f for f in (found, again) if f is not None), key=lambda f: f.gap, default=None)
            return self._unproved(search, best, nu)
        kept = np.where(counted, nu, 0.0)
        again = search.run(kept / kept.sum(), who.shares, held=~who.gainers)
        if again is None or again.gap > tolerances.GAP_SOLVED:
            return self._unproved(search, again, nu)
        nu, status, lent = kept / kept.sum(), Status.some_cannot_gain, _lent(again)
        for hold in _NEARER:
            if lent <= tolerances.LENT:
                break
            nearer = search.run(nu, who.shares, held=~who.gainers, hold=hold)
            if nearer is not None and nearer.gap <= tolerances.GAP_SOLVED and _lent(nearer) < lent:
                again, lent = nearer, _lent(nearer)
        if lent > tolerances.LENT:  # the others owe too much of their gain to those who stand a rounding below d
            again, status = replace(again, gap=again.gap + lent), search.unproved
        return self._agreement(search, again, nu, status, who)

    def _unproved(self, search: _Search, found: _Found | None, nu: Array) -> Agreement:
        """Solved if the gap closed after all; otherwise the best point so far under an honest status."""
        if found is not None and found.gap <= tolerances.GAP_SOLVED:
            return self._agreement(search, found, nu, Status.solved)
        status = search.unproved
        if found is None or not np.isfinite(found.gap):
            return empty_agreement(search.problem, self, nu, status)
        return self._agreement(search, found, nu, status)

    def _stay(self, search: _Search, who: WhoGains, nu: Array) -> Agreement:
        """Nobody who counts can gain: the answer is a feasible point at (or above) d."""
        assert who.shares is not None
        lowered = search.lowered
        threshold = lowered.threshold(search.problem.disagreement)
        gains = lowered.stack.payoff(who.shares) - threshold
        w = who.direction * lowered.scale
        noise = lowered.stack.rounding(who.shares, threshold)
        found = _Found(lowered.choices(who.shares), gains, w, max(who.bound, 0.0), 0, noise)
        nobody = not (who.gainers is not None and who.gainers.any())
        status = Status.nobody_can_gain if nobody else Status.some_cannot_gain
        if gains.min() < -tolerances.BELOW:
            return empty_agreement(search.problem, self, nu, search.unproved)
        return self._agreement(search, found, nu, status, who)

    def _agreement(
        self, search: _Search, found: _Found, nu: Array, status: Status, who: WhoGains | None = None
    ) -> Agreement:
        problem, lowered = search.problem, search.lowered
        choices = found.choices
        actions = np.array([act(part, c) for part, c in zip(problem.sets, choices, strict=True)])
        gains = found.gains * lowered.scale
        gain = np.ones(len(nu), dtype=bool) if who is None or who.gainers is None else who.gainers
        counted = nu > 0
        gap = found.gap
        if status is not Status.nobody_can_gain and (found.gains[counted] > 0).all():
            worth = np.where(counted, nu / np.where(counted, found.gains, 1.0), np.where(gain, found.w, 0.0))
            gap += _ROUNDING + float(worth @ found.rounding)
        claims = status in (Status.solved, Status.some_cannot_gain) and (gain & counted).any()
        if claims and gap > tolerances.GAP_SOLVED + tolerances.GAP_ROUNDING:
            status = search.unproved  # payoffs rounded to doubles are not proved to be nearer to the solution
        error = gain_error(gap + found.lent, nu, found.gains) + found.rounding
        if who is not None:
            with np.errstate(divide="ignore", invalid="ignore"):
                most = np.where(who.direction > 0, max(who.bound, 0.0) / who.direction, np.inf) / lowered.scale
            if who.settled:
                most = np.where(np.array(who.settled) > 0, 0.0, most)
            error = np.where(gain, error, most + np.abs(found.gains) + found.rounding)
        return Agreement(
            problem=problem,
            concept=self,
            status=status,
            payoffs=compensated.column_sums(np.vstack([problem.disagreement, gains])),
            gains=gains,
            actions=actions,
            choices=choices,
            weights=found.w / lowered.scale,
            bargaining_weights=nu,
            gap=gap,
            error=error * lowered.scale,
            can_gain=gain,
            direction=who.direction if who is not None else None,
            bound=max(who.bound, 0.0) if who is not None else 0.0,
            settled=who.settled if who is not None else (),
            reasons=explain(problem, who.direction, gain, who.bound) if who is not None else (),
            steps=found.steps,
        )


@dataclass(frozen=True, eq=False)
class _Found:
    """A feasible point with its certificate, in scaled coordinates.

    ``gap`` is that of the point in exact arithmetic, ``rounding`` (m,) how far its gains may be off as published, and
    ``lent`` what holding players a little below d may have brought the others (infinite where that is unproved).
    """

    choices: tuple[Choice, ...]
    gains: Array
    w: Array
    gap: float
    steps: int
    rounding: Array
    lent: float = 0.0


def _lent(found: _Found) -> float:
    """What those who stand below d lend the others at the prices of the certificate, in units of the objective."""
    return float(found.w @ np.maximum(-found.gains, 0.0))


@dataclass(frozen=True, eq=False)
class _Kept:
    """An iterate with its certificate; ``slack`` is its first-order distance from optimality."""

    shares: Array
    gap: float
    w: Array
    gains: Array
    slack: float


def _best(kept: list[_Kept]) -> _Kept:
    """Of the iterates whose gap is as small as it gets, the one nearest to optimality.

    The gap is of second order in the error: at 1e-16 payoffs may still be wrong by 1e-8, so it alone does not choose.
    """
    level = max(2 * min(item.gap for item in kept), tolerances.GAP_TARGET)
    return min((item for item in kept if item.gap <= level), key=lambda item: item.slack)


def _distance(stack: Stack, nu: Array, shares: Array, w: Array, gains: Array) -> float:
    """First-order distance from optimality: relative errors of w g = nu, and marginal worths that should be equal."""
    count = nu > 0
    off = np.abs(w * gains - nu)[count] / nu[count]
    return float(off.max()) + stack.slack(w, shares)


def _settled(kept: list[_Kept]) -> bool:
    """True if the last four iterates brought nothing: neither the gap nor the distance from optimality halved."""
    if kept[-1].gap <= tolerances.GAP_TARGET and kept[-1].slack <= tolerances.SLACK_TARGET:
        return True
    before, last = kept[:-4], kept[-4:]
    if not before or min(item.gap for item in before) >= tolerances.GAP_SOLVED:
        return False
    gap_stuck = min(item.gap for item in last) > 0.5 * max(min(item.gap for item in before), tolerances.GAP_TARGET)
    slack_stuck = min(item.slack for item in last) > 0.5 * min(item.slack for item in before)
    return slack_stuck and (gap_stuck or kept[-1].gap <= tolerances.GAP_TARGET)


def _excluded(stack: Stack, threshold: Array, w: Array) -> bool:
    """True if the weights ``w`` already prove that no feasible x has x >= d: then there is nothing to search for."""
    even = stack.even_shares()
    most = float(stack.shortfall(w, even).sum()) + float(w @ (stack.payoff(even) - threshold))
    return most < -tolerances.TINY_GAIN * float(w.sum())


class _Search:
    """Runs the interior point, asks oracles for better points at its weights, and keeps the best certificate."""

    def __init__(self, problem: BargainingProblem, watch: Stopwatch) -> None:
        self.problem = problem
        self.watch = watch
        self.lowered = Lowered.of(problem)

    @property
    def unproved(self) -> Status:
        """The status of what is not proved: stopped early or not."""
        return Status.time_limit if self.watch.expired() else Status.not_converged

    def run(
        self, nu: Array, shares: Array | None = None, held: Mask | None = None, hold: float = _HELD
    ) -> _Found | None:
        """The best certified point for weights ``nu``, from even shares or from feasible ``shares``.

        Those who are ``held`` may stand below d by the share ``hold`` of their payoff's range.
        """
        best: _Found | None = None
        for _ in range(_ORACLE_ROUNDS):
            found = self._once(nu, shares, held, hold)
            if found is None:
                break
            unseen = self.lowered.unseen(found.w)
            if best is None or found.gap + unseen < best.gap:
                best = replace(found, gap=found.gap + unseen)
            if unseen <= tolerances.GAP_TARGET or self.watch.expired():
                break
            if not self.lowered.learn(found.w, 0.0):
                break
            shares = None
        return best

    def _once(self, nu: Array, shares: Array | None, held: Mask | None, hold: float) -> _Found | None:
        """One interior-point run over the points known now."""
        stack = self.lowered.stack
        threshold = self.lowered.threshold(self.problem.disagreement)
        if held is not None:
            threshold = threshold - np.where(held, hold, 0.0)
        kept: list[_Kept] = []
        last = np.inf

        def watch(point: interior_point.Point, mu: float) -> bool:
            nonlocal last
            slow, last = mu > _SLOW * last, mu
            if mu > _FAR and not self.watch.expired():  # too early to certify anything worth the evaluation
                return slow and _excluded(stack, threshold, point.w)
            tidy = point.shares / stack.totals(point.shares)[stack.block]
            gap, w, gains = nash_gap(stack, threshold, nu, tidy, point.w)
            kept.append(_Kept(tidy, gap, w, gains, _distance(stack, nu, tidy, point.w, gains)))
            return self.watch.expired() or _settled(kept)

        begin = interior_point.start(stack, threshold, nu, shares)
        interior_point.solve(stack, threshold, nu, begin, watch)
        if not kept:
            return None
        best = _best(kept)
        tidy = np.where((best.shares < _DUST) & (stack.exponent == 1.0), 0.0, best.shares)
        tidy = tidy / stack.totals(tidy)[stack.block]
        cleaner = _Kept(tidy, *nash_gap(stack, threshold, nu, tidy, best.w), best.slack)
        if cleaner.gap <= max(best.gap, tolerances.GAP_TARGET):
            best = cleaner
        gains, lent = best.gains, 0.0
        if held is not None:
            gains = gains - np.where(held, hold, 0.0)
            lent = 2 * hold * float(best.w[held].sum()) if stack.is_linear else np.inf
        noise = stack.rounding(best.shares, threshold)
        return _Found(self.lowered.choices(stack.spent(best.shares)), gains, best.w, best.gap, len(kept), noise, lent)
