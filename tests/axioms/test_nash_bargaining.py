"""The Nash bargaining solution keeps its axioms; for each axiom a solver that breaks it is caught."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.axioms.nash_axioms import AXIOMS, BREAKERS, nash, random_problem


@pytest.mark.parametrize("axiom", AXIOMS.values(), ids=AXIOMS.keys())
@given(seed=st.integers(0, 10**6))
def test_the_solution_keeps_every_axiom(axiom, seed):
    axiom(nash, random_problem(seed), np.random.default_rng(seed))


@pytest.mark.parametrize("axiom", AXIOMS.values(), ids=AXIOMS.keys())
def test_a_solver_that_breaks_the_axiom_is_caught(axiom):
    def is_caught(seed: int) -> bool:
        kinds = ("polytope",) if "actions" in axiom.__name__ else ("polytope", "ball")
        try:
            axiom(BREAKERS[axiom.__name__], random_problem(seed, kinds), np.random.default_rng(seed))
        except AssertionError:
            return True
        return False

    assert sum(is_caught(seed) for seed in range(6)) >= 3


def test_every_axiom_has_its_breaker():
    assert set(BREAKERS) == set(AXIOMS)
