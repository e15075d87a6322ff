"""From checked tables to beliefs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._core import tolerances
from ..beliefs.beliefs import Beliefs
from .document import Document, Place
from .per_type import PerType, Table
from .wording import quoted

_PLACE: Place = ("beliefs",)


def build_beliefs(types: PerType) -> Beliefs:
    """The beliefs of a checked document; ModelFileError where their numbers do not fit the types or each other."""
    document = types.document
    table: Table = document.data["beliefs"]
    kind = table["kind"]
    prior = _prior(types, table, kind)
    own = types.values("prior")
    own_features = types.values("features")
    if own_features is not None and kind != "similarity":
        raise document.say(
            ("types", 0, "features"),
            f'only serves beliefs of kind "similarity", but these are of kind {quoted(kind)}; remove it.',
        )
    if kind == "posterior":
        types.fit(table["posterior"], (*_PLACE, "posterior"), "row")
        types.fit(table["posterior"][0], (*_PLACE, "posterior", 0))
        stands: Place = ("beliefs", "prior") if own is None else ("types", "*", "prior")
        with document.guard((), {"posterior": ("beliefs", "posterior"), "prior": stands}):
            return Beliefs(table["posterior"], prior, common_prior=table.get("common_prior"))
    if kind == "mixture":
        return _mixture(types, table)
    if prior is None:
        raise _lacks(document, "prior", "probability")
    if kind == "independent":
        with document.guard(_PLACE, {"prior": ("prior",)}):
            return Beliefs.independent(prior)
    features = _features(types, table, own_features)
    with document.guard(_PLACE, {"prior": ("prior",), "features": ("features",), "scale": ("scale",)}):
        return Beliefs.similarity(features, float(table["scale"]), prior)


def _lacks(document: Document, key: str, what: str) -> Exception:
    return document.say(_PLACE, f"lacks the key {quoted(key)}; add one {what} per type, or give every type its {key}.")


def _twice(document: Document, key: str) -> Exception:
    return document.say((*_PLACE, key), f"is given, but so is {key} for each type; remove one of the two.")


def _mixture(types: PerType, table: Table) -> Beliefs:
    document = types.document
    rows, shares = table["priors"], table["shares"]
    if len(shares) != len(rows):
        raise document.error(
            (*_PLACE, "shares"),
            f"must have {len(rows)} number{'s' * (len(rows) != 1)}, one per row of priors",
            f"has {len(shares)}",
            "give one probability per possible world",
        )
    types.fit(rows[0], (*_PLACE, "priors", 0))
    for t, total in enumerate(np.asarray(shares) @ np.asarray(rows)):
        if total <= 0:
            raise document.say(
                (*_PLACE, "priors"),
                f"must give every type a positive probability in some world, but type {quoted(types.names[t])} "
                f"(column {t}) has none; drop types that do not exist.",
            )
    with document.guard(_PLACE, {"prior": ("priors",), "shares": ("shares",)}):
        return Beliefs.mixture(shares, rows)


def _prior(types: PerType, table: Table, kind: str) -> list[float] | None:
    """The prior, from the beliefs or from the types."""
    document = types.document
    own = types.values("prior")
    if own is None:
        if "prior" in table:
            types.fit(table["prior"], (*_PLACE, "prior"), "probability" if len(types.names) == 1 else "number")
        return table.get("prior")
    if kind == "mixture":
        reason = (
            'does not go with beliefs of kind "mixture", whose priors already say how likely each type is; remove it.'
        )
        raise document.say(("types", 0, "prior"), reason)
    if "prior" in table:
        raise _twice(document, "prior")
    total = math.fsum(own)
    if abs(total - 1) > tolerances.PROBABILITY:
        fix = "scale them or add the missing type"
        raise document.say(("types",), f"must have priors that sum to one, but they sum to {total:.12g}; {fix}.")
    return own


def _features(types: PerType, table: Table, own: list[Any] | None) -> list[Any]:
    """The features, one row per type, from the beliefs or from the types."""
    document = types.document
    if own is None and "features" not in table:
        raise _lacks(document, "features", "row")
    if own is None:
        rows = list(table["features"])
        types.fit(rows, (*_PLACE, "features"), "row" if isinstance(rows[0], list) else "number")
        return rows
    if "features" in table:
        raise _twice(document, "features")
    rows = [row if isinstance(row, list) else [row] for row in own]
    for i, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise document.error(
                ("types", i, "features"),
                f"must have {len(rows[0])} number{'s' * (len(rows[0]) != 1)} like those of the first type",
                f"has {len(row)}",
                "describe every type by the same features",
            )
    return rows
