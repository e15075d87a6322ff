"""Citations: every concept cites its own source, and nothing else does."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

import largeworlds as lw
from largeworlds import cite
from largeworlds._core import citations
from largeworlds.bargaining.concept import Concept
from tests.axioms.counterexamples import PRISM

PIE = lw.BargainingProblem(lw.Polytope([[0, 0], [2, 0], [0, 1]]), [0, 0])
BOTH = ["largeworlds", "treutlein2023modeling"]


def keys(result: object = None) -> list[str]:
    return re.findall(r"^@\w+\{(\w+),", cite(result), flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("concept", "sources"),
    [
        (lw.NashBargaining(), ["nash1950bargaining"]),
        (lw.NashBargaining([0.6, 0.4]), ["nash1950bargaining", "harsanyi1972generalized"]),
        (lw.KalaiSmorodinsky(), ["kalai1975other"]),
        (lw.Egalitarian(), ["kalai1977proportional"]),
        (lw.EqualLoss(), ["chun1988equal", "herrero1993rational"]),
        (lw.EqualLoss(rational=False), ["chun1988equal"]),
        (lw.Utilitarian("std"), ["harsanyi1955cardinal"]),
        (lw.Armstrong(), ["armstrong2013gains"]),
        (lw.Dictatorial(), []),
        (lw.PerlesMaschler(), ["perles1981superadditive"]),
        (lw.Raiffa(), ["raiffa1953arbitration"]),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Concept) else "",
)
def test_every_concept_cites_its_own_source(concept, sources):
    assert keys(lw.bargain(PIE, concept)) == BOTH + sources


def test_a_lexicographic_completion_cites_imai_too():
    assert keys(lw.bargain(PRISM, lw.KalaiSmorodinsky())) == [*BOTH, "kalai1975other", "imai1983individual"]
    assert keys(lw.bargain(PRISM, lw.Dictatorial())) == BOTH  # takes turns too, and completes nothing


def test_anything_else_cites_the_library_and_the_paper():
    for nothing in (None, 7, "deal", SimpleNamespace(concept=None), lw.Status.solved):
        assert keys(nothing) == BOTH


def test_every_public_concept_is_known_here():
    """A new concept without a source would silently be cited as none."""
    public = {name for name, home in lw._HOMES.items() if home.startswith("bargaining.solutions.")}
    assert all(issubclass(getattr(lw, name), Concept) for name in public)
    assert public - set(citations._CONCEPTS) == {"Dictatorial"}
    assert set(citations._CONCEPTS) <= public


def test_exact_answers_cite_as_their_doubles_do():
    for concept in (lw.NashBargaining([0.6, 0.4]), lw.EqualLoss(), lw.Utilitarian("range"), lw.Armstrong()):
        assert keys(lw.bargain(PIE, concept, exact=True)) == keys(lw.bargain(PIE, concept)), concept.title
    exact = lw.bargain(PRISM, lw.KalaiSmorodinsky(), exact=True)
    assert keys(exact) == [*BOTH, "kalai1975other", "imai1983individual"]


def test_entries_are_well_formed_bibtex():
    """Balanced braces, a year in every article, one entry per key, and the library's own version."""
    entries = [citations._software(), *{text for texts in citations._CONCEPTS.values() for text in texts}]
    entries += [citations._TREUTLEIN, citations._IMAI, citations._HERRERO_MARCO, citations._HARSANYI_SELTEN]
    assert len({re.match(r"@\w+\{(\w+),", text)[1] for text in entries}) == len(entries)
    for text in entries:
        depth = 0
        for at, letter in enumerate(text):
            depth += (letter == "{") - (letter == "}")
            assert depth > 0 or at < text.index("{") or at == len(text) - 1, text
        assert depth == 0, text
        fields = re.findall(r"^  (\w+)\s+= \{.*\},?$", text, flags=re.MULTILINE)
        assert {"author", "title"} <= set(fields) and len(fields) == text.count("\n") - 1, text
        assert "year" in fields or text.startswith("@software")
    assert f"version = {{{lw.__version__}}}" in cite()
