"""``bargain``: solve a problem by a concept."""

from __future__ import annotations

from .._core.errors import NoAgreement, NotConverged, invalid
from .._core.status import Status
from .._core.stopwatch import Stopwatch
from .agreement import Agreement
from .concept import Concept
from .problem import BargainingProblem
from .solutions.nash import NashBargaining


def bargain(
    problem: BargainingProblem,
    concept: Concept | None = None,
    *,
    throw: bool = True,
    time_limit: float | None = None,
    watch: Stopwatch | None = None,
) -> Agreement:
    """Solve ``problem`` by ``concept`` (default :class:`NashBargaining`), with a certificate.

    That nobody can gain, or only some, is an answer and is returned. With ``throw`` (default) an infeasible problem
    raises :class:`NoAgreement` and an unproved answer :class:`NotConverged`, both carrying ``.result``; with
    ``throw=False`` the result comes back with its status instead. ``time_limit`` is in seconds; ``watch`` lets the
    caller stop the computation early.

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
        raise invalid("concept", "must be a bargaining concept", repr(concept), "pass for example lw.NashBargaining()")
    if time_limit is not None and not time_limit >= 0:
        raise invalid(
            "time_limit", "must be a number of seconds, not negative", time_limit, "leave it out for no limit"
        )
    result = concept.solve(problem, watch or Stopwatch(time_limit))
    if throw and result.status is Status.infeasible:
        raise NoAgreement(f"{result.status.value} {' '.join(result.reasons)}".strip(), result)
    if throw and not result.is_answer:
        raise NotConverged(
            f"{result.status.value} Its certified gap is {result.gap:.3g}; "
            "allow more time, or take the unfinished result with throw=False.",
            result,
        )
    return result
