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
from dataclasses import dataclass
from decimal import Decimal

from . import tolerances
from .arithmetic import ZERO, above, decimals, dot
from .claim import UNFINISHED, Claim
from .feasibility import Point
from .model import Model
from .verification import Check

_ALLOWANCE = Decimal(tolerances.ALLOWANCE)
#: Larger error bounds are as good as none, and a result may leave them out.
_MOST_ERROR = 1e100


@dataclass(frozen=True)
class Bound:
    """A recomputed upper bound, and how far doubles determine it at all."""

    value: float
    resolution: float

    @property
    def rounding(self) -> float:
        """What plain double arithmetic may lose when it computes the same bound."""
        return self.resolution * tolerances.BOUND_ROUNDING / tolerances.RESOLUTION


@dataclass(frozen=True)
class Case:
    """What is to be proved about which model.

    ``settled`` are types that get the most they can at disagreement, up to rounding of it to a double. Every outcome
    with x >= d gives them that, so contributors stay on their faces for them: ``kept`` is the model with these faces.
    Their own prices are then free to be zero, where a curved frontier would need ever larger ones.
    """

    model: Model
    kept: Model
    settled: frozenset[int]
    claim: Claim
    point: Point

    @classmethod
    def of(cls, model: Model, claim: Claim, point: Point) -> Case:
        """Look for settled types where the result says that somebody cannot gain."""
        if claim.direction is None:
            return cls(model, model, frozenset(), claim, point)
        kept, settled = model.kept_to_faces(point.disagreement)
        return cls(model, kept, frozenset(settled), claim, point)

    def prices(self, weights: Sequence[float]) -> list[Decimal]:
        """``weights``, without those of settled types that do not count."""
        free = self.settled - {t for t, nu in enumerate(self.claim.nu) if nu > 0}
        return [ZERO if t in free else Decimal(weight) for t, weight in enumerate(weights)]


def nash_bound(case: Case, weights: Sequence[float]) -> Bound | str:
    """The bound on ``f(x*) - f(x)`` from the weights of the result; a sentence if they or the point give none."""
    names, point = case.claim.names, case.point
    w, nu = case.prices(weights), decimals(case.claim.nu)
    total = case.kept.support_above(w) - dot(w, point.disagreement)
    for t, (share, weight, gain) in enumerate(zip(nu, w, point.gains, strict=True)):
        if not share:
            continue
        if gain <= 0:
            return f"{names[t]} counts but gains {float(gain):.3g}"
        if weight <= 0:
            return f"{names[t]} counts but has the consensus weight {float(weight):.3g}"
        total -= share + share * (weight * gain / share).ln()
    return _rounded_up(case.model, total, w, point.disagreement, 1)


def direction_bound(model: Model, disagreement: Sequence[Decimal], direction: Sequence[Decimal]) -> Bound:
    """The bound on ``direction . (x - d)`` over all feasible x."""
    total = model.support_above(direction) - dot(direction, disagreement)
    return _rounded_up(model, total, direction, disagreement, 0)


def _rounded_up(model: Model, total: Decimal, w: Sequence[Decimal], d: Sequence[Decimal], more: int) -> Bound:
    size = model.magnitude(w, d) + more
    return Bound(above(total + _ALLOWANCE * size), float(size) * tolerances.RESOLUTION)


def check_gap(claim: Claim, bound: Bound | str) -> Check:
    """The gap that the result claims, against the recomputed one."""
    name = "gap"
    if isinstance(bound, str):
        return Check(name, False, f"No gap is proved: {bound}.")
    if claim.gap is None:
        return Check(name, False, f"The result claims no gap; {bound.value:.3g} is proved.")
    limit = max(tolerances.GAP_FACTOR * claim.gap, tolerances.GAP_SOLVED)
    said = (
        f"Claimed {claim.gap:.3g}, recomputed at most {bound.value:.3g}; confirmed up to {limit:.3g} "
        f"(twice the claim, or {tolerances.GAP_SOLVED:.0e})."
    )
    if bound.value < -bound.resolution:
        said += (
            " It is negative because somebody is a rounding below disagreement, which is worth that much to the others."
        )
    if bound.value > limit and bound.resolution > limit:
        said += f" Doubles determine it only to about {bound.resolution:.1g}: payoffs are that large beside the gains."
    return Check(name, bound.value <= limit, said)


def check_above_disagreement(model: Model, claim: Claim, point: Point) -> Check:
    """Nobody falls below disagreement by more than rounding."""
    units = model.units
    worst, who = max((max(float(-gain) / units[t], 0.0), t) for t, gain in enumerate(point.gains))
    good = worst <= tolerances.HELD
    said = f"Nobody falls below disagreement by more than {worst:.1e} of its payoff's range."
    return Check(
        "at least disagreement",
        good,
        said
        if good
        else f"{claim.names[who]} falls below disagreement by {worst:.3g} of its payoff's range "
        f"(allowed {tolerances.HELD:.0e}).",
    )


