"""Commands about approval: submit, approve, send-back, withdraw, comment, roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.library.common import Actor, Component, Desk, Json, Revision, Url, Why, desk, event_line, event_table
from app.cli.options import Lang, say
from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from component_library.approval import Event


def submit(
    component: Component,
    why: Why = "",
    revision: Revision = None,
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Ask for the approval of a draft."""
    with desk(library, actor, json, lang) as at:
        _told(at, at.library.submit(component, revision=revision, why=why))


def approve(
    component: Component,
    why: Why = "",
    revision: Revision = None,
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Approve what somebody else wrote and submitted."""
    with desk(library, actor, json, lang) as at:
        _told(at, at.library.approve(component, revision=revision, why=why))


def send_back(
    component: Component,
    why: Why,
    revision: Revision = None,
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Return a submission to its author, with the reason."""
    with desk(library, actor, json, lang) as at:
        _told(at, at.library.send_back(component, revision=revision, why=why))


def withdraw(
    component: Component,
    why: Why,
    revision: Revision = None,
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Offer a component no more, with the reason."""
    with desk(library, actor, json, lang) as at:
        _told(at, at.library.withdraw(component, revision=revision, why=why))


def comment(
    component: Component,
    said: Annotated[str, typer.Argument(metavar="TEXT", help=say("cli.library.comment.text"))],
    answers: Annotated[str, typer.Option("--answers", metavar="HASH", help=say("cli.library.comment.answers"))] = "",
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Say something about a component, or answer a comment."""
    with desk(library, actor, json, lang) as at:
        _told(at, at.library.comment(component, said, answers=answers))


def roles(
    person: Annotated[str | None, typer.Argument(metavar="NAME", help=say("cli.library.roles.person"))] = None,
    role: Annotated[
        list[str] | None, typer.Argument(metavar="designer|librarian|reviewer", help=say("cli.library.roles.role"))
    ] = None,
    why: Why = "",
    none: Annotated[bool, typer.Option("--none", help=say("cli.library.roles.none"))] = False,
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Show your own roles, or give somebody roles."""
    from component_library.approval import Role

    if unknown := set(role or ()) - set(Role):
        raise typer.BadParameter(say("cli.choice.unknown", known=" | ".join(Role), given=min(unknown)))
    with desk(library, actor, json, lang) as at:
        if person is None:
            mine = sorted(at.library.roles())
            at.answer({"actor": at.library.actor, "roles": mine}, [f"{at.library.actor}: {', '.join(mine) or '–'}"])
            return
        if not role and not none:
            raise UserError(text("cli.library.roles.missing", person=person))
        _told(at, at.library.grant(person, frozenset(Role(one) for one in role or ()), why=why))


def _told(at: Desk, event: Event) -> None:
    at.answer(event_table(event), [event_line(event, at)])
