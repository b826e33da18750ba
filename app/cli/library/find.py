"""Commands that search and show: search, duplicates, thumbnail."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.library.common import Actor, Component, Desk, Json, Url, desk
from app.cli.options import Lang, say
from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from app.services.search_library import LibraryHit
    from component_library.offer import LibraryCatalogue

STATUSES = ("draft", "in_review", "approved", "withdrawn")


def _pair(given: str, between: str) -> tuple[float, float]:
    one, _, other = given.partition(between)
    try:
        return float(one), float(other or one)
    except ValueError:
        raise typer.BadParameter(say("cli.library.search.no_pair", given=given, form=f"A{between}B")) from None


def _status(value: str | None) -> str | None:
    if value is not None and value not in STATUSES:
        raise typer.BadParameter(say("cli.choice.unknown", known=" | ".join(STATUSES)))
    return value


def search(
    words: Annotated[list[str] | None, typer.Argument(metavar="WORDS…", help=say("cli.library.search.words"))] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=say("cli.library.search.kind"))] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="|".join(STATUSES), callback=_status, help=say("cli.library.search.status")),
    ] = None,
    length: Annotated[
        str | None, typer.Option("--length", metavar="MM[:MM]", help=say("cli.library.search.length"))
    ] = None,
    width: Annotated[
        str | None, typer.Option("--width", metavar="MM[:MM]", help=say("cli.library.search.width"))
    ] = None,
    height: Annotated[
        str | None, typer.Option("--height", metavar="MM[:MM]", help=say("cli.library.search.height"))
    ] = None,
    site: Annotated[str | None, typer.Option("--site", metavar="LON,LAT", help=say("cli.library.search.site"))] = None,
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, help=say("cli.library.search.count"))] = 20,
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Find components by names in any language, designation, kind, size, state and plant."""
    from app.bootstrap import catalogue, text_encoder
    from app.services.search_library import LibraryIndex, LibraryQuery
    from app.settings import load_settings
    from dfma.model.recognition import KINDS
    from dfma.text import LANGUAGES

    if kind is not None and kind not in KINDS:
        raise UserError(text("cli.library.search.no_kind", given=kind, known=KINDS))
    sizes = tuple(
        (name, *_pair(given, ":"))
        for name, given in (("length", length), ("width", width), ("height", height))
        if given
    )
    query = LibraryQuery(
        words=" ".join(words or ()), kind=kind, status=status, sizes_mm=sizes, site=_pair(site, ",") if site else None
    )  # fmt: skip
    with desk(library, actor, json, lang) as at:
        shown = at.library.everything()
        encoder = text_encoder(load_settings()) if query.words else None
        hits = LibraryIndex(shown, [catalogue(language) for language in LANGUAGES], encoder).search(query, count)
        table = [_hit_table(hit, shown) for hit in hits]
        at.answer(table, [_hit_line(hit, shown, at) for hit in hits] or [at.say("cli.library.search.none")])


def _hit_table(hit: LibraryHit, shown: LibraryCatalogue) -> dict[str, Any]:
    """JSON knows no infinity, which is the score of a code that names the component."""
    score = hit.score if isfinite(hit.score) else None
    return asdict(hit) | {"score": score, "state": shown.components[hit.component].status}


def _hit_line(hit: LibraryHit, shown: LibraryCatalogue, at: Desk) -> str:
    component = shown.components[hit.component]
    name = component.names.get(at.words.language) or next(iter(component.names.values()), hit.component)
    parts = [f"{hit.component:<12}", at.state(component.status), name]
    if hit.designation is not None:
        parts.append(hit.designation)
    if hit.plant is not None:
        parts.append(at.say("cli.library.search.plant", plant=hit.plant, km=hit.distance_km))
    return "  ".join(parts)


def duplicates(library: Url = None, actor: Actor = None, json: Json = None, lang: Lang = None) -> None:
    """List pairs of components that are nearly the same."""
    from dfma.components.duplicates import near_duplicates

    with desk(library, actor, json, lang) as at:
        found = near_duplicates(at.library.as_catalogue(drafts=True))
        lines = [
            at.say(
                "cli.library.duplicates.same_document" if pair.same_document else "cli.library.duplicates.line",
                one=pair.one,
                other=pair.other,
                share=pair.share * 100,
                gap=pair.greatest_gap_mm,
                example=" = ".join(pair.pairs[0]),
            )
            for pair in found
        ]
        at.answer([asdict(pair) for pair in found], lines or [at.say("cli.library.duplicates.none")])


def thumbnail(
    component: Component,
    file: Annotated[Path, typer.Argument(metavar="FILE.svg", help=say("cli.library.thumbnail.file"))],
    variant: Annotated[
        str | None, typer.Option("--variant", metavar="DESIGNATION", help=say("cli.library.thumbnail.variant"))
    ] = None,
    sketch: Annotated[bool, typer.Option("--sketch", help=say("cli.library.thumbnail.sketch"))] = False,
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Draw a variant as SVG: from the corner, or in three views with dimensions."""
    from component_library.offer import component_of
    from dfma.components.drawing import sketch_svg, thumbnail_svg
    from dfma.components.variant import find_variant, typical_variant

    with desk(library, actor, json, lang) as at:
        record = at.library.component(component)
        family = component_of(record, record.newest)
        chosen = find_variant(family, variant) if variant is not None else typical_variant(family)
        if chosen is None:
            raise UserError(text("cli.library.thumbnail.no_variant", component=component, variant=variant or "–"))
        solids = chosen.solids
        if not solids:
            raise UserError(text("cli.library.thumbnail.no_shape", component=component, variant=chosen.designation))
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_text(sketch_svg(solids) if sketch else thumbnail_svg(solids), encoding="utf-8")
        fresh.replace(file)
        at.answer(
            {"file": str(file), "component": component, "designation": chosen.designation},
            [at.say("cli.library.thumbnail.done", designation=chosen.designation, path=str(file))],
        )
