"""Figures 3 to 8 of Treutlein (2023): what is drawn is what the paper says, found by other means."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest
from scipy.optimize import minimize

import largeworlds as lw
from largeworlds.plots import figure, svg
from largeworlds.plots.paper import NUMBERS, figure_5, figure_7, figure_8, smooth

from .looking import legend, outside, overlapping, places


def lines(ax: object, width: float) -> list[np.ndarray]:
    return [line.get_xydata() for line in ax.lines if line.get_linewidth() == width]


def test_figure_3_has_the_curves_and_points_of_example_1() -> None:
    each, together = figure(3).axes
    assert places(each) == pytest.approx(np.array([[10, 0], [0, np.sqrt(10)]]), abs=1e-9)
    assert places(together) == pytest.approx(np.array([[10, np.sqrt(10)]]), abs=1e-9)
    for curve, budget in zip(lines(each, 2.6), (10, 5), strict=True):
        assert curve[:, 1] == pytest.approx(np.sqrt(2 * np.maximum(budget - curve[:, 0], 0)), abs=1e-6)
    (whole,) = lines(together, 2.6)
    for x, y in whole:  # the best for Bob among all ways in which Alice gets x
        a = np.linspace(max(x - 5, 0), min(x, 10), 4001)
        best = (np.sqrt(2 * (10 - a)) + np.sqrt(np.maximum(2 * (5 - x + a), 0))).max()
        assert y == pytest.approx(best, abs=2e-3)


def test_figure_4_marks_the_solution_of_example_10() -> None:
    def product(spent: np.ndarray) -> float:
        a, b = spent
        return -(a + b - 10) * (np.sqrt(2 * (10 - a)) + np.sqrt(2 * (5 - b)) - np.sqrt(10))

    a, b = minimize(product, [8.0, 3.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12}).x
    assert (a, b) == pytest.approx((8.15, 3.15), abs=0.006)  # as printed
    d, x = places(figure(4).axes[0])
    assert d == pytest.approx([10, np.sqrt(10)], abs=1e-9)
    assert x == pytest.approx([a + b, np.sqrt(2 * (10 - a)) + np.sqrt(2 * (5 - b))], abs=1e-5)
    (curve,) = [line.get_xydata() for line in figure(4).axes[0].lines if line.is_dashed()]
    assert (curve - d).prod(axis=1) == pytest.approx(np.full(len(curve), (x - d).prod()), rel=1e-6)


def test_figure_5_draws_one_solution_twice() -> None:
    whole, cut = figure_5.both()
    assert cut.payoffs == pytest.approx(whole.payoffs[:2], abs=1e-7)
    assert ((whole.payoffs / figure_5.RADII) ** 2).sum() == pytest.approx(1, abs=1e-9)
    assert places(figure(5).axes[1])[1] == pytest.approx(whole.payoffs[:2], abs=1e-7)
    # The slice is what is left: its outline lies on the big set at the height of the solution.
    (ring,) = lines(figure(5).axes[1], 1.6)
    rim = ring[(ring > 1e-6).all(axis=1)]
    assert ((np.column_stack([rim, np.full(len(rim), whole.payoffs[2])]) / figure_5.RADII) ** 2).sum(
        axis=1
    ) == pytest.approx(np.ones(len(rim)), abs=1e-9)


def test_figure_6_has_the_frontiers_of_example_17() -> None:
    ax = figure(6).axes[0]
    assert places(ax) == pytest.approx(np.array([[0, 0], [1, 1]]), abs=1e-9)
    (h,), (own,) = lines(ax, 2.6), lines(ax, 2.2)
    assert h.sum(axis=1) == pytest.approx(np.full(len(h), 2.0))
    assert own.sum(axis=1) == pytest.approx(np.full(len(own), 1.0))
    assert np.ptp(h, axis=0) == pytest.approx([2, 2])


@pytest.mark.parametrize(("number", "lean"), [(7, figure_7.LEAN), (8, figure_8.LEAN)])
def test_figures_7_and_8_have_parallel_normals_at_the_compromise(number: int, lean: float) -> None:
    deal = smooth.solved(lean)
    directions = []
    for t, ax in enumerate(figure(number).axes):
        own, x = places(ax)
        shape = np.array([[1.0, 0.7 * lean], [0.7 * lean, 0.49]])[:: (-1) ** t, :: (-1) ** t]
        centre = np.array([2.0, 1.0])[:: (-1) ** t]
        for point in (own, x):
            assert (point - centre) @ np.linalg.solve(shape, point - centre) == pytest.approx(1, abs=1e-7)
        normal = np.linalg.solve(shape, own - centre)
        assert normal / np.abs(normal).max() == pytest.approx(np.eye(2)[t], abs=1e-7)
        directions.append(np.linalg.solve(shape, x - centre))
        arrows = [text for text in ax.texts if getattr(text, "arrow_patch", None) is not None]
        drawn = np.array(arrows[1].xy) - np.array(arrows[1].xyann)
        assert drawn[0] * directions[t][1] == pytest.approx(drawn[1] * directions[t][0], abs=1e-6)
    a, b = (one / np.hypot(*one) for one in directions)
    assert a == pytest.approx(b, abs=1e-5)
    assert deal.payoffs == pytest.approx(np.sum([places(ax)[1] for ax in figure(number).axes], axis=0), abs=1e-9)


def test_in_figure_8_there_is_almost_nothing_to_gain() -> None:
    much, little = (smooth.solved(lean) for lean in (figure_7.LEAN, figure_8.LEAN))
    part = [deal.gains / np.subtract(*deal.problem.bounding_box()[::-1]) for deal in (much, little)]
    assert (part[0] > 0.07).all()
    assert (part[1] < 0.009).all()
    assert (part[1] > 0).all()


@pytest.mark.parametrize("number", NUMBERS)
def test_nothing_is_covered_or_cut(number: int) -> None:
    drawn = figure(number)
    assert outside(drawn) == []
    assert overlapping(drawn) == []
    assert all(legend(drawn))
    assert len(drawn.get_label()) > 80


def test_looking_would_notice_labels_that_are_cut_or_covered() -> None:
    drawn = figure(6)
    drawn.axes[0].set_title("far too long for its place " * 5)
    drawn.text(0.5, 0.5, "first")
    drawn.text(0.51, 0.5, "second")
    assert [text[:7] for text in outside(drawn)] == ["far too"]
    assert ("first", "second") in overlapping(drawn)


@pytest.mark.parametrize("number", [2, 9, True, "3", None, 3.0])
def test_other_numbers_are_refused(number: object) -> None:
    with pytest.raises(lw.InvalidProblem, match="number must be one of 3, 4, 5, 6, 7 and 8"):
        figure(number)


SAY = """
import hashlib, largeworlds as lw
problem = lw.BargainingProblem(lw.Ball([1, 2, 3]) + lw.Polytope([[0, 1, 1], [1, 0, 2]]), [0.5, 0.5, 1])
two = [lw.NashBargaining(), lw.KalaiSmorodinsky()]
made = [lw.plots.figure(7), lw.plots.frontier_3d(problem, two), lw.plots.solutions(problem, two, rays=True)]
print([hashlib.sha256(lw.plots.svg(one).encode()).hexdigest() for one in made])
"""


def test_the_same_bytes_in_every_process() -> None:
    said = []
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", SAY], capture_output=True, text=True, env=environment, check=True)
        said.append(run.stdout)
    assert said[0] == said[1]
    assert hashlib.sha256(svg(figure(7)).encode()).hexdigest() in said[0]
