from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.report.options import (
    action_in_words,
    common_power,
    options_in_words,
    reach_in_words,
    shared_returns,
)

NAMES = ("a", "b", "c")


def disc(w: np.ndarray) -> np.ndarray:
    return np.maximum(w, 0) / max(float(np.linalg.norm(np.maximum(w, 0))), 1e-300)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (lw.Polytope(np.eye(3)), "3 actions and all mixtures of them"),
        (lw.Polytope(np.eye(3)[:1]), "one action and no choice"),
        (lw.Polytope(np.eye(3)[:2], ["x", "y\x1b[31m"]), "the actions “x” and “y [31m”, and all mixtures of them"),
        (lw.Ball([1, 1, 1]), "one unit of a resource to split, with square-root returns (a ball, p = 2)"),
        (lw.Ball([1, 1, 1], 1), "one unit of a resource to split, with linear returns (a ball, p = 1)"),
        (lw.Ball([1, 1, 1], float("inf")), "payoffs chosen one by one between zero and an upper bound each"),
        (lw.Allocation(10, [lw.Power(0.5)] * 3), "a budget of 10 to split, with square-root returns"),
        (
            lw.Allocation(10, [lw.Linear(), lw.Linear(), lw.Log()], [1, 0.5, 0.25]),
            "linear returns for a and itself and logarithmic returns log(1 + r) for c; a unit counts 0.25 (c) to 1",
        ),
        (lw.Allocation(1, [lw.Isoelastic(2.0)] * 3), "a budget of 1 to split, with isoelastic returns (η = 2)"),
        (
            lw.Allocation(1, [lw.Power(0.3)] * 3, [0.5] * 3),
            "with power returns r^0.3, of which 50 % arrives",
        ),
        (lw.ExponentialBudget([1, 1, 1], 100), "payoffs whose exponentials share a total of 100 (logarithmic returns)"),
        (lw.Box([0, 0, 0], [1, 1, 1]), "payoffs chosen one by one between two bounds each"),
        (lw.Oracle(3, disc), "options known only by the best one in every direction"),
        (lw.Ball([1, 1, 1]) + lw.Box([0, 0, 0], [1, 1, 1]), "together: (1) one unit of a resource"),
        (2.0 * lw.Box([0, 0, 0], [1, 1, 1]), "two bounds each, scaled for each receiver"),
        (lw.Box([0, 0, 0], [1, 1, 1]).shift([1, 1, 1]), "two bounds each, plus fixed payoffs"),
    ],
)
def test_options_of_every_kind(part: lw.ConvexSet, words: str) -> None:
    assert words in options_in_words(part, NAMES, 1)


def test_many_kinds_of_returns_are_summed_up() -> None:
    part = lw.Allocation(1, [lw.Linear(), lw.Power(0.3), lw.Log(), lw.Power(0.5), lw.Isoelastic(2.0)])
    words = options_in_words(part, ("a", "b", "c", "d", "e"), 2)
    assert (
        "logarithmic returns log(1 + r) for itself, and for others linear, power, logarithmic, square-root or" in words
    )
    assert "returns that differ by receiver (linear, power, " in options_in_words(part, ("a", "b", "c", "d", "e"))


def test_reach_starts_with_itself_and_keeps_the_least() -> None:
    names = tuple("abcdefgh")
    part = lw.Box(np.zeros(8), [1, 8, 7, 6, 5, 4, 3, 2])
    assert reach_in_words(part, names, 4) == "itself 5, b 8, c 7, d 6, … a 1"


def test_reach_is_told_in_one_unit_for_all() -> None:
    small, smaller = lw.Box([0, 0], [3e-6, 1e-7]), lw.Box([0, 0], [3e-7, 1e-7])
    assert common_power([small, smaller]) == -6
    assert [reach_in_words(part, ("a", "b"), power=-6) for part in (small, smaller)] == ["a 3, b 0.1", "a 0.3, b 0.1"]
    assert common_power([lw.Box([0, 0], [3, 1])]) == common_power([]) == 0


def test_returns_that_depend_on_the_receiver_only_are_told_once() -> None:
    first = lw.Allocation(2.0, [lw.Linear(), lw.Log(), lw.Linear(3.0)])
    second = lw.Allocation(1.0, [lw.Linear(), lw.Log(), lw.Linear()]) + lw.Box([0, 0, 0], [1, 1, 1])
    told = shared_returns([first, second, lw.Ball([1, 1, 1])], ("a", "b", "c"))
    assert told is not None
    assert told.endswith("who spends it: linear returns for a and c; logarithmic returns log(1 + r) for b.")
    assert options_in_words(first, ("a", "b", "c"), 0, returns=False) == "a budget of 2 to split"
    other = lw.Allocation(1.0, [lw.Log(), lw.Log(), lw.Linear()])
    assert shared_returns([first, other], ("a", "b", "c")) is None
    assert shared_returns([first], ("a", "b", "c")) is None
    assert shared_returns([lw.Allocation(1.0, [lw.Log()] * 3)] * 2, ("a", "b", "c")) is None


def solo(part: lw.ConvexSet, w: list[float]) -> tuple[lw.ConvexSet, tuple[np.ndarray, ...]]:
    """``part`` with its best choice for weights ``w``, found by solving a bargain of one contributor."""
    deal = lw.bargain(lw.BargainingProblem([part, *[np.zeros((1, 3))] * 2], [-1.0, -1.0, -1.0], weights=w))
    return part, deal.choices[0]


