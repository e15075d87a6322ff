"""Numbers, names and lists as people read them; no other module decides how a number looks in prose."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_MINUS = "\N{MINUS SIGN}"
#: What stands for a number that does not exist.
DASH = "–"


def clean(name: str) -> str:
    r"""``name`` on one line, without control characters or runs of spaces.

    >>> clean("wild\n nature\x1b")
    'wild nature'
    """
    joiners = "\u200c\u200d"  # parts of words in some scripts
    kept = (c if c in joiners or unicodedata.category(c)[0] not in "CZ" else " " for c in name)
    return " ".join("".join(kept).split())


def number(value: float, digits: int = 4) -> str:
    """A number with at least ``digits`` significant digits, in plain or scientific notation; a dash if there is none.

    Final zeros are dropped where the shown number is exact.

    >>> number(1234.5678), number(10.0), number(0.99999), number(-3.2e-9, 2), number(math.inf)
    ('1,235', '10', '1.000', '−3.2 × 10⁻⁹', '–')
    """
    if not math.isfinite(value):
        return DASH
    if value == 0:
        return "0"
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    exponent = int(power)
    # Final zeros say nothing where the number is exact, up to the rounding of a few operations.
    exact = abs(float(f"{mantissa}e{power}") - value) <= 1e-14 * abs(value)
    if digits - 1 <= exponent < 6:
        return f"{value:,.0f}".replace("-", _MINUS)
    if -4 <= exponent < 6:
        text = f"{float(f'{mantissa}e{power}'):,.{max(digits - 1 - exponent, 0)}f}"
        return _short_zeros(text, exact).replace("-", _MINUS)
    return f"{_short_zeros(mantissa, exact).replace('-', _MINUS)} × 10{superscript(exponent)}"


def apart(a: float, b: float, digits: int = 4, places: int = 1) -> tuple[str, str]:
    """Two numbers with at least ``digits`` digits, and as many as it takes to see ``places`` of their difference.

    >>> apart(1.0, 1.00000123), apart(1_000_000, 1_000_000.5, places=3), apart(2.0, 3.0)
    (('1', '1.000001'), ('1 × 10⁶', '1.0000005 × 10⁶'), ('2', '3'))
    """
    difference, size = abs(a - b), max(abs(a), abs(b))
    if math.isfinite(difference) and difference > 0:
        needed = math.floor(math.log10(size)) - math.floor(math.log10(difference)) + places
        digits = min(max(digits, needed), 16)
    return number(a, digits), number(b, digits)


def upper(bound: float, digits: int = 2) -> str:
    """A positive bound, rounded up, so that what is shown is a bound too.

    >>> upper(1.21e-8), upper(0.0)
    ('1.3 × 10⁻⁸', '0')
    """
    if not math.isfinite(bound) or bound <= 0:
        return number(bound, digits)
    shown = float(f"{bound:.{digits - 1}e}")
    if shown < bound:
        shown = float(f"{shown + 10.0 ** (math.floor(math.log10(bound)) - digits + 1):.{digits - 1}e}")
    return number(shown, digits)


def percent(share: float, digits: int = 2) -> str:
    """A share in percent with at least ``digits`` significant digits, none after the point from 10 % on.

    >>> percent(0.1234), percent(0.01234), percent(3.5), percent(0.998), percent(math.nan)
    ('12 %', '1.2 %', '350 %', '99.8 %', '–')
    """
    if not math.isfinite(share):
        return DASH
    if share == 0:
        return "0 %"
    if 0.995 <= share < 1 - 1e-6:  # nearly everything is not everything
        return f"{100 * share:.1f} %" if share < 0.9995 else "> 99.9 %"
    value = float(f"{100 * share:.{digits - 1}e}")
    if abs(value) < 1e-3:
        return f"{'< ' if value > 0 else '> ' + _MINUS}0.001 %"
    places = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
    shown = 100 * share if places == 0 else value
    return f"{_short_zeros(f'{shown:,.{places}f}', True).replace('-', _MINUS)} %"


def _short_zeros(text: str, drop: bool) -> str:
    return text.rstrip("0").rstrip(".") if drop and "." in text else text


def superscript(power: int) -> str:
    """An exponent in superscript characters."""
    return str(power).translate(_SUPERSCRIPTS)


def listed(words: Sequence[str], most: int = 8) -> str:
    """``a, b and c``; long lists are cut.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c", "d"], most=3)
    ('a, b and c', 'a, b and 2 others')
    """
    shown = list(words)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(shown) - most + 1} others"]
    return "".join(shown) if len(shown) < 2 else ", ".join(shown[:-1]) + " and " + shown[-1]


def counted(count: int, noun: str) -> str:
    """``1 type``, ``3 types``, ``no types``."""
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def shown(value: object, most: int = 60) -> str:
    """Any object in at most about ``most`` characters, for messages about what came.

    >>> shown("abc"), shown(10**400), shown([0] * 100, most=20)
    ("'abc'", 'a whole number of about 400 digits', '[0, 0, 0, 0, 0, 0...')
    """
    if isinstance(value, int) and value.bit_length() >= 130:
        return f"a whole number of about {value.bit_length() * 30103 // 100000} digits"
    try:
        text = repr(value[: most + 1] if isinstance(value, (str, bytes, list, tuple)) else value)
    except Exception:  # noqa: BLE001 - objects may fail at showing themselves, and a message about them must not
        return f"an object of type {type(value).__name__}"
    text = " ".join(text.split())  # arrays break lines
    return text if len(text) <= most else text[: most - 3] + "..."
