"""Arithmetic in model files."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from largeworlds.io.expressions import MOST_CHARACTERS, ExpressionError, evaluate, is_expression, names_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("= 1 + 2 * 3", 7.0),
        ("=-2 ** 2", -4.0),
        ("= (1 - p) / 2", 0.125),
        ("= 2 ** -1", 0.5),
        ("= sqrt(16) + abs(-1) + max(1, 2, p) - min(3, 1)", 6.0),
        ("= exp(0) + log(1)", 1.0),
        ("= cos_t * pi", 2 * math.pi),
        (" =\t1e3 ", 1000.0),
    ],
)
def test_values(text: str, value: float) -> None:
    result = evaluate(text, {"p": 0.75, "cos_t": 2.0})
    assert type(result) is float
    assert math.isclose(result, value, rel_tol=1e-15)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("= q", ['uses "q"', "not a parameter", 'known parameters: "p"']),
        ("= P", ['did you mean "p"?']),
        ("= 1 / 0", ["divides by zero"]),
        ("= 0 ** -1", ["divides by zero"]),
        ("= 10 ** 10 ** 10", ["too large"]),
        ("= 1e308 * 10", ["too large"]),
        ("= exp(1000)", ["too large"]),
        ("= 1 / 1e999", ["number that is too large"]),
        ("= 1" + "0" * 299 + "0" * 10, ["310 characters"]),
        ("= (-8) ** (1 / 3)", ["root of a negative number"]),
        ("= sqrt(-1)", ["takes a root or a logarithm"]),
        ("= log(0)", ["takes a root or a logarithm"]),
        ("= p +* 2", ["cannot be read as arithmetic", "near character", "allowed are"]),
        ("= p ^ 2", ["write ** for a power"]),
        ("= p < 1", ["not arithmetic"]),
        ("= p % 1", ["not arithmetic"]),
        ("= 1 if p else 2", ["not arithmetic"]),
        ("= p.real", ["not arithmetic"]),
        ("= [1][0]", ["not arithmetic"]),
        ("= 'a' * 9", ["not arithmetic"]),
        ("= 1j", ["not arithmetic"]),
        ("= True", ["not arithmetic"]),
        ("= __import__('os')", ["not known", "not arithmetic"]),
        ("= (lambda: 1)()", ["not arithmetic"]),
        ("= max(1, *[2])", ["not arithmetic"]),
        ("= max(1, key=2)", ["not arithmetic"]),
        ("= sin(1)", ['function "sin"', "not known", "sqrt"]),
        ("= sqrt(1, 2)", ["gives sqrt 2 arguments", "one argument"]),
        ("= max()", ["at least one argument"]),
        ("= sqrt", ["without arguments"]),
        ("= ", ["nothing after"]),
        ("= (1", ["cannot be read"]),
        ("= p\0", ["cannot be read"]),
        ("= 1 +\n1; 2", ["cannot be read"]),
    ],
)
def test_refusals_say_why(text: str, words: list[str]) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text, {"p": 0.75})
    assert any(word in str(caught.value) for word in words)


def test_length_is_limited() -> None:
    longest = "= " + "1+" * (MOST_CHARACTERS // 2 - 1) + "11"
    assert evaluate(longest, {}) == MOST_CHARACTERS // 2 - 1 + 11
    with pytest.raises(ExpressionError, match=f"{MOST_CHARACTERS} are allowed"):
        evaluate(longest + "1", {})


def test_names_are_parameters_without_functions_and_constants() -> None:
    assert names_in("= sqrt(p) + pi * max(q, 1)") == {"p", "q"}


def test_only_text_with_an_equals_sign_is_an_expression() -> None:
    assert is_expression("= 1") and is_expression(" =1")
    assert not is_expression("1") and not is_expression(1) and not is_expression(["= 1"])


@given(st.text(alphabet="p1.e+-*/() sqrt,x[]{}'\"=_%~&|<>:\\@#\t\nä\u0660\u00b2", max_size=40))
@example("(" * 149 + "1" + ")" * 149)
@example("-" * 290 + "1")
@example("1 if 1else 1or 2")
def test_any_text_has_a_finite_value_or_a_reason(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        value = evaluate("=" + text, {"p": 0.5})
        assert type(value) is float
        assert math.isfinite(value)
