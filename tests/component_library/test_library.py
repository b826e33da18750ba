"""What people do with a library, on every sort of store."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from component_library.approval import State
from component_library.library import Library
from component_library.seed import fill_with_seed
from dfma.components.catalogue import seed_catalogue
from dfma.errors import UserError
from tests.component_library.places import Place, beam


def refused(what: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        what()
    return caught.value.message.key


def approved(place: Place, **more: object) -> None:
    """Add, submit and approve a beam."""
    with place.library("lin") as library:
        library.add(beam(**more))
        library.submit("YL")
    with place.library("zhao") as library:
        library.approve("YL", why="calculated")


def test_a_component_goes_from_draft_to_approved_to_withdrawn(place: Place) -> None:
    with place.library("lin") as library:
        revision = library.add(beam(), why="new mould")
        assert [entry.state for entry in library.history("YL")] == [State.DRAFT]
        library.submit("YL")
        assert library.as_catalogue().components == {}
        assert list(library.as_catalogue(drafts=True).components) == ["YL"]
    with place.library("zhao") as library:
        library.approve("YL")
        offered = library.as_catalogue()
        assert (offered.components["YL"].revision, offered.components["YL"].status) == (1, "approved")
        assert offered.revisions == {"YL": revision.id}
        assert offered.variants.height == 2
    with place.library("qian") as library:
        library.withdraw("YL", why="mould scrapped")
        assert library.as_catalogue().components == {}
        assert library.component("YL").withdrawn is not None
        assert [(event.verb, event.who) for event in library.audit("YL")] == [
            ("added", "lin"), ("submitted", "lin"), ("approved", "zhao"), ("withdrawn", "qian"),
        ]  # fmt: skip


def test_the_approved_revision_is_offered_until_the_next_is_approved(place: Place) -> None:
    approved(place)
    with place.library("lin") as library:
        before = library.as_catalogue().version
        library.add(beam(grade="C40"))
        assert library.as_catalogue().components["YL"].grade is None
        assert library.as_catalogue().version == before
        drafts = library.as_catalogue(drafts=True).components["YL"]
        assert (drafts.grade, drafts.revision, drafts.status) == ("C40", 2, "draft")
        library.submit("YL")
    with place.library("zhao") as library:
        library.approve("YL")
        assert library.as_catalogue().components["YL"].grade == "C40"
        assert library.as_catalogue().version != before


def test_nobody_approves_what_they_wrote_or_submitted(place: Place) -> None:
    with place.library("sun") as library:
        library.add(beam())
        library.submit("YL")
        assert refused(lambda: library.approve("YL")) == "library.refused.two_person"
    with place.library("lin") as library:
        library.add(beam("KL"))
    with place.library("sun") as library:
        library.submit("KL")
        assert refused(lambda: library.approve("KL")) == "library.refused.two_person"


@pytest.mark.parametrize(
    ("actor", "action"),
    [
        ("lin", lambda library: library.approve("YL")),
        ("lin", lambda library: library.withdraw("YL", why="x")),
        ("zhao", lambda library: library.add(beam("KL"))),
        ("zhao", lambda library: library.withdraw("YL", why="x")),
        ("qian", lambda library: library.approve("YL")),
    ],
)
def test_roles_are_kept(place: Place, actor: str, action: Callable[[Library], object]) -> None:
    with place.library("wang") as library:
        library.add(beam())
        library.submit("YL")
    with place.library(actor) as library:
        assert refused(lambda: action(library)) == "library.refused.role"
        assert library.component("YL").state is State.IN_REVIEW


def test_what_was_sent_back_can_be_submitted_again(place: Place) -> None:
    with place.library("lin") as library:
        library.add(beam())
        library.submit("YL")
    with place.library("zhao") as library:
        assert refused(lambda: library.send_back("YL", why=" ")) == "library.refused.reason"
        library.send_back("YL", why="no cover stated")
        assert library.component("YL").state is State.DRAFT
        assert refused(lambda: library.approve("YL")) == "library.refused.state"
    with place.library("lin") as library:
        library.submit("YL", why="cover is in the document")
        assert library.component("YL").state is State.IN_REVIEW
        assert refused(lambda: library.submit("YL")) == "library.refused.state"


def test_a_change_of_an_older_revision_stands_beside_the_newer_one(place: Place) -> None:
    with place.library("lin") as library:
        first = library.add(beam())
        library.add(beam(grade="C40"))
    with place.library("wang") as library:
        library.add(beam(grade="C50"), based_on=first.id)
        assert len(library.heads("YL")) == 2
        assert list(library.conflicts()) == ["YL"]
        assert refused(lambda: library.add(beam(grade="C60"))) == "library.conflict"
        assert refused(lambda: library.submit("YL")) == "library.conflict"


def test_saving_without_a_change_adds_nothing(place: Place) -> None:
    with place.library("lin") as library:
        first = library.add(beam())
        assert library.add(beam()) == first
        assert len(library.audit("YL")) == 1


def test_many_come_in_wholly_or_not_at_all(place: Place) -> None:
    with place.library("lin") as library:
        library.add(beam("A"))
        with pytest.raises(UserError):
            library.add_all([beam("B"), {"id": "C"}])
        assert list(library.components()) == ["A"]
        changed = library.add_all([beam("A"), beam("B"), beam("C", grade="C50")], why="table")
        assert [one.component for one in changed] == ["B", "C"]  # A is as it was
        assert library.history("B")[0].why == "table"
        library.add_all([beam("A", grade="C50")])
        assert [entry.number for entry in library.history("A")] == [1, 2]
    with place.library("zhao") as library, pytest.raises(UserError):
        library.add_all([beam("D")])  # a reviewer writes nothing


def test_what_is_no_component_is_refused(place: Place) -> None:
    with place.library("lin") as library:
        assert refused(lambda: library.add({"id": "X"})) == "library.description.wrong"
        assert refused(lambda: library.add(beam(cost=float("nan")))) == "library.description.wrong"
        wide = beam(parameters={"span": {"from": 0, "to": 1e12, "step": 1}})
        assert refused(lambda: library.add(wide)) == "library.description.wrong"
        assert library.components() == {}


def test_all_that_is_described_is_kept(place: Place) -> None:
    with place.library("lin") as library:
        library.add(beam(mould={"adapts": {}, "cost": 52000}))
        (head,) = library.heads("YL")
        assert library.component("YL").facts.revisions[head].description["mould"] == {"adapts": {}, "cost": 52000}


def test_comments_make_threads(place: Place) -> None:
    with place.library("lin") as library:
        library.add(beam())
        asked = library.comment("YL", "Which mould?")
    with place.library("zhao") as library:
        library.comment("YL", "M-7", answers=asked.id)
        assert [(event.who, event.why, event.answers) for event in library.audit("YL")[1:]] == [
            ("lin", "Which mould?", ""), ("zhao", "M-7", asked.id),
        ]  # fmt: skip


def test_a_seeded_library_offers_what_the_seed_offers(place: Place) -> None:
    with place.library("qian") as library:
        assert fill_with_seed(library) == len(seed_catalogue().components)
        assert fill_with_seed(library) == 0
        offered = library.as_catalogue()
        assert list(offered.components) == list(seed_catalogue().components)
        assert offered.left_out == ()
        order = ["component", "designation", "form"]
        assert (
            offered.variants.drop("variant").sort(order).equals(seed_catalogue().variants.drop("variant").sort(order))
        )


def test_a_library_that_is_not_there_is_one_sentence(place: Place) -> None:
    nowhere = place.url.replace("?host=", "-none?host=") if place.kind == "postgres" else place.url + ".none"
    told = "library.postgres.unreachable" if place.kind == "postgres" else "library.none"
    assert refused(lambda: Place(kind=place.kind, url=nowhere).library("lin")) == told
