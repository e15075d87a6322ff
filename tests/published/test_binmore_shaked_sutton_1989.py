"""Binmore, Shaked and Sutton (1989), on bargaining with outside options, and Muthoo (1999) on splitting the difference.

Two predictions for a pie of which player 2 can have o if it leaves: to "split the difference", o and half of what is
left, and to "deal me out", half of the pie unless o is more. The library's outside options are the second; a
disagreement point is the first, as in Muthoo (1999), "Bargaining Theory with Applications", Chapter 2. The pies are of
our size.
"""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import BargainingProblem, Linear, NashBargaining, Polytope, Power, bargain, pie

PIE = Polytope([[0, 0], [100, 0], [0, 100]])


@pytest.mark.parametrize(("outside", "awards"), [(0, (50, 50)), (30, (50, 50)), (60, (40, 60)), (90, (10, 90))])
def test_deal_me_out(outside, awards):
    deal = bargain(BargainingProblem(PIE, [0, 0], outside_options=[0, outside]))
    assert deal.payoffs == pytest.approx(awards, abs=1e-9)


def test_where_the_option_begins_to_bind_the_answer_is_as_good_as_it_says():
    """An option of exactly one half: the certificate is at rounding, and so allows its square root in payoffs."""
    deal = bargain(BargainingProblem(PIE, [0, 0], outside_options=[0, 50]))
    assert deal.gap <= 1e-14 and (deal.error <= 1e-5).all()
    assert (np.abs(deal.payoffs - 50) <= deal.error).all()


@pytest.mark.parametrize(("outside", "awards"), [(0, (50, 50)), (30, (35, 65)), (50, (25, 75)), (60, (20, 80))])
def test_split_the_difference(outside, awards):
    deal = bargain(BargainingProblem(PIE, [0, outside]), exact=True)
    assert deal.payoffs == awards and all(deal.verify())


def test_muthoo_splits_a_cake_of_100_from_10_and_70():
    """Muthoo (1999), Chapter 2, with the numbers of its review in Public Choice 113 (2002): 20 and 80."""
    deal = bargain(BargainingProblem(PIE, [10, 70]), exact=True)
    assert deal.payoffs == (20, 80) and deal.gains == (10, 10) and all(deal.verify())


@pytest.mark.parametrize(("alpha", "outside"), [(0.25, 0.8), (0.25, 0.5), (0.6, 0.3), (0.6, 0.55)])
def test_unequal_powers(alpha, outside):
    """A share alpha for player 1, unless 1 - alpha is less than o: then 1 - o."""
    asked = BargainingProblem(pie([Linear(), Linear()]), [0, 0], outside_options=[0, outside])
    share = min(alpha, 1 - outside)
    assert bargain(asked, NashBargaining([alpha, 1 - alpha])).payoffs == pytest.approx([share, 1 - share], abs=1e-9)


def test_on_a_curved_frontier():
    """u_1 = x, u_2 = sqrt(1 - x): Nash's solution gives player 2 sqrt(1/3), and o above that is met exactly."""
    curved = pie([Linear(), Power(0.5)])
    for outside in (0.3, 0.6, 0.9):
        deal = bargain(BargainingProblem(curved, [0, 0], outside_options=[0, outside]))
        second = max(outside, float(np.sqrt(1 / 3)))
        assert deal.payoffs == pytest.approx([1 - second**2, second], abs=1e-9)


def test_three_divide_and_two_have_options():
    """An option of 1/2 binds and leaves 1/4 to each of the others; a second one, of 3/8, then binds as well."""
    thirds = pie([Linear()] * 3)
    deal = bargain(BargainingProblem(thirds, [0, 0, 0], outside_options=[0.5, 0, 0]))
    assert deal.payoffs == pytest.approx([0.5, 0.25, 0.25], abs=1e-9)
    deal = bargain(BargainingProblem(thirds, [0, 0, 0], outside_options=[0.5, 0.375, 0]))
    assert deal.payoffs == pytest.approx([0.5, 0.375, 0.125], abs=1e-9)
