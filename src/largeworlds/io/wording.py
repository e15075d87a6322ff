"""Words that the messages about model files share."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from .._core.text import shown

#: Texts and lists in a message are cut to about this many characters.
_MOST_SHOWN = 60


def quoted(text: str) -> str:
    """``text`` in double quotes on one line, cut if long."""
    shown = json.dumps(text[: _MOST_SHOWN + 1], ensure_ascii=False)
    return shown if len(text) <= _MOST_SHOWN else shown[: _MOST_SHOWN - 2] + '..."'


def came(value: Any) -> str:
    """What a value is, in words: ``3.5``, ``the text "abc"``, ``a list of 2``, ``a table with the keys a and b``."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return shown(value)
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, dict):
        keys = [str(key)[:_MOST_SHOWN] for key in value]
        return f"a table with the key{'s' * (len(keys) > 1)} {listed(keys)}" if keys else "an empty table"
    if isinstance(value, (date, time)):
        return "a date or time"
    return f"an object of type {type(value).__name__}"


def listed(words: Iterable[str], last: str = "and", most: int = 12) -> str:
    """``a, b and c``; long lists are cut."""
    all_words = list(words)
    if len(all_words) > most:
        all_words = [*all_words[: most - 1], f"{len(all_words) - most + 1} others"]
    if len(all_words) <= 1:
        return "".join(all_words)
    return f"{', '.join(all_words[:-1])} {last} {all_words[-1]}"


def choices(words: Iterable[str]) -> str:
    """``"a", "b" or "c"``."""
    return listed([quoted(word) for word in words], "or")


def meant(word: str, known: Iterable[str]) -> str:
    """`` did you mean "radii"?`` if a known word is close to ``word``, else nothing."""
    from difflib import get_close_matches

    by_lower = {option.lower(): option for option in known}
    close = get_close_matches(word.lower()[:100], list(by_lower), n=1, cutoff=0.6)
    return f" did you mean {quoted(by_lower[close[0]])}?" if close else ""
