"""The library of components: what people do with it.

    library = open_library("postgresql://server/library")
    revision = library.add(description, why="new supplier")
    library.submit("DBS1", why="checked against 15G366-1")
    suggestions = match_components(model, library.as_catalogue())

A library keeps every revision of every component and everything that was done to it. Several heads of one component are
a conflict: both stay until a librarian merges them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from component_library.approval import Event, Role, Verb, make_event, open_submission, refusal
from component_library.descriptions import check_description
from component_library.exchange import Sent, sync
from component_library.facts import make_facts
from component_library.merging import Conflict, conflict_of
from component_library.offer import LibraryCatalogue, offer
from component_library.places import default_url, open_store
from component_library.records import Entry, Record, records
from component_library.revisions import Description, Revision, make_revision
from component_library.usage import Dashboard, Usage, WhereUsed, dashboard, latest_usage, usage_data, where_used
from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from component_library.facts import Facts, Store


class Library:
    """One store, and the person who works with it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_error: object) -> None:
        self.store.close()

    @property
    def url(self) -> str:
        """Where it is, without passwords."""
        return self.store.url

    @property
    def actor(self) -> str:
        """Who works with it."""
        return self.store.actor

    # What is there

    def roles(self) -> frozenset[Role]:
        """What the actor may do."""
        return self.store.roles()

    def components(self) -> dict[str, Record]:
        """Every component, in order of ids."""
        return records(self.store.read())

    def component(self, component: str) -> Record:
        """One component. Raises UserError when there is none of that id."""
        facts = self.store.read(component)
        if not facts.revisions:
            raise UserError(text("library.component.unknown", component=component, url=self.url))
        return Record(id=component, facts=facts)

    def history(self, component: str) -> tuple[Entry, ...]:
        """Its revisions, the oldest first."""
        return self.component(component).history

    def heads(self, component: str) -> tuple[str, ...]:
        """Its newest revisions; several are a conflict."""
        return self.component(component).heads

    def conflicts(self) -> dict[str, Record]:
        """Components with several heads."""
        return {name: record for name, record in self.components().items() if len(record.heads) > 1}

    def audit(self, component: str | None = None) -> tuple[Event, ...]:
        """Everything that was done, in order of time."""
        events = self.store.read(component).events.values()
        return tuple(sorted(events, key=lambda event: (event.at, event.id)))

    def as_catalogue(self, *, drafts: bool = False) -> LibraryCatalogue:
        """What is offered to designers: the approved revision of each component; with `drafts` the newest instead,
        approved or not."""
        return offer(self.components(), drafts=drafts)

    def everything(self) -> LibraryCatalogue:
        """The newest revision of each component in whatever state it is: what a librarian searches."""
        return offer(self.components(), drafts=True, withdrawn_too=True)

    def where_used(self, component: str) -> tuple[WhereUsed, ...]:
        """The projects that use a component, and what changing it would cost in each."""
        record = self.component(component)
        return where_used(component, self.usages(), record)

    def dashboard(self) -> Dashboard:
        """How much the projects on record take from the library."""
        return dashboard(self.usages(), self.components())

    def usages(self) -> tuple[Usage, ...]:
        """What the projects on record use, the last record of each."""
        return latest_usage(self.store.read("").events.values())

    # What people do

    def add(self, description: Description, *, why: str = "", based_on: str | None = None) -> Revision:
        """A new component, or a change of one: `based_on` is the revision that was changed (without it the only head).

        A change of a revision that somebody else changed meanwhile stands beside theirs, as a conflict.
        Raises UserError for a description that is none.
        """
        component = check_description(description).id
        facts = self.store.read(component)
        if based_on is not None and based_on not in facts.revisions:
            raise UserError(text("library.revision.unknown", component=component, revision=based_on[:12]))
        parents = [based_on] if based_on is not None else _only_head(Record(id=component, facts=facts))
        revision = make_revision(description, parents)
        if any(_same(facts.revisions[parent], revision) for parent in parents):
            return facts.revisions[parents[0]]
        self._do(Verb.ADDED, facts, component=component, revision=revision, why=why)
        return revision

    def add_all(self, descriptions: Iterable[Description], *, why: str = "") -> tuple[Revision, ...]:
        """Many at once, wholly or not at all; returns the revisions that are new.

        Raises UserError for a description that is none, and for a component in conflict.
        """
        known, events = self.components(), []
        revisions: dict[str, Revision] = {}
        for description in descriptions:
            component = check_description(description).id
            record = known.get(component)
            revision = make_revision(description, _only_head(record) if record else ())
            if record is not None and _same(record.facts.revisions[record.heads[0]], revision):
                continue
            event = make_event(Verb.ADDED, self.actor, component=component, revision=revision.id, why=why)
            self._may(event, record.facts if record else make_facts())
            revisions[revision.id] = revision
            events.append(event)
        self.store.write(make_facts(revisions.values(), events))
        return tuple(revisions.values())

    def submit(self, component: str, *, revision: str | None = None, why: str = "") -> Event:
        """Ask for the approval of a draft."""
        record = self.component(component)
        return self._do(Verb.SUBMITTED, record.facts, component=component, revision=_chosen(record, revision), why=why)

    def approve(self, component: str, *, revision: str | None = None, why: str = "") -> Event:
        """Approve what somebody else wrote and submitted."""
        return self._review(Verb.APPROVED, component, revision, why)

    def send_back(self, component: str, *, why: str, revision: str | None = None) -> Event:
        """Return a submission to its author, with the reason."""
        return self._review(Verb.RETURNED, component, revision, why)

    def withdraw(self, component: str, *, why: str, revision: str | None = None) -> Event:
        """Offer a component no more, with the reason. Without a revision named: the one that is offered."""
        record = self.component(component)
        chosen = record.facts.revisions[record.released] if revision is None and record.released else None
        withdrawn = chosen or _chosen(record, revision)
        return self._do(Verb.WITHDRAWN, record.facts, component=component, revision=withdrawn, why=why)

    def comment(self, component: str, said: str, *, answers: str = "", revision: str | None = None) -> Event:
        """Say something about a component, or answer a comment."""
        record = self.component(component)
        if not said.strip():
            raise UserError(text("library.comment.empty"))
        about = _chosen(record, revision) if revision is not None else None
        return self._do(
            Verb.COMMENTED, record.facts, component=component, revision=about, why=said, answers=answers
        )  # fmt: skip

    def record_usage(self, usage: Usage) -> Event:
        """Put on record what a project's model uses; the last record of a project counts."""
        return self._do(Verb.USED, make_facts(), data=usage_data(usage))

    def conflict(self, component: str) -> Conflict:
        """Two heads of a component side by side, with what they have in common. Raises UserError when there is one."""
        return conflict_of(self.component(component))

    def merge(
        self, component: str, *, choices: Mapping[str, Any] | None = None, rest: str | None = None, why: str = ""
    ) -> Revision:
        """Make one revision of two heads; see `Conflict.settled`. Both stay in the history."""
        record = self.component(component)
        conflict = conflict_of(record)
        description = conflict.settled(choices or {}, rest)
        check_description(description)
        revision = make_revision(description, (conflict.ours.revision.id, conflict.theirs.revision.id))
        self._do(Verb.MERGED, record.facts, component=component, revision=revision, why=why)
        return revision

    def sync(self, other: Store) -> tuple[Sent, Sent]:
        """Exchange with another store; nothing is lost or overwritten on either side."""
        return sync(self.store, other)

    def grant(self, actor: str, roles: frozenset[Role], *, why: str = "") -> Event:
        """Give somebody these roles and no others."""
        event = make_event(Verb.ROLE, self.actor, why=why, data={"actor": actor, "roles": sorted(roles)})
        self._may(event, make_facts())
        self.store.grant(event)
        return event

    def _review(self, verb: Verb, component: str, revision: str | None, why: str) -> Event:
        record = self.component(component)
        chosen = _chosen(record, revision)
        submission = open_submission(record.facts.events.values(), chosen.id)
        answers = submission.id if submission else ""
        return self._do(verb, record.facts, component=component, revision=chosen, why=why, answers=answers)

    def _do(
        self,
        verb: Verb,
        facts: Facts,
        *,
        component: str = "",
        revision: Revision | None = None,
        why: str = "",
        answers: str = "",
        data: Mapping[str, Any] | None = None,
    ) -> Event:
        """Add one event, and the revision with it where it is new."""
        name = revision.id if revision else ""
        event = make_event(
            verb, self.actor, component=component, revision=name, why=why, answers=answers, data=data
        )  # fmt: skip
        self._may(event, facts)
        self.store.write(make_facts([revision] if revision else [], [event]))
        return event

    def _may(self, event: Event, facts: Facts) -> None:
        reason = refusal(event, facts.events.values(), self.roles())
        if reason is not None:
            raise UserError(text(f"library.refused.{reason}", who=self.actor))


def open_library(url: str | None = None, actor: str | None = None, *, create: bool = False) -> Library:
    """Open a library: `postgresql://…`, a file `….sqlite` or a folder; without an address the user's own.

    With `create` it is made where there is none, and whoever makes it gets every role. On PostgreSQL the actor is the
    login of the connection, elsewhere the user of the system unless `actor` says otherwise.
    """
    return Library(open_store(url or default_url(), actor, create=create))


def _only_head(record: Record) -> list[str]:
    if len(record.heads) > 1:
        raise UserError(text("library.conflict", component=record.id, heads=tuple(head[:12] for head in record.heads)))
    return list(record.heads)


def _chosen(record: Record, revision: str | None) -> Revision:
    """The revision whose name begins so, or the only head."""
    return record.facts.revisions[_only_head(record)[0] if revision is None else record.find(revision)]


def _same(one: Revision, other: Revision) -> bool:
    return one.description == other.description
