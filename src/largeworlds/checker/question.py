"""Was the right question answered? Disagreement point and bargaining weights, derived again from the model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, product

from . import tolerances
from .arithmetic import ZERO, decimals, more_digits
from .claim import Claim
from .model import EXACT, Model
from .solution import LADDERS

#: Where types are indifferent between several actions, up to this many profiles are tried.
_MOST_PROFILES = 2000


@dataclass(frozen=True)
class Disagreement:
    """Whether the disagreement point is right, a sentence on it, and what to prove everything from.

    ``point`` is what the named profile brings, exactly, where the result can only print doubles; ``model`` is the
    model, with the profile chosen if it is made of points of its sets. A payoff that is already the most somebody can
    get is then exactly that, not a rounding off.
    """

    right: bool
    said: str
    point: list[Decimal]
    model: Model


def check_disagreement(model: Model, claim: Claim) -> Disagreement:
    """The disagreement point is the one that the question names, computed from the model alone."""
    printed = decimals(claim.disagreement)
    asked = claim.asked_disagreement
    if asked != "vector":
        return _check_named(model, claim, printed)
    if isinstance(model.disagreement, str):
        said = "The question brought its own vector; the model has none to compare it with."
        return Disagreement(True, said, printed, model)
    if model.disagreement == claim.disagreement:
        return Disagreement(True, "It is the vector of the model, number for number.", printed, model)
    t = next(t for t in range(model.count) if model.disagreement[t] != claim.disagreement[t])
    said = f"{claim.names[t]} has {claim.disagreement[t]!r}; the model says {model.disagreement[t]!r}."
    return Disagreement(False, said, printed, model)


def _check_named(model: Model, claim: Claim, printed: list[Decimal]) -> Disagreement:
    """What the default actions bring, or what every type does for itself alone."""
    if model.joint:
        said = "With one joint set nobody has actions of its own, so the disagreement point must be a vector."
        return Disagreement(False, said, printed, model)
    selfish = claim.asked_disagreement == "nash"
    if selfish:
        options = [part.selfish(t) for t, part in enumerate(model.sets)]
        profiles = [[part.chosen() for part in parts] for parts in options]
        what = "what every type does for itself alone"
    elif model.defaults is None:
        return Disagreement(False, "The question names the default actions, but the model has none.", printed, model)
    else:
        options = [[part] for part in model.sets]
        profiles = [[decimals(row)] for row in model.defaults]
        what = "the default actions"
    with more_digits(EXACT):
        brought = [
            [(part, model.contribution(t, action)) for part, action in zip(parts, actions, strict=True)]
            for t, (parts, actions) in enumerate(zip(options, profiles, strict=True))
        ]
    best = (math.inf, 0, 0.0)
    # Givers whose equally good actions bring the same are told apart by nothing; try the others.
    for profile in islice(product(*brought), _MOST_PROFILES):
        with more_digits(EXACT):
            point = [sum(column, ZERO) for column in zip(*(given for _, given in profile), strict=True)]
        best = min(best, _furthest(model, claim.disagreement, point))
        if best[0] <= tolerances.ROUNDING:
            said = f"Computed again from {what}: the largest relative difference is {best[0]:.1e}."
            chosen = replace(model, sets=tuple(part for part, _ in profile), chosen=True) if selfish else model
            return Disagreement(True, said, point, chosen)
    off, t, value = best
    said = (
        f"From {what} {claim.names[t]} gets {value:.12g}, but the result says {claim.disagreement[t]:.12g} "
        f"(relative difference {off:.1e}, allowed {tolerances.ROUNDING:.0e})."
    )
    return Disagreement(False, said, printed, model)


def _furthest(model: Model, d: Sequence[float], point: Sequence[Decimal]) -> tuple[float, int, float]:
    """The largest difference between ``d`` and ``point``, relative to payoff and range; whose; what is right."""
    worst = (0.0, 0, 0.0)
    for t, (value, wide, size) in enumerate(zip(point, *model.ranges, strict=True)):
        off = abs(Decimal(d[t]) - value)
        near = abs(value) + wide + Decimal(tolerances.ALLOWANCE) * size
        worst = max(worst, (float(off / near) if off else 0.0, t, float(value)))
    return worst


def check_weights(model: Model, claim: Claim) -> tuple[bool, str]:
    """The bargaining weights are those of the question, renormalised over the gainers where only some can gain."""
    given = _asked(model, claim)
    if isinstance(given, str):
        return False, given
    whole, what = given
    kept = [nu if gains else 0.0 for nu, gains in zip(whole, claim.can_gain, strict=True)]
    options = [whole]
    concept, ended = claim.solution.concept, claim.status in ("nobody_can_gain", "infeasible")
    ended = ended or (claim.status == "solved" and concept != "armstrong")
    all_count = concept == "utilitarian" or (concept in LADDERS and claim.status == "some_cannot_gain")
    if sum(kept) > 0 and not ended and not all_count:
        shared = [nu / sum(kept) for nu in kept]
        options = [shared] if claim.status in ("some_cannot_gain", "solved") else [whole, shared]
        what += ", shared among those who can gain"
    off, good = min((_difference(claim.nu, option) for option in options), key=lambda found: (not found[1], found[0]))
    said = f"Expected are {what}; the largest relative difference is {off:.1e}."
    if claim.solution.weights is not None:
        off, named = min(_difference(claim.solution.weights, option) for option in (whole, *options))
        good = good and named
        said += f" Those named with the solution differ by {off:.1e}."
    return good, said


def _difference(claimed: Sequence[float], expected: Sequence[float]) -> tuple[float, bool]:
    """The largest difference, and whether it is rounding and the same weights are zero."""
    off = max(_apart(a, b) for a, b in zip(claimed, expected, strict=True))
    return off, off <= tolerances.ROUNDING and all((a > 0) == (b > 0) for a, b in zip(claimed, expected, strict=True))


def _apart(a: float, b: float) -> float:
    """The difference of two weights as a share of the larger; neighbours among the smallest doubles are equal."""
    return 0.0 if abs(a - b) <= math.ulp(0.0) else abs(a - b) / max(a, b)


def _asked(model: Model, claim: Claim) -> tuple[list[float], str] | str:
    """Weights that sum to one and what they are, or why there are none."""
    m, stated = model.count, claim.solution.weights
    if claim.asked_weights is None:
        return [1.0 / m] * m, "equal weights, as the solution takes none"
    if claim.asked_weights == "equal":
        return [1.0 / m] * m, "equal weights"
    if claim.asked_weights == "prior":
        if model.prior is None:
            return "The question asks for the prior, but the model has none."
        return [p / sum(model.prior) for p in model.prior], "the prior"
    if isinstance(model.weights, str):
        total = sum(claim.nu if stated is None else stated)
        if not abs(total - 1) <= tolerances.PROBABILITY:
            return f"Weights given with the question must sum to one, but they sum to {total:.12g}."
        return list(stated or claim.nu), "the weights given with the question, not in the model"
    if min(model.weights) < 0 or sum(model.weights) <= 0:
        return "The weights of the model are negative or all zero."
    return [w / sum(model.weights) for w in model.weights], "the weights of the model"
