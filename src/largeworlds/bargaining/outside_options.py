"""Outside options: what every player can get by leaving constrains the agreement, but is no part of gains.

Binmore, Shaked and Sutton (1989): an option that gives less than the bargain would bring is no threat, one with more
has to be met exactly. So the Nash product of gains over d is maximised over feasible x >= o. It is solved as a Nash
problem with more coordinates: every payoff with o_t > d_t is counted a second time, with weight zero and o_t as its
disagreement, so that its multiplier comes out on its own. With w the sum of both multipliers,

    sum nu log(x - d)  <=  h(w) - w_d . d - w_o . o - 1 + sum nu log(nu / w_d)   for every feasible x >= max(d, o).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .._core.arrays import Array
from .._core.status import Status
from .._core.stopwatch import Stopwatch
from .agreement import Agreement, empty_agreement
from .faces import Indices
from .lowering import act
from .problem import BargainingProblem

if TYPE_CHECKING:
    from .solutions.nash import NashBargaining


def solve_with_outside_options(
    problem: BargainingProblem, concept: NashBargaining, nu: Array, watch: Stopwatch
) -> Agreement:
    """The agreement of ``concept`` on a problem with outside options, for bargaining weights ``nu`` (m,)."""
    m, o = problem.dim, problem.outside_options
    assert o is not None
    doubled = np.flatnonzero(o > problem.disagreement)
    wider = _wider(problem, doubled)
    found = type(concept)(np.append(nu, np.zeros(len(doubled)))).solve(wider, watch)

    def folded(values: Array) -> Array:
        out = np.array(values[:m])
        np.add.at(out, doubled, values[m:])
        return out

    direction = None if found.direction is None else folded(found.direction)
    outside = np.zeros(m)
    outside[doubled] = found.weights[m:]
    if not found.choices:
        return empty_agreement(
            problem,
            concept,
            nu,
            found.status,
            direction=direction,
            bound=found.bound,
            reasons=_named(found.reasons, problem, doubled),
        )
    status, nobody = found.status, found.status is Status.nobody_can_gain
    if status is Status.some_cannot_gain and found.can_gain[:m].all():
        status = Status.solved  # only outside options are at their most
    levels = np.array(found.settled or np.zeros(len(wider.names)), dtype=int)
    settled = levels[:m].copy()
    np.maximum.at(settled, doubled, levels[m:])
    choices = tuple(
        choice if part.uses() is not None else (np.array([folded(w) for w in choice[0]]), choice[1])
        for part, choice in zip(problem.sets, found.choices, strict=True)
    )
    return replace(
        found,
        problem=problem,
        concept=concept,
        status=status,
        payoffs=found.payoffs[:m],
        gains=found.gains[:m],
        actions=np.array([act(part, choice) for part, choice in zip(problem.sets, choices, strict=True)]),
        choices=choices,
        weights=folded(found.weights),
        outside_weights=outside,
        bargaining_weights=nu if nobody else found.bargaining_weights[:m],
        error=found.error[:m],
        can_gain=found.can_gain[:m],
        direction=direction,
        settled=tuple(settled.tolist()) if settled.any() else (),
        reasons=_named(found.reasons, problem, doubled),
    )


def _wider(problem: BargainingProblem, doubled: Indices) -> BargainingProblem:
    """The problem in which the payoffs ``doubled`` are counted twice, the second time against the outside option."""
    assert problem.outside_options is not None
    rows = np.vstack([np.eye(problem.dim), np.eye(problem.dim)[doubled]])
    names = [*problem.names, *(_second(problem.names[t]) for t in doubled.tolist())]
    d = np.append(problem.disagreement, problem.outside_options[doubled])
    sets = [part.image(rows) for part in problem.sets]
    return BargainingProblem._raised(sets, d, names, problem.units)


def _second(name: str) -> str:
    return f"{name} (outside option)"


def _named(reasons: tuple[str, ...], problem: BargainingProblem, doubled: Indices) -> tuple[str, ...]:
    """What the proof says of gains and of infeasibility; that an outside option is the most one can get is no news."""
    second = tuple(f"{_second(problem.names[t])} cannot" for t in doubled.tolist())
    kept = [reason for reason in reasons if not reason.startswith(second)]
    return tuple(reason.replace("The disagreement payoffs of", "What is asked for by", 1) for reason in kept)
