"""Ordinary differential equations by the embedded Runge-Kutta pair of order 5(4) of Dormand and Prince (1980)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from .._core.arrays import Array

_NODES: Final = (
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
    (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
)
#: Fifth-order minus fourth-order weights.
_DIFFERENCE: Final = (71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40)
_SAFETY: Final = 0.9
_FASTER: Final = 5.0
_SLOWER: Final = 0.2


@dataclass(frozen=True, eq=False)
class Step:
    """The state after an accepted step of length ``length``, its derivative, and the estimated error of the step."""

    length: float
    state: Array
    slope: Array
    error: Array


def steps(slope: Callable[[Array], Array], start: Array, tolerance: Array, first: float) -> Iterator[Step]:
    """Accepted steps of ``y' = slope(y)`` from ``start``, without end: the caller stops when it has seen enough.

    Every step keeps its estimated error below ``tolerance`` (per component); its estimate is of the fourth-order
    formula, while the fifth-order one is followed, so it is on the safe side where the solution is smooth.
    """
    y, length = np.array(start, dtype=float), first
    rates = [slope(y)]
    while True:
        for row in _NODES:
            state = y + length * sum((a * k for a, k in zip(row, rates, strict=True)), np.zeros_like(y))
            rates.append(slope(state))
        error = np.abs(length * sum((a * k for a, k in zip(_DIFFERENCE, rates, strict=True)), np.zeros_like(y)))
        excess = float((error / tolerance).max())
        accepted = excess <= 1.0 or length <= 1e-12 * first
        if accepted:
            y, rates = state, [rates[-1]]
            yield Step(length, y, rates[0], error)
        else:
            rates = rates[:1]
        length *= min(_FASTER, max(_SLOWER, _SAFETY * max(excess, 1e-10) ** -0.2))
