"""Reports of solutions other than Nash's say what they promise, and nothing of what only Nash's does."""

from __future__ import annotations

import pytest

import largeworlds as lw
from largeworlds import catalog
from largeworlds.bargaining.concept import Concept
from largeworlds.report import report

from .reading import Page
from .test_report import assert_inert

WORLD = catalog.load("treutlein-2023/example-54/prior-3-4")


def words(concept: Concept, world: lw.World = WORLD) -> str:
    text = report(world, lw.bargain(world.problem(), concept))
    assert_inert(Page(text))
    return Page(text).text()


@pytest.mark.parametrize(
    "concept",
    [
        lw.KalaiSmorodinsky(),
        lw.Egalitarian(),
        lw.EqualLoss(),
        lw.Armstrong(),
        lw.Utilitarian("ideal"),
        lw.Dictatorial(),
    ],
    ids=lambda concept: concept.title,
)
def test_nothing_is_said_that_only_the_nash_solution_does(concept: Concept) -> None:
    text = words(concept)
    assert "log(" not in text and "Nash solution sets" not in text and "None" not in text
    assert concept.title in text
    assert f"largeworlds solve FILE --solution {_key(concept)}" in text
    assert ("Bargaining weight" in text) == concept.takes_weights


def _key(concept: Concept) -> str:
    from largeworlds.io.results import concept_key

    return concept_key(concept)


def test_rungs_and_ideal_points_are_shown() -> None:
    text = words(lw.KalaiSmorodinsky())
    assert "Step by step: levels" in text and "Of ideal gain" in text
    assert "The ideal points are proved in the same way" in text


def test_who_loses_is_said_in_the_first_lines() -> None:
    world = catalog.load("largeworlds/twelve-value-systems")
    text = words(lw.Utilitarian("range"), world)
    assert text.index("joy, play and new minds would do better without cooperation") < 400
    assert "The other" not in text[:600]


def test_a_solution_that_no_option_asks_for_has_no_command() -> None:
    text = words(lw.EqualLoss("feasible", False))
    assert "solve FILE" not in text and "this solution has settings that only Python has" in text
