"""``largeworlds`` as a process: exit codes, terminals, pipes, full disks, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.cli.new import STARTER

from .running import PROGRAM, environment, process, run


def answer(*arguments: object) -> dict[str, list[float]]:
    result = run("solve", *arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return dict(json.loads(result.stdout))


def test_real_processes_use_the_exit_codes(world_file: Path) -> None:
    good, bad, none = (
        process("solve", world_file),
        process("solve", "no.toml"),
        process("solve", world_file, "--disagreement", "9,9"),
    )
    assert (good.returncode, bad.returncode, none.returncode) == (0, 2, 3)
    assert good.stderr == ""
    assert bad.stderr.startswith("largeworlds: no.toml: there is no such file")
    assert "Traceback" not in none.stderr


def test_extreme_numbers_print_no_warnings(world_file: Path) -> None:
    result = process("solve", world_file, "--disagreement", "1e149,1", "--time-limit", "20")
    assert result.returncode == 3
    assert "Warning" not in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(("columns", "plain"), [(40, False), (160, True)])
def test_terminals_wide_and_narrow(world_file: Path, columns: int, plain: bool) -> None:
    import pty

    main, side = pty.openpty()
    more = {"COLUMNS": str(columns), "TERM": "xterm"} | ({"NO_COLOR": "1"} if plain else {})
    child = subprocess.Popen(
        [*PROGRAM, "solve", str(world_file)], stdout=side, stderr=side, env=environment(**more), close_fds=True
    )
    os.close(side)
    seen = b""
    while True:
        try:
            chunk = os.read(main, 65536)
        except OSError:
            break
        if not chunk:
            break
        seen += chunk
    os.close(main)
    assert child.wait(timeout=60) == 0
    text = seen.decode()
    gain = f"{answer(world_file)['gains'][0]:.4g}"
    assert (f"gain: {gain}" in text) != plain  # a narrow terminal gets one line per number, none of them broken
    assert gain in text
    if plain:
        assert "\x1b[3" not in text
        assert "\x1b[9" not in text


@pytest.mark.parametrize("arguments", [["solve", "largeworlds/twelve-value-systems", "--json"], ["catalog", "list"]])
def test_a_reader_that_goes_away_is_no_error(arguments: list[str]) -> None:
    read, write = os.pipe()
    child = subprocess.Popen([*PROGRAM, *arguments], stdout=write, stderr=subprocess.PIPE, env=environment())
    os.close(write)
    os.close(read)  # nobody reads at all
    _, said = child.communicate(timeout=60)
    assert said == b""
    assert child.returncode == 0


def test_a_full_disk_is_said(world_file: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*PROGRAM, "solve", str(world_file), "--json"],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, env=environment(), check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("largeworlds: cannot write the output: No space left on device")
    assert "Traceback" not in done.stderr


def _slow_world(path: Path) -> None:
    """Eighty types with curved budgets: some seconds of work."""
    rng = np.random.default_rng(3)
    m = 80
    sets = [lw.Allocation(1.0, [lw.Power(0.5, scale) for scale in rng.random(m) + 0.1]) for _ in range(m)]
    lw.save(lw.World(sets, lw.Beliefs.similarity(rng.normal(size=(m, 2)), 1.0, np.full(m, 1 / m))), path)


@pytest.mark.parametrize("wait", [1.5, 3.0])
def test_ctrl_c_ends_with_the_best_answer_or_none(tmp_path: Path, wait: float) -> None:
    file = tmp_path / "slow.toml"
    _slow_world(file)
    child = subprocess.Popen(
        [*PROGRAM, "solve", str(file), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    time.sleep(wait)
    child.send_signal(signal.SIGINT)
    try:
        out, said = child.communicate(timeout=60)
    finally:
        child.kill()
    assert "Traceback" not in said, said
    assert child.returncode in (0, 3, 130), (child.returncode, said)
    if child.returncode != 130:  # 130: interrupted before the search began
        content = json.loads(out)
        assert content["status"] in ("solved", "time_limit")
        assert (content["status"] == "solved") == (child.returncode == 0)
        if content["payoffs"] is not None:
            assert content["gap"] is not None


@pytest.mark.parametrize("command", ["advise", "check"])
def test_ctrl_c_ends_other_commands_with_one_sentence(tmp_path: Path, command: str) -> None:
    file = tmp_path / "slow.toml"
    _slow_world(file)
    more = ["--type", "type 1"] if command == "advise" else [str(file)]
    child = subprocess.Popen(
        [*PROGRAM, command, str(file), *more],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    time.sleep(2.0)
    child.send_signal(signal.SIGINT)
    try:
        _, said = child.communicate(timeout=60)
    finally:
        child.kill()
    assert child.returncode in (0, 3, 130), (child.returncode, said)
    assert "Traceback" not in said
    if child.returncode:  # 130: interrupted before the search began
        assert said.startswith("largeworlds: ") and said.count("\n") == 1, said


def test_ctrl_c_before_the_search_is_one_sentence(world_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("largeworlds.io.files.load", interrupted)
    for arguments in (["solve"], ["check"], ["advise", "--type", "builders"]):
        result = run(*arguments, world_file)
        assert result.exit_code == 130
        assert result.stderr == "largeworlds: stopped by Ctrl-C before there was an answer.\n"


def test_a_search_that_is_stopped_gives_no_advice_and_no_comparison(
    world_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("largeworlds._core.stopwatch.Stopwatch.expired", lambda self: True)
    advice, compared = run("advise", world_file, "--type", "builders"), run("check", world_file, world_file)
    assert (advice.exit_code, compared.exit_code) == (3, 3)
    assert advice.stderr == (
        "largeworlds: Stopped before the answer was certified. There is no advice without a certified answer.\n"
    )
    assert compared.stderr.count("\n") == 1
    assert "The compromises cannot be compared without a certified answer." in compared.stderr


def test_the_program_ends_quietly_where_text_cannot_be_shown(tmp_path: Path) -> None:
    file = tmp_path / "world.toml"
    file.write_text(STARTER.replace("gardeners", "gärtner ★"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, *PROGRAM[1:], "solve", str(file)],
        capture_output=True, timeout=60, env=environment(PYTHONIOENCODING="latin-1", PYTHONUTF8="0"), check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert b"g\xe4rtner ?" in done.stdout
