"""``largeworlds solve --solution``: every solution, its options, and options that do not belong to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import largeworlds as lw
from largeworlds.cli.solutions import SOLUTIONS

from .running import refused, run

EXAMPLE = "treutlein-2023/example-55/p-3-4"
PROVED = [name for name in SOLUTIONS if name not in ("perles-maschler", "raiffa")]


@pytest.mark.parametrize("name", SOLUTIONS)
def test_every_solution_is_a_class_at_the_top_and_answers(name: str, tmp_path: Path) -> None:
    assert SOLUTIONS[name].class_name in lw.__all__
    shown = run("solve", EXAMPLE, "--solution", name)
    assert shown.exit_code == 0, shown.stderr
    assert shown.stderr == "" and "Status: solved. Certified" in shown.stdout
    result = run("solve", EXAMPLE, "--solution", name, "--json")
    content = json.loads(result.stdout)
    assert content["solution"]["concept"] == name
    path = tmp_path / "result.json"
    path.write_text(result.stdout)
    verified = run("verify", path)
    if name in PROVED:
        assert verified.exit_code == 0, verified.stdout
    else:
        assert verified.exit_code == 3
        assert "Not checked: this checker cannot prove that an outcome is the" in verified.stdout


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--solution", "nashh"), "--solution must be one of nash, kalai-smorodinsky, egalitarian"),
        (("--solution", "egalitarian", "--weights", "equal"), "--weights does not belong to --solution egalitarian"),
        (("--ideal", "feasible"), "or use it with kalai-smorodinsky, equal-loss or armstrong."),
        (("--solution", "armstrong", "--order", "type 1"), "leave it out, or use it with dictatorial."),
        (("--solution", "egalitarian", "--normalization", "std"), "leave it out, or use it with utilitarian."),
        (("--kind", "discrete"), "leave it out, or use it with raiffa."),
        (("--solution", "armstrong", "--ideal", "best"), 'ideal must be "rational" or "feasible", but it is'),
        (("--solution", "utilitarian", "--normalization", "x"), "normalization must be one of none, range, ideal"),
        (("--solution", "utilitarian", "--normalization", "std"), "measure must be given for the normalization 'std'"),
        (("--solution", "dictatorial", "--order", "nobody"), "order[0] must be a player of the problem"),
        (("--solution", "dictatorial", "--order", "type 1,type 1"), "order must list nobody twice"),
    ],
)
def test_options_that_do_not_fit_are_refused_in_one_sentence(options: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused("solve", EXAMPLE, *options)


def test_options_arrive() -> None:
    for options, key, value in [
        (("kalai-smorodinsky", "--ideal", "feasible"), "ideal", "feasible"),
        (("utilitarian", "--normalization", "range", "--weights", "3,1"), "weights", [0.75, 0.25]),
        (("dictatorial", "--order", "type 2"), "order", ["type 2", "type 1"]),
        (("raiffa", "--kind", "continuous"), "kind", "continuous"),
    ]:
        content = json.loads(run("solve", EXAMPLE, "--solution", *options, "--json").stdout)
        assert content["solution"][key] == value


def test_a_solution_without_weights_needs_none(tmp_path: Path) -> None:
    """Beliefs without a prior: the Nash solution asks for weights, the egalitarian does not."""
    world = lw.World([lw.Ball([1, 1]), lw.Ball([1, 2])], lw.Beliefs([[1.0, 0.0], [0.5, 0.5]], common_prior=False))
    path = tmp_path / "world.toml"
    lw.save(world, path)
    assert "weights are needed" in refused("solve", path)
    result = run("solve", path, "--solution", "egalitarian", "--json")
    assert result.exit_code == 0, result.stderr
    content = json.loads(result.stdout)
    assert content["question"]["weights"] is None and content["solution"]["weights"] is None
    saved = tmp_path / "result.json"
    saved.write_text(result.stdout)
    assert run("verify", saved).exit_code == 0


def test_the_table_and_the_words_belong_to_the_solution() -> None:
    ks = run("solve", "largeworlds/twelve-value-systems", "--solution", "kalai-smorodinsky").stdout
    assert "of ideal gain" in ks and "Kalai-Smorodinsky solution: everybody gets the same share" in ks
    sums = run(
        "solve", "largeworlds/twelve-value-systems", "--solution", "utilitarian", "--normalization", "range"
    ).stdout
    assert "Not individually rational: joy, play and new minds would do better without cooperation" in sums
    assert "log gains" not in ks + sums
