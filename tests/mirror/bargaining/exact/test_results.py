"""Every exact answer against proofs recomputed from the rows, and the questions that have none."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from largeworlds import Ball, Box, InvalidProblem, NoAgreement, Polytope, Status, bargain
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.exact import (
    exact_egalitarian,
    exact_equal_loss,
    exact_ideals,
    exact_kalai_smorodinsky,
    exact_ladder,
    exact_nash,
    exact_utilitarian,
)
from largeworlds.bargaining.problem import BargainingProblem
from tests.exact_certificates import assert_ladder, assert_member, assert_nash, fractions, support
from tests.exact_problems import problem, small

ONES = (Fraction(1),) * 9


def ladder_of(name, sets, d, asked):
    """(answer, base, ray, floor) of one ladder concept."""
    m, d = len(d), fractions(d)
    free = [None] * m
    if name == "egalitarian":
        return exact_egalitarian(asked), d, ONES[:m], free
    kind = "feasible" if "feasible" in name else "rational"
    if name.startswith("equal loss"):
        kept = "above d" in name
        deal = exact_equal_loss(asked, kind, kept)
        return deal, deal.ideal, ONES[:m], d if kept else free
    deal = exact_kalai_smorodinsky(asked, kind)
    ray = None if deal.ideal is None else [b - own for b, own in zip(deal.ideal, d, strict=True)]
    return deal, d, ray, d


@pytest.mark.parametrize(
    "name",
    [
        "egalitarian",
        "Kalai-Smorodinsky",
        "Kalai-Smorodinsky feasible",
        "equal loss",
        "equal loss above d",
        "equal loss feasible",
    ],
)
def test_ladders_are_lexicographically_optimal(name, rng, count):
    seen = Counter()
    for _ in range(count(300, 30)):
        sets, d = small(rng)
        deal, base, ray, floor = ladder_of(name, sets, d, problem(sets, d))
        seen[deal.status] += 1
        assert all(deal.verify()), [check.claim for check in deal.verify() if not check]
        if deal.status is Status.infeasible:
            continue
        assert_member(sets, deal.payoffs, deal.shares)
        assert_ladder(sets, base, ray, floor, deal.payoffs, deal.rungs)
        if "feasible" in name:
            assert list(deal.ideal) == [support(sets, [Fraction(s == t) for s in range(len(d))]) for t in range(len(d))]
    assert len(seen) == 4, seen


def test_nash_solutions_are_proved_from_the_rows(rng, count):
    seen = Counter()
    for _ in range(count(400, 40)):
        sets, d = small(rng)
        nu = [int(v) for v in rng.integers(0, 3, size=len(d))]
        nu = nu if any(nu) else [1] * len(nu)
        deal = exact_nash(problem(sets, d), nu)
        assert all(deal.verify()), [check.claim for check in deal.verify() if not check]
        kind = "near" if deal.payoffs and not deal.is_exact else "exact"
        seen[deal.status, kind] += 1
        if not deal.payoffs:
            assert support(sets, deal.direction) < sum(w * v for w, v in zip(deal.direction, d, strict=True))
            continue
        assert_member(sets, deal.payoffs, deal.shares)
        if kind == "exact" and deal.weights and deal.status is not Status.nobody_can_gain:
            assert_nash(sets, d, fractions(nu), deal)
        if kind == "near":
            assert deal.condition is not None and deal.gap < Fraction(1, 2**90)
    assert {status for status, _ in seen} == {
        Status.solved,
        Status.some_cannot_gain,
        Status.nobody_can_gain,
        Status.infeasible,
    }


def test_utilitarian_ties_go_to_the_smallest_gain(rng, count):
    ties = 0
    for _ in range(count(200, 20)):
        sets, d = small(rng)
        w = fractions(rng.integers(1, 3, size=len(d)).tolist())
        deal = exact_utilitarian(problem(sets, d), w)
        assert all(deal.verify())
        best = [max(sum(a * b for a, b in zip(w, row, strict=True)) for row in rows) for rows in sets]
        face = [
            [row for row in rows if sum(a * b for a, b in zip(w, row, strict=True)) == most]
            for rows, most in zip(sets, best, strict=True)
        ]
        assert sum(a * b for a, b in zip(w, deal.payoffs, strict=True)) == sum(best)
        assert_ladder(face, fractions(d), [1 / v for v in w], [None] * len(d), deal.payoffs, deal.rungs)
        single = all(len({tuple(row) for row in rows}) == 1 for rows in face)
        assert deal.unique == single
        ties += not single
    assert ties


def test_ideal_points(rng):
    for _ in range(10):
        sets, d = small(rng)
        asked = problem(sets, d)
        axes = [[Fraction(s == t) for s in range(len(d))] for t in range(len(d))]
        assert list(exact_ideals(asked, "feasible")) == [support(sets, axis) for axis in axes]
        deal = exact_kalai_smorodinsky(asked)
        if deal.status is not Status.infeasible:
            assert exact_ideals(asked) == deal.ideal


CURVED = (
    "sets[1] ('player 2') must have finitely many actions for an exact answer, but it is Ball(radii=[1.0, 1.0], p=2); "
    "use sets with finitely many actions, such as lw.Polytope, or leave out exact=True."
)
SQUARE = [[[1, 0], [0, 1]], [[1, 0], [0, 1]]]


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (
            lambda p: exact_kalai_smorodinsky(p, "best"),
            'ideal must be "rational" or "feasible", but it is \'best\'; choose one.',
        ),
        (
            lambda p: exact_utilitarian(p, [1, 0]),
            "weights[1] must be positive, but it is 0; give everybody a positive weight.",
        ),
        (
            lambda p: exact_utilitarian(p, [1]),
            "weights must have 2 numbers, one per player, but it has 1; give them all.",
        ),
        (
            lambda p: exact_ladder(p, [0, 0], [1]),
            "ray must have 2 numbers, one per player, but it has 1; give them all.",
        ),
        (
            lambda p: exact_ladder(p, [0, 0], [1, -1]),
            "ray[1] must not be negative, but it is -1; measure so that more is better.",
        ),
        (
            lambda p: exact_ladder(p, [0, 0], [1, 0]),
            "floor[1] must be given where the ray is zero, but it is not given; say what this player keeps.",
        ),
        (
            lambda p: exact_ladder(p, [0, 0], [1, 1], [2, 2]),
            "floor must be within reach of all at once, but it is beyond every feasible point; lower it.",
        ),
        (
            lambda p: exact_ideals(BargainingProblem(SQUARE, [2, 2])),
            'ideal must be over feasible x >= d, but it is empty: d is out of reach; lower d, or ask for "feasible".',
        ),
        (
            lambda p: bargain(BargainingProblem([SQUARE[0], Ball([1, 1])], [0, 0]), exact=True),
            CURVED,
        ),
        (
            lambda p: bargain(p, exact=1),
            "exact must be True or False, but it is 1; say whether to answer in fractions.",
        ),
    ],
)
def test_questions_without_an_answer(ask, sentence):
    with pytest.raises(InvalidProblem) as error:
        ask(BargainingProblem(SQUARE, [0, 0]))
    assert str(error.value) == sentence


def test_a_ladder_of_ones_own():
    deal = exact_ladder(BargainingProblem(SQUARE, [0, 0]), [0, 0], [3, 1])
    assert deal.payoffs == (Fraction(3, 2), Fraction(1, 2)) and all(deal.verify())
    kept = exact_ladder(BargainingProblem(SQUARE, [0, 0]), [0, 0], [0, 1], [Fraction(1, 3), None])
    assert kept.payoffs == (Fraction(1, 3), Fraction(5, 3)) and all(kept.verify())


def test_no_time_is_no_answer():
    watch = Stopwatch()
    watch.stop()
    for ask in (exact_nash, exact_egalitarian, exact_kalai_smorodinsky, exact_equal_loss):
        deal = ask(BargainingProblem(SQUARE, [0, 0]), watch=watch)
        assert deal.status is Status.time_limit and not deal.payoffs and not deal.is_exact
    assert repr(deal) == "ExactAgreement(time_limit)"


def test_infeasible_problems_raise_with_their_proof():
    asked = BargainingProblem(SQUARE, [2, 1])
    with pytest.raises(
        NoAgreement, match="'player 1' and 'player 2' cannot get what d gives them at the same time"
    ) as error:
        bargain(asked, exact=True)
    deal = error.value.result
    assert all(deal.verify()) and deal.direction == (1, 1)
    assert not all(
        replace(deal, proof=tuple(replace(part, direction=(Fraction(1), Fraction(0))) for part in deal.proof)).verify()
    )


@pytest.mark.parametrize("unit", [10**12, Fraction(1, 10**12), Fraction(1, 3)])
def test_units_change_nothing(unit):
    sets = [[[2, 0, 1], [0, 1, 1]], [[1, 0, 0], [0, 3, 1]], [[0, 0, 2], [1, 1, 0]]]
    d = [Fraction(1, 7), 0, 1]
    plain = BargainingProblem(sets, d)
    factors = [unit, 1, 1 / Fraction(unit)]
    other = BargainingProblem(
        [[[u * v for u, v in zip(factors, row, strict=True)] for row in rows] for rows in sets],
        [u * v for u, v in zip(factors, d, strict=True)],
    )
    for ask in (exact_nash, exact_kalai_smorodinsky):
        one, two = ask(plain), ask(other)
        assert one.is_exact == two.is_exact and all(two.verify())
        if one.is_exact:
            assert list(two.payoffs) == [u * v for u, v in zip(factors, one.payoffs, strict=True)]
        else:
            for (low, high), x, u in zip(two.enclosure, one.payoffs, factors, strict=True):
                assert abs(u * x - low) <= Fraction(1, 10**15) * u and low <= high


def test_one_player_flat_sets_and_duplicates():
    alone = bargain(BargainingProblem([[[1], [Fraction(1, 3)], [1]]], [0]), exact=True)
    assert alone.payoffs == (1,) and alone.unique
    flat = Polytope([[1, 0, 0], [1, 0, 0], [0, 1, 0], [Fraction(1, 2), Fraction(1, 2), 0]])
    deal = bargain(BargainingProblem(flat, [0, 0, 0]), exact=True)
    assert deal.payoffs == (Fraction(1, 2), Fraction(1, 2), 0) and deal.can_gain == (True, True, False)
    assert deal.status is Status.some_cannot_gain and all(deal.verify())
    point = bargain(BargainingProblem(Box([1, 2], [1, 2]), [1, 2]), exact=True)
    assert point.status is Status.nobody_can_gain and point.payoffs == (1, 2) and all(point.verify())


def test_fractions_are_honoured_and_doubles_are_what_they_are():
    sets = [[[1, 0], [0, 1]]] * 2
    given = bargain(BargainingProblem(sets, [Fraction(1, 3), 0]), exact=True)
    assert given.payoffs == (Fraction(7, 6), Fraction(5, 6))
    rounded = bargain(BargainingProblem(sets, [1 / 3, 0]), exact=True)
    assert rounded.payoffs[0] == 1 + Fraction(1 / 3) / 2 != given.payoffs[0]
    weighed = bargain(BargainingProblem(sets, [0, 0], weights=[1, 2]), exact=True)
    assert weighed.payoffs == (Fraction(2, 3), Fraction(4, 3))
    thirds = bargain(BargainingProblem([[[Fraction(1, 3), 0], [0, 1]]] * 2, [0, 0]), exact=True)
    assert thirds.payoffs == (Fraction(1, 3), 1)
