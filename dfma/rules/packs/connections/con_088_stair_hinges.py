"""CON-088: a precast stair flight is held at one end and slides at the other."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Setting, rule


@rule("CON-088", row="DR088")
def stair_hinges(facts: Facts, _settings: Mapping[str, Setting]) -> Judgement:
    """The bearings of a precast flight are a fixed hinge at one end and a sliding one at the other.

    Applies to precast stair flights; what their bearings are is read from a property. A flight held at both ends braces
    the building in an earthquake and breaks. Without the property it is not checkable.
    """
    judge = Judge(facts.pieces & facts.kind("stair_flight"))
    hinges = facts.concept("stair_hinge")
    for row in judge.open_rows.tolist():
        said = (hinges.words[row] or "").casefold()
        if not said:
            judge.cannot_check([row], hinges.missing)
        elif not all(_names(facts, said, end) for end in ("fixed_hinge", "sliding_hinge")):
            found = hinges.words[row]
            judge.fails(Failure(rows=(row,), found=found, values=facts.named(row, found=found)))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _names(facts: Facts, said: str, end: str) -> bool:
    return any(word in said for word in facts.concepts.parts[end])
