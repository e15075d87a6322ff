"""The errors of the library. Each names the argument, the rule, what came and the next step."""

from __future__ import annotations

from typing import Any


class LargeWorldsError(Exception):
    """Base class of every error that the library raises on purpose."""


class InvalidProblem(LargeWorldsError, ValueError):
    """An argument breaks a rule of the model."""


class NoAgreement(LargeWorldsError):
    """It is proved that no agreement exists; ``result`` carries the proof."""

    def __init__(self, message: str, result: Any = None) -> None:
        super().__init__(message)
        self.result = result


class NotConverged(LargeWorldsError):
    """No certified answer was found in time; ``result`` carries the best one so far."""

    def __init__(self, message: str, result: Any = None) -> None:
        super().__init__(message)
        self.result = result


class ModelFileError(LargeWorldsError, ValueError):
    """A model file breaks a rule; the message names the file, the key path and what is allowed."""


def invalid(argument: str, rule: str, came: object, fix: str) -> InvalidProblem:
    """Compose the one sentence of an :class:`InvalidProblem`.

    >>> print(invalid("budget", "must be a positive number", -1.0, "give the resource to split"))
    budget must be a positive number, but it is -1.0; give the resource to split.
    """
    return InvalidProblem(f"{argument} {rule}, but it is {came}; {fix}.")
