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


#: A description of what came that begins with one of these brings its own verb.
_VERBS = ("has ", "sums ", "comes ", "leads ", "lies ", "cannot ", "gives ", "raises ", "names ")


def but_it(came: object) -> str:
    """``but it is ...``, or ``but it has 1`` where ``came`` brings its own verb.

    >>> but_it(-1.0), but_it("has 1")
    ('but it is -1.0', 'but it has 1')
    """
    text = str(came)
    return f"but it {text}" if text.startswith(_VERBS) else f"but it is {text}"


def invalid(argument: str, rule: str, came: object, fix: str) -> InvalidProblem:
    """Compose the one sentence of an :class:`InvalidProblem`.

    >>> print(invalid("budget", "must be a positive number", -1.0, "give the resource to split"))
    budget must be a positive number, but it is -1.0; give the resource to split.
    """
    return InvalidProblem(f"{argument} {rule}, {but_it(came)}; {fix}.")
