"""Conditions in words, and what they claim."""

from __future__ import annotations

from fractions import Fraction

import pytest

from largeworlds.bargaining.exact.condition import AlgebraicBlock, AlgebraicCondition


def block(kind, coefficients=()):
    return AlgebraicBlock((0, 1), kind, (), ((), ()), (), (), coefficients, Fraction(1, 2), Fraction(1, 2))


@pytest.mark.parametrize(
    ("coefficients", "text"),
    [
        ((3, -6, 2), "3 s^2 - 6 s + 2"),
        ((-1, 0, 0, 1), "-s^3 + 1"),
        ((1, -1), "s - 1"),
        ((10**200, 1, 1), "a polynomial of degree 2 with whole coefficients"),
    ],
)
def test_polynomials_as_text(coefficients, text):
    assert block("pencil", coefficients).polynomial("s") == text


def test_every_kind_has_its_sentence():
    names = ("Ann", "Bob")
    assert block("rational").words(names) == "Ann and Bob: rational."
    assert (
        block("line", (1, 0, -3))
        .words(names)
        .startswith("Ann and Bob: gains are point + z direction, z = 0.5 the only")
    )
    assert "first normal" in block("pencil", (1, 0, -3)).words(names)
    assert "each of 2 directions v of the face; whether its solution is rational was not decided" in block(
        "system"
    ).words(names)


@pytest.mark.parametrize(
    ("kinds", "proved", "irrational"),
    [
        (("line", "rational"), True, True),
        (("line",), False, False),
        (("system",), True, False),
        (("rational",), True, False),
    ],
)
def test_irrational_only_if_proved(kinds, proved, irrational):
    condition = AlgebraicCondition(("Ann", "Bob"), ((0,),), tuple(block(kind, (1, 0, -3)) for kind in kinds), proved)
    assert condition.irrational is irrational
    assert str(condition).count("Ann and Bob:") == len(kinds)
