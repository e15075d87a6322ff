"""The repository keeps its own rules, and each rule is known to notice a breach."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import largeworlds

ROOT = Path(__file__).resolve().parent.parent


def tool(name: str) -> ModuleType:
    """The script ``tools/name.py`` as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


house_rules = tool("house_rules")


def test_the_repository_keeps_the_rules() -> None:
    assert list(house_rules.files(ROOT))
    assert list(house_rules.breaches(ROOT)) == []


@pytest.mark.parametrize(
    ("place", "text", "why"),
    [
        ("constraints.txt", "--index-url https://py" + "pi.org/simple", "registry"),
        ("docs/a.md", "see /wo" + "rk/main/src", "path of one machine"),
        ("uv.lo" + "ck", "version = 1", "lock file"),
        ("src/largeworlds/a.py", "x = 1\n" * 401, "401 lines"),
        ("src/largeworlds/a.py", "raise NotImplemented" + "Error", "unfinished"),
        ("tools/a.py", "# TO" + "DO: the rest", "unfinished"),
        ("tests/test_a.py", "@pytest.mark.sk" + "ip", "does not run"),
        ("docs/a.md", "as asked for in iss" + "ue #12", "ticket"),
    ],
)
def test_each_rule_notices_a_breach(place: str, text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    found = list(house_rules.breaches(tmp_path))
    assert len(found) == 1
    assert found[0].startswith(place)
    assert why in found[0]


def test_what_make_made_is_not_looked_at(tmp_path: Path) -> None:
    for folder in ("out", ".venv", "docs/_build", "src/__pycache__"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "uv.lo").with_suffix(".lo" + "ck").write_text("", encoding="utf-8")
    assert list(house_rules.breaches(tmp_path)) == []


def test_constraints_pin_every_dependency_once_per_python() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines)) > 0
    assert all(re.fullmatch(r"[a-z0-9.-]+==[^ ]+( ; .+)?", line) for line in lines)
    pinned = {line.split("==")[0] for line in lines}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    assert {re.split(r"[>=<~!; ]", one)[0].lower() for one in wanted} <= pinned


def test_the_package_imports_exactly_what_it_declares() -> None:
    imported = set()
    for path in (ROOT / "src/largeworlds").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(node.module.split(".")[0])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[>=<~!; ]", one)[0].replace("-", "_") for one in project["dependencies"]}
    assert imported - sys.stdlib_module_names - {"largeworlds"} == declared


def test_the_checker_contract_names_every_other_room() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    rooms = {path.name for path in (ROOT / "src/largeworlds").iterdir() if (path / "__init__.py").exists()}
    contract = next(one for one in settings["contracts"] if one["id"] == "checker-alone")
    assert {name.removeprefix("largeworlds.") for name in contract["forbidden_modules"]} == rooms - {"checker"}


def test_the_citation_file_names_this_version() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r"^version: (.+)$", text, re.MULTILINE).group(1) == largeworlds.__version__
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{largeworlds.__version__}]" in changes or "## [Unreleased]" in changes


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/a.css">',
        '<img src="http://pictures.example/a.png">',
        '<img srcset="a.png 1x, https://pictures.example/b.png 2x">',
        "<style>@import 'https://fonts.example/a.css';</style>",
        '<p style="background: url(https://pictures.example/a.png)">',
        '<iframe src="https://frames.example"></iframe>',
    ],
)
def test_the_site_check_notices_what_loads_from_elsewhere(page: str) -> None:
    assert len(tool("check_site").external_loads(page)) == 1


def test_the_site_check_allows_links_and_own_files() -> None:
    page = """
    <link rel="canonical" href="https://docs.example/"><link rel="stylesheet" href="a.css">
    <a href="https://paper.example">
    <script src="_static/a.js"></script><img src="data:image/png;base64,//aa">
    <style>a { background: url(a.png) }</style>
    """
    assert tool("check_site").external_loads(page) == []
