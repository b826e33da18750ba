"""Writes accepted suggestions into a copy of a received file; the received file itself is never touched.

The text of the received file is kept: what no change concerns stands in the copy byte for byte as it was received.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dfma.errors import UserError
from dfma.ifc.edit import Edit
from dfma.ifc.open_file import open_ifc
from dfma.ifc.received import read_received
from dfma.ifc.step_file import StepFile
from dfma.ifc.step_patch import StepPatch
from dfma.ifc.units import Units
from dfma.ifc.write_sizes import write_sizes
from dfma.ifc.write_types import write_types
from dfma.model.changes import AcceptedMatch, Applied, Resize
from dfma.text import text

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

    from dfma.progress import Progress


def write_back(
    source: Path,
    target: Path,
    changes: Sequence[AcceptedMatch],
    progress: Progress,
    *,
    sizes: Sequence[Resize] = (),
    version: str,
    when: int,
    force: bool = False,
) -> Applied:
    """Write a copy of `source` with the changes to `target`: accepted components, and pieces with other `sizes`.

    `version` is the program's, `when` what new entities say of their making (seconds since 1970). Raises `UserError`
    when `target` is the received file, or exists and `force` is not given.
    """
    refuse_target(source, target, force=force)
    progress.report(text("apply.step.read", name=source.name))
    opened = open_ifc(source, progress)
    patch = StepPatch(read_received(source, progress).data)
    edit = Edit(StepFile(opened.file), patch, opened.sha256, version=version, when=when)
    progress.report(text("apply.step.change"), 0, len(changes) + len(sizes))
    entities = _entities(edit.step)
    typed = write_types(edit, changes, entities)
    resized = write_sizes(edit, sizes, entities, Units(edit.step).length)
    progress.check()
    progress.report(text("apply.step.write", name=target.name))
    _write(target, patch.data())
    return Applied(
        path=str(target),
        typed=tuple(typed.elements),
        types_made=typed.made,
        types_reused=typed.reused,
        not_applied=tuple(typed.not_applied),
        entities_changed=len(patch.touched),
        entities_added=patch.added,
        resized=tuple(resized.resized),
        moved=tuple(resized.moved),
        not_resized=tuple(resized.refused),
        still_named=tuple(resized.still_named),
    )


def refuse_target(source: Path, target: Path, *, force: bool) -> None:
    """Raise `UserError` where writing would harm: onto the received file under any of its names, or onto another."""
    if target.exists():
        if target.is_dir() or not source.exists() or target.samefile(source):
            raise UserError(text("apply.is_original", path=str(target)))
        if not force:
            raise UserError(text("apply.exists", path=str(target)))
    elif not target.parent.is_dir():
        raise UserError(text("apply.no_folder", path=str(target.parent)))


def _entities(step: StepFile) -> dict[str, entity_instance]:
    """The first entity of each GlobalId, as reading takes it."""
    found: dict[str, entity_instance] = {}
    for name, instances in step.groups("IfcElement"):
        for guid, entity in zip(step.texts(name, instances, "GlobalId"), instances, strict=True):
            if guid is not None:
                found.setdefault(guid, entity)
    return found


def _write(target: Path, data: bytes) -> None:
    """Write beside, then rename. A link that stands in the way is replaced, not followed."""
    fresh = target.with_name(target.name + ".new")
    try:
        fresh.write_bytes(data)
        fresh.replace(target)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UserError(text("apply.unwritable", path=str(target), reason=str(error))) from error
