"""The one door to HiGHS: linear programs in, primal and dual answers out, the status always read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .._core.arrays import Array


@dataclass(frozen=True, eq=False)
class LinearProgramResult:
    """``status`` is "optimal", "infeasible", "unbounded" or "failed"; ``x``, ``duals`` only mean something if optimal.

    ``duals`` are the derivatives of the optimal value in the row bounds. ``basis`` lists the basic variables, rows
    counted on after the columns; empty if the method that answered has none.
    """

    status: str
    value: float
    x: Array
    duals: Array
    basis: tuple[int, ...] = ()


def maximize(
    objective: ArrayLike,
    rows: Array,
    row_lower: ArrayLike,
    row_upper: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    attempts: int | None = None,
) -> LinearProgramResult:
    """``max objective . x`` subject to ``row_lower <= rows @ x <= row_upper`` and ``lower <= x <= upper``.

    ``attempts`` limits how many methods are tried (default: all) before "optimal" is given up.
    """
    import highspy  # heavy: only when a program is to be solved

    model = highspy.HighsLp()
    count_rows, count = rows.shape
    model.num_col_, model.num_row_ = count, count_rows
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.asarray(objective, dtype=float)
    model.col_lower_, model.col_upper_ = _filled(lower, count), _filled(upper, count)
    model.row_lower_, model.row_upper_ = _filled(row_lower, count_rows), _filled(row_upper, count_rows)
    columns, places = np.nonzero(rows.T)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=count))]).astype(np.int32)
    model.a_matrix_.index_ = places.astype(np.int32)
    model.a_matrix_.value_ = rows.T[columns, places]
    solver = highspy.Highs()
    for presolve, method, strategy, small in _ATTEMPTS[:attempts]:
        solver.clearModel()
        settings: dict[str, bool | int | float | str] = {
            "output_flag": False,
            "primal_feasibility_tolerance": 1e-10,
            "dual_feasibility_tolerance": 1e-10,
            "small_matrix_value": small,
            "presolve": presolve,
            "solver": method,
            "simplex_strategy": strategy,
            "simplex_iteration_limit": _MOST_STEPS + _STEPS_PER_ROW * (count + count_rows),
            "ipm_iteration_limit": _MOST_STEPS,
        }
        for option, setting in settings.items():
            solver.setOptionValue(option, setting)
        failed = solver.passModel(model) == highspy.HighsStatus.kError
        failed = failed or solver.run() == highspy.HighsStatus.kError
        status = "failed" if failed else _STATUSES.get(solver.getModelStatus().name, "failed")
        if status == "optimal":
            break
    else:
        return LinearProgramResult(status, np.nan, np.zeros(count), np.zeros(count_rows))
    solution = solver.getSolution()
    return LinearProgramResult(
        "optimal",
        float(solver.getInfo().objective_function_value),
        np.array(solution.col_value),
        np.array(solution.row_dual),
        _basis(solver.getBasis()),
    )


def _basis(found: Any) -> tuple[int, ...]:
    if not found.valid:
        return ()
    statuses = [*found.col_status, *found.row_status]
    return tuple(i for i, status in enumerate(statuses) if status.name == "kBasic")


#: HiGHS's presolve calls degenerate cones with entries near rounding level infeasible although zero is feasible, and
#: its dual simplex can stop there without a status; so each way is tried in turn, and only "optimal" ends the search.
#: The last one drops small entries of the matrix: whoever asks checks the answer on the full data.
_ATTEMPTS = (
    ("off", "simplex", 1, 1e-12),
    ("off", "simplex", 4, 1e-12),
    ("on", "simplex", 1, 1e-12),
    ("off", "ipm", 1, 1e-12),
    ("off", "simplex", 4, 1e-9),
)
#: Without a limit HiGHS's interior point may run forever (so on {2 x = 1, -2 x = -4}), and so may a simplex method
#: that cycles in rounding; one that does not takes a few steps per row.
_MOST_STEPS, _STEPS_PER_ROW = 1000, 50
_STATUSES = {
    "kOptimal": "optimal",
    "kInfeasible": "infeasible",
    "kUnbounded": "unbounded",
    "kUnboundedOrInfeasible": "unbounded",
}


def _filled(bound: ArrayLike, count: int) -> Array:
    return np.broadcast_to(np.asarray(bound, dtype=float), (count,)).copy()
