"""What every concept has: a title, and a way to solve that leaves its settings alone."""

from __future__ import annotations

import pytest

from largeworlds import Ball, BargainingProblem, NashBargaining, Status, bargain
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.agreement import Agreement, empty_agreement
from largeworlds.bargaining.concept import Concept

PROBLEM = BargainingProblem([Ball([1.0, 1.0]), Ball([1.0, 1.0])], [1.0, 1.0])


class GivesUp(Concept):
    """A concept of its own: it never finds anything."""

    def __init__(self) -> None:
        self.asked: list[tuple[BargainingProblem, Stopwatch]] = []

    @property
    def title(self) -> str:
        return "no solution"

    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        self.asked.append((problem, watch))
        return empty_agreement(problem, self, PROBLEM.disagreement / 2, Status.not_found)


@pytest.mark.parametrize("missing", ["title", "solve"])
def test_a_concept_without_a_title_or_a_way_to_solve_cannot_be_made(missing):
    rest = {name: getattr(GivesUp, name) for name in ("title", "solve") if name != missing}
    with pytest.raises(TypeError, match=missing):
        type("Half", (Concept,), rest)()


def test_a_concept_of_ones_own_is_asked_once_with_the_problem_and_the_watch():
    concept, watch = GivesUp(), Stopwatch()
    deal = bargain(PROBLEM, concept, throw=False, watch=watch)
    assert concept.asked == [(PROBLEM, watch)]
    assert deal.concept is concept and deal.status is Status.not_found


def test_the_nash_solution_is_a_concept_with_a_title():
    assert isinstance(NashBargaining(), Concept)
    assert NashBargaining().title == "Nash bargaining solution"
