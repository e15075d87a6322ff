"""The matrix of concepts and axioms: which keeps which, over a family of problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .._core.errors import InvalidProblem, invalid
from .._core.stopwatch import Stopwatch
from .._core.text import shown
from ..bargaining.concept import Concept
from ..bargaining.problem import BargainingProblem
from .axiom import NO_TIME, Axiom, AxiomCheck, Known, Verdict
from .check import THEOREM_12, AxiomChecks, axioms_of, checks_of


@dataclass(frozen=True)
class Cell:
    """One concept and one axiom over all problems: on how many which verdict was found."""

    holds: int
    fails: int
    not_applicable: int
    undecided: int

    @property
    def verdict(self) -> Verdict:
        """The verdict over all: one counterexample breaks an axiom, and one problem left undecided leaves it so."""
        if self.fails:
            return Verdict.fails
        if self.undecided:
            return Verdict.undecided
        return Verdict.holds if self.holds else Verdict.not_applicable


@dataclass(frozen=True, eq=False)
class AxiomMatrix:
    """What :func:`axiom_matrix` found.

    ``checks[i][k]`` are the checks of concept i on problem k, in the order of ``axioms`` (their keys). ``complete`` is
    False if time was up before all was looked at; what is missing is undecided. A concept that does not speak of a
    problem (one for two players, on three) has every axiom "not applicable" there.
    """

    concepts: tuple[Concept, ...]
    problems: tuple[BargainingProblem, ...]
    axioms: tuple[str, ...]
    checks: tuple[tuple[AxiomChecks, ...], ...]
    complete: bool

    def cell(self, concept: int, axiom: str) -> Cell:
        """Concept number ``concept`` and the axiom of that key, counted over the problems."""
        found = [checks[axiom].verdict for checks in self.checks[concept]]
        kinds = (Verdict.holds, Verdict.fails, Verdict.not_applicable, Verdict.undecided)
        return Cell(*(found.count(kind) for kind in kinds))

    def silent(self, axiom: str) -> bool:
        """True if the axiom of that key speaks of no concept on any of the problems."""
        cells = [self.cell(i, axiom) for i in range(len(self.concepts))]
        return all(cell.verdict is Verdict.not_applicable for cell in cells)

    def counterexample(self, concept: int, axiom: str) -> AxiomCheck | None:
        """The plainest violation: on a problem with the fewest players the largest one; None if there is none."""
        broken = [checks for checks in self.checks[concept] if checks[axiom].verdict is Verdict.fails]
        if not broken:
            return None
        return min(broken, key=lambda checks: (checks.problem.dim, -_amount(checks[axiom])))[axiom]

    def unbroken(self, axioms: Sequence[str] = THEOREM_12) -> tuple[int, ...]:
        """Numbers of the concepts without a counterexample to any of ``axioms``, those of Theorem 12 by default."""
        kinds = range(len(self.concepts))
        return tuple(i for i in kinds if all(not self.cell(i, axiom).fails for axiom in axioms))


def _amount(check: AxiomCheck) -> float:
    return 0.0 if check.counterexample is None else check.counterexample.amount


def axiom_matrix(
    concepts: Sequence[Concept],
    problems: Sequence[BargainingProblem],
    rng: np.random.Generator | None = None,
    watch: Stopwatch | None = None,
    *,
    axioms: Sequence[str] | None = None,
    told: Callable[[int, int], None] | None = None,
) -> AxiomMatrix:
    """Check every concept against every axiom on every problem, as :func:`check_axioms` does one by one.

    On one problem all concepts meet the same random changes, whoever else is compared. ``axioms`` lists keys, all by
    default; ``rng`` draws the changes (seed 0 if not given); ``told(done, all)`` is called after each concept on each
    problem. When ``watch`` expires the rest is undecided and the matrix is not ``complete``.

    Raises InvalidProblem if there is no concept or no problem, or for an unknown axiom.

    >>> import largeworlds as lw
    >>> problem = lw.BargainingProblem(lw.Polytope([[0, 0], [1, 0], [0, 1], [0.8, 0.7]]), [0, 0])
    >>> keys = ["affine-invariance", "independence-of-irrelevant-alternatives"]
    >>> concepts = [lw.NashBargaining(), lw.KalaiSmorodinsky(), lw.Egalitarian()]
    >>> found = lw.axiom_matrix(concepts, [problem], axioms=keys)
    >>> [[found.cell(i, key).verdict.name for key in keys] for i in range(3)]
    [['holds', 'holds'], ['holds', 'fails'], ['fails', 'holds']]
    """
    concepts = _each(concepts, "concepts", Concept)
    problems = _each(problems, "problems", BargainingProblem)
    rng = np.random.default_rng(0) if rng is None else rng
    watch = Stopwatch() if watch is None else watch
    seeds = rng.integers(2**63, size=len(problems))
    looked = axioms_of(axioms)
    rows: list[list[AxiomChecks]] = [[] for _ in concepts]
    for k, problem in enumerate(problems):
        known = Known(problem, watch)
        for i, concept in enumerate(concepts):
            rows[i].append(_checks(concept, known, looked, np.random.default_rng(seeds[k])))
            if told is not None:
                told(k * len(concepts) + i + 1, len(concepts) * len(problems))
    keys = tuple(axiom.key for axiom in looked)
    complete = all(check.text != NO_TIME for row in rows for checks in row for check in checks.checks)
    return AxiomMatrix(tuple(concepts), tuple(problems), keys, tuple(map(tuple, rows)), complete)


def _checks(concept: Concept, known: Known, axioms: Sequence[Axiom], rng: np.random.Generator) -> AxiomChecks:
    """The checks of one concept on one problem, also where it does not speak of it."""
    try:
        return checks_of(concept, known, axioms, rng)
    except InvalidProblem as error:
        why = f"The {concept.title} does not speak of this problem: {error}"
        return AxiomChecks(concept, known.problem, tuple(axiom.not_here(why) for axiom in axioms))


def _each(given: Sequence[Any], name: str, kind: type) -> list[Any]:
    found = list(given)
    what = name.removesuffix("s")
    if not found:
        raise invalid(name, f"must have at least one {what}", "empty", f"give a list of {name}")
    for i, one in enumerate(found):
        if not isinstance(one, kind):
            raise invalid(f"{name}[{i}]", f"must be a {kind.__name__}", shown(one), f"give a list of {name}")
    return found
