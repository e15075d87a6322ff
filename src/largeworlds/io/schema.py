"""The published JSON Schema of model files."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of model files, a fresh copy; editors can use it to help with writing TOML."""
    found: dict[str, Any] = json.loads(_text())
    return found


@cache
def _text() -> str:
    return (Path(__file__).parent / "model.schema.json").read_text(encoding="utf-8")
