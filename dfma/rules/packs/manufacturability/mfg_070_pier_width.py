"""MFG-070: piers beside openings of precast shear walls are wide enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.rules.wall_openings import FLUSH, Hole, holes_of
from dfma.text import text


@rule(
    "MFG-070",
    row="DR070",
    parameters={"pier": Parameter(default=0.2, unit="m"), "opening": Parameter(default=0.5, unit="m")},
)
def pier_width(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Beside every door or window opening of a precast wall panel a pier of at least `pier` metres is left.

    Applies to precast wall panels, but those that the file calls non-bearing, with openings of at least `opening`
    metres on both sides; smaller ones are holes for services. Measured are the strips between an edge of the panel and
    the next opening and between openings that lie beside each other. A pier that is too narrow breaks when the panel is
    demoulded or lifted, and it cannot hold the reinforcement of an edge. An opening that runs through the edge leaves
    no pier there. Without shapes it is not checkable.
    """
    least = number(settings, "pier")
    judge = Judge(facts.shear_walls)
    for row in judge.open_rows.tolist():
        holes = holes_of(facts, row, number(settings, "opening")) if row in facts.openings_of else ()
        if holes is None:
            judge.cannot_check([row], text("gap.opening_shape"))
        elif not holes:
            judge.does_not_apply([row])
        else:
            narrowest = min(_piers(holes, float(facts.boxes.extent[facts.body[row], 0])), default=least)
            if narrowest < least - LENGTH_TOLERANCE:
                values = facts.named(row, found=amount(narrowest, "m"), expected=amount(least, "m"))
                judge.fails(Failure(rows=(row,), found=narrowest, expected=least, unit="m", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _piers(holes: Sequence[Hole], length: float) -> Iterator[float]:
    """Widths of the strips beside openings. `holes` are in order along the wall."""
    yield from (hole.start for hole in holes if hole.start > FLUSH)
    yield from (length - hole.end for hole in holes if length - hole.end > FLUSH)
    for left, right in combinations(holes, 2):
        beside = min(left.head, right.head) - max(left.sill, right.sill) > 0
        if beside and right.start - left.end > FLUSH:
            yield right.start - left.end
