"""The solver's choice is what trying everything finds."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.assembly_rate.choose import Goal, Ladder, Lever, cheapest, grouped

LADDERS = 3
small = st.integers(0, 6)


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Ladder, ...]:
    made = []
    for number in range(LADDERS):
        least = sorted(draw(st.sets(st.integers(1, 12), min_size=1, max_size=3)))
        points = sorted(draw(st.sets(st.integers(1, 9), min_size=len(least), max_size=len(least))))
        rungs = ((0, 0), *zip(least, points, strict=True))
        made.append(Ladder(group=min(number, 1), amount=draw(small), rungs=rungs))
    return tuple(made)


levers = st.lists(
    st.builds(
        Lever,
        most=st.integers(1, 2),
        effort=st.integers(1, 9),
        adds=st.dictionaries(st.integers(0, LADDERS - 1), st.integers(1, 5), min_size=1, max_size=2),
    ),
    max_size=4,
)
goals = st.builds(
    Goal,
    points=st.integers(0, 16),
    groups=st.dictionaries(st.integers(0, 1), st.integers(0, 9), max_size=1),
    ladders=st.dictionaries(st.integers(0, LADDERS - 1), st.integers(0, 8), max_size=1),
    amounts=st.dictionaries(st.integers(0, LADDERS - 1), st.integers(0, 9), max_size=1),
)


def by_trying(levers: list[Lever], ladders: tuple[Ladder, ...], most: list[int], goal: Goal) -> int | None:
    """The least effort of all combinations there are."""
    least = None
    for times in product(*(range(lever.most + 1) for lever in levers)):
        amounts = [
            ladder.amount + sum(lever.adds.get(n, 0) * time for lever, time in zip(levers, times, strict=True))
            for n, ladder in enumerate(ladders)
        ]
        points = [ladder.points_at(amount) for ladder, amount in zip(ladders, amounts, strict=True)]
        groups = grouped(ladders, points, most)
        if (
            sum(groups) >= goal.points
            and all(groups[group] >= wanted for group, wanted in goal.groups.items())
            and all(points[ladder] >= wanted for ladder, wanted in goal.ladders.items())
            and all(amounts[ladder] >= wanted for ladder, wanted in goal.amounts.items())
        ):
            effort = sum(lever.effort * time for lever, time in zip(levers, times, strict=True))
            least = effort if least is None else min(least, effort)
    return least


@settings(deadline=None, max_examples=120)
@given(levers=levers, ladders=ladders(), most=st.lists(st.integers(3, 12), min_size=2, max_size=2), goal=goals)
def test_the_cheapest_is_what_trying_everything_finds(
    levers: list[Lever], ladders: tuple[Ladder, ...], most: list[int], goal: Goal
) -> None:
    choice = cheapest(levers, ladders, most, goal)
    assert (choice.effort if choice else None) == by_trying(levers, ladders, most, goal)
    if choice is not None:
        assert choice.optimal
        assert by_trying([], _after(levers, ladders, choice.times), most, goal) == 0  # it does reach the goal


def _after(levers: list[Lever], ladders: tuple[Ladder, ...], times: tuple[int, ...]) -> tuple[Ladder, ...]:
    return tuple(
        Ladder(
            group=ladder.group,
            amount=ladder.amount + sum(one.adds.get(n, 0) * time for one, time in zip(levers, times, strict=True)),
            rungs=ladder.rungs,
        )
        for n, ladder in enumerate(ladders)
    )
