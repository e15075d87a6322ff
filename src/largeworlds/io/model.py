"""Models as plain data: the same structure as a model file, with every number worked out."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from .._core.errors import InvalidProblem, ModelFileError, invalid
from ..bargaining.problem import BargainingProblem
from ..beliefs.beliefs import Beliefs
from ..games.normal_form import NormalFormGame
from ..sets.algebra import MinkowskiSum, Scaled, Shifted
from ..sets.allocation import Allocation
from ..sets.ball import Ball
from ..sets.base import ConvexSet
from ..sets.box import Box
from ..sets.ellipsoid import Ellipsoid
from ..sets.exponential_budget import ExponentialBudget
from ..sets.hull import Hull
from ..sets.inequalities import Inequalities
from ..sets.polytope import Polytope
from ..sets.returns import Isoelastic, Linear, Log, Power, Return
from ..worlds.world import World
from .building import build
from .document import Document
from .per_type import NOTES
from .resolving import resolve
from .sources import MOST_LEVELS, too_deep
from .validation import validated
from .wording import came, listed, quoted


class NotWritable(InvalidProblem):
    """The object has a part that no model file can express."""


def from_model(model: Mapping[str, Any], where: str = "model") -> World | BargainingProblem | NormalFormGame:
    """The object that plain data describes; ``where`` names the data in messages. Tables beside it are not read."""
    if not isinstance(model, Mapping):
        raise invalid("model", "must be a table of plain data", came(model), "pass what model_of returned")
    if too_deep(model):
        raise ModelFileError(f"{where}: is nested too deeply; {MOST_LEVELS} levels are allowed.")
    return build(validated(resolve(Document.of(dict(model), where))))


def model_sha256(model: Mapping[str, Any]) -> str:
    """SHA-256 of the model as JSON with sorted keys, no spaces and UTF-8 text; equal models have equal hashes."""
    import hashlib

    text = json.dumps(model, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def model_of(obj: World | BargainingProblem | NormalFormGame) -> dict[str, Any]:
    """Plain data (JSON can hold it) that :func:`from_model` turns into an equal object.

    It has the structure of a model file without parameters, tables beside it and ``extends``; numbers are floats, and
    beliefs are written as their posterior and prior. Raises :class:`InvalidProblem` for what no file can hold, such as
    sets known only by a function.
    """
    if isinstance(obj, World):
        return _world(obj)
    if isinstance(obj, BargainingProblem):
        return _problem(obj)
    if isinstance(obj, NormalFormGame):
        return _game(obj)
    rule = "must be a World, a BargainingProblem or a NormalFormGame"
    raise invalid("obj", rule, came(obj), "build one of these first")


def _world(world: World) -> dict[str, Any]:
    types: list[dict[str, Any]] = []
    for t, (name, part) in enumerate(zip(world.names, world.sets, strict=True)):
        table: dict[str, Any] = {"name": name, "set": set_model(part, f"the set of {quoted(name)}")}
        if world.defaults is not None:
            table["default"] = world.defaults[t].tolist()
        types.append(table)
    return {
        "kind": "world",
        **_notes(world.notes),
        "players": "infinite" if math.isinf(world.players) else int(world.players),
        "weights": world.weights if isinstance(world.weights, str) else world.weights.tolist(),
        "disagreement": world.disagreement if isinstance(world.disagreement, str) else world.disagreement.tolist(),
        "beliefs": _beliefs(world.beliefs),
        "types": types,
    }


def _problem(problem: BargainingProblem) -> dict[str, Any]:
    if problem.outside_options is not None:
        raise NotWritable(
            "outside_options must not be given where a problem is written down, since model files know none; keep such "
            "a problem in Python."
        )
    out: dict[str, Any] = {"kind": "bargaining"}
    if problem.units != "utility":
        out["units"] = problem.units
    out["weights"] = "equal" if problem.weights is None else problem.weights.tolist()
    out["disagreement"] = problem.disagreement.tolist()
    if problem.joint:
        out["joint"] = set_model(problem.sets[0], "the joint set")
        out["types"] = [{"name": name} for name in problem.names]
    else:
        out["types"] = [
            {"name": name, "set": set_model(part, f"the set of {quoted(name)}")}
            for name, part in zip(problem.names, problem.sets, strict=True)
        ]
    return out


def _game(game: NormalFormGame) -> dict[str, Any]:
    out: dict[str, Any] = {"kind": "game", **_notes(game.notes)}
    out["weights"] = "equal" if game.weights is None else game.weights.tolist()
    if game.disagreement is not None:
        out["disagreement"] = game.disagreement if isinstance(game.disagreement, str) else game.disagreement.tolist()
    out["payoffs"] = game.payoffs.tolist()
    pairs = zip(game.players, game.actions, strict=True)
    out["types"] = [{"name": name, "actions": list(actions)} for name, actions in pairs]
    return out


def _notes(notes: Mapping[str, str]) -> dict[str, str]:
    for key, value in notes.items():
        if key not in NOTES:
            raise NotWritable(
                f"notes[{quoted(key)}] must be text under one of the keys {listed(NOTES, 'or')}, but it is "
                f"{came(value)}; move it into the text of notes."
            )
    return {key: notes[key] for key in NOTES if key in notes}


def _beliefs(beliefs: Beliefs) -> dict[str, Any]:
    out: dict[str, Any] = {"kind": "posterior", "posterior": beliefs.posterior.tolist()}
    if beliefs.prior is not None:
        out["prior"] = beliefs.prior.tolist()
    declared = beliefs.common_prior
    if declared is None and beliefs.prior is None and not beliefs.is_common_prior:
        declared = False  # said in the file, so that its reader need not find out
    return out if declared is None else out | {"common_prior": declared}


def set_model(part: ConvexSet, where: str) -> dict[str, Any]:
    """A set as the table of a model file."""
    if isinstance(part, Polytope):
        rows = {"kind": "polytope", "vertices": part.vertices().tolist()}
        return rows if part.actions is None else rows | {"actions": list(part.actions)}
    if isinstance(part, Ball):
        return {"kind": "ball", "radii": part.radii.tolist(), "p": "infinite" if math.isinf(part.p) else part.p}
    if isinstance(part, Allocation):
        return _allocation(part, where)
    if isinstance(part, ExponentialBudget):
        return {"kind": "exponential_budget", "scales": part.scales.tolist(), "total": part.total}
    if isinstance(part, Box):
        return {"kind": "box", "lower": part.lower.tolist(), "upper": part.upper.tolist()}
    if isinstance(part, Ellipsoid):
        return {"kind": "ellipsoid", "center": part.center.tolist(), "shape": part.shape.tolist()}
    if isinstance(part, Inequalities):
        return {"kind": "inequalities", "matrix": part.matrix.tolist(), "bounds": part.bounds.tolist()}
    if isinstance(part, Hull):
        return {"kind": "hull", "parts": [set_model(each, where) for each in part.parts]}
    if isinstance(part, MinkowskiSum):
        return {"kind": "sum", "parts": [set_model(each, where) for each in part.parts]}
    if isinstance(part, Scaled):
        return {"kind": "scaled", "factors": part.factors.tolist(), "base": set_model(part.base, where)}
    if isinstance(part, Shifted):
        return {"kind": "shifted", "by": part.v.tolist(), "base": set_model(part.base, where)}
    raise NotWritable(
        f"{where} must be of a kind that a model file can describe, but it is {_a(part)}, known only "
        "by what it computes; list enough of its best points as a Polytope."
    )


def _a(part: ConvexSet) -> str:
    name = type(part).__name__
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


def _allocation(part: Allocation, where: str) -> dict[str, Any]:
    returns = [_return(each, where) for each in part.returns]
    alike = len(returns) > 1 and all(each == returns[0] for each in returns)
    out: dict[str, Any] = {"kind": "allocation", "budget": part.budget, "returns": returns[0] if alike else returns}
    if not np.array_equal(part.efficiency, np.ones(part.dim)):
        out["efficiency"] = part.efficiency.tolist()
    return out


def _return(f: Return, where: str) -> dict[str, Any]:
    if isinstance(f, Linear):
        return {"kind": "linear", "scale": float(f.scale)}
    if isinstance(f, Power):
        return {"kind": "power", "exponent": float(f.exponent), "scale": float(f.scale)}
    if isinstance(f, Log):
        return {"kind": "log", "scale": float(f.scale), "offset": float(f.offset)}
    if isinstance(f, Isoelastic):
        out = {"kind": "isoelastic", "eta": float(f.eta), "scale": float(f.scale)}
        return out if f.offset is None else out | {"offset": float(f.offset)}
    raise NotWritable(
        f"the returns of {where} must be Linear, Power, Log or Isoelastic, but one is a {type(f).__name__}; use one "
        "of these."
    )
