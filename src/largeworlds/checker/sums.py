"""Solutions that maximise a weighted sum of payoffs: utilitarian ones and Armstrong's."""

from __future__ import annotations

from decimal import Decimal

from . import tolerances
from .arithmetic import ZERO, above, decimals, dot
from .certificate import Bound, Case
from .claim import UNFINISHED, Deal
from .feasibility import made_points
from .ideals import check_ideals
from .ladder import check_errors, check_gap, same_weights
from .parts import Best, best_points
from .rungs import Climbed, Start, climb
from .spreads import units
from .verification import Check

#: What a solution promises, once its weights are right and its gap is proved.
PROMISES = {
    "utilitarian": "the sum over types of bargaining weight times payoff, each in its unit,",
    "armstrong": "the sum over types of gain as a share of ideal gain",
}
_ARITHMETIC = Decimal(tolerances.ARITHMETIC)


def check_sum(case: Case, deal: Deal) -> tuple[list[Check], Bound | str]:
    """Units, weights, gap, ties and errors of such a solution; and the bound for its status."""
    claim, solution = case.claim, case.claim.solution
    checks: list[Check] = []
    gap = ZERO
    if solution.ideal:
        check, ideals = check_ideals(case, solution.ideal)
        checks.append(check)
        if ideals is None:
            return checks, "the ideal points are not proved"
        unit: list[Decimal] | str = ideals.gains(case.point.disagreement, claim.can_gain)
        gap = ideals.gap
    else:
        none = claim.ideal is None and not claim.ideal_proof
        checks += [] if none else [Check("ideal points", False, f"The {solution.title} has no ideal points.")]
        unit = units(case.model, solution.normalization, solution.measure)
    if isinstance(unit, str):
        return [*checks, Check("consensus weights", False, f"The units are not checked: {unit}.")], "units unchecked"
    w = _weights(case, unit)
    what = "the bargaining weights divided by the units that the solution asks for"
    checks.append(same_weights(deal, w, what))
    w = decimals(deal.weights)  # what follows is about the weights as they are printed
    worth = dot(w, case.model.ranges[0])
    entering = dot(w, case.sizes())
    short = case.model.support_above(w) - dot(w, case.point.payoffs) + _ARITHMETIC * entering
    found, tie = _ties(case, deal, w)
    gap = max(gap, short / worth if worth else ZERO, found.gap)
    bound = Bound(above(gap), 0.0, above(found.lent))
    return [*checks, check_gap(case, bound), *tie], bound


def _weights(case: Case, unit: list[Decimal]) -> list[Decimal]:
    """Weight over unit for everybody whose payoff varies, scaled to ``w . range = 1``; zero if nobody is left."""
    wide, size = case.model.ranges
    nu = decimals(case.claim.nu)
    live = [u > 0 and a > Decimal(tolerances.CONSTANT) * b for u, a, b in zip(unit, wide, size, strict=True)]
    w = [n / u if counts else ZERO for n, u, counts in zip(nu, unit, live, strict=True)]
    worth = dot(w, wide)
    return [item / worth for item in w] if worth > 0 else w


def _ties(case: Case, deal: Deal, w: list[Decimal]) -> tuple[Climbed, list[Check]]:
    """Whether there is only one best point, which of several is taken, and how far payoffs are from it."""
    claim, name = case.claim, "best points"
    best = best_points(case.model, w, made_points(case.model, deal.choices))
    if best is None:
        said = "Not checked: a set with concave returns stretched by a negative number; no error bound may be claimed."
        good = all(error is None for error in claim.error) and not claim.rungs
        return Climbed(), [Check(name, good, said)]
    if claim.unique:
        if best.tied:
            return Climbed(), [Check(name, False, "There are several, but the result says that there is only one.")]
        if claim.rungs:
            return Climbed(), [Check(name, False, "There is only one, and yet rungs say which of several is taken.")]
        reach, x = best.parts.reach([False] * len(best.parts.entries)), case.point.payoffs
        error = {t: max(reach.high[t] - x[t], x[t] - reach.low[t], ZERO) for t in range(case.model.count)}
        found = Climbed(error=error)
        one = Check(name, True, "There is only one, so no rule has to choose.")
        return found, [one, check_errors(case, found)]
    if best.single:
        return Climbed(), [Check(name, False, "There is only one, but the result says that a rule had to choose.")]
    return _chosen(case, w, best)


def _chosen(case: Case, w: list[Decimal], best: Best) -> tuple[Climbed, list[Check]]:
    """The rule for ties: weighted gains as equal as they can be; then shares of the ranges of who has no weight."""
    claim, d, wide = case.claim, case.point.disagreement, case.model.ranges[0]
    reach = best.parts.reach([False] * len(best.parts.entries))
    spans = [best.parts.wide(t) for t in range(len(w))]
    sizes = [max(abs(low), abs(high)) for low, high in zip(reach.low, reach.high, strict=True)]
    varies = [span > Decimal(tolerances.CONSTANT) * size for span, size in zip(spans, sizes, strict=True)]
    tie = Decimal(tolerances.TIE)
    below = [low - max(span, tie * abs(low)) for low, span in zip(reach.low, spans, strict=True)]
    numbers = list(zip(w, varies, d, below, strict=True))
    base = [here if moves and item else under for item, moves, here, under in numbers]
    ray = [(1 / w[t] if w[t] else wide[t]) if varies[t] else ZERO for t in range(len(w))]
    turns = [[t for t, item in enumerate(w) if bool(item) == counts] for counts in (True, False)]
    start = Start(base, ray, turns, reach.low)
    answered = claim.status not in UNFINISHED
    found = climb(best.parts, start, claim.rungs, claim.names, case.point.payoffs, case.sizes(), answered)
    left = [claim.names[t] for t in found.left]
    problems = [*found.problems, *([f"{left[0]} is left where it could perhaps still rise."] if left else [])]
    said = "Of several, the one that makes weighted gains as equal as can be is taken: proved rung by rung."
    check = Check("best points", not problems, problems[0] if problems else said)
    more = {t: best.parts.high[t] - best.parts.low[t] for t in range(case.model.count)}
    return found, [check] if problems else [check, check_errors(case, found, more)]
