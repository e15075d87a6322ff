"""The page on comparisons names exactly the keys that the programs print."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import run

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "comparing.md").read_text(encoding="utf-8")
SHARED = {"format", "largeworlds", "question", "names", "units"}


def described(heading: str) -> set[str]:
    """The keys in the first column of the table under a heading."""
    part = PAGE.split(f"# {heading}\n", 1)[1].split("\n#", 1)[0]
    cells = re.findall(r"^\| (`.*?`) \|", part, re.MULTILINE)
    return set(re.findall(r"`(\w+)`", " ".join(cells)))


@pytest.mark.parametrize("axioms", ["--axioms", "--no-axioms"])
def test_the_keys_of_a_comparison(axioms: str) -> None:
    run_ = run("compare", "kalai-smorodinsky-1975/before", "--solutions", "utilitarian", "--json", axioms)
    data = json.loads(run_.stdout)
    assert set(data) == described("Comparisons as data") | SHARED
    assert set(data["solutions"][0]) == described("One solution")
    assert (data["solutions"][0]["axioms"] is None) is (axioms == "--no-axioms")


def test_the_keys_of_the_matrix() -> None:
    data = json.loads(run("axioms", "kalai-smorodinsky-1975/before", "--solutions", "utilitarian", "--json").stdout)
    assert set(data) == described("The matrix of axioms as data") | {"format", "largeworlds"}
    cell = data["cells"]["utilitarian"]["anonymity"]
    told = re.search(r"^\| `cells` \|.*$", PAGE, re.MULTILINE)[0]
    assert set(cell) <= set(re.findall(r"`(\w+)`", told))
