"""Commands that exchange: sync, export, and record (which model uses what)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.library.common import Actor, Desk, Json, Url, desk
from app.cli.options import Lang, Model, Quiet, say
from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from component_library.exchange import Sent


def sync(
    other: Annotated[str, typer.Argument(metavar="URL", help=say("cli.library.sync.other"))],
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Exchange with another library; nothing is lost or overwritten on either side."""
    from component_library.library import open_library

    with desk(library, actor, json, lang) as at, open_library(other, actor) as there:
        sent = at.library.sync(there.store)
        open_conflicts = sorted(at.library.conflicts())
        lines = [line for one in sent for line in sent_lines(at, one)]
        if open_conflicts:
            lines.append(at.say("cli.library.sync.conflicts", components=", ".join(open_conflicts)))
        at.answer({"sent": [asdict(one) for one in sent], "conflicts": open_conflicts}, lines)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("cli.library.export.file"))],
    component: Annotated[
        list[str] | None, typer.Argument(metavar="COMPONENT…", help=say("cli.library.export.components"))
    ] = None,
    schema: Annotated[
        str, typer.Option("--schema", metavar="IFC2X3|IFC4|IFC4X3", help=say("cli.library.export.schema"))
    ] = "IFC4X3",
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Write components into one file: with their whole history as a package, or what is offered as IFC types."""
    with desk(library, actor, json, lang) as at:
        if file.suffix.lower() == ".ifc":
            count = _write_types(file, component or (), schema, at)
            at.answer(
                {"file": str(file), "types": count}, [at.say("cli.library.export.types", path=str(file), n=count)]
            )
            return
        from component_library.package import export_package

        count = export_package(at.library.store, component or (), file)
        at.answer({"file": str(file), "revisions": count}, [at.say("cli.library.export.done", path=str(file), n=count)])


def _write_types(file: Path, components: Sequence[str], schema: str, at: Desk) -> int:
    """Every listed variant of the components that are offered."""
    from dfma.components.variant import listed_variants
    from dfma.ifc.write_library import SCHEMAS, write_library

    if schema not in SCHEMAS:
        raise typer.BadParameter(say("cli.choice.unknown", known=" | ".join(SCHEMAS)))
    offered = at.library.as_catalogue()
    if unknown := [name for name in components if name not in offered.components]:
        raise UserError(text("cli.library.export.not_offered", component=unknown[0]))
    variants = (v for name in components or offered.components for v in listed_variants(offered.components[name]))
    return write_library(file, variants, schema=schema, version=offered.version, language=at.words.language)


def record(
    model: Model,
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Put on record which components a project's model uses."""
    from app.cli.analyse import progress_for
    from app.services.library_usage import model_usage
    from app.services.open_model import open_model
    from app.settings import load_settings

    settings = load_settings()
    with desk(library, actor, json, lang) as at, progress_for(at.words, quiet=quiet) as progress:
        opened = open_model(model, settings.open_settings(), progress)
        usage = model_usage(opened, at.library.as_catalogue(), progress)
        at.library.record_usage(usage)
        at.answer(
            asdict(usage),
            [at.say("cli.library.record.done", used=usage.used, pieces=usage.pieces, name=usage.name or usage.project)],
        )


def sent_lines(at: Desk, sent: Sent) -> list[str]:
    """What one side of an exchange took, and what it refused."""
    lines = [at.say("cli.library.sync.sent", to=sent.to, revisions=sent.revisions, events=sent.events)]
    if sent.refused:
        reasons = ", ".join(sorted({one.reason for one in sent.refused}))
        lines.append(at.say("cli.library.sync.refused", n=len(sent.refused), to=sent.to, reasons=reasons))
    return lines
