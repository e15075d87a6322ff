from __future__ import annotations

import pytest

from largeworlds.report.html import Html, bullets, escape, join, paragraphs, section, table, tag

from .reading import Page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>", "&lt;b&gt;"),
        ("a & b", "a &amp; b"),
        ("\"x\" 'y'", "&quot;x&quot; &#x27;y&#x27;"),
        ("&amp;", "&amp;amp;"),
        ("a\x00\x1b\u202e\ud800b", "ab"),
        ("two\nlines", "two\nlines"),
        ("12 %", "12\u00a0%"),
        ("± 1.5 × 10⁹", "±\u00a01.5\u00a0× 10⁹"),
    ],
)
def test_text_is_escaped(text: str, shown: str) -> None:
    assert escape(text) == shown
    assert isinstance(escape(text), Html)
    assert escape(escape(text)) == shown  # once


def test_attributes_are_escaped_and_named() -> None:
    assert tag("a", "x", href='"><script>', class_="y", aria_label="z", title=None) == (
        '<a href="&quot;&gt;&lt;script&gt;" class="y" aria-label="z">x</a>'
    )
    assert tag("meta", name="a") == '<meta name="a">'


def test_parts_are_escaped_where_they_are_joined() -> None:
    assert join("<", Html("<br>"), None, between=" ") == "&lt; <br>"
    assert bullets(["<", None]) == "<ul><li>&lt;</li></ul>"
    assert bullets([None]) is None
    assert paragraphs("a\n\n\n\nb\nc\r\n\r\n<d>\n\n") == "<p>a</p><p>b\nc</p><p>&lt;d&gt;</p>"


def test_a_table_has_a_caption_headers_and_aligned_numbers() -> None:
    text = table("What. <More>", ["a", "b", "c"], [["x", "1", "<"]], words=(0, 2))
    found = Page(text)
    assert [cell.get("scope") for cell in found.all("th")] == ["col", "col", "col", "row"]
    assert [cell.get("class") for cell in found.all("td")] == ["n", None]
    assert found.all("div")[0]["aria-label"] == "What"
    assert "&lt;More&gt;" in text


def test_a_section_is_named_by_its_heading() -> None:
    found = Page(section("x", "A title", tag("p", "text")))
    assert found.all("section") == [{"id": "x", "aria-labelledby": "x-title"}]
    assert found.all("h2") == [{"id": "x-title"}]
