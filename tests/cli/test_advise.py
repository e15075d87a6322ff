"""``largeworlds advise``: what one type should do."""

from __future__ import annotations

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
    assert "You cannot gain from the compromise" in said.stdout
    assert "There is no credence" in said.stdout


def test_no_certified_answer(world_file: Path) -> None:
    text = world_file.read_text(encoding="utf-8").replace('disagreement = "nash"', "disagreement = [100, 100]")
    world_file.write_text(text, encoding="utf-8")
    result = run("advise", world_file, "--type", "builders")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "No feasible outcome gives everyone at least the disagreement payoff." in result.stderr


@pytest.mark.parametrize(
    ("credence", "sentence"),
    [(None, "There is no credence"), (0.0, "It pays at any credence"), (0.4321, "is above 43.2 %")],
)
def test_break_even_in_words(credence: float | None, sentence: str) -> None:
    import numpy as np

    nothing = np.zeros(2)
    assert sentence in break_even_sentence(Advice(0, nothing, nothing, 0.0, 0.0, nothing, nothing, credence))
