"""Allocation: one resource split over the receivers, one concave return each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import LARGEST, Array, finite_array, listing, locked, none_negative, of_length, positive_number
from .._core.errors import invalid
from .._core.text import shown
from .._numerics import returns
from .base import ConvexSet, membership_units
from .conic import ConicForm
from .returns import Return
from .uses import Budget, Uses


class Allocation(ConvexSet):
    """``{x >= 0 : x_i <= f_i(e_i r_i), sum r_i <= budget, r >= 0}``: a resource split over ``dim`` uses.

    ``returns`` is one :class:`Return` for all or a list with one per use; ``efficiency`` (dim,) multiplies the amount
    that arrives at each use (default 1). Ties of ``maximizer``: among equally good linear uses the first gets all;
    uses with weight zero or less get nothing. (Treutlein 2023, Examples 1, 46, 56.)

    >>> import largeworlds as lw
    >>> lw.Allocation(4.0, [lw.Power(0.5), lw.Power(0.5)]).maximizer([1.0, 0.0]).tolist()
    [2.0, 0.0]
    """

    def __init__(self, budget: float, returns: Return | Sequence[Return], efficiency: ArrayLike | None = None) -> None:
        self.budget = positive_number(budget, "budget", "give the amount of the resource to split", zero=True)
        given = None if efficiency is None else finite_array(efficiency, "efficiency", 1, "give one factor per use")
        self.returns = _returns(returns, given)
        self.efficiency = locked(np.ones(self.dim)) if given is None else given
        of_length(self.efficiency, self.dim, "efficiency", "use", "give one factor per use")
        none_negative(self.efficiency, "efficiency", "use zero where nothing of the resource arrives")
        self._family = _family(self.returns, self.efficiency, self.budget)

    @property
    def dim(self) -> int:
        return len(self.returns)

    def spending(self, w: ArrayLike) -> Array:
        """Amounts of the resource per use behind :meth:`maximizer`, same shape as ``w``."""
        directions, single = self._directions(w)
        spent = returns.best_split(directions, *self._family, self.budget)
        return spent[0] if single else spent

    def _maximizers(self, directions: Array) -> Array:
        if self.budget == 0:
            return np.zeros_like(directions)
        return returns.value(returns.best_split(directions, *self._family, self.budget), *self._family)

    def face_point(self, w: Array, then: Array) -> Array:
        w, then = np.asarray(w, dtype=float), np.asarray(then, dtype=float)
        scale, _, exponent = self._family
        worth = np.maximum(w, 0.0) * scale
        if self.budget == 0 or not worth.any():
            # Whatever costs nothing in direction w is free; uses with a negative weight get nothing.
            return self.maximizer(np.where(w == 0, then, 0.0))
        spent = self.spending(w)
        lines = np.where(exponent == 1.0, worth, 0.0)
        if lines.any():
            # Equally good straight lines share their part in any way; `then` says which of them gets it.
            tied = lines >= (1 - tolerances.TIE) * lines.max()
            part = float(spent[tied].sum())
            spent = np.where(tied, 0.0, spent)
            spent[int(np.argmax(np.where(tied, then * scale, -np.inf)))] = part
        return returns.value(spent, *self._family)

    def contains(self, x: ArrayLike, tolerance: float = tolerances.MEMBERSHIP) -> bool:
        point = self._point(x)
        top = returns.value(np.full(self.dim, self.budget), *self._family)
        slack = tolerance * membership_units(np.zeros(self.dim), top)
        if (point < -slack).any():
            return False
        needed = returns.cost(np.maximum(point - slack, 0.0), *self._family)
        return bool(needed.sum() <= self.budget * (1 + tolerance))

    def uses(self) -> Uses:
        scale, offset, exponent = self._family
        if self.budget == 0 or not scale.any():
            return Uses(np.zeros(self.dim), ())
        if (exponent == 1.0).all():  # a linear budget is spent whole, so the last use is to spend nothing
            corners = np.vstack([np.diag(scale * self.budget), np.zeros(self.dim)])
            return Uses(np.zeros(self.dim), (Budget.linear(corners),))
        unit = scale * self.budget**exponent, offset / self.budget, exponent
        return Uses(np.zeros(self.dim), (Budget(np.eye(self.dim), *unit),))

    def conic(self) -> ConicForm:
        """Over payoffs and amounts in units of their largest values, so that a conic solver sees numbers near one."""
        k = self.dim
        x, r = np.eye(2 * k)[:k], np.eye(2 * k)[k:]
        most = self.budget * self.efficiency
        top = np.array([float(f(amount)) for f, amount in zip(self.returns, most, strict=True)])
        form = ConicForm.empty(x * top[:, None], np.zeros(k)).require("nonnegative", -np.eye(2 * k), np.zeros(2 * k))
        form = form.require("nonnegative", r.sum(axis=0)[None], np.ones(1))
        for i, f in enumerate(self.returns):
            _, offset, b = f.parameters
            if top[i] <= 0:
                form = form.require("zero", x[i][None], np.zeros(1))
            elif b == 1.0:
                form = form.require("nonnegative", (x[i] - r[i])[None], np.zeros(1))
            else:
                form = _below_curve(form, x[i], r[i], offset / most[i], b)
        return form

    def __repr__(self) -> str:
        return f"Allocation(budget={self.budget:g}, dim={self.dim})"


def _returns(given: object, efficiency: Array | None) -> tuple[Return, ...]:
    """One return per use: a list of them, or one for every use that ``efficiency`` counts."""
    if isinstance(given, Return):
        if efficiency is None:
            fix = "write [f] * number_of_uses, or give the efficiency of every use"
            raise invalid("returns", "must be a list with one return per use", f"the single return {given!r}", fix)
        return (given,) * len(efficiency)
    rule, fix = "must be a non-empty list of Linear, Power, Log or Isoelastic", "give one return per use"
    return listed_returns(given, "returns", rule, fix)


def listed_returns(given: object, name: str, rule: str, fix: str) -> tuple[Return, ...]:
    """The returns in the non-empty list called ``name``; ``rule`` says in messages what it must be."""
    found = listing(given, name, rule, fix)
    if not found:
        raise invalid(name, rule, "empty", fix)
    for i, f in enumerate(found):
        if not isinstance(f, Return):
            raise invalid(f"{name}[{i}]", "must be a Linear, Power, Log or Isoelastic", shown(f), fix)
    return tuple(found)


def _family(given: tuple[Return, ...], efficiency: Array, budget: float) -> tuple[Array, Array, Array]:
    """(scales, offsets, exponents) of the returns to what is spent, before ``efficiency``.

    They are in the same family: c ((o + e r)**b - o**b) / b = c e**b ((o/e + r)**b - (o/e)**b) / b.
    """
    scale, offset, exponent = (np.array(p) for p in zip(*(f.parameters for f in given), strict=True))
    live = efficiency > 0
    e = np.where(live, efficiency, 1.0)
    with np.errstate(all="ignore"):  # judged just below
        family = np.where(live, scale * e**exponent, 0.0), offset / e, exponent
        top = returns.value(np.full(len(given), budget), *family)
        steepest = np.where(family[1] > 0, family[1], 1.0) ** (exponent - 1.0)
    fits = (top <= LARGEST) & (steepest * family[0] <= LARGEST**2) & np.isfinite(family).all(axis=0)
    if not fits.all():
        i = int(np.argmin(fits))
        raise invalid(
            f"returns[{i}]",
            f"must bring at most {LARGEST:g}, at slopes of at most {LARGEST**2:g}",
            f"{shown(given[i])} of {efficiency[i]:g} times a budget of {budget:g}",
            "choose other units or a milder curve",
        )
    return family


def _below_curve(form: ConicForm, x: Array, r: Array, offset: float, b: float) -> ConicForm:
    """``x <= (v(r) - v(0)) / (v(1) - v(0))`` with v(r) = (offset + r)**b / b; for b = 0 log(offset + r)."""
    zero, least = 0.0 * x, offset / (offset + 1.0)
    if b == 0:  # exp(x log(1 / least)) <= 1 + r / offset, both sides times `least`
        growth = np.log1p(1.0 / offset)
        return form.require(
            "exponential", -np.array([growth * x, zero, (1.0 - least) * r]), np.array([-growth, 1.0, least])
        )
    # With a = least + (1 - least) r in [least, 1]: a**b = least**b + (1 - least**b) x, or <= for b < 0.
    if b > 0:
        return form.require(
            "power", -np.array([(1.0 - least) * r, zero, (1.0 - least**b) * x]), np.array([least, 1.0, least**b]), b
        )
    share = b / (b - 1.0)  # a**-b (1 - (1 - least**-b) x) >= least**-b
    return form.require(
        "power",
        -np.array([(1.0 - least) * r, -(1.0 - least**-b) * x, zero]),
        np.array([least, 1.0, least**share]),
        share,
    )
