"""Nash (1950), "The bargaining problem", Econometrica 18, 155-162: Bill and Jack, without money and with it."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import BargainingProblem, Polytope, bargain
from largeworlds.sets.algebra import minkowski_sum

from .catalog_answers import assert_reproduced, assert_source, names, problem

FOLDER = "nash-1950/"
#: What each thing is worth to Bill and to Jack.
BILLS = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
JACKS = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}


def things(goods: dict[str, tuple[int, int]]) -> list[Polytope]:
    """One set per thing: Bill has it, or Jack."""
    return [Polytope([[bill, 0], [0, jack]]) for bill, jack in goods.values()]


@pytest.mark.parametrize("name", names(FOLDER))
def test_catalog(name):
    assert_reproduced(name)
    assert_source(name, "Nash (1950)", "The bargaining problem")


def test_barter():
    """Bill gives book, whip, ball and bat, and keeps the box; Jack gives pen, toy and knife, and keeps the hat.

    So they get 24 and 11, which is 12 and 5 more than what they own.
    """
    barter = BargainingProblem([minkowski_sum(things(BILLS)), minkowski_sum(things(JACKS))], [12, 6])
    deal = bargain(barter, exact=True)
    assert deal.payoffs == (24, 11) and deal.gains == (12, 5) and deal.unique and all(deal.verify())
    to_jack = [thing for thing, (_, jack) in zip([*BILLS, *JACKS], deal.shares, strict=True) if jack == 1]
    assert to_jack == ["book", "whip", "ball", "bat", "hat"]
    assert deal.actions == ((4, 9), (20, 2))


def test_barter_is_the_best_of_all_deals_without_lotteries():
    """Counted over all 512 of them."""
    bill, jack = np.array([*BILLS.values(), *JACKS.values()]).T
    who = np.array(np.meshgrid(*[[0, 1]] * 9)).reshape(9, -1)
    gains = np.array([bill @ (1 - who) - 12, jack @ who - 6])
    products = np.where((gains > 0).all(axis=0), gains.prod(axis=0), 0)
    assert products.size == 512 and products.max() == 60
    assert gains[:, products == 60].T.tolist() == [[12, 5]]


def test_with_money_both_make_the_same_profit():
    """Nash's last remark: with a common medium of exchange the feasible profits form an isosceles triangle.

    Each thing goes to whom it is worth more, 36 in all, which is 18 more than what they own: 9 for each.
    """
    money = Polytope([[-36, 36], [36, -36]])
    deal = bargain(BargainingProblem(minkowski_sum([*things(BILLS), *things(JACKS), money]), [12, 6]), exact=True)
    assert deal.payoffs == (21, 15) and deal.gains == (9, 9) and all(deal.verify())
    assert deal.weights[0] == deal.weights[1]


def test_the_catalog_has_the_same_things():
    for part, goods in zip(problem("nash-1950/barter").sets, (BILLS, JACKS), strict=True):
        w = np.array([[1.0, 0.3], [0.2, 1.0], [-1.0, 0.5], [1 / 12, 1 / 5]])
        np.testing.assert_allclose(part.support(w), sum(thing.support(w) for thing in things(goods)), rtol=1e-15)
