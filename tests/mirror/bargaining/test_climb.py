"""Climbs: who is settled when, floors, turns, what curved budgets leave to choose, and honest errors."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, Contributions, Oracle, Polytope
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.climb import Climb, Ground, climb
from largeworlds.bargaining.lowering import Lowered
from tests.representative_sets import disc
from tests.watches import LimitedWatch

NOBODY = Polytope(np.zeros((1, 3)))


def climbed(sets, watch: Stopwatch | None = None, **ground) -> tuple[Climb, np.ndarray]:
    lowered = Lowered.of(Contributions(sets))
    m = lowered.parts.dim
    found = climb(lowered, Ground(**({"base": np.zeros(m), "ray": np.ones(m)} | ground)), watch or Stopwatch())
    assert found is not None
    return found, (lowered.stack.payoff(found.shares) + lowered.base) * lowered.scale


def test_leximin_of_a_pie_for_two_and_a_third_alone():
    pie = Polytope([[x, y, z] for x, y in ((0, 0), (1, 0), (0, 1)) for z in (0.0, 2.0)])
    found, x = climbed([pie, NOBODY, NOBODY])
    assert x == pytest.approx([0.5, 0.5, 2.0], rel=1e-14)
    assert found.target == pytest.approx(x) and (found.error <= 1e-14).all() and not found.stopped
    assert [rung.ray.tolist() for rung in found.rungs][-1] == [0.0, 0.0, 1.0]


def test_two_worlds_on_curves_take_a_rung_each_and_have_finite_errors():
    """The first rung leaves the first ball no choice; without that its level were a floor without room above it."""
    found, x = climbed([Ball([1.0, 1.0, 0.0]), Ball([0.0, 0.0, 3.0], 1.5), NOBODY])
    assert x == pytest.approx([0.5**0.5, 0.5**0.5, 3.0], rel=1e-12)
    assert (found.error <= 1e-12).all() and found.gap <= 1e-14


def test_later_rungs_say_which_budgets_have_no_choice_left():
    sets = [Ball([1.0, 1.0, 0.0, 0.0]), Ball([0.0, 0.0, 3.0, 2.0], 1.5), *[Polytope(np.zeros((1, 4)))] * 2]
    found, x = climbed(sets)
    assert len(found.rungs) == 2
    assert found.rungs[0].fixed is None
    assert found.rungs[1].fixed.tolist() == [True, False, False, False]
    level = (3.0**-1.5 + 2.0**-1.5) ** (-1 / 1.5)
    assert x == pytest.approx([0.5**0.5, 0.5**0.5, level, level], rel=1e-12)


def test_turns_are_taken_one_after_the_other():
    turns = tuple(np.eye(3, dtype=bool)[[2, 0, 1]])
    _, x = climbed([Polytope(np.eye(3)), NOBODY, NOBODY], base=np.array([0.1, 0.2, 0.0]), turns=turns)
    assert x == pytest.approx([0.1, 0.2, 0.7], rel=1e-13)


def test_who_waits_at_a_floor_that_costs_something_never_rises():
    """On a disc the first takes all; the second's floor has a price, so it stays, and no second rung has to say so."""
    turns = tuple(np.eye(2, dtype=bool))
    found, x = climbed([Ball([1.0, 1.0]), Polytope(np.zeros((1, 2)))], base=np.array([0.0, 0.6]), turns=turns)
    assert x == pytest.approx([0.8, 0.6], rel=1e-12)
    assert len(found.rungs) == 1 and (found.error <= 1e-12).all()


def test_a_floor_holds_while_the_level_is_below_it_and_no_longer():
    """Levels of the first two end at one half; the third starts two below, is kept at zero, then rises to its end."""
    pie = Polytope([[x, y, z] for x, y in ((0, 0), (1, 0), (0, 1)) for z in (0.0, 0.25)])
    found, x = climbed([pie, NOBODY, NOBODY], base=np.array([0.0, 0.0, -2.0]), floor=np.zeros(3))
    assert x == pytest.approx([0.5, 0.5, 0.25], rel=1e-13)
    assert found.rungs[0].ray.tolist() == [1.0, 1.0, 0.0] and found.rungs[0].base[2] == 0.0


def test_a_floor_that_costs_something_holds_for_good():
    found, x = climbed(
        [Polytope(np.eye(3)), NOBODY, NOBODY], base=np.array([0.0, 0.0, -2.0]), floor=np.array([0, 0, 0.2])
    )
    assert x == pytest.approx([0.4, 0.4, 0.2], rel=1e-13)
    assert found.target == pytest.approx(x, rel=1e-13)


def test_later_errors_contain_earlier_ones():
    found, _ = climbed([Polytope([[1, 0, 0], [0, 1, 0], [0.3, 0.3, 1]]), NOBODY, NOBODY], loose=1e-3)
    assert (found.error >= 1e-3).all() and np.isfinite(found.error).all()


def test_behind_an_oracle_a_level_that_is_kept_may_be_worth_its_root():
    """After the first has taken all of the disc the second's level hangs on how exactly: no error is proved."""
    found, x = climbed([Oracle(2, disc), Polytope(np.zeros((1, 2)))], turns=tuple(np.eye(2, dtype=bool)))
    assert x == pytest.approx([1.0, 0.0], abs=1e-3)
    assert found.error[0] <= 1e-9 and (len(found.rungs) == 1 or np.isinf(found.error[1]))


def test_behind_an_oracle_what_has_no_price_is_owed_nothing():
    sets = [Oracle(3, lambda w: np.append(disc(w[:2]), 0.0)), Polytope([[0, 0, 0], [0, 0, 1]]), NOBODY]
    found, x = climbed(sets)
    assert x == pytest.approx([0.5**0.5, 0.5**0.5, 1.0], abs=1e-9) and (found.error <= 1e-9).all()


def test_stopped_between_two_rungs_what_is_open_has_no_error():
    pie = Polytope([[x, y, z] for x, y in ((0, 0), (1, 0), (0, 1)) for z in (0.0, 2.0)])
    found, _ = climbed([pie, NOBODY, NOBODY], LimitedWatch(0))
    assert found.stopped and np.isinf(found.error).any()


def test_if_no_step_succeeds_there_is_no_climb():
    lowered = Lowered.of(Contributions([Ball([1.0, 1.0]), Ball([1.0, 1.0])]))
    assert climb(lowered, Ground(np.array([9.0, 0.0]), np.array([0.0, 1.0])), Stopwatch()) is None
    assert climb(lowered, Ground(np.zeros(2), np.zeros(2)), Stopwatch()) is None
