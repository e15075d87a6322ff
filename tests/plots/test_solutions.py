from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

import largeworlds as lw
from largeworlds.plots import frontier_3d, marks, solutions, triangle

from .looking import legend, outside, overlapping, places
from .looking import marks as drawn_marks
from .models import answer, evil, solved

PIE = lw.BargainingProblem([lw.Ball([3, 1]), [[0, 2], [1, 1.5], [2, 0]]], [1, 1], names=["Ann", "Bob"])
THREE = [lw.NashBargaining(), lw.KalaiSmorodinsky(), lw.Egalitarian()]


def lines(figure: Figure, width: float) -> list[np.ndarray]:
    return [line.get_xydata() for line in figure.axes[0].lines if line.get_linewidth() == width]


def test_marks_stand_at_the_payoffs_and_the_legend_names_them() -> None:
    figure = solutions(PIE, THREE)
    expected = [PIE.disagreement, *(lw.bargain(PIE, concept).payoffs for concept in THREE)]
    assert places(figure.axes[0]) == pytest.approx(np.array(expected), rel=1e-9)
    assert legend(figure)[-4:] == ["disagreement", "Nash bargaining", "Kalai-Smorodinsky", "egalitarian"]
    assert len({marker for marker, _ in drawn_marks(figure.axes[0])[1:]}) == 3


def test_the_usual_concepts_are_drawn_if_none_are_named() -> None:
    words = " ".join(legend(solutions(PIE)))
    for name in ("Nash", "Kalai-Smorodinsky", "egalitarian", "equal-loss", "Armstrong's", "utilitarian (range)"):
        assert name in words


def test_solutions_that_coincide_share_a_mark_and_a_line() -> None:
    figure = solutions(lw.BargainingProblem(lw.Ball([1, 1]), [0, 0]), THREE)
    assert legend(figure)[-1] == "Nash bargaining, Kalai-Smorodinsky, egalitarian"
    assert places(figure.axes[0]) == pytest.approx(np.array([[0, 0], [0.5**0.5, 0.5**0.5]]), abs=1e-8)


@pytest.mark.parametrize("apart", [1e-4, 1e-2])
def test_solutions_that_only_come_close_are_drawn_around_each_other(apart: float) -> None:
    problem = lw.BargainingProblem(lw.Polytope([[0, 0], [1, 0], [0, 1 + apart]]), [0, 0])
    figure = solutions(problem, THREE)
    assert legend(figure)[-2:] == ["Nash bargaining, Kalai-Smorodinsky", "egalitarian"]
    sizes = {line.get_marker(): line.get_markersize() for line in figure.axes[0].lines if line.get_marker() != "None"}
    faces = {line.get_marker(): line.get_markerfacecolor() for line in figure.axes[0].lines}
    assert sizes["s"] > sizes["o"] + 3
    assert faces["s"] == "none"


def test_where_nobody_can_gain_the_disagreement_point_shares_the_mark() -> None:
    problem = lw.BargainingProblem(lw.Polytope([[0, 2], [1, 1], [2, 0]]), [1, 1])
    figure = solutions(problem, THREE)
    assert legend(figure)[-1] == "disagreement, Nash bargaining, Kalai-Smorodinsky, egalitarian"
    assert len(places(figure.axes[0])) == 1


def test_where_disagreement_is_out_of_reach_the_proof_is_drawn_and_no_solution() -> None:
    source, deal = solved("infeasible")
    figure = solutions(source, [deal, lw.KalaiSmorodinsky()])
    assert legend(figure)[-1] == "no mark (disagreement is out of reach): Nash bargaining, Kalai-Smorodinsky"
    assert places(figure.axes[0]) == pytest.approx(np.array([[1.8, 1.8]]))
    (line,) = [one.get_xydata() for one in figure.axes[0].lines if one.is_dashed() and one.get_linewidth() == 1.0]
    assert line @ deal.direction == pytest.approx(np.full(2, float(source.support(deal.direction))))
    assert deal.direction @ deal.disagreement > (line @ deal.direction).max()


def test_an_answer_that_did_not_close_has_no_mark() -> None:
    unfinished = lw.bargain(PIE, throw=False, time_limit=0)
    assert not unfinished.is_answer
    assert legend(solutions(PIE, [unfinished]))[-1] == f"no mark ({unfinished.status.word}): Nash bargaining"


def test_the_frontier_is_what_positive_weights_prefer(rng: np.random.Generator) -> None:
    (line,) = lines(solutions(PIE, []), 2.6)
    for w in rng.uniform(0.05, 1.0, size=(40, 2)):
        assert (line @ w).max() == pytest.approx(float(PIE.support(w)), rel=2e-3)
    chords = np.diff(line, axis=0)
    assert (chords[:, 0] <= 1e-12).all()
    assert (chords[:, 1] >= -1e-12).all()


def test_rays_lead_from_disagreement_through_the_solution_to_the_ideal_point() -> None:
    deal = lw.bargain(PIE, lw.KalaiSmorodinsky())
    figure = solutions(PIE, [deal], rays=True)
    (ray,) = [line for line in lines(figure, 1.0) if len(line) == 3]
    assert ray == pytest.approx(np.array([PIE.disagreement, deal.payoffs, deal.ideal]), rel=1e-6)
    assert ("+", tuple(deal.ideal)) in [(marker, tuple(place)) for marker, place in drawn_marks(figure.axes[0])]
    assert {"rays of the solutions", "ideal point"} <= set(legend(figure))
    assert not {"rays of the solutions", "ideal point"} & set(legend(solutions(PIE, [deal])))
    two = solutions(PIE, [deal, lw.KalaiSmorodinsky("feasible")], rays=True)
    assert "ideal points" in legend(two)


