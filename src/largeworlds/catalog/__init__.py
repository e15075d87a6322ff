"""The catalog: published examples as data, the path being the citation, and larger worlds of our own.

>>> import largeworlds as lw
>>> world = lw.catalog.load("treutlein-2023/example-55/p-3-4")
>>> lw.bargain(world.problem()).payoffs.round(6).tolist()
[0.790569, 0.790569]
"""

from .answers import Expected, expected
from .copying import copy, show
from .listing import Entry, entries, load

__all__ = ["Entry", "Expected", "copy", "entries", "expected", "load", "show"]
