"""``verify``: every check of a result, and what they prove together."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from . import tolerances
from .arithmetic import exactly
from .certificate import (
    Bound,
    Case,
    against_claim,
    check_above_disagreement,
    check_direction,
    check_errors,
    check_gap,
    check_held_errors,
    check_infeasible,
    nash_bound,
)
from .claim import UNFINISHED, Claim, Deal, read_claim
from .feasibility import Point, check_point
from .ladder import PROMISES as LADDER_PROMISE
from .ladder import check_ladder
from .model import Model, check_beliefs, read_model, sha256
from .question import check_disagreement, check_weights
from .reading import ResultFormatError, entry, survey, table, wrong
from .solution import SUMS, UNPROVED
from .sums import PROMISES as SUMS_PROMISE
from .sums import check_sum
from .verification import Check, Verification
from .words import check_words

#: What the Nash solution makes as large as possible, in words.
_OBJECTIVE = "the sum over types of bargaining weight times the logarithm of the gain"
_PROVED = {
    "solved": "the actions are possible, and no other outcome with everyone at or above disagreement has a Nash "
    f"objective ({_OBJECTIVE}) larger by more than the recomputed bound.",
    "some_cannot_gain": "the actions are possible; those marked as unable to gain cannot, by more than a negligible "
    f"share of their payoff's range; by the Nash objective of the others ({_OBJECTIVE}) no outcome is better by more "
    "than the recomputed bound. Those who cannot gain may stand a rounding below disagreement, and "
    "error bounds are about the solution that allows them that.",
    "nobody_can_gain": "the actions are possible, and nobody who counts can gain over disagreement by more than a "
    "negligible share of the payoff's range without pushing somebody below it.",
    "infeasible": "no outcome gives everyone at least the disagreement payoff.",
    "unfinished": f"the actions are possible, and the Nash objective ({_OBJECTIVE}) of no outcome is larger by more "
    "than the recomputed bound; the result itself says that this is not the solution yet.",
    "unfinished solution": "the actions are possible, and what the result claims of gap and errors; it says itself "
    "that this is not the solution yet.",
    "nothing": "nothing but that the question is stated correctly: the result is unfinished and proposes no outcome.",
}


def verify(result: dict[str, Any]) -> Verification:
    """Recompute the certificate of a result (the JSON of ``largeworlds solve --json``).

    Trusts nothing but the model inside the result. Raises :class:`ResultFormatError` if the result cannot be read; a
    result that can be read but is wrong gives failed checks.
    """
    survey(result)
    try:
        with exactly():
            return _verify(table(result, "The result"))
    except (ArithmeticError, RecursionError, MemoryError) as error:
        raise ResultFormatError(
            f"The numbers of the result go beyond what can be computed ({type(error).__name__}); "
            "bring payoffs, weights and budgets to moderate sizes."
        ) from None


def _verify(result: dict[str, Any]) -> Verification:
    if entry(result, "model", "The result") is None:
        raise ResultFormatError(
            "The result has no model, because a set known only by a function cannot be written down; "
            "without the model nothing can be checked."
        )
    model = read_model(result["model"])
    claim = read_claim(result, len(model.sets))
    if model.count != len(claim.names):
        raise wrong("names", f"must have {model.count} entries, one per type of the model", len(claim.names))
    found = sha256(result["model"])
    disagreement = check_disagreement(model, claim)
    model = disagreement.model
    off = [name for name, other in zip(claim.names, model.names, strict=True) if name != other]
    checks = [
        Check(
            "model hash",
            found == claim.model_sha256,
            f"The model hashes to {found[:16]}..., the result says {claim.model_sha256[:16]}...",
        ),
        Check(
            "names",
            not off and len(set(claim.names)) == len(claim.names),
            f"{len(claim.names)} names, {len(off)} of them not those of the model.",
        ),
        Check("beliefs", *check_beliefs(model)),
        Check("disagreement point", disagreement.right, disagreement.said),
        Check("bargaining weights", *check_weights(model, claim)),
        Check("words", *check_words(result, claim.status, model.units, claim.solution)),
    ]
    if claim.deal is not None:
        more, gap, proved = _check_deal(model, claim, claim.deal, disagreement.point)
    else:
        more, gap, proved = _check_no_deal(model, claim, disagreement.point)
    return Verification(claim.status, (*checks, *more), gap, _PROVED.get(proved, proved), claim.solution.title)


def _check_no_deal(model: Model, claim: Claim, disagreement: list[Decimal]) -> tuple[list[Check], float, str]:
    """No point is proposed: infeasible, or stopped before there was one."""
    left = (*claim.error, *claim.share_received, claim.gap)
    empty = all(value is None for value in left) and not any(claim.can_gain) and claim.individually_rational is None
    empty = empty and claim.unique and not claim.rungs and claim.ideal is None and not claim.ideal_proof
    said = "Without payoffs there must be no gap, no error, no share received and nobody who gains."
    checks = [Check("no outcome", empty, said)]
    if claim.status == "infeasible":
        check, bound = check_infeasible(model, claim, disagreement)
        return [*checks, check], math.inf if bound is None else bound.value, "infeasible"
    said = f"{claim.status} without payoffs."
    claimed = claim.direction is not None or bool(claim.bound) or any(claim.settled)
    if claimed:
        said = f"{claim.status} without payoffs has nothing that a direction or a bound could prove."
    checks.append(Check("status", claim.status in UNFINISHED and not claimed, said))
    return checks, math.inf, "nothing"


def _check_deal(model: Model, claim: Claim, deal: Deal, disagreement: list[Decimal]) -> tuple[list[Check], float, str]:
    """The point and the proof that goes with the status."""
    checks, point = check_point(model, claim, deal, disagreement)
    if point is None:
        return (
            [*checks, Check("certificate", False, "Without a feasible outcome there is nothing to certify.")],
            math.inf,
            "nothing",
        )
    if claim.status == "infeasible":
        return [*checks, Check("status", False, "Infeasible, and yet payoffs are given.")], math.inf, "nothing"
    case = Case.of(model, claim, point)
    checks.append(_check_rational(case))
    concept = claim.solution.concept
    rational = concept not in SUMS and claim.solution.rational
    if claim.status not in UNFINISHED and (rational or claim.status == "nobody_can_gain"):
        checks.append(check_above_disagreement(case))
    held = claim.direction is not None and not all(claim.can_gain) and claim.status != "solved"
    counted = any(gains and nu > 0 for gains, nu in zip(claim.can_gain, claim.nu, strict=True))
    if claim.status == "nobody_can_gain" or (held and not counted):
        more, gap = _check_nobody(case, deal)
        return (
            [*checks, *more, _check_alone(claim)],
            gap,
            "unfinished" if claim.status in UNFINISHED else "nobody_can_gain",
        )
    if concept != "nash":
        return _check_other(case, deal, checks, rational)
    checks.append(_check_alone(claim))
    bound = nash_bound(case, deal.weights)
    checks.append(check_gap(claim, bound))
    if not isinstance(bound, str):
        checks.append(check_errors(case, bound))
    checks.append(_check_status(claim, point, bound))
    if claim.direction is not None or claim.status == "some_cannot_gain":
        check, left = check_direction(case, [t for t, gains in enumerate(claim.can_gain) if not gains])
        checks.append(check)
        if left is not None:
            checks.append(check_held_errors(case, left))
    gap = math.inf if isinstance(bound, str) else bound.value
    return checks, gap, "unfinished" if claim.status in UNFINISHED else claim.status


def _check_rational(case: Case) -> Check:
    """Whether nobody has less than at disagreement is said as it is."""
    name, claim = "individually rational", case.claim
    below = [
        who
        for t, who in enumerate(claim.names)
        if case.below(t) > max(Decimal(tolerances.HELD) * case.model.ranges[0][t], case.allowed(t))
    ]
    told = f"{', '.join(below[:6])} would do better without cooperation" if below else "Nobody falls below disagreement"
    said = claim.individually_rational
    if said is None:
        return Check(name, True, f"{told}; the result says nothing about it.")
    return Check(
        name, said != bool(below), f"{told}; the result says {'the same' if said != bool(below) else 'not so'}."
    )


def _check_alone(claim: Claim) -> Check:
    """Where ideal points and rungs are no part of the proof there must be none."""
    good = claim.ideal is None and not claim.ideal_proof and not claim.rungs and claim.unique
    said = "There are no rungs, ideal points or ties" + ("." if good else " here, but the result has some.")
    return Check("nothing else", good, said)


def _check_other(case: Case, deal: Deal, checks: list[Check], rational: bool) -> tuple[list[Check], float, str]:
    """The proofs of all solutions but Nash's."""
    claim, concept = case.claim, case.claim.solution.concept
    if concept in UNPROVED:
        said = f"Not checked: this checker cannot prove that an outcome is the {claim.solution.title}."
        return [*checks, Check("solution", False, said)], math.inf, "nothing"
    bound: Bound | str = "no gap is claimed"
    if claim.status in UNFINISHED and not claim.rungs and claim.gap is None:
        more = [_check_alone(claim)]
        more.append(Check("error bounds", all(e is None for e in claim.error), "Without a gap no error is bounded."))
    else:
        more, bound = check_sum(case, deal) if concept in SUMS else check_ladder(case, deal)
    checks = [*checks, *more, _check_status(claim, case.point, bound)]
    unproved = not all(claim.can_gain) and claim.status not in UNFINISHED
    if claim.direction is not None or claim.status == "some_cannot_gain" or unproved:
        check, left = check_direction(case, [t for t, gains in enumerate(claim.can_gain) if not gains])
        checks.append(check)
        if left is not None and rational:
            checks.append(check_held_errors(case, left))
    if claim.status in UNFINISHED:
        return checks, math.inf if isinstance(bound, str) else bound.value, "unfinished solution"
    promise = {**SUMS_PROMISE, **LADDER_PROMISE}[concept]
    if concept in SUMS:
        best = (
            f"{promise} is as large as possible, up to the recomputed bound (in units of its largest possible change)"
        )
        proved = f"the actions are possible, and {best}"
        proved += "." if claim.unique else "; of several such outcomes the one is taken that makes gains most equal."
    else:
        proved = f"the actions are possible, and {promise}, up to the recomputed bound (a share of what ranges allow)."
    if claim.status == "some_cannot_gain":
        proved += " Those marked as unable to gain cannot, where nobody falls below disagreement."
    return checks, math.inf if isinstance(bound, str) else bound.value, proved


