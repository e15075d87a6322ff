"""The words of a result that say what its numbers mean: they must not contradict them."""

from __future__ import annotations

from typing import Any, Final

from .reading import listed, number, table, word
from .solution import Solution

#: What a status means, as results print it.
STATUS_TEXT: Final = {
    "solved": "Solved: the answer carries a certificate.",
    "some_cannot_gain": "Solved for those who can gain; the others stay at their disagreement payoff.",
    "nobody_can_gain": "Nobody can gain over the disagreement point, up to the bound that is published.",
    "infeasible": "No feasible outcome gives everyone at least the disagreement payoff.",
    "not_converged": "The certificate did not close to the required tolerance.",
    "time_limit": "Stopped early; this is the best certified answer so far.",
}


def check_words(result: dict[str, Any], status: str, units: str, solution: Solution) -> tuple[bool, str]:
    """Status, solution and units in words, where they are given, say the same as the numbers.

    ``reasons``, ``steps`` and the version are no part of the proof; they are only looked at for their form.
    """
    for i, reason in enumerate(listed(result.get("reasons", []), "reasons")):
        word(reason, f"reasons[{i}]")
    number(result.get("steps", 0), "steps")
    word(result.get("largeworlds", ""), "largeworlds")
    meant = STATUS_TEXT[status]
    title = table(result["solution"], "solution").get("title", solution.title)
    said = (
        ("status_text", result.get("status_text", meant), meant),
        ("solution.title", title, solution.title),
        ("units", result.get("units", units), units),
    )
    for place, found, right in said:
        if word(found, place) != right:
            return False, f"{place} must be {right!r}."
    return (
        True,
        "Status, solution and units in words fit the rest; reasons, steps and version are not part of the proof.",
    )
