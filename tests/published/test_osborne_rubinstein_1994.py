"""Osborne and Rubinstein (1994), "A Course in Game Theory", Chapter 15.

Risk aversion (Section 15.2.3, after Kihlstrom, Roth and Schmeidler 1981), asymmetric solutions (after Harsanyi and
Selten 1972) and Kalai and Smorodinsky's solution (both Section 15.3.3). The numbers are instances of ours, solved by
hand in the docstrings.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from largeworlds import (
    BargainingProblem,
    BelowFrontier,
    KalaiSmorodinsky,
    Linear,
    Log,
    NashBargaining,
    Power,
    bargain,
    pie,
)

POWERS = [(1.0, 0.5), (1.0, 0.9), (0.3, 0.6), (0.5, 0.5), (0.05, 1.0)]


def divided(utilities, concept=None, size=1.0):
    """The pieces of a pie that the agreement gives, by inverting the utilities: powers only."""
    deal = bargain(BargainingProblem(pie(utilities, size), np.zeros(len(utilities))), concept)
    exponents = [u.exponent if isinstance(u, Power) else 1.0 for u in utilities]
    return deal.payoffs ** (1 / np.array(exponents))


@pytest.mark.parametrize(("a", "b"), POWERS)
def test_nash_divides_by_the_exponents(a, b):
    """Proposition 302.1: u_1 u_2 = x^a (1 - x)^b is largest at x = a / (a + b), 2/3 for a = 1, b = 1/2.

    The player with the smaller exponent, the more risk-averse one, gets less (Proposition 304.1).
    """
    pieces = divided([Power(a), Power(b)])
    assert pieces == pytest.approx([a / (a + b), b / (a + b)], abs=1e-9)


def test_thirty_dollars_and_a_square_root():
    """x sqrt(30 - x) is largest at x = 20: utilities 20 and sqrt(10), valued at 1 to sqrt(40)."""
    deal = bargain(BargainingProblem(pie([Linear(), Power(0.5)], 30.0), [0, 0]))
    assert deal.payoffs == pytest.approx([20, math.sqrt(10)], abs=1e-9)
    assert deal.weights[1] / deal.weights[0] == pytest.approx(math.sqrt(40), rel=1e-9)


def test_the_same_frontier_given_as_a_function():
    """Without derivatives payoffs are as good as the error says, the square root of the gap."""
    deal = bargain(BargainingProblem(BelowFrontier(lambda x: math.sqrt(30 - x), 0, 30), [0, 0]))
    assert (np.abs(deal.payoffs - [20, math.sqrt(10)]) <= deal.error).all() and (deal.error <= 2e-6).all()


@pytest.mark.parametrize("n", [3, 6])
def test_any_number_of_players(n):
    """The product of x_i^(nu_i a_i) over pieces that add up to 1: x_i = nu_i a_i / sum nu a (Section 15.3.3)."""
    exponents, nu = np.linspace(0.2, 1.0, n), np.arange(1.0, n + 1)
    pieces = divided([Power(a) for a in exponents], NashBargaining(nu))
    assert pieces == pytest.approx(nu * exponents / (nu * exponents).sum(), abs=1e-9)


@pytest.mark.parametrize("alpha", [0.1, 0.5, 0.9])
def test_asymmetric_solutions_of_a_linear_pie(alpha):
    """u_1^alpha u_2^(1 - alpha) on x_1 + x_2 = 1: the shares are alpha and 1 - alpha (Harsanyi and Selten 1972)."""
    deal = bargain(BargainingProblem(pie([Linear(), Linear()]), [0, 0]), NashBargaining([alpha, 1 - alpha]))
    assert deal.payoffs == pytest.approx([alpha, 1 - alpha], abs=1e-9)


def test_logarithms():
    """log(1 + x) log(2 - x) is largest at x = 1/2; against a linear u_1 = x at x = (2 - x) log(2 - x)."""
    log = Log(1.0, 1.0)
    even = bargain(BargainingProblem(pie([log, log]), [0, 0]))
    assert even.payoffs == pytest.approx([math.log(1.5)] * 2, abs=1e-9)
    x = bargain(BargainingProblem(pie([Linear(), log]), [0, 0])).payoffs[0]
    assert (2 - x) * math.log(2 - x) == pytest.approx(x, abs=1e-9) and x > 0.5


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [
        (1.0, 0.5, (math.sqrt(5) - 1) / 2),
        (0.5, 0.25, (math.sqrt(5) - 1) / 2),
        (0.25, 1.0, None),
        (0.5, 0.5, 0.5),
    ],
)
def test_kalai_smorodinsky_differs(a, b, share):
    """u_1 / u_2 is the ratio of the best payoffs, here 1: x^a = (1 - x)^b, the golden section for a = 2 b.

    Nash's solution would give 2/3 instead of 0.618.
    """
    pieces = divided([Power(a), Power(b)], KalaiSmorodinsky())
    assert pieces.sum() == pytest.approx(1, abs=1e-9)
    assert pieces[0] ** a == pytest.approx(pieces[1] ** b, abs=1e-9)
    if share is not None:
        assert pieces[0] == pytest.approx(share, abs=1e-9)
    assert (pieces[0] > 0.5 + 1e-9) == (a > b)
