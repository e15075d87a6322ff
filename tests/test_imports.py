"""The front door: a bare import is quick and loads nothing heavy, and every public name is there."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import largeworlds

#: What a bare ``import largeworlds`` must not load.
HEAVY = {"clarabel", "highspy", "jsonschema", "matplotlib", "numba", "numpy", "pandas", "plotly", "pydantic", "rich"}
HEAVY |= {"scipy", "typer"}
#: Seconds that a bare import may take.
LONGEST = 0.3

STUB = Path(largeworlds.__file__).with_suffix(".pyi")


def output(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_bare_import_loads_nothing_heavy() -> None:
    loaded = output("import sys, largeworlds; print(*sys.modules)").split()
    assert "largeworlds" in loaded
    assert {name.split(".")[0] for name in loaded} & HEAVY == set()


def test_the_list_of_heavy_modules_would_notice_one() -> None:
    loaded = output("import sys, largeworlds; largeworlds.Polytope; print(*sys.modules)").split()
    assert "numpy" in {name.split(".")[0] for name in loaded} & HEAVY


def test_a_bare_import_is_quick() -> None:
    code = "from time import perf_counter as now; start = now(); import largeworlds; print(now() - start)"
    assert min(float(output(code)) for _ in range(3)) < LONGEST


@pytest.mark.parametrize("name", largeworlds.__all__)
def test_every_public_name_resolves(name: str) -> None:
    thing = getattr(largeworlds, name)
    assert name in dir(largeworlds)
    if isinstance(thing, type) or callable(thing):
        assert thing.__name__ == name
        assert thing.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Polytop'"):
        largeworlds.Polytop  # noqa: B018


def test_the_stub_names_exactly_the_public_names() -> None:
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    imported = [alias.asname for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    declared = [node.target.id for node in tree.body if isinstance(node, ast.AnnAssign)]
    assert sorted([*imported, *declared]) == sorted([*largeworlds.__all__, "__all__"])


def test_the_stub_imports_each_name_from_its_home() -> None:
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            home = importlib.import_module("." * node.level + (node.module or ""), "largeworlds")
            for alias in node.names:
                assert alias.name == alias.asname
                assert getattr(home, alias.name) is getattr(largeworlds, alias.name)
