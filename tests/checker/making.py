"""Results to check: solved by the library, written by its own writer, read back from JSON text as a file would be."""

from __future__ import annotations

import copy
import json
import math
from typing import Any

import numpy as np

import largeworlds as lw
from largeworlds.bargaining.concept import Concept
from largeworlds.checker import Verification
from largeworlds.checker.model import sha256
from largeworlds.io.results import result_dict

Json = dict[str, Any]


def result_of(
    source: lw.World | lw.BargainingProblem | lw.NormalFormGame,
    time_limit: float | None = None,
    concept: Concept | None = None,
) -> Json:
    """Solve and write the result; that of a game is about the bargaining problem that it brings."""
    if isinstance(source, lw.NormalFormGame):
        source = lw.game_problem(source)
    if isinstance(source, lw.World):
        problem = source.problem()
        d, nu = source.disagreement, source.weights
        question = {
            "disagreement": d if isinstance(d, str) else "vector",
            "weights": nu if isinstance(nu, str) else "given",
        }
    else:
        problem = source
        question = {"disagreement": "vector", "weights": "equal" if source.weights is None else "given"}
    deal = lw.bargain(problem, concept, throw=False, time_limit=time_limit)
    return read_back(result_dict(deal, question=question, source=source))


def read_back(result: Json) -> Json:
    """The result as it comes out of a file."""
    back: Json = json.loads(json.dumps(result, allow_nan=False))
    return back


def changed(result: Json, *path: Any, to: Any) -> Json:
    """A copy with one value replaced (or put in)."""
    out = copy.deepcopy(result)
    place: Any = out
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return out


def hashed(result: Json) -> Json:
    """A copy whose hash fits its model again, as a careful forger would leave it."""
    return changed(result, "model_sha256", to=sha256(result["model"]))


def called(result: Json, status: str) -> Json:
    """A copy with another status, in both of its places."""
    return result | {"status": status, "status_text": lw.Status[status].value}


def failed(verification: Verification) -> set[str]:
    """Names of the checks that did not pass."""
    return {check.name for check in verification.failures()}


def assert_verified(verification: Verification) -> None:
    assert verification.ok, verification.text()


SETS = (
    "polytope",
    "ball",
    "ball1",
    "box_ball",
    "allocation",
    "linear",
    "exponential",
    "box",
    "ellipsoid",
    "flat",
    "inequalities",
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
        case "ellipsoid" | "flat":
            axes = rng.normal(size=(m, m if kind == "ellipsoid" else max(1, m - int(rng.integers(1, 3)))))
            return rng.normal(size=m) * lw.Ellipsoid(rng.normal(size=m), axes @ axes.T)
        case "inequalities":
            rows = np.vstack([rng.normal(size=(rng.integers(1, 5), m)), np.eye(m)])
            return lw.Inequalities(rows, rng.random(len(rows)) + 0.1, lower=-0.5)
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
