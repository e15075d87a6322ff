"""What a model gives for each of its types, and whether it does so for all of them."""

from __future__ import annotations

from typing import Any

from .._core.arrays import MOST_CHARACTERS, visible
from .._core.text import clean
from .document import Document, Place
from .wording import came, listed, quoted

#: What the notes of a world or a game may hold, in the order of a file.
NOTES = ("title", "source", "units", "description", "notes")

#: A table of a checked document.
Table = dict[str, Any]


class PerType:
    """The ``[[types]]`` of a checked document; all have names and the names differ."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tables: list[Table] = document.data["types"]
        self.names = [str(table["name"]) for table in self.tables]
        first: dict[str, int] = {}
        for i, name in enumerate(self.names):
            place: Place = ("types", i, "name")
            if len(name) > MOST_CHARACTERS:
                rule, fix = f"must have at most {MOST_CHARACTERS:,} characters", "give the type a short name"
                raise document.error(place, rule, f"has {len(name):,}", fix)
            if not visible(name):
                rule, fix = "must have at least one visible character", "give the type a name that can be read"
                raise document.error(place, rule, came(name), fix)
            looks = clean(name)
            if looks in first:
                other = document.label(("types", first[looks]))
                same = "is also" if name == self.names[first[looks]] else "looks like"
                raise document.say(place, f"{same} the name of {other}; give each type its own name.")
            first[looks] = i

    def values(self, key: str) -> list[Any] | None:
        """One value per type, or None if no type has one."""
        have = [i for i, table in enumerate(self.tables) if key in table]
        if not have:
            return None
        if len(have) < len(self.tables):
            without = next(i for i in range(len(self.tables)) if i not in have)
            other = self.document.label(("types", have[0]))
            raise self.document.say(
                ("types", without), f"lacks the key {quoted(key)}, which {other} has; give it to all types or to none."
            )
        return [table[key] for table in self.tables]

    def fit(self, values: list[Any], place: Place, what: str = "number") -> None:
        """ModelFileError unless the list at ``place`` has one entry (``what``) per type."""
        m = len(self.names)
        if len(values) != m:
            raise self.document.error(
                place,
                f"must have {m} {what}{'s' * (m != 1)}, one per type ({listed(map(quoted, self.names), most=6)})",
                f"has {len(values)}",
                f"give one {what} per type",
            )

    def fit_key(self, key: str) -> None:
        """The same for a key of the whole document, if it is there and a list."""
        if isinstance(self.document.data.get(key), list):
            self.fit(self.document.data[key], (key,))
