"""Was the right question answered? Disagreement point and bargaining weights, derived again from the model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from itertools import product

from . import tolerances
from .arithmetic import ZERO, decimals
from .claim import Claim
from .model import Model

#: Where types are indifferent between several actions, up to this many profiles are tried.
_MOST_PROFILES = 2000


def check_disagreement(model: Model, claim: Claim) -> tuple[bool, str, list[Decimal]]:
    """The disagreement point is the one that the question names, computed from the model alone.

    The third value is the point to prove everything from: what the named profile brings, exactly, where the result can
    only print doubles. A payoff that is already the most somebody can get is then exactly that, not a rounding off.
    """
    printed = decimals(claim.disagreement)
    asked = claim.asked_disagreement
    if asked == "vector":
        if isinstance(model.disagreement, str):
            return True, "The question brought its own vector; the model has none to compare it with.", printed
        if model.disagreement == claim.disagreement:
            return True, "It is the vector of the model, number for number.", printed
        t = next(t for t in range(model.count) if model.disagreement[t] != claim.disagreement[t])
        said = f"{claim.names[t]} has {claim.disagreement[t]!r}; the model says {model.disagreement[t]!r}."
        return False, said, printed
    if model.joint:
        said = "With one joint set nobody has actions of its own, so the disagreement point must be a vector."
        return False, said, printed
    if asked == "defaults":
        if model.defaults is None:
            return False, "The question names the default actions, but the model has none.", printed
        profiles = [[decimals(row)] for row in model.defaults]
        what = "the default actions"
    else:
        profiles = [part.selfish(t) for t, part in enumerate(model.sets)]
        what = "what every type does for itself alone"
    # Givers whose equally good actions bring the same are told apart by nothing; try the others.
    options = [[model.contribution(t, action) for action in actions] for t, actions in enumerate(profiles)]
    best = (math.inf, 0, 0.0)
    for count, chosen in enumerate(product(*options)):
        if count >= _MOST_PROFILES:
            break
        best = min(best, _furthest(claim.disagreement, chosen))
        if best[0] <= tolerances.ROUNDING:
            said = f"Computed again from {what}: the largest relative difference is {best[0]:.1e}."
            return True, said, [sum(column, ZERO) for column in zip(*chosen, strict=True)]
    off, t, value = best
    said = (
        f"From {what} {claim.names[t]} gets {value:.12g}, but the result says {claim.disagreement[t]:.12g} "
        f"(relative difference {off:.1e}, allowed {tolerances.ROUNDING:.0e})."
    )
    return False, said, printed


def _furthest(d: Sequence[float], contributions: Sequence[Sequence[Decimal]]) -> tuple[float, int, float]:
    worst = (0.0, 0, 0.0)
    for t, column in enumerate(zip(*contributions, strict=True)):
        value, size = sum(column), sum(map(abs, column))
        off = abs(Decimal(d[t]) - value)
        relative = float(off / size) if size else (0.0 if not off else float("inf"))
        worst = max(worst, (relative, t, float(value)))
    return worst


def check_weights(model: Model, claim: Claim) -> tuple[bool, str]:
    """The bargaining weights are those of the question, renormalised over the gainers where only some can gain."""
    given = _asked(model, claim)
    if isinstance(given, str):
        return False, given
    whole, what = given
    kept = [nu if gains else 0.0 for nu, gains in zip(whole, claim.can_gain, strict=True)]
    options = [whole]
    if sum(kept) > 0 and claim.status not in ("solved", "nobody_can_gain", "infeasible"):
        shared = [nu / sum(kept) for nu in kept]
        options = [shared] if claim.status == "some_cannot_gain" else [whole, shared]
        what += ", shared among those who can gain"
    off, good = min((_difference(claim.nu, option) for option in options), key=lambda found: (not found[1], found[0]))
    said = f"Expected are {what}; the largest difference is {off:.1e}."
    if claim.concept_weights is not None:
        off = min(_difference(claim.concept_weights, option)[0] for option in (whole, *options))
        good = good and off <= tolerances.ROUNDING
        said += f" Those named with the solution differ by {off:.1e}."
    return good, said


def _difference(claimed: Sequence[float], expected: Sequence[float]) -> tuple[float, bool]:
    """The largest difference, and whether it is rounding and the same weights are zero."""
    off = max(abs(a - b) for a, b in zip(claimed, expected, strict=True))
    return off, off <= tolerances.ROUNDING and all((a > 0) == (b > 0) for a, b in zip(claimed, expected, strict=True))


def _asked(model: Model, claim: Claim) -> tuple[list[float], str] | str:
    """Weights that sum to one and what they are, or why there are none."""
    m = model.count
    if claim.asked_weights == "equal":
        return [1.0 / m] * m, "equal weights"
    if claim.asked_weights == "prior":
        if model.prior is None:
            return "The question asks for the prior, but the model has none."
        return [p / sum(model.prior) for p in model.prior], "the prior"
    if isinstance(model.weights, str):
        total = sum(claim.nu) if claim.concept_weights is None else sum(claim.concept_weights)
        if not abs(total - 1) <= tolerances.PROBABILITY:
            return f"Weights given with the question must sum to one, but they sum to {total:.12g}."
        return list(claim.concept_weights or claim.nu), "the weights given with the question, not in the model"
    if min(model.weights) < 0 or sum(model.weights) <= 0:
        return "The weights of the model are negative or all zero."
    return [w / sum(model.weights) for w in model.weights], "the weights of the model"
