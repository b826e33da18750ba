"""Our shapes against those that OpenCASCADE makes of the same file, product by product.

    python tests/benchmarks/compare_shapes.py MODEL.ifc …

Prints how many products are missing, and each one whose box differs by more than 2 mm or whose surface by more than
1 %, with its class, what its body is made of and how it differs, which is what tells the cause.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

from app.services.open_model import OpenSettings, open_model
from dfma.model.boxes import extents_along
from dfma.model.geometry import Floats
from dfma.progress import NoProgress

BOX = 0.002
AREA = 0.01


class Shape(NamedTuple):
    """A product's shape in the building."""

    low: Floats
    high: Floats
    area: float


def main(paths: list[Path]) -> None:
    for path in paths:
        reference, made_of = by_opencascade(path)
        ours = by_us(path)
        print(f"{path.name}: {len(reference)} products with a shape, {len(reference.keys() - ours.keys())} missing")
        for product in reference.keys() & ours.keys():
            theirs, own = reference[product], ours[product]
            off = max(np.abs(own.low - theirs.low).max(), np.abs(own.high - theirs.high).max())
            share = own.area / theirs.area - 1 if theirs.area else 0.0
            if off > BOX or abs(share) > AREA:
                print(f"  #{product} {made_of[product]}: box {off * 1000:.1f} mm, area {share:+.2%}")


def by_opencascade(path: Path) -> tuple[dict[int, Shape], dict[int, str]]:
    """Shapes by entity number, and the class with the items of the body."""
    import ifcopenshell
    import ifcopenshell.geom

    file = ifcopenshell.open(path)
    iterator = ifcopenshell.geom.iterator(ifcopenshell.geom.settings(), file, 1)
    shapes, made_of = {}, {}
    going_on = iterator.initialize()
    while going_on:
        shape = iterator.get()
        vertices = np.frombuffer(shape.geometry.verts_buffer).reshape(-1, 3)
        faces = np.frombuffer(shape.geometry.faces_buffer, np.int32).reshape(-1, 3)
        matrix = np.frombuffer(shape.transformation_buffer).reshape(4, 4).T
        if len(faces):
            corners = (vertices @ matrix[:3, :3].T + matrix[:3, 3])[faces]
            cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
            points = corners.reshape(-1, 3)
            shapes[shape.id] = Shape(points.min(axis=0), points.max(axis=0), np.linalg.norm(cross, axis=1).sum() / 2)
            bodies = file.by_id(shape.id).Representation.Representations
            items = {item.is_a() for body in bodies if body.RepresentationIdentifier == "Body" for item in body.Items}
            made_of[shape.id] = f"{shape.type} of {', '.join(sorted(items))}"
        going_on = iterator.next()
    return shapes, made_of


def by_us(path: Path) -> dict[int, Shape]:
    """Shapes by entity number, as the program has them."""
    model = open_model(path, OpenSettings(cache_cap=0), NoProgress())
    geometry = model.geometry
    every = np.arange(len(geometry.instance_row))
    low, high = extents_along(geometry, every, np.tile(np.eye(3), (len(every), 1, 1)))
    numbers = model.elements["step_id"].gather(geometry.instance_row).to_list()
    areas = geometry.shape_area[geometry.instance_shape]
    return {number: Shape(low[n], high[n], float(areas[n])) for n, number in enumerate(numbers)}


if __name__ == "__main__":
    main([Path(argument).resolve() for argument in sys.argv[1:]])
