"""Games on the command line: explained by ``check``, solved as bargaining problems, refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import largeworlds as lw
from largeworlds.io.files import from_model

from .running import refused, run

SEVEN, SEXES = "treutlein-2023/example-7", "largeworlds/battle-of-the-sexes"
GIFTS = """
kind = "game"
payoffs = [[[2, 5], [0, 3]], [[2, 0], [5, 3]]]
types = [{ name = "one", actions = ["keep", "give"] }, { name = "two", actions = ["keep", "give"] }]
"""


@pytest.fixture
def gifts(tmp_path: Path) -> Path:
    path = tmp_path / "gifts.toml"
    path.write_text(GIFTS, encoding="utf-8")
    return path


def test_a_separable_game_is_explained(gifts: Path) -> None:
    said = run("check", gifts).stdout
    assert "A game in normal form with 2 players and 4 outcomes." in said
    assert "- one: keep and give. Payoffs from 0 to 5." in said
    assert "Payoffs are sums of what each action contributes (exactly)" in said
    assert "- one: keep gives (2, 0) and give gives (0, 3)." in said
    assert "Without agreement every player does what is best for itself. Every gain counts the same." in said


def test_another_game_is_explained_with_outcomes_that_show_it() -> None:
    said = run("check", SEXES).stdout
    assert "Payoffs are not sums of what each action contributes (the nearest sums miss by up to 38 %" in said
    assert "if he goes from opera to boxing, the payoff of she changes by −2 at (opera, opera), but by 1 at" in said
    assert "Without agreement the payoffs are given: she 0, he 0." in said


def test_solve_embeds_the_bargaining_problem_that_can_be_verified(gifts: Path, tmp_path: Path) -> None:
    result = run("solve", gifts, "--json")
    assert result.exit_code == 0, result.stderr
    content = json.loads(result.stdout)
    assert content["question"] == {"disagreement": "nash", "weights": "equal"}
    assert content["payoffs"] == pytest.approx([3, 3]) and content["disagreement"] == [2, 2]
    assert content["kind"] == content["model"]["kind"] == "bargaining"
    assert isinstance(from_model(content["model"]), lw.BargainingProblem)
    (tmp_path / "r.json").write_text(result.stdout, encoding="utf-8")
    assert run("verify", tmp_path / "r.json").exit_code == 0
    content["question"]["disagreement"], content["disagreement"] = "nash", [2, 1]
    (tmp_path / "r.json").write_text(json.dumps(content), encoding="utf-8")
    assert run("verify", tmp_path / "r.json").exit_code != 0


def test_options_replace_what_the_game_says(gifts: Path) -> None:
    content = json.loads(run("solve", SEXES, "--disagreement", "1,0", "--weights", "1,3", "--json").stdout)
    assert content["disagreement"] == [1, 0] and content["bargaining_weights"] == [0.25, 0.75]
    content = json.loads(run("solve", gifts, "--disagreement", "0,0", "--json").stdout)
    assert content["question"]["disagreement"] == "vector"


def test_a_report_can_be_written(gifts: Path, tmp_path: Path) -> None:
    for model in (gifts, SEXES):
        assert run("solve", model, "-q", "--report", tmp_path / "r.html").exit_code == 0
        assert "<html" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    bare = tmp_path / "bare.toml"
    text = 'kind = "game"\npayoffs = [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]\n'
    bare.write_text(text + GIFTS.splitlines()[-1], encoding="utf-8")
    assert "What happens without agreement is not said: solve needs --disagreement" in run("check", bare).stdout
    said = refused("solve", bare)
    assert (
        "solve needs the payoffs without an agreement, since what is best for a player may depend on the others" in said
    )
    assert said.endswith("give --disagreement with one number per player, or write disagreement in the file.")
    assert refused("solve", SEXES, "--disagreement", "nash") == said.replace("two goes", "he goes").replace(
        "from keep to give, the payoff of one", "from opera to boxing, the payoff of she"
    ).replace("(keep, keep)", "(opera, opera)").replace("(give, keep)", "(boxing, opera)")
    assert 'advise needs a world, but this file has kind = "game"; use solve.' in refused(
        "advise", bare, "--type", "one"
    )


def test_two_games_are_compared(gifts: Path, tmp_path: Path) -> None:
    said = run("check", gifts, SEVEN).stdout
    assert "payoffs[0][0][0]: 2.0 in A, 0.0 in B" in said and "Compromise of A =" in said
    bare = tmp_path / "bare.toml"
    bare.write_text(GIFTS.replace("[0, 3]]", "[0, 4]]"), encoding="utf-8")
    said = run("check", gifts, bare).stdout
    assert "payoffs[0][1][1]: 3.0 in A, 4.0 in B" in said
    assert "The compromises are not compared: disagreement must be a list of payoffs" in said
