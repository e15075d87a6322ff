"""Result dictionaries from library objects, written by hand after the published format, and worlds to make them of."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

import numpy as np

import largeworlds as lw
from largeworlds.sets.algebra import MinkowskiSum, Scaled, Shifted

Json = dict[str, Any]


def set_table(part: lw.ConvexSet) -> Json:
    """A set as a table of a model file."""
    match part:
        case lw.Polytope():
            return {"kind": "polytope", "vertices": part.vertices().tolist()}
        case lw.Ball():
            return {"kind": "ball", "radii": part.radii.tolist(), "p": "infinite" if math.isinf(part.p) else part.p}
        case lw.Allocation():
            return {
                "kind": "allocation",
                "budget": part.budget,
                "returns": [return_table(f) for f in part.returns],
                "efficiency": part.efficiency.tolist(),
            }
        case lw.ExponentialBudget():
            return {"kind": "exponential_budget", "scales": part.scales.tolist(), "total": part.total}
        case lw.Box():
            return {"kind": "box", "lower": part.lower.tolist(), "upper": part.upper.tolist()}
        case MinkowskiSum():
            return {"kind": "sum", "parts": [set_table(one) for one in part.parts]}
        case Scaled():
            return {"kind": "scaled", "base": set_table(part.base), "factors": part.factors.tolist()}
        case Shifted():
            return {"kind": "shifted", "base": set_table(part.base), "by": part.v.tolist()}
    raise AssertionError(f"no table for {part!r}")


def return_table(f: Any) -> Json:
    """A return as a table of a model file."""
    return {"kind": type(f).__name__.lower()} | {key: value for key, value in vars(f).items() if value is not None}


def model_of(source: lw.World | lw.BargainingProblem) -> Json:
    """The resolved model."""
    types: list[Json] = [{"name": name} for name in source.names]
    joint = isinstance(source, lw.BargainingProblem) and source.joint
    if not joint:
        for one, part in zip(types, source.sets, strict=True):
            one["set"] = set_table(part)
    if isinstance(source, lw.BargainingProblem):
        return {
            "kind": "bargaining",
            "types": types,
            "disagreement": source.disagreement.tolist(),
            "weights": "equal" if source.weights is None else source.weights.tolist(),
            **({"joint": set_table(source.sets[0])} if joint else {}),
        }
    beliefs: Json = {"kind": "posterior", "posterior": source.beliefs.posterior.tolist()}
    if source.beliefs.prior is not None:
        beliefs["prior"] = source.beliefs.prior.tolist()
    if source.beliefs.common_prior is not None or not source.beliefs.is_common_prior:
        beliefs["common_prior"] = bool(source.beliefs.common_prior)
    if source.defaults is not None:
        for one, default in zip(types, source.defaults.tolist(), strict=True):
            one["default"] = default
    plain = {
        key: value if isinstance(value, str) else value.tolist()
        for key, value in (("weights", source.weights), ("disagreement", source.disagreement))
    }
    return {
        "kind": "world",
        "types": types,
        "beliefs": beliefs,
        "players": "infinite" if math.isinf(source.players) else int(source.players),
        **plain,
        **source.notes,
    }


def model_hash(model: Json) -> str:
    text = json.dumps(model, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def nulls(values: Any) -> Any:
    """Numbers as lists, null for what is not finite."""
    if isinstance(values, np.ndarray):
        return [nulls(value) for value in values.tolist()]
    if isinstance(values, list):
        return [nulls(value) for value in values]
    return values if not isinstance(values, float) or math.isfinite(values) else None


def result_of(source: lw.World | lw.BargainingProblem, time_limit: float | None = None) -> Json:
    """Solve and write the result, through JSON text as a file would."""
    world = isinstance(source, lw.World)
    problem = source.problem() if world else source
    deal = lw.bargain(problem, throw=False, time_limit=time_limit)
    model = model_of(source)
    solved = bool(deal.choices)
    profile = source.profile(deal) if world and solved else deal.actions
    said = {key: model[key] for key in ("disagreement", "weights")}
    result = {
        "format": 1,
        "largeworlds": lw.__version__,
        "kind": model["kind"],
        "solution": {"concept": "nash", "title": deal.concept.title, "weights": deal.bargaining_weights.tolist()},
        "status": deal.status.name,
        "status_text": deal.status.value,
        "reasons": list(deal.reasons),
        "names": list(deal.names),
        "units": problem.units,
        "payoffs": nulls(deal.payoffs),
        "disagreement": deal.disagreement.tolist(),
        "gains": nulls(deal.gains),
        "actions": nulls(deal.actions) if solved else None,
        "profile": nulls(profile) if solved else None,
        "choices": [[piece.tolist() for piece in choice] for choice in deal.choices],
        "weights": nulls(deal.weights),
        "bargaining_weights": deal.bargaining_weights.tolist(),
        "gap": nulls(deal.gap),
        "error": nulls(deal.error),
        "can_gain": deal.can_gain.tolist(),
        "direction": None if deal.direction is None else nulls(deal.direction),
        "bound": deal.bound,
        "share_received": nulls(deal.share_received()),
        "steps": deal.steps,
        "question": {
            "disagreement": said["disagreement"] if isinstance(said["disagreement"], str) else "vector",
            "weights": said["weights"] if isinstance(said["weights"], str) else "given",
        },
        "model": model,
        "model_sha256": model_hash(model),
    }
    return json.loads(json.dumps(result, allow_nan=False))


SETS = (
    "polytope",
    "ball",
    "ball1",
    "box_ball",
    "allocation",
    "linear",
    "exponential",
    "box",
    "sum",
    "scaled",
    "shifted",
)


def random_set(kind: str, m: int, rng: np.random.Generator) -> lw.ConvexSet:
    """One set of a kind; sizes of order one."""
    match kind:
        case "polytope":
            return lw.Polytope(rng.normal(size=(rng.integers(1, 7), m)).round(2))
        case "ball":
            return lw.Ball(rng.random(m) + 0.1, float(rng.choice([1.1, 1.5, 2.0, 4.0])))
        case "ball1":
            return lw.Ball(rng.random(m) + 0.1, 1)
        case "box_ball":
            return lw.Ball(rng.random(m) * (rng.random(m) > 0.3), math.inf)
        case "allocation":
            options = [
                lw.Linear(0.3),
                lw.Power(0.5, 2.0),
                lw.Power(1.0),
                lw.Log(1.0, 0.5),
                lw.Isoelastic(0.0),
                lw.Isoelastic(1.0),
                lw.Isoelastic(2.5, 2.0, 0.7),
                lw.Isoelastic(0.4, 1.0, 0.2),
            ]
            return lw.Allocation(
                float(rng.random() * 5 + 0.1),
                [options[i] for i in rng.integers(len(options), size=m)],
                rng.random(m) * (rng.random(m) > 0.2),
            )
        case "linear":
            return lw.Allocation(2.0, [lw.Linear(float(c)) for c in rng.random(m) + 0.1])
        case "exponential":
            return lw.ExponentialBudget(rng.random(m) + 0.1, m + float(rng.random()) * 20)
        case "box":
            low = rng.normal(size=m)
            return lw.Box(low, low + rng.random(m) * (rng.random(m) > 0.3))
        case "sum":
            return random_set("polytope", m, rng) + random_set("ball", m, rng) + random_set("box", m, rng)
        case "scaled":
            return (rng.normal(size=m).round(1)) * (random_set("polytope", m, rng) + random_set("box", m, rng))
        case "shifted":
            return (rng.random(m) * random_set("allocation", m, rng)).shift(rng.normal(size=m))
    raise AssertionError(kind)


def random_world(m: int, rng: np.random.Generator, kinds: tuple[str, ...] = SETS) -> lw.World:
    """Types with sets of random kinds, common or contradictory beliefs, few, many or infinitely many players."""
    sets = [random_set(str(rng.choice(kinds)), m, rng) for _ in range(m)]
    prior = rng.dirichlet(np.full(m, 3.0))
    match rng.integers(4):
        case 0:
            beliefs = lw.Beliefs.independent(prior)
        case 1:
            beliefs = lw.Beliefs.mixture([0.5, 0.5], rng.dirichlet(np.ones(m), size=2))
        case 2:
            beliefs = lw.Beliefs.similarity(rng.normal(size=(m, 2)), 1.0, prior)
        case _:
            beliefs = lw.Beliefs(rng.dirichlet(np.ones(m), size=m), prior, common_prior=False)
    players = [2, 7, 10**9, math.inf][rng.integers(4)]
    return lw.World(sets, beliefs, players, weights=["prior", "equal", rng.random(m).tolist()][rng.integers(3)])
