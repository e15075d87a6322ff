"""The solutions that ``--solution`` names, with the options that belong to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._core.errors import ModelFileError
from .._core.text import listed

if TYPE_CHECKING:
    from ..bargaining.concept import Concept


@dataclass(frozen=True)
class Choice:
    """A solution: the name of its class at the top of the library, and the options that set its fields."""

    class_name: str
    options: tuple[str, ...] = ()


#: Name on the command line -> solution. A new solution is one line here.
SOLUTIONS = {
    "nash": Choice("NashBargaining", ("weights",)),
    "kalai-smorodinsky": Choice("KalaiSmorodinsky", ("ideal",)),
    "egalitarian": Choice("Egalitarian"),
    "equal-loss": Choice("EqualLoss", ("ideal",)),
    "utilitarian": Choice("Utilitarian", ("normalization", "weights")),
    "armstrong": Choice("Armstrong", ("ideal",)),
    "perles-maschler": Choice("PerlesMaschler"),
    "raiffa": Choice("Raiffa", ("kind",)),
    "dictatorial": Choice("Dictatorial", ("order",)),
}


def concept_of(solution: str, given: Mapping[str, str | None]) -> Concept:
    """The concept of that name with its options; ``given`` may hold None for options that were left out.

    Bargaining weights are those of the problem, so they are only checked to belong to the solution.
    """
    import largeworlds

    if solution not in SOLUTIONS:
        names = ", ".join(SOLUTIONS)
        raise ModelFileError(f"--solution must be one of {names}, but it is {solution!r}; use nash.")
    choice = SOLUTIONS[solution]
    settings: dict[str, str | list[str]] = {}
    for option, value in given.items():
        if value is None:
            continue
        if option not in choice.options:
            owners = [name for name, other in SOLUTIONS.items() if option in other.options]
            raise ModelFileError(
                f"--{option} does not belong to --solution {solution}; leave it out, or use it with "
                f"{listed(owners).replace(' and ', ' or ')}."
            )
        if option == "order":
            settings[option] = [name.strip() for name in value.split(",")]
        elif option != "weights":
            settings[option] = value
    made: Concept = getattr(largeworlds, choice.class_name)(**settings)
    return made
