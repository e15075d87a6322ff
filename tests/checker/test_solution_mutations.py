"""Results of all solutions with one number or word changed: what makes them false must be refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.checker import verify

from .making import assert_verified, result_of
from .test_mutations import _drawn, _still_true, _verifies
from .test_solutions import CONCEPTS, CURVED, FLAT, STEPS

SOURCES = {
    **{f"curved {name}": (CURVED, concept) for name, concept in CONCEPTS.items()},
    **{f"steps {name}": (STEPS, CONCEPTS[name]) for name in ("kalai-smorodinsky", "egalitarian", "dictatorial")},
    "flat utilitarian": (FLAT, lw.Utilitarian()),
}
#: Proofs in rungs and ideal points are computed again from the mutant: if it passes, it proves what it claims.
PROVED_AGAIN = {"prices", "size", "most", "choices"}
#: What keys mean that are left out.
DEFAULTS: dict[str, Any] = {"ideal": None, "ideal_proof": None, "rungs": [], "unique": True}


def _true(path: tuple[Any, ...], old: Any, to: Any, mutant: dict[str, Any]) -> bool:
    if path[0] in {"rungs", "ideal_proof"} and len(path) > 2 and path[2] in PROVED_AGAIN:
        return True
    if path[1:] == ("left out",) and path[0] in DEFAULTS:
        return bool(old == DEFAULTS[path[0]])
    # Whether nobody falls below disagreement may be left unsaid.
    return _still_true(path, old, to) or (path[0] == "individually_rational" and mutant.get(path[0]) is None)


@pytest.mark.parametrize("name", SOURCES)
def test_no_change_makes_a_false_result_that_verifies(
    name: str,
    rng: np.random.Generator,
    count: Callable[[int, int], int],
    record_property: Callable[[str, object], None],
) -> None:
    problem, concept = SOURCES[name]
    honest = result_of(problem, concept=concept)
    assert_verified(verify(honest))
    mutants = _drawn(honest, rng, None if count(1, 0) else 2)
    passing = [found for found in mutants if _verifies(found[3])]
    wrong = [(path, old, to) for path, old, to, mutant in passing if not _true(path, old, to, mutant)]
    record_property("mutants", f"{name}: {len(mutants)}, of which {len(passing)} verify, {len(wrong)} of these falsely")
    assert len(mutants) > 60
    assert not wrong
