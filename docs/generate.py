"""Write what follows from the package itself: the model file's keys, the public names and the page's pictures."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import largeworlds

SCHEMA = Path(largeworlds.__file__).parent / "io" / "model.schema.json"
HEADINGS = {
    "sets": "Sets",
    "beliefs": "Beliefs",
    "games": "Games",
    "worlds": "Worlds",
    "bargaining": "Bargaining",
    "axioms": "Axioms",
    "disagreement": "Disagreement points",
    "io": "Files",
    "_core": "Outcomes, errors, citations",
}
KINDS = {
    "array": "list",
    "boolean": "`true` or `false`",
    "integer": "whole number",
    "object": "table",
    "string": "text",
}


def pages(folder: Path) -> None:
    """Write every generated page into ``folder``, touching only what changed."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for name, lines in (("model-file.md", model_file(schema)), ("api.md", api())):
        _write(folder / name, "\n".join(lines) + "\n")
    for name, text in pictures():
        _write(folder / name, text)
    _write(folder / "axioms.txt", printed("axioms", "--problems", "6"))


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def printed(*arguments: str) -> str:
    """What the command line prints in a terminal of 100 columns."""
    from typer.testing import CliRunner

    from largeworlds.cli.app import app

    done = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "100"}, catch_exceptions=False)
    if done.exit_code:
        raise RuntimeError(f"largeworlds {' '.join(arguments)} ended with {done.exit_code}: {done.stderr}")
    return str(done.stdout)


# -- pictures -----------------------------------------------------------------------------------------------------


def pictures() -> Iterator[tuple[str, str]]:
    """The pictures of the page of figures: file name and SVG text, drawn from what the library computes now."""
    plots = largeworlds.plots
    for number in plots.paper.NUMBERS:
        yield f"figure-{number}.svg", plots.svg(plots.figure(number))
    pie = largeworlds.BargainingProblem(
        [largeworlds.Ball([3, 1]), [[0, 2], [1, 1.5], [2, 0]]], [1, 1], names=["Ann", "Bob"]
    )
    yield "solutions.svg", plots.svg(plots.solutions(pie, rays=True))
    three = trio()
    concepts = [largeworlds.NashBargaining(), largeworlds.KalaiSmorodinsky(), largeworlds.Egalitarian()]
    yield "frontier-3d.svg", plots.svg(plots.frontier_3d(three, concepts))
    yield "triangle.svg", plots.svg(plots.triangle(three, concepts))


def trio() -> Any:
    """Three players who can have all of one thing or parts of several."""
    outcomes = [[0, 0, 0], [6, 0, 0], [0, 4, 0], [0, 0, 3], [4.6, 2, 0], [4.4, 0, 1.6], [3, 1.4, 1.8], [1, 3, 1.9]]
    return largeworlds.BargainingProblem(largeworlds.Polytope(outcomes), [0, 0.6, 0], names=["Ann", "Bob", "Cleo"])


# -- the model file -----------------------------------------------------------------------------------------------


def model_file(schema: dict[str, Any]) -> Iterator[str]:
    """The reference of the model file: one table per kind of TOML table, then the kinds of values."""
    parts = schema["$defs"]
    yield f"# Model file\n\n{prose(schema['description'])}\n"
    yield "This page is made from the published JSON Schema, which `largeworlds.io` holds as `model.schema.json`.\n"
    for name, part in parts.items():
        if "properties" in part and "patternProperties" not in part:
            yield from _table(name, part, parts)
    yield "## Values\n"
    for name, part in parts.items():
        if ("properties" not in part and not _plain_text(part)) or name == "csv":
            words = part.get("description") or _shape(part, parts)
            yield f"({_anchor(name)})=\n### {sentence(part.get('title', name))}\n\n{prose(words)}\n"


