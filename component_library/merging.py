"""Two heads of one component become one again: what both sides say, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from component_library.records import Entry, Record
from component_library.revisions import Description, FieldConflict, merge_base, merge_fields, settle_fields
from dfma.errors import UserError
from dfma.text import text

OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two heads side by side. `ours` is the older of them, in every store the same."""

    component: str
    ours: Entry
    theirs: Entry
    base: Description
    """What both were made from; empty when they have nothing in common."""
    fields: tuple[FieldConflict, ...]
    """What both changed, each in its own way; all else merges by itself."""

    def settled(self, choices: Mapping[str, Any], rest: str | None = None) -> dict[str, Any]:
        """The merged description: `choices` gives a field its value, `rest` says whose value the other fields take
        (`ours` or `theirs`). Raises UserError while a field is not settled."""
        if unknown := choices.keys() - {field.path for field in self.fields}:
            raise UserError(text("library.merge.no_conflict", field=min(unknown), component=self.component))

        def settle(field: FieldConflict) -> Any:
            if field.path in choices:
                return choices[field.path]
            if rest is None:
                open_fields = tuple(one.path for one in self.fields if one.path not in choices)
                raise UserError(text("library.merge.open", fields=open_fields, component=self.component))
            return field.ours if rest == OURS else field.theirs

        ours, theirs = self.ours.revision.description, self.theirs.revision.description
        return settle_fields(self.base, ours, theirs, settle)


def conflict_of(record: Record) -> Conflict:
    """The two oldest heads of a component that has several. Raises UserError when it has one."""
    first = [entry for entry in record.history if entry.is_head]
    if len(first) < 2:
        raise UserError(text("library.merge.none", component=record.id))
    ours, theirs, *_ = sorted(first, key=lambda entry: (entry.at, entry.revision.id))
    name = merge_base(ours.revision.id, theirs.revision.id, record.facts.parents)
    base = record.facts.revisions[name].description if name else {}
    _, fields = merge_fields(base, ours.revision.description, theirs.revision.description)
    return Conflict(component=record.id, ours=ours, theirs=theirs, base=base, fields=tuple(fields))
