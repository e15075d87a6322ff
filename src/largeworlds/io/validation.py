"""Checks plain data against the published schema, and says in one sentence what is wrong first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from .._core.errors import ModelFileError
from .document import Document, Place
from .leaves import LEAVES
from .resolving import Resolved
from .schema import schema
from .wording import came, choices, listed, meant, quoted

#: Slips are looked for up to this number, then the most telling one is reported.
_MOST_SLIPS = 200
#: What tells most comes first: a misspelt key explains a missing one.
_TELLING = ("additionalProperties", "enum", "const", "type", "leaf")

#: Tables whose ``kind`` says which definition they follow.
_KINDS = {
    "set": {
        kind: kind
        for kind in (
            *("polytope", "ball", "allocation", "exponential_budget", "box", "ellipsoid", "inequalities"),
            *("hull", "sum", "scaled", "shifted"),
        )
    },
    "return": {kind: kind for kind in ("linear", "power", "log", "isoelastic")},
    "beliefs": {kind: f"{kind}_beliefs" for kind in ("posterior", "independent", "mixture", "similarity")},
}

#: Other words for probability, for which people look in vain among the keys.
_PROBABLE = frozenset({"credence", "credences", "belief", "beliefs", "probability", "probabilities", "chance", "odds"})

_WORDS = {
    "object": ("a table", "write it in braces, such as { kind = ... }"),
    "array": ("a list", "put it in brackets"),
    "string": ("text", "put it in quotes"),
    "boolean": ("true or false", "leave out quotes"),
}


def validated(resolved: Resolved) -> Document:
    """The document of ``resolved``, or ModelFileError for the most telling slip."""
    document = resolved.document
    found = list(islice(_validator().iter_errors(document.data), _MOST_SLIPS))
    found.sort(key=_rank)
    if resolved.slip and not (found and found[0].validator in _TELLING[:3]):
        raise resolved.slip
    if found:
        raise _sentence(document, found[0])
    return document


def _rank(slip: Any) -> int:
    """Lower is more telling; an unknown kind of file explains all keys that do not fit."""
    if list(slip.absolute_path) == ["kind"]:
        return -1
    return _TELLING.index(slip.validator) if slip.validator in _TELLING else len(_TELLING)


@cache
def _validator() -> Any:
    """The schema's validator, with two short cuts and no other difference.

    Leaves go to :data:`LEAVES`, which are quicker and more precise; a table with a known ``kind`` goes straight to the
    schema of that kind, which is where its if/then rules lead.
    """
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    whole = schema()
    tables: dict[str, dict[str, Any]] = whole["$defs"]

    def ref(validator: Any, target: str, instance: Any, _: Any) -> Iterator[Any]:
        name = target.removeprefix("#/$defs/")
        if name in LEAVES:
            slip = LEAVES[name].slip(instance)
            if slip is not None:
                yield ValidationError(slip.rule, path=slip.below, validator="leaf", validator_value=slip)
            return
        kind = instance.get("kind") if isinstance(instance, dict) else None
        special = _KINDS[name].get(kind, name) if name in _KINDS and isinstance(kind, str) else name
        yield from validator.descend(instance, tables[special])

    grown: Any = extend
    return grown(Draft202012Validator, {"$ref": ref})(whole)


def _sentence(document: Document, slip: Any) -> ModelFileError:
    place: Place = tuple(slip.absolute_path)
    value, allowed = slip.instance, slip.validator_value
    if slip.validator == "leaf":
        return document.error(place, allowed.rule, allowed.came, allowed.fix)
    if slip.validator == "additionalProperties":
        return _unknown_key(document, place, slip)
    if slip.validator == "required":
        return _missing_key(document, place, slip)
    if slip.validator in ("enum", "const"):
        options = allowed if slip.validator == "enum" else [allowed]
        hint = meant(value, options) if isinstance(value, str) else ""
        return document.say(
            place, f"must be {choices(options)}, but it is {came(value)};{hint or ' choose one of these.'}"
        )
    if slip.validator == "type":
        words = [_WORDS[kind] for kind in ([allowed] if isinstance(allowed, str) else allowed)]
        fix = words[0][1]
        if place == ("types",):
            fix = "head each of them with [[types]]"
        if isinstance(value, list) and place[-1:] in (("set",), ("joint",)):
            fix = 'write { kind = "polytope", vertices = [...] } for a list of actions'
        return document.error(place, f"must be {listed([word for word, _ in words], 'or')}", came(value), fix)
    if slip.validator == "minItems":
        return document.error(place, "must have at least one entry", "empty", "add one")
    if slip.validator == "maxItems":
        return document.error(place, f"must have at most {allowed} entries", f"has {len(value)}", "join similar ones")
    if slip.validator == "minLength":
        return document.error(place, "must not be empty", 'the text ""', "give it some characters")
    return document.say(place, f"is not allowed here: {slip.message}.")


def _unknown_key(document: Document, place: Place, slip: Any) -> ModelFileError:
    known = slip.schema["properties"]
    key = next(key for key in slip.instance if key not in known)
    hint = meant(key, known) or _belongs(document, key) or _other_word(place, key)
    allowed = f"allowed are {listed(known, most=20)}" if len(known) > 1 else f"only {listed(known)} is allowed"
    return document.say((*place, key), f"is not a key of {_called(slip.schema)};{hint} {allowed}.")


def _belongs(document: Document, key: str) -> str:
    """`` it belongs to ...;`` if a key that is unknown in one table is known in one or two others."""
    tables = schema()["$defs"]
    in_world = any(key in tables[name]["properties"] for name in ("world_file", "world_type"))
    own = _own(document)
    if own[0] != "world_file" and in_world:
        return (
            "" if any(key in tables[name]["properties"] for name in own) else ' it belongs to a file of kind "world";'
        )
    homes = [table for table in tables.values() if key in table.get("properties", {})]
    return f" it belongs to {listed(map(_called, homes), 'or')};" if 1 <= len(homes) <= 2 else ""


def _other_word(place: Place, key: str) -> str:
    """Where to write what a type or the beliefs call by another word for probability; "" elsewhere."""
    if place[:1] not in (("types",), ("beliefs",)) or key.lower() not in _PROBABLE:
        return ""
    return (
        " write how common a type is as prior, and what types believe of others in beliefs.posterior, a row for each;"
    )


def _called(table: Any) -> str:
    """What a table of the schema is called in a sentence."""
    title = str(table["title"])
    return title if title.startswith("beliefs") else f"a {title}"


def _missing_key(document: Document, place: Place, slip: Any) -> ModelFileError:
    key = next(key for key in slip.validator_value if key not in slip.instance)
    tables = schema()["$defs"]
    about = _table_at(document, place, slip.schema, tables)["properties"].get(key, {})
    about = about if "description" in about else tables.get(about.get("$ref", "").removeprefix("#/$defs/"), {})
    if "enum" in about:
        return document.say(place, f"lacks the key {quoted(key)}; it may be {choices(about['enum'])}.")
    words = about.get("description", "").rstrip(".")
    return document.say(place, f"lacks the key {quoted(key)}; add it{words and f' ({words[0].lower()}{words[1:]})'}.")


def _table_at(document: Document, place: Place, found: Any, tables: Any) -> Any:
    """The table of the schema that describes what stands at ``place``, if the ``found`` rule has no descriptions."""
    if any("description" in about for about in found.get("properties", {}).values()):
        return found
    whole, one = _own(document)
    if place == ("beliefs",):
        return tables["beliefs"]
    if len(place) == 2 and place[0] == "types":
        return tables[one]
    return tables[whole] if not place else found


def _own(document: Document) -> tuple[str, str]:
    """The definitions that the whole file and each of its [[types]] follow."""
    kinds = {"bargaining": ("bargaining_file", "player_type"), "game": ("game_file", "game_player")}
    kind = document.data.get("kind")
    return kinds.get(kind if isinstance(kind, str) else "", ("world_file", "world_type"))
