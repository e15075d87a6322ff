"""``largeworlds axioms``: the matrix of textbooks, around one model or over random problems."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from largeworlds import catalog, check_axioms
from largeworlds.axioms.check import AXIOMS, THEOREM_12

from .running import leaves, refused, run

GOAL = "treutlein-2023/section-3-4-2"


@pytest.fixture(scope="module")
def family() -> dict[str, Any]:
    result = run("axioms", "--players", 2, "--problems", 2, "--solutions", "nash,egalitarian,dictatorial", "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_matrix_of_random_problems(family: dict[str, Any]) -> None:
    assert family["kind"] == "axioms" and family["complete"] and family["seed"] == 0
    assert len(family["problems"]) == 2 and family["axioms"] == [axiom.key for axiom in AXIOMS]
    cells = family["cells"]
    assert all(cells["nash"][key]["verdict"] == "holds" for key in THEOREM_12)
    assert cells["egalitarian"]["affine-invariance"]["fails"] >= 1
    assert cells["dictatorial"]["anonymity"]["counterexamples"] == [0]
    assert family["theorem_12"] == {"axioms": list(THEOREM_12), "left": ["nash"]}
    for row in cells.values():
        for cell in row.values():
            assert cell["holds"] + cell["fails"] + cell["not_applicable"] + cell["undecided"] == 2
    assert all(not isinstance(leaf, float) or math.isfinite(leaf) for leaf in leaves(family))


def test_another_seed_draws_other_problems(family: dict[str, Any]) -> None:
    other = json.loads(
        run("axioms", "--players", 2, "--problems", 1, "--solutions", "utilitarian", "--seed", 7, "--json").stdout
    )
    assert other["problems"][0] != family["problems"][0]
    assert other["seed"] == 7


def test_around_one_model_with_counterexamples_in_words() -> None:
    result = run("axioms", GOAL, "--solutions", "nash,kalai-smorodinsky,perles-maschler")
    assert result.exit_code == 0 and max(map(len, result.stdout.splitlines())) <= 80
    said = " ".join(result.stdout.split())
    assert said.startswith(f"Axioms and solutions around {GOAL}, 3 players")
    rows = {line[:39].strip(): line[39:].split() for line in result.stdout.splitlines()[1:17]}
    assert rows["independence of irrelevant alternatives"] == ["holds", "fails", "–"]
    assert rows["replication invariance"] == ["fails", "holds", "–"]
    assert "+ multilateral stability: nash, kalai-smorodinsky, perles-maschler (not tested)" in said
    assert "nash, replication invariance: A second player" in said
    assert (
        "kalai-smorodinsky, independence of irrelevant alternatives: Without irrelevant outcomes another is chosen"
        in said
    )
    key = "individual-monotonicity"
    from largeworlds import NashBargaining

    check = check_axioms(NashBargaining(), catalog.load(GOAL), axioms=[key])[key]
    assert ("nash, individual monotonicity:" in said) is (not check)


def test_out_of_time_says_so() -> None:
    result = run("axioms", GOAL, "--solutions", "nash", "--time-limit", "0")
    assert result.exit_code == 3
    assert "open" in result.stdout and "nash (not tested)" in result.stdout
    assert (
        result.stderr == "largeworlds: stopped before all was looked at; allow more time, or ask for fewer problems.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--players", "9"], "--players must be from 2 to 6, but it is 9; for example 3."),
        (["--problems", "0"], "--problems must be from 1 to 10,000, but it is 0; for example 3."),
        (
            [GOAL, "--players", "2"],
            "--players can only draw random problems, but it is 2; leave it out, or leave out FILE.",
        ),
        (
            ["--weights", "equal"],
            "--weights can only belong to a model, but it is equal; name a FILE, or leave it out.",
        ),
        (["--set", "p=1"], "--set can only belong to a model, but it is p=1; name a FILE, or leave it out."),
        (["--solutions", "fair"], "--solutions must name solutions among nash,"),
    ],
)
def test_bad_input(arguments: list[str], sentence: str) -> None:
    assert refused("axioms", *arguments).startswith(sentence)
