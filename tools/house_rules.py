"""House rules that no linter knows: what has no place in any file, and how large a module may be.

Prints one line per breach and ends with 1 if there is any. Patterns are written so that they do not match themselves.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LARGEST_MODULE = 400

#: Folders that hold nothing written by hand.
MADE = {"__pycache__", "build", "dist", "node_modules", "out", "site", "_build", "_generated"}
LOCK_FILE = re.compile(r"(uv\.lock|pylock.*\.toml|package-lock\.json|poetry\.lock|Pipfile\.lock|pdm\.lock)$")

#: Where (a pattern of paths) -> what must not stand there -> why.
FORBIDDEN = [
    ("", r"p[y]pi\.org|p[y]thonhosted|n[p]mjs\.org|d[e]bian\.org/debian|c[r]ates\.io", "names a registry's host"),
    ("", r"/wo[r]k/(main|shared|steering|\.library)|/fa[r]m/|/tm[p]/w/|/ro[o]t/", "names a path of one machine"),
    ("", r"\b(C[l]aude|ChatG[P]T|Co[p]ilot|Anthr[o]pic|Open[A]I|Code[x])\b", "names a tool it was written with"),
    ("", r"\b[i]ssue #?[0-9]+\b", "speaks of a ticket; say the reason itself"),
    (r"\.py$", r"\b(TO[D]O|FI[X]ME|XX[X])\b", "is unfinished"),
    (r"^src/", r"NotImplemente[d]Error", "is unfinished"),
    (r"^tests/", r"pytest\.(mark\.)?(sk[i]p|xfai[l])", "does not run; say what holds instead"),
]


def files(root: Path) -> Iterator[Path]:
    """Every file that somebody wrote, relative to ``root``."""
    for folder in sorted(root.iterdir()):
        name = folder.name
        if name in MADE or name.endswith(".egg-info") or (name.startswith(".") and folder.is_dir() and name != ".ci"):
            continue
        if folder.is_dir() and not folder.is_symlink():
            yield from files(folder)
        elif folder.is_file():
            yield folder


def breaches(root: Path) -> Iterator[str]:
    """One sentence per broken rule under ``root``."""
    rules = [(re.compile(where), re.compile(what), why) for where, what, why in FORBIDDEN]
    for path in files(root):
        place = path.relative_to(root).as_posix()
        if LOCK_FILE.search(place):
            yield f"{place}: is a lock file with addresses inside; constraints.txt is the one list of versions"
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        if re.match(r"src/.*\.py$", place) and len(lines) > LARGEST_MODULE:
            yield f"{place}: has {len(lines)} lines, more than {LARGEST_MODULE}; split it by concept"
        fitting = [(what, why) for where, what, why in rules if where.search(place)]
        for number, line in enumerate(lines, 1):
            for what, why in fitting:
                if what.search(line):
                    yield f"{place}:{number}: {why}: {line.strip()[:100]}"


def main() -> None:
    found = list(breaches(ROOT))
    print("\n".join(found) if found else "House rules: kept.")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
