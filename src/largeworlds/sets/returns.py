"""Returns to a resource: how much payoff an amount brings. Each is concave, increasing and zero at zero."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .._core.arrays import Array, positive_number, real_array
from .._core.errors import invalid
from .._core.text import shown
from .._numerics import returns


class Return(ABC):
    """A concave return; calling it with an amount gives the payoff."""

    @property
    @abstractmethod
    def parameters(self) -> tuple[float, float, float]:
        """(scale c, offset o, exponent b) in the common family ``c ((o + r)**b - o**b) / b``."""

    def __call__(self, amount: ArrayLike) -> Array:
        """Payoff of ``amount`` (a number or an array, in units of the resource)."""
        fix = "give an amount of the resource, or an array of them"
        amounts = real_array(amount, "amount", fix)
        if not (amounts >= 0).all():
            raise invalid("amount", "must be zero or more", shown(amounts.tolist()), fix)
        return returns.value(amounts, *(np.asarray(p) for p in self.parameters))


@dataclass(frozen=True)
class Linear(Return):
    """``scale * r``: every unit brings the same.

    >>> float(Linear(2.0)(3.0))
    6.0
    """

    scale: float = 1.0

    def __post_init__(self) -> None:
        _keep(self, scale=positive_number(self.scale, "Linear scale", "give the payoff per unit", zero=True))

    @property
    def parameters(self) -> tuple[float, float, float]:
        return self.scale, 0.0, 1.0


@dataclass(frozen=True)
class Power(Return):
    """``scale * r**exponent`` with 0 < exponent <= 1; the square root is the paper's Section 5.5.4.

    >>> float(Power(0.5)(9.0))
    3.0
    """

    exponent: float
    scale: float = 1.0

    def __post_init__(self) -> None:
        exponent = positive_number(self.exponent, "Power exponent", "give a number in (0, 1]")
        if exponent > 1:
            raise invalid("Power exponent", "must be at most 1 (returns must diminish)", exponent, "use Linear for 1")
        scale = positive_number(self.scale, "Power scale", "give the payoff of one unit", zero=True)
        _keep(self, exponent=exponent, scale=scale)

    @property
    def parameters(self) -> tuple[float, float, float]:
        return self.scale * self.exponent, 0.0, self.exponent


@dataclass(frozen=True)
class Log(Return):
    """``scale * log(1 + r / offset)``: the logarithmic returns of the paper's Section 5.5.5.

    >>> round(float(Log(2.0, 1.0)(1.0)), 6)
    1.386294
    """

    scale: float = 1.0
    offset: float = 1.0

    def __post_init__(self) -> None:
        scale = positive_number(self.scale, "Log scale", "give the payoff scale", zero=True)
        fix = "give the amount that doubles the argument of the logarithm"
        _keep(self, scale=scale, offset=positive_number(self.offset, "Log offset", fix))

    @property
    def parameters(self) -> tuple[float, float, float]:
        return self.scale, self.offset, 0.0


@dataclass(frozen=True)
class Isoelastic(Return):
    """Constant relative risk aversion ``eta``: ``scale * ((offset + r)**(1 - eta) - offset**(1 - eta)) / (1 - eta)``.

    For ``eta = 1`` it is ``scale * log(1 + r / offset)``. The offset defaults to 0 for ``eta < 1`` and to 1 otherwise,
    where without one the payoff of nothing would be minus infinity and the set not compact. ``eta = 0`` is linear.

    >>> float(Isoelastic(0.5)(4.0))
    4.0
    """

    eta: float
    scale: float = 1.0
    offset: float | None = None

    def __post_init__(self) -> None:
        eta = positive_number(self.eta, "Isoelastic eta", "give the elasticity of marginal payoff", zero=True)
        _keep(self, eta=eta, scale=positive_number(self.scale, "Isoelastic scale", "give the payoff scale", zero=True))
        if self.offset is not None:
            fix = "give the baseline amount"
            _keep(self, offset=positive_number(self.offset, "Isoelastic offset", fix, zero=eta < 1))

    @property
    def parameters(self) -> tuple[float, float, float]:
        offset = (0.0 if self.eta < 1 else 1.0) if self.offset is None else self.offset
        exponent = 1.0 - self.eta
        return self.scale, 0.0 if exponent == 1.0 else offset, exponent


def _keep(f: Return, **numbers: float) -> None:
    """Store checked numbers, as floats, in a frozen return."""
    for name, number in numbers.items():
        object.__setattr__(f, name, number)
