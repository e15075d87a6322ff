"""TOML for people: short tables on one line, matrices row by row, long texts over several lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

#: Longest line, where it can be helped.
_WIDTH = 100


def toml_text(model: Mapping[str, Any]) -> str:
    """``model`` (tables, lists, text, numbers, booleans) as TOML that reads back exactly the same."""
    return "\n".join(_section(model, "")) + "\n"


def _section(table: Mapping[str, Any], heading: str) -> Iterator[str]:
    """The lines of one table: first what fits behind an equals sign, then the tables inside it under their headings."""
    later: list[tuple[str, Any]] = []
    for key, value in table.items():
        if _has_tables(value) and (not heading or not _fits(key, value)):
            later.append((key, value))
        elif isinstance(value, str) and "\n" in value:
            yield f'{key} = """\n{_long(value)}"""'
        elif isinstance(value, list):
            yield f"{key} = {_list(value, len(key) + 3, 0)}"
        else:
            yield f"{key} = {_inline(value)}"
    for key, value in later:
        name = f"{heading}.{key}" if heading else key
        for each in value if isinstance(value, list) else [value]:
            yield ""
            yield f"[[{name}]]" if isinstance(value, list) else f"[{name}]"
            yield from _section(each, name)


def _fits(key: str, value: Any) -> bool:
    """True if a table, or every table of a list, has room on one line."""
    return all(len(_inline(each)) + len(key) + 3 <= _WIDTH for each in (value if isinstance(value, list) else [value]))


def _has_tables(value: object) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(each, Mapping) for each in value))


def _inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < 2**63 else repr(float(value))  # other readers of TOML have 64 bits
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        return _escaped(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_inline(each)}" for key, each in value.items()) + " }"
    return "[" + ", ".join(map(_inline, value)) + "]"


def _list(values: list[Any], used: int, indent: int) -> str:
    """A list: on one line after ``used`` characters if it fits, else wrapped over lines one step further in."""
    flat = _inline(values)
    if used + len(flat) <= _WIDTH or not values:
        return flat
    inner = indent + 4
    lines: list[str] = []
    for value in values:
        text = _list(value, inner + 1, inner) if isinstance(value, list) else _inline(value)
        if lines and not isinstance(value, (list, Mapping)) and len(lines[-1]) + len(text) + 2 <= _WIDTH:
            lines[-1] += f" {text},"
        else:
            lines.append(f"{' ' * inner}{text},")
    return "[\n" + "\n".join(lines) + f"\n{' ' * indent}]"


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _long(text: str) -> str:
    """The inside of a multi-line text: line ends as they are, all else escaped as on one line."""
    return "\n".join(_escaped(line)[1:-1] for line in text.split("\n"))
