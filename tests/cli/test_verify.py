"""``largeworlds verify``: what is confirmed, what is not, and what is no result at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .running import process, refused, run


@pytest.fixture
def result_file(world_file: Path) -> Path:
    path = world_file.with_suffix(".json")
    path.write_text(run("solve", world_file, "--json").stdout, encoding="utf-8")
    return path


def test_an_honest_result_is_confirmed(result_file: Path) -> None:
    shown, quiet = run("verify", result_file), run("verify", result_file, "--quiet")
    assert (shown.exit_code, quiet.exit_code, quiet.stdout) == (0, 0, "")
    assert "FAILED" not in shown.stdout
    assert "gap: The claim holds: the recomputed bound, " in shown.stdout
    assert "is not larger than the claimed one, " in shown.stdout
    assert "Nash objective (the sum over types of bargaining weight times the logarithm of the gain)" in shown.stdout
    assert process("verify", result_file).returncode == 0


def test_a_gap_that_is_too_small_is_called_larger_when_recomputed(world_file: Path) -> None:
    path = world_file.with_suffix(".json")
    result = json.loads(run("solve", world_file, "--json").stdout)
    result["gap"] = 1e-40
    path.write_text(json.dumps(result), encoding="utf-8")
    shown = run("verify", path)
    assert shown.exit_code == 3
    assert "FAILED  gap: The recomputed bound, " in shown.stdout
    assert "is larger than the claimed one, 1e-40." in shown.stdout


@pytest.mark.parametrize("options", [["--weights=3,1"], ["--weights=equal"], ["--disagreement=1,2"],
                                     ["--set", "belief=0.9"], ["--weights=0,1"]])  # fmt: skip
def test_every_question_is_confirmed(world_file: Path, options: list[str]) -> None:
    path = world_file.with_suffix(".json")
    path.write_text(run("solve", world_file, "--json", *options).stdout, encoding="utf-8")
    result = run("verify", path)
    assert result.exit_code == 0, result.stdout


def _more_payoff(result: dict[str, Any]) -> None:
    result["payoffs"][0] *= 1.001


def _other_model(result: dict[str, Any]) -> None:
    result["model"]["types"][0]["set"]["budget"] = 20.0


def _other_choice(result: dict[str, Any]) -> None:
    shares = result["choices"][0][0]
    shares[0], shares[1] = shares[1], shares[0]


@pytest.mark.parametrize("change", [_more_payoff, _other_model, _other_choice])
def test_a_changed_result_is_not_confirmed(result_file: Path, change: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads(result_file.read_text(encoding="utf-8"))
    change(content)
    result_file.write_text(json.dumps(content), encoding="utf-8")
    shown, quiet = run("verify", result_file), run("verify", result_file, "-q")
    assert (shown.exit_code, quiet.exit_code, quiet.stdout) == (3, 3, "")
    assert shown.stdout.startswith("NOT VERIFIED")
    assert "FAILED" in shown.stdout


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "must be JSON as written by `largeworlds solve FILE --json`, but it is not"),
        (b"\xff\xfe\x00", "must be JSON as written by"),
        (b"[1, 2]", "must be a JSON object as written by"),
        (b"{}", 'must have the key "model"'),
        (b'{"status": "solved", "status": "infeasible"}', "a key stands twice in one table"),
        (b'{"gap": 1e400, "model": {}}', "model must have the key"),
        (b'{"gap": NaN}', "NaN is not a JSON number"),
        (b"[" * 100_000, "must be JSON as written by"),
        (b'{"gap": ' + b"9" * 10_000 + b"}", "must be JSON as written by"),
    ],
)
def test_what_is_no_result_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(content)
    said = refused("verify", path)
    assert said.startswith(f"{path}: ")
    assert sentence in said


def test_a_file_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("largeworlds.cli.verify._MOST_BYTES", 1000)
    path = tmp_path / "result.json"
    path.write_bytes(b"[" * 1001)
    assert "must not be larger than 1000 bytes" in refused("verify", path)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    assert "No such file or directory" in refused("verify", tmp_path / "none.json")
    assert f"cannot use {tmp_path}: Is a directory" in refused("verify", tmp_path)
