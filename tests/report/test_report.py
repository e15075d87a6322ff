from __future__ import annotations

import functools
import os
import re
import stat
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest

import largeworlds as lw
from largeworlds._core.text import number
from largeworlds.io.files import model_of, model_sha256
from largeworlds.report import report, write_report

from ..plots.models import EVIL, NAMES, TRADING, answer, crowd, evil, many, ring, solved, two
from .reading import Page

#: Elements that a report may have; none of them runs or loads anything.
ALLOWED = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "nav",
        "main",
        "section",
        "footer",
        "div",
        "span",
        "a",
    ),
    *("h1", "h2", "h3", "p", "ul", "li", "dl", "dt", "dd", "strong", "bdi", "code", "pre", "figure", "figcaption"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("svg", "defs", "g", "path", "text", "use", "clippath", "rect", "pattern"),
}
LOADING = {"src", "srcset", "action", "formaction", "data", "poster"}


@functools.cache
def written(name: str) -> str:
    return report(*solved(name))


def page(name: str) -> Page:
    return Page(written(name))


def assert_inert(found: Page) -> None:
    """Nothing runs, nothing is loaded, links stay on the page."""
    assert {tag for tag, _ in found.tags} <= ALLOWED
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in found.tags:
        assert not [
            key for key in attributes if key.startswith("on") or key in {"src", "srcset", "action", "formaction"}
        ]
        for key in ("href", "xlink:href"):
            target = attributes.get(key)
            if target is not None:
                assert target.startswith("#")
                assert target[1:] in ids
        assert "url(" not in (attributes.get("style") or "").replace("url(#", "")
        if tag == "svg":
            assert len(attributes["aria-label"]) > 20
    css = " ".join(data for tag, data in found.words if tag == "style")
    assert "url(" not in css
    assert "@import" not in css


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_one_well_formed_page_that_loads_and_runs_nothing(name: str) -> None:
    _, deal = solved(name)
    text = written(name)
    found = Page(text)
    assert_inert(found)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert set(re.findall(r"https?://[^\"' <>)]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    for drawing in re.findall(r"<svg .*?</svg>", text, flags=re.DOTALL):
        ElementTree.fromstring(drawing)
    assert found.all("meta")[2]["content"].startswith("default-src 'none'")
    assert len(found.all("h1")) == 1
    assert deal.status.value in found.text()
    assert "How to cite" in found.text()
    assert "Treutlein, Modeling evidential cooperation in large worlds, 2023" in found.text()
    assert "largeworlds verify result.json" in found.text()
    assert "nan" not in found.text().lower().split()
    assert "None" not in found.text()


@pytest.mark.parametrize("name", NAMES)
def test_tables_have_captions_and_headers_and_figures_have_captions(name: str) -> None:
    text = written(name)
    found = Page(text)
    assert len(found.all("caption")) == len(found.all("table"))
    assert len(found.all("figcaption")) == len(found.all("figure")) == len(found.all("svg"))
    assert {heading["scope"] for heading in found.all("th")} <= {"row", "col"}
    for grid in re.findall(r"<table.*?</table>", text, flags=re.DOTALL):
        columns = grid[: grid.index("</thead>")].count("<th ")
        for row in grid[grid.index("<tbody>") :].split("<tr>")[1:]:
            assert row.count("<th ") == 1
            assert row.count("<td") == columns - 1


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_there_where_they_mean_something(name: str) -> None:
    _, deal = solved(name)
    found = page(name)
    sections = {attributes["id"] for attributes in found.all("section")}
    links = {attributes["href"][1:] for attributes in found.all("a")}
    assert links == sections >= {"model", "proof", "cite"}
    gain = deal.status.answered and deal.can_gain.any()
    assert ("trades" in sections) == (name in TRADING)
    assert ("weights" in sections) == (gain and deal.problem.dim > 1)
    assert ("sets" in sections) == (deal.problem.dim == 2 or (gain and deal.problem.dim > 1))
    assert ("gains" in sections) == bool(np.isfinite(deal.payoffs).all())
    for reason in deal.reasons:
        assert reason in found.text()


@pytest.mark.parametrize("name", ["two types", "ring", "twelve", "some can gain", "plain"])
def test_numbers_are_those_of_the_answer(name: str) -> None:
    _, deal = solved(name)
    cells = {data.replace("\u00a0", " ") for tag, data in page(name).words if tag == "td"}
    for t in range(deal.problem.dim):
        assert number(float(deal.payoffs[t]), 5) in cells
        assert number(float(deal.disagreement[t]), 5) in cells
        if deal.can_gain[t]:
            assert number(float(deal.gains[t])) in cells
    total = float(deal.weights.sum())
    assert {number(float(w) / total) for w in deal.weights} <= cells


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "two types",
            "Both types gain if everybody acts on the compromise: 16 % of the most that each could",
        ),
        ("one type that can gain", "The type gains if everybody acts on the compromise: 100 % of the most"),
        (
            "nobody can gain",
            "Nobody can gain noticeably: cooperation has nothing to offer over what happens",
        ),
        (
            "some can gain",
            "2 of 3 types gain if everybody acts on the compromise: from 57 % to 63 % of the most",
        ),
        ("infeasible", "There is no compromise: nothing feasible gives both players at least the disagreement payoff."),
        ("three infeasible", "nothing feasible gives all 3 players at least the disagreement payoff."),
    ],
)
def test_the_headline_says_the_result(name: str, sentence: str) -> None:
    assert sentence in page(name).text()


