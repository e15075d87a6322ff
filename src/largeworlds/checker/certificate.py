"""The proofs: no feasible point is better by more than the gap, and who cannot gain.

Write h for the support of the feasible set F, d for disagreement and g = x - d. For any w >= 0, every feasible x* with
x* >= d has ``w . g* <= h(w) - w . d``. With log a <= a - 1, applied to a = w_t g*_t / nu_t, this gives

    sum nu_t log g*_t <= h(w) - w . d - sum nu_t + sum nu_t log(nu_t / w_t)

over the types with nu_t > 0 (the others only add ``w_t g*_t >= 0`` on the left), so at the proposed gains g

    f(x*) - f(x) <= h(w) - w . d - sum nu_t - sum nu_t log(w_t g_t / nu_t).

Where somebody cannot gain, ``direction . (x - d) <= h(direction) - direction . d`` for every feasible x does the same.
Suprema are bounded from above, so every number here is an upper bound, rounded up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from . import tolerances
from .arithmetic import ZERO, above, decimals, dot
from .claim import UNFINISHED, Claim
from .feasibility import Point
from .model import Model
from .verification import Check

_ALLOWANCE = Decimal(tolerances.ALLOWANCE)
_ARITHMETIC = Decimal(tolerances.ARITHMETIC)
#: Larger error bounds are as good as none, and a result may leave them out.
_MOST_ERROR = 1e100
#: Share of the allowed rounding below disagreement that is rounding of this arithmetic itself.
_EXACTLY = Decimal("1e-18")


@dataclass(frozen=True)
class Bound:
    """A recomputed upper bound.

    ``resolution`` is how well doubles determine it. ``lent`` is what the others may have gained because somebody stands
    a rounding below disagreement, at the prices of the bound: with it the bound holds for a problem that allows this.
    """

    value: float
    resolution: float
    lent: float = 0.0

    @property
    def relaxed(self) -> float:
        """The bound for the problem in which everybody may stand as low as the proposed point: never negative."""
        return max(above(Decimal(self.value) + Decimal(self.lent)), 0.0)


@dataclass(frozen=True)
class Case:
    """What is to be proved about which model.

    ``settled`` are types, with their levels, that get exactly the most they can at disagreement. Every outcome with
    x >= d gives them that, so contributors stay on their faces for them: ``kept`` is the model with these faces. Their
    own prices are then free to be zero, where a curved frontier would need ever larger ones. ``most`` is what they get:
    disagreement, or less where that is rounded up.
    """

    model: Model
    kept: Model
    settled: dict[int, int]
    most: dict[int, Decimal]
    claim: Claim
    point: Point

    @classmethod
    def of(cls, model: Model, claim: Claim, point: Point) -> Case:
        """Look for settled types where the result says that somebody cannot gain."""
        if claim.direction is None:
            return cls(model, model, {}, {}, claim, point)
        return cls(model, *model.kept_to_faces(point.disagreement), claim, point)

    def free_of_settled(self, prices: Sequence[Decimal]) -> tuple[Model, list[Decimal]]:
        """The model on whose faces settled types keep what they have, and ``prices`` without theirs."""
        return self.kept, [ZERO if t in self.settled else item for t, item in enumerate(prices)]

    def sizes(self) -> list[Decimal]:
        """Per payoff the size of the numbers that enter it: range, disagreement and payoff."""
        allowance = Decimal(tolerances.ALLOWANCE)
        numbers = zip(*self.model.ranges, self.point.disagreement, self.point.payoffs, strict=True)
        return [wide + abs(d) + abs(x) + allowance * size for wide, size, d, x in numbers]

    def below(self, t: int) -> Decimal:
        """How far type t stands below disagreement."""
        return max(-self.point.gains[t], ZERO)

    def allowed(self, t: int) -> Decimal:
        """How far type t may stand below disagreement."""
        return self.model.held(t, self.point.disagreement[t])


def nash_bound(case: Case, weights: Sequence[float]) -> Bound | str:
    """The bound on ``f(x*) - f(x)`` from the weights of the result; a sentence if they or the point give none.

    Both as the weights are, and without those of settled types that do not count: whichever proves more.
    """
    w = decimals(weights)
    bound = _nash_bound(case, case.model, w)
    if isinstance(bound, str) or not case.settled:
        return bound
    free = [ZERO if t in case.settled and not case.claim.nu[t] else item for t, item in enumerate(w)]
    kept = _nash_bound(case, case.kept, free)
    if isinstance(kept, str):
        return bound
    # On the faces nothing may be lent by those who settled them.
    short = any(most - case.point.payoffs[t] > case.allowed(t) * _EXACTLY for t, most in case.most.items())
    lent = math.inf if short else kept.lent
    return min(bound, replace(kept, lent=lent), key=lambda found: (found.relaxed, found.value))


def _nash_bound(case: Case, model: Model, w: Sequence[Decimal]) -> Bound | str:
    names, point = case.claim.names, case.point
    nu = decimals(case.claim.nu)
    total = model.support_above(w) - dot(w, point.disagreement)
    lent = unsure = ZERO
    for t, (share, weight, gain) in enumerate(zip(nu, w, point.gains, strict=True)):
        if not share:
            lent += weight * case.below(t)
            continue
        if gain <= 0:
            return f"{names[t]} counts but gains {float(gain):.3g}"
        if weight <= 0:
            return f"{names[t]} counts but has the consensus weight {float(weight):.3g}"
        total -= share + share * (weight * gain / share).ln()
        unsure += share * (case.model.ranges[1][t] + abs(point.disagreement[t])) / gain
    bound = _rounded_up(case.model, total, w, point.disagreement, 1 + unsure)
    return replace(bound, lent=above(lent))


def direction_bound(model: Model, whole: Model, disagreement: Sequence[Decimal], direction: Sequence[Decimal]) -> Bound:
    """The bound on ``direction . (x - d)`` over all x feasible in ``model``, which is ``whole`` or a part of it."""
    total = model.support_above(direction) - dot(direction, disagreement)
    return _rounded_up(whole, total, direction, disagreement, ZERO)


def _rounded_up(model: Model, total: Decimal, w: Sequence[Decimal], d: Sequence[Decimal], more: Decimal) -> Bound:
    wide, size = model.ranges
    sizes = [abs(item) for item in w]
    entering = dot(sizes, size) + dot(sizes, [abs(item) for item in d]) + more
    mattering = dot(sizes, wide) + more
    resolution = Decimal(tolerances.RESOLUTION) * (mattering + dot(sizes, [abs(item) for item in d]))
    return Bound(above(total + _ARITHMETIC * entering), float(resolution))


def check_gap(claim: Claim, bound: Bound | str) -> Check:
    """The gap that the result claims, against the recomputed one."""
    name = "gap"
    if isinstance(bound, str):
        return Check(name, False, f"No gap is proved: {bound}.")
    if claim.gap is None:
        return Check(name, False, f"The result claims no gap; {bound.value:.3g} is proved.")
    said = against_claim(claim.gap, bound.value, bound.value <= claim.gap)
    if bound.lent:
        said += (
            f" Those who stand a rounding below disagreement lend the others {bound.lent:.1g} by it "
            f"(allowed {tolerances.LENT:.0e})."
        )
    if bound.value > claim.gap and bound.resolution > claim.gap:
        said += f" Doubles determine it only to about {bound.resolution:.1g}: payoffs are that large beside the gains."
    lends = bound.lent > tolerances.LENT and claim.status not in UNFINISHED
    return Check(name, bound.value <= claim.gap and not lends, said)


def against_claim(claimed: float | None, recomputed: float, holds: bool) -> str:
    """A claimed bound beside the recomputed one, which may be smaller: then more is proved than was claimed."""
    told = "no bound" if claimed is None else f"{claimed:.3g}"
    if not holds:
        return f"The recomputed bound, {recomputed:.3g}, is larger than the claimed one, {told}."
    beside = "not larger than" if recomputed <= (claimed or 0.0) else "up to rounding"
    return f"The claim holds: the recomputed bound, {recomputed:.3g}, is {beside} the claimed one, {told}."


def check_above_disagreement(case: Case) -> Check:
    """Nobody falls below disagreement by more than rounding."""
    name = "at least disagreement"
    for t, who in enumerate(case.claim.names):
        below, allowed = case.below(t), case.allowed(t)
        if below > allowed:
            said = f"{who} falls below disagreement by {float(below):.3g} (allowed {float(allowed):.1g})."
            return Check(name, False, said)
    return Check(
        name, True, f"Nobody falls below disagreement by more than {tolerances.HELD:.0e} of the payoff's range."
    )


def check_direction(case: Case, unable: list[int]) -> tuple[Check, Bound | None]:
    """The types of ``unable`` cannot gain: the settled ones have all they can get, the direction bounds the others."""
    name, claim = "cannot gain", case.claim
    if claim.direction is None or claim.bound is None:
        return Check(name, False, "The result gives no direction that would prove it."), None
    if min(claim.direction) < 0:
        return Check(name, False, f"The direction has a negative entry, {min(claim.direction):.3g}."), None
    if claim.bound < 0:
        said = f"The bound is {claim.bound:.3g}, below zero: then not even disagreement could be reached."
        return Check(name, False, said), None
    wrong = [who for t, who in enumerate(claim.names) if claim.settled[t] not in (0, case.settled.get(t))]
    if wrong:
        said = f"{_listed(wrong)} can get more than disagreement on the face where it is said to be settled."
        return Check(name, False, said), None
    bound = _least_direction_bound(case)
    if not bound.value <= claim.bound + bound.resolution:
        return Check(name, False, f"The direction proves the bound {bound.value:.3g}, not {claim.bound:.3g}."), bound
    allowed = tolerances.CANNOT_GAIN_FINITE if case.model.is_finite else tolerances.CANNOT_GAIN
    most, size = 0.0, ZERO
    for t, gains in enumerate(claim.can_gain):
        if t in case.settled:
            continue
        unit = Decimal(claim.direction[t]) * case.model.ranges[0][t]
        share = float(Decimal(max(bound.value, 0.0)) / unit) if unit > 0 else math.inf
        small = share <= allowed
        if t in unable:
            if not small and claim.status not in UNFINISHED:
                said = f"{claim.names[t]} could gain up to {share:.3g} of its payoff's range by this direction"
                return Check(name, False, f"{said} (allowed {allowed:.0e})."), bound
            most = max(most, share)
            size = max(size, Decimal(share) * case.model.ranges[0][t] if unit > 0 else ZERO)
        elif small and gains and case.point.gains[t] <= 0:
            said = f"{claim.names[t]} can gain, it says, but the direction proves that it cannot."
            return Check(name, False, said), bound
    torn = [claim.names[t] for t in case.settled if claim.can_gain[t]]
    if torn:
        return Check(name, False, f"{_listed(torn)} can gain, it says, but already get the most they can."), bound
    have = [claim.names[t] for t in unable if t in case.settled]
    rest = [claim.names[t] for t in unable if t not in case.settled]
    said = f"{_listed(have)} get the most they can at disagreement. " if have else ""
    if rest:
        said += f"{_listed(rest)} could gain at most {most:.1e} of the payoff's range"
        said += f" ({float(size):.2g} {case.model.units})."
    return Check(name, True, said.strip() or "Nobody is said to be unable to gain."), bound


def _least_direction_bound(case: Case) -> Bound:
    """The bound by the direction as it is, or without the prices of settled types: whichever is smaller."""
    prices = decimals(case.claim.direction or ())
    d = case.point.disagreement
    bound = direction_bound(case.model, case.model, d, prices)
    if not case.settled:
        return bound
    free = [ZERO if t in case.settled else item for t, item in enumerate(prices)]
    return min(bound, direction_bound(case.kept, case.model, d, free), key=lambda found: found.value)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:6]) + (" and others" if len(names) > 6 else "")


def check_infeasible(model: Model, claim: Claim, disagreement: Sequence[Decimal]) -> tuple[Check, Bound | None]:
    """The direction shows that no feasible x has x >= d: d is worth more than anything feasible."""
    name = "infeasible"
    if claim.direction is None or not any(claim.direction):
        return Check(name, False, "The result gives no direction that would prove it."), None
    if min(claim.direction) < 0:
        return Check(name, False, f"The direction has a negative entry, {min(claim.direction):.3g}."), None
    bound = direction_bound(model, model, disagreement, decimals(claim.direction))
    if claim.bound is None or not bound.value <= claim.bound + bound.resolution or claim.bound >= 0:
        return Check(name, False, f"The direction proves the bound {bound.value:.3g}, not {claim.bound}."), bound
    good = bound.value < 0
    said = "no feasible outcome reaches disagreement" if good else "that does not exclude an outcome above disagreement"
    return Check(name, good, f"direction . (x - d) is at most {bound.value:.3g} for every feasible x: {said}."), bound


def proved_error(level: float, gain: Decimal) -> float:
    """The bound on ``|g* - g|`` from ``q - 1 - log q <= level`` for q = g / g*.

    At the optimum x*, ``sum nu_t (g_t / g*_t - 1) <= 0`` for every feasible x with x >= d, hence
    ``f(x*) - f(x) = -sum nu_t log q_t >= sum nu_t (q_t - 1 - log q_t)``, a sum of terms that are not negative.
    """
    if level <= 0:
        return 0.0
    # The largest error is on the side q < 1: g* - g = g (1 / q - 1). With q = exp(-z): exp(-z) - 1 + z <= level.
    inner, outer = 0.0, level + 1
    while True:
        middle = 0.5 * (inner + outer)
        if not inner < middle < outer:
            break
        inner, outer = (middle, outer) if _excess(middle) <= level else (inner, middle)
    return above(gain) * math.expm1(outer) * (1 + tolerances.ERROR_SLACK) if outer < 700 else math.inf


def _excess(z: float) -> float:
    """``exp(-z) - 1 + z``, by its series near zero where the terms cancel."""
    if z > 1e-2:
        return math.expm1(-z) + z
    return z * z * (1 / 2 - z * (1 / 6 - z * (1 / 24 - z * (1 / 120 - z * (1 / 720 - z / 5040)))))


def check_errors(case: Case, bound: Bound) -> Check:
    """Published error bounds are not smaller than what is proved, for payoffs and gains as they are printed.

    They are about the solution that may stand as low as the proposed point does, where that is a rounding below
    disagreement: no multipliers tell what such a rounding is worth at disagreement itself.
    """
    name, claim, point = "error bounds", case.claim, case.point
    tightest = 0.0
    for t, (nu, said, gain) in enumerate(zip(claim.nu, claim.error, point.gains, strict=True)):
        if said is not None and said < 0:
            return Check(name, False, f"The error of {claim.names[t]} is negative.")
        if nu == 0:
            if said is None or _stuck(claim, t):
                continue
            return Check(name, False, f"{claim.names[t]} does not count, so the gap bounds no error of it.")
        needed = above(Decimal(proved_error(bound.relaxed / nu, gain)) + point.off[t])
        if said is None:
            if needed < _MOST_ERROR and claim.status == "solved":
                return Check(name, False, f"{claim.names[t]} has no error bound, although {needed:.3g} is proved.")
            tightest = math.inf
            continue
        if said < needed:
            return Check(name, False, f"{claim.names[t]} is proved within {needed:.3g}, not within {said:.3g}.")
        tightest = max(tightest, float(Decimal(said) / gain))
    most = f"the largest is {tightest:.1e} of the gain" if tightest < math.inf else "some are left open"
    return Check(name, True, f"Every published bound follows from the gap; {most}.")


def _stuck(claim: Claim, t: int) -> bool:
    return claim.status != "solved" and claim.direction is not None and not claim.can_gain[t]


def check_held_errors(case: Case, bound: Bound) -> Check:
    """For those who cannot gain: every payoff at or above disagreement is below the bound of the direction.

    That bound is a difference of numbers that nearly cancel, and the result's own is rounded.
    """
    name, claim, point = "held payoffs", case.claim, case.point
    for t, (said, gain) in enumerate(zip(claim.error, point.gains, strict=True)):
        if not _stuck(claim, t) or said is None or claim.direction is None:
            continue
        most = ZERO
        if t not in case.settled:
            if claim.direction[t] <= 0:
                return Check(name, False, f"No error of {claim.names[t]} is bounded by the direction.")
            most = Decimal(max(bound.value - bound.resolution, 0.0)) / Decimal(claim.direction[t])
        needed = above(max(most - gain, gain, ZERO) + point.off[t] - _ALLOWANCE * case.model.ranges[1][t])
        if said < needed:
            return Check(name, False, f"{claim.names[t]} is proved within {needed:.3g}, not within {said:.3g}.")
    return Check(name, True, "Those who cannot gain are within their error bounds.")
