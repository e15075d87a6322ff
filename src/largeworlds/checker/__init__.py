"""checker: recompute the proof that a result carries, with the Python standard library alone.

Nothing here is shared with the solver: the sets are read from the model inside the result, bounded from above by weak
duality in 50-digit decimal arithmetic, and every number of the result is compared with what follows from the model.

>>> from largeworlds.checker import ResultFormatError, verify
>>> try:
...     verify({"format": 1})
... except ResultFormatError as error:
...     print(error)
The result must have the key "model"; write it with largeworlds solve --json.
"""

from .reading import ResultFormatError
from .verification import Check, Verification
from .verify import verify

__all__ = ["Check", "ResultFormatError", "Verification", "verify"]
