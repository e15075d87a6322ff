"""Serial dictatorship: the order in which players take, by name and position, and its errors."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Dictatorial, InvalidProblem, Polytope, bargain

SIMPLEX = BargainingProblem(Polytope(np.eye(3)), [0.1, 0.2, 0.3], ["Ann", "Bob", "Cy"])


@pytest.mark.parametrize(
    ("order", "payoffs"),
    [
        ((), [0.5, 0.2, 0.3]),
        (["Bob"], [0.1, 0.6, 0.3]),
        ([2], [0.1, 0.2, 0.7]),
        (["Cy", 0], [0.1, 0.2, 0.7]),
        ([np.int64(1), "Ann"], [0.1, 0.6, 0.3]),
    ],
)
def test_the_first_takes_what_the_others_need_not_have(order, payoffs):
    deal = bargain(SIMPLEX, Dictatorial(order))
    assert deal.payoffs == pytest.approx(payoffs, rel=1e-12)
    assert deal.concept.order == tuple(order)


def test_the_second_takes_what_costs_the_first_nothing():
    points = [[1, 0, 0], [1, 2, 0], [1, 0, 3], [0, 9, 9]]
    first = bargain(BargainingProblem(Polytope(points), [0, 0, 0]), Dictatorial())
    assert first.payoffs == pytest.approx([1.0, 2.0, 0.0], abs=1e-12)
    other = bargain(BargainingProblem(Polytope(points), [0, 0, 0]), Dictatorial([0, 2]))
    assert other.payoffs == pytest.approx([1.0, 0.0, 3.0], abs=1e-12)


def test_on_a_curve_the_first_leaves_no_choice():
    deal = bargain(
        BargainingProblem([Ball([1.0, 1.0, 1.0]), *[Polytope([[0, 0, 0]])] * 2], [0, 0.6, 0.0]), Dictatorial()
    )
    assert deal.payoffs == pytest.approx([0.8, 0.6, 0.0], abs=1e-7)
    assert deal.error[0] <= 1e-12


def test_an_order_holds_where_some_are_left_out():
    """Ann has her most and is left out; the order among the others stays."""
    problem = BargainingProblem(Polytope([[1, 1, 0], [1, 0, 1], [0, 5, 5]]), [1, 0, 0], ["Ann", "Bob", "Cy"])
    deal = bargain(problem, Dictatorial(["Cy", "Ann"]))
    assert deal.payoffs == pytest.approx([1.0, 0.0, 1.0], abs=1e-12)
    assert deal.concept.order == ("Cy", "Ann")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Dictatorial("Ann"), "order must be a list of players, but it is 'Ann'; list players by name or by"),
        (lambda: Dictatorial([1.0]), "order[0] must be a name or a position, but it is 1.0; list players by name or"),
        (lambda: Dictatorial([True]), "order[0] must be a name or a position, but it is True; list players by name"),
        (lambda: Dictatorial([1, 1]), "order must list nobody twice, but it is [1, 1]; list players by name or by"),
        (
            lambda: bargain(SIMPLEX, Dictatorial(["Dee"])),
            "order[0] must be a player of the problem, but it is 'Dee';",
        ),
        (
            lambda: bargain(SIMPLEX, Dictatorial([3])),
            "order[0] must be a position from 0 to 2, but it is 3; count",
        ),
        (lambda: bargain(SIMPLEX, Dictatorial([-1])), "order[0] must be a position from 0 to 2, but it is -1; count"),
        (lambda: bargain(SIMPLEX, Dictatorial(["Bob", 1])), "order must list nobody twice, but it is ['Bob', 1]; name"),
    ],
    ids=["text", "number", "truth", "twice", "stranger", "beyond", "before", "twice in two ways"],
)
def test_errors(make, sentence):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert str(error.value).startswith(sentence)
