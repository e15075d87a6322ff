"""What ``largeworlds compare --json`` prints; the keys are described in docs/comparing.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..io.results import FORMAT, numbers
from . import common
from .comparison_tables import consensus, shares_of_disagreement

if TYPE_CHECKING:
    from ..axioms.matrix import AxiomMatrix
    from ..bargaining.agreement import Agreement
    from ..bargaining.comparison import Comparison
    from .question import Question


def comparison_data(
    found: Comparison, names: Sequence[str], matrix: AxiomMatrix | None, question: Question
) -> dict[str, Any]:
    """The comparison as plain data: numbers are finite, and null stands for what has no value."""
    from .. import __version__

    groups = found.groups
    players = range(found.problem.dim)

    def liked(best: bool) -> list[list[str]]:
        return [[names[i] for g in found.liked(t, best=best) for i in groups[g]] for t in players]

    return {
        "format": FORMAT,
        "largeworlds": __version__,
        "kind": "comparison",
        "question": dict(question.words),
        "names": list(found.problem.names),
        "units": found.problem.units,
        "disagreement": numbers(found.problem.disagreement),
        "ideal": numbers(found.ideal),
        "solutions": [
            _solution(found, i, name, matrix, question) for i, name in enumerate(names) if i not in found.left_out
        ],
        "left_out": [{"solution": names[i], "reason": reason} for i, reason in found.left_out.items()],
        "outcomes": [[names[i] for i in group] for group in groups],
        "prefer": found.preferences.tolist(),
        "best": liked(True),
        "least": liked(False),
    }


def _solution(found: Comparison, i: int, name: str, matrix: AxiomMatrix | None, question: Question) -> dict[str, Any]:
    deal: Agreement = found.deal(i)
    answered = deal.is_answer
    row = found.answered.index(i) if answered else None
    return {
        "solution": name,
        "title": deal.concept.title,
        "status": deal.status.name,
        "status_text": common.unanswered(deal) if not answered else deal.status.value,
        "payoffs": numbers(found.problem.disagreement + found.gains(i)) if answered else None,
        "gains": numbers(found.gains(i)) if answered else None,
        "gain_shares": numbers(shares_of_disagreement(found, i, question.source)) if answered else None,
        "ideal_shares": numbers(found.ideal_shares(i)) if answered else None,
        "weights": numbers(consensus(found, i)) if answered else None,
        "error": numbers(deal.error) if answered else None,
        "individually_rational": deal.individually_rational if answered else None,
        "axioms": None if matrix is None or row is None else _axioms(matrix, row),
    }


def _axioms(matrix: AxiomMatrix, row: int) -> dict[str, dict[str, str]]:
    checks = matrix.checks[row][0]
    return {key: {"verdict": checks[key].verdict.name, "text": checks[key].text} for key in matrix.axioms}
