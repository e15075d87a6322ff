"""``largeworlds solve``: answers, options, refusals, files and interruptions."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import largeworlds as lw
from largeworlds import catalog
from largeworlds.cli.new import STARTER

from .running import leaves, refused, run

PROMISED = {
    "names", "payoffs", "disagreement", "gains", "actions", "profile", "weights", "bargaining_weights", "gap", "error",
    "status", "solution", "model", "model_sha256",
}  # fmt: skip
EXAMPLE = "treutlein-2023/example-55/p-3-4"


def answer(*arguments: object) -> dict[str, Any]:
    result = run("solve", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return dict(json.loads(result.stdout))


def _no_constant(text: str) -> float:
    raise AssertionError(f"{text} is not JSON")


@pytest.mark.parametrize("name", [entry.name for entry in catalog.entries()])
def test_the_json_of_every_catalog_entry_is_complete_finite_and_verified(name: str, tmp_path: Path) -> None:
    result = run("solve", name, "--json")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    content = json.loads(result.stdout, parse_constant=_no_constant)
    assert set(content) >= PROMISED
    assert all(math.isfinite(leaf) for leaf in leaves(content) if isinstance(leaf, float))
    file = tmp_path / "result.json"
    file.write_text(result.stdout, encoding="utf-8")
    checked = run("verify", file)
    assert checked.exit_code == 0, checked.stdout
    assert checked.stdout.startswith("Verified:")


def test_json_numbers_are_those_of_the_library() -> None:
    content = answer(EXAMPLE)
    deal = lw.bargain(catalog.load(EXAMPLE).problem())
    assert content["payoffs"] == deal.payoffs.tolist()
    assert content["gains"] == pytest.approx([math.sqrt(0.625) - 0.75] * 2, rel=1e-9)
    assert np.sum(content["actions"], axis=0) == pytest.approx(content["payoffs"], rel=1e-12)


def test_the_table_shows_what_the_answer_is(world_file: Path) -> None:
    result = run("solve", world_file)
    content = answer(world_file)
    assert result.exit_code == 0
    row = next(line for line in result.stdout.splitlines() if line.startswith("gardeners"))
    for column in ("disagreement", "payoffs"):
        assert f"{content[column][0]:.5g}" in row
    assert f"{content['gains'][0]:.4g}" in row
    headers = ("prior", "disagreement", "compromise", "gain", "like own budget", "from others")
    assert all(header in result.stdout for header in headers)
    assert (
        "Every type takes the action with the largest sum, over all receivers, of weight x credence x gift"
        in result.stdout
    )
    assert "credence is the receiver's belief in the giver's type" in result.stdout
    assert "is a price, not a share" not in result.stdout
    one = run("solve", world_file, "--weights", "1,0")
    assert "The weight of builders is a price, not a share in the gains" in one.stdout
    assert "Certified: the weighted sum of log gains is within" in result.stdout
    assert "gains if all act on the compromise" in result.stdout


def test_the_balance_is_no_loss_and_names_take_no_verb(tmp_path: Path) -> None:
    """Two types that trade unevenly, and hermits who can help nobody."""
    file = tmp_path / "three.toml"
    tables = "".join(
        f'[[types]]\nname = "{name}"\nset = {{ kind = "ball", radii = {radii} }}\n'
        for name, radii in (("builders", [1, 2, 0]), ("hedonists", [1.5, 1, 0]), ("hermits", [0, 0, 1]))
    )
    beliefs = '[beliefs]\nkind = "independent"\nprior = [0.5, 0.3, 0.2]\n'
    file.write_text(tables + beliefs, encoding="utf-8")
    said = run("solve", file).stdout
    assert "Others get exactly nothing from hermits." in said
    assert "Largest net giver: " in said
    assert "That is no loss: what it gains itself stands in the table." in said


def test_quiet_prints_nothing(world_file: Path) -> None:
    for more in ([], ["--json"]):
        result = run("solve", world_file, "--quiet", *more)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_set_changes_a_parameter_and_the_last_one_counts(world_file: Path) -> None:
    assert answer(world_file, "--set", "belief=0.8")["model"]["beliefs"]["posterior"][0][0] == 0.8
    assert answer(world_file, "--set", "belief=0.8")["gains"] != answer(world_file)["gains"]
    twice = answer(world_file, "--set", "belief=0.9", "--set", " belief = 0.8 ")
    assert twice["gains"] == answer(world_file, "--set", "belief=0.8")["gains"]


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("brief=0.8", '"brief" is not a parameter of this file; did you mean'),
        ("zzz=0.8", '"zzz" is not a parameter of this file; known parameters: "belief".'),
        ("belief", "--set must be KEY=NUMBER, but it is 'belief'; for example --set p=0.75."),
        ("=1", "--set must be KEY=NUMBER, but it is '=1'"),
        ("belief=often", "--set must be KEY=NUMBER, but it is 'belief=often'"),
        ("belief=nan", "--set must be KEY=NUMBER"),
        ("belief=1e999", "--set must be KEY=NUMBER"),
        ("belief=2", 'must be a probability, at most 1, but it is 2.0 (from "= belief"); give at most 1.'),
    ],
)
def test_wrong_settings_are_refused(world_file: Path, setting: str, sentence: str) -> None:
    said = refused("solve", world_file, "--set", setting)
    assert sentence in said or (setting.startswith("brief") and '"brief" is not a parameter' in said)


def test_weights_by_word_and_by_number(world_file: Path) -> None:
    equal = answer(world_file, "--weights", "equal")
    given = answer(world_file, "--weights", "3,1")
    assert equal["bargaining_weights"] == [0.5, 0.5]
    assert equal["question"]["weights"] == "equal"
    assert given["bargaining_weights"] == [0.75, 0.25]
    assert given["question"]["weights"] == "given"
    assert given["gains"][0] > equal["gains"][0]
    assert answer(world_file, "--weights", "prior")["question"]["weights"] == "prior"


def test_disagreement_by_word_and_by_number(world_file: Path) -> None:
    given = answer(world_file, "--disagreement", "1,2")
    assert given["disagreement"] == [1.0, 2.0]
    assert given["question"]["disagreement"] == "vector"
    assert answer(world_file, "--disagreement", "nash") == answer(world_file)
    negative = answer(world_file, "--disagreement=-1,-2")
    assert negative["disagreement"] == [-1.0, -2.0]


def test_the_friends_can_be_asked_with_nash_or_with_numbers() -> None:
    content = answer("treutlein-2023/example-1", "--disagreement", "nash")
    assert content["disagreement"] == pytest.approx([10, math.sqrt(10)])
    assert answer("treutlein-2023/example-1", "--weights", "1,3")["bargaining_weights"] == [0.25, 0.75]


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--weights", "often", "--weights must be one of prior, equal, or numbers separated by commas"),
        ("--weights", "1,", "but it is '1,'; for example --weights prior."),
        ("--weights", "1", "weights must have 2 numbers"),
        ("--weights", "1,2,3", "weights must have 2 numbers"),
        ("--weights", "-1,2", "weights[0] must not be negative, but it is -1.0"),
        ("--weights", "nan,1", "weights[0] must be a finite number"),
        ("--weights", "0,0", "weights must not all be zero"),
        ("--disagreement", "often", "--disagreement must be one of nash, or numbers separated by commas"),
        ("--disagreement", "defaults", "--disagreement must be one of nash, or numbers"),
        ("--disagreement", "1", "disagreement must have 2 numbers, one per type"),
        ("--disagreement", "1,inf", "disagreement[1] must be a finite number, but it is inf"),
        ("--solution", "dictator", "--solution must be one of nash, kalai-smorodinsky, "),
    ],
)
def test_wrong_options_are_refused(world_file: Path, option: str, value: str, sentence: str) -> None:
    assert sentence in refused("solve", world_file, f"{option}={value}")


@pytest.mark.parametrize("limit", ["-1", "nan", "soon"])
def test_wrong_time_limits_are_refused(world_file: Path, limit: str) -> None:
    result = run("solve", world_file, f"--time-limit={limit}")
    assert result.exit_code == 2
    assert "Invalid value for '--time-limit'" in result.stderr


def test_no_time_gives_no_answer_and_says_so(world_file: Path) -> None:
    result = run("solve", world_file, "--time-limit", "0", "--json")
    assert result.exit_code == 3
    assert result.stderr == "largeworlds: Stopped before any answer was certified; allow more time.\n"
    content = json.loads(result.stdout)
    assert content["status"] == "time_limit"
    assert content["payoffs"] is None


def test_an_infeasible_question_is_answered_with_its_proof(world_file: Path, tmp_path: Path) -> None:
    result = run("solve", world_file, "--disagreement", "100,2", "--json")
    assert result.exit_code == 3
    assert "No feasible outcome gives everyone at least the disagreement payoff." in result.stderr
    assert "gardeners asks for 100 without agreement but can get at most" in result.stderr
    file = tmp_path / "result.json"
    file.write_text(result.stdout, encoding="utf-8")
    assert json.loads(result.stdout)["status"] == "infeasible"
    assert run("verify", file).exit_code == 0


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 20)


def _latin(path: Path) -> None:
    path.write_bytes('title = "caf\xe9"\n'.encode("latin-1"))


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100_000_000)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_empty, 'the file lacks the key "types"; add it'),
        (_binary, "; save it in that encoding."),
        (_latin, "; save it in that encoding."),
        (_huge, "has more than 50 MB, the most that is read"),
        (Path.mkdir, "is a folder; give the file in it."),
    ],
)
def test_files_that_are_no_models(tmp_path: Path, make: Any, sentence: str) -> None:
    path = tmp_path / "model.toml"
    make(path)
    for command in (["solve"], ["check"], ["advise", "--type", "x"]):
        said = refused(*command, path)
        assert str(path) in said
        assert sentence in said


def test_files_that_are_not_there() -> None:
    assert "nothing.toml: there is no such file; give a model file or a name from `largeworlds catalog list`." in (
        refused("solve", "nothing.toml")
    )
    assert "FILE must not be empty" in refused("solve", "")
    said = refused("solve", "treutlein-2023/example-55/p-3-5-4")
    assert (
        "p-3-5-4: there is no such file, and no entry of that name in the catalog; did you mean treutlein-2023/" in said
    )


@pytest.mark.parametrize("name", ["two words.toml", "mondé ★ 世界.toml", "-dash.toml", "[red]x.toml"])
def test_unusual_file_names(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(STARTER, encoding="utf-8")
    assert run("solve", path, "-q").exit_code == 0
    assert run("solve", path, "--report", tmp_path / f"{name}.html").exit_code == 0
    assert (tmp_path / f"{name}.html").stat().st_size > 1000


def test_a_report_is_one_file_and_said(world_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    result = run("solve", world_file, "--report", out / "report.html", "--json")
    assert result.exit_code == 0
    json.loads(result.stdout)
    assert result.stderr == f"Report written to {out / 'report.html'}\n"
    assert [path.name for path in out.iterdir()] == ["report.html"]
    text = (out / "report.html").read_text(encoding="utf-8")
    assert text.rstrip().endswith("</html>")


def test_a_report_that_cannot_be_written_leaves_nothing(world_file: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "report.html"
    assert refused("solve", world_file, "--report", missing) == (
        f"cannot use {missing}: No such file or directory; check the path and its permissions."
    )
    folder = tmp_path / "folder"
    folder.mkdir()
    assert f"cannot use {folder}: Is a directory" in refused("solve", world_file, "--report", folder)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["folder", "world.toml"]


def test_nothing_is_printed_before_a_report_that_fails(world_file: Path, tmp_path: Path) -> None:
    refused("solve", world_file, "--json", "--report", tmp_path / "missing" / "report.html")


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (["--disagreement", "100,2"], "No agreement exists."),
        (["--time-limit", "0"], "Unfinished: no certified answer."),
    ],
)
def test_a_report_without_an_answer_says_so_in_its_first_line(
    world_file: Path, tmp_path: Path, more: list[str], line: str
) -> None:
    path = tmp_path / "report.html"
    result = run("solve", world_file, "--report", path, *more)
    assert result.exit_code == 3
    assert result.stdout == f"Report written to {path} (it says that there is no certified answer)\n"
    body = path.read_text(encoding="utf-8").split("<header>")[1]
    assert body.startswith(f'<p class="warn"><strong>{line}</strong></p>')


def test_weight_zero_gains_nothing_and_is_told(world_file: Path) -> None:
    result = run("solve", world_file, "--weights", "1,0")
    row = next(line.split() for line in result.stdout.splitlines() if line.startswith("builders"))
    assert row[1:6] == ["0.5", "0", "2.4", "2.4", "0"]  # prior, weight, disagreement, compromise, gain
    assert result.stderr == (
        "largeworlds: mind that the gain of builders does not count (weight 0); only a loss there is ruled out.\n"
    )
    assert "1 of 2 types gains if all act on the compromise" in result.stdout


def test_a_disagreement_point_below_nash_is_told_once_and_has_no_percentages(world_file: Path) -> None:
    result = run("solve", world_file, "--disagreement", "0.001,2.5")
    assert result.stderr == (
        "largeworlds: mind that the disagreement payoff given for gardeners is lower than what everybody serving only "
        "itself would bring; the gains count that difference too, and are not shown in percent.\n"
    )
    rows = {line.split()[0]: line for line in result.stdout.splitlines() if line.startswith(("gardeners", "builders"))}
    result_table = result.stdout.split("\n\n")[1].splitlines()
    assert "–" in result_table[1] and "%" not in result_table[1].split("×")[0]
    assert "%" in result_table[2]
    assert set(rows) == {"gardeners", "builders"}
    assert run("solve", world_file, "--disagreement", "1.9,2.5").stderr == ""


def test_small_gains_are_seen_in_large_payoffs(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    shifted = "{ kind = 'shifted', by = [1e6, 1e6], base = { kind = 'ball', radii = [1e-3, 1e-3] } }"
    types = "".join(f'[[types]]\nname = "{name}"\nset = {shifted}\n' for name in ("one", "two"))
    beliefs = '[beliefs]\nkind = "posterior"\nposterior = [[0.75, 0.25], [0.25, 0.75]]\n'
    path.write_text(types + beliefs, encoding="utf-8")
    row = next(line for line in run("solve", path).stdout.splitlines() if line.startswith("one"))
    before, after = (float(cell) for cell in re.findall(r"([\d.]+) × 10⁶", row))
    gain = float(re.search(r"(\d\.\d+) × 10⁻⁵", row)[1]) * 1e-5
    assert (after - before) * 1e6 == pytest.approx(gain, rel=0.02)


def test_every_column_is_explained_and_units_are_named(tmp_path: Path) -> None:
    said = run("solve", "largeworlds/twelve-value-systems").stdout
    assert "\nPayoffs: expected utility, total (millions of world-equivalents).\n" in said
    for heading in ("disagreement", "compromise", "gain %", "like own budget", "from others"):
        assert f"\n{heading}: " in said
    assert (
        answer("largeworlds/twelve-value-systems")["units"] == "expected utility, total (millions of world-equivalents)"
    )
    told = run("advise", "largeworlds/twelve-value-systems", "--type", "play").stdout
    assert "in expected utility, total (millions of world-equivalents)\n" in told


def test_a_bad_model_writes_no_report(world_file: Path, tmp_path: Path) -> None:
    refused("solve", world_file, "--set", "belief=2", "--report", tmp_path / "report.html")
    assert [path.name for path in tmp_path.iterdir()] == ["world.toml"]


HOSTILE = """
[[types]]
name = "[red]x[/red]"
prior = 0.5
set = {{ kind = "ball", radii = [1, 1] }}
[[types]]
name = "a\\u001b[31mb\\nc\\u0007 :smile:"
prior = 0.5
set = {{ kind = "ball", radii = [1, {radius}] }}
[beliefs]
kind = "posterior"
posterior = [[0.75, 0.25], [0.25, 0.75]]
"""


@pytest.mark.parametrize("radius", ["1", "0"])
def test_names_cannot_command_the_terminal(tmp_path: Path, radius: str) -> None:
    path = tmp_path / "hostile.toml"
    path.write_text('title = "\\u001b]0;title\\u0007"' + HOSTILE.format(radius=radius), encoding="utf-8")
    runs = [
        run("solve", path),
        run("check", path),
        run("check", path, EXAMPLE),
        run("advise", path, "--type", "[red]x[/red]"),
        run("advise", path, "--type", "nobody"),
        run("solve", path, "--disagreement", "9,9"),
    ]
    assert [result.exit_code for result in runs] == [0, 0, 0, 0, 2, 3]
    for result in runs:
        text = result.stdout + result.stderr
        assert not {c for c in text if ord(c) < 32} - {"\n"}
        assert "[red]x[/red]" in text
        assert ":smile:" in text
