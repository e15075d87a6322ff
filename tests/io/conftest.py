"""Writing model files and asking why they are refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from largeworlds._core.errors import ModelFileError
from largeworlds.io.files import load

Refusal = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which files are named without their path."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def refusal(folder: Path) -> Refusal:
    """``refusal(text, (old, new), ...)``: the message with which the file ``w.toml`` with that text is refused."""

    def ask(text: str, *changes: tuple[str, str], overrides: dict[str, float] | None = None) -> str:
        for old, new in changes:
            assert old in text, f"{old!r} does not stand in the text"
            text = text.replace(old, new)
        (folder / "w.toml").write_text(text, encoding="utf-8")
        with pytest.raises(ModelFileError) as caught:
            load("w.toml", overrides)
        return str(caught.value)

    return ask
