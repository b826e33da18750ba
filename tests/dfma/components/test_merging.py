"""Greedy merging, and that no plan is worse, however little may be solved."""

from __future__ import annotations

import numpy as np
import pytest

from dfma.components.effort import Effort
from dfma.components.merging import merge_nearest
from dfma.components.plan_case import plan_case
from dfma.components.plan_problem import Problem
from dfma.components.plan_settings import plan_settings
from dfma.components.plan_solver import solve
from dfma.progress import NoProgress
from tests.benchmarks.type_merging import cost_of, greedy_merging, types_of
from tests.dfma.components.test_standardise import row, walls


def scattered(count: int, *, in_row: bool) -> Problem:
    """Types of which each could share with its neighbours, so that all are linked."""
    lengths = 3.0 + np.random.default_rng(3).permutation(count * 3)[:count] / 1000
    model = row(*lengths) if in_row else walls(*lengths)
    return plan_case(model, plan_settings()).problem(10)


@pytest.mark.parametrize("in_row", [False, True])
def test_merging_is_that_of_the_plain_way(in_row: bool) -> None:
    problem = scattered(30, in_row=in_row)
    assert (merge_nearest(problem, NoProgress()) == greedy_merging(problem)).all()


@pytest.mark.parametrize("effort", [0.0, 1.0])
@pytest.mark.parametrize("in_row", [False, True])
def test_no_plan_of_many_linked_types_is_worse_than_greedy_merging(in_row: bool, effort: float) -> None:
    problem = scattered(200, in_row=in_row)
    solved, greedy = solve(problem, "fewest_types", Effort(effort)), merge_nearest(problem, NoProgress())
    assert not problem.not_closing(solved.sizes)
    assert solved.bound <= solved.types <= types_of(problem, greedy)
    assert solved.types < types_of(problem, greedy) or cost_of(problem, solved.sizes) <= cost_of(problem, greedy)
