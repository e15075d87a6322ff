"""Everything that README.md and the pages in docs/ show runs: Python, TOML, and what the command line prints.

The snippets of one page run in order, in one folder and one namespace, as a reader would run them. In shown output
``...`` stands for anything, and space at the ends of lines does not count.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^([ ]*)```([a-z]+)[^\n]*\n(.*?)^\1```[ ]*$", re.MULTILINE | re.DOTALL)
COMMAND = "import sys; sys.argv[0] = 'largeworlds'; from largeworlds.cli.app import main; main()"
SAME = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.DONT_ACCEPT_TRUE_FOR_1


@dataclass(frozen=True)
class Snippet:
    """One fenced block: its language, its text, and the line of the page where it begins."""

    language: str
    text: str
    line: int


def pages() -> list[Path]:
    made = {"_build", "_generated"}
    found = [path for path in sorted((ROOT / "docs").rglob("*.md")) if not made & set(path.parts)]
    return [ROOT / "README.md", *found]


def snippets(page: str) -> list[Snippet]:
    """The fenced blocks of a page's text."""
    return [
        Snippet(match[2], textwrap.dedent(match[3]), page.count("\n", 0, match.start()) + 2)
        for match in FENCE.finditer(page)
    ]


def run_python(snippet: Snippet, names: dict[str, Any], where: str) -> None:
    """Run a Python snippet; one with ``>>>`` must also print what it shows."""
    if ">>>" not in snippet.text:
        padding = "\n" * (snippet.line - 1)  # so that an error names the page's own line
        exec(compile(padding + snippet.text, where, "exec"), names)
        return
    said: list[str] = []
    test = doctest.DocTestParser().get_doctest(snippet.text, names, where, where, snippet.line - 1)
    runner = doctest.DocTestRunner(optionflags=SAME)
    runner.run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    assert not runner.failures, "".join(said)


def commands(text: str) -> Iterator[tuple[str, str]]:
    """(command, shown output) for every ``$`` line; a command goes on in the next line after a backslash."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, rest = re.match(r"((?:[^\n]*\\\n)*[^\n]*)\n?(.*)", part, re.DOTALL).groups()
        yield command.replace("\\\n", " "), rest


def matches(shown: str, printed: str) -> bool:
    """True if ``printed`` is what is shown: ``...`` stands for anything, runs of spaces and rules do not count."""
    return doctest.OutputChecker().check_output(shown.strip() + "\n", printed.strip() + "\n", SAME)


def run_command(command: str, shown: str, folder: Path) -> None:
    """Run one line of a console; only ``largeworlds`` is run, and the exit code must be 0 unless an error is shown."""
    words = shlex.split(command)
    if words[0] != "largeworlds":
        return
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *words[1:]], cwd=folder, env=environment, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    if shown.strip():
        assert matches(shown, done.stdout), f"$ {command}\nshown:\n{shown}\nprinted:\n{done.stdout}"
    else:
        assert done.returncode == 0, f"$ {command}\nended with {done.returncode}:\n{done.stdout}"


def run_page(page: Path, folder: Path) -> int:
    """Run a page's snippets in ``folder``; how many there were."""
    names: dict[str, Any] = {"__name__": "snippet"}
    found = snippets(page.read_text(encoding="utf-8"))
    for snippet in found:
        where = f"{page}, line {snippet.line}"
        if snippet.language == "python":
            run_python(snippet, names, where)
        elif snippet.language == "toml":
            tomllib.loads(snippet.text)
        elif snippet.language == "console":
            for command, shown in commands(snippet.text):
                run_command(command, shown, folder)
    return len(found)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_snippet_of_the_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run_page(page, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "```python\nundefined_name\n```",
        "```python\n>>> 1 + 1\n3\n```",
        "```toml\na = \n```",
        "```console\n$ largeworlds --version\nsomething else\n```",
        "```console\n$ largeworlds no-such-command\n```",
        "1. A list:\n   ```python\n   undefined_name\n   ```",
    ],
)
def test_a_wrong_snippet_is_noticed(text: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises((AssertionError, NameError, tomllib.TOMLDecodeError)):
        run_page(page, tmp_path)


def test_a_right_page_passes_and_shares_its_names(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = "```python\nx = 1\n```\n```python\n>>> x + 1\n2\n```\n"
    page.write_text(text + "```console\n$ largeworlds --version\nlarge...\n$ ls\n```", encoding="utf-8")
    assert run_page(page, tmp_path) == 3
