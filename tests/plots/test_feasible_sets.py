from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

import largeworlds as lw
from largeworlds.plots import feasible_sets, style

from .models import NAMES, many, solved


def marks(ax: Axes, face: str) -> np.ndarray:
    """Coordinates (k, 2) of the round marks filled with ``face``."""
    found = [
        line.get_xydata()[0] for line in ax.lines if line.get_marker() == "o" and line.get_markerfacecolor() == face
    ]
    return np.array(found).reshape(-1, 2)


def dashes(ax: Axes) -> list[np.ndarray]:
    return [line.get_xydata() for line in ax.lines if line.is_dashed() and line.get_linewidth() == 1.0]


@pytest.mark.parametrize("name", ["two types", "plain", "negative", "mixed"])
def test_marks_stand_at_the_payoffs(name: str) -> None:
    source, deal = solved(name)
    each, together = feasible_sets(source, deal).axes
    assert marks(together, style.INK) == pytest.approx(deal.payoffs[None], rel=1e-12)
    assert marks(together, style.PAPER) == pytest.approx(deal.disagreement[None], rel=1e-12)
    assert marks(each, style.INK) == pytest.approx(deal.actions, rel=1e-12)


def test_marks_of_a_pair_of_twelve_stand_at_their_payoffs() -> None:
    source, deal = solved("twelve")
    each, together = feasible_sets(source, deal, (7, 2)).axes
    assert marks(together, style.INK) == pytest.approx(deal.payoffs[None, [7, 2]], rel=1e-12)
    assert marks(each, style.INK) == pytest.approx(deal.actions[np.ix_([7, 2], [7, 2])], rel=1e-12)
    default = source.meetings * source.nash_profile()
    assert marks(each, style.PAPER) == pytest.approx(default[np.ix_([7, 2], [7, 2])], rel=1e-12)


def test_dashed_lines_are_parallel_and_touch_the_sets() -> None:
    source, deal = solved("two types")
    each, together = feasible_sets(source, deal).axes
    ends = [*dashes(each), *dashes(together)]
    assert len(ends) == 3
    levels = [line @ deal.weights for line in ends]
    for level, best in zip(levels, [*(s.support(deal.weights) for s in deal.problem.sets), None], strict=True):
        assert level[0] == pytest.approx(level[1], rel=1e-9)
        assert level[0] == pytest.approx(deal.problem.support(deal.weights) if best is None else best, rel=1e-9)


def test_beyond_the_line_nothing_leaves_the_others_what_they_have(rng: np.random.Generator) -> None:
    source, deal = solved("twelve")
    s, t = 1, 5
    line = dashes(feasible_sets(source, deal, (s, t)).axes[1])[0]
    w = deal.weights[[s, t]]
    level = float(line[0] @ w)
    assert level == pytest.approx(float(deal.payoffs[[s, t]] @ w), rel=1e-6)
    others = np.delete(np.arange(12), [s, t])
    tried = 0
    for scale in rng.uniform(-0.2, 0.2, size=(400, 12)):
        x = sum(part.maximizer(deal.weights * np.exp(scale)) for part in deal.problem.sets)
        # Whatever the others lose, valued at the weights, bounds what the two can win beyond the line.
        short = np.maximum(deal.payoffs - x, 0)[others] @ deal.weights[others]
        extra = np.maximum(x - deal.payoffs, 0)[others] @ deal.weights[others]
        assert float(x[[s, t]] @ w) <= level + short - extra + 1e-6 * abs(level)
        tried += float(x[[s, t]] @ w) > level
    assert tried > 20  # so the bound was put to the test


def test_without_the_line_there_is_none() -> None:
    source, deal = solved("two types")
    assert [dashes(ax) for ax in feasible_sets(source, deal, line=False).axes] == [[], []]


def test_outlines_of_the_second_of_two_types_with_one_colour_are_dashed() -> None:
    source = many(14)
    deal = lw.bargain(source.problem())
    each = feasible_sets(source, deal, (0, 12)).axes[0]
    assert sorted(line.get_linestyle() for line in each.lines if line.get_linewidth() == 1.6) == ["-", "--"]


def test_an_infeasible_disagreement_point_stands_beyond_the_line_of_the_proof() -> None:
    source, deal = solved("infeasible")
    together = feasible_sets(source, deal).axes[1]
    assert marks(together, style.PAPER) == pytest.approx(np.array([[1.8, 1.8]]))
    assert len(marks(together, style.INK)) == 0
    line = dashes(together)[0]
    assert line @ deal.direction == pytest.approx(np.full(2, float(deal.problem.support(deal.direction))))
    assert deal.direction @ deal.disagreement > (line @ deal.direction).max()


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("one type")])
def test_everything_drawn_lies_inside_the_axes(name: str) -> None:
    source, deal = solved(name)
    figure = feasible_sets(source, deal)
    assert len(figure.axes) == (1 if deal.problem.joint else 2)
    for ax in figure.axes:
        (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
        for line in ax.lines:
            if line.get_marker() == "o":
                x, y = line.get_xydata()[0]
                assert left <= x <= right
                assert low <= y <= high


def legend(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.legends[0].get_texts()]


def test_the_legend_names_what_is_hidden_and_nothing_that_is_not_there() -> None:
    source, deal = solved("two types")
    assert "without cooperation" in legend(feasible_sets(source, deal))
    assert "compromise" in legend(feasible_sets(source, deal))
    source, deal = solved("nobody can gain")
    words = legend(feasible_sets(source, deal))
    assert "compromise, also without cooperation" in words
    assert "without cooperation" not in words


def test_a_set_that_is_one_point_has_a_dot_in_the_legend() -> None:
    source, deal = solved("some can gain")
    world = lw.World([lw.Ball([1, 1, 0]), lw.Ball([1, 1, 0]), [[0, 0, 1]]], lw.Beliefs.independent([0.3, 0.3, 0.4]))
    handles = feasible_sets(world, lw.bargain(world.problem()), (0, 2)).legends[0].legend_handles
    assert [isinstance(handle, Patch) for handle in handles[:2]] == [True, False]
    handles = feasible_sets(source, deal, (0, 1)).legends[0].legend_handles
    assert [isinstance(handle, Patch) for handle in handles[:2]] == [True, True]


def test_one_type_has_no_plane() -> None:
    source, deal = solved("one type that can gain")
    with pytest.raises(lw.InvalidProblem, match="deal must have at least two types to draw"):
        feasible_sets(source, deal)


@pytest.mark.parametrize("pair", [(0, 0), (0, 12), (-1, 3)])
def test_a_pair_is_two_different_types(pair: tuple[int, int]) -> None:
    source, deal = solved("twelve")
    with pytest.raises(lw.InvalidProblem, match="pair must be two different indices below 12"):
        feasible_sets(source, deal, pair)
