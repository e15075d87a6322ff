"""What a problem has to bring to be played as a game."""

from __future__ import annotations

from ..._core.errors import invalid
from ..._core.text import shown
from ..agreement import Agreement
from ..problem import BargainingProblem


def playable(problem: object) -> BargainingProblem:
    """``problem``, if it is a bargaining problem without outside options."""
    if not isinstance(problem, BargainingProblem):
        raise invalid("problem", "must be a BargainingProblem", shown(problem), "build one, or call world.problem()")
    if problem.outside_options is not None:
        came = f"given as {shown(problem.outside_options.tolist())}"
        raise invalid("outside_options", "have no place in this game", came, "leave them out")
    return problem


def everybody_gains(deal: Agreement) -> None:
    """InvalidProblem unless everybody can gain over d."""
    if not deal.can_gain.all():
        who = shown(deal.names[int(deal.can_gain.argmin())])
        rule = "must let every player gain over the disagreement point"
        fix = "leave those out who cannot gain, or choose another disagreement point"
        raise invalid("problem", rule, f"has {who}, who cannot", fix)
