"""Games of Treutlein (2023), Section 3, and what the paper says there that needs a correction, recomputed."""

from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds import catalog

#: Table 1: rows are a, b; columns are what player 1 and player 2 get from it.
TABLE_1 = np.array([[0.0, -3.0], [-1.0, 0.0]]), np.array([[0.0, 3.0], [-3.0, 2.0]])
#: Table 2, over (a1, a2), (a1, b2), (b1, a2), (b1, b2).
TABLE_2 = np.array([[0.0, 0.0], [-3.0, -1.0], [-1.0, 3.0], [-4.0, 2.0]])
#: Table 3: less the mean, divided by the sum of squares.
TABLE_3 = np.array([[0.2, -0.1], [-0.1, -0.2], [0.1, 0.2], [-0.2, 0.1]])


def game(name: str) -> lw.NormalFormGame:
    found = catalog.load(name)
    assert isinstance(found, lw.NormalFormGame)
    return found


def problem(name: str) -> lw.BargainingProblem:
    found = catalog.load(f"treutlein-2023/{name}")
    assert isinstance(found, lw.BargainingProblem)
    return found


def test_example_7_table_2_is_what_table_1_adds_up_to() -> None:
    seven = game("treutlein-2023/example-7")
    np.testing.assert_array_equal(seven.payoffs.reshape(2, -1).T, TABLE_2)
    found = seven.separability()
    assert found.residual == 0
    for mine, printed in zip(found.contributions, TABLE_1, strict=True):
        np.testing.assert_array_equal(mine - mine[0], printed - printed[0])  # constants are shared differently


def test_example_7_table_3_and_its_winner() -> None:
    centred = TABLE_2 - TABLE_2.mean(axis=0)
    squares = (centred**2).sum(axis=0)
    assert squares.tolist() == [10, 10] and TABLE_2.mean(axis=0).tolist() == [-2, 1]
    np.testing.assert_allclose(centred / squares, TABLE_3, atol=1e-15)
    assert int(TABLE_3.sum(axis=1).argmax()) == 2
    assert TABLE_2[2, 0] < 0  # player 1 is worse off than at (a1, a2)
    # Dividing by the variance is not independent of units: a third of u_1 moves the winner to the equilibrium.
    third = centred * np.array([1 / 3, 1.0])
    assert int((third / (third**2).mean(axis=0)).sum(axis=1).argmax()) == 0
    assert int((third / third.std(axis=0)).sum(axis=1).argmax()) == 2


def test_example_7_has_no_outcome_that_gains_for_both() -> None:
    check = lw.is_pareto_optimal(lw.game_problem(game("treutlein-2023/example-7")), [0, 0])
    assert check and check.weights is not None and (check.weights > 0).all()


def test_example_7_strengthened() -> None:
    strong = problem("example-7-strong")
    outcomes = np.array([[0, 0], [3, -2], [-20, -1], [-2, 3], [1, 1], [-22, 2]])
    rows = [part.vertices() for part in strong.sets]
    np.testing.assert_array_equal(
        np.unique(outcomes, axis=0), np.unique([a + b for a in rows[0] for b in rows[1]], axis=0)
    )
    np.testing.assert_allclose(outcomes.std(axis=0), [10.257788368952745, 1.707825127659933], rtol=1e-14)
    winner = ((outcomes - outcomes.mean(axis=0)) / outcomes.std(axis=0)).sum(axis=1).argmax()
    assert outcomes[winner].tolist() == [-2, 3]
    found = lw.frontier(strong)
    assert found.exact and found.points.tolist() == [[-2, 3], [1, 1], [3, -2]] and found.faces == ((0, 1), (1, 2))


def test_example_17_one_compromise_and_two_choices_that_do_not_fit() -> None:
    seventeen = problem("example-17")
    for part in seventeen.sets:
        assert part.contains([2, -1]) and part.contains([0.5, 0.5])
    together = np.array([2, -1]) + np.array([0.5, 0.5])
    assert together.tolist() == [2.5, -0.5] and together[1] < seventeen.disagreement[1]
    assert lw.is_pareto_optimal(seventeen, together)  # Proposition 18: still Pareto optimal
    found = lw.frontier(seventeen)
    assert found.points.tolist() == [[-2, 4], [4, -2]] and found.faces == ((0, 1),)
    np.testing.assert_allclose(found.normals[0, 0], found.normals[0, 1], rtol=1e-15)