def test_the_ring_is_told_as_a_circle() -> None:
    words = page("ring").text()
    assert "Benefits also run in circles: 1 a → 2 b → 3 c → 1 a ." in words
    assert "No two benefit each other directly." in words


def test_the_printed_counts_reproduce_every_part_of_the_compromise() -> None:
    """Weight x the receiver's credence, as printed, is all that a type needs; the weights alone would mislead it."""
    beliefs = lw.Beliefs([[0.7, 0.3], [0.1, 0.9]])
    world = lw.World([lw.Ball([1, 1]), lw.Ball([1, 2])], beliefs, names=["left", "right"])
    deal = lw.bargain(world.problem())
    found = report(world, deal)
    grid = found[found.index("What a gift counts") :]
    rows = re.findall(r"<tr>(.*?)</tr>", grid[grid.index("<tbody>") : grid.index("</tbody>")])
    printed = np.array([[float(cell) for cell in re.findall(r'<td class="n">(.*?)</td>', row)] for row in rows])
    for part, counts, row in zip(world.sets, printed, world.profile(deal), strict=True):
        assert part.maximizer(counts[None])[0] == pytest.approx(row, abs=1e-3)
        assert part.maximizer(deal.weights[None])[0] != pytest.approx(row, abs=1e-2)
    words = Page(found).text()
    assert "the action with the largest sum of weight × credence × gift over all receivers" in words
    assert "belief that another player is of the giver's type" in words


def test_the_weight_of_who_does_not_count_is_called_a_price() -> None:
    assert "The weight of type 3 is a price, not a share in the gains" in page("some can gain").text()
    assert "is a price" not in page("ring").text()


def hermit() -> lw.World:
    """Two types that trade; a third that helps nobody and whom nobody can help."""
    rows = [[1, 2, 0], [1.5, 1, 0], [0, 0, 1]]
    sets = [lw.Allocation(1, [lw.Power(0.5, k) if k else lw.Linear(0) for k in row]) for row in rows]
    beliefs = lw.Beliefs([[0.6, 0.3, 0.1], [0.3, 0.6, 0.1], [0.2, 0.2, 0.6]])
    return lw.World(sets, beliefs, names=["builders", "hedonists", "hermits"])


def test_who_has_no_part_in_the_exchange_is_told_so_plainly() -> None:
    world = hermit()
    deal = lw.bargain(world.problem())
    text = report(world, deal)
    words = Page(text).text()
    actions = text[text.index('id="actions"') :]
    assert "never" not in actions[: actions.index("</table>")]
    assert "– where cooperation neither costs nor brings it anything." in words
    assert "Nobody else benefits from 3 hermits ." in words
    assert "and, of those who gain, least for 1 builders" in words
    assert "No gift to others at all: 3 hermits ." in words
    assert "Next to nobody" not in words
    assert "nothing for hermits" in words
    assert "linear returns" not in words


def test_the_dashed_line_of_a_projection_is_called_a_bound() -> None:
    words = page("twelve").text()
    assert "The dashed line is an upper bound, drawn from the consensus weights: no outcome beyond it leaves" in words
    assert "from 100 % on arrows get no wider" in words
    assert "upper bound, drawn from" not in page("two types").text()


def test_everybody_gains_and_least_needs_no_restriction() -> None:
    assert "of those who gain" not in page("twelve").text()


def test_actions_are_told_in_words() -> None:
    words = page("two types").text()
    assert "Spend 90 % of the resource on itself and 10 % on right." in words


def test_an_unfinished_answer_is_called_so() -> None:
    source = many(12)
    empty = lw.bargain(source.problem(), throw=False, time_limit=0)
    assert not empty.status.answered
    found = Page(report(source, empty))
    assert_inert(found)
    words = found.text()
    assert words.startswith("Unfinished: no certified answer.")
    assert next(data for tag, data in found.words if tag == "title").startswith("Unfinished: no certified answer.")
    assert "time limit" in words
    assert empty.status.value in words


