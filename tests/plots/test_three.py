from __future__ import annotations

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

import largeworlds as lw
from largeworlds.bargaining.measures import relative_gains
from largeworlds.plots import frontier_3d, triangle
from largeworlds.plots.consensus_weights import weight_shares
from largeworlds.plots.space import Space
from largeworlds.plots.surface import surface

from .looking import legend, marks, outside, overlapping, places
from .models import solved

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(0.75)]])
OUTCOMES = [[0, 0, 0], [6, 0, 0], [0, 4, 0], [0, 0, 3], [4.6, 2, 0], [4.4, 0, 1.6], [3, 1.4, 1.8], [1, 3, 1.9]]
TRIO = lw.BargainingProblem(lw.Polytope(OUTCOMES), [0, 0.6, 0], names=["Ann", "Bob", "Cleo"])
THREE = [lw.NashBargaining(), lw.KalaiSmorodinsky(), lw.Egalitarian()]


def shares(figure: object) -> np.ndarray:
    """Barycentric coordinates (k, 3) of the marks of solutions in a triangle."""
    inside = [place for marker, place in marks(figure.axes[0]) if marker != "+"][3:]  # after the three corners
    system = np.vstack([CORNERS.T, np.ones(3)])
    return np.array([np.linalg.solve(system, [*place, 1.0]) for place in inside]).reshape(-1, 3)


def test_marks_in_the_triangle_are_shares_of_relative_gains() -> None:
    deals = [lw.bargain(TRIO, concept) for concept in THREE]
    parts = np.array([relative_gains(deal) for deal in deals])
    expected = parts / parts.sum(axis=1, keepdims=True)
    assert shares(triangle(TRIO, deals)) == pytest.approx(expected, abs=1e-9)
    assert legend(triangle(TRIO, deals))[1] == "Nash bargaining (35 %, 52 %, 54 %)"


def test_shares_do_not_depend_on_units() -> None:
    unit = np.array([1e9, 1e-9, 7.0])
    scaled = lw.BargainingProblem(lw.Polytope(OUTCOMES * unit), TRIO.disagreement * unit)
    for show in ("gains", "weights"):
        one, other = (shares(triangle(p, [lw.NashBargaining()], show=show)) for p in (TRIO, scaled))
        assert one == pytest.approx(other, abs=1e-6)


def test_marks_in_the_triangle_are_shares_of_the_consensus_weights() -> None:
    deals = [lw.bargain(TRIO, concept) for concept in (lw.NashBargaining(), lw.Utilitarian("range"))]
    expected = np.array([weight_shares(deal) for deal in deals])
    assert shares(triangle(TRIO, deals, show="weights")) == pytest.approx(expected, abs=1e-9)


def test_one_point_may_have_different_weights_and_one_share_different_gains() -> None:
    corner = lw.BargainingProblem(lw.Box([0, 0, 0], [1, 1, 1]), [0, 0.5, 0])
    figure = triangle(corner, [lw.NashBargaining(), lw.Utilitarian()], show="weights")
    assert len(shares(figure)) == 2
    assert legend(triangle(corner, [lw.NashBargaining(), lw.Utilitarian()]))[1:] == [
        "Nash bargaining, utilitarian (100 %, 100 %, 100 %)"
    ]


def test_losers_and_unsolved_have_no_place_in_the_triangle() -> None:
    losing = lw.BargainingProblem(lw.Polytope([[1, 1, 1], [2, 2, 2], [9, 9, 0]]), [1, 1, 1])
    assert legend(triangle(losing, [lw.Utilitarian(), lw.NashBargaining()]))[-1] == (
        "no mark (somebody loses): utilitarian"
    )
    stuck = lw.BargainingProblem(lw.Polytope([[1, 1, 1]]), [1, 1, 1])
    assert legend(triangle(stuck, [lw.NashBargaining()]))[-1] == "no mark (nobody gains): Nash bargaining"
    source, deal = solved("three infeasible")
    for show in ("gains", "weights"):
        assert "disagreement is out of reach" in legend(triangle(source, [deal], show=show))[-1]


