"""Results as plain data: the answer, its proof, and the model that it belongs to (see docs/result-format.md)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .. import __version__
from .._core.errors import invalid
from ..bargaining.agreement import Agreement
from ..bargaining.ascent import Ascent, Rung
from ..bargaining.concept import Concept
from ..bargaining.normalization import Measure
from ..bargaining.problem import BargainingProblem
from ..bargaining.solutions.armstrong import Armstrong
from ..bargaining.solutions.dictatorial import Dictatorial
from ..bargaining.solutions.equal_loss import EqualLoss
from ..bargaining.solutions.kalai_smorodinsky import KalaiSmorodinsky
from ..bargaining.solutions.nash import NashBargaining
from ..bargaining.solutions.raiffa import Raiffa
from ..bargaining.solutions.utilitarian import Utilitarian
from ..worlds.world import World
from .model import NotWritable, model_of, model_sha256
from .wording import came

#: Version of the structure of a result; it changes only if the meaning of a key changes or a key goes.
FORMAT = 1


def result_dict(
    deal: Agreement,
    *,
    question: Mapping[str, str],
    model: Mapping[str, Any] | None = None,
    source: World | BargainingProblem | None = None,
) -> dict[str, Any]:
    """``deal`` as plain data that JSON can hold: numbers are finite floats, and null stands for what has no value.

    ``question`` says how the disagreement point and the weights were chosen: ``{"disagreement": "nash" | "defaults" |
    "vector", "weights": "prior" | "equal" | "given"}``; a solution that takes no weights has None there. ``source`` is
    the world (or problem) that was solved, by default the deal's problem; ``model`` its description, by default
    :func:`model_of` of it. A source that no file can describe leaves the model null: then nobody can verify the result
    from this data alone.
    """
    if not isinstance(deal, Agreement):
        raise invalid("deal", "must be an Agreement", came(deal), "pass what lw.bargain returned")
    solved: World | BargainingProblem = deal.problem if source is None else source
    if model is None:
        model = _described(solved)
    return {
        "format": FORMAT,
        "largeworlds": __version__,
        "kind": "world" if isinstance(solved, World) else "bargaining",
        "solution": _solution(deal),
        "question": dict(question) | ({} if deal.concept.takes_weights else {"weights": None}),
        "status": deal.status.name,
        "status_text": deal.status.value,
        "reasons": list(deal.reasons),
        "names": list(deal.names),
        "units": deal.problem.units,
        **_answer(deal, solved),
        "can_gain": [bool(can) for can in deal.can_gain],
        "direction": None if deal.direction is None else numbers(deal.direction),
        "bound": numbers(deal.bound),
        "settled": [int(level) for level in deal.settled] or [0] * len(deal.names),
        "ideal": None if deal.ideal is None else numbers(deal.ideal),
        "ideal_proof": [_proof(one) for one in deal.ideal_proofs] or None,
        "rungs": [_rung(rung) for rung in deal.rungs],
        "unique": bool(deal.unique),
        "steps": int(deal.steps),
        "model": None if model is None else dict(model),
        "model_sha256": None if model is None else model_sha256(model),
    }


def _answer(deal: Agreement, solved: World | BargainingProblem) -> dict[str, Any]:
    """The payoffs and everything that rests on them; null throughout if there are none."""
    has_answer = bool(np.isfinite(deal.payoffs).all())
    profile: ArrayLike = deal.actions
    if has_answer and isinstance(solved, World):
        profile = solved.profile(deal)

    def known(values: ArrayLike) -> Any:
        return numbers(values) if has_answer else None

    return {
        "payoffs": known(deal.payoffs),
        "disagreement": numbers(deal.disagreement),
        "gains": known(deal.gains),
        "actions": known(deal.actions),
        "profile": known(profile),
        "choices": [[numbers(piece) for piece in choice] for choice in deal.choices] if has_answer else None,
        "weights": known(deal.weights),
        "bargaining_weights": numbers(deal.bargaining_weights),
        "gap": known(deal.gap),
        "error": known(deal.error),
        "share_received": known(deal.share_received()) if has_answer else None,
        "individually_rational": deal.individually_rational if has_answer else None,
    }


def numbers(values: ArrayLike) -> Any:
    """Numbers as (nested lists of) floats, with None for NaN and infinity."""
    array = np.asarray(values, dtype=float)
    if array.ndim == 0:
        value = float(array)
        return value if math.isfinite(value) else None
    return [numbers(each) for each in array]


def _solution(deal: Agreement) -> dict[str, Any]:
    """The concept with its settings, each as it was used: weights and order in full."""
    concept = deal.concept
    out: dict[str, Any] = {"concept": concept_key(concept), "title": concept.title, "weights": None}
    if isinstance(concept, NashBargaining | Utilitarian):
        out["weights"] = numbers(NashBargaining(concept.weights).bargaining_weights(deal.problem))
    if isinstance(concept, KalaiSmorodinsky | EqualLoss | Armstrong):
        out["ideal"] = concept.ideal
    if isinstance(concept, EqualLoss):
        out["rational"] = bool(concept.rational)
    if isinstance(concept, Utilitarian):
        out["normalization"] = concept.normalization
        out["measure"] = None if concept.measure is None else _measure(concept.measure)
    if isinstance(concept, Raiffa):
        out["kind"] = concept.kind
    if isinstance(concept, Dictatorial):
        out["order"] = [deal.names[t] for t in concept.turns(deal.problem)]
    return out


def _measure(measure: Measure) -> dict[str, Any]:
    chances = None if measure.uniform else numbers(measure.probabilities)
    return {"payoffs": numbers(measure.payoffs), "probabilities": chances}


def concept_key(concept: Concept) -> str:
    """``nash`` for NashBargaining, else the name of the class in small letters with hyphens."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", type(concept).__name__).lower()
    return name.removesuffix("-bargaining")


def _rung(rung: Rung) -> dict[str, Any]:
    keys = ("base", "ray", "level", "most", "prices", "size")
    fixed, ended = rung.fixed, rung.ended
    return {key: numbers(getattr(rung, key)) for key in keys} | {
        "fixed": None if fixed is None else [bool(one) for one in fixed],
        "ended": [] if ended is None else [bool(one) for one in ended],
    }


def _proof(ascent: Ascent | None) -> dict[str, Any] | None:
    """The rung of an ideal point and the choices that reach it."""
    if ascent is None:
        return None
    rung = ascent.rung
    choices = [[numbers(piece) for piece in choice] for choice in ascent.choices]
    return {key: numbers(getattr(rung, key)) for key in ("level", "most", "prices")} | {"choices": choices}


def _described(solved: World | BargainingProblem) -> dict[str, Any] | None:
    try:
        return model_of(solved)
    except NotWritable:
        return None
