from __future__ import annotations

import re

import pytest

import largeworlds as lw

STEPS = lw.BargainingProblem(
    [lw.Polytope([[1, 0, 0], [0, 1, 0]]), lw.Box([0, 0, 0], [0, 0, 1]), lw.Polytope([[0, 0, 0]])], [0, 0, 0]
)
PIE = lw.BargainingProblem(lw.Ball([2.0, 1.0]), [0, 0])


def _keys(text: str) -> list[str]:
    return re.findall(r"^@\w+\{(\w+),", text, re.MULTILINE)[2:]  # the library and its model come first


@pytest.mark.parametrize(
    ("problem", "concept", "keys"),
    [
        (PIE, lw.NashBargaining(), ["nash1950bargaining"]),
        (PIE, lw.NashBargaining([1, 2]), ["nash1950bargaining", "harsanyi1972generalized"]),
        (PIE, lw.KalaiSmorodinsky(), ["kalai1975other"]),
        (STEPS, lw.KalaiSmorodinsky(), ["kalai1975other", "imai1983individual"]),
        (PIE, lw.Egalitarian(), ["kalai1977proportional"]),
        (PIE, lw.EqualLoss(), ["chun1988equal", "herrero1993rational"]),
        (PIE, lw.EqualLoss(rational=False), ["chun1988equal"]),
        (PIE, lw.Utilitarian(), ["harsanyi1955cardinal"]),
        (PIE, lw.Armstrong(), ["armstrong2013gains"]),
        (PIE, lw.PerlesMaschler(), ["perles1981superadditive"]),
        (PIE, lw.Raiffa(), ["raiffa1953arbitration"]),
        (PIE, lw.Dictatorial(), []),
    ],
)
def test_every_solution_is_cited(problem: lw.BargainingProblem, concept: object, keys: list[str]) -> None:
    assert _keys(lw.cite(lw.bargain(problem, concept))) == keys


def test_entries_are_well_formed() -> None:
    text = lw.cite(lw.bargain(STEPS, lw.EqualLoss()))
    assert text.count("{") == text.count("}")
    assert "pages   = {389--401}" in text and "volume  = {51}" in text
    assert r"Mar{\'i}a" in text
    assert _keys(lw.cite()) == []
