"""HTML from parts: every text is escaped where it enters, so that no name or note can become markup."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

#: No line ends before a percent or power sign, or after a plus-minus sign.
_KEPT_TOGETHER: Final = re.compile("(?<=±) | (?=%|× 10)")
_VOID: Final = frozenset({"meta", "br", "hr"})


class Html(str):
    """Text that is markup already. Anything else is escaped by :func:`escape`."""

    __slots__ = ()


Part = str | Html | None


def escape(text: object) -> Html:
    """``text`` as markup: itself if it is :class:`Html`, else with all special characters escaped.

    Control characters other than line ends are dropped, since HTML has no place for them.
    """
    if isinstance(text, Html):
        return text
    kept = (c for c in str(text) if c in "\n\t\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn"))
    return Html(_KEPT_TOGETHER.sub("\u00a0", html.escape("".join(kept), quote=True)))


def join(*parts: Part, between: str = "") -> Html:
    """The parts one after the other; None is left out."""
    return Html(between.join(escape(part) for part in parts if part is not None))


def tag(name: str, /, *children: Part, **attributes: object) -> Html:
    """An element. ``class_`` means class, ``aria_label`` aria-label; attributes that are None are left out.

    >>> tag("p", "1 < 2", class_="note")
    '<p class="note">1 &lt; 2</p>'
    """
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = join(*children)
    return Html(f"<{name}{shown}>" if name in _VOID else f"<{name}{shown}>{inner}</{name}>")


def paragraphs(text: str) -> Html:
    """Plain text with blank lines between paragraphs."""
    blocks = (block.strip() for block in text.replace("\r\n", "\n").split("\n\n"))
    return join(*(tag("p", block) for block in blocks if block))


def bullets(items: Iterable[Part], class_: str | None = None) -> Html | None:
    """A list, or nothing if there are no items."""
    entries = [tag("li", item) for item in items if item is not None]
    return tag("ul", *entries, class_=class_) if entries else None


def table(
    caption: Part, headers: Sequence[Part], rows: Iterable[Sequence[Part]], *, words: Sequence[int] = (0,)
) -> Html:
    """A table that scrolls sideways where the page is narrow.

    The first column heads the rows; ``words`` are the columns of text, the others hold numbers.
    """

    def kind(column: int) -> str | None:
        return None if column in words else "n"

    head = tag("tr", *(tag("th", header, scope="col", class_=kind(k)) for k, header in enumerate(headers)))
    body = [
        tag(
            "tr",
            *(
                tag("th", cell, scope="row") if k == 0 else tag("td", cell, class_=kind(k))
                for k, cell in enumerate(row)
            ),
        )
        for row in rows
    ]
    inner = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body))
    return tag("div", inner, class_="scroll", role="region", tabindex="0", aria_label=_plain(caption))


def _plain(caption: Part) -> str:
    """A caption without markup, for those who hear the page."""
    return "table" if caption is None or isinstance(caption, Html) else caption.split(". ")[0].rstrip(".")


def section(name: str, title: str, *children: Part) -> Html:
    """A section with a heading that links can reach."""
    heading = tag("h2", title, id=f"{name}-title")
    return tag("section", heading, *children, id=name, aria_labelledby=f"{name}-title")
