"""Figures in the page: inline SVG that follows the page's colours, with a caption."""

from __future__ import annotations

from matplotlib.figure import Figure

from ..plots.svg import svg
from .html import Html, Part, tag

#: On narrow screens a picture shrinks to this width (px) and then scrolls, so that its letters stay readable.
_LEAST = 540
#: Large pictures have small letters and shrink to this width only.
_LARGE = 960


def picture(figure: Figure, *caption: Part) -> Html:
    """A figure with its caption."""
    width = round(float(figure.get_figwidth()) * 96)
    least = _LARGE if width > _LARGE else min(width, _LEAST)
    drawing = Html(svg(figure, themed=True).strip())
    label = str(figure.get_label()).split(".")[0]
    frame = tag("div", drawing, class_="scroll", role="region", tabindex="0", aria_label=label)
    return tag("figure", frame, tag("figcaption", *caption), style=f"--w:{width}px;--least:{least}px")
