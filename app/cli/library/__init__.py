"""`dougong library …`: the shared library of components. A table of commands, grouped in files."""

from __future__ import annotations

from collections.abc import Callable

import typer

from app.cli.library import change, exchange, find, intake, look, review
from app.cli.options import say

COMMANDS: dict[str, Callable[..., None]] = {
    "init": change.init,
    "list": look.list_components,
    "search": find.search,
    "show": look.show,
    "thumbnail": find.thumbnail,
    "history": look.history,
    "add": change.add,
    "submit": review.submit,
    "approve": review.approve,
    "send-back": review.send_back,
    "withdraw": review.withdraw,
    "comment": review.comment,
    "conflicts": look.conflicts,
    "merge": change.merge,
    "sync": exchange.sync,
    "export": exchange.export,
    "template": intake.template,
    "import": intake.take_over,
    "harvest": intake.harvest,
    "duplicates": find.duplicates,
    "record": exchange.record,
    "where-used": look.where_used,
    "dashboard": look.dashboard,
    "audit": look.audit,
    "roles": review.roles,
}

library = typer.Typer(help=say("cli.library.help"), no_args_is_help=True, rich_markup_mode=None)
for name, command in COMMANDS.items():
    library.command(name, help=say(f"cli.library.{name}.help"))(command)
