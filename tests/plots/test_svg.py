from __future__ import annotations

import re
import warnings
import xml.etree.ElementTree as ElementTree

import pytest
from matplotlib.figure import Figure

import largeworlds as lw
from largeworlds import plots

from .models import EVIL, answer, evil, solved

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = {
    "feasible_sets": plots.feasible_sets,
    "who_gives_whom": plots.who_gives_whom,
    "trade_graph": plots.trade_graph,
    "gains": lambda source, deal: plots.gains(deal),
    "consensus_weights": lambda source, deal: plots.consensus_weights(deal),
    "solutions": lambda source, deal: plots.solutions(source, [deal]),
}


def text_of(figure: Figure, **how: object) -> str:
    return plots.svg(figure, **how)


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize("name", ["two types", "twelve"])
def test_it_is_one_self_contained_element(kind: str, name: str) -> None:
    text = text_of(FIGURES[kind](*solved(name)))
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "defs", "g", "path", "text", "use", "clipPath", "rect", "pattern"}
    assert set(re.findall(r"https?://[^\"' <>]+", text)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.search(r"\bon[a-z]+=", text)
    assert "<?xml" not in text
    assert "DOCTYPE" not in text
    references = re.findall(r'(?:href="|url\()([^")]+)', text)
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert all(reference.startswith("#") for reference in references)
    assert {reference[1:] for reference in references} == set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", FIGURES)
def test_it_says_in_words_what_it_shows(kind: str) -> None:
    root = ElementTree.fromstring(text_of(FIGURES[kind](*solved("two types"))))
    assert root.attrib["role"] == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == root.attrib["aria-label"]
    assert len(root.attrib["aria-label"]) > 40
    assert text_of(FIGURES[kind](*solved("two types")), alt="a <picture>").count('aria-label="a &lt;picture&gt;"') == 1


@pytest.mark.parametrize("kind", FIGURES)
def test_text_stays_text(kind: str) -> None:
    root = ElementTree.fromstring(text_of(FIGURES[kind](*solved("two types"))))
    words = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    assert "left" in words
    assert "right" in words


@pytest.mark.parametrize("kind", FIGURES)
def test_the_same_figure_gives_the_same_bytes(kind: str) -> None:
    assert text_of(FIGURES[kind](*solved("twelve"))) == text_of(FIGURES[kind](*solved("twelve")))


@pytest.mark.parametrize("kind", FIGURES)
def test_themed_figures_leave_the_neutral_colours_to_the_page(kind: str) -> None:
    plain, themed = (text_of(FIGURES[kind](*solved("twelve")), themed=on) for on in (False, True))
    assert "var(" not in plain
    assert "var(--lw-ink, #1c2430)" in themed
    assert "var(--lw-paper, #fefefe)" in themed
    assert re.sub(r"var\(--lw-[a-z]+, (#[0-9a-f]{6})\)", r"\1", themed) == plain


@pytest.mark.parametrize("kind", FIGURES)
def test_names_cannot_become_markup_or_mathematics(kind: str) -> None:
    source = evil()
    text = text_of(FIGURES[kind](source, answer(source)))
    root = ElementTree.fromstring(text)
    assert "<script" not in text
    assert not [element for element in root.iter() if element.tag.endswith(("script", "image", "a"))]
    words = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    assert "<script>alert" in words
    assert "$\\frac" in words
    assert "\x07" not in text
    assert "\u202e" not in text
    assert EVIL[0].replace("<", "&lt;").replace(">", "&gt;") in text


def test_letters_that_the_measuring_font_lacks_make_no_noise() -> None:
    beliefs = lw.Beliefs.independent([0.5, 0.5])
    world = lw.World([lw.Ball([1, 1]), lw.Ball([1, 1])], beliefs, names=["幸福を最大化する者たち", "自然を守る者たち"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        text = text_of(plots.trade_graph(world, lw.bargain(world.problem())))
    assert "幸福を最大化する者たち" in text
