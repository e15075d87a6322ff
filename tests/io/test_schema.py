"""The published schema: sound, complete in its descriptions, and right about real files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

import largeworlds
from largeworlds.io.files import model_of, schema

from .drawn import problems, worlds
from .samples import ALL

CATALOG = sorted(
    path
    for path in (Path(largeworlds.__file__).parent / "catalog" / "data").rglob("*.toml")
    if path.name not in ("expected.toml", "base.toml")
)


def test_it_is_a_schema_of_its_draft() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"].endswith("2020-12/schema")


def test_every_call_gives_a_fresh_copy() -> None:
    schema()["title"] = "spoilt"
    assert schema()["title"] != "spoilt"


def test_every_key_is_described_and_every_reference_leads_somewhere() -> None:
    tables = schema()["$defs"]

    def about(value: Any) -> bool:
        return "description" in value or "const" in value or about(tables[value["$ref"].removeprefix("#/$defs/")])

    keys = [(name, key, value) for name, table in tables.items() for key, value in table.get("properties", {}).items()]
    assert len(keys) > 60
    undescribed = [f"{name}.{key}" for name, key, value in keys if key != "kind" and not about(value)]
    assert undescribed == []

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            return own + [found for part in value.values() for found in references(part)]
        return [found for part in value for found in references(part)] if isinstance(value, list) else []

    assert {ref.removeprefix("#/$defs/") for ref in references(schema())} <= set(tables)


@pytest.mark.parametrize("text", ALL)
def test_files_as_written_fit(text: str) -> None:
    Draft202012Validator(schema()).validate(tomllib.loads(text))


@pytest.mark.parametrize("path", CATALOG, ids=lambda path: path.stem)
def test_the_catalog_fits(path: Path) -> None:
    Draft202012Validator(schema()).validate(tomllib.loads(path.read_text(encoding="utf-8")))


def test_an_extending_file_may_leave_everything_to_its_base() -> None:
    validator = Draft202012Validator(schema())
    validator.validate({"extends": "base.toml", "types": [{"name": "a", "prior": 0.5}], "beliefs": {"prior": [1]}})
    assert not validator.is_valid({"types": [{"name": "a"}], "beliefs": {"kind": "independent"}})
    assert not validator.is_valid({"extends": "base.toml", "typos": []})


@given(worlds())
def test_models_of_worlds_fit(world: largeworlds.World) -> None:
    Draft202012Validator(schema()).validate(model_of(world))


@given(problems())
def test_models_of_problems_fit(problem: largeworlds.BargainingProblem) -> None:
    Draft202012Validator(schema()).validate(model_of(problem))
