# The public names, for editors and type checkers: what __init__.py loads when a name is first used.
from . import catalog as catalog
from . import plots as plots
from ._core.citations import cite as cite
from ._core.errors import InvalidProblem as InvalidProblem
from ._core.errors import LargeWorldsError as LargeWorldsError
from ._core.errors import ModelFileError as ModelFileError
from ._core.errors import NoAgreement as NoAgreement
from ._core.errors import NotConverged as NotConverged
from ._core.status import Status as Status
from .bargaining.agreement import Agreement as Agreement
from .bargaining.bargain import bargain as bargain
from .bargaining.problem import BargainingProblem as BargainingProblem
from .bargaining.problem import Contributions as Contributions
from .bargaining.solutions.nash import NashBargaining as NashBargaining
from .beliefs.beliefs import Beliefs as Beliefs
from .io.files import load as load
from .io.files import save as save
from .sets.allocation import Allocation as Allocation
from .sets.ball import Ball as Ball
from .sets.base import ConvexSet as ConvexSet
from .sets.below_frontier import BelowFrontier as BelowFrontier
from .sets.box import Box as Box
from .sets.ellipsoid import Ellipsoid as Ellipsoid
from .sets.exponential_budget import ExponentialBudget as ExponentialBudget
from .sets.hull import hull as hull
from .sets.inequalities import Inequalities as Inequalities
from .sets.oracle import Oracle as Oracle
from .sets.pie import pie as pie
from .sets.polytope import Polytope as Polytope
from .sets.returns import Isoelastic as Isoelastic
from .sets.returns import Linear as Linear
from .sets.returns import Log as Log
from .sets.returns import Power as Power
from .worlds.world import World as World

__version__: str
__all__: list[str]
