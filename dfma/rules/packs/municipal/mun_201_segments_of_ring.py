"""MUN-201: a ring has as many segments as the common family."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.finding import Clause, Severity
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.packs.municipal.rings import rings
from dfma.rules.rule import Consumer, Parameter, Rule, Setting, Stage, number


def _segments_of_ring(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A ring of a metro tunnel consists of `segments` segments: a key, two beside it and three others.

    Applies to tunnel segments; a ring is the assembly that they are parts of, or what states the same ring number.
    Segments of no ring are not checkable.
    """
    judge = Judge(facts.is_element & facts.kind("tunnel_segment") & ~facts.groups)
    expected = int(number(settings, "segments"))
    for rows in rings(facts, judge).values():
        if len(rows) != expected:
            values = facts.named(int(rows[0]), found=len(rows), expected=expected)
            judge.fails(
                Failure(
                    rows=tuple(rows.tolist()), found=float(len(rows)), expected=float(expected), unit="1", values=values
                )
            )
    judge.passes(judge.open_rows)
    return judge.judgement()


segments_of_ring = Rule(
    id="MUN-201",
    source_row=None,
    stage=Stage.CONSTRUCTION,
    consumers=(Consumer.PRODUCTION,),
    severity=Severity.ADVICE,
    clause=Clause(document="practice", number="MU-02", confidence="memory-high", modal=None),
    parameters={"segments": Parameter(default=6.0, unit="1")},
    evaluate=_segments_of_ring,
)