def _check_nobody(case: Case, deal: Deal) -> tuple[list[Check], float]:
    """Nobody who counts can gain; with zero weights others perhaps can."""
    claim = case.claim
    unable = [t for t, gains in enumerate(claim.can_gain) if not gains or claim.nu[t] > 0]
    check, bound = check_direction(case, unable)
    fits = claim.status in UNFINISHED or any(claim.can_gain) == (claim.status == "some_cannot_gain")
    said = f"{sum(claim.can_gain)} of {len(claim.can_gain)} are said to be able to gain."
    checks = [check, Check("status", fits, said)]
    if bound is None or claim.direction is None:
        return checks, math.inf
    checks.append(check_held_errors(case, bound))
    same = all(abs(a - b) <= tolerances.ROUNDING * b for a, b in zip(deal.weights, claim.direction, strict=True))
    said = "They are the direction of the proof." if same else "They are not the direction of the proof."
    checks.append(Check("consensus weights", same, said))
    told = claim.gap is not None and bound.value - bound.resolution <= claim.gap
    checks.append(Check("gap", told, against_claim(claim.gap, bound.value, told)))
    return checks, bound.value


def _check_status(claim: Claim, point: Point, bound: Bound | str) -> Check:
    """The word of the status fits what is claimed and what was recomputed."""
    name, who = "status", claim.names
    solved = tolerances.GAP_SOLVED
    gap, resolution = (math.inf, 0.0) if isinstance(bound, str) else (bound.value, bound.resolution)
    if claim.status in UNFINISHED:
        closed = claim.gap is not None and claim.gap <= solved
        more = ", which is solved" if closed else ", although more is proved" if gap <= solved else ""
        return Check(name, not closed, f"{claim.status} with a claimed gap of {claim.gap}{more}.")
    if gap > solved or claim.gap is None or claim.gap > solved + resolution:
        said = f"{claim.status} needs a gap of at most {solved:.0e}; claimed are {claim.gap}, proved {gap:.3g}."
        return Check(name, False, said)
    stays = claim.solution.concept not in SUMS and claim.solution.rational
    if claim.status == "solved" and claim.direction is not None and stays:
        return Check(name, False, "Solved, and yet there is a direction as if somebody could not gain.")
    if claim.direction is None and claim.bound:
        return Check(name, False, f"There is a bound of {claim.bound:.3g}, but no direction that it belongs to.")
    if claim.direction is None and any(claim.settled):
        return Check(name, False, "Somebody is said to be settled, and yet nobody is said to be unable to gain.")
    unable = [t for t, gains in enumerate(claim.can_gain) if not gains]
    if claim.status == "solved" and unable and stays:
        return Check(name, False, f"Solved, but {who[unable[0]]} is said to be unable to gain.")
    if claim.status == "some_cannot_gain" and not (unable and stays):
        return Check(name, False, "Some cannot gain, but everybody is said to be able to.")
    reached = [proof is not None and proof.level > 0 for proof in claim.ideal_proof] or [False] * len(who)
    unshown = [who[t] for t, gains in enumerate(claim.can_gain) if gains and point.gains[t] <= 0 and not reached[t]]
    said = f"{claim.status} with {len(claim.can_gain) - len(unable)} of {len(claim.can_gain)} able to gain"
    if unshown:
        why = ", who do not count," if claim.solution.concept == "nash" else ""
        said += f"; of {', '.join(unshown[:6])}{why} that is not shown"
    return Check(name, True, said + ".")