def check_direction(case: Case, unable: list[int]) -> tuple[Check, Bound | None]:
    """The types of ``unable`` cannot gain: the settled ones have all they can get, the direction bounds the others."""
    name, claim = "cannot gain", case.claim
    if claim.direction is None or claim.bound is None:
        return Check(name, False, "The result gives no direction that would prove it."), None
    if min(claim.direction) < 0:
        return Check(name, False, f"The direction has a negative entry, {min(claim.direction):.3g}."), None
    wrong = [name for t, name in enumerate(claim.names) if claim.settled[t] and t not in case.settled]
    if wrong:
        said = f"{_listed(wrong)} can get more than disagreement, although said to be settled."
        return Check(name, False, said), None
    prices = [ZERO if t in case.settled else Decimal(item) for t, item in enumerate(claim.direction)]
    bound = direction_bound(case.kept, case.point.disagreement, prices)
    if not bound.value <= claim.bound + bound.rounding:
        return Check(name, False, f"The direction proves the bound {bound.value:.3g}, not {claim.bound:.3g}."), bound
    most = 0.0
    for t in unable:
        if t in case.settled:
            continue
        unit = claim.direction[t] * case.model.units[t]
        share = max(bound.value, 0.0) / unit if unit > 0 else math.inf
        if not share <= tolerances.CANNOT_GAIN and claim.status not in UNFINISHED:
            said = f"{claim.names[t]} could gain up to {share:.3g} of its payoff's range by this direction"
            return Check(name, False, f"{said} (allowed {tolerances.CANNOT_GAIN:.0e})."), bound
        most = max(most, share)
    torn = [claim.names[t] for t in case.settled if claim.can_gain[t]]
    if torn:
        return Check(name, False, f"{_listed(torn)} can gain, it says, but already get the most they can."), bound
    have = [claim.names[t] for t in unable if t in case.settled]
    rest = [claim.names[t] for t in unable if t not in case.settled]
    said = f"{_listed(have)} get the most they can at disagreement, up to rounding. " if have else ""
    said += f"{_listed(rest)} could gain at most {most:.1e} of the payoff's range." if rest else ""
    return Check(name, True, said.strip() or "Nobody is said to be unable to gain."), bound


def _listed(names: list[str]) -> str:
    return ", ".join(names[:6]) + (" and others" if len(names) > 6 else "")


def check_infeasible(model: Model, claim: Claim, disagreement: Sequence[Decimal]) -> tuple[Check, Bound | None]:
    """The direction shows that no feasible x has x >= d: d is worth more than anything feasible."""
    name = "infeasible"
    if claim.direction is None or not any(claim.direction):
        return Check(name, False, "The result gives no direction that would prove it."), None
    if min(claim.direction) < 0:
        return Check(name, False, f"The direction has a negative entry, {min(claim.direction):.3g}."), None
    bound = direction_bound(model, disagreement, decimals(claim.direction))
    if claim.bound is None or not bound.value <= claim.bound + bound.rounding or claim.bound >= 0:
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
    return float(gain) * math.expm1(inner) if inner < 700 else math.inf


def _excess(z: float) -> float:
    """``exp(-z) - 1 + z``, by its series near zero where the terms cancel."""
    if z > 1e-2:
        return math.expm1(-z) + z
    return z * z * (1 / 2 - z * (1 / 6 - z * (1 / 24 - z * (1 / 120 - z * (1 / 720 - z / 5040)))))


def check_errors(case: Case, bound: Bound) -> Check:
    """Published error bounds are not smaller than what the gap proves."""
    name, claim, point = "error bounds", case.claim, case.point
    least = max(claim.gap or 0.0, bound.value - min(bound.resolution, tolerances.GAP_SOLVED))
    tightest, over = 0.0, -math.expm1(min(bound.value + bound.resolution, 0.0))
    for t, (nu, said, gain) in enumerate(zip(claim.nu, claim.error, point.gains, strict=True)):
        if said is not None and said < 0:
            return Check(name, False, f"The error of {claim.names[t]} is negative.")
        if nu == 0:
            if said is None or _stuck(claim, t):
                continue
            return Check(name, False, f"{claim.names[t]} does not count, so the gap bounds no error of it.")
        needed = proved_error(least / nu, gain)
        if said is None:
            if needed < _MOST_ERROR and claim.status == "solved":
                return Check(name, False, f"{claim.names[t]} has no error bound, although {needed:.3g} is proved.")
            tightest = math.inf
            continue
        if said < needed * (1 - tolerances.ERROR_SLACK):
            return Check(name, False, f"{claim.names[t]} is proved within {needed:.3g}, not within {said:.3g}.")
        tightest = max(tightest, float(Decimal(said) / gain))
    if tightest < over * (1 - tolerances.ERROR_SLACK):
        return Check(
            name,
            False,
            f"Somebody's gain is too large by {over:.2g} of itself, more than any published bound: "
            "the point gains from falling below disagreement.",
        )
    most = f"the largest is {tightest:.1e} of the gain" if tightest < math.inf else "some are left open"
    return Check(name, True, f"Every published bound follows from the gap; {most}.")


def _stuck(claim: Claim, t: int) -> bool:
    return claim.status != "solved" and claim.direction is not None and not claim.can_gain[t]


def check_held_errors(case: Case, bound: Bound) -> Check:
    """For those who cannot gain: payoffs lie between disagreement and the bound of the direction.

    Others who stand a rounding below disagreement may lift them by as much as the direction trades it for.
    """
    claim, point = case.claim, case.point
    lent = tolerances.HELD * sum(a * b for a, b in zip(claim.direction or (), case.model.units, strict=True))
    for t, (said, gain) in enumerate(zip(claim.error, point.gains, strict=True)):
        if not _stuck(claim, t) or said is None or claim.direction is None:
            continue
        most, slack = ZERO, tolerances.RESOLUTION * float(point.sizes[t])
        if t not in case.settled:
            if claim.direction[t] <= 0:
                return Check("held payoffs", False, f"No error of {claim.names[t]} is bounded by the direction.")
            most = Decimal(max(bound.value - bound.resolution, 0.0)) / Decimal(claim.direction[t])
            slack += lent / claim.direction[t]
        needed = float(max(most - gain, gain, ZERO))
        if said < needed * (1 - tolerances.ERROR_SLACK) - slack:
            return Check(
                "held payoffs", False, f"{claim.names[t]} is proved within {needed:.3g}, not within {said:.3g}."
            )
    return Check("held payoffs", True, "Those who cannot gain are within their error bounds.")
