"""Check that a built site needs nothing from elsewhere: no script, style, picture, font or frame from another host.

Links that a reader may follow are fine. Prints one line per breach and ends with 1 if there is any.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

#: Attributes by which a page loads something by itself, per element.
LOADING = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
#: Relations of a <link> that only point somewhere.
POINTING = {"canonical", "author", "license", "next", "prev", "search", "index", "alternate", "help"}
ELSEWHERE = re.compile(r"(?:^|[\s,])(?:https?:)?//", re.IGNORECASE)
STYLE_LOADS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])\s*((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)


class Loads(HTMLParser):
    """Collects the addresses on other hosts that a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._style = tag == "style"
        self.found += STYLE_LOADS.findall(values.get("style", ""))
        if tag == "link" and set(values.get("rel", "").split()) <= POINTING:
            return
        for name in LOADING.get(tag, ()):
            value = values.get(name, "")
            if not value.startswith("data:") and ELSEWHERE.search(value):
                self.found.append(f"<{tag} {name}> {value}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._style = False

    def handle_data(self, data: str) -> None:
        if self._style:
            self.found += STYLE_LOADS.findall(data)


def external_loads(text: str, *, css: bool = False) -> list[str]:
    """What the page (or, with ``css``, the style sheet) ``text`` would load from other hosts."""
    if css:
        return STYLE_LOADS.findall(text)
    parser = Loads()
    parser.feed(text)
    return parser.found


def breaches(site: Path) -> Iterator[str]:
    """One line per thing that a page or style sheet under ``site`` would load from elsewhere."""
    for path in sorted(site.rglob("*")):
        if path.suffix in (".html", ".css", ".svg"):
            text = path.read_text(encoding="utf-8", errors="replace")
            for what in external_loads(text, css=path.suffix == ".css"):
                yield f"{path.relative_to(site)}: loads {what}"


def main(arguments: list[str]) -> None:
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.exit("Name the folder of the built site, for example: python tools/check_site.py docs/_build/html")
    found = list(breaches(Path(arguments[0])))
    if not list(Path(arguments[0]).rglob("*.html")):
        found.append(f"{arguments[0]}: has no page at all")
    print("\n".join(found) if found else "Site: loads nothing from elsewhere.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
