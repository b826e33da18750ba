"""`dougong open [MODEL]`: the desktop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import Lang, Library, say


def open_window(
    model: Annotated[Path | None, typer.Argument(metavar="[MODEL]", help=say("cli.model"))] = None,
    library: Library = None,
    lang: Lang = None,
) -> None:
    """Open the desktop."""
    from app.ui.main import open_desktop

    raise typer.Exit(open_desktop(model, lang, library))
