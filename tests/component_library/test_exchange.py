"""Stores that exchange agree, in whatever order and however often they do, and nothing is lost."""

from __future__ import annotations

import itertools
import tempfile
import uuid
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from component_library.approval import State
from component_library.exchange import send, sync
from component_library.facts import Store
from component_library.library import Library
from component_library.records import records
from tests.component_library.places import Place, beam, make_folder, make_postgres, make_sqlite

EDIT = st.tuples(st.integers(0, 2), st.sampled_from(["YL", "KL"]), st.sampled_from(["C30", "C40", "C50", None]))
"""Who edits which component to which grade; None: submits it where that can be done."""
MEET = st.tuples(st.integers(0, 2), st.integers(0, 2))
STEPS = st.lists(st.one_of(EDIT, MEET), min_size=1, max_size=12)


def state(store: Store) -> dict[str, object]:
    """All that stores have to agree about."""
    found = records(store.read())
    return {
        name: (set(one.facts.revisions), one.heads, one.numbers, one.states, one.released)
        for name, one in found.items()
    }


def edit(library: Library, component: str, grade: str | None, number: int) -> None:
    heads = library.store.read(component).revisions and library.heads(component)
    if grade is None and heads:
        if library.component(component).states[heads[0]] is State.DRAFT:
            library.submit(component, revision=heads[0])
    else:
        based_on = heads[number % len(heads)] if heads else None
        library.add(beam(component, grade=grade or "C35"), based_on=based_on)


def check_convergence(stores: list[Library], steps: list[tuple[object, ...]]) -> None:
    for number, step in enumerate(steps):
        if len(step) == 3:
            place, component, grade = step
            edit(stores[place], component, grade, number)  # type: ignore[call-overload, arg-type]
        else:
            one, other = step
            sync(stores[one].store, stores[other].store)  # type: ignore[call-overload]
    written = set[str]().union(*(library.store.known()[0] for library in stores))
    for _ in range(2):
        for one, other in itertools.combinations(stores, 2):
            sync(one.store, other.store)
    assert all(library.store.known()[0] == written for library in stores)
    assert state(stores[0].store) == state(stores[1].store) == state(stores[2].store)
    for name in stores[0].conflicts():
        while len(stores[0].heads(name)) > 1:
            stores[0].merge(name, rest="theirs", why="agreed")
    send(stores[0].store, stores[1].store)
    send(stores[1].store, stores[2].store)
    assert stores[2].conflicts() == {}
    assert state(stores[2].store) == state(stores[0].store)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_edits_and_meetings_converges(steps: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        places = [make_sqlite(Path(folder)), make_folder(Path(folder)), make_folder(Path(folder), "stick")]
        stores = [place.library("qian") for place in places]
        check_convergence(stores, steps)
        for library in stores:
            library.store.close()


@given(steps=STEPS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_server_converges_too(server: str, steps: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shared = make_postgres(server, f"l{uuid.uuid4().hex[:12]}")
        places = [shared, make_sqlite(Path(folder)), make_folder(Path(folder))]
        stores = [place.library("qian") for place in places]
        check_convergence(stores, steps)
        for library in stores:
            library.store.close()


def test_two_offline_edits_meet_as_a_conflict_that_a_librarian_merges(place: Place, tmp_path: Path) -> None:
    away = make_folder(tmp_path, "stick")
    with place.library("lin") as office:
        office.add(beam(grade="C30"))
        with away.library("wang") as stick:
            office.sync(stick.store)
            stick.add(beam(grade="C40", document="15G366-1"), why="heavier load")
            office.add(beam(grade="C50", names={"en": "Beam", "zh_CN": "L"}))
            office.sync(stick.store)
            assert len(stick.heads("YL")) == len(office.heads("YL")) == 2
    with place.library("qian") as office, away.library("qian") as stick:
        conflict = office.conflict("YL")
        assert [(field.path, field.base) for field in conflict.fields] == [("grade", "C30")]
        assert {conflict.ours.author, conflict.theirs.author} == {"lin", "wang"}
        merged = office.merge("YL", choices={"grade": "C40"}, why="load of 2026")
        assert (merged.description["grade"], merged.description["document"]) == ("C40", "15G366-1")
        assert merged.description["names"]["zh_CN"] == "L"
        office.sync(stick.store)
        assert stick.heads("YL") == office.heads("YL") == (merged.id,)
        assert len(stick.history("YL")) == 4


def test_comments_and_states_travel(place: Place, tmp_path: Path) -> None:
    other = make_sqlite(tmp_path, "other")
    with other.library("lin") as library:
        library.add(beam())
        library.submit("YL", why="please")
        library.comment("YL", "Which mould?")
    with other.library("zhao") as library:
        library.approve("YL")
    with place.library("qian") as target, other.library("lin") as source:
        sent = send(source.store, target.store)
        assert (sent.revisions, sent.events, sent.refused) == (1, 4, ())
        assert target.component("YL").state is State.APPROVED
        assert [event.why for event in target.audit("YL") if event.verb == "commented"] == ["Which mould?"]
        assert send(source.store, target.store).events == 0


@pytest.mark.parametrize("again", [1, 2])
def test_roles_stay_at_home(tmp_path: Path, again: int) -> None:
    one, other = make_sqlite(tmp_path), make_folder(tmp_path)
    with one.library("owner") as mine, other.library("owner") as theirs:
        for _ in range(again):
            theirs.grant("lin", mine.roles())
            mine.sync(theirs.store)
    with one.library("lin") as library:
        assert library.roles() == {"designer"}
