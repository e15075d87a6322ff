"""What all exact answers share: time limits, infeasibility, who can gain."""

from __future__ import annotations

from collections.abc import Callable

from ..._core.status import Status
from ..._core.stopwatch import Stopwatch
from ..._core.text import listed, shown
from ..._numerics.rational_program import OutOfTime
from ..problem import BargainingProblem
from .agreement import ExactAgreement
from .model import FiniteProblem
from .proofs import Infeasible, WhoGains
from .standing import Standing

Solver = Callable[[FiniteProblem], ExactAgreement]


def answered(problem: BargainingProblem, title: str, watch: Stopwatch | None, solve: Solver) -> ExactAgreement:
    """What ``solve`` finds, or that time was up."""
    model = FiniteProblem.of(problem, None if watch is None else watch.expired)
    try:
        if watch is not None and watch.expired():
            raise OutOfTime
        return solve(model)
    except OutOfTime:
        return ExactAgreement(problem, title, Status.time_limit, unique=False)


def infeasible(problem: BargainingProblem, title: str, stands: Standing) -> ExactAgreement:
    """That no x >= d is feasible, with the proof."""
    w = stands.direction
    assert w is not None
    names = [name for name, weight in zip(problem.names, w, strict=True) if weight]
    reason = f"{listed([shown(name) for name in names])} cannot get what d gives {'them' if len(names) > 1 else 'it'}"
    reason += " at the same time." if len(names) > 1 else "."
    proof = (Infeasible(w),)
    return ExactAgreement(problem, title, Status.infeasible, proof=proof, direction=w, unique=False, reasons=(reason,))


def who_gains_proof(model: FiniteProblem, stands: Standing) -> WhoGains:
    """Who can gain, with the direction that holds the others and a point where all who can do."""
    return WhoGains(stands.gainers(model.disagreement), stands.direction, model.average(stands.points))
