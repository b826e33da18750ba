"""The sample building: a precast shear-wall housing block, clean or with known defects, written as IFC4."""

from __future__ import annotations

from pathlib import Path

from dfma.ifc.sample.building import sample_building
from dfma.ifc.sample.defects import SeededDefect, put_in_defects
from dfma.ifc.sample.write import write_building

__all__ = ["SeededDefect", "write_sample_building"]


def write_sample_building(path: Path, *, flawed: bool = False, storeys: int = 11) -> tuple[SeededDefect, ...]:
    """Write the building to a file; with `flawed`, put the defects in and return what they are.

    The GlobalId of an element depends only on its place in the plan, so the clean and the flawed file can be compared.
    At least 4 storeys: two are cast in place, the others precast.
    """
    if storeys < 4:
        raise ValueError("the sample building has at least 4 storeys")
    building = sample_building(storeys)
    defects: tuple[SeededDefect, ...] = ()
    if flawed:
        building, defects = put_in_defects(building)
    write_building(building, path)
    return defects
