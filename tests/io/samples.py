"""Model texts that use every key, ways to damage them, and exact equality of models' objects."""

from __future__ import annotations

import random
import re
from typing import Any

import numpy as np

from largeworlds.bargaining.problem import BargainingProblem
from largeworlds.beliefs.beliefs import Beliefs
from largeworlds.sets.base import ConvexSet
from largeworlds.sets.oracle import Oracle
from largeworlds.sets.returns import Return
from largeworlds.worlds.world import World

TWO_TYPES = """\
kind = "world"
players = 10

[parameters]
p = 0.75

[beliefs]
kind = "posterior"
posterior = [["= p", "= 1 - p"], ["= 1 - p", "= p"]]

[[types]]
name = "hedonism"
set = { kind = "ball", radii = [1, 1], p = 2 }

[[types]]
name = "cosmos"
set = { kind = "allocation", budget = 3, returns = { kind = "power", exponent = 0.5 } }
"""

EVERY_SET = """\
title = "Every kind of set"
source = "nowhere"
units = "utils"
description = "d"
notes = '''
two
lines'''
players = "infinite"
weights = [1, 2.5, 3]
disagreement = "defaults"

[parameters]
half = "= 1 / 2"
r = "= sqrt(4) * half"

[beliefs]
kind = "similarity"
scale = "= exp(0)"

[[types]]
name = "a.b"
prior = 0.5
features = [0, 1]
default = [0, 0, 0]
set = { kind = "polytope", vertices = [[0, 0, 0], [1, 2, 3], ["= r", 0, 1]], actions = ["rest", "help", "= odd"] }

[[types]]
name = "quote \\" and\\nnewline"
prior = 0.25
features = [1, 0]
default = [0, 0, 0]

[types.set]
kind = "sum"

[[types.set.parts]]
kind = "scaled"
factors = [1, -2, 0.5]
base = { kind = "box", lower = [-1, 0, 0], upper = [1, 1, 1] }

[[types.set.parts]]
kind = "sum"
parts = [
    { kind = "shifted", by = [0.1, 0, -0.5], base = { kind = "exponential_budget", scales = [1, 2, 0], total = 100 } },
    { kind = "ball", radii = [1, 0, 2], p = "infinite" },
]

[[types.set.parts]]
kind = "ellipsoid"
center = [1, 0, "= r"]
shape = [[1, "= half", 0], ["= half", 1, 0], [0, 0, 0]]

[[types.set.parts]]
kind = "hull"

[[types.set.parts.parts]]
kind = "inequalities"
matrix = [[1, 1, 1], [1, 0, "= half"]]
bounds = [1, "= half"]
lower = 0

[[types.set.parts.parts]]
kind = "inequalities"
matrix = [[1, 1, 1]]
bounds = [1]
lower = [0, -1, -2]

[[types.set.parts.parts]]
kind = "ball"
radii = [1, 2, 3]

[[types]]
name = "γ"
prior = 0.25
features = [0.5, 0.5]
default = [0, 0, 0]

[types.set]
kind = "allocation"
budget = 2
efficiency = [1, 0.5, 0]
returns = [
    { kind = "linear", scale = 2 },
    { kind = "log", scale = 2, offset = 0.5 },
    { kind = "isoelastic", eta = 2, scale = 3, offset = 1 },
]
"""

BARGAINING = """\
kind = "bargaining"
title = "A joint set"
units = "shells"
weights = [0.25, 0.75]
disagreement = [0, 0.125]
joint = { kind = "polytope", vertices = [[1, 0], [0, 1], [0, 0]] }

[[types]]
name = "Ann"

[[types]]
name = "Bo"
"""

MIXTURE = """\
kind = "world"
players = 1
weights = "equal"
disagreement = [0.5, 0.25]
types = [
    { name = "x", set = { kind = "ball", radii = [1, 1] } },
    { name = "y", set = { kind = "ball", radii = [2, 1], p = 1 } },
]

[beliefs]
kind = "mixture"
shares = [0.5, 0.5]
priors = [[0.9, 0.1], [0.2, 0.8]]
"""

ALL = (TWO_TYPES, EVERY_SET, BARGAINING, MIXTURE)

#: What stands in for a value, a key or a piece of text when a model is damaged.
_JUNK = (
    "", "0", "-1", "1e400", "nan", "-inf", "true", '"text"', '"= p"', '"= 1/0"', '"= "', "[]", "{}", "[[]]",
    "[1, 2, 3]", "[[1, 2], [3]]", "{ csv = 'a.csv' }", "{ kind = 'ball' }", "2020-01-01", '"infinite"', '"\\u0000"',
    "1e-320", "1e308", "'''", "[[types]]", "[beliefs]", 'name = "x"', 'extends = "self.toml"', "kind", "set",
    "prior", "=", "\x00", "\ufeff", "é", "99999999999999999999999999",
)  # fmt: skip


def damaged(text: str, chance: random.Random) -> str:
    """``text`` with one to three random slips: characters, words, values or lines changed, doubled, moved or lost."""
    for _ in range(chance.randint(1, 3)):
        text = chance.choice(_WAYS)(text, chance)
    return text


def _character(text: str, chance: random.Random) -> str:
    i = chance.randrange(len(text) + 1)
    return text[:i] + chance.choice('"[]{}=,.#\n-0eé\x00') + text[i + chance.randint(0, 1) :]


def _word(text: str, chance: random.Random) -> str:
    words = list(re.finditer(r"[\w.]+", text))
    word = chance.choice(words) if words else None
    other = chance.choice([chance.choice(_JUNK), chance.choice(words).group() if words else "x"])
    return text if word is None else text[: word.start()] + other + text[word.end() :]


def _value(text: str, chance: random.Random) -> str:
    values = list(re.finditer(r"(?<== )[^\n]+|(?<== )[\w.\"]+", text))
    value = chance.choice(values) if values else None
    return text if value is None else text[: value.start()] + chance.choice(_JUNK) + text[value.end() :]


def _lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(3):
        case 0:
            del lines[i]
        case 1:
            lines.insert(j, lines[i])
        case _:
            lines[i], lines[j] = lines[j], lines[i]
    return "\n".join(lines)


_WAYS = (_character, _word, _value, _lines)


def same(a: Any, b: Any) -> bool:
    """True if two models' objects are equal to the last bit, names and settings included."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if isinstance(a, (World, BargainingProblem, Beliefs, ConvexSet, Return)) and not isinstance(a, Oracle):
        # What was given beside the doubles serves exact answers in Python; a file holds the doubles.
        mine, yours = ({k: v for k, v in vars(one).items() if not k.startswith("_given")} for one in (a, b))
        return type(a) is type(b) and mine.keys() == yours.keys() and all(same(v, yours[k]) for k, v in mine.items())
    if isinstance(a, (tuple, list)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, (int, float)) and isinstance(b, (int, float)) and isinstance(a, bool) == isinstance(b, bool):
        return float(a).hex() == float(b).hex()
    return type(a) is type(b) and bool(a == b)
