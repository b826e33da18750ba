"""The solver against trying everything."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.components.effort import Effort
from dfma.components.type_cover import Segment, Task, cheapest, fewest, total_cost


@st.composite
def tasks(draw: st.DrawFn, *, tied: bool) -> Task:
    """A few types; the first candidates are their own sizes, at no cost."""
    types = draw(st.integers(1, 4))
    more = draw(st.integers(0, 3))
    flags = draw(st.lists(st.booleans(), min_size=types * more, max_size=types * more))
    costs = draw(st.lists(st.integers(0, 20), min_size=types * more, max_size=types * more))
    serves = np.hstack([np.eye(types, dtype=bool), np.array(flags, bool).reshape(types, more)])
    cost = np.hstack([np.zeros((types, types), np.int64), np.array(costs, np.int64).reshape(types, more)])
    segments: tuple[Segment, ...] = ()
    if tied:
        deltas = [
            np.array([0] * types + draw(st.lists(st.integers(-9, 9), min_size=more, max_size=more)), np.int64)
            for _ in range(types)
        ]
        low, high = draw(st.integers(-6, 0)), draw(st.integers(0, 6))
        segments = (Segment(types=np.arange(types), deltas=tuple(deltas), low=low, high=high),)
    return Task(serves=serves, cost=cost, type_cost=np.full(types + more, draw(st.integers(0, 15))), segments=segments)


def possible(task: Task) -> list[np.ndarray]:
    """Every choice that serves all types and closes."""
    every = (np.array(choice) for choice in product(*(np.flatnonzero(row) for row in task.serves)))
    return [choice for choice in every if all(closes(part, choice) for part in task.segments)]


def closes(part: Segment, choice: np.ndarray) -> bool:
    change = sum(int(delta[choice[number]]) for number, delta in zip(part.types, part.deltas, strict=True))
    return part.low <= change <= part.high


@pytest.mark.parametrize("tied", [False, True])
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_the_fewest_and_the_cheapest_are_those_that_trying_everything_finds(tied: bool, data: st.DataObject) -> None:
    task = data.draw(tasks(tied=tied))
    choices = possible(task)
    found = fewest(task, Effort(10.0))
    number = min(len(set(choice.tolist())) for choice in choices)
    assert len(set(found.candidate.tolist())) == found.bound == number
    assert any((found.candidate == choice).all() for choice in choices)
    own = np.arange(len(task.serves))
    any_number = cheapest(task, Effort(10.0), None, own)
    assert total_cost(task, any_number.candidate) == any_number.bound == min(total_cost(task, c) for c in choices)
    few = cheapest(task, Effort(10.0), number, found.candidate)
    least = min(total_cost(task, c) for c in choices if len(set(c.tolist())) <= number)
    assert total_cost(task, few.candidate) == few.bound == least


def test_without_time_the_start_is_kept_and_nothing_untrue_is_claimed() -> None:
    random = np.random.default_rng(1)
    serves = np.hstack([np.eye(60, dtype=bool), random.random((60, 120)) < 0.05])
    task = Task(serves=serves, cost=random.integers(0, 99, serves.shape), type_cost=np.full(180, 50))
    rough, exact = Effort(0.0), Effort(1.0, most_at_once=1.0)
    few, better = fewest(task, rough), fewest(task, exact)
    assert few.bound <= better.bound <= len(set(better.candidate.tolist())) <= len(set(few.candidate.tolist()))
    assert serves[np.arange(60), few.candidate].all()
