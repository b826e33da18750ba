"""Judging: no row is forgotten, and the gravest verdict on the whole model holds."""

from __future__ import annotations

import numpy as np
import pytest

from dfma.finding import Verdict
from dfma.rules.judgement import Failure, Judge
from dfma.text import text

APPLIES = np.array([True, True, False, True])


def test_every_row_gets_one_of_four_verdicts() -> None:
    judge = Judge(APPLIES)
    judge.passes([0])
    judge.fails(Failure(rows=(1,), others=(2,)))
    judge.cannot_check([3], text("gap.mass"))
    judgement = judge.judgement()
    assert judgement.verdicts.tolist() == [
        Verdict.PASSED,
        Verdict.FAILED,
        Verdict.NOT_APPLICABLE,
        Verdict.NOT_CHECKABLE,
    ]
    assert [(gap.reason, gap.rows.tolist()) for gap in judgement.gaps] == [(text("gap.mass"), [3])]


def test_a_forgotten_row_is_not_a_success() -> None:
    judge = Judge(APPLIES)
    judge.passes([0, 1])
    with pytest.raises(RuntimeError, match="1 rows"):
        judge.judgement()


def test_the_gravest_verdict_on_the_model_holds() -> None:
    judge = Judge(np.zeros(2, np.bool_))
    judge.whole_does_not_apply()
    assert judge.judgement().whole is Verdict.NOT_APPLICABLE
    judge.whole_passes()
    assert judge.judgement().whole is Verdict.PASSED
    judge.whole_cannot_be_checked(text("gap.mass"))
    judge.fails(Failure(rows=()))
    judge.whole_passes()
    assert judge.judgement().whole is Verdict.FAILED


def test_rows_with_the_same_reason_are_one_gap() -> None:
    judge = Judge(APPLIES)
    judge.cannot_check([3], text("gap.mass"))
    judge.cannot_check([0, 1], text("gap.mass"))
    (gap,) = judge.judgement().gaps
    assert gap.rows.tolist() == [0, 1, 3]
