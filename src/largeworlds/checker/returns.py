"""Returns to a share of a budget, and the price at which a budget is spent.

A use turns its share r in [0, 1] into ``c * ((o + A r)**b - o**b) / b`` (``c * log(1 + A r / o)`` for b = 0) with
b <= 1: concave, increasing, zero at zero. A is the amount that the whole budget would bring to the use.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import tolerances
from .arithmetic import ONE, ZERO, exactly, log_of, more_digits


@dataclass(frozen=True)
class Use:
    """One use of a budget: coefficient c, offset o, exponent b, amount A of the whole budget.

    ``top`` is the return of the whole budget where it is known exactly.
    """

    coefficient: Decimal
    offset: Decimal
    exponent: Decimal
    amount: Decimal
    top: Decimal | None = None

    @property
    def live(self) -> bool:
        """False if no share brings anything."""
        return self.coefficient > 0 and self.amount > 0

    @property
    def straight(self) -> bool:
        return self.exponent == 1

    def value(self, share: Decimal) -> Decimal:
        """The return of ``share``."""
        if share == ONE and self.live and self.top is not None:
            return self.top
        return self.value_and_slope(share)[0] if share > 0 and self.live else ZERO

    def most_above(self) -> Decimal:
        """The return of the whole budget: exact where it can be, else rounded up."""
        if not self.live:
            return ZERO
        if self.straight:
            return self.coefficient * self.amount
        if self.top is not None:
            return self.top
        with exactly():
            value = self.value(ONE)
        return value + value * Decimal(tolerances.ALLOWANCE)

    def value_and_slope(self, share: Decimal) -> tuple[Decimal, Decimal]:
        """Return and marginal return at ``share``; the share must be positive where the slope at zero is infinite."""
        c, o, b, whole = self.coefficient, self.offset, self.exponent, self.amount
        if self.straight:
            return c * whole * share, c * whole
        spent = whole * share
        if o == 0:
            power = (b * spent.ln()).exp()
            return c * power / b, c * whole * power / spent
        # A small amount beside the offset, or an exponent near zero, cancels digits: carry that many more.
        lost = (o.adjusted() - spent.adjusted() if spent else 0) + (max(-b.adjusted(), 0) if b else 0)
        with more_digits(lost):
            log = (o + spent).ln()
            power = (b * log).exp()
            value = c * ((ONE + spent / o).ln() if b == 0 else (power - (b * o.ln()).exp()) / b)
        return +value, c * whole * power / (o + spent)

    def share_for(self, gained: Decimal) -> Decimal | None:
        """The share that brings ``gained`` >= 0, or None if no amount does."""
        c, o, b, whole = self.coefficient, self.offset, self.exponent, self.amount
        if gained == 0:
            return ZERO
        if not self.live:
            return None
        if self.straight:
            return gained / (c * whole)
        if b == 0:
            return o * ((gained / c).exp() - ONE) / whole
        inner = b * gained / c + ((b * o.ln()).exp() if o else ZERO)
        return ((inner.ln() / b).exp() - o) / whole if inner > 0 else None

    def demand(self, worth: Decimal, price: Decimal) -> Decimal:
        """The share in [0, 1] where the weighted marginal return falls to ``price`` (curved uses only)."""
        level = ((worth * self.coefficient * self.amount).ln() - price.ln()) / (ONE - self.exponent)
        if level > 2000:
            return ONE
        spent = level.exp() - self.offset if level > -(10**7) else -self.offset
        return min(max(spent / self.amount, ZERO), ONE)

    def most_net(self, worth: Decimal, price: Decimal) -> Decimal:
        """An upper bound on ``worth * value(r) - price * r`` over r in [0, 1].

        The tangent at any share lies above a concave return, so the bound holds however well the share is chosen.
        """
        if worth <= 0 or not self.live:
            return ZERO
        if self.straight:
            return max(worth * self.coefficient * self.amount - price, ZERO)
        share = self.demand(worth, price)
        if share == 0 and self.offset == 0:
            share = Decimal("1e-5000")
        value, slope = self.value_and_slope(share)
        net = worth * slope - price
        return worth * value - price * share + max(net * (ONE - share), -net * share, ZERO)


def best_price(uses: Sequence[Use], worth: Sequence[Decimal]) -> list[Decimal]:
    """Prices at which the uses ask for about one unit in all, found by bisection; empty if no use is worth anything.

    Only the tightness of a bound depends on them, never its validity.
    """
    live = [(use, w) for use, w in zip(uses, worth, strict=True) if w > 0 and use.live]
    if not live:
        return []
    curves = [_Curve.of(use, w) for use, w in live]
    low = max(curve.log_slope(1.0) for curve in curves)
    high = max(curve.log_slope(1.0 / len(curves)) for curve in curves)
    for _ in range(200):
        middle = 0.5 * (low + high)
        if middle <= low or middle >= high:
            break
        asked = 0.0
        for curve in curves:
            asked += curve.share(middle)
        low, high = (middle, high) if asked > 1 else (low, middle)
    prices = [Decimal(math.exp(high)) if abs(high) < 600 else Decimal(high).exp()]
    lines = [w * use.coefficient * use.amount for use, w in live if use.straight]
    return [*prices, max(lines)] if lines else prices


def share_bounds(uses: Sequence[Use], worth: Sequence[Decimal]) -> tuple[list[tuple[Decimal, Decimal]], list[int]]:
    """Bounds on every share in the best splits of one unit, of which some use is curved and some is worth something.

    The demand of a curved use falls with the price: prices at which all ask for at least, and at most, one unit
    enclose the right one. What straight uses at the best price get is the rest; those that tie for it are named.
    """
    lines = [w * u.coefficient * u.amount if u.straight and w > 0 else ZERO for u, w in zip(uses, worth, strict=True)]

    def asked(price: Decimal) -> list[Decimal]:
        pairs = zip(uses, worth, strict=True)
        return [u.demand(w, price) if w > 0 and u.live and not u.straight else ZERO for u, w in pairs]

    line = max(lines)
    if line > 0 and sum(asked(line), ZERO) <= ONE:
        shares = asked(line)
        rest = ONE - sum(shares, ZERO)
        least = line * (ONE - Decimal(tolerances.TIE))
        tied = [i for i, item in enumerate(lines) if item >= least]
        bounds = [(rest if i in tied else share,) * 2 for i, share in enumerate(shares)]
        return [(a, b) for a, b in bounds], tied if len(tied) > 1 and rest > 0 else []
    price, slack = best_price(uses, worth)[0], Decimal("1e-15")
    while slack < Decimal("1e-3"):
        few, many = asked(price * (ONE + slack)), asked(price * (ONE - slack))
        if sum(few, ZERO) <= ONE <= sum(many, ZERO):
            return list(zip(few, many, strict=True)), []
        slack *= 4
    return [(ZERO, ONE)] * len(uses), []


def splits(uses: Sequence[Use], worth: Sequence[Decimal]) -> list[list[Decimal]]:
    """Shares (sum one) that bring the most; several if straight uses tie, all zero if no use is worth anything."""
    none = [ZERO] * len(uses)
    prices = best_price(uses, worth)
    if not prices:
        return [none]
    lines = [w * u.coefficient * u.amount if u.straight and w > 0 else ZERO for u, w in zip(uses, worth, strict=True)]
    # The bisection stops at the best straight use if that is what the last of the unit goes to.
    marginal = max(lines) >= prices[0] * (ONE - Decimal(tolerances.TIE))
    price = max(lines) if marginal else prices[0]
    shares = [
        u.demand(w, price) if w > 0 and u.live and not u.straight else ZERO for u, w in zip(uses, worth, strict=True)
    ]
    total = sum(shares, ZERO)
    if marginal and total < ONE:
        least = max(lines) * (ONE - Decimal(tolerances.TIE))
        tied = [i for i, line in enumerate(lines) if line >= least]
        return [[*shares[:i], ONE - total, *shares[i + 1 :]] for i in tied]
    return [[share / total for share in shares]]


@dataclass(frozen=True)
class _Curve:
    """A weighted use in doubles and logarithms: fast, and no number is out of range."""

    level: float
    offset: float
    bend: float
    amount: float

    @classmethod
    def of(cls, use: Use, worth: Decimal) -> _Curve:
        return cls(
            log_of(worth * use.coefficient * use.amount),
            float(use.offset),
            float(ONE - use.exponent),
            float(use.amount),
        )

    def log_slope(self, share: float) -> float:
        if self.bend == 0:
            return self.level
        base = self.offset + self.amount * share
        return self.level - self.bend * (math.log(base) if base > 0 else -745.0)

    def share(self, log_price: float) -> float:
        if self.bend == 0:
            return 1.0 if self.level > log_price else 0.0
        log_spent = (self.level - log_price) / self.bend
        spent = math.exp(log_spent) if log_spent < 700 else math.inf
        return min(max((spent - self.offset) / self.amount, 0.0), 1.0)
