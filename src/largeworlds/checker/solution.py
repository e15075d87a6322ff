"""Which solution a result claims to be, with its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from .reading import entry, known_keys, listed, matrix, table, vector, word, wrong

#: Concept -> its title in words.
TITLES: Final = {
    "nash": "Nash bargaining solution",
    "kalai-smorodinsky": "Kalai-Smorodinsky solution",
    "egalitarian": "egalitarian solution",
    "equal-loss": "equal-loss solution",
    "dictatorial": "dictatorial solution",
    "utilitarian": "utilitarian solution",
    "armstrong": "Armstrong's solution",
    "perles-maschler": "Perles-Maschler solution",
    "raiffa": "Raiffa solution",
}
#: Concepts that raise everybody along a ray, and those that maximise a weighted sum of payoffs.
LADDERS: Final = ("kalai-smorodinsky", "egalitarian", "equal-loss", "dictatorial")
SUMS: Final = ("utilitarian", "armstrong")
#: Concepts whose outcomes can be checked to be possible, but whose proofs are beyond this checker.
UNPROVED: Final = ("perles-maschler", "raiffa")
#: Settings of a concept beside weights, which every result has a place for.
_SETTINGS: Final[dict[str, tuple[str, ...]]] = {
    "kalai-smorodinsky": ("ideal",),
    "equal-loss": ("ideal", "rational"),
    "armstrong": ("ideal",),
    "utilitarian": ("normalization", "measure"),
    "dictatorial": ("order",),
    "raiffa": ("kind",),
}
SPREADS: Final = ("sum-of-squares", "variance", "std", "sample-std", "mad")
_NORMALIZATIONS: Final = ("none", "range", "ideal", *SPREADS)


@dataclass(frozen=True)
class Measure:
    """Outcomes over which spread is measured: payoffs of each, and probabilities (None: all equally likely)."""

    payoffs: tuple[tuple[float, ...], ...]
    probabilities: tuple[float, ...] | None


@dataclass(frozen=True)
class Solution:
    """A concept with its settings; those that it does not have are at their defaults.

    ``ideal``: over what ideal points are the most, "rational" (feasible x >= d) or "feasible"; "" if none are used.
    ``order`` are all players, in the order in which they choose.
    """

    concept: str
    weights: tuple[float, ...] | None = None
    ideal: str = ""
    rational: bool = True
    normalization: str = "none"
    measure: Measure | None = None
    order: tuple[str, ...] = ()
    kind: str = ""

    @property
    def title(self) -> str:
        """The name in words that a result must give it."""
        plain = f"{self.kind} {TITLES[self.concept]}".strip()
        return plain if self.normalization == "none" else f"{plain} ({self.normalization})"

    @property
    def weighted(self) -> bool:
        """True if bargaining weights are part of the question."""
        return self.concept in ("nash", "utilitarian")


def read_solution(value: Any, names: tuple[str, ...]) -> Solution:
    """Read the ``solution`` of a result."""
    given = table(value, "solution")
    concept = word(entry(given, "concept", "solution"), "solution.concept", tuple(TITLES))
    known_keys(given, ("concept", "title", "weights", *_SETTINGS.get(concept, ())), "solution")
    settings: dict[str, Any] = {key: entry(given, key, "solution") for key in _SETTINGS.get(concept, ())}
    if "ideal" in settings:
        settings["ideal"] = word(settings["ideal"], "solution.ideal", ("rational", "feasible"))
    if "rational" in settings and not isinstance(settings["rational"], bool):
        raise wrong("solution.rational", "must be true or false", settings["rational"])
    if "kind" in settings:
        settings["kind"] = word(settings["kind"], "solution.kind", ("discrete", "continuous"))
    if "normalization" in settings:
        settings["normalization"] = word(settings["normalization"], "solution.normalization", _NORMALIZATIONS)
        settings["ideal"] = "rational" if settings["normalization"] == "ideal" else ""
        settings["measure"] = _measure(settings["measure"], settings["normalization"], len(names))
    if "order" in settings:
        items = listed(settings["order"], "solution.order", len(names))
        settings["order"] = tuple(word(item, f"solution.order[{i}]") for i, item in enumerate(items))
        if sorted(settings["order"]) != sorted(names):
            raise wrong("solution.order", "must name everybody once", settings["order"])
    found = Solution(concept, **settings)
    weights = given.get("weights")
    if weights is None:
        return found
    if not found.weighted:
        raise wrong("solution.weights", f"must be null for the {found.title}, which uses none", weights)
    return Solution(concept, vector(weights, "solution.weights", len(names), zero=True), **settings)


def _measure(value: Any, normalization: str, m: int) -> Measure | None:
    if value is None:
        return None
    place = "solution.measure"
    given = table(value, place)
    if normalization not in SPREADS:
        raise wrong(place, "must be null for a normalization that measures no spread", value)
    known_keys(given, ("payoffs", "probabilities"), place)
    payoffs = matrix(entry(given, "payoffs", place), f"{place}.payoffs", None, m)
    if not payoffs:
        raise wrong(f"{place}.payoffs", "must have at least one row", payoffs)
    chances = entry(given, "probabilities", place)
    if chances is None:
        return Measure(payoffs, None)
    return Measure(payoffs, vector(chances, f"{place}.probabilities", len(payoffs), zero=True))
