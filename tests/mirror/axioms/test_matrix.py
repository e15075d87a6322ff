"""The matrix of concepts and axioms: the same verdicts as one by one, Theorem 12 over the family, stopping early."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import (
    Armstrong,
    Dictatorial,
    Egalitarian,
    EqualLoss,
    InvalidProblem,
    KalaiSmorodinsky,
    NashBargaining,
    PerlesMaschler,
    axiom_matrix,
    check_axioms,
)
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.axioms.axiom import Verdict
from largeworlds.axioms.check import AXIOMS, THEOREM_12
from largeworlds.axioms.family import random_family
from largeworlds.axioms.matrix import Cell
from tests.axioms.counterexamples import COUNTEREXAMPLES, HOUSE, PIE, THREE, Halfway

SOME = ["weak-individual-rationality", "affine-invariance", "independence-of-irrelevant-alternatives"]


def test_the_same_verdicts_as_one_by_one():
    """What is shared between concepts and axioms changes nothing."""
    concepts = [NashBargaining(), KalaiSmorodinsky()]
    keys = [key for key in (axiom.key for axiom in AXIOMS) if key != "individual-monotonicity"]  # the slowest
    found = axiom_matrix(concepts, [HOUSE, PIE], np.random.default_rng(3), axioms=keys)
    seeds = np.random.default_rng(3).integers(2**63, size=2)
    for k, problem in enumerate([HOUSE, PIE]):
        for i, concept in enumerate(concepts):
            alone = check_axioms(concept, problem, axioms=keys, rng=np.random.default_rng(seeds[k]))
            assert [check.text for check in alone.checks] == [check.text for check in found.checks[i][k].checks]
    assert found.complete


def test_known_counterexamples_are_counted():
    """The stored counterexample of every concept is found in its cell, and not in that of the Nash solution."""
    keys = ["anonymity", "midpoint-domination"]
    assert {(key, HOUSE) for key in keys} <= {
        (key, at) for key, by, at in COUNTEREXAMPLES if isinstance(by, Dictatorial)
    }
    found = axiom_matrix([NashBargaining(), Dictatorial()], [HOUSE, HOUSE, THREE], axioms=keys)
    for key in keys:
        assert found.cell(0, key) == Cell(3, 0, 0, 0)
        assert found.cell(1, key).fails >= 2
        example = found.counterexample(1, key)
        assert example.verdict is Verdict.fails and example.counterexample.problem.dim == 2
        assert found.counterexample(0, key) is None


def test_theorem_12_leaves_nash_alone(count):
    """Lensberg 1988; Treutlein 2023, Theorem 12: over the default family of the command line only Nash is left."""
    concepts = [NashBargaining(), KalaiSmorodinsky(), Egalitarian(), EqualLoss(), Dictatorial()]
    problems = random_family([2, 3], count(10, 2), np.random.default_rng(0))
    found = axiom_matrix(concepts, problems, axioms=THEOREM_12)
    assert found.unbroken() == (0,)
    assert all(found.cell(0, key).verdict is Verdict.holds for key in THEOREM_12)
    assert 4 in found.unbroken([key for key in THEOREM_12 if key != "anonymity"])  # the axioms are independent


def test_a_broken_concept_is_noticed():
    keys = ["weak-individual-rationality", "weak-pareto-optimality"]
    found = axiom_matrix([NashBargaining(), Halfway()], [HOUSE], axioms=keys)
    assert found.cell(1, keys[1]).verdict is Verdict.fails
    assert found.unbroken(keys[:1]) == (0, 1) and found.unbroken(keys) == (0,)


def test_a_concept_for_two_players_does_not_speak_of_three():
    found = axiom_matrix([PerlesMaschler()], [THREE, HOUSE], axioms=SOME)
    assert found.cell(0, SOME[1]) == Cell(1, 0, 1, 0)
    text = found.checks[0][0][SOME[1]].text
    assert text.startswith("The Perles-Maschler solution does not speak of this problem: problem must have at most two")
    only = axiom_matrix([PerlesMaschler()], [THREE], axioms=SOME)
    assert all(only.silent(key) for key in SOME) and not found.silent(SOME[1])


def test_what_there_is_no_time_for_is_undecided():
    watch = Stopwatch()
    told = []

    def stop(done, every):
        told.append((done, every))
        watch.stop()

    found = axiom_matrix([NashBargaining(), Armstrong()], [HOUSE], watch=watch, axioms=SOME, told=stop)
    assert told == [(1, 2), (2, 2)]
    assert not found.complete
    assert [found.cell(0, key).verdict for key in SOME] == [Verdict.holds] * 3
    assert [found.cell(1, key) for key in SOME] == [Cell(0, 0, 0, 1)] * 3
    assert found.checks[1][0][SOME[0]].text == "There was no time left to look."


def test_one_undecided_problem_leaves_an_axiom_open_and_one_counterexample_breaks_it():
    assert Cell(3, 0, 0, 1).verdict is Verdict.undecided
    assert Cell(3, 1, 0, 1).verdict is Verdict.fails
    assert Cell(1, 0, 3, 0).verdict is Verdict.holds
    assert Cell(0, 0, 4, 0).verdict is Verdict.not_applicable


def test_bad_input():
    with pytest.raises(InvalidProblem, match="concepts must have at least one concept, but it is empty"):
        axiom_matrix([], [HOUSE])
    with pytest.raises(InvalidProblem, match=r"problems\[0\] must be a BargainingProblem, but it is 5"):
        axiom_matrix([NashBargaining()], [5])
    with pytest.raises(InvalidProblem, match=r"axioms\[0\] must be one of .* but it is 'fair'"):
        axiom_matrix([NashBargaining()], [HOUSE], axioms=["fair"])
