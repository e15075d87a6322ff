"""``largeworlds check``: a model in words, or what differs between two."""

from __future__ import annotations

from pathlib import Path

import pytest

from largeworlds import catalog
from largeworlds.cli.check import differences

from .running import refused, run


@pytest.mark.parametrize("name", [entry.name for entry in catalog.entries()])
def test_every_catalog_entry_is_explained(name: str) -> None:
    result = run("check", name)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{name} is a valid model.\n")
    for who in catalog.load(name).names:
        assert who in result.stdout


def test_the_starter_in_words(world_file: Path) -> None:
    said = run("check", world_file, "--set", "belief=0.7").stdout
    assert "A world of 2 types of agents and infinitely many players." in said
    assert "gardeners believes of any other player: gardeners 70 % and builders 30 %" in said
    assert "a budget of 10 to split" in said


_TWO = """
[[types]]
name = "left"
set = {{ kind = "ball", radii = [1, 2] }}
{0}
[[types]]
name = "right"
set = {{ kind = "ball", radii = [1, 1] }}
{1}
[beliefs]
kind = "posterior"
posterior = [[0.5, 0.5], [0.5, 0.5]]
common_prior = false
"""


def test_what_solve_needs_is_said_first(tmp_path: Path) -> None:
    file = tmp_path / "two.toml"
    file.write_text(_TWO.format("", ""), encoding="utf-8")
    said = run("check", file)
    assert said.exit_code == 0
    assert said.stdout.startswith(f"{file} can be read, but solve needs weights too: no prior is given")
    assert "is a valid model" not in said.stdout
    needs = refused("solve", file)
    assert "--weights equal" in needs
    assert "the key weights" in needs
    assert run("solve", file, "--weights", "equal").exit_code == 0
    file.write_text('weights = "equal"\n' + _TWO.format("", ""), encoding="utf-8")
    assert run("check", file).stdout.startswith(f"{file} is a valid model.\n")


def test_a_prior_that_only_weighs_the_gains_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "two.toml"
    file.write_text(_TWO.format("prior = 0.3", "prior = 0.7"), encoding="utf-8")
    said = run("check", file).stdout
    assert "- left (prior 30 %): " in said
    assert "- right (prior 70 %): " in said
    assert "in proportion to its prior probability, although that prior does not explain the beliefs." in said
    file.write_text(_TWO.format("prior = 0.5", "prior = 0.5"), encoding="utf-8")
    assert "- left (50 % of all): " in run("check", file).stdout


def test_a_prior_that_does_not_fit_is_found_where_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "two.toml"
    text = _TWO.format("prior = 0.3", "prior = 0.7").replace("common_prior = false\n", "")
    file.write_text(text, encoding="utf-8")
    said = refused("check", file)
    assert 'types[0] ("left").prior must fit the posterior' in said
    assert "declare common_prior = false (in a file: under [beliefs])" in said
    file.write_text(_TWO.format("", "").replace("common_prior = false", "prior = [0.3, 0.7]"), encoding="utf-8")
    assert "beliefs.prior must fit the posterior" in refused("check", file)


def test_a_model_does_not_differ_from_itself(world_file: Path) -> None:
    result = run("check", world_file, world_file)
    assert result.exit_code == 0
    assert result.stdout.startswith("The two models are the same.\n")
    assert all(line.endswith(" 0") for line in result.stdout.splitlines()[-2:])


def test_one_difference_is_named_with_both_values(world_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(world_file.read_text(encoding="utf-8").replace("budget = 10", "budget = 20"), encoding="utf-8")
    said = run("check", world_file, other).stdout
    assert said.startswith("1 difference in the model:\n  types[0].set.budget: 10.0 in A, 20.0 in B\n")
    assert "(solved)" in said
    assert "gain B less A" in said


def test_different_types_stand_side_by_side(world_file: Path) -> None:
    said = run("check", world_file, "treutlein-2023/example-1").stdout
    assert "types[0].name: 'gardeners' in A, 'Alice' in B" in said
    rows = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line}
    assert rows["gardeners"][1] == "–"
    assert rows["Alice"][0] == "–"


def test_a_setting_must_exist_in_both_files(world_file: Path) -> None:
    said = refused("check", world_file, "treutlein-2023/example-55/p-3-4", "--set", "belief=0.9")
    assert '"belief" is not a parameter of this file; known parameters: "p".' in said
    assert "p-3-4.toml" in said


def test_a_broken_second_file_is_named(world_file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[[types\n", encoding="utf-8")
    said = refused("check", world_file, broken)
    assert str(broken) in said
    assert "is not valid TOML" in said


def test_differences_of_plain_data() -> None:
    assert differences({"a": [1, 2]}, {"a": [1, 3]}) == ["a[1]: 2 in A, 3 in B"]
    assert differences({"a": [1]}, {"a": [1, 2]}) == ["a: [1] in A, [1, 2] in B"]
    assert differences({"a": 1}, {"b": {"c": 2}}) == ["a: only in A (1)", "b: only in B ({'c': 2})"]
    assert differences({"a": {"b": 1}}, {"a": {"b": 1}}) == []


def test_parameters_are_compared_and_told(world_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    text = world_file.read_text(encoding="utf-8")
    other.write_text(text.replace("belief = 0.6 ", "belief = 0.6\nunused = 2 "), encoding="utf-8")
    said = run("check", world_file, other).stdout
    assert said.startswith("1 difference in the model:\n  parameters.unused: only in B (2.0)\n")
    other.write_text(text.replace("belief = 0.6 ", "belief = 0.7 "), encoding="utf-8")
    assert "  parameters.belief: 0.6 in A, 0.7 in B\n" in run("check", world_file, other).stdout
    told = run("check", world_file, "--set", "belief=0.25").stdout
    assert told.endswith("\n\nParameters, which --set changes: belief = 0.25.\n")


def test_similarity_is_explained() -> None:
    said = run("check", "largeworlds/twelve-value-systems").stdout
    assert "Beliefs come from similarity: every type is a point with 3 features" in said
    assert "the scale 0.45: from 100 % for equal features to 61 % at a distance of one scale, 14 % at two" in said
    assert "Nearest are preferences and relief of suffering (0.3 apart), furthest " in said
    assert "Beliefs come from similarity" not in run("check", "treutlein-2023/example-46").stdout


def test_types_that_are_called_type_are_not_called_so_twice() -> None:
    assert "type type" not in run("check", "treutlein-2023/example-55/p-3-4").stdout
