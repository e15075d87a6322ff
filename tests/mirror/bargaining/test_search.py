"""The search for a Nash solution: oracles are asked until they have no news, and what it returns is certified."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Oracle, Polytope, Status
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.search import Found, Search, lent_by
from tests.representative_sets import corner, disc

HOUSE = [[0, 0], [2, 0], [1.8, 1.7], [0, 2]]


def searched(sets: object, d: list[float], nu: list[float], watch: Stopwatch | None = None) -> tuple[Search, Found]:
    search = Search(BargainingProblem(sets, d), watch or Stopwatch())
    found = search.run(np.array(nu))
    assert found is not None
    return search, found


@pytest.mark.parametrize("part", [Ball([3.0, 4.0]), Polytope([[0, 0], [3, 0], [0, 4]])], ids=repr)
def test_the_gap_is_the_one_of_the_returned_weights(part):
    """support(w) - w . d - 1 - sum nu log(w g / nu), in scaled coordinates, from the set itself."""
    search, found = searched(part, [0.1, 0.2], [0.3, 0.7])
    w, gains, nu = found.w / search.lowered.scale, found.gains * search.lowered.scale, np.array([0.3, 0.7])
    w = w * (1 / float(w @ gains))
    most = float(part.support(w)) - float(w @ [0.1, 0.2])
    assert np.log(most) - float(nu @ np.log(w * gains / nu)) <= found.gap + 1e-14
    assert found.gap < 1e-12 and (found.rounding < 1e-12).all() and found.lent == 0


def test_weighted_products_by_closed_form():
    """x1**0.3 x2**0.7 on x1 / 3 + x2 / 4 <= 1: shares are the weights."""
    search, found = searched(Polytope([[0, 0], [3, 0], [0, 4]]), [0, 0], [0.3, 0.7])
    assert found.gains * search.lowered.scale == pytest.approx([0.9, 2.8], rel=1e-12)


@pytest.mark.parametrize(
    ("oracle", "same", "d"),
    [
        (Oracle(2, disc), Ball([1.0, 1.0]), [0.3, 0.0]),
        (corner(np.array(HOUSE)), Polytope(HOUSE), [0.3, -0.5]),
    ],
    ids=["disc", "house"],
)
def test_oracles_are_asked_until_they_have_no_news(oracle, same, d):
    """Their first points lie on the axes and the diagonal; the answer for an uneven d lies elsewhere."""
    search, found = searched(oracle, d, [0.5, 0.5])
    by_uses, right = searched(same, d, [0.5, 0.5])
    assert found.gap < 1e-12 and search.lowered.unseen(found.w) <= 1e-12
    assert found.gains * search.lowered.scale == pytest.approx(right.gains * by_uses.lowered.scale, abs=1e-5)


def test_time_that_is_up_is_told_from_not_converged():
    watch = Stopwatch()
    search = Search(BargainingProblem(Ball([1.0, 1.0]), [0, 0]), watch)
    assert search.unproved is Status.not_converged
    watch.stop()
    assert search.unproved is Status.time_limit
    found = search.run(np.array([0.5, 0.5]))
    assert found is not None and 0 <= found.gap < np.inf  # the one iterate it looked at is certified all the same
    assert np.isfinite(found.gains).all() and (found.gains > 0).all()


def test_weights_that_already_exclude_everything_end_the_search():
    """d beyond the disc: there is nothing to find, and no claim of a point."""
    search = Search(BargainingProblem(Ball([1.0, 1.0]), [0.9, 0.9]), Stopwatch())
    assert search.run(np.array([0.5, 0.5])) is None


def test_holding_some_below_d_is_paid_for_openly():
    """Nobody can give player 2 more than d: held a little below, what that lends player 1 is stated."""
    square = BargainingProblem(Polytope([[0, 1], [2, 1], [1, 0]]), [0.5, 1.0])
    found = Search(square, Stopwatch()).run(np.array([1.0, 0.0]), held=np.array([False, True]), hold=1e-9)
    assert found is not None and found.gains[1] >= -2e-9
    assert 0 <= lent_by(found) <= found.lent + 1e-15
    curved = BargainingProblem(Ball([1.0, 1.0]), [0.0, 1.0])
    found = Search(curved, Stopwatch()).run(np.array([1.0, 0.0]), held=np.array([False, True]), hold=1e-9)
    assert found is not None and np.isinf(found.lent)  # worth a square root there, which is no proof


def test_what_is_lent_is_the_worth_of_what_is_missing():
    found = Found((), np.array([0.5, -1e-3, -2e-3]), np.array([1.0, 2.0, 3.0]), 0.0, 1, np.zeros(3))
    assert lent_by(found) == pytest.approx(2e-3 + 6e-3)
    assert lent_by(replace(found, gains=np.abs(found.gains))) == 0
