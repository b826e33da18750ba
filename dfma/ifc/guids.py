"""GlobalIds of what the program itself writes."""

from __future__ import annotations

import uuid

NAMESPACE = uuid.UUID("6f0c6f1e-6d0f-5d0b-9d55-2f1f6f2c7a11")


def guid_of(path: str) -> str:
    """GlobalId of the thing (or relation) at a path: the same in every file."""
    import ifcopenshell.guid

    compressed: str = ifcopenshell.guid.compress(uuid.uuid5(NAMESPACE, path).hex)
    return compressed
