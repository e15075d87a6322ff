"""Can everybody really do this? The point of a result, made again from the shares behind it, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import tolerances
from .arithmetic import ONE, ZERO, decimals, more_digits, plus
from .claim import Claim, Deal
from .model import EXACT, Model
from .pieces import Sparse
from .reading import listed, vector
from .sets import ModelSet
from .verification import Check


@dataclass(frozen=True)
class Point:
    """The exact point behind a deal: payoffs x, gains x - d, and d.

    ``sizes`` is what printed payoffs may be off by, relative to: payoff, disagreement and range, but not the numbers
    that cancel in them; ``gain_sizes`` the same for gains. ``off`` is how far the printed payoff or gain is from the
    exact one beyond the rounding of such doubles.
    """

    payoffs: tuple[Decimal, ...]
    gains: tuple[Decimal, ...]
    sizes: tuple[Decimal, ...]
    gain_sizes: tuple[Decimal, ...]
    off: tuple[Decimal, ...]
    disagreement: tuple[Decimal, ...]


def check_point(
    model: Model, claim: Claim, deal: Deal, disagreement: Sequence[Decimal]
) -> tuple[list[Check], Point | None]:
    """Membership of every action, then actions, payoffs and gains; the exact point if every action is proved."""
    m = model.count
    payoffs = [ZERO] * m
    worst, problems, sizes = 0.0, [], []
    for t, part in enumerate(model.sets):
        made = _action(part, deal.choices[t], deal.profile[t], f"choices[{t}]")
        if isinstance(made, str):
            problems.append(f"{model.givers[t]}: {made}")
            sizes.append([abs(value) for value in decimals(deal.profile[t])])
            continue
        action, size, apart = made
        worst = max(worst, apart)
        with more_digits(EXACT):
            payoffs = plus(payoffs, model.contribution(t, action))
        sizes.append(size)
    said = f"Every action is made by its shares, none negative and none spent twice, within {worst:.1e}."
    checks = [Check("membership", not problems, said if not problems else "; ".join(problems[:3]) + ".")]
    checks.append(_check_actions(model, deal, sizes))
    if problems:
        return checks, None
    gains = tuple(x - d for x, d in zip(payoffs, disagreement, strict=True))
    near = tuple(
        abs(x) + abs(d) + wide + Decimal(tolerances.ALLOWANCE) * size
        for x, d, wide, size in zip(payoffs, disagreement, *model.ranges, strict=True)
    )
    gained = _gain_sizes(model, claim, gains, near, disagreement)
    resolution = Decimal(tolerances.RESOLUTION)
    off = tuple(
        max(abs(Decimal(a) - x) - resolution * size, abs(Decimal(b) - g) - resolution * small, ZERO)
        for a, b, x, g, size, small in zip(deal.payoffs, deal.gains, payoffs, gains, near, gained, strict=True)
    )
    point = Point(tuple(payoffs), gains, near, gained, off, tuple(disagreement))
    checks += _check_sums(model, claim, deal, point)
    return checks, point


def _gain_sizes(
    model: Model, claim: Claim, gains: Sequence[Decimal], near: Sequence[Decimal], disagreement: Sequence[Decimal]
) -> tuple[Decimal, ...]:
    """What printed gains may be off by, relative to: gain and range, however large the payoffs are that cancel.

    Payoffs count where a solver must round the points of the sets, and so does a disagreement point that is printed
    rounded.
    """
    if model.rounds:
        return tuple(near)
    printed = [
        abs(Decimal(a) - d) / Decimal(tolerances.RESOLUTION)
        for a, d in zip(claim.disagreement, disagreement, strict=True)
    ]
    return tuple(
        abs(g) + wide + lost if wide else size
        for g, wide, lost, size in zip(gains, model.ranges[0], printed, model.ranges[1], strict=True)
    )


def _action(
    part: ModelSet, choice: Sequence[Any], claimed: Sequence[float], place: str
) -> tuple[list[Decimal], list[Decimal], float] | str:
    """The exact action that ``choice`` makes, the size of its terms, how far off ``claimed`` is; or what is wrong."""
    if not part.by_shares:
        return _inverted(part, decimals(claimed))
    shares = _shares(part, choice, place)
    if isinstance(shares, str):
        return shares
    action, size = _made(part, shares)
    off = _furthest(claimed, action, size)
    if off > tolerances.ROUNDING:
        return f"its action differs from what its shares make (relative difference {off:.1e})"
    return action, size, off


def _shares(part: ModelSet, choice: Sequence[Any], place: str) -> list[list[Decimal]] | str:
    """The shares of every budget as they are in ``choice``, scaled to sum to one; or what is wrong with them."""
    shares = []
    for b, (piece, given) in enumerate(
        zip((p.piece for p in part.parts), listed(choice, place, len(part.parts)), strict=True)
    ):
        spare = not piece.whole and isinstance(given, list | tuple) and len(given) == piece.count + 1
        found = vector(given, f"{place}[{b}]", piece.count + spare)
        if min(found, default=0.0) < 0:
            return f"share {min(found):.6g} of budget {b + 1} is negative"
        exact = decimals(found)
        total = sum(exact, ZERO)
        if total > 1 + Decimal(tolerances.ROUNDING) or (piece.whole and total < 1 - Decimal(tolerances.ROUNDING)):
            return f"the shares of budget {b + 1} sum to {float(total):.12g}, not to one"
        if piece.whole or total > 1:
            exact = [share / total for share in exact]
        shares.append(exact[: piece.count])
    return shares


def made_points(model: Model, choices: Sequence[Sequence[Any]]) -> list[list[Sparse] | None]:
    """The exact point of every piece of every set, for choices that were found to be possible; None if no shares do."""
    out: list[list[Sparse] | None] = []
    for t, part in enumerate(model.sets):
        shares = _shares(part, choices[t], f"choices[{t}]") if part.by_shares else ""
        pieces = [] if isinstance(shares, str) else zip(part.parts, shares, strict=True)
        out.append(None if isinstance(shares, str) else [one.piece.point(given) for one, given in pieces])
    return out


def reached(model: Model, choices: Sequence[Sequence[Any]], place: str) -> list[Decimal] | str:
    """The exact payoffs that ``choices`` bring; or why they are not proved to be possible."""
    payoffs = [ZERO] * model.count
    for t, part in enumerate(model.sets):
        if not part.by_shares:
            return "concave returns stretched by a negative number are beyond this checker here"
        shares = _shares(part, choices[t], f"{place}[{t}]")
        if isinstance(shares, str):
            return f"{model.givers[t]}: {shares}"
        action = part.point(shares)
        with more_digits(EXACT):
            payoffs = plus(payoffs, model.contribution(t, action))
    return payoffs


def _made(part: ModelSet, shares: Sequence[Sequence[Decimal]]) -> tuple[list[Decimal], list[Decimal]]:
    """The action that ``shares`` make, and what a printed one may be off by, relative to.

    That is the size of the terms that add up to it, but not beyond the action and the range: large shifts that cancel
    are no excuse.
    """
    action = part.point(shares)
    wide, most = part.ranges
    least = [Decimal(tolerances.ALLOWANCE) * value for value in most]
    size = [
        min(terms, abs(value) + far) + small
        for terms, value, far, small in zip(part.size(shares), action, wide, least, strict=True)
    ]
    return action, size


def _inverted(part: ModelSet, claimed: list[Decimal]) -> tuple[list[Decimal], list[Decimal], float] | str:
    """As :func:`_action`, from the action alone: how much of the budget it needs."""
    if len(part.parts) != 1:
        return "a sum with concave returns stretched by a negative number is beyond this checker"
    shares = part.shares_for(claimed)
    total = None if shares is None else sum(shares, ZERO)
    if shares is None or total is None or total > 1 + Decimal(tolerances.ROUNDING):
        return "its action needs " + ("more than there is" if total is None else f"{float(total):.12g} budgets")
    shares = [share / max(total, ONE) for share in shares]
    action, size = _made(part, [shares])
    off = _furthest([float(value) for value in claimed], action, size)
    if off > tolerances.ROUNDING:
        return f"its action differs from what its budget can make (relative difference {off:.1e})"
    return action, size, off


def _furthest(claimed: Sequence[float], exact: Sequence[Decimal], sizes: Sequence[Decimal]) -> float:
    """Largest difference relative to the sizes of the numbers involved."""
    worst = ZERO
    for a, b, size in zip(claimed, exact, sizes, strict=True):
        off = abs(Decimal(a) - b)
        if off:
            worst = max(worst, off / size if size else Decimal("Infinity"))
    return float(worst)


def _check_actions(model: Model, deal: Deal, sizes: Sequence[list[Decimal]]) -> Check:
    """actions[giver][receiver] = S[giver][receiver] * profile[giver][receiver]."""
    worst, who = 0.0, 0
    for t, (given, alone) in enumerate(zip(deal.actions, deal.profile, strict=True)):
        exact = model.contribution(t, decimals(alone))
        off = _furthest(given, exact, model.contribution(t, sizes[t]))
        worst, who = max((worst, who), (off, t))
    good = worst <= tolerances.ROUNDING
    said = f"Actions are the profile times the numbers of players met, within {worst:.1e}."
    return Check(
        "actions",
        good,
        said
        if good
        else f"What {model.givers[who]} gives is not its action times the number of players met "
        f"(relative difference {worst:.1e}).",
    )


def _check_sums(model: Model, claim: Claim, deal: Deal, point: Point) -> list[Check]:
    """Payoffs are the sums over givers, gains what exceeds disagreement, shares received what others give."""
    columns = [sum((Decimal(row[s]) for row in deal.actions), ZERO) for s in range(len(deal.payoffs))]
    # Every printed action is rounded by itself, however much of it the others take away again.
    printed = [near + sum((abs(Decimal(row[s])) for row in deal.actions), ZERO) for s, near in enumerate(point.sizes)]
    summed = max(_furthest(deal.payoffs, columns, printed), _furthest(deal.payoffs, point.payoffs, point.sizes))
    gained = _furthest(deal.gains, point.gains, point.gain_sizes)
    limit = tolerances.GAIN_ROUNDING
    return [
        Check("payoffs", summed <= limit, f"Against the sums over givers: largest relative difference {summed:.1e}."),
        Check(
            "gains", gained <= limit, f"Against payoffs minus disagreement: largest relative difference {gained:.1e}."
        ),
        _check_received(model, claim, deal),
    ]


def _check_received(model: Model, claim: Claim, deal: Deal) -> Check:
    """share_received is the part of a payoff that others give, null where a payoff is not positive."""
    if model.joint:
        good = all(said is None for said in claim.share_received)
        return Check("share received", good, "With one joint set nobody gives and nobody receives.")
    for s, (said, payoff) in enumerate(zip(claim.share_received, deal.payoffs, strict=True)):
        others = sum((Decimal(row[s]) for t, row in enumerate(deal.actions) if t != s), ZERO)
        size = sum((abs(Decimal(row[s])) for row in deal.actions), ZERO)
        if (said is None) != (payoff <= 0):
            return Check(
                "share received",
                False,
                f"{claim.names[s]} must have a share where its payoff {payoff:.6g} is positive, and only there.",
            )
        if said is None:
            continue
        # The printed payoff and actions are off by a rounding each.
        limit = Decimal(tolerances.RESOLUTION) * size * (1 + abs(Decimal(said)))
        if abs(Decimal(said) * Decimal(payoff) - others) > limit:
            return Check(
                "share received",
                False,
                f"{claim.names[s]} receives {float(others) / payoff:.6g} of its payoff from others, not {said:.6g}.",
            )
    return Check("share received", True, "Every share is what others give divided by the payoff.")
