"""``largeworlds compare``: what it prints, what it leaves out, as data, and when it is stopped."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from largeworlds import Armstrong, BargainingProblem, NashBargaining, Polytope, bargain, catalog
from largeworlds.cli.side_by_side import Column, _parts, say
from largeworlds.cli.solutions import SOLUTIONS

from .running import leaves, refused, run

GOAL = "treutlein-2023/section-3-4-2"
PLAYERS = ("player 1", "player 2", "player 3")
SEVEN = "treutlein-2023/example-7"


@pytest.fixture(scope="module")
def told() -> str:
    result = run("compare", GOAL, "--no-axioms")
    assert result.exit_code == 0, result.output
    return str(result.stdout)


def test_who_coincides_and_who_is_left_out(told: str) -> None:
    """Two with one goal: Nash (8/3, 8/3, 4/3), Kalai-Smorodinsky (2.5, 2.5, 1.5) (Treutlein 2023, 3.4.2, corrected)."""
    one_line = " ".join(told.split())
    assert (
        "perles-maschler is left out: problem must have at most two players for this solution, but it has 3."
        in one_line
    )
    assert "8 solutions, 3 outcomes." in one_line
    assert "kalai-smorodinsky +3: kalai-smorodinsky, egalitarian, equal-loss and raiffa choose the same" in one_line
    rows = [line.split() for line in told.split("Payoffs (utility)")[1].splitlines() if line[:8] in PLAYERS]
    assert rows[0] == ["player", "1", "2", "2.667", "2.5", "3"]
    assert rows[2] == ["player", "3", "1", "1.333", "1.5", "1"]


def test_preferences_in_the_tables(told: str) -> None:
    table = told.split("prefer the solution of the row to that of the column")[1]
    cells = {line.split()[0]: line.split()[-2:] for line in table.splitlines() if line[:4] in ("nash", "kala", "util")}
    assert cells == {"nash": ["2", "1"], "kalai-smorodinsky": ["1", "1"], "utilitarian": ["2", "2"]}
    assert "\nplayer 3  kalai-smorodinsky +3  utilitarian +2\n" in told
    assert "Axioms were left out." in told


def test_every_line_fits_the_terminal(told: str) -> None:
    assert max(map(len, told.splitlines())) <= 80
    wide = run("compare", "largeworlds/twelve-value-systems", "--solutions", "nash,utilitarian", "--no-axioms").stdout
    assert max(map(len, wide.splitlines())) <= 80
    assert all(name in wide for name in catalog.load("largeworlds/twelve-value-systems").names)


def test_columns_that_do_not_fit_go_below(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    columns = [Column("kalai-smorodinsky", ["1.25"]), Column("nash", ["10 %"]), Column("dictatorial", ["1"])]
    assert [[column.heading for column in part] for part in _parts(5, columns)] == [
        ["kalai-smorodinsky", "nash"],
        ["dictatorial"],
    ]
    assert columns[0].width == len("smorodinsky")
    assert len(_parts(60, columns)) == 3  # at least one column each, however long the names are


def test_long_sentences_are_wrapped(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    say("one two three four five six", "  ", after="    ")
    assert capsys.readouterr().out == "  one two three four\n    five six\n"


def test_a_sum_that_asks_nobody() -> None:
    """Example 7: nobody can gain, and the sum of utilities takes 1 from player 1 to give 3 to player 2."""
    said = run("compare", SEVEN, "--solutions", "nash,utilitarian").stdout
    summary = next(line for line in said.splitlines() if line.startswith("utilitarian  ") and " no " in line)
    assert summary.split() == ["utilitarian", "1", "1", "no", "1", "1"]
    assert "utilitarian: weak individual rationality" in said
    assert "Gains in percent" not in said  # no payoff has a natural zero, and nobody has an ideal gain


def test_as_data() -> None:
    result = run("compare", GOAL, "--json", "--solutions", "nash,armstrong,perles-maschler", "--axioms")
    data = json.loads(result.stdout)
    assert result.exit_code == 0
    assert data["kind"] == "comparison" and data["names"] == ["player 1", "player 2", "player 3"]
    assert data["disagreement"] == [2, 2, 1] and data["ideal"] == pytest.approx([3, 3, 2])
    assert data["outcomes"] == [["nash"], ["armstrong"]] and data["prefer"] == [[0, 1], [2, 0]]
    assert [each["solution"] for each in data["left_out"]] == ["perles-maschler"]
    assert data["best"] == [["armstrong"], ["armstrong"], ["nash"]]
    for solution, concept in zip(data["solutions"], (NashBargaining(), Armstrong()), strict=True):
        deal = bargain(catalog.load(GOAL), concept)
        assert solution["payoffs"] == pytest.approx(deal.payoffs.tolist())
        assert solution["weights"] == pytest.approx((deal.weights / deal.weights.sum()).tolist())
        assert solution["individually_rational"] is True
    assert data["solutions"][0]["axioms"]["independence-of-irrelevant-alternatives"]["verdict"] == "holds"
    assert data["solutions"][1]["axioms"]["midpoint-domination"]["verdict"] == "fails"
    for leaf in leaves(data):
        assert not isinstance(leaf, float) or math.isfinite(leaf)


def test_axioms_are_checked_where_the_problem_is_small(tmp_path: Path) -> None:
    from largeworlds import save

    small, large = tmp_path / "small.toml", tmp_path / "large.toml"
    save(BargainingProblem(Polytope([[0, 0], [1, 0], [0, 1], [0.8, 0.7]]), [0, 0]), small)
    save(BargainingProblem(Polytope([[0, 0, 0, 0], [1, 2, 1, 1]]), [0, 0, 0, 0]), large)
    assert "  egalitarian: invariance to affine" in run("compare", small, "--solutions", "egalitarian").stdout
    said = " ".join(run("compare", large, "--solutions", "nash").stdout.split())
    assert "Axioms were not checked: with 4 players that may take minutes. Give --axioms to check them." in said
    curved = " ".join(run("compare", "treutlein-2023/example-1", "--solutions", "nash").stdout.split())
    assert "some of its sets are curved, of which several axioms do not speak." in curved


def test_out_of_time_prints_what_there_is() -> None:
    result = run("compare", GOAL, "--time-limit", "0", "--json")
    assert result.exit_code == 3
    data = json.loads(result.stdout)
    unfinished = [each for each in data["solutions"] if each["status"] == "time_limit"]
    assert len(unfinished) >= 6 and all(each["payoffs"] is None and each["weights"] is None for each in unfinished)
    assert result.stderr.startswith("largeworlds: no certified answer: nash")
    assert "Stopped before any answer was certified; allow more time." in result.stderr


def test_no_agreement_is_said_once() -> None:
    result = run("compare", GOAL, "--disagreement", "9,9,9", "--solutions", "nash,egalitarian")
    assert result.exit_code == 3 and result.stdout == ""
    assert result.stderr.startswith("largeworlds: no certified answer: nash, egalitarian: No feasible outcome gives")
    assert result.stderr.count("\n") == 1


def test_weights_are_only_needed_where_they_count(tmp_path: Path) -> None:
    file = tmp_path / "two.toml"
    sets = '[[types]]\nname = "{}"\nset = {{ kind = "ball", radii = [1, 2] }}\n'
    beliefs = '[beliefs]\nkind = "posterior"\nposterior = [[0.5, 0.5], [0.5, 0.5]]\ncommon_prior = false\n'
    file.write_text(sets.format("a") + sets.format("b") + beliefs, encoding="utf-8")
    assert run("compare", file, "--solutions", "egalitarian,kalai-smorodinsky").exit_code == 0
    assert "--weights equal" in refused("compare", file, "--solutions", "egalitarian,nash")


def test_bad_input() -> None:
    sentence = refused("compare", GOAL, "--solutions", "nash,fair")
    assert sentence.startswith(f"--solutions must name solutions among {', '.join(SOLUTIONS)}, but one is 'fair'; ")
    assert "at most two players" in refused("compare", GOAL, "--solutions", "perles-maschler")
    assert "there is no such file" in refused("compare", "nothing")