def _table(name: str, part: dict[str, Any], parts: dict[str, Any]) -> Iterator[str]:
    if name == "csv":
        return
    needed = _needed(part)
    yield f"({_anchor(name)})=\n## {sentence(part.get('title', name))}\n\n{prose(part.get('description', ''))}\n"
    yield "| key | needed | value | meaning |\n| --- | --- | --- | --- |"
    for key, rule in part["properties"].items():
        meaning = rule.get("description") or parts.get(_target(rule), {}).get("description", "")
        always = "yes" if key in needed else ""
        yield f"| `{key}` | {always} | {_shape(rule, parts)} | {prose(meaning)} |"
    kinds = [_target(option["then"]) for option in part.get("allOf", []) if _target(option.get("then", {}))]
    if kinds:
        yield "\nKinds: " + ", ".join(_link(kind, parts) for kind in kinds) + "."
    yield ""


def _needed(part: dict[str, Any]) -> set[str]:
    """Keys that a complete table must have (a file that extends another may leave them out)."""
    return set(part.get("required", [])) | set(part.get("else", {}).get("required", []))


def _shape(rule: dict[str, Any], parts: dict[str, Any]) -> str:
    """The kind of value that ``rule`` allows, in a few words."""
    target = _target(rule)
    if target and not _plain_text(parts[target]):
        return _link(target, parts)
    if target:
        return "text"
    if "const" in rule:
        return f"`{json.dumps(rule['const'])}`"
    if "enum" in rule:
        return " or ".join(f"`{json.dumps(value)}`" for value in rule["enum"])
    if "anyOf" in rule:
        return ", or ".join(_shape(option, parts) for option in rule["anyOf"])
    kinds = rule.get("type", "value")
    text = " or ".join(KINDS.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))
    if kinds == "array" and "items" in rule:
        text += f" of: {_shape(rule['items'], parts)}"
    bounds = {"minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most"}
    return " ".join([text, *(f"{words} {rule[bound]}" for bound, words in bounds.items() if bound in rule)])


def _plain_text(part: dict[str, Any]) -> bool:
    return part.get("type") == "string" and "pattern" not in part


def _target(rule: dict[str, Any]) -> str:
    return str(rule.get("$ref", "")).removeprefix("#/$defs/")


def _link(name: str, parts: dict[str, Any]) -> str:
    return f"[{prose(parts[name].get('title', name))}](#{_anchor(name)})"


def _anchor(name: str) -> str:
    return "model-" + name.replace("_", "-")


def prose(text: str) -> str:
    """``text`` with the characters that Markdown would take for its own made plain."""
    for character in "\\`*_[]<>|^$":
        text = text.replace(character, "\\" + character)
    return text


def sentence(title: str) -> str:
    """A heading: first letter large."""
    return prose(title[:1].upper() + title[1:])


# -- the public names ---------------------------------------------------------------------------------------------


def api() -> Iterator[str]:
    """The reference of the public names, grouped by the part of the library that defines them."""
    yield "# Public names\n\nEverything below is reached as `largeworlds.NAME`; nothing else is promised to stay.\n"
    rooms: dict[str, list[str]] = {}
    spaces = []
    for name in largeworlds.__all__:
        thing = getattr(largeworlds, name)
        if inspect.ismodule(thing):
            spaces.append(name)
        elif hasattr(thing, "__module__"):
            rooms.setdefault(thing.__module__.split(".")[1], []).append(name)
    for room in sorted(rooms, key=list(HEADINGS).index):
        yield f"## {HEADINGS[room]}\n"
        for name in rooms[room]:
            yield from _entry(f"largeworlds.{name}", getattr(largeworlds, name))
    for space in spaces:
        module = getattr(largeworlds, space)
        yield f"## The namespace {space}\n\n{(inspect.getdoc(module) or '').splitlines()[0]}\n"
        for name in getattr(module, "__all__", []):
            yield from _entry(f"largeworlds.{space}.{name}", getattr(module, name))


def _entry(path: str, thing: Any) -> Iterator[str]:
    kind = "autoclass" if inspect.isclass(thing) else "autofunction" if callable(thing) else "autodata"
    members = ""
    if kind == "autoclass":
        known = {name for base in thing.__mro__[1:] if base.__module__.startswith("largeworlds") for name in vars(base)}
        again = ", ".join(sorted(name for name in known & set(vars(thing)) if not name.startswith("_")))
        members = "\n   :members:\n   :show-inheritance:" + (f"\n   :exclude-members: {again}" if again else "")
    yield f"```{{eval-rst}}\n.. {kind}:: {path}{members}\n```\n"
