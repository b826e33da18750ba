"""How many inserts of a purpose each piece has: what TRA-114 and TRA-122 share."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge
from dfma.text import Text

_NONE = np.zeros(0, np.int32)


def judge_inserts(judge: Judge, facts: Facts, purpose: str, kinds: Iterable[str], needed: int, reason: Text) -> None:
    """Judge the open rows of some kinds by how many inserts of a purpose they have.

    Counted are embedded parts of the piece, or loose ones that touch it, whose name or type says what they are for.
    Where no piece of these kinds has any, none of them is checkable, for this reason.
    """
    wanted, of_kinds = facts.part_purpose(purpose), facts.kind(*kinds)
    counted = {
        row: int(wanted[facts.embeds_of.get(row, _NONE)].sum()) for row in judge.open_rows.tolist() if of_kinds[row]
    }
    if not any(counted.values()):
        judge.cannot_check(counted, reason)
        return
    for row, found in counted.items():
        if found < needed:
            values = facts.named(row, found=found, expected=needed)
            judge.fails(Failure(rows=(row,), found=float(found), expected=float(needed), unit="1", values=values))
