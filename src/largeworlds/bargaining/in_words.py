"""Solutions in plain words: what each promises, what is proved of it, and what else a reader must know."""

from __future__ import annotations

from typing import Final

import numpy as np

from .._core import tolerances
from .._core.arrays import Array
from .._core.text import clean, listed, number, upper
from .agreement import Agreement
from .measures import shown_gains

_FURTHER: Final = "who can then {} without taking from the others does, in the same way"
#: By class of concept: what the solution promises.
_PROMISES: Final = {
    "NashBargaining": "the sum of bargaining weight × log(gain) is as large as possible",
    "KalaiSmorodinsky": "everybody gets the same share of its ideal gain, as large as possible; "
    + _FURTHER.format("gain more"),
    "Egalitarian": "everybody who can gain gains the same, as much as possible; " + _FURTHER.format("gain more"),
    "EqualLoss": "everybody stays equally far below its ideal point, as little as possible; "
    + _FURTHER.format("lose less"),
    "Dictatorial": "one after the other gets the most that those before it leave; a contrast, not a proposal",
    "PerlesMaschler": "both players go along the frontier from their best points, each step worth the same to both by "
    "the product of what one gains and the other loses, until they meet",
    "Raiffa": "everybody rises towards its ideal point from what is already agreed, again and again, each time by the "
    "same share, until nothing is left to agree on",
    "Utilitarian": "the sum of bargaining weight × payoff, each payoff in its unit, is as large as possible",
    "Armstrong": "the sum of gains, each as a share of its ideal gain, is as large as possible",
}
#: The continuous Raiffa solution takes no steps.
_FLOWING: Final = (
    "everybody rises towards its ideal point from what is already agreed, all the time and as fast as it could still "
    "gain, until nothing is left to agree on"
)
#: By normalization of a utilitarian solution: the unit.
_UNITS: Final = {
    "none": "payoffs count as they are",
    "range": "the unit of a payoff is its range over all that is feasible",
    "ideal": "the unit of a payoff is the ideal gain",
    "sum-of-squares": "the unit of a payoff is its sum of squared deviations over all outcomes",
    "variance": "the unit of a payoff is its variance over outcomes",
    "std": "the unit of a payoff is its standard deviation over outcomes",
    "sample-std": "the unit of a payoff is its sample standard deviation over outcomes",
    "mad": "the unit of a payoff is its mean absolute deviation over outcomes",
}


def promise(deal: Agreement) -> str:
    """What the solution promises, with its settings, as a sentence that starts with its name."""
    concept = deal.concept
    title = f"{concept.title[:1].upper()}{concept.title[1:]}"
    said = _PROMISES.get(type(concept).__name__)
    if getattr(concept, "kind", "") == "continuous":
        said = _FLOWING
    text = title if said is None else f"{title}: {said}"
    if unit := getattr(concept, "normalization", ""):
        text += f"; {_UNITS[unit]}"
    text += "."
    if deal.ideal is not None:
        over = "all that is feasible"
        if getattr(concept, "ideal", "rational") == "rational":
            over = "outcomes in which nobody falls below disagreement"
        text += f" The ideal point is the most that each could get over {over}."
    if type(concept).__name__ == "EqualLoss" and concept.keeps_disagreement:
        text += " Nobody is asked to fall below disagreement."
    turns = getattr(concept, "turns", None)
    if turns is not None:
        text += f" The order is {listed([clean(deal.names[t]) for t in turns(deal.problem)], 12)}."
    return text


def ideal_shares(deal: Agreement) -> Array:
    """Gain as a share of the ideal gain (m,); NaN where there is none."""
    room = np.zeros(len(deal.gains)) if deal.ideal is None else deal.ideal - deal.disagreement
    return np.where(room > 0, shown_gains(deal) / np.where(room > 0, room, 1.0), np.nan)


def losers(deal: Agreement) -> list[int]:
    """Who falls below disagreement, by more than rounding."""
    low, high = deal.problem.bounding_box()
    below = deal.gains < -2 * tolerances.BELOW * np.maximum(high - low, 1e-300)
    return [int(t) for t in np.flatnonzero(below)]


def notes(deal: Agreement) -> list[str]:
    """What a reader must know about how this solution came out, one sentence each."""
    if not np.isfinite(deal.payoffs).all():
        return []
    out = []
    if below := losers(deal):
        names = [clean(deal.names[t]) for t in below]
        one = len(names) == 1
        out.append(
            f"Not individually rational: {listed(names)} would do better without cooperation "
            f"(by {listed([number(-float(deal.gains[t]), 3) for t in below])}), so {'it has' if one else 'they have'} "
            "no reason to take part."
        )
    elif not deal.concept.keeps_disagreement and deal.is_answer:
        out.append("Nobody falls below disagreement here, although this solution does not rule it out.")
    if deal.completed:
        first = deal.rungs[0]
        fixed = (first.ray > 0) & (np.abs(deal.payoffs - first.base - first.level * first.ray) <= deal.error)
        rest = [clean(deal.names[t]) for t in np.flatnonzero((deal.gains > 0) & ~fixed)]
        whose = f" ({listed(rest)})" if rest else ""
        out.append(
            "Completed lexicographically: where the common level ended some could still rise"
            f"{whose}, and did, in {len(deal.rungs)} steps in all."
        )
    if not deal.unique:
        out.append(
            "Several outcomes are equally good by this sum; of these the one is taken that makes gains, each times its "
            "weight, as equal as possible."
        )
    return out


def certified(deal: Agreement) -> str:
    """What is proved of a solution other than Nash's, in words."""
    finite = np.isfinite(deal.error)
    size = np.maximum(np.abs(deal.gains), np.abs(deal.payoffs))
    counted = finite & (size > 0)
    worst = float((deal.error[counted] / size[counted]).max()) if counted.any() else float("nan")
    if deal.rungs and deal.unique:
        steps = f"in each of {len(deal.rungs)} steps " if len(deal.rungs) > 1 else ""
        text = f"Certified: {steps}nobody who moves could be raised further together with the others"
        text += f", beyond {upper(deal.gap)} of what the ranges of payoffs allow"
    else:
        text = f"Certified: the weighted sum is within {upper(deal.gap)} of the best possible, measured by how far it "
        text += "can vary at all"
    if np.isfinite(worst):
        who, whose = ("every payoff is", "its") if finite.all() else ("payoffs whose error is bounded are", "their")
        how = "right, by an estimate," if type(deal.concept).__name__ == "Raiffa" else "proved right"
        text += f"; {who} {how} to within {upper(worst)} of {whose} size"
    return text + "."
