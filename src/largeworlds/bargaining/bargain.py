"""``bargain``: solve a problem by a concept."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, overload

import numpy as np

from .._core.arrays import LARGEST, real_number
from .._core.errors import NoAgreement, NotConverged, invalid
from .._core.status import Status
from .._core.stopwatch import Stopwatch
from .._core.text import shown
from .agreement import Agreement
from .concept import Concept
from .exact.agreement import ExactAgreement
from .problem import BargainingProblem
from .solutions.nash import NashBargaining


@overload
def bargain(
    problem: BargainingProblem,
    concept: Concept | None = None,
    *,
    exact: Literal[False] = False,
    throw: bool = True,
    time_limit: float | None = None,
    watch: Stopwatch | None = None,
) -> Agreement: ...
@overload
def bargain(
    problem: BargainingProblem,
    concept: Concept | None = None,
    *,
    exact: Literal[True],
    throw: bool = True,
    time_limit: float | None = None,
    watch: Stopwatch | None = None,
) -> ExactAgreement: ...
def bargain(
    problem: BargainingProblem,
    concept: Concept | None = None,
    *,
    exact: bool = False,
    throw: bool = True,
    time_limit: float | None = None,
    watch: Stopwatch | None = None,
) -> Agreement | ExactAgreement:
    """Solve ``problem`` by ``concept`` (default :class:`NashBargaining`), with a certificate.

    That nobody can gain, or only some, is an answer and is returned. With ``throw`` (default) an infeasible problem
    raises :class:`NoAgreement` and an unproved answer :class:`NotConverged`, both carrying ``.result``; with
    ``throw=False`` the result comes back with its status instead. ``time_limit`` is in seconds; ``watch`` lets the
    caller stop the computation early.

    With ``exact`` the answer is an :class:`ExactAgreement` in fractions, proved without any tolerance; every set must
    have finitely many actions. Doubles count as the rational numbers they are, so give 1/3 as ``Fraction(1, 3)``.

    Raises :class:`InvalidProblem` if the payoffs that a player can get are larger than 1e150 in size, or lie within
    1e-150 of each other without being equal: that is too near the ends of what a float can hold.

    >>> import largeworlds as lw
    >>> deal = lw.bargain(lw.BargainingProblem([[[1, 0], [0, 1]], [[1, 0], [0, 1]]], [0.5, 0.0]))
    >>> deal.payoffs.round(9).tolist(), deal.status.name
    ([1.25, 0.75], 'solved')
    """
    if not isinstance(problem, BargainingProblem):
        raise invalid(
            "problem", "must be a BargainingProblem", type(problem).__name__, "build one, or call world.problem()"
        )
    concept = NashBargaining() if concept is None else concept
    if not isinstance(concept, Concept):
        raise invalid("concept", "must be a bargaining concept", shown(concept), "pass for example lw.NashBargaining()")
    if problem.outside_options is not None and not concept.takes_outside_options:
        raise invalid(
            "outside_options",
            "are constraints of the Nash solution only",
            f"given with the {concept.title}",
            "leave them out, or use lw.NashBargaining()",
        )
    if time_limit is not None:
        rule, fix = "must be a number of seconds, not negative", "leave it out for no limit"
        time_limit = real_number(time_limit, "time_limit", rule, fix)
        if not time_limit >= 0:
            raise invalid("time_limit", rule, time_limit, fix)
    if watch is not None and not isinstance(watch, Stopwatch):
        raise invalid("watch", "must be a Stopwatch", shown(watch), "leave it out, or give time_limit in seconds")
    if not isinstance(exact, bool):
        raise invalid("exact", "must be True or False", shown(exact), "say whether to answer in fractions")
    if exact and problem.outside_options is not None:
        fix = "leave them out, or leave out exact=True"
        raise invalid("outside_options", "have no exact answers", "given with exact=True", fix)
    _check_sizes(problem)
    clock = watch or Stopwatch(time_limit)
    result: Agreement | ExactAgreement
    result = replace(concept.solve_exactly(problem, clock), concept=concept) if exact else concept.solve(problem, clock)
    if throw and result.status is Status.infeasible:
        raise NoAgreement(f"{result.status.value} {' '.join(result.reasons)}".strip(), result)
    if throw and not result.is_answer:
        raise NotConverged(
            f"{result.status.value} {_how_far(result)}; "
            "allow more time, or take the unfinished result with throw=False.",
            result,
        )
    return result


def _how_far(result: Agreement | ExactAgreement) -> str:
    if isinstance(result, ExactAgreement) and not result.payoffs:
        return "It has no payoffs yet"
    return f"Its certified gap is {float(result.gap):.3g}"


def _check_sizes(problem: BargainingProblem) -> None:
    """InvalidProblem for payoffs near the ends of what a float can hold."""
    with np.errstate(all="ignore"):  # what overflows is refused just below
        low, high = problem.bounding_box()
        largest, width = np.maximum(np.abs(low), np.abs(high)), high - low
    too_large, too_small = ~(largest <= LARGEST), (width > 0) & (width < 1 / LARGEST)
    if not (too_large | too_small).any():
        return
    i = int(np.argmax(too_large | too_small))
    whose = f"payoff of {shown(problem.names[i])}"
    if too_large[i]:
        raise invalid(f"the largest {whose}", f"must be at most {LARGEST:g} in size", largest[i], "use larger units")
    raise invalid(
        f"the range of the {whose}", f"must be zero or at least {1 / LARGEST:g}", width[i], "use smaller units"
    )
