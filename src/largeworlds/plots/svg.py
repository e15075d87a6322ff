"""SVG text of a figure: self-contained, the same bytes for the same figure, safe to put into a page."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
import xml.etree.ElementTree as ElementTree

from matplotlib.figure import Figure

from .._core.text import clean
from .style import GRID, INK, PAPER, SOFT, settings

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_THEME = {INK: "--lw-ink", SOFT: "--lw-soft", GRID: "--lw-grid", PAPER: "--lw-paper"}


def svg(fig: Figure, *, alt: str | None = None, themed: bool = False) -> str:
    """The figure as SVG text (one root element, no XML declaration).

    Text stays text, in fonts that every system has or replaces; there are no dates, no scripts and no links. ``alt`` is
    the text alternative (default: the figure's own). With ``themed`` the neutral colours become the CSS variables
    ``--lw-ink``, ``--lw-soft``, ``--lw-grid`` and ``--lw-paper``, so that a page can darken them; types keep theirs.
    """
    buffer = io.StringIO()
    with settings(), warnings.catch_warnings():
        # Letters that the measuring font lacks are still written as text; the reader's fonts have them.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        fig.savefig(buffer, format="svg", metadata=metadata, facecolor=fig.get_facecolor())
    root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", buffer.getvalue()))
    _tidy(root)
    _name_ids(root)
    if themed:
        _theme(root)
    _describe(root, fig.get_label() if alt is None else alt)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _tidy(root: ElementTree.Element) -> None:
    """Plain tag names, no metadata, no style sheet that would leak into the page."""
    for parent in root.iter():
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
        if _LINK in parent.attrib:
            parent.attrib["xlink:href"] = parent.attrib.pop(_LINK)
        parent.tag = parent.tag.removeprefix(_SVG)
        parent.tail = None
        if parent.tag not in ("text", "tspan", "title", "desc"):
            parent.text = None
    width, height = (float(root.attrib[side].removesuffix("pt")) for side in ("width", "height"))
    root.attrib.clear()
    root.attrib.update(
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "xmlns:xlink": "http://www.w3.org/1999/xlink",
            "version": "1.1",
            "width": f"{width:.6g}pt",
            "height": f"{height:.6g}pt",
            "viewBox": f"0 0 {width:.6g} {height:.6g}",
            "stroke-linejoin": "round",
            "stroke-linecap": "butt",
        }
    )


def _name_ids(root: ElementTree.Element) -> None:
    """Keep only ids that something refers to, under names that differ from those of other figures on a page."""
    body = ElementTree.tostring(root)
    prefix = "lw" + hashlib.sha256(body).hexdigest()[:10]
    used = set(re.findall(rb'(?:url\(#|href="#)([^)"]+)', body))
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name is not None and name.encode() in used:
            element.attrib["id"] = f"{prefix}-{name}"
        for key, value in element.attrib.items():
            if key == "xlink:href":
                element.attrib[key] = value.replace("#", f"#{prefix}-", 1)
            elif "url(#" in value:
                element.attrib[key] = value.replace("url(#", f"url(#{prefix}-")


def _theme(root: ElementTree.Element) -> None:
    for element in root.iter():
        style = element.attrib.get("style")
        if style is not None:
            for plain, variable in _THEME.items():
                style = style.replace(plain, f"var({variable}, {plain})")
            element.attrib["style"] = style


def _describe(root: ElementTree.Element, alt: object) -> None:
    text = clean(str(alt or "")) or "figure"
    root.attrib["role"] = "img"
    root.attrib["aria-label"] = text
    title = ElementTree.Element("title")
    title.text = text
    root.insert(0, title)
