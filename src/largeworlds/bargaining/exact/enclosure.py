"""Intervals for the payoffs of the Nash bargaining solution that follow from an exact gap, in fractions.

With q_t = g_t / g*_t, gains over those of the solution, ``sum nu_t (q_t - 1 - log q_t) <= gap`` (for the proof see
:mod:`largeworlds.bargaining.certificate`). With r**2 >= 2 gap / nu_t and r <= 1/4

    1 - r <= q_t <= 1 + r (1 + r):   -log(1 - e) >= e + e**2 / 2 and log(1 + e) <= e - e**2 / 2 + e**3 / 3;

for larger ones q - 1 - log q >= (sqrt q - 1)**2, as log q = 2 log sqrt q <= 2 (sqrt q - 1).
"""

from __future__ import annotations

from fractions import Fraction

from ..._core.rationals import Vector, axis, root_above
from .model import FiniteProblem

#: (low, high).
Interval = tuple[Fraction, Fraction]


def ratio_bounds(level: Fraction) -> tuple[Fraction, Fraction | None]:
    """Bounds of ``1 / q`` for all q > 0 with ``q - 1 - log q <= level``; None where there is none.

    >>> ratio_bounds(Fraction(1, 32))[1]
    Fraction(4, 3)
    """
    r = root_above(2 * level)
    if r <= Fraction(1, 4):
        return 1 / (1 + r * (1 + r)), 1 / (1 - r)
    root = root_above(level)
    return 1 / (1 + root) ** 2, 1 / (1 - root) ** 2 if root < 1 else None


def enclosure(model: FiniteProblem, gap: Fraction, nu: Vector, payoffs: Vector) -> tuple[Interval, ...]:
    """An interval per player that holds the Nash solution's payoff; for whoever does not count, the payoff alone."""
    out = []
    for t, (x, d) in enumerate(zip(payoffs, model.disagreement, strict=True)):
        if not nu[t] or not gap:
            out.append((x, x))
            continue
        low, high = ratio_bounds(gap / nu[t])
        top = model.support(axis(t, model.dim))
        out.append((d + (x - d) * low, top if high is None else min(d + (x - d) * high, top)))
    return tuple(out)
