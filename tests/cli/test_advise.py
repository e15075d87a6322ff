"""``largeworlds advise``: what one type should do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import largeworlds as lw
from largeworlds.cli.advise import break_even_sentence
from largeworlds.worlds.advice import Advice, advise

from .running import refused, run


def test_the_numbers_are_those_of_the_library(world_file: Path) -> None:
    world = lw.load(world_file)
    assert isinstance(world, lw.World)
    advice = advise(world, lw.bargain(world.problem()), "builders")
    said = run("advise", world_file, "--type", "builders").stdout
    assert said.startswith("Advice to an agent of type builders\n")
    assert f"It costs you {advice.cost:.4g} and brings you {advice.benefit:.4g}: gain {advice.gain:.4g}." in said
    assert advice.break_even is not None
    assert f"is above {100 * advice.break_even:.3g} %" in said
    row = next(line.split() for line in said.splitlines() if line.startswith("gardeners "))
    assert row[1:] == [f"{advice.given[0]:.4g}", f"{advice.received[0]:.4g}"]


def test_the_parameter_counts_and_names_may_differ_in_case(world_file: Path) -> None:
    assert (
        run("advise", world_file, "--type", "GARDENERS").stdout
        == run("advise", world_file, "--type", "gardeners").stdout
    )
    changed = run("advise", world_file, "--type", "gardeners", "--set", "belief=0.8")
    assert changed.stdout != run("advise", world_file, "--type", "gardeners").stdout


def test_refusals(world_file: Path) -> None:
    assert refused("advise", world_file, "--type", "nobody") == (
        "type must be one of the world's types, but it is 'nobody'; choose among gardeners and builders."
    )
    said = refused("advise", "treutlein-2023/example-1", "--type", "Alice")
    assert 'advise needs a world, but this file has kind = "bargaining"; use solve.' in said
    missing = run("advise", world_file)
    assert missing.exit_code == 2
    assert "Missing option '--type'" in missing.stderr


def test_who_cannot_gain_is_told(world_file: Path) -> None:
    said = run("advise", world_file, "--type", "builders", "--set", "belief=1")
    assert said.exit_code == 0
    assert said.stdout.endswith(
        "\nDo: take “build”.\n\nYou cannot gain noticeably from the compromise: your disagreement payoff 4 is already "
        "the most you can get. Nothing is asked of you beyond what you would do anyway.\n"
    )


def test_the_options_of_solve_count(world_file: Path) -> None:
    plain = run("advise", world_file, "--type", "builders").stdout
    for more in (["--weights", "1,3"], ["--disagreement", "1.9,2.6"]):
        assert run("advise", world_file, "--type", "builders", *more).stdout != plain
    assert "--weights must be one of prior, equal" in refused(
        "advise", world_file, "--type", "builders", "--weights", "often"
    )


def test_weight_zero_is_told_and_gains_nothing(world_file: Path) -> None:
    said = run("advise", world_file, "--type", "builders", "--weights", "1,0")
    assert said.stderr == (
        "largeworlds: mind that the gain of builders does not count (weight 0); only a loss there is ruled out.\n"
    )
    assert ": no gain.\nIt pays only if you are certain that the other types cooperate" in said.stdout


def test_who_gives_nothing_back_is_explained(tmp_path: Path) -> None:
    """In a ring of one-way gifts everybody gives to the next and receives from the one before."""
    file = tmp_path / "ring.toml"
    tables = "".join(
        f'[[types]]\nname = "{name}"\nset = {{ kind = "ball", radii = {radii} }}\n'
        for name, radii in (("a", [1, 1, 0]), ("b", [0, 1, 1]), ("c", [1, 0, 1]))
    )
    third = "[0.4, 0.3, 0.3]"
    file.write_text(tables + f'[beliefs]\nkind = "independent"\nprior = {third}\n', encoding="utf-8")
    said = run("advise", file, "--type", "a").stdout
    assert "\nYou get nothing back from b: the compromise makes the common weighted sum as large as possible" in said
    assert "what you gain comes from c.\n" in said
    assert "You get nothing back" not in run("advise", "treutlein-2023/example-55/p-3-4", "--type", "type 1").stdout


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("nothing that anybody does changes its payoff", "nothing that anybody does changes your payoff"),
        ("every gain for it would cost a, who", "every gain for you would cost a, who"),
        (
            "no other type can change its payoff (it expects to meet only its own type, or nobody can help it)",
            "no other type can change your payoff (you expect to meet only your own type, or nobody can help you)",
        ),
    ],
)
def test_reasons_are_said_to_the_type_itself(reason: str, told: str) -> None:
    from largeworlds.bargaining import explain
    from largeworlds.cli.advise import _to_you

    assert _to_you(reason) == told
    assert reason.split(" a, who", maxsplit=1)[0] in Path(explain.__file__).read_text(encoding="utf-8")


def test_json_has_the_same_advice(world_file: Path) -> None:
    content = json.loads(run("advise", world_file, "--type", "builders", "--json").stdout)
    world = lw.load(world_file)
    assert isinstance(world, lw.World)
    advice = advise(world, lw.bargain(world.problem()), "builders")
    assert (content["type"], content["names"], content["can_gain"]) == ("builders", ["gardeners", "builders"], True)
    assert content["units"] == world.units
    assert content["do"] == "take “share”"
    assert content["given"] == advice.given.tolist()
    assert (content["cost"], content["benefit"], content["break_even"]) == (
        advice.cost, advice.benefit, advice.break_even
    )  # fmt: skip


def test_a_misspelt_type_gets_a_suggestion(world_file: Path) -> None:
    assert refused("advise", world_file, "--type", "bilders") == (
        "type must be one of the world's types, but it is 'bilders'; did you mean 'builders'? "
        "Else choose among gardeners and builders."
    )


def test_no_certified_answer(world_file: Path) -> None:
    text = world_file.read_text(encoding="utf-8").replace('disagreement = "nash"', "disagreement = [100, 100]")
    world_file.write_text(text, encoding="utf-8")
    result = run("advise", world_file, "--type", "builders")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "No feasible outcome gives everyone at least the disagreement payoff." in result.stderr
    assert result.stderr.endswith(" There is no advice without a certified answer.\n")


@pytest.mark.parametrize(
    ("credence", "sentence"),
    [
        (None, "There is no credence"),
        (0.0, "It pays at any credence"),
        (0.4321, "is above 43.2 %"),
        (1.0, "It pays only if you are certain"),
    ],
)
def test_break_even_in_words(credence: float | None, sentence: str) -> None:
    import numpy as np

    nothing = np.zeros(2)
    assert sentence in break_even_sentence(Advice(0, nothing, nothing, 0.0, 0.0, nothing, nothing, credence))