EIGHT = "of the budget of 8 on"
SPENT = "of the resource on"
ACTIONS = [
    (lw.Ball([1, 1, 1]), ([0.5, 0.3, 0.2],), f"spend 50 % {SPENT} a, 30 % on itself and 20 % on c"),
    (lw.Ball([1, 1, 1]), ([0.0, 1.0, 0.0],), f"spend all {SPENT} itself"),
    (lw.Ball([1, 1, 1], 1), ([0.7, 0.2, 0, 0.1],), f"spend 70 % {SPENT} a and 20 % on itself, and leave 10 % unspent"),
    (lw.Ball([0, 0, 0]), (), "do the only thing there is to do"),
    (
        lw.Allocation(8, [lw.Log()] * 3),
        ([0.99, 0.004, 0.006],),
        f"spend 99 % {EIGHT} a, 0.6 % on c and 0.4 % on itself",
    ),
    (lw.Allocation(8, [lw.Log()] * 3), ([0.998, 0.001, 0.001],), f"spend 99.8 % {EIGHT} a and 0.2 % on 2 others"),
    (lw.Allocation(8, [lw.Linear()] * 3), ([0.0, 0.0, 0.0, 1.0],), "spend nothing of the budget of 8"),
    (lw.ExponentialBudget([1, 1, 1], 9), ([0.3, 0.2, 0.5],), f"spend 50 % {SPENT} c, 30 % on a and 20 % on itself"),
    (lw.Polytope(np.eye(3)), ([0.0, 1.0, 0.0],), "take action 2"),
    (lw.Polytope(np.eye(3), ["x", "y", "z"]), ([0.25, 0.0, 0.75],), "mix “z” (75 %) and “x” (25 %)"),
    (
        lw.Box([0, 0, 2], [1, 1, 4]),
        ([0.0, 1.0], [1.0, 0.0], [0.5, 0.5]),
        "give a the most it can (1); give itself the least it can (0); give c 3 (of 2 to 4)",
    ),
    (2.0 * lw.Ball([1, 1, 1]), ([1.0, 0.0, 0.0],), f"spend all {SPENT} a"),
    (
        lw.Ball([1, 1, 1]) + lw.Polytope(np.eye(3)),
        ([1.0, 0.0, 0.0], [1.0, 0.0, 0.0]),
        f"spend all {SPENT} a; take action 1",
    ),
]


@pytest.mark.parametrize(("part", "choice", "words"), ACTIONS)
def test_actions_of_every_kind(part: lw.ConvexSet, choice: tuple[list[float], ...], words: str) -> None:
    uses = part.uses()
    assert [len(budget.directions) for budget in uses.budgets] == [len(shares) for shares in choice]
    assert action_in_words(part, tuple(np.array(shares) for shares in choice), NAMES, 1) == words


def test_an_action_of_a_set_that_says_nothing_is_told_by_what_it_gives() -> None:
    part = lw.Oracle(3, disc)
    choice = (np.eye(3), np.array([0.5, 0.25, 0.25]))
    assert action_in_words(part, choice, NAMES, 0, np.array([0.1, 0.7, 0.2])) == "give b 0.7, c 0.2 and itself 0.1"
    assert action_in_words(part, choice, NAMES) == "do what is best for the weighted sum of all payoffs"


@pytest.mark.parametrize(
    "part",
    [
        lw.Ball([1, 1, 1]),
        lw.Ball([1, 1, 1], 1),
        lw.Allocation(3, [lw.Linear()] * 3),
        lw.Allocation(3, [lw.Linear(), lw.Log(), lw.Power(0.5)]),
        lw.Polytope(np.eye(3)),
        lw.Box([0, 0, 0], [1, 0, 1]),
        lw.ExponentialBudget([1, 1, 1], 9),
        lw.Ball([1, 1, 1], float("inf")) + lw.Polytope(np.eye(3)),
    ],
)
def test_real_choices_are_understood(part: lw.ConvexSet) -> None:
    words = action_in_words(*solo(part, [0.5, 0.3, 0.2]), NAMES, 0)
    assert "weighted sum" not in words
    assert "itself" in words or "action" in words


def test_many_levels_are_summed_up() -> None:
    part = lw.Box(np.zeros(9), np.ones(9))
    choice = tuple(np.array([0.5, 0.5]) for _ in range(9))
    names = tuple("abcdefghi")
    assert action_in_words(part, choice, names) == "set 9 payoffs one by one"
    assert action_in_words(part, choice, names, None, np.arange(9.0)).startswith("give i 8, h 7, ")


def test_nearly_everything_is_said_in_words() -> None:
    choice = (np.array([0.99995, 0.000049999, 1e-9]),)
    told = action_in_words(lw.Ball([1, 1, 1]), choice, NAMES, 0)
    assert told.startswith("spend more than 99.9 % of the resource on itself and 0.005 % on ")


def test_returns_of_scale_zero_are_nothing() -> None:
    some = lw.Allocation(2, [lw.Power(0.5), lw.Linear(0), lw.Linear(0)])
    assert options_in_words(some, NAMES, 0) == (
        "a budget of 2 to split, with square-root returns for itself and nothing for b and c"
    )
    none = lw.Allocation(2, [lw.Linear(0)] * 3)
    assert options_in_words(none, NAMES, 0) == "a budget of 2 to split, with no returns"
