"""A model to work on."""

from __future__ import annotations

from pathlib import Path

import pytest

from largeworlds.cli.new import STARTER


@pytest.fixture
def world_file(tmp_path: Path) -> Path:
    """The starter world: two types, a budget and a choice among three actions, one parameter."""
    path = tmp_path / "world.toml"
    path.write_text(STARTER, encoding="utf-8")
    return path
