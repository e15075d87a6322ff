"""Units of utility: by what everybody's payoff is divided before payoffs are added up (Treutlein 2023, Section 3.3)."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from .._core import tolerances
from .._core.arrays import LARGEST, Array, finite_array, none_negative, of_length
from .._core.errors import invalid
from .._core.text import shown
from .problem import BargainingProblem

#: Name -> what a payoff is divided by. sum-of-squares and variance follow the paper's Example 7, which divides by a
#: squared unit: the outcome then depends on everybody's units, unlike with the others.
NORMALIZATIONS: Final = {
    "none": "nothing",
    "range": "its range over the feasible set",
    "ideal": "its ideal gain over feasible outcomes with x >= d",
    "sum-of-squares": "its sum of squared deviations from the mean over all pure profiles",
    "variance": "its population variance",
    "std": "its population standard deviation",
    "sample-std": "its sample standard deviation",
    "mad": "its mean absolute deviation from the mean",
}
#: Those that need a measure over outcomes.
SPREADS: Final = ("sum-of-squares", "variance", "std", "sample-std", "mad")
#: The distribution of a sum of many sets is only listed up to this many values.
_MOST_VALUES = 1_000_000


class Measure:
    """A distribution over outcomes: ``payoffs`` (k, m) with ``probabilities`` (k,), uniform if not given."""

    def __init__(self, payoffs: Any, probabilities: Any = None) -> None:
        fix = "give one row of payoffs per outcome"
        self.payoffs = finite_array(payoffs, "measure", 2, fix)
        self.uniform = probabilities is None
        if probabilities is None:
            self.probabilities = np.full(len(self.payoffs), 1.0 / len(self.payoffs))
            return
        fix = "give one probability per outcome"
        p = finite_array(probabilities, "measure probabilities", 1, fix)
        of_length(p, len(self.payoffs), "measure probabilities", "outcome", fix)
        none_negative(p, "measure probabilities", fix)
        if abs(p.sum() - 1) > tolerances.PROBABILITY:
            raise invalid("measure probabilities", "must sum to one", f"sums to {p.sum():.12g}", fix)
        self.probabilities = p

    @classmethod
    def of(cls, given: Any) -> Measure:
        """A measure as it may be given: payoffs (k, m), or a pair of payoffs and probabilities."""
        if isinstance(given, Measure):
            return given
        return cls(*given) if isinstance(given, tuple) and len(given) == 2 else cls(given)

    def spread(self, kind: str) -> Array:
        """The spread of every payoff (m,), by the name of its normalization."""
        p, off = self.probabilities, self.payoffs - self.probabilities @ self.payoffs
        constant = np.ptp(self.payoffs, axis=0) <= 1e-14 * np.abs(self.payoffs).max(axis=0)
        off = np.where(constant, 0.0, off)
        if kind in ("sum-of-squares", "sample-std") and not self.uniform:
            fix = 'use "variance" or "std", or list the outcomes without probabilities'
            raise invalid("normalization", f"{kind} counts outcomes, so all must be equally likely", kind, fix)
        if kind == "mad":
            return np.asarray(p @ np.abs(off))
        return _from_variance(kind, np.asarray(p @ off**2), float(len(off)))


def scales(problem: BargainingProblem, kind: str, measure: Measure | None) -> Array:
    """By what every payoff is divided (m,), except for "ideal", which needs a solver; zero where nothing varies."""
    if kind == "none":
        return np.ones(problem.dim)
    if kind == "range":
        low, high = problem.bounding_box()
        return np.asarray(high - low)
    if measure is not None:
        if measure.payoffs.shape[1] != problem.dim:
            rule = f"must have one column per player, {problem.dim} in all"
            raise invalid("measure", rule, f"has {measure.payoffs.shape[1]}", "give everybody's payoffs")
        low, high = problem.bounding_box()
        unit = measure.spread(kind)
        idle = (unit <= 0) & (high - low > 1e-12 * np.maximum(np.abs(low), np.abs(high)))
        if idle.any():
            name = shown(problem.names[int(np.argmax(idle))])
            raise invalid(
                "measure", f"must let the payoff of {name} vary", "constant", "give outcomes that differ for it"
            )
        return unit
    return _over_pure_profiles(problem, kind)


def _over_pure_profiles(problem: BargainingProblem, kind: str) -> Array:
    """Spread over pure profiles, all equally likely: contributors choose among their actions independently."""
    actions: list[Array] = []
    for name, part in zip(problem.names if not problem.joint else ("all players",), problem.sets, strict=True):
        uses = part.uses()
        if uses is None or not uses.is_finite:
            raise invalid(
                "measure",
                f"must be given for the normalization {shown(kind)} where a set has no finite list of actions",
                f"missing, and the set of {shown(name)} has none",
                "give payoff vectors (k, m) to measure spread over",
            )
        actions += [budget.scale[:, None] * budget.directions for budget in uses.budgets]
    count = min(math.prod(float(len(rows)) for rows in actions), LARGEST)  # a common factor, which changes nothing
    if kind == "mad":
        return np.array([_mad([rows[:, t] for rows in actions]) for t in range(problem.dim)])
    variance = np.sum([rows.var(axis=0) for rows in actions], axis=0) if actions else np.zeros(problem.dim)
    return _from_variance(kind, np.asarray(variance), count)


def _from_variance(kind: str, variance: Array, count: float) -> Array:
    if kind == "variance":
        return variance
    if kind == "std":
        return np.sqrt(variance)
    if kind == "sum-of-squares":
        return variance * count
    return np.sqrt(variance * (count / (count - 1) if count > 1 else 1.0))


def _mad(columns: list[Array]) -> float:
    """Mean absolute deviation of a sum of independent uniform choices, from the distribution of the sum."""
    values, chances = np.zeros(1), np.ones(1)
    for column in columns:
        centred = column - column.mean()
        both = (values[:, None] + centred).ravel()
        order = np.argsort(both, kind="stable")
        both, weight = both[order], (chances[:, None] + np.zeros(len(column))).ravel()[order] / len(column)
        new = np.append(True, np.diff(both) > 1e-14 * np.abs(both).max(initial=1e-300))
        values, chances = both[new], np.add.reduceat(weight, np.flatnonzero(new))
        if len(values) > _MOST_VALUES:
            rule = f"must be given where payoffs take more than {_MOST_VALUES:,} values over pure profiles"
            raise invalid("measure", rule, "missing", "give payoff vectors (k, m) to measure spread over")
    return float(chances @ np.abs(values))
