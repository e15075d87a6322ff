"""Kelly and Yudovina (2014), "Stochastic Networks", Section 7: proportional fairness is Nash's solution (Remark 7.5).

x is proportionally fair if the proportional changes to any other feasible y add up to at most zero: sum w (y - x) / x
<= 0 (Proposition 7.4). The ring is Question 4 of Paper 34, University of Cambridge, Part III of the Mathematical Tripos
2003: four links of capacity 1, every route uses two neighbouring ones, and n_r flows share route r.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from largeworlds import BargainingProblem, Egalitarian, Inequalities, NashBargaining, bargain

LINKS = [[1, 0, 0, 1], [1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]]
RING = Inequalities(LINKS, [1] * 4, lower=0)
FLOWS = [(1, 1, 1, 1), (2, 1, 3, 2), (5, 1, 1, 1), (1, 4, 2, 4)]


@pytest.mark.parametrize("flows", FLOWS)
def test_ring_of_four_links(flows):
    """Routes 1 and 3 get (n_1 + n_3) / (n_1 + ... + n_4) each, routes 2 and 4 the rest."""
    deal = bargain(BargainingProblem(RING, [0] * 4), NashBargaining(flows), exact=True)
    odd = Fraction(flows[0] + flows[2], sum(flows))
    assert deal.payoffs == (odd, 1 - odd, odd, 1 - odd) and deal.is_exact and all(deal.verify())
    numeric = bargain(BargainingProblem(RING, [0] * 4), NashBargaining(flows))
    assert numeric.payoffs == pytest.approx([float(x) for x in deal.payoffs], abs=1e-9)


@pytest.mark.parametrize("flows", FLOWS[1:3])
def test_every_flow_a_player_of_its_own(flows):
    """With equal weights a flow on an odd route gets (n_1 + n_3) / (n_r (n_1 + ... + n_4)), as asked for there."""
    owner = np.repeat(np.arange(4), flows)
    links = np.array(LINKS)[:, owner]
    deal = bargain(BargainingProblem(Inequalities(links, [1] * 4, lower=0), [0] * len(owner)), exact=True)
    odd = Fraction(flows[0] + flows[2], sum(flows))
    expected = [(odd if r % 2 == 0 else 1 - odd) / flows[r] for r in owner.tolist()]
    assert deal.payoffs == tuple(expected) and all(deal.verify())


def test_proportional_changes_add_up_to_at_most_zero(rng):
    for flows in FLOWS:
        x = bargain(BargainingProblem(RING, [0] * 4), NashBargaining(flows)).payoffs
        for y in RING.maximizer(rng.normal(size=(20, 4))):
            assert np.array(flows) @ ((y - x) / x) <= 1e-9


@pytest.mark.parametrize("hops", [1, 2, 5])
def test_one_long_route_and_a_short_one_on_each_link(hops):
    """By hand: log x + L log(1 - x) is largest at x = 1 / (L + 1).

    Max-min fairness, the egalitarian solution, gives everybody 1/2.
    """
    rows = [[1, *(int(i == j) for j in range(hops))] for i in range(hops)]
    line = BargainingProblem(Inequalities(rows, [1] * hops, lower=0), [0] * (hops + 1))
    share = Fraction(1, hops + 1)
    deal = bargain(line, exact=True)
    assert deal.payoffs == (share, *[1 - share] * hops) and all(deal.verify())
    fair = bargain(line, Egalitarian(), exact=True)
    assert fair.payoffs == (Fraction(1, 2),) * (hops + 1) and all(fair.verify())
