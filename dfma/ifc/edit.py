"""A received file while it is being changed: read through the parser, changed in its text."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dfma.ifc.step_file import StepFile
from dfma.ifc.step_patch import Argument, Item, Ref, StepPatch, Verbatim, spelled

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

PROGRAM = "Dougong"
_NAMESPACE = uuid.UUID("6f0d5f5e-7c5b-5a52-9a6b-3c7de1a0f2b4")


class Edit:
    """The parsed file, its text, and who makes the new entities.

    GlobalIds of new entities follow from the received file and from what they are for, so that the same changes to the
    same file give the same text. `when` is what the owner history says, in seconds since 1970.
    """

    def __init__(self, step: StepFile, patch: StepPatch, sha256: str, *, version: str, when: int) -> None:
        self.step = step
        self.patch = patch
        self._sha256 = sha256
        self._version = version
        self._when = when

    def add(self, kind: str, *leading: Argument) -> Ref:
        """A new entity from its leading attributes; the others are left open, or NOTDEFINED where that may not be."""
        declared = self._declared(kind)
        missing = [Item("NOTDEFINED") if needed else None for needed in declared[len(leading) :]]
        return self.patch.add(kind, *leading[: len(declared)], *missing)

    def add_root(self, kind: str, purpose: str, *leading: Argument) -> Ref:
        """A new entity with a GlobalId of its own."""
        return self.add(kind, self.new_guid(f"{kind} {purpose}"), self.history, *leading)

    def copy_root(self, entity: entity_instance, purpose: str, **changed: Argument) -> Ref:
        """A copy of an entity with a GlobalId; some attributes are others."""
        positions = self.step.attributes(entity.is_a())
        arguments = self.patch.arguments(entity.id())
        fresh: dict[str, Argument] = {"GlobalId": self.new_guid(f"{entity.is_a()} {purpose}"), **changed}
        for name, value in fresh.items():
            arguments[positions[name]] = spelled(value)
        return self.patch.add_spelled(entity.is_a(), arguments)

    def copy(self, entity: entity_instance, **changed: Argument) -> Ref:
        """A copy of an entity without a GlobalId; some attributes are others."""
        positions = self.step.attributes(entity.is_a())
        arguments = self.patch.arguments(entity.id())
        for name, value in changed.items():
            arguments[positions[name]] = spelled(value)
        return self.patch.add_spelled(entity.is_a(), arguments)

    def set(self, entity: entity_instance, attribute: str, value: Argument) -> None:
        """Replace one attribute of an entity of the file."""
        self.patch.change(entity.id(), self.step.attributes(entity.is_a())[attribute], value)

    def set_references(self, entity: entity_instance, attribute: str, numbers: Iterable[int]) -> None:
        """Replace the entities that an attribute refers to."""
        self.set(entity, attribute, [Ref(number) for number in numbers])

    def new_guid(self, purpose: str) -> str:
        """A GlobalId that is always the same for this file and purpose."""
        from ifcopenshell import guid

        return str(guid.compress(uuid.uuid5(_NAMESPACE, f"{self._sha256} {purpose}").hex))

    @functools.cached_property
    def history(self) -> Ref | None:
        """The owner history of new entities: the program, for the person who owns the project. None where the file
        keeps no such history."""
        owner = next((one for one in self.step.instances("IfcProject")), None)
        theirs = self.step.one(owner, "OwnerHistory")
        user = self.step.one(theirs, "OwningUser")
        if user is None:
            return None
        program = self._application()
        # Since IFC4 a history of something added must say when it was last modified.
        return self.add(
            "IfcOwnerHistory", Ref(user.id()), program, None, Item("ADDED"), self._when, None, None, self._when
        )

    def _application(self) -> Ref:
        """The program and its version; two of the same in one file are not allowed."""
        for known in self.step.instances("IfcApplication"):
            said = (self.step.text(known, "ApplicationIdentifier"), self.step.text(known, "Version"))
            if said == (PROGRAM, self._version):
                return Ref(known.id())
        maker = self.add("IfcOrganization", None, PROGRAM)
        return self.add("IfcApplication", maker, self._version, f"{PROGRAM} {self._version}", PROGRAM)

    def _declared(self, kind: str) -> Sequence[bool]:
        """Per attribute of a class, whether it must have a value."""
        return _declared(self.step.file.schema_identifier, kind)


@functools.cache
def _declared(schema: str, kind: str) -> tuple[bool, ...]:
    import ifcopenshell

    declaration: Any = ifcopenshell.ifcopenshell_wrapper.schema_by_name(schema).declaration_by_name(kind).as_entity()
    return tuple(not attribute.optional() for attribute in declaration.all_attributes())


def as_spelled(arguments: Iterable[bytes]) -> list[Verbatim]:
    """Arguments that go on as they stand in the file."""
    return [Verbatim(argument) for argument in arguments]