def test_a_pair_of_many_is_a_projection() -> None:
    source, deal = solved("twelve")
    figure = solutions(source, [deal], pair=(7, 2))
    expected = np.array([deal.disagreement[[7, 2]], deal.payoffs[[7, 2]]])
    assert places(figure.axes[0]) == pytest.approx(expected, rel=1e-12)
    assert "most for these two" in legend(figure)
    assert "Pareto frontier" not in legend(figure)


def test_names_of_the_legend() -> None:
    deal = lw.bargain(PIE)
    named = solutions(PIE, {"what we propose": deal, "what Bob asks for": lw.Dictatorial(["Bob"])})
    assert legend(named)[-2:] == ["what we propose", "what Bob asks for"]
    same = solutions(PIE, [lw.Dictatorial(["Ann"]), lw.Dictatorial([1]), lw.KalaiSmorodinsky("feasible")])
    assert legend(same)[-3:] == ["dictatorial (order: Ann)", "dictatorial (order: 1)", "Kalai-Smorodinsky"]
    markers = [marker for marker, _ in drawn_marks(same.axes[0])[1:]]
    assert len(set(markers)) == 3


def test_with_outside_options_the_nash_solution_stands_alone() -> None:
    problem = lw.BargainingProblem(PIE.sets, PIE.disagreement, outside_options=[1, 2.5])
    assert legend(solutions(problem))[-1] == "Nash bargaining"
    with pytest.raises(lw.InvalidProblem, match="constraints of the Nash solution only"):
        solutions(problem, [lw.Egalitarian()])


def test_nothing_is_covered_or_cut() -> None:
    unit = np.array([1e12, 1e-12])
    extreme = lw.BargainingProblem(
        [unit * lw.Ball([1, 1]), unit * lw.Polytope([[0, 1], [-0.5, 2]])],
        unit * [0.1, 0.2],
        names=["W" * 40, "preservers of every kind of wild nature"],
    )
    for figure in (
        solutions(extreme, rays=True),
        solutions(evil(), THREE),
        solutions(lw.BargainingProblem(lw.Polytope([[0.0, 0.0]]), [0, 0]), THREE),
        solutions(lw.BargainingProblem(lw.Polytope([[1, 2], [2, 1]]), [1, 1]), {"w" * 90: lw.NashBargaining()}),
        solutions(PIE, {f"the proposal of number {i}": lw.Dictatorial([i % 2]) for i in range(30)}),
    ):
        assert outside(figure) == []
        assert overlapping(figure) == []


def test_everything_drawn_lies_inside_the_axes() -> None:
    for source in (PIE, solved("negative")[0], solved("infeasible")[0]):
        ax = solutions(source, THREE, rays=True).axes[0]
        found = places(ax)
        (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
        assert ((found >= [left, low]) & (found <= [right, high])).all()


def test_rings_never_cover_each_other() -> None:
    assert marks.rings(np.array([[0, 0], [1, 0], [0.05, 0], [0, 0], [1.05, 0]])) == [0, 0, 1, 2, 1]
    assert marks.rings(np.array([[0, 0], [0.01, 0], [0.12, 0], [0.13, 0]])) == [0, 1, 0, 2]


@pytest.mark.parametrize(("draw", "name"), [(solutions, "concepts"), (frontier_3d, "deals"), (triangle, "deals")])
def test_what_cannot_be_drawn_is_refused(draw: object, name: str) -> None:
    three = lw.BargainingProblem([np.eye(3)] * 3, [0, 0, 0])
    with pytest.raises(lw.InvalidProblem, match="problem must be a BargainingProblem or a World"):
        draw("pie")
    with pytest.raises(lw.InvalidProblem, match=rf"{name}\[1\] must be a concept or an agreement"):
        draw(three, [lw.NashBargaining(), lw.Egalitarian])
    with pytest.raises(lw.InvalidProblem, match=rf"{name}\['mine'\] must be a concept or an agreement"):
        draw(three, {"mine": [1, 1, 1]})
    with pytest.raises(lw.InvalidProblem, match=f"{name} must be a list of concepts or agreements"):
        draw(three, 7)
    larger = lw.BargainingProblem([2 * np.eye(3)] * 3, [0, 0, 0])
    for other in (PIE, larger):
        with pytest.raises(lw.InvalidProblem, match=rf"{name}\[0\] must be an agreement on the problem that is drawn"):
            draw(three, [answer(other)])


def test_players_and_pairs_that_cannot_be_drawn() -> None:
    with pytest.raises(lw.InvalidProblem, match="must have at least two players to draw"):
        solutions(solved("one type that can gain")[0])
    for pair in ((0, 0), (0, 2), (-1, 1)):
        with pytest.raises(lw.InvalidProblem, match="pair must be two different indices below 2"):
            solutions(PIE, pair=pair)
    for draw in (frontier_3d, triangle):
        with pytest.raises(lw.InvalidProblem, match="must have three players"):
            draw(PIE)
    three = lw.BargainingProblem([np.eye(3)] * 3, [0, 0, 0])
    with pytest.raises(lw.InvalidProblem, match='show must be "gains" or "weights"'):
        triangle(three, show="payoffs")
    for view in ((0, 40), (30, 90), (30,), "from above", None):
        with pytest.raises(lw.InvalidProblem, match="view must be elevation and azimuth, both between 0 and 90"):
            frontier_3d(three, view=view)
