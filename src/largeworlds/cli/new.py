"""``largeworlds new``: a commented starter file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .._core.errors import ModelFileError
from . import common

STARTER = '''# A world for largeworlds. Check it with `largeworlds check FILE`, solve it with `largeworlds solve FILE`.
kind = "world"
title = "My first world"
notes = """
Say here why you chose these types, options and beliefs.
"""

# How many players (civilisations, say) there are: a whole number, or "infinite".
players = "infinite"

# What happens without cooperation: "nash" (everybody serves only itself) or one payoff per type.
disagreement = "nash"

# Bargaining weights: "prior" (how common each type is), "equal", or one number per type.
weights = "prior"

# Named numbers. Use them in any value as "= expression"; change them with `--set belief=0.4`.
[parameters]
belief = 0.6    # how sure a player is that another player shares its type

# One block per type. `set` says what a player of this type can bring to each type, in the order of the types.
[[types]]
name = "gardeners"
prior = 0.5
# Splits 10 units of a resource; each use has diminishing returns.
set = { kind = "allocation", budget = 10, returns = [
    { kind = "power", exponent = 0.5 },
    { kind = "log", scale = 2, offset = 1 },
] }

[[types]]
name = "builders"
prior = 0.5
# Chooses among actions (or mixes them): one row of payoffs per action.
set = { kind = "polytope", actions = ["build", "share", "plant"], vertices = [
    [0.0, 4.0],
    [1.5, 3.5],
    [2.5, 0.0],
] }

# What each type believes about any other player: row t is what type t believes; rows sum to one.
[beliefs]
kind = "posterior"
posterior = [
    ["= belief", "= 1 - belief"],
    ["= 1 - belief", "= belief"],
]

# Instead, beliefs can follow from how similar the types are. Each type is then a point (its features), and a player
# expects types near its own to be more common; `scale` is the distance at which this fades. Every type needs its prior.
# [beliefs]
# kind = "similarity"
# scale = 0.5
# features = [[0.0, 1.0], [0.4, 0.8]]    # one row per type: any traits, in any units that you can compare

# Any table of numbers can be a file of comma-separated values beside this one. A first row or column with the names of
# the types is allowed, and checked.
# posterior = { csv = "beliefs.csv" }
# set = { kind = "polytope", vertices = { csv = "actions of builders.csv" } }
'''


def new(
    file: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("world.toml"),
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Write a commented starter file that works as it is."""
    with common.errors_as_exit_codes():
        if file.exists() and not force:
            raise ModelFileError(f"{file}: exists already; choose another name, or overwrite it with --force.")
        from .._core.files import write_atomically

        write_atomically(file, STARTER)
        typer.echo(f"Wrote {file}. Next: largeworlds check {file}, then largeworlds solve {file}")