def test_where_no_agreement_exists_the_first_line_says_so() -> None:
    assert page("infeasible").text().startswith("No agreement exists.")
    for name in ("two types", "nobody can gain", "some can gain"):
        assert page(name).text().startswith("largeworlds report")


@pytest.mark.parametrize("name", NAMES)
def test_the_status_is_the_word_that_the_terminal_uses(name: str) -> None:
    _, deal = solved(name)
    assert f"Status {deal.status.name.replace('_', ' ')} " in page(name).text()


def test_another_disagreement_point_than_the_models_own_is_told() -> None:
    world = two()
    asked = lw.bargain(world.problem(disagreement=[0.5, 0.6]))
    words = Page(report(world, asked)).text()
    assert "Without cooperation the payoffs are given: left 0.5, right 0.6." in words
    assert "changes are counted from what everybody would do alone, which is not the disagreement point here" in words


def test_other_weights_than_the_models_own_are_told() -> None:
    world = two()
    words = Page(report(world, lw.bargain(world.problem(weights=[0.3, 0.7])))).text()
    assert "In the bargain the gains count with given weights: left 30 % and right 70 %." in words


def test_names_and_notes_cannot_become_markup() -> None:
    source = evil()
    text = report(source, answer(source))
    found = Page(text)
    assert_inert(found)
    assert "<script" not in text
    assert "<img" not in text
    assert "\x07" not in text
    assert "\u202e" not in text
    assert EVIL[0] in found.text()
    assert "</style></title><script>x()</script>" in found.text()
    assert next(data for tag, data in found.words if tag == "title") == EVIL[0]


def test_a_model_cannot_smuggle_markup_in() -> None:
    problem = lw.BargainingProblem([lw.Ball([1, 1])] * 2, [1, 1], names=list(EVIL), units="<script>u</script>")
    model = {"title": "<script>t</script>", "notes": "<script>n</script>"}
    text = report(problem, lw.bargain(problem), model=model)
    assert_inert(Page(text))
    assert "<script" not in text
    assert model["notes"] in Page(text).text()


@pytest.mark.parametrize("name", ["two types", "twelve", "infeasible"])
def test_the_same_answer_gives_the_same_bytes(name: str) -> None:
    assert report(*solved(name)) == written(name)


def test_every_process_gives_the_same_bytes() -> None:
    code = (
        "import hashlib, largeworlds as lw\n"
        "from largeworlds.report import report\n"
        "world = lw.World([lw.Ball([1, 1]), lw.Ball([1, 2])], lw.Beliefs.independent([.4, .6]))\n"
        "print(hashlib.sha256(report(world, lw.bargain(world.problem())).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, **extra}
        ).stdout
        for extra in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"})
    }
    assert len(seen) == 1


def test_the_hash_is_that_of_the_model() -> None:
    source, deal = solved("two types")
    model = model_of(source)
    assert model_sha256(model) in report(source, deal) == report(source, deal, model=model)
    assert model_sha256({"title": "other"}) in report(source, deal, model={"title": "other"})
    oracle, answered = solved("mixed")
    assert "SHA-256" not in report(oracle, answered)


def test_sixty_types_make_a_page_of_moderate_size_in_moderate_time() -> None:
    source = crowd(60)
    deal = lw.bargain(source.problem())
    begin = time.process_time()
    text = report(source, deal)
    assert time.process_time() - begin < 20
    assert len(text.encode()) < 2_000_000
    assert_inert(Page(text))


def test_a_deal_on_another_model_is_an_error() -> None:
    with pytest.raises(lw.InvalidProblem, match="on the given model, but it is one between a, b, c"):
        report(two(), answer(ring()))


def test_writing_puts_the_whole_report_there_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, deal = solved("two types")
    path = tmp_path / "report.html"
    write_report(path, source, deal)
    assert path.read_text(encoding="utf-8") == report(source, deal)
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.html"]
    assert stat.S_IMODE(path.stat().st_mode) & 0o600 == 0o600

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path.write_text("the old one", encoding="utf-8")
    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_report(path, source, deal)
    assert path.read_text(encoding="utf-8") == "the old one"
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.html"]


def test_weight_zero_gains_nothing_in_the_report() -> None:
    """Its gain is shown as zero, in the table and in the picture, and the page says why."""
    world = two()
    words = Page(report(world, lw.bargain(world.problem(weights=[1.0, 0.0])))).text()
    assert "The gain of right does not count (weight 0); only a loss there is ruled out." in words
    assert "1 of 2 types gains if everybody acts on the compromise" in words
    assert "The payoff of 1 left rises by" in words
    assert "e-1" not in words and "10⁻¹⁷" not in words


def test_the_authors_notes_come_after_what_was_computed() -> None:
    sections = [attributes["id"] for attributes in page("twelve").all("section")]
    assert sections[-2:] == ["notes", "cite"]
