"""From checked tables to sets and returns."""

from __future__ import annotations

import math
from collections.abc import Callable

from ..sets.algebra import MinkowskiSum, Scaled, Shifted
from ..sets.allocation import Allocation
from ..sets.ball import Ball
from ..sets.base import ConvexSet
from ..sets.box import Box
from ..sets.ellipsoid import Ellipsoid
from ..sets.exponential_budget import ExponentialBudget
from ..sets.hull import hull
from ..sets.inequalities import Inequalities
from ..sets.polytope import Polytope
from ..sets.returns import Isoelastic, Linear, Log, Power, Return
from .document import Place
from .per_type import PerType, Table

#: By the ``kind`` of a return.
_RETURNS: dict[str, Callable[..., Return]] = {"linear": Linear, "power": Power, "log": Log, "isoelastic": Isoelastic}


def build_set(types: PerType, table: Table, place: Place) -> ConvexSet:
    """The set that the table at ``place`` describes; ModelFileError if its numbers do not fit together."""
    return _BUILDERS[table["kind"]](types, table, place)


def _polytope(types: PerType, table: Table, place: Place) -> ConvexSet:
    types.fit(table["vertices"][0], (*place, "vertices", 0))
    with types.document.guard(place, {"vertices": ("vertices",), "actions": ("actions",)}):
        return Polytope(table["vertices"], table.get("actions"))


def _ball(types: PerType, table: Table, place: Place) -> ConvexSet:
    types.fit(table["radii"], (*place, "radii"))
    p = table.get("p", 2.0)
    with types.document.guard(place, {"radii": ("radii",), "p": ("p",)}):
        return Ball(table["radii"], math.inf if p == "infinite" else float(p))


def _allocation(types: PerType, table: Table, place: Place) -> ConvexSet:
    given, efficiency = table["returns"], table.get("efficiency")
    if isinstance(given, list):
        types.fit(given, (*place, "returns"), "return")
        returns = [_return(types, each, (*place, "returns", i)) for i, each in enumerate(given)]
    else:
        returns = [_return(types, given, (*place, "returns"))] * len(types.names)
    if efficiency is not None:
        types.fit(efficiency, (*place, "efficiency"))
    with types.document.guard(place, {key: (key,) for key in ("budget", "returns", "efficiency")}):
        return Allocation(float(table["budget"]), returns, efficiency)


def _return(types: PerType, table: Table, place: Place) -> Return:
    kind = table["kind"]
    numbers = {key: float(value) for key, value in table.items() if key != "kind"}
    with types.document.guard(place, {f"{kind.capitalize()} {key}": (key,) for key in numbers}):
        return _RETURNS[kind](**numbers)


def _exponential_budget(types: PerType, table: Table, place: Place) -> ConvexSet:
    types.fit(table["scales"], (*place, "scales"))
    with types.document.guard(place, {"scales": ("scales",), "total": ("total",)}):
        return ExponentialBudget(table["scales"], float(table["total"]))


def _box(types: PerType, table: Table, place: Place) -> ConvexSet:
    types.fit(table["lower"], (*place, "lower"))
    types.fit(table["upper"], (*place, "upper"))
    with types.document.guard(place, {"lower": ("lower",), "upper": ("upper",)}):
        return Box(table["lower"], table["upper"])


def _ellipsoid(types: PerType, table: Table, place: Place) -> ConvexSet:
    types.fit(table["center"], (*place, "center"))
    with types.document.guard(place, {"center": ("center",), "shape": ("shape",)}):
        return Ellipsoid(table["center"], table["shape"])


def _inequalities(types: PerType, table: Table, place: Place) -> ConvexSet:
    types.fit(table["matrix"][0], (*place, "matrix", 0))
    with types.document.guard(place, {key: (key,) for key in ("matrix", "bounds", "lower")}):
        return Inequalities(table["matrix"], table["bounds"], table.get("lower"))


def _hull(types: PerType, table: Table, place: Place) -> ConvexSet:
    return hull([build_set(types, part, (*place, "parts", i)) for i, part in enumerate(table["parts"])])


def _sum(types: PerType, table: Table, place: Place) -> ConvexSet:
    return MinkowskiSum([build_set(types, part, (*place, "parts", i)) for i, part in enumerate(table["parts"])])


def _scaled(types: PerType, table: Table, place: Place) -> ConvexSet:
    types.fit(table["factors"], (*place, "factors"))
    base = build_set(types, table["base"], (*place, "base"))
    with types.document.guard(place, {"factors": ("factors",)}):
        return Scaled(base, table["factors"])


def _shifted(types: PerType, table: Table, place: Place) -> ConvexSet:
    types.fit(table["by"], (*place, "by"))
    base = build_set(types, table["base"], (*place, "base"))
    with types.document.guard(place, {"v": ("by",)}):
        return Shifted(base, table["by"])


#: By the ``kind`` of a set.
_BUILDERS: dict[str, Callable[[PerType, Table, Place], ConvexSet]] = {
    "polytope": _polytope,
    "ball": _ball,
    "allocation": _allocation,
    "exponential_budget": _exponential_budget,
    "box": _box,
    "ellipsoid": _ellipsoid,
    "inequalities": _inequalities,
    "hull": _hull,
    "sum": _sum,
    "scaled": _scaled,
    "shifted": _shifted,
}
