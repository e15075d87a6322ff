"""Every tolerance of the library, by name. All are relative and free of units."""

from typing import Final

#: Certified gap of the Nash objective below which a bargaining answer counts as solved.
GAP_SOLVED: Final = 1e-9
#: Where gains are small beside payoffs, rounding of these may add this to the gap of an answer that is published.
GAP_ROUNDING: Final = 1e-6
#: Gap at which a solver stops trying to improve.
GAP_TARGET: Final = 1e-15
#: First-order distance from optimality (relative) at which a solver stops; errors of payoffs are of this size.
SLACK_TARGET: Final = 1e-14
#: Gains above this share of the payoff's range are told from rounding; a certificate decides whether they count.
ROUNDING_GAIN: Final = 1e-12
#: A type "can gain" if it can gain more than this share of the range of its payoff.
TINY_GAIN: Final = 1e-9
#: On curved frontiers rounding of d alone moves gains by the square root of the machine precision: a proof that a type
#: cannot gain more than this share of its range counts as "cannot gain".
NO_GAIN: Final = 1e-6
#: Points may lie below disagreement by this share of a payoff's range; an agreement that needs more does not exist.
BELOW: Final = 5e-11
#: What those held at disagreement may lend the others by standing a rounding below it, in units of the objective, a
#: little less than what the checker allows.
LENT: Final = 9e-5
#: A proof that a type cannot gain is sought until its bound, as a share of the type's range, falls below this; larger
#: weights would prove more in exact arithmetic and less in rounded one.
HELD: Final = 1e-7
#: Membership of a point in a set, relative to the set's size.
MEMBERSHIP: Final = 1e-9
#: p(t) p(s | t) and p(s) p(t | s) must agree within this share of the larger one.
SYMMETRY: Final = 1e-7
#: Probabilities must sum to one within this.
PROBABILITY: Final = 1e-9
#: Weights that sum to one up to this are taken as they are: it is what rounding leaves of a sum of scaled weights.
SUM_ROUNDING: Final = 1e-14
#: Two actions tie in a type's own payoff if they differ by less than this share of the payoff's range.
TIE: Final = 1e-12
#: Rounding allowance of a recomputed certificate, in units of the total weighted gain.
RECHECK: Final = 1e-9
#: A point lies on the frontier if it can be moved by no more than this share of everybody's range, up or down.
ON_FRONTIER: Final = 1e-8
#: An action is in use if its share exceeds this.
USED_SHARE: Final = 1e-9
#: A curved use is in use if it brings more than this share of the range: near an end of a round frontier payoffs know
#: no more, since a gap of 1e-15 is worth its square root.
USED_PAYOFF: Final = 1e-7
#: Two points of a set, or two weights, are one if they differ by less than this share of the range.
SAME_POINT: Final = 1e-7
#: A utility is a weighted sum of others if it differs from one by no more than this share of its range.
HARSANYI: Final = 1e-9
#: A game counts as additively separable if the best sum of contributions misses no payoff by more than this share of
#: that payoff's range (and by more than rounding).
SEPARABLE: Final = 1e-9
#: A payoff vector counts as reached, and as Pareto optimal, up to this share of each payoff's range.
REACHED: Final = 1e-9
#: Half-planes and half-spaces separate a point from a set if they do so by more than this share of the ranges.
SEPARATED: Final = 1e-12
#: Proofs of Pareto optimality on curved sets use no weight smaller than this share of all weights, in units of the
#: ranges: curved frontiers end where only weights of zero are left, which prove nothing.
PROPER: Final = 1e-6
#: A matrix counts as symmetric and positive semidefinite up to this, when scaled to ones on its diagonal.
SEMIDEFINITE: Final = 1e-12
#: What remains of the diagonal of such a matrix beyond the columns of its root, below this, is rounding.
FLAT: Final = 1e-13
