"""A watch that needs no time to expire."""

from __future__ import annotations

from largeworlds._core.stopwatch import Stopwatch


class LimitedWatch(Stopwatch):
    """Expires after ``most`` looks."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.left = most

    def expired(self) -> bool:
        self.left -= 1
        return self.left < 0
