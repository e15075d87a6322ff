"""A deadline that long computations look at between two steps."""

from __future__ import annotations

import time


class Stopwatch:
    """Counts from its creation; ``expired()`` once the limit has passed or ``stop()`` was called."""

    def __init__(self, limit: float | None = None) -> None:
        self._end = None if limit is None else time.monotonic() + limit
        self._stopped = False

    def stop(self) -> None:
        """Ask the computation to return its best answer at the next step (used by Ctrl-C)."""
        self._stopped = True

    def expired(self) -> bool:
        return self._stopped or (self._end is not None and time.monotonic() >= self._end)
