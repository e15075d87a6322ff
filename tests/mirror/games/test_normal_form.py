from __future__ import annotations

from itertools import product

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.games import normal_form

SEXES = lw.NormalFormGame([[[2, 0], [0, 1]], [[1, 0], [0, 2]]], ["she", "he"], [["opera", "boxing"]] * 2)


def test_names_go_in_and_come_out() -> None:
    assert SEXES.players == SEXES.names == ("she", "he")
    assert SEXES.shape == (2, 2)
    assert SEXES.outcome(["opera", "boxing"]).tolist() == [0, 0]
    assert SEXES.outcome(["boxing", 1]).tolist() == [1, 2]
    plain = lw.NormalFormGame(np.zeros((3, 1, 2, 3)))
    assert plain.players == ("player 1", "player 2", "player 3")
    assert plain.actions[2] == ("action 1", "action 2", "action 3")
    assert repr(plain) == "NormalFormGame(3 players, 1 x 2 x 3 actions)"


def test_expected_payoffs_are_sums_over_outcomes(rng: np.random.Generator) -> None:
    game = lw.NormalFormGame(rng.normal(size=(3, 2, 3, 4)))
    profile = [rng.dirichlet(np.ones(k)) for k in game.shape]
    by_hand = np.zeros(3)
    table = np.zeros(game.shape)
    for outcome in product(*map(range, game.shape)):
        table[outcome] = np.prod([strategy[a] for strategy, a in zip(profile, outcome, strict=True)])
        by_hand += table[outcome] * game.outcome(outcome)
    np.testing.assert_allclose(game.independent_payoffs(profile), by_hand, rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(game.correlated_payoffs(table), by_hand, rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(game.correlated_payoffs(lw.JointDistribution(table)), by_hand, rtol=1e-13, atol=1e-14)


def test_an_actions_name_stands_for_playing_it() -> None:
    assert SEXES.independent_payoffs(["opera", [0.25, 0.75]]).tolist() == [0.5, 0.25]


def test_the_feasible_set_is_the_hull_of_the_outcomes() -> None:
    hull = SEXES.feasible_set()
    assert isinstance(hull, lw.Polytope)
    assert hull.actions == ("opera, opera", "opera, boxing", "boxing, opera", "boxing, boxing")
    assert hull.contains([1.5, 1.5])
    with pytest.raises(lw.InvalidProblem, match='mixing = "independent" needs an additively separable game'):
        SEXES.feasible_set("independent")
    with pytest.raises(lw.InvalidProblem, match='mixing must be "correlated" or "independent"'):
        SEXES.feasible_set("both")


def test_games_are_copied_and_locked() -> None:
    payoffs = np.zeros((2, 2, 2))
    game = lw.NormalFormGame(payoffs, notes={"title": "t", "units": " gold "})
    payoffs[:] = 1
    assert not game.payoffs.any()
    assert game.units == "gold"
    with pytest.raises(ValueError, match="read-only"):
        game.payoffs[0, 0, 0] = 1
    with pytest.raises(TypeError):
        game.notes["title"] = "other"  # type: ignore[index]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"payoffs": 3}, "payoffs must have an axis of players and one more per player, but it is a single number"),
        ({"payoffs": [1, 2]}, "but it is a list of numbers; give payoffs"),
        ({"payoffs": [[1, 2], [3, 4]]}, r"payoffs must have 3 axes for 2 players \(the length of the first axis\)"),
        ({"payoffs": [[[1, 2], [3]], [[1, 2], [3, 4]]]}, "payoffs must be numbers, one table over all outcomes"),
        ({"payoffs": [[[1, 2], [3, np.inf]], [[1, 2], [3, 4]]]}, r"payoffs\[0, 1, 1\] must be a finite number"),
        ({"payoffs": [[[1, 2], [3, True]], [[1, 2], [3, 4]]]}, "payoffs must be numbers"),
        ({"payoffs": np.zeros((21, *([1] * 21)))}, "payoffs must have at most 20 players, but it has 21"),
        ({"players": ["a", "a"]}, "players must all differ, but it has 'a' twice"),
        ({"players": ["a"]}, "players must have 2 names, one per player, but it has 1"),
        ({"actions": [["a", "b"]]}, "actions must have 2 lists of names, one per player, but it has 1"),
        ({"actions": [["a", "b"], ["c"]]}, r"actions\[1\] must have 2 names, one per action, but it has 1"),
        ({"actions": [["a", "b"], "cd"]}, "must be a list with one list of names per player"),
        ({"actions": [["a", "b"], ["c", "c"]]}, r"actions\[1\] must all differ"),
        ({"disagreement": "threat"}, 'disagreement must be "nash" or payoffs'),
        ({"disagreement": [1]}, "disagreement must have 2 numbers, one per player, but it has 1"),
        ({"weights": [1, -1]}, r"weights\[1\] must not be negative"),
        ({"weights": [0, 0]}, "weights must not all be zero"),
        ({"notes": ["title"]}, "notes must be a table of texts"),
        ({"notes": {"title": 3}}, "notes\\['title'\\] must be text"),
    ],
)
def test_bad_games_are_refused_in_one_sentence(arguments: dict[str, object], said: str) -> None:
    given = {"payoffs": np.zeros((2, 2, 2)), **arguments}
    with pytest.raises(lw.InvalidProblem, match=said) as caught:
        lw.NormalFormGame(**given)  # type: ignore[arg-type]
    assert str(caught.value).count("\n") == 0


def test_too_many_outcomes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(normal_form, "MOST_OUTCOMES", 8)
    lw.NormalFormGame(np.zeros((3, 2, 2, 2)))
    with pytest.raises(
        lw.InvalidProblem, match="payoffs must have at most 8 outcomes, but it has 12; use individual sets"
    ):
        lw.NormalFormGame(np.zeros((3, 2, 2, 3)))


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (["opera"], "profile must be a list of 2 strategies, one per player, but it has 1"),
        (
            ["opera", "ballet"],
            r"profile\[1\] must be an action of 'he', but it is 'ballet'; choose 'opera' and 'boxing'",
        ),
        (["opera", [1.0]], r"profile\[1\] must have 2 numbers, one per action of 'he', but it has 1"),
        (["opera", [0.5, 0.6]], "must sum to one"),
    ],
)
def test_bad_profiles_are_refused(profile: list[object], said: str) -> None:
    with pytest.raises(lw.InvalidProblem, match=said):
        SEXES.independent_payoffs(profile)  # type: ignore[arg-type]


def test_bad_outcomes_and_joints_are_refused() -> None:
    with pytest.raises(lw.InvalidProblem, match="actions must be a list of 2 actions, one per player, but it has 1"):
        SEXES.outcome(["opera"])
    with pytest.raises(lw.InvalidProblem, match="must be an action of 'she'"):
        SEXES.outcome([2, 0])
    with pytest.raises(lw.InvalidProblem, match=r"joint must have one entry per outcome, shape \(2, 2\)"):
        SEXES.correlated_payoffs([0.5, 0.5])
