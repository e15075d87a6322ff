from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.report.words import model_in_words, players_in_words

from ..plots.models import NAMES, evil, sources, two


@pytest.mark.parametrize("name", NAMES)
def test_every_model_has_words(name: str) -> None:
    source = sources()[name]
    text = "\n\n".join(model_in_words(source))
    for type_ in source.names:
        assert type_ in text
    assert "nan" not in text
    assert "cooperation" in text or "agreement" in text


def test_a_world_of_two() -> None:
    ball = "one unit of a resource to split, with square-root returns (a ball, p = 2)"
    options = f"(50 % of all): {ball}. Gives at most: itself"
    assert (
        "\n\n".join(model_in_words(two()))
        == f"""\
A world of 2 types of agents and infinitely many players. Payoffs are expected utilities per other player.

- left {options} 1, right 1.
- right {options} 1, left 1.

A player of type left believes of any other player: left 75 % and right 25 %. \
A player of type right believes of any other player: left 25 % and right 75 %.

Without cooperation everybody takes the action that gives its own type most; \
if several do, the one worst for the others. In the bargain all gains count equally."""
    )


def test_control_characters_do_not_reach_a_terminal() -> None:
    world = lw.World(
        [lw.Ball([1, 1])] * 2,
        lw.Beliefs.independent([0.4, 0.6]),
        names=["a\x1b[2J", "b"],
        notes={"notes": "x\x1b[31m\ny"},
    )
    text = "\n".join([*model_in_words(world), *model_in_words(evil())])
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "Notes: x [31m\ny" in text


@pytest.mark.parametrize(
    ("players", "words"),
    [(1, "1"), (7, "7"), (12_345, "12,345"), (1e9, "10⁹"), (3e12, "3 × 10¹²"), (np.inf, "infinite")],
)
def test_players(players: float, words: str) -> None:
    assert players_in_words(players) == words


def test_weights_and_beliefs_in_words() -> None:
    beliefs = lw.Beliefs([[0.5, 0.5], [0.1, 0.9]], common_prior=False)
    world = lw.World([lw.Ball([1, 1])] * 2, beliefs, names=["a", "b"], weights=[1, 3])
    text = "\n".join(model_in_words(world))
    assert "of all" not in text
    assert "In the bargain the gains count with given weights: a 25 % and b 75 %." in text
    same = lw.World([lw.Ball([1, 1])] * 2, lw.Beliefs.independent([0.4, 0.6]), names=["a", "b"])
    text = "\n".join(model_in_words(same))
    assert "All types believe the same about any other player: a 40 % and b 60 %." in text
    assert "In the bargain the gain of each type counts in proportion to its prior probability." in text


def test_words_need_no_pictures() -> None:
    code = "import sys, largeworlds.report.words; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
