"""What the commands of the library share: options, opening, and answering as text or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.options import say

if TYPE_CHECKING:
    from component_library.approval import Event
    from component_library.library import Library
    from component_library.records import Entry
    from dfma.text import Catalogue

Url = Annotated[str | None, typer.Option("--library", metavar="URL", help=say("cli.library.url"))]
Actor = Annotated[str | None, typer.Option("--as", metavar="NAME", help=say("cli.library.as"))]
Json = Annotated[str | None, typer.Option("--json", metavar="FILE|-", help=say("cli.library.json"))]
Component = Annotated[str, typer.Argument(metavar="COMPONENT", help=say("cli.library.component"))]
Revision = Annotated[str | None, typer.Option("--revision", metavar="HASH", help=say("cli.library.revision"))]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help=say("cli.library.why"))]

SHORT = 12
"""Characters of a hash that people are shown; enough to name it by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An open library, and how to answer."""

    library: Library
    words: Catalogue
    json: str | None

    def answer(self, table: Any, lines: Iterable[str]) -> None:
        """The table as JSON where that was asked for; the lines unless JSON takes their place."""
        if self.json is not None:
            written = json.dumps(table, ensure_ascii=False, indent=1, default=str) + "\n"
            if self.json == "-":
                sys.stdout.write(written)
                return
            path = Path(self.json)
            fresh = path.with_name(path.name + ".new")
            fresh.write_text(written, encoding="utf-8")
            fresh.replace(path)
        for line in lines:
            typer.echo(line)

    def say(self, key: str, **values: str | float | None) -> str:
        """A sentence in the language of the person."""
        return self.words.say_key(key, **values)

    def state(self, state: str) -> str:
        """The name of a state."""
        return self.say(f"library.state.{state}")


@contextmanager
def desk(
    url: str | None, actor: str | None = None, json: str | None = None, lang: str | None = None, *, create: bool = False
) -> Iterator[Desk]:
    """Open a library for one command. Without an address: that of the settings, else the user's own."""
    from app.bootstrap import catalogue, system_language
    from app.settings import load_settings
    from component_library.library import open_library

    settings = load_settings()
    words = catalogue(lang or settings.language or system_language())
    with open_library(url or settings.library, actor, create=create) as library:
        yield Desk(library=library, words=words, json=json)


def entry_table(entry: Entry) -> dict[str, Any]:
    """A revision for JSON."""
    return {
        "revision": entry.revision.id,
        "number": entry.number,
        "state": entry.state.value,
        "head": entry.is_head,
        "author": entry.author,
        "at": entry.at,
        "why": entry.why,
        "parents": list(entry.revision.parents),
        "description": entry.revision.description,
    }


def event_table(event: Event) -> dict[str, Any]:
    """An event for JSON."""
    names = ("id", "at", "who", "verb", "component", "revision", "why", "answers", "data")
    return {name: getattr(event, name) for name in names}


def event_line(event: Event, desk: Desk) -> str:
    """An event for people."""
    key = f"library.verb.{event.verb}"
    verb = desk.say(key) if key in desk.words else event.verb
    return f"{event.at[:19]}Z  {event.who}  {verb}  {event.component} {event.revision[:SHORT]}  {event.why}".rstrip()
