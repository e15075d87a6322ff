"""The Nash bargaining solution, symmetric and asymmetric, with its duality gap as certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from ..._core import tolerances
from ..._core.arrays import Array
from ..._core.errors import invalid
from ..._core.status import Status
from ..._core.stopwatch import Stopwatch
from ..._numerics import compensated
from ..agreement import Agreement, empty_agreement
from ..certificate import gain_error
from ..concept import Concept
from ..explain import explain
from ..faces import Face, face_of_the_stuck, lift, lift_infeasibility
from ..lowering import act
from ..problem import BargainingProblem, checked_weights
from ..search import Found, Search, lent_by
from ..who_gains import WhoGains, enough, who_gains

if TYPE_CHECKING:
    from ..exact.agreement import ExactAgreement

#: Where that lends the others too much, as curved frontiers may, they are held nearer, at the price of accuracy.
_NEARER = (1e-13, 1e-15)
#: Rounding of the certificate itself, whose sums are compensated and whose terms vanish at the optimum.
_ROUNDING = 4e-16


@dataclass(frozen=True, eq=False)
class NashBargaining(Concept):
    """Maximise ``sum nu_t log(x_t - d_t)`` over feasible x > d (Nash 1950; Treutlein 2023, Definitions 9 and 47).

    ``weights`` nu (m,) override the problem's own weights (for a World the prior, Harsanyi and Selten 1972); the word
    "equal" asks for equal weights; None takes the problem's, or equal ones if it has none. A weight of zero means that
    the player's gain does not count but x_t >= d_t is kept. Whoever cannot gain at all is held at d (Section 6.1).
    Outside options of the problem are kept as constraints x_t >= o_t (Binmore, Shaked and Sutton 1989).
    """

    takes_outside_options: ClassVar[bool] = True
    takes_weights: ClassVar[bool] = True

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
        if problem.outside_options is not None:
            from ..outside_options import solve_with_outside_options

            return solve_with_outside_options(problem, self, nu, watch)
        face = face_of_the_stuck(problem)
        if face is None:
            return self._at_large(problem, nu, watch)
        near = self._on_face(face, nu, watch)
        if face.exact or near.is_answer or watch.expired():
            return near
        found = self._at_large(problem, nu, watch)
        return near if found.status is Status.not_converged and not found.gap < near.gap else found

    def solve_exactly(self, problem: BargainingProblem, watch: Stopwatch) -> ExactAgreement:
        from ..exact import exact_nash

        self.bargaining_weights(problem)  # complains about weights in this concept's words
        given: Any = self.weights
        return exact_nash(problem, given, watch)

    def _at_large(self, problem: BargainingProblem, nu: Array, watch: Stopwatch) -> Agreement:
        """The agreement, by a search over the whole feasible set."""
        search = Search(problem, watch)
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
        search = Search(problem, watch)
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
        found = Found(search.lowered.choices(shares), proof.gains, w, gap, steps, noise)
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

    def _harder(self, search: Search, nu: Array, found: Found | None) -> Agreement:
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
        nu, status, lent = kept / kept.sum(), Status.some_cannot_gain, lent_by(again)
        for hold in _NEARER:
            if lent <= tolerances.LENT:
                break
            nearer = search.run(nu, who.shares, held=~who.gainers, hold=hold)
            if nearer is not None and nearer.gap <= tolerances.GAP_SOLVED and lent_by(nearer) < lent:
                again, lent = nearer, lent_by(nearer)
        if lent > tolerances.LENT:  # the others owe too much of their gain to those who stand a rounding below d
            again, status = replace(again, gap=again.gap + lent), search.unproved
        return self._agreement(search, again, nu, status, who)

    def _unproved(self, search: Search, found: Found | None, nu: Array) -> Agreement:
        """Solved if the gap closed after all; otherwise the best point so far under an honest status."""
        if found is not None and found.gap <= tolerances.GAP_SOLVED:
            return self._agreement(search, found, nu, Status.solved)
        status = search.unproved
        if found is None or not np.isfinite(found.gap):
            return empty_agreement(search.problem, self, nu, status)
        return self._agreement(search, found, nu, status)

    def _stay(self, search: Search, who: WhoGains, nu: Array) -> Agreement:
        """Nobody who counts can gain: the answer is a feasible point at (or above) d."""
        assert who.shares is not None
        lowered = search.lowered
        threshold = lowered.threshold(search.problem.disagreement)
        gains = lowered.stack.payoff(who.shares) - threshold
        w = who.direction * lowered.scale
        noise = lowered.stack.rounding(who.shares, threshold)
        found = Found(lowered.choices(who.shares), gains, w, max(who.bound, 0.0), 0, noise)
        nobody = not (who.gainers is not None and who.gainers.any())
        status = Status.nobody_can_gain if nobody else Status.some_cannot_gain
        if gains.min() < -tolerances.BELOW:
            return empty_agreement(search.problem, self, nu, search.unproved)
        return self._agreement(search, found, nu, status, who)

    def _agreement(
        self, search: Search, found: Found, nu: Array, status: Status, who: WhoGains | None = None
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