def test_who_cannot_gain_has_no_share() -> None:
    source, deal = solved("some can gain")
    found = shares(triangle(source, [deal]))
    assert found[0, 2] == pytest.approx(0, abs=1e-9)
    assert (found[0, :2] > 0.1).all()


VIEW = (27.0, 38.0)


def seen_from(points: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Where points (k, 3) come to lie on paper, by two turns one after the other."""
    unit = (points - low) / (high - low)
    azimuth, elevation = np.radians(VIEW[1]), np.radians(VIEW[0])
    about = np.array([[np.cos(azimuth), np.sin(azimuth), 0], [-np.sin(azimuth), np.cos(azimuth), 0], [0, 0, 1]])
    up = np.array([[np.cos(elevation), 0, np.sin(elevation)], [0, 1, 0], [-np.sin(elevation), 0, np.cos(elevation)]])
    return (unit @ (up @ about).T)[:, 1:]


def test_marks_and_faces_in_space_stand_where_the_payoffs_are_seen() -> None:
    deals = [lw.bargain(TRIO, concept) for concept in THREE]
    figure = frontier_3d(TRIO, deals, view=VIEW)
    low, high = np.zeros(3), np.array([6.0, 4.0, 3.0]) * 1.06
    points = np.array([TRIO.disagreement, *(deal.payoffs for deal in deals)])
    assert places(figure.axes[0]) == pytest.approx(seen_from(points, low, high), abs=1e-9)
    faces = [c for c in figure.axes[0].collections if isinstance(c, PolyCollection)]
    corners = np.vstack([path.vertices for c in faces for path in c.get_paths()])
    allowed = seen_from(np.array(OUTCOMES, dtype=float), low, high)
    assert np.abs(corners[:, None] - allowed[None]).max(axis=2).min(axis=1).max() < 1e-6


def test_all_pareto_faces_are_turned_to_the_reader(rng: np.random.Generator) -> None:
    for _ in range(5):
        part = lw.Polytope(rng.normal(size=(20, 3)))
        skin = surface(part.maximizer)
        space = Space.around([skin.points], (float(rng.uniform(1, 89)), float(rng.uniform(1, 89))))
        assert space.axes @ space.axes.T == pytest.approx(np.eye(3), abs=1e-12)
        towards = skin.normals * (space.high - space.low) / skin.size @ space.axes[2]
        assert (towards[skin.pareto] > 0).all()


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (lw.BargainingProblem(lw.Box([0, 0, 0], [1, 2, 3]), [0, 0, 0]), "Pareto frontier, a single point"),
        (lw.BargainingProblem(lw.Polytope(np.eye(3)), [0.1, 0.1, 0.1]), "Pareto frontier"),
        (lw.BargainingProblem(lw.Polytope([[0, 0, 0], [1, 1, 1]]), [0, 0, 0]), "Pareto frontier, a single point"),
        (lw.BargainingProblem(lw.Ball([1, 1, 0]), [0.1, 0.1, 0]), "Pareto frontier"),
    ],
)
def test_the_legend_says_what_the_frontier_is(problem: lw.BargainingProblem, said: str) -> None:
    words = legend(frontier_3d(problem))
    assert said in words
    assert ("feasible payoffs" in words) == (problem.disagreement.tolist() != [0.1, 0.1, 0.1])


def test_nothing_is_covered_or_cut() -> None:
    wide = lw.BargainingProblem(lw.Ball([1e12, 1e-12, 1]), [0, 0, 0], names=["w" * 40, "W" * 40, "types of all kinds"])
    low = lw.BargainingProblem([-1e6 * np.ones((1, 3)), np.eye(3), -np.eye(3)], [-1e6] * 3)
    for problem in (TRIO, wide, low, solved("three infeasible")[0]):
        for figure in (frontier_3d(problem, THREE), triangle(problem, THREE), triangle(problem, THREE, show="weights")):
            assert outside(figure) == []
            assert overlapping(figure) == []
