"""largeworlds: evidential cooperation in large worlds.

Describe the agents of a large world and what they believe about each other; get the compromise that they should all act
on, what everyone gains, and the proof. Names are loaded when first used, so that ``import largeworlds`` stays quick.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

#: Public name -> module that defines it.
_HOMES = {
    "Agreement": "bargaining.agreement",
    "Allocation": "sets.allocation",
    "AlternatingOffers": "bargaining.strategic.alternating_offers",
    "Armstrong": "bargaining.solutions.armstrong",
    "Ball": "sets.ball",
    "BargainingProblem": "bargaining.problem",
    "Beliefs": "beliefs.beliefs",
    "BelowFrontier": "sets.below_frontier",
    "Box": "sets.box",
    "CommonWeights": "bargaining.weights.common",
    "ConsensusWeights": "bargaining.weights.consensus",
    "Contributions": "bargaining.problem",
    "ConvexSet": "sets.base",
    "Decompositions": "bargaining.weights.decompositions",
    "Dictatorial": "bargaining.solutions.dictatorial",
    "Egalitarian": "bargaining.solutions.egalitarian",
    "Ellipsoid": "sets.ellipsoid",
    "EqualLoss": "bargaining.solutions.equal_loss",
    "ExactAgreement": "bargaining.exact.agreement",
    "ExponentialBudget": "sets.exponential_budget",
    "Frontier": "bargaining.frontier",
    "GainsLeft": "bargaining.weights.gains_left",
    "HarsanyiCheck": "bargaining.weights.harsanyi",
    "Inequalities": "sets.inequalities",
    "InvalidProblem": "_core.errors",
    "Isoelastic": "sets.returns",
    "JointDistribution": "games.joint",
    "LargeWorldsError": "_core.errors",
    "KalaiSmorodinsky": "bargaining.solutions.kalai_smorodinsky",
    "Linear": "sets.returns",
    "Log": "sets.returns",
    "MarginalRates": "bargaining.weights.marginal",
    "ModelFileError": "_core.errors",
    "NashBargaining": "bargaining.solutions.nash",
    "NoAgreement": "_core.errors",
    "NotConverged": "_core.errors",
    "NormalFormGame": "games.normal_form",
    "Oracle": "sets.oracle",
    "ParetoCheck": "bargaining.pareto",
    "PerlesMaschler": "bargaining.solutions.perles_maschler",
    "Polytope": "sets.polytope",
    "Power": "sets.returns",
    "Raiffa": "bargaining.solutions.raiffa",
    "Reachability": "games.reachable",
    "Separability": "games.separability",
    "SmoothedDemandGame": "bargaining.strategic.demand_game",
    "Status": "_core.status",
    "Utilitarian": "bargaining.solutions.utilitarian",
    "World": "worlds.world",
    "alternating_offers": "bargaining.strategic.alternating_offers",
    "axiom_matrix": "axioms.matrix",
    "bargain": "bargaining.bargain",
    "check_axioms": "axioms.check",
    "check_common_weights": "bargaining.weights.common",
    "check_harsanyi": "bargaining.weights.harsanyi",
    "cite": "_core.citations",
    "compare": "bargaining.comparison",
    "consensus_weights": "bargaining.weights.from_point",
    "decompositions": "bargaining.weights.decompositions",
    "frontier": "bargaining.frontier",
    "gains_left": "bargaining.weights.gains_left",
    "game_problem": "disagreement.from_game",
    "hull": "sets.hull",
    "is_pareto_optimal": "bargaining.pareto",
    "load": "io.files",
    "marginal_charity": "bargaining.weights.marginal",
    "marginal_rates": "bargaining.weights.marginal",
    "pie": "sets.pie",
    "save": "io.files",
    "smoothed_demand_game": "bargaining.strategic.demand_game",
    "weight_range": "bargaining.weights.from_point",
}
#: Public namespaces.
_SPACES = ("catalog", "plots")

__all__ = ["__version__", *sorted([*_HOMES, *_SPACES])]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    if name in _SPACES:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