def test_section_3_4_2_the_printed_payoff_is_out_of_reach() -> None:
    three = problem("section-3-4-2")
    assert lw.bargain(three).payoffs == pytest.approx([8 / 3, 8 / 3, 4 / 3], abs=1e-9)
    assert three.bounding_box()[1].tolist() == [3, 3, 2]
    assert lw.is_pareto_optimal(three, [2.7, 2.7, 2.3]).feasible is False
    assert lw.is_pareto_optimal(three, [2.5, 2.5, 1.5])  # the Kalai-Smorodinsky solution
    found = lw.frontier(three)
    assert found.points.tolist() == [[2, 2, 2], [3, 3, 1]] and found.faces == ((0, 1),)


def test_section_3_2_independent_mixing_need_not_be_convex() -> None:
    sexes = game("largeworlds/battle-of-the-sexes")
    assert sexes.feasible_set().contains([1.5, 1.5])
    assert sexes.reachable_independently([1.5, 1.5]).reachable is False
    assert sexes.reachable_independently([0.75, 0.75])
    assert sexes.reachable_independently([0.75 + 1e-5, 0.75 + 1e-5]).reachable is False
    for corner in ([2, 1], [1, 2]):
        assert sexes.reachable_independently(corner)
    # With shares p, q of opera payoffs are 2 p q + (1-p)(1-q) and p q + 2 (1-p)(1-q): their product is at most 2, and
    # that at two corners alone.
    p, q = np.meshgrid(np.linspace(0, 1, 201), np.linspace(0, 1, 201))
    both, neither = p * q, (1 - p) * (1 - q)
    products = (2 * both + neither) * (both + 2 * neither)
    assert products.max() == 2
    assert np.argwhere(products > 2 - 1e-12).tolist() == [[0, 0], [200, 200]]
    deal = lw.bargain(lw.game_problem(sexes))
    assert deal.payoffs == pytest.approx([1.5, 1.5], abs=1e-9)
    np.testing.assert_allclose(sexes.correlated_payoffs([[0.5, 0], [0, 0.5]]), deal.payoffs, atol=1e-9)


def test_theorem_5_needs_correlated_strategies() -> None:
    """u_1 = a_1, u_2 = a_2 and u* = a_1 a_2: Axiom 4 holds over independent strategies, and u* is no weighted sum."""
    pair = lw.NormalFormGame([[[0, 0], [1, 1]], [[0, 1], [0, 1]]])
    product = np.array([[0.0, 0.0], [0.0, 1.0]])
    for p, q in np.random.default_rng(1).random((50, 2)):
        profile = [1 - p, p], [1 - q, q]
        x = pair.independent_payoffs(profile)
        star = float((lw.JointDistribution.independent(profile).table * product).sum())
        assert star == pytest.approx(x[0] * x[1])  # increasing in both payoffs, as Axiom 4 asks
    coin = lw.JointDistribution([[0.5, 0], [0, 0.5]])
    even = lw.JointDistribution(np.full((2, 2), 0.25))
    np.testing.assert_array_equal(pair.correlated_payoffs(coin), pair.correlated_payoffs(even))
    assert float((coin.table * product).sum()) == 0.5 != float((even.table * product).sum())


def test_theorem_6_needs_positive_weights() -> None:
    square = lw.Contributions(lw.Box([0, 0], [1, 1]))
    assert float(square.support([1, 0])) == 1.0
    check = lw.is_pareto_optimal(square, [1, 0])  # maximises the weights (1, 0)
    assert check.optimal is False and check.dominating is not None and check.dominating.tolist() == [1, 1]


def test_theorem_6_the_same_positive_weights_are_pareto_optimal_and_different_ones_are_not(
    rng: np.random.Generator,
) -> None:
    for _ in range(5):
        discs = [lw.Ball(rng.random(3) + 0.5) for _ in range(3)]
        parts, w = lw.Contributions(discs), rng.uniform(0.3, 1, 3)
        assert lw.is_pareto_optimal(parts, np.sum([disc.maximizer(w) for disc in discs], axis=0))
        scaled = [disc.maximizer(k * w) for k, disc in zip((1, 2, 3), discs, strict=True)]
        assert lw.is_pareto_optimal(parts, np.sum(scaled, axis=0))  # proportional weights are the same
        others = [w, w, w[::-1] * np.array([1.0, 1.3, 0.7])]
        apart = np.sum([disc.maximizer(v) for disc, v in zip(discs, others, strict=True)], axis=0)
        assert lw.is_pareto_optimal(parts, apart).optimal is False
