from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.bargaining.pareto import ParetoCheck

from ...frontiers import all_points, distance, most_total_gain, units

Count = Callable[[int, int], int]
SQUARE = lw.Contributions(lw.Box([0, 0], [1, 1]))
DISCS = lw.Contributions([lw.Ball([1, 1]), lw.Ball([1, 1])])


def drawn(rng: np.random.Generator) -> list[np.ndarray]:
    """One set per player; whole numbers give ties, the last kind is flat."""
    dim = int(rng.integers(2, 6))
    parts = dim if dim < 4 and rng.random() < 0.7 else 1
    rows = int(rng.integers(1, 5 if parts > 1 else 9))
    kind = rng.integers(3)
    sets = [rng.integers(-2, 3, (rows, dim)).astype(float) for _ in range(parts)]
    if kind == 1:
        sets = [rng.normal(size=(rows, dim)) for _ in range(parts)]
    if kind == 2:
        sets = [points @ np.diag(rng.integers(0, 2, dim)) for points in sets]
    return sets


def contributions(sets: list[np.ndarray]) -> lw.Contributions:
    return lw.Contributions(sets if len(sets) > 1 else lw.Polytope(sets[0]))


def asked(points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A corner, a mixture, a point of a face, or one of these moved a little or a lot."""
    kind = rng.integers(4)
    w = rng.dirichlet(np.full(points.shape[1], 0.5)) / units(points)
    best = points[(points - points[0]) @ w >= ((points - points[0]) @ w).max() - 1e-12]
    x = best[0] if kind == 0 else rng.dirichlet(np.ones(len(best))) @ best
    if kind == 2:
        x = rng.dirichlet(np.ones(len(points))) @ points
    if kind == 3:
        x = x + rng.choice([1e-4, 0.3]) * rng.normal(size=len(x)) * units(points)
    return np.asarray(x)


def slips(check: ParetoCheck, sets: list[np.ndarray]) -> list[str]:
    """What is wrong with the proofs of a check; nothing if they hold."""
    points = all_points(sets)
    unit, x, out = units(points), check.x, []
    if check.optimal:
        w = np.zeros(len(x)) if check.weights is None else check.weights * unit
        if not (w > 0).all():
            out.append("a weight is not positive")
        elif ((points - x) / unit @ w).max() > 2e-9 * w.min() + 1e-13 * w.max():
            out.append("x does not maximise the weights")
    if check.dominating is not None and check.actions is not None:
        y = check.dominating
        if ((y - x) / unit).min() < -2e-12 or ((y - x) / unit).sum() <= 1e-9:
            out.append("the witness does not dominate")
        if np.abs((check.actions.sum(axis=0) - y) / unit).max() > 1e-14 or any(
            distance(part, row) > 1e-9 for part, row in zip(sets, check.actions, strict=True)
        ):
            out.append("the witness cannot be reached")
    if check.separating is not None:
        asks, most = float(check.separating @ x), float((points @ check.separating).max())
        if asks <= most:
            out.append("nothing is separated")
    return out


def test_verdicts_agree_with_a_program_of_their_own(rng: np.random.Generator, count: Count) -> None:
    seen = {True: 0, False: 0}
    for _ in range(count(2000, 150)):
        sets = drawn(rng)
        points = all_points(sets)
        x = asked(points, rng)
        check = lw.is_pareto_optimal(contributions(sets), x)
        assert check.optimal is not None, check.reason
        off, gain = distance(points, x), most_total_gain(points, x)
        assert check.feasible == (off <= 1e-9)
        assert bool(check) == (off <= 1e-9 and (gain is None or gain <= 1e-9))
        if not check:
            assert (check.dominating is not None) or (check.separating is not None)
        assert slips(check, sets) == []
        seen[bool(check)] += 1
    assert min(seen.values()) > 30


def test_wrong_proofs_are_seen() -> None:
    sets = [np.array([[0.0, 2], [1, 1], [2, -1]]), np.array([[0.0, 0], [1, 1]])]
    good = lw.is_pareto_optimal(contributions(sets), [2, 2])
    bad = lw.is_pareto_optimal(contributions(sets), [1, 1])
    out = lw.is_pareto_optimal(contributions(sets), [3, 3])
    assert [slips(check, sets) for check in (good, bad, out)] == [[], [], []]
    parts = {name: getattr(good, name) for name in ("problem", "x", "optimal", "feasible", "reason")}
    assert slips(ParetoCheck(**parts, weights=np.array([1.0, 0.0])), sets) == ["a weight is not positive"]
    assert slips(ParetoCheck(**parts, weights=np.array([0.1, 0.9])), sets) == ["x does not maximise the weights"]
    false = {**parts, "optimal": False}
    claim = ParetoCheck(**false, dominating=np.array([3.0, 3]), actions=np.array([[2.0, 2], [1, 1]]))
    assert slips(claim, sets) == ["the witness cannot be reached"]
    claim = ParetoCheck(**false, dominating=np.array([2.0, 2]), actions=np.array([[1.0, 1], [1, 1]]))
    assert slips(claim, sets) == ["the witness does not dominate"]
    assert slips(ParetoCheck(**false, separating=np.array([1.0, 0.0])), sets) == ["nothing is separated"]


def test_a_square() -> None:
    corner = lw.is_pareto_optimal(SQUARE, [1, 1])
    assert corner and corner.weights is not None and (corner.weights > 0).all() and corner.most_gain == 0
    side = lw.is_pareto_optimal(SQUARE, [1, 0.25])
    assert side.optimal is False and side.feasible and side.dominating is not None
    assert side.dominating.tolist() == [1, 1]
    assert side.reason == (
        "Not Pareto optimal: x is feasible, but another outcome is better for player 2 and worse for nobody."
    )
    outside = lw.is_pareto_optimal(SQUARE, [-1, 0.5])
    assert outside.feasible is False and outside.dominating is not None and outside.separating is not None
    beyond = lw.is_pareto_optimal(SQUARE, [2, 0.5])
    assert beyond.optimal is False and beyond.dominating is None
    assert beyond.reason.startswith("Not feasible: weighted by the separating direction x asks for 1,")


def test_curved_sets() -> None:
    root = 2**0.5
    middle = lw.is_pareto_optimal(DISCS, [root, root])
    assert middle and middle.weights is not None
    np.testing.assert_allclose(middle.weights, 0.5, atol=1e-6)
    inside = lw.is_pareto_optimal(DISCS, [1.3, 1.3])
    assert inside.optimal is False and inside.feasible and inside.dominating is not None
    assert (inside.dominating > 1.3).all() and np.hypot(*inside.dominating) <= 2 + 1e-12
    assert lw.is_pareto_optimal(DISCS, [1.5, 1.5]).feasible is False


@pytest.mark.parametrize("x", [[2, 0], [0, 2]])
def test_where_a_curved_frontier_ends_nothing_is_proved(x: list[float]) -> None:
    check = lw.is_pareto_optimal(DISCS, x)
    assert check.optimal is None and not check and check.feasible
    assert 1e-9 < check.most_gain < 1e-5
    assert "only zero weights support x" in check.reason
    near = lw.is_pareto_optimal(DISCS, [2 * np.cos(0.01), 2 * np.sin(0.01)])
    assert near.optimal


def test_curved_and_finite_sets_mix(rng: np.random.Generator, count: Count) -> None:
    for _ in range(count(100, 6)):
        m = int(rng.integers(2, 5))
        sets = [lw.Ball(rng.random(m) + 0.5, p=float(rng.uniform(1.3, 4))), lw.Polytope(rng.random((4, m)))]
        sets += [lw.Allocation(1.0, [lw.Power(0.5)] * m)] * (m - 2)
        parts = lw.Contributions(sets)
        w = rng.uniform(0.2, 1, m)
        best = np.sum([part.maximizer(w) for part in sets], axis=0)
        assert lw.is_pareto_optimal(parts, best), lw.is_pareto_optimal(parts, best).reason
        worse = lw.is_pareto_optimal(parts, best - 1e-4)
        assert (
            worse.optimal is False and worse.dominating is not None and (worse.dominating >= best - 1e-4 - 1e-12).all()
        )
        assert lw.is_pareto_optimal(parts, best + 1e-4).feasible is False


def test_sets_known_by_a_function() -> None:
    disc = lw.Oracle(2, lambda w: w / np.hypot(*w) if np.any(w) else np.zeros(2))
    parts = lw.Contributions(disc)
    assert lw.is_pareto_optimal(parts, [0.6, 0.8])
    assert lw.is_pareto_optimal(parts, [0.6, -0.8]).optimal is False
    assert lw.is_pareto_optimal(parts, [0.6, -0.9]).feasible is False


@pytest.mark.parametrize("factor", [1e-100, 1e100])
def test_units_do_not_matter(factor: float) -> None:
    sets = [np.array([[0.0, 2], [1, 1], [2, -1]]), np.array([[0.0, 0], [1, 1]])]
    scale = np.array([factor, 1.0])
    parts = lw.Contributions([rows * scale for rows in sets])
    assert lw.is_pareto_optimal(parts, np.array([2.0, 2]) * scale)
    assert lw.is_pareto_optimal(parts, np.array([2.0, 1.9]) * scale).optimal is False


def test_bad_input_is_refused() -> None:
    with pytest.raises(lw.InvalidProblem, match="x must have 2 numbers, one per player, but it has 3"):
        lw.is_pareto_optimal(SQUARE, [1, 1, 1])
    with pytest.raises(lw.InvalidProblem, match="must be a finite number"):
        lw.is_pareto_optimal(SQUARE, [1, np.nan])
    with pytest.raises(lw.InvalidProblem, match="problem must be a BargainingProblem or Contributions"):
        lw.is_pareto_optimal([[1, 0]], [1, 0])  # type: ignore[arg-type]
