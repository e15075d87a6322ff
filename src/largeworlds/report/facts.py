"""What every section of the report reads: the question, the answer, and what follows from them, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .._core.arrays import Array
from .._core.errors import invalid
from .._core.status import Status
from .._core.text import clean, counted
from ..bargaining import measures
from ..bargaining.agreement import Agreement
from ..bargaining.problem import BargainingProblem
from ..plots import style
from ..plots.exchange import Exchange, exchange
from ..worlds.advice import below_nash, equivalent_resources
from ..worlds.world import World
from .html import Html, escape, join, tag


@dataclass(frozen=True, eq=False)
class Facts:
    """``source`` and ``deal`` with everything the sections need, each worked out when first asked for."""

    source: World | BargainingProblem
    deal: Agreement

    def __post_init__(self) -> None:
        if self.source.names != self.deal.names:
            raise invalid(
                "deal",
                "must be an agreement on the given model",
                f"one between {', '.join(map(clean, self.deal.names))}",
                "solve this model first",
            )

    @property
    def world(self) -> World | None:
        return self.source if isinstance(self.source, World) else None

    @property
    def problem(self) -> BargainingProblem:
        return self.deal.problem

    @property
    def count(self) -> int:
        return self.problem.dim

    @property
    def noun(self) -> str:
        return "player" if self.world is None else "type"

    @property
    def units(self) -> str:
        """What payoffs are measured in."""
        return clean(self.problem.units)

    @property
    def has_payoffs(self) -> bool:
        return bool(np.isfinite(self.deal.payoffs).all())

    @property
    def trades(self) -> bool:
        """True if somebody gains, so that there is something to draw."""
        return self.has_payoffs and bool((self.gains > 0).any()) and self.deal.status is not Status.nobody_can_gain

    @cached_property
    def exchange(self) -> Exchange | None:
        return exchange(self.source, self.deal) if self.trades else None

    @cached_property
    def gains(self) -> Array:
        """Gains (m,) without what is only rounding (:func:`~largeworlds.bargaining.measures.shown_gains`)."""
        return measures.shown_gains(self.deal)

    @cached_property
    def relative_gains(self) -> Array:
        return measures.relative_gains(self.deal)

    @cached_property
    def percent_gains(self) -> Array:
        """Gain as a share of the payoff without cooperation; NaN where that is no natural measure."""
        below = np.zeros(self.count, bool) if self.world is None else below_nash(self.world, self.deal)
        return np.where(below, np.nan, measures.percent_gains(self.deal))

    @cached_property
    def resources(self) -> Array:
        """Own budget multiples worth as much as the compromise (:func:`equivalent_resources`); NaN where undefined."""
        if self.world is None or not self.trades:
            return np.full(self.count, np.nan)
        return equivalent_resources(self.world, self.deal, None if self.exchange is None else self.exchange.trade)

    @cached_property
    def profile(self) -> Array | None:
        """What each does, as it would say it itself: unscaled for a world; None without actions."""
        if not self.has_payoffs or self.problem.joint:
            return None
        return self.deal.actions if self.world is None else self.world.profile(self.deal)

    def all_of_them(self) -> str:
        """All who take part: "the type", "both types" or "all 12 types"."""
        if self.count <= 2:
            return f"both {self.noun}s" if self.count == 2 else f"the {self.noun}"
        return f"all {counted(self.count, self.noun)}"

    def name(self, t: int) -> Html:
        """Type ``t`` with its colour and number."""
        colour = style.colour(t)
        dot = tag("span", str(t + 1), class_="dot", style=f"background:{colour};color:{style.letters_on(colour)}")
        return tag("span", dot, tag("bdi", clean(self.deal.names[t]) or f"{self.noun} {t + 1}"), class_="type")

    def chain(self, members: tuple[int, ...], arrow: str) -> Html:
        """Several types with ``arrow`` between them."""
        return join(*(self.name(t) for t in members), between=escape(f" {arrow} "))
