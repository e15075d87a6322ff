"""Fifty-digit arithmetic: every double enters exactly, every operation is rounded at the 50th digit.

The sum of all rounding errors stays far below ``tolerances.ARITHMETIC`` times the numbers that enter, and that
allowance is added to every published bound, so bounds are bounds. Logarithms and exponentials are the correctly
rounded ones of the standard library's ``decimal``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from . import tolerances

ZERO, ONE = Decimal(0), Decimal(1)

_REACH = 999_999_999
_CONTEXT = Context(
    prec=tolerances.DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-_REACH,
    Emax=_REACH,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)


def exactly() -> AbstractContextManager[Context]:
    """A ``with`` block whose decimal arithmetic is the one described above."""
    return localcontext(_CONTEXT)


def more_digits(extra: int) -> AbstractContextManager[Context]:
    """A ``with`` block with ``extra`` more digits, for a difference that cancels that many."""
    context = _CONTEXT.copy()
    context.prec = tolerances.DIGITS + min(max(extra, 0), 1500)
    return localcontext(context)


def decimals(values: Iterable[float]) -> list[Decimal]:
    """The doubles as they are, without rounding."""
    return [Decimal(value) for value in values]


def dot(left: Sequence[Decimal], right: Sequence[Decimal]) -> Decimal:
    """The scalar product."""
    return sum((a * b for a, b in zip(left, right, strict=True) if a and b), ZERO)


def times(left: Sequence[Decimal], right: Sequence[Decimal]) -> list[Decimal]:
    """Entry by entry products."""
    return [a * b for a, b in zip(left, right, strict=True)]


def plus(left: Sequence[Decimal], right: Sequence[Decimal]) -> list[Decimal]:
    """Entry by entry sums."""
    return [a + b for a, b in zip(left, right, strict=True)]


def log_of(value: Decimal) -> float:
    """The logarithm of a positive number as a double, also where the number itself is none."""
    near = float(value)
    return math.log(near) if 1e-300 < near < 1e300 else float(value.ln())


def above(value: Decimal) -> float:
    """A double that is not below ``value``."""
    near = float(value)
    return math.nextafter(near, math.inf) if math.isfinite(near) and Decimal(near) < value else near


def below(value: Decimal) -> float:
    """A double that is not above ``value``."""
    return -above(-value)
