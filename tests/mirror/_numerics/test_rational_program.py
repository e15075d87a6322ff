"""Exact linear programs: against scipy, against their own proofs recomputed here, and where doubles cannot decide."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import linprog

from largeworlds._core.rationals import vector
from largeworlds._numerics.rational_program import OutOfTime, RationalProgram

STATUS = {0: "optimal", 2: "infeasible", 3: "unbounded"}


def program(rng, kind):
    """Small whole numbers: many ties, many empty and many endless sets; "dense" ones are feasible by construction."""
    r, n = int(rng.integers(1, 6)), int(rng.integers(1, 9))
    rows = rng.integers(-3, 4, size=(r, n))
    if kind == "repeated":
        rows = np.vstack([rows, rows.sum(axis=0), rows[0]])
    x = rng.integers(0, 3, size=n)
    rhs = rng.integers(-4, 5, size=len(rows)) if kind == "any" else rows @ x
    objective = rng.integers(-3, 4, size=n)
    if kind == "bounded":
        rows, rhs = np.vstack([rows, np.ones(n, dtype=int)]), np.append(rhs, x.sum())
    return [vector(row) for row in rows], vector(rhs), vector(objective)


def proved(answer, objective, rows, rhs):
    """The answer's proof, recomputed."""
    a, b, c = (np.array(v, dtype=object) for v in (rows, rhs, objective))
    if answer.status == "infeasible":
        y = np.array(answer.duals, dtype=object)
        return (y @ a >= 0).all() and y @ b < 0
    x = np.array(answer.x, dtype=object)
    if (x < 0).any() or (a @ x != b).any() or answer.value != c @ x:
        return False
    if answer.status == "unbounded":
        ray = np.array(answer.ray, dtype=object)
        return (ray >= 0).all() and not (a @ ray).any() and c @ ray > 0
    y = np.array(answer.duals, dtype=object)
    return (y @ a >= c).all() and y @ b == c @ x


@pytest.mark.parametrize("guess", [False, True])
@pytest.mark.parametrize("kind", ["any", "feasible", "bounded", "repeated"])
def test_against_scipy_and_exact_duality(kind, guess, rng, count):
    seen = Counter()
    for _ in range(count(500, 25)):
        rows, rhs, objective = program(rng, kind)
        answer = RationalProgram(rows, rhs, guess=guess).maximize(objective)
        theirs = linprog(-np.array(objective, float), A_eq=np.array(rows, float), b_eq=np.array(rhs, float))
        assert answer.status == STATUS[theirs.status]
        assert proved(answer, objective, rows, rhs) and answer.holds(objective, rows, rhs)
        if answer.status == "optimal":
            assert float(answer.value) == pytest.approx(-theirs.fun, abs=1e-7)
        seen[answer.status] += 1
    assert len(seen) == {"any": 3, "feasible": 2, "bounded": 1, "repeated": 2}[kind], seen


def test_one_feasible_set_serves_any_objective(rng):
    rows, rhs, _ = program(rng, "bounded")
    one = RationalProgram(rows, rhs, guess=False)
    for _ in range(5):
        objective = vector(rng.integers(-3, 4, size=len(rows[0])))
        assert one.maximize(objective).value == RationalProgram(rows, rhs).maximize(objective).value


def test_proofs_that_are_off_by_anything_do_not_hold(rng):
    rows, rhs, objective = program(rng, "bounded")
    answer = RationalProgram(rows, rhs).maximize(objective)
    grain = Fraction(1, 10**40)
    assert not replace(answer, value=answer.value + grain).holds(objective, rows, rhs)
    assert not replace(answer, x=(answer.x[0] + grain, *answer.x[1:])).holds(objective, rows, rhs)
    assert not replace(answer, duals=tuple(y - grain for y in answer.duals)).holds(objective, rows, rhs)
    empty = RationalProgram([vector([1, 1])], vector([-1])).maximize(vector([1, 1]))
    assert empty.status == "infeasible" and not replace(empty, duals=vector([-1])).holds(
        vector([1, 1]), [vector([1, 1])], vector([-1])
    )


def test_what_doubles_cannot_tell_apart():
    """x + y = 1, x - y = 1 + 1e-30 needs y < 0; with 1 - 1e-30 it does not."""
    for off, status in ((1, "infeasible"), (-1, "optimal")):
        rows, rhs = [vector([1, 1]), vector([1, -1])], (Fraction(1), 1 + off * Fraction(1, 10**30))
        for guess in (False, True):
            assert RationalProgram(rows, rhs, guess=guess).maximize(vector([1, 0])).status == status


def test_beale_cycles_no_more():
    """Beale (1955): the largest coefficient with the first row among ties would pivot for ever."""
    rows = [
        (Fraction(1, 4), Fraction(-60), Fraction(-1, 25), Fraction(9), *vector([1, 0, 0])),
        (Fraction(1, 2), Fraction(-90), Fraction(-1, 50), Fraction(3), *vector([0, 1, 0])),
        vector([0, 0, 1, 0, 0, 0, 1]),
    ]
    objective = (Fraction(3, 4), Fraction(-150), Fraction(1, 50), Fraction(-6), *vector([0, 0, 0]))
    assert RationalProgram(rows, vector([0, 0, 1]), guess=False).maximize(objective).value == Fraction(1, 20)


def test_units_far_apart(rng):
    for unit in (Fraction(10**12), Fraction(1, 10**12), Fraction(1, 10**200)):
        rows, rhs, objective = program(np.random.default_rng(3), "bounded")
        plain = RationalProgram(rows, rhs).maximize(objective)
        wide = [tuple(unit * v for v in rows[0]), *rows[1:]]
        for guess in (False, True):
            other = RationalProgram(wide, (unit * rhs[0], *rhs[1:]), guess=guess).maximize(objective)
            assert other.value == plain.value


def test_it_stops_when_asked():
    rows, rhs, objective = program(np.random.default_rng(3), "bounded")
    for guess in (False, True):
        with pytest.raises(OutOfTime):
            RationalProgram(rows, rhs, lambda: True, guess=guess).maximize(objective)
