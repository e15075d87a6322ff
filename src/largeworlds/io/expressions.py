"""Arithmetic in model files: numbers, parameters, + - * / **, parentheses and a few functions. Nothing is executed."""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable, Iterable, Mapping

from .wording import listed, meant, quoted

#: Longest expression.
MOST_CHARACTERS = 300
#: Known without being declared.
CONSTANTS = {"pi": math.pi}
#: Functions: what computes them, and the largest number of arguments.
_FUNCTIONS: dict[str, tuple[Callable[..., float], int]] = {
    "sqrt": (math.sqrt, 1),
    "exp": (math.exp, 1),
    "log": (math.log, 1),
    "abs": (abs, 1),
    "min": (min, 100),
    "max": (max, 100),
}
#: Names that a parameter cannot have.
RESERVED = frozenset([*CONSTANTS, *_FUNCTIONS])

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_UNARY: dict[type[ast.unaryop], Callable[[float], float]] = {ast.UAdd: operator.pos, ast.USub: operator.neg}
_ALLOWED = "allowed are numbers, parameters, + - * / ** ( ) and " + listed([*sorted(_FUNCTIONS), *CONSTANTS])


class ExpressionError(ValueError):
    """Why an expression has no value; the message follows on the place of the expression, such as 'divides by zero'."""


def is_expression(value: object) -> bool:
    """True for text that starts with "="."""
    return isinstance(value, str) and value.lstrip().startswith("=")


def evaluate(text: str, values: Mapping[str, float]) -> float:
    """The finite value of ``"= expression"`` with the parameters ``values``.

    >>> evaluate("= 1 - p / 2", {"p": 0.5})
    0.75
    """
    tree = _parsed(text)
    try:
        result = _value(tree, values)
    except ZeroDivisionError:
        raise ExpressionError("divides by zero; change the parameters or the expression") from None
    except OverflowError:
        raise ExpressionError("becomes too large; change the parameters or the expression") from None
    except ValueError as error:
        if isinstance(error, ExpressionError):
            raise
        raise ExpressionError(
            "takes a root or a logarithm where it has none; change the parameters or the expression"
        ) from None
    if not math.isfinite(result):
        raise ExpressionError("becomes too large; change the parameters or the expression")
    return result


def names_in(text: str) -> set[str]:
    """The parameters that ``"= expression"`` uses."""
    tree = _parsed(text)
    functions = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in functions}
    return names - set(CONSTANTS)


def _parsed(text: str) -> ast.expr:
    body = text.lstrip()[1:].strip()
    if len(body) > MOST_CHARACTERS:
        raise ExpressionError(f"has {len(body)} characters; {MOST_CHARACTERS} are allowed, so split it with parameters")
    if not body:
        raise ExpressionError('has nothing after "="; write an expression such as "= 1 - p"')
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the parser of Python warns of things that are refused below
            return ast.parse(body, mode="eval").body
    except SyntaxError as error:
        near = f' near character {error.offset} after the "="' if error.offset else ""
        raise ExpressionError(f"cannot be read as arithmetic{near}; {_ALLOWED}") from None
    except (ValueError, MemoryError, RecursionError, OverflowError):
        raise ExpressionError(f"cannot be read as arithmetic; {_ALLOWED}") from None


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        number = float(node.value)  # type: ignore[arg-type]
        if math.isinf(number):
            raise ExpressionError("has a number that is too large; write a smaller one")
        return number
    if isinstance(node, ast.Name):
        return _named(node.id, values)
    if isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
        return _UNARY[type(node.op)](_value(node.operand, values))
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        result = _BINARY[type(node.op)](_value(node.left, values), _value(node.right, values))
        if isinstance(result, complex):
            raise ExpressionError("takes a root of a negative number; change the parameters or the expression")
        return result
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        return _called(node.func.id, [_value(argument, values) for argument in node.args])
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
        raise ExpressionError("uses ^; write ** for a power")
    raise ExpressionError(f"uses something that is not arithmetic; {_ALLOWED}")


def _named(name: str, values: Mapping[str, float]) -> float:
    if name in values:
        return values[name]
    if name in CONSTANTS:
        return CONSTANTS[name]
    if name in _FUNCTIONS:
        raise ExpressionError(f"names the function {name} without arguments; write {name}(...)")
    raise unknown_parameter(name, values)


def unknown_parameter(name: str, known: Iterable[str]) -> ExpressionError:
    """The error for a name that is none of the ``known`` parameters."""
    names = list(known)
    there = f"known parameters: {listed(map(quoted, names))}" if names else "the file has no [parameters]"
    return ExpressionError(f"uses {quoted(name)}, which is not a parameter;{meant(name, names)} {there}")


def _called(name: str, arguments: list[float]) -> float:
    if name not in _FUNCTIONS:
        raise ExpressionError(f"uses the function {quoted(name)}, which is not known; {_ALLOWED}")
    function, most = _FUNCTIONS[name]
    if not 1 <= len(arguments) <= most:
        count = "one argument" if most == 1 else "at least one argument"
        raise ExpressionError(f"gives {name} {len(arguments)} arguments; it takes {count}")
    return float(function(*arguments) if most == 1 else function(arguments))
