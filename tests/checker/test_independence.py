"""The checker stands on the standard library alone: nothing of the solver, and no numpy, has a part in its verdict."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import largeworlds.checker
from largeworlds.checker import verify

from .test_honest_results import BY_HAND

FOLDER = Path(largeworlds.checker.__file__).parent

ALLOWED = {
    "__future__",
    "abc",
    "collections",
    "contextlib",
    "dataclasses",
    "decimal",
    "fractions",
    "functools",
    "hashlib",
    "unicodedata",
    "itertools",
    "json",
    "math",
    "operator",
    "typing",
}


def test_only_the_standard_library_is_imported() -> None:
    modules = sorted(FOLDER.glob("*.py"))
    assert len(modules) > 10
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert {name.name.split(".")[0] for name in node.names} <= ALLOWED, path
            if isinstance(node, ast.ImportFrom):
                # one dot: the checker's own folder
                assert node.level == 1 or (node.level == 0 and str(node.module).split(".")[0] in ALLOWED), path


def test_a_result_is_verified_where_nothing_else_can_be_imported(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(BY_HAND))
    program = (
        "import sys, json\n"
        "sys.modules['numpy'] = sys.modules['highspy'] = sys.modules['scipy'] = None\n"
        f"sys.path.insert(0, {str(FOLDER.parents[1])!r})\n"
        "from largeworlds.checker import verify\n"
        f"print(verify(json.load(open({str(path)!r}))).ok)\n"
        "print(sorted(m for m in sys.modules if m.startswith('largeworlds.') and '.checker' not in m))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert answer.stdout.split("\n")[:2] == ["True", "[]"]


def test_the_decimal_context_of_the_caller_does_not_matter() -> None:
    import decimal

    with decimal.localcontext() as context:
        context.prec = 3
        context.rounding = decimal.ROUND_UP
        context.traps[decimal.Inexact] = True
        assert verify(BY_HAND).gap == verify(BY_HAND).gap
        assert decimal.getcontext().prec == 3
        inside = verify(BY_HAND).gap
    assert inside == verify(BY_HAND).gap
