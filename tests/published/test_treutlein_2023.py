"""Treutlein (2023), "Modeling evidential cooperation in large worlds": every catalog entry reproduces its answer.

The expected numbers stand in the catalog's own data, with the way each was obtained; here they are checked once more
against formulas that this file states, so that a slip in the data shows as well.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest

import largeworlds as lw
from largeworlds import catalog
from largeworlds.io.expressions import evaluate

PAPER = "treutlein-2023/"
P_55 = {"1-2": 1 / 2, "3-5": 3 / 5, "3-4": 3 / 4, "9-10": 9 / 10}
P_56 = {"1-2": 1 / 2, "3-4": 3 / 4, "95-100": 0.95, "99-100": 0.99}
R_56 = {"100": 100.0, "1e9": 1e9}
ENTRIES = [
    *(f"{PAPER}example-{n}" for n in (1, 7, "7-strong", 10, 17, 46)),
    f"{PAPER}section-3-4-2",
    *(f"{PAPER}example-54/{case}" for case in ("prior-3-4", "symmetric")),
    *(f"{PAPER}example-55/p-{p}" for p in P_55),
    *(f"{PAPER}example-56/r-{r}-p-{p}" for r in R_56 for p in P_56),
    *(f"{PAPER}figure-{n}" for n in (9, 10, 11, 12)),
    *(f"{PAPER}figure-14-p-{p}" for p in ("1-2", "3-4")),
]
CORNER = f"{PAPER}example-56/r-100-p-99-100"


@cache
def solved(name: str) -> lw.Agreement:
    model = catalog.load(name)
    if isinstance(model, lw.NormalFormGame):
        return lw.bargain(lw.game_problem(model))
    return lw.bargain(model.problem() if isinstance(model, lw.World) else model)


def answer(name: str) -> catalog.Expected:
    expected = catalog.expected(name)
    assert expected is not None, f"{name} has no expected answer"
    return expected


def world(name: str) -> lw.World:
    model = catalog.load(PAPER + name)
    assert isinstance(model, lw.World)
    return model


def test_the_catalog_has_every_example_of_the_paper_that_is_listed_here_and_no_other() -> None:
    assert sorted(entry.name for entry in catalog.entries() if entry.name.startswith(PAPER)) == sorted(ENTRIES)


@pytest.mark.parametrize("name", ENTRIES)
def test_entry_says_where_it_comes_from(name: str) -> None:
    entry = {entry.name: entry for entry in catalog.entries()}[name]
    number = name.removeprefix(PAPER).split("/")[0].split("-")[1]
    kind = name.removeprefix(PAPER).split("-")[0].capitalize()
    number = "3.4.2" if kind == "Section" else number
    assert entry.title and len(entry.notes) > 80
    assert entry.source.startswith("Treutlein (2023)")
    assert f"{kind} {number}" in entry.source


@pytest.mark.parametrize("name", ENTRIES)
def test_entry_reproduces_its_published_answer(name: str) -> None:
    deal, expected = solved(name), answer(name)
    tolerance = expected.tolerance
    assert tolerance <= 1e-9
    assert deal.status.name == expected.status
    assert deal.gap <= 1e-12
    np.testing.assert_allclose(deal.payoffs, expected.payoffs, rtol=0, atol=tolerance)
    np.testing.assert_allclose(deal.disagreement, expected.disagreement, rtol=0, atol=tolerance)
    np.testing.assert_allclose(deal.gains, expected.gains, rtol=0, atol=tolerance)
    np.testing.assert_allclose(deal.actions, expected.actions, rtol=0, atol=tolerance)
    np.testing.assert_allclose(deal.share_received(), expected.share_received, rtol=0, atol=tolerance)


@pytest.mark.parametrize("name", ENTRIES)
def test_published_error_bound_holds(name: str) -> None:
    deal, expected = solved(name), answer(name)
    rounding = 4 * np.finfo(float).eps * np.abs(expected.payoffs)  # of the expected numbers themselves
    assert (np.abs(deal.gains - expected.gains) <= deal.error + rounding).all()


@pytest.mark.parametrize("name", ENTRIES)
def test_numbers_are_the_closed_forms(name: str) -> None:
    expected = answer(name)
    assert expected.how
    assert expected.closed_form, f"{name} states no exact value"
    for quantity, form in expected.closed_form.items():
        texts = np.array(form, dtype=object)
        exact = np.array([evaluate(f"= {text}", {}) for text in texts.flat]).reshape(texts.shape)
        np.testing.assert_allclose(getattr(expected, quantity), exact, rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize("name", ENTRIES)
def test_expected_numbers_belong_together(name: str) -> None:
    expected = answer(name)
    size = float(np.abs(expected.payoffs).max())
    np.testing.assert_allclose(expected.actions.sum(axis=0), expected.payoffs, rtol=0, atol=4e-15 * size)
    np.testing.assert_allclose(expected.gains, expected.payoffs - expected.disagreement, rtol=0, atol=4e-15 * size)
    if len(expected.actions) == 1:
        assert np.isnan(expected.share_received).all()  # a joint set
        return
    others, paid = expected.payoffs - np.diag(expected.actions), expected.payoffs > 0
    np.testing.assert_array_equal(np.isnan(expected.share_received), ~paid)
    shares = others[paid] / expected.payoffs[paid]
    np.testing.assert_allclose(expected.share_received[paid], shares, rtol=0, atol=1e-14)


def test_example_1_frontier_and_ideal_points() -> None:
    problem = catalog.load(f"{PAPER}example-1")
    assert isinstance(problem, lw.BargainingProblem)
    np.testing.assert_allclose(problem.bounding_box()[1], [15, math.sqrt(10) + math.sqrt(20)], rtol=1e-15)
    np.testing.assert_allclose(problem.disagreement, [10, math.sqrt(10)], rtol=1e-15)
    # The point (10, 2 sqrt 5) of the frontier y = 2 sqrt(15 - x), where the slope is -1 / sqrt 5.
    normal = np.array([1 / math.sqrt(5), 1.0])
    assert problem.support(normal) == pytest.approx(normal @ [10, 2 * math.sqrt(5)], rel=1e-14)


def test_example_46_counts_ones_own_universe() -> None:
    meetings = world("example-46").meetings
    np.testing.assert_array_equal(meetings, [[2, 1], [1, 2]])


def test_example_54_rare_type_has_a_quarter_of_the_radius() -> None:
    first, second = world("example-54/prior-3-4").contributions().sets
    w = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]])
    np.testing.assert_allclose(first.support(w), 3 / 4, rtol=1e-15)
    np.testing.assert_allclose(second.support(w), 1 / 4, rtol=1e-15)


def test_example_54_solution_is_where_the_weighted_product_is_stationary() -> None:
    x, y = answer(f"{PAPER}example-54/prior-3-4").payoffs
    assert math.hypot(x, y) == pytest.approx(1, abs=1e-15)
    assert 0.75 / (x - 0.75) / x == pytest.approx(0.25 / (y - 0.25) / y, rel=1e-13)


@pytest.mark.parametrize(("key", "p"), P_55.items())
def test_example_55_gain_and_share_follow_the_formulas_of_the_paper(key: str, p: float) -> None:
    deal = solved(f"{PAPER}example-55/p-{key}")
    root = math.sqrt(1 - 2 * (1 - p) * p)
    np.testing.assert_allclose(deal.gains / deal.disagreement, root / p - 1, rtol=0, atol=1e-9)
    np.testing.assert_allclose(deal.share_received(), (1 - p) ** 2 / root**2, rtol=0, atol=1e-9)


@pytest.mark.parametrize("r", R_56.values())
@pytest.mark.parametrize("p", P_56.values())
def test_example_56_scaled_sets_are_those_of_the_paper(r: float, p: float) -> None:
    model = catalog.load(f"{PAPER}example-56/r-100-p-3-4", {"r": r, "p": p})
    assert isinstance(model, lw.World)
    first, second = model.contributions().sets
    for angle in np.linspace(0.05, 1.5, 7):
        x = first.maximizer([math.cos(angle), math.sin(angle)])
        assert math.exp(x[0] / p) + math.exp(x[1] / (1 - p)) == pytest.approx(r, rel=1e-12)
        y = second.maximizer([math.sin(angle), math.cos(angle)])
        np.testing.assert_allclose(y, x[::-1], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("key", "p"), P_56.items())
@pytest.mark.parametrize(("amount", "r"), R_56.items())
def test_example_56_gains_follow_the_corrected_formula(amount: str, r: float, key: str, p: float) -> None:
    deal = solved(f"{PAPER}example-56/r-{amount}-p-{key}")
    own = p * math.log(r - 1)
    traded = p * math.log(p * r) + (1 - p) * math.log((1 - p) * r)
    gain = traded / own - 1 if 1 - p > 1 / r + 1e-12 else 0.0
    np.testing.assert_allclose(deal.gains / deal.disagreement, gain, rtol=0, atol=1e-9)


def test_example_56_the_misprinted_formula_would_not_pass() -> None:
    for key, p in P_56.items():
        printed = (p * math.log(p * 100) + (1 - p) * math.log(max((1 - p) * 100, 1))) / (p * math.log(100)) - 1
        deal = solved(f"{PAPER}example-56/r-100-p-{key}")
        assert (np.abs(deal.gains / deal.disagreement - printed) > 1e-3).all()


def test_example_56_the_corner_is_where_trade_stops() -> None:
    deal = solved(CORNER)
    own = 0.99 * math.log(99)
    assert deal.status is lw.Status.nobody_can_gain
    np.testing.assert_allclose(deal.actions, [[own, 0], [0, own]], rtol=0, atol=1e-12)
    np.testing.assert_allclose(deal.gains, 0, rtol=0, atol=1e-12)
    for p, gains in ((0.98, True), (0.995, False)):
        model = catalog.load(CORNER, {"p": p})
        assert isinstance(model, lw.World)
        found = lw.bargain(model.problem())
        assert (found.status is lw.Status.solved) == gains
        assert bool((found.gains > 1e-6).all()) == gains


@pytest.mark.parametrize("name", ["figure-9", "figure-10"])
def test_figures_9_and_10_show_example_46(name: str) -> None:
    model = world(name)
    for part in model.sets:
        np.testing.assert_allclose(part.support([[1.0, 0.0], [0.6, 0.8]]), [1, 1], rtol=1e-15)
    feasible = model.contributions()
    np.testing.assert_allclose(feasible.bounding_box()[1], [3, 3], rtol=1e-15)
    for angle in np.linspace(0, math.pi / 2, 7):
        c, s = math.cos(angle), math.sin(angle)
        h = math.sqrt(4 * c * c + s * s) + math.sqrt(c * c + 4 * s * s)
        assert feasible.support([c, s]) == pytest.approx(h, rel=1e-14)


def test_figure_11_shows_a_quarter_of_the_unit_disc() -> None:
    feasible = world("figure-11").contributions()
    for angle in np.linspace(0, math.pi / 2, 7):
        assert feasible.support([math.cos(angle), math.sin(angle)]) == pytest.approx(1, rel=1e-14)


def test_figure_12_shows_ellipses_with_half_axes_three_quarters_and_one_quarter() -> None:
    first, second = world("figure-12").contributions().sets
    np.testing.assert_allclose(first.bounding_box()[1], [3 / 4, 1 / 4], rtol=1e-15)
    np.testing.assert_allclose(second.bounding_box()[1], [1 / 4, 3 / 4], rtol=1e-15)
    assert first.support([0.6, 0.8]) == pytest.approx(math.hypot(0.6 * 3 / 4, 0.8 / 4), rel=1e-14)


def test_figure_14_says_that_the_amount_of_resource_is_our_choice() -> None:
    for name in ("figure-14-p-1-2", "figure-14-p-3-4"):
        notes = {entry.name: entry for entry in catalog.entries()}[PAPER + name].notes
        assert "does not say" in notes and "our choice" in notes
        more = catalog.load(PAPER + name, {"r": 1e4})
        assert isinstance(more, lw.World)
        assert (lw.bargain(more.problem()).gains > solved(PAPER + name).gains).all()
