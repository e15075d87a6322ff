"""The page on the result format names exactly the keys that a result has."""

from __future__ import annotations

import json
import re
from pathlib import Path

from typer.testing import CliRunner

import largeworlds as lw
from largeworlds.cli.app import app
from largeworlds.io.results import result_dict

PAGE = Path(__file__).resolve().parents[2] / "docs" / "result-format.md"


def test_the_page_names_exactly_the_keys_of_a_result() -> None:
    deal = lw.bargain(lw.BargainingProblem([lw.Ball([1, 1]), lw.Ball([1, 1])], [1, 1]))
    keys = result_dict(deal, question={"disagreement": "vector", "weights": "equal"}).keys()
    page = PAGE.read_text(encoding="utf-8").split("\n## Advice\n")[0]
    described = re.findall(r"^\| `(\w+)` \|", re.sub(r"\| set \|.*?\n\n", "", page, flags=re.DOTALL), re.MULTILINE)
    assert len(described) == len(set(described))
    assert set(described) == set(keys)


def test_the_page_names_exactly_the_keys_of_advice() -> None:
    run = CliRunner().invoke(app, ["advise", "treutlein-2023/example-55/p-3-4", "--type", "type 1", "--json"])
    page = PAGE.read_text(encoding="utf-8").split("\n## Advice\n")[1].split("\n## ")[0]
    intro = page.split("| key |")[0]
    cells = re.findall(r"^\| (`.*?`) \|", page, re.MULTILINE)
    described = [*re.findall(r"`(\w+)`(?! =)(?!.*`.*`advice)", intro), *re.findall(r"`(\w+)`", " ".join(cells))]
    assert set(described) | {"kind"} == set(json.loads(run.stdout))


def test_the_page_names_every_status_of_a_bargaining_result() -> None:
    line = re.search(r"^\| `status` \|.*$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)[0]
    assert set(re.findall(r"`(\w+)`", line)) - {"status"} == {status.name for status in lw.Status} - {
        "none_exists",
        "not_found",
    }
