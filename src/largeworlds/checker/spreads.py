"""Units of utility: by what a payoff is divided before payoffs are added up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from . import tolerances
from .arithmetic import ONE, ZERO, decimals, dot
from .model import Model
from .solution import Measure

#: Distances between payoffs below this share of their sizes are rounding of one payoff.
_SAME = Decimal("1e-14")


def units(model: Model, normalization: str, measure: Measure | None) -> list[Decimal] | str:
    """The unit of every payoff, zero where nothing varies; or why there is none. Ideal gains are known elsewhere."""
    if normalization == "none":
        return [ONE] * model.count
    if normalization == "range":
        return list(model.ranges[0])
    if measure is not None:
        return _of_measure(measure, normalization)
    columns = _choices(model)
    if columns is None:
        return "spread over pure profiles needs finite lists of actions, and a set has none; the measure is not given"
    if normalization == "mad":
        found = [_mad([column[t] for column in columns]) for t in range(model.count)]
        if any(item is None for item in found):
            return f"payoffs take more than {tolerances.MOST_VALUES} values over pure profiles, too many to follow here"
        return [item for item in found if item is not None]
    count = ONE
    for column in columns:
        count *= len(column[0])
    variances = [sum((_variance(column[t]) for column in columns), ZERO) for t in range(model.count)]
    return [_from_variance(normalization, variance, count) for variance in variances]


def _choices(model: Model) -> list[list[list[Decimal]]] | None:
    """Per choice of somebody between corners, and per payoff: what each corner brings. None if a set is curved."""
    out = []
    for given, row in zip(model.sets, model.meetings, strict=True):
        for part in given.parts:
            corners = part.piece.corners()
            if corners is None:
                return None
            factors = [a * b for a, b in zip(part.factors, row, strict=True)]
            out.append([[f * corner.get(t, ZERO) for corner in corners] for t, f in enumerate(factors)])
    return out


def _of_measure(measure: Measure, normalization: str) -> list[Decimal] | str:
    count = len(measure.payoffs)
    if measure.probabilities is None:
        chances = [ONE / count] * count
    else:
        if abs(sum(measure.probabilities) - 1) > tolerances.PROBABILITY:
            return "the probabilities of the measure do not sum to one"
        if normalization in ("sum-of-squares", "sample-std"):
            return f"{normalization} counts outcomes, so the measure must not have probabilities"
        chances = decimals(measure.probabilities)
    out = []
    for column in zip(*measure.payoffs, strict=True):
        values = decimals(column)
        mean = dot(chances, values)
        off = [abs(value - mean) for value in values]
        if max(values) - min(values) <= _SAME * max(map(abs, values)):
            off = [ZERO] * count
        if normalization == "mad":
            out.append(dot(chances, off))
        else:
            out.append(_from_variance(normalization, dot(chances, [item * item for item in off]), Decimal(count)))
    return out


def _variance(values: Sequence[Decimal]) -> Decimal:
    mean = sum(values, ZERO) / len(values)
    return sum(((value - mean) ** 2 for value in values), ZERO) / len(values)


def _from_variance(normalization: str, variance: Decimal, count: Decimal) -> Decimal:
    if normalization == "variance":
        return variance
    if normalization == "sum-of-squares":
        return variance * count
    if normalization == "sample-std" and count > 1:
        variance = variance * count / (count - 1)
    return variance.sqrt()


def _mad(columns: Sequence[Sequence[Decimal]]) -> Decimal | None:
    """Mean absolute deviation of a sum of independent uniform choices; None if it takes too many values."""
    size = sum((max(map(abs, column)) for column in columns), ZERO)
    grain = _SAME * size if size else ONE
    chances: dict[int, tuple[Decimal, Decimal]] = {0: (ZERO, ONE)}
    for column in columns:
        mean = sum(column, ZERO) / len(column)
        fresh: dict[int, tuple[Decimal, Decimal]] = {}
        for value, chance in chances.values():
            for item in column:
                new = value + item - mean
                key = int((new / grain).to_integral_value())
                known, before = fresh.get(key, (new, ZERO))
                fresh[key] = known, before + chance / len(column)
        chances = fresh
        if len(chances) > tolerances.MOST_VALUES:
            return None
    return sum((chance * abs(value) for value, chance in chances.values()), ZERO)
