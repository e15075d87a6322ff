"""Check and Verification: what the checker found, number by number and in words."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One comparison: its name, whether it holds, and one plain sentence with the numbers."""

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True)
class Verification:
    """All checks of one result.

    ``gap`` is the recomputed upper bound that stands behind the status: on how far the point of agreement is from the
    best, by the objective of ``solution``; on ``direction . (x - d)`` over all feasible x where nobody can gain
    (negative: infeasible); ``inf`` if nothing can be bounded. ``proved`` says what follows if every check passed.
    """

    status: str
    checks: tuple[Check, ...]
    gap: float
    proved: str
    solution: str = ""

    @property
    def ok(self) -> bool:
        """True if every check passed."""
        return all(check.passed for check in self.checks)

    def failures(self) -> tuple[Check, ...]:
        """The checks that did not pass."""
        return tuple(check for check in self.checks if not check.passed)

    def text(self) -> str:
        """The verdict, what is proved, and one line per check."""
        failed = len(self.failures())
        if failed:
            head = f"NOT VERIFIED: {failed} of {len(self.checks)} checks failed for the status {self.status!r}."
        else:
            head = f"Verified: all {len(self.checks)} checks passed for the status {self.status!r}."
            head += f" Solution: {self.solution}." * bool(self.solution)
        bound = "none" if math.isinf(self.gap) else f"{self.gap:.3g}"
        lines = [head]
        if not failed:
            lines.append(f"Proved: {self.proved}")
        lines.append(f"Recomputed bound: {bound}")
        lines += [f"  {'passed' if c.passed else 'FAILED'}  {c.name}: {c.detail}" for c in self.checks]
        return "\n".join(lines)
