"""The checker's mathematics, against brute force: supports from above, returns, ties, and the two inequalities."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.checker.arithmetic import ONE, ZERO, above, below, decimals, exactly, more_digits
from largeworlds.checker.certificate import Case, nash_bound, proved_error
from largeworlds.checker.claim import read_claim
from largeworlds.checker.feasibility import Point
from largeworlds.checker.model import read_model
from largeworlds.checker.reading import ResultFormatError
from largeworlds.checker.returns import Use, best_price, splits
from largeworlds.checker.sets import ModelSet, read_set
from largeworlds.checker.verify import verify
from largeworlds.io.model import NotWritable, set_model

from ..members import member
from ..representative_sets import SETS
from .making import random_set, result_of


def _described() -> list[tuple[str, lw.ConvexSet, ModelSet]]:
    found = []
    with exactly():
        for name, part in SETS:
            try:
                table = set_model(part, name)
            except NotWritable:  # known only by a function: no result can carry it
                continue
            if "'kind': 'hull'" in str(table):  # its points are made by no shares: refused, as is tested below
                continue
            found.append((name, part, read_set(table, "set", part.dim)))
    assert len(found) > 60
    return found


DESCRIBED = _described()


def test_a_hull_of_curved_sets_is_refused_in_words() -> None:
    problem = lw.BargainingProblem(lw.hull([lw.Ball([1.0, 1.0]), lw.Ball([2.0, 0.5])]), [0.0, 0.0])
    with pytest.raises(
        ResultFormatError, match=r"^model\.joint is a hull of curved sets, whose points are made by no "
    ):
        verify(result_of(problem))


def _directions(part: lw.ConvexSet, rng: np.random.Generator) -> np.ndarray:
    low, high = part.bounding_box()
    size = np.maximum(np.abs(low), np.abs(high))
    w = rng.normal(size=(8, part.dim)) * 10.0 ** rng.uniform(-3, 3, size=(8, part.dim))
    return w * (rng.random((8, part.dim)) > 0.2) / np.where(size > 0, size, 1.0)


@pytest.mark.parametrize(("name", "part", "mine"), DESCRIBED, ids=[d[0] for d in DESCRIBED])
def test_no_point_of_a_set_is_above_its_bound_and_the_bound_is_tight(
    name: str, part: lw.ConvexSet, mine: ModelSet
) -> None:
    rng = np.random.default_rng(1)
    points = np.array([member(part, rng) for _ in range(40)])
    wide, sizes = ([float(value) for value in values] for values in mine.ranges)
    low, high = part.bounding_box()
    assert np.allclose(wide, high - low, rtol=1e-13, atol=1e-13 * max(sizes))
    with exactly():
        most = [float(mine.most_above(axis)) for axis in range(part.dim)]
    assert np.allclose(most, high, rtol=1e-13, atol=1e-13 * max(sizes))
    for w in _directions(part, rng):
        with exactly():
            bound = float(mine.support_above(decimals(w.tolist())))
        rounding = 4e-15 * float(np.abs(w) @ sizes)
        assert (points @ w).max() <= bound + rounding
        assert abs(bound - float(part.support(w))) <= rounding


USES = [
    Use(ONE, ZERO, Decimal("0.5"), Decimal(4)),
    Use(Decimal(2), Decimal("0.3"), ZERO, Decimal(7)),
    Use(ONE, ONE, Decimal(-3), Decimal(2)),
    Use(Decimal("0.2"), Decimal("0.1"), Decimal("0.7"), Decimal(3)),
    Use(Decimal("0.4"), ZERO, ONE, Decimal(3)),
    Use(ONE, Decimal(10) ** 25, ZERO, ONE),
    Use(ONE, ZERO, Decimal("0.999999999"), Decimal(2)),
    Use(ONE, Decimal(3), Decimal("1e-20"), Decimal(2)),
]


def test_any_price_gives_a_bound_and_the_bisected_one_a_tight_one() -> None:
    rng = np.random.default_rng(2)
    for _ in range(60):
        uses = [USES[i] for i in rng.integers(len(USES), size=4)]
        worth = decimals(10.0 ** rng.uniform(-3, 3, size=4))
        with exactly():
            values = []
            for shares in rng.dirichlet(np.full(4, 0.5), size=10):
                exact = decimals(shares.tolist())
                total = sum(exact, ZERO)
                values.append(sum((w * u.value(r / total) for u, w, r in zip(uses, worth, exact, strict=True)), ZERO))
            best = sum((w * u.value(r) for u, w, r in zip(uses, worth, splits(uses, worth)[0], strict=True)), ZERO)
            prices = best_price(uses, worth)
            for price in [*prices, *(prices[0] * Decimal(f) for f in (0.01, 0.9, 1.1, 100.0))]:
                bound = price + sum((u.most_net(w, price) for u, w in zip(uses, worth, strict=True)), ZERO)
                assert bound >= max(values)
                assert bound >= best * (1 - Decimal("1e-30"))
            tight = min(p + sum((u.most_net(w, p) for u, w in zip(uses, worth, strict=True)), ZERO) for p in prices)
            assert tight <= best * (1 + Decimal("1e-13"))


class _Misjudged(Use):
    """A use whose demand at a price is computed wrongly."""

    def demand(self, worth: Decimal, price: Decimal) -> Decimal:
        return Decimal("0.37")


@pytest.mark.parametrize("use", [use for use in USES if not use.straight])
def test_a_bound_stays_a_bound_where_the_best_share_is_misjudged(use: Use) -> None:
    wrong = _Misjudged(use.coefficient, use.offset, use.exponent, use.amount)
    with exactly():
        for price in (Decimal("0.01"), ONE, Decimal(30)):
            right = use.most_net(Decimal(2), price)
            assert wrong.most_net(Decimal(2), price) >= right * (1 - Decimal("1e-30"))
            assert right >= max(2 * use.value(Decimal(k) / 50) - price * k / 50 for k in range(51)) - Decimal("1e-30")


@pytest.mark.parametrize("use", USES)
def test_returns_are_right_to_twenty_digits(use: Use) -> None:
    with exactly():
        for share in (Decimal("1e-9"), Decimal("0.3"), ONE):
            value, slope = use.value_and_slope(share)
            assert use.share_for(value) is not None
            assert abs(use.share_for(value) - share) <= Decimal("1e-9") * share  # the inverse may cancel digits
            step = share * Decimal("1e-12")
            ahead, behind = use.value_and_slope(share + step)[0], use.value_and_slope(share - step)[0]
            assert abs((ahead - behind) / (2 * step) - slope) <= Decimal("1e-8") * slope
    if use.offset == 3:  # an exponent of nearly zero is a logarithm
        with exactly():
            assert abs(use.value(ONE) - (ONE + Decimal(2) / 3).ln()) < Decimal("1e-19")


def test_rounding_goes_outwards() -> None:
    third = Decimal(1) / 3
    assert Decimal(below(third)) < third < Decimal(above(third))
    assert math.nextafter(below(third), 1) == above(third)
    assert above(Decimal("0.5")) == below(Decimal("0.5")) == 0.5


@pytest.mark.parametrize("seed", range(10))
def test_the_two_inequalities(seed: int) -> None:
    """For random feasible points and random weights: what is lost is at most the bound, and so are the errors."""
    rng = np.random.default_rng(seed)
    sets = [random_set(kind, 3, rng) for kind in ("polytope", "ball", "allocation")]
    low, high = lw.Contributions(sets).bounding_box()
    problem = lw.BargainingProblem(sets, low - 0.05 * (high - low), weights=rng.random(3) + 0.1)
    result = result_of(problem)
    assert result["status"] == "solved"
    best = np.array(result["gains"])
    with exactly():
        model = read_model(result["model"])
        claim = read_claim(result, 3)
        nu = np.array(claim.nu)
        for _ in range(20):
            x = sum(member(part, rng) for part in sets)
            gains = x - problem.disagreement
            exact = tuple(decimals(gains.tolist()))
            nothing = tuple(decimals([0.0] * 3))
            point = Point(
                tuple(decimals(x.tolist())), exact, exact, exact, nothing, tuple(decimals(claim.disagreement))
            )
            for w in (nu / gains, nu / best, rng.random(3) / best + 1e-6):
                bound = nash_bound(Case.of(model, claim, point), w.tolist())
                assert not isinstance(bound, str)
                assert float(nu @ np.log(best / gains)) <= bound.value + 1e-12
                for t in range(3):
                    assert abs(best[t] - gains[t]) <= proved_error(bound.value / nu[t], exact[t]) * (1 + 1e-9)


@pytest.mark.parametrize("level", [1e-300, 1e-20, 1e-9, 1e-5, 1e-4, 1e-3, 0.1, 3.0, 50.0, 600.0])
def test_error_bounds_solve_their_equation(level: float) -> None:
    error = proved_error(level, ONE)
    with more_digits(400):
        q = 1 / (1 + Decimal(error))  # the larger side is q < 1: g* - g = 1 / q - 1
        assert abs((q - 1 - q.ln()) / Decimal(level) - 1) < Decimal("1e-10")


def test_error_bounds_beyond_all_numbers_are_infinite() -> None:
    assert proved_error(1e3, ONE) == math.inf and proved_error(0.0, ONE) == 0


def _selfish(part: lw.ConvexSet, axis: int) -> list[list[float]]:
    with exactly():
        options = read_set(set_model(part, "set"), "set", part.dim).selfish(axis)
        return [[float(v) for v in option.chosen()] for option in options]


@pytest.mark.parametrize(
    ("part", "points"),
    [
        (lw.Polytope([[1, 3, 0], [2, 1, 4], [2, 3, 1], [0, 9, 9]]), [[2, 3, 1]]),
        (lw.Polytope([[1, 0, 1], [1, 1, 0], [0, 1, 1]]), [[1, 0, 1], [1, 1, 0]]),
        (lw.Polytope([[1 + 1e-15, 1, 0], [1, 0, 0], [0, 0, 0]]), [[1, 0, 0]]),
        (lw.Polytope([[1e6 + 1e-7, 1, 0], [1e6, 0, 0]]), [[1e6 + 1e-7, 1, 0]]),
        (lw.Polytope([[1 + 1e-9, 1, 0], [1, 0, 0], [0, 0, 0]]), [[1 + 1e-9, 1, 0]]),
        (lw.Ball([2, 1, 1]), [[2, 0, 0]]),
        (lw.Ball([2, 1, 1], math.inf), [[2, 0, 0]]),
        (lw.Ball([0, 1, 1]), [[0, 0, 0]]),
        (lw.Allocation(9, [lw.Power(0.5)] * 3), [[3, 0, 0]]),
        (lw.ExponentialBudget([1, 1, 1], 3 + math.expm1(2.0)), [[2, 0, 0]]),
        (lw.Box([0, -1, 2], [1, 1, 3]), [[1, -1, 2]]),
        (np.array([-1, -1, 1]) * lw.Box([0, -1, 2], [1, 1, 3]), [[0, -1, 2]]),
        (np.array([1, -1, 1]) * lw.Ball([1, 1, 1], math.inf), [[1, -1, 0]]),
        (np.array([-1, -1, 1]) * lw.Ball([1, 2, 1]), [[0, -2, 0]]),
        (np.array([0, -1, -1]) * lw.Ball([1, 1, 1]), [[0, -math.sqrt(0.5), -math.sqrt(0.5)]]),
        (np.array([0, -1, -1]) * lw.Ball([1, 1, 2], 1), [[0, -1, 0], [0, 0, -2]]),
        (lw.Ball([1, 1, 1]).shift([5, -1, 0]) + lw.Polytope([[0, 1, 0], [0, 0, 1.5]]), [[6, 0, 0]]),
    ],
)
def test_what_a_type_does_for_itself_alone(part: lw.ConvexSet, points: list[list[float]]) -> None:
    """Ties are broken as is worst for the others, each in units of its range; where that ties too, all are returned."""
    assert np.allclose(sorted(_selfish(part, 0)), sorted(points), rtol=0, atol=1e-14)


@pytest.mark.parametrize(("name", "part", "mine"), DESCRIBED, ids=[d[0] for d in DESCRIBED])
def test_the_nash_profile_of_the_library_is_among_the_selfish_points(
    name: str, part: lw.ConvexSet, mine: ModelSet
) -> None:
    from largeworlds.disagreement.nash import nash_profile

    world = [part] * part.dim
    size = max(float(value) for value in mine.ranges[1])
    for t, row in enumerate(nash_profile(world)):
        with exactly():
            options = np.array([[float(value) for value in option.chosen()] for option in mine.selfish(t)])
        assert np.abs(options - row).max(axis=1).min() <= 1e-12 * size


def test_the_model_is_kept_to_the_faces_of_those_who_have_the_most_they_can_get() -> None:
    """Player 1 settles what the ball does, which settles player 2; player 3 keeps its choice."""
    sets = [
        lw.Ball([1.0, 1.0, 0.0], 3),
        lw.Polytope([[0.5, 1.0, 0.0], [0.5, 1.0, 1.0], [0.0, 3.0, 3.0]]) + lw.Box([0, 0, 0], [1.0, 0.0, 1.0]),
        np.array([-1.0, 1.0, 1.0]) * lw.Allocation(4.0, [lw.Log(), lw.Linear(0.5), lw.Power(0.5)]),
    ]
    problem = lw.BargainingProblem(sets, [2.5, 1.0, 0.0])
    result = result_of(problem)
    with exactly():
        kept, settled, _ = read_model(result["model"]).kept_to_faces(decimals([2.5, 1.0, 0.0]))
        # d_2 = 1 is less than the 3 that the last set can still bring player 2
        assert settled == {0: 1}
        tops = [float(kept.most_above(t)) for t in range(3)]
        both, all_settled, most = read_model(result["model"]).kept_to_faces(decimals([2.5, 3.0, 0.0]))
        assert all_settled == {0: 1, 1: 2}
        assert [float(most[t]) for t in range(2)] == [2.5, 3.0]
        assert [float(both.most_above(t)) for t in range(3)] == [2.5, 3.0, 2.0]
    assert tops == [2.5, 3.0, 4.0]
