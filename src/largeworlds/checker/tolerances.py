"""Every tolerance of the checker, by name. All are relative and free of units."""

from typing import Final

#: Gap below which "solved" is an honest word.
GAP_SOLVED: Final = 1e-9
#: What those held at disagreement may lend the others by standing a rounding below it, in units of the objective.
LENT: Final = 1e-4
#: Rounding allowed between two ways to compute one number, relative to it and its range.
ROUNDING: Final = 1e-12
#: Payoffs and gains may differ from what the shares make by this share of payoff, disagreement and range: four units in
#: the last place, where results show half a unit.
GAIN_ROUNDING: Final = 1e-15
#: A payoff may fall below disagreement by this share of its range.
HELD: Final = 1e-10
#: "Cannot gain" is proved if the possible gain is below this share of the payoff's range: where all sets are finite,
#: and on curved frontiers, where rounding of the disagreement point alone moves what can be gained by the square root
#: of the machine precision.
CANNOT_GAIN_FINITE: Final = 2e-9
CANNOT_GAIN: Final = 2e-6
#: Probabilities must sum to one within this.
PROBABILITY: Final = 1e-9
#: p(t) p(s | t) and p(s) p(t | s) must agree within this share of the larger one where a common prior is claimed.
SYMMETRY: Final = 1e-7
#: Actions tie in the own payoff if they differ by less than this share of its range.
TIE: Final = 1e-12
#: Recomputed error bounds are rounded up by this share, for the doubles in which their equation is solved.
ERROR_SLACK: Final = 1e-12
#: Rounding of sums of a few doubles, relative to their sizes: the printed bound of a direction may be that far short.
RESOLUTION: Final = 2.0**-50
#: Whoever is fixed at the level of a rung needs a price times ray of at least this, or the largest of all.
TIGHT: Final = 1e-9
#: Whoever is fixed by its price could rise by no more than this share of its range, whether or not errors are told.
KEPT: Final = 1e-4
#: By the consensus weights of a ladder no outcome may be worth more by this share of what they can vary.
GAP_WEIGHTS: Final = 2e-9
#: Sizes, consensus weights and units may differ from what is recomputed by this share.
UNITS: Final = 1e-9
#: A ray is taken to be at least this share of the payoffs' range long.
NEAR: Final = 1e-4
#: Points whose weighted sums differ by less than this share tie for certain; by more than TIE, for certain not.
SURE_TIE: Final = 1e-15
#: A curved budget is settled by prices if it is worth more than this share of what all ranges are.
SPLIT_WORTH: Final = 1e-9
#: What is left to change of a payoff below this share of its range is rounding.
FLAT: Final = 1e-12
#: Types whose payoff varies by less than this share of its size have no unit of utility.
CONSTANT: Final = 1e-15
#: The distribution of a sum of many choices is only followed up to this many values.
MOST_VALUES: Final = 200_000
#: Decimal digits of the arithmetic, and the allowance for all its rounding errors relative to the numbers that enter.
DIGITS: Final = 50
ARITHMETIC: Final = 1e-40
#: What doubles may lose of numbers that cancel, relative to them, where no payoff and no range is left to compare with.
ALLOWANCE: Final = 1e-30
