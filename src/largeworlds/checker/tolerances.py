"""Every tolerance of the checker, by name. All are relative and free of units."""

from typing import Final

#: Gap below which "solved" is an honest word.
GAP_SOLVED: Final = 1e-9
#: A claimed gap g is confirmed if the recomputed bound is at most the larger of GAP_FACTOR * g and GAP_SOLVED.
GAP_FACTOR: Final = 2
#: Rounding allowed between two ways to compute one number, relative to the numbers that enter it.
ROUNDING: Final = 1e-12
#: Gains may differ from payoffs minus disagreement by this share of the payoffs involved.
GAIN_ROUNDING: Final = 1e-13
#: A payoff may fall below disagreement by this share of its range.
HELD: Final = 1e-10
#: "Cannot gain" is proved if the possible gain is below this share of the payoff's range (on curved frontiers rounding
#: of the disagreement point alone moves what can be gained by the square root of the machine precision).
CANNOT_GAIN: Final = 2e-6
#: Probabilities must sum to one, and a prior fit the posteriors, within this.
PROBABILITY: Final = 1e-9
#: Actions tie in the own payoff if they differ by less than this share of its range.
TIE: Final = 1e-12
#: Published error bounds may fall short of the recomputed ones by this share.
ERROR_SLACK: Final = 1e-6
#: Payoffs are doubles: the gap is not determined better than this times the weighted payoffs.
RESOLUTION: Final = 2.0**-50
#: The printed bound of a direction may fall short of the recomputed one by this share of the numbers that enter.
BOUND_ROUNDING: Final = 1e-13
#: Decimal digits of the arithmetic, and the allowance for all its rounding errors relative to the numbers that enter.
DIGITS: Final = 40
ALLOWANCE: Final = 1e-30
