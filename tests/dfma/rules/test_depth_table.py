"""The table of depth rules is whole, and what is not verified never blocks."""

from __future__ import annotations

import pytest

from dfma.finding import Severity
from dfma.rules.depth_table import demand, demands


def test_all_rows_are_there_with_a_clause() -> None:
    table = demands()
    assert list(table) == [f"DR{number:03}" for number in range(1, 145)]
    assert all(row.clause.document and row.needs and row.consumers for row in table.values())


def test_only_a_verified_row_may_be_an_error() -> None:
    errors = [row for row in demands().values() if row.severity is Severity.ERROR]
    assert errors
    assert all(row.clause.verified for row in errors)


def test_a_clause_is_taken_apart() -> None:
    clause = demand("DR033").clause
    assert (clause.document, clause.number, clause.modal) == ("JGJ 1-2014", "4.1.2", "should")


def test_an_unknown_row_is_refused() -> None:
    with pytest.raises(ValueError, match="DR999"):
        demand("DR999")
