"""Numbers, names and lists as people read them."""

from __future__ import annotations

import math

import pytest

from largeworlds._core.text import clean, counted, listed, number, percent, superscript, upper


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (-1.5, "−1.5"),
        (0.123456, "0.1235"),
        (0.12, "0.12"),
        (999.96, "1,000"),
        (123_456.7, "123,457"),
        (1e6, "1 × 10⁶"),
        (1.23456e-5, "1.235 × 10⁻⁵"),
        (9.9999e-5, "0.0001000"),
        (math.nan, "–"),
        (-math.inf, "–"),
    ],
)
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (1 - 1e-9, "100 %"),
        (0.9949, "99 %"),
        (0.996, "99.6 %"),
        (0.99999, "> 99.9 %"),
        (0.345, "34 %"),
        (0.0345, "3.5 %"),
        (0.00012, "0.012 %"),
        (1e-9, "< 0.001 %"),
        (-1e-9, "> −0.001 %"),
        (-0.25, "−25 %"),
        (12.345, "1,234 %"),
        (math.inf, "–"),
    ],
)
def test_percentages(share: float, text: str) -> None:
    assert percent(share) == text


def test_more_digits_on_demand() -> None:
    assert number(2 / 3, 7) == "0.6666667"
    assert percent(2 / 3, 4) == "66.67 %"


@pytest.mark.parametrize("value", [1.0, 1.1, 1.11, 9.91, 9.99, 3.0e-16, 0.3, 123.0, 1.0000001e-9])
def test_a_shown_bound_is_a_bound(value: float) -> None:
    shown = upper(value).replace(" × 10", "e").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    assert value <= float(shown) <= 1.1000001 * value


def test_names_are_one_clean_line() -> None:
    assert clean(" a\tb\r\nc\x00\u202ed\ud800 ") == "a b c d"
    assert clean("\u0633\u200c\u0627") == "\u0633\u200c\u0627"
    assert clean("\x1b\n") == ""


def test_lists() -> None:
    assert [listed(list("abcd")[:k]) for k in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listed([str(k) for k in range(10)], 4) == "0, 1, 2 and 7 others"


def test_counts_and_powers() -> None:
    assert [counted(k, "type") for k in range(3)] == ["no types", "1 type", "2 types"]
    assert superscript(-120) == "⁻¹²⁰"
