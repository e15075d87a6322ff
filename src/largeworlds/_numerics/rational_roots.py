"""The root of ``sum_t nu_t / (z - p_t) = 0`` between two neighbouring poles, exactly.

Between them the sum falls from plus to minus infinity, so there is one root. Multiplied out it is the root of a
polynomial with whole coefficients: rational if a fraction whose denominator divides the first coefficient is a root,
which a narrow enough interval decides, and otherwise known by that polynomial and an isolating interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from .._core.rationals import dyadic


@dataclass(frozen=True)
class Root:
    """A root of the polynomial with ``coefficients`` (whole numbers, highest power first).

    The only one with ``low <= root <= high``; ``exact`` if it is rational (then all three are equal), None if it is
    proved not to be.
    """

    coefficients: tuple[int, ...]
    low: Fraction
    high: Fraction
    exact: Fraction | None


def root_between(
    weights: Sequence[Fraction], poles: Sequence[Fraction], low: Fraction, high: Fraction, digits: int
) -> Root:
    """The root in the gap (``low``, ``high``) between two poles, to about ``digits`` binary digits of that gap."""
    terms: dict[Fraction, Fraction] = {}
    for nu, p in zip(weights, poles, strict=True):
        terms[p] = terms.get(p, Fraction(0)) + nu
    coefficients = _multiplied_out(terms)
    if len(terms) == 2:  # a straight line
        z = Fraction(-coefficients[1], coefficients[0])
        return Root(coefficients, z, z, z)
    lead = abs(coefficients[0])
    width = min((high - low) / 2**digits, Fraction(1, 4 * lead))  # a rational root times lead is a whole number
    a, b = _narrowed(terms, low, high, width)
    for n in range(math.ceil(a * lead), math.floor(b * lead) + 1):
        z = Fraction(n, lead)
        if _value(terms, z) == 0:
            return Root(coefficients, z, z, z)
    return Root(coefficients, a, b, None)


def _value(terms: dict[Fraction, Fraction], z: Fraction) -> Fraction:
    return sum((nu / (z - p) for p, nu in terms.items()), Fraction(0))


def _narrowed(
    terms: dict[Fraction, Fraction], low: Fraction, high: Fraction, width: Fraction
) -> tuple[Fraction, Fraction]:
    """An interval of at most ``width`` around the root: halving first, then steps whose digits double."""
    a, b = low, high
    while b - a > width:
        length = b - a
        middle = dyadic((a + b) / 2, 8 + _digits((abs(a) + abs(b)) / length))
        slope = -sum((nu / (middle - p) ** 2 for p, nu in terms.items()), Fraction(0))
        value = _value(terms, middle)
        if value == 0:
            return middle, middle
        a, b = (middle, b) if value > 0 else (a, middle)
        step = middle - value / slope
        if not a < step < b:
            continue
        near = max(length * length / (high - low) / 16, width / 4)  # Newton's error if this was close already
        inner, outer = (dyadic(step + s * near, 8 + _digits((abs(a) + abs(b)) / near)) for s in (-1, 1))
        if a < inner < b and _value(terms, inner) >= 0:
            a = inner
        if a < outer < b and _value(terms, outer) <= 0:
            b = outer
    return a, b


def _digits(ratio: Fraction) -> int:
    return max(ratio.numerator.bit_length() - ratio.denominator.bit_length(), 0) + 8


def _multiplied_out(terms: dict[Fraction, Fraction]) -> tuple[int, ...]:
    """Coefficients of ``sum_j nu_j prod_{i != j} (z - p_i)``, as whole numbers without a common factor."""
    total = [Fraction(0)] * len(terms)
    for pole, nu in terms.items():
        product = [nu]
        for other in terms:
            if other is not pole:
                shifted = [*product, Fraction(0)]
                product = [a - other * b for a, b in zip(shifted, [Fraction(0), *product], strict=True)]
        total = [a + b for a, b in zip(total, product, strict=True)]
    common = lcm(*(c.denominator for c in total))
    whole = [c.numerator * (common // c.denominator) for c in total]
    shared = gcd(*whole)
    return tuple(c // shared for c in whole)
