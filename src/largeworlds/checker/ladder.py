"""Solutions that raise everybody along a ray: Kalai-Smorodinsky, egalitarian, equal loss, dictatorial."""

from __future__ import annotations

import math
from decimal import Decimal

from . import tolerances
from .arithmetic import ONE, ZERO, above, decimals, dot
from .certificate import Bound, Case, against_claim
from .claim import UNFINISHED, Deal
from .feasibility import made_points
from .ideals import Ideals, check_ideals
from .model import Model
from .parts import all_parts
from .rungs import Climbed, Start, climb
from .verification import Check

#: What a solution promises, once its rungs are proved.
PROMISES = {
    "kalai-smorodinsky": "everybody has the same share of its ideal gain, as large as possible; who can then gain more "
    "without taking from the others has more, again in equal shares",
    "egalitarian": "everybody who can gain gains the same, as much as possible; who can then gain more without taking "
    "from the others has more, again equally",
    "equal-loss": "everybody loses the same against its ideal point, as little as possible; who can then lose less "
    "without taking from the others loses less, again equally",
    "dictatorial": "everybody gets, in the order of the solution, the most that those before it leave",
}


def check_ladder(case: Case, deal: Deal) -> tuple[list[Check], Bound | str]:
    """Ideal points, rungs, gap, errors and consensus weights of such a solution; and the bound for its status."""
    claim, solution = case.claim, case.claim.solution
    if claim.status in UNFINISHED and claim.gap is None:
        empty = all(error is None for error in claim.error)
        said = "The result claims no gap and no error, so nothing is left to be proved."
        return [Check("rungs", empty, said if empty else "Without a gap no error is bounded.")], "no gap is claimed"
    checks: list[Check] = []
    ideals: Ideals | None = None
    if solution.ideal:
        check, ideals = check_ideals(case, solution.ideal)
        checks.append(check)
        if ideals is None:
            return checks, "the ideal points are not proved"
    elif claim.ideal is not None or claim.ideal_proof:
        checks.append(Check("ideal points", False, f"The {solution.title} has no ideal points."))
    parts = all_parts(case.model, _settled(case), made_points(case.model, deal.choices))
    start, answered = _start(case, ideals), claim.status not in UNFINISHED
    found = climb(parts, start, claim.rungs, claim.names, case.point.payoffs, case.sizes(), answered)
    left = [claim.names[t] for t in found.left]
    problems = [*found.problems, *([f"{left[0]} is left where it could perhaps still rise."] if left else [])]
    problems += [] if claim.unique else ["Rungs leave one outcome, so no rule for ties had to choose."]
    promise = PROMISES[solution.concept]
    said = f"{len(claim.rungs)} of them, each proved by its prices: {promise}."
    checks.append(Check("rungs", not problems, problems[0] if problems else said))
    if problems:
        return checks, "the rungs prove nothing"
    gap = above(max(found.gap, ZERO if ideals is None else ideals.gap))
    bound = Bound(gap, 0.0, above(found.lent))
    checks += [check_gap(case, bound), check_errors(case, found)]
    if claim.status not in UNFINISHED:
        checks.append(_check_weights(case, deal))
    return checks, bound


def _kept(case: Case) -> Model:
    """What is feasible: where nobody may fall below disagreement, only the faces on which settled types keep theirs."""
    return case.kept if case.claim.solution.rational else case.model


def _settled(case: Case) -> list[int]:
    """Types that keep the most they can get, in the order of their levels."""
    return sorted(case.settled, key=lambda t: case.settled[t]) if case.claim.solution.rational else []


def _start(case: Case, ideals: Ideals | None) -> Start:
    """Where the solution of the question begins to climb."""
    claim, d = case.claim, list(case.point.disagreement)
    solution, able = claim.solution, claim.can_gain
    everybody = list(range(len(d)))
    if ideals is not None and solution.concept == "kalai-smorodinsky":
        ray = ideals.gains(d, able)
        shares = [m / r for m, r in zip(ideals.missing, ray, strict=True) if r]
        return Start(d, ray, [everybody], d, unsure=max(shares, default=ZERO))
    ones = [ONE if gains else ZERO for gains in able]
    if ideals is not None:
        ray = ones if solution.rational else [ONE] * len(d)
        floors = d if solution.rational else None
        return Start(ideals.points, ray, [everybody], d, floors, max(ideals.missing, default=ZERO))
    turns = [[claim.names.index(name)] for name in solution.order] or [everybody]
    return Start(d, ones, turns, d)


def check_gap(case: Case, bound: Bound) -> Check:
    """The claimed gap is not smaller than the largest of the proofs'."""
    claim, name = case.claim, "gap"
    if claim.gap is None:
        return Check(name, False, f"The result claims no gap; {bound.value:.3g} is proved.")
    said = against_claim(claim.gap, bound.value, bound.value <= claim.gap)
    if bound.lent:
        said += (
            f" Those who stand a rounding below what they keep lend the others {bound.lent:.1g} by it "
            f"(allowed {tolerances.LENT:.0e})."
        )
    lends = bound.lent > tolerances.LENT and claim.status not in UNFINISHED
    return Check(name, bound.value <= claim.gap and not lends, said)


def check_errors(case: Case, found: Climbed, more: dict[int, Decimal] | None = None) -> Check:
    """Published error bounds are not smaller than what the rungs prove, given the levels kept before; plus ``more``.

    A bound may be left out.
    """
    name, claim, open_ = "error bounds", case.claim, False
    for t, error in found.error.items():
        said = claim.error[t]
        if said is None:
            open_ = True
            continue
        needed = above(error + case.point.off[t] + (more or {}).get(t, ZERO))
        if said < needed:
            return Check(name, False, f"{claim.names[t]} is proved within {needed:.3g}, not within {said:.3g}.")
    told = "Every published bound follows, with levels and curved splits of earlier rungs as they are published"
    return Check(name, True, told + ("; some are left open." if open_ else "."))


def _check_weights(case: Case, deal: Deal) -> Check:
    """By the consensus weights no feasible outcome is worth more, up to a negligible share of what it could vary."""
    model, w = _kept(case), decimals(deal.weights)
    worth = dot(w, model.ranges[0]) or dot(w, case.sizes())
    if not worth > 0:
        return Check("consensus weights", False, "They are all zero.")
    short = model.support_above(w) - dot(w, case.point.payoffs)
    share = float(short / worth)
    # Where payoffs vary by less than doubles tell apart, that rounding is all there is.
    good = share <= tolerances.GAP_WEIGHTS or short <= Decimal(tolerances.RESOLUTION) * dot(w, case.sizes())
    said = f"By them an outcome could be better by {max(share, 0.0):.1e} of what it can vary at most"
    return Check("consensus weights", good, f"{said} (allowed {tolerances.GAP_WEIGHTS:.0e}).")


def same_weights(deal: Deal, right: list[Decimal], what: str) -> Check:
    """Consensus weights against what they must be, up to rounding of the units they are made of."""
    worst = 0.0
    for said, value in zip(deal.weights, right, strict=True):
        off = abs(Decimal(said) - value)
        worst = max(worst, (float(off / max(value, Decimal(said))) if off else 0.0))
    good = worst <= tolerances.UNITS and not math.isnan(worst)
    told = f"They are {what}" if good else f"They are not {what}"
    return Check("consensus weights", good, f"{told}: the largest relative difference is {worst:.1e}.")
