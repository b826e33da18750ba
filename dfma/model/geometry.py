"""Triangles: unique shapes in shared buffers, and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """Shapes and instances, metres, Z up. Arrays are read-only and may be memory-mapped.

    S shapes, I instances, V vertices, F triangles. A shape's vertices are moved near its own origin, so that single
    precision is enough; the instance's matrix puts them into the building.
    """

    vertices: npt.NDArray[np.float32]
    """(V, 3) in the shape's own coordinates."""
    faces: Ints
    """(F, 3) vertex numbers counted from the first vertex of the shape."""
    vertex_start: Ints
    """(S + 1) first vertex of each shape."""
    face_start: Ints
    """(S + 1) first triangle of each shape."""
    shape_closed: npt.NDArray[np.bool_]
    """(S) each edge is shared by exactly two triangles that run it in opposite directions."""
    shape_volume: Floats
    """(S) m³ by the divergence theorem; NaN where the shape is not closed."""
    shape_area: Floats
    """(S) m² of all triangles."""
    shape_colour: npt.NDArray[np.float32]
    """(S, 4) red, green, blue, opacity of the authored style; NaN where the file gives none."""
    instance_shape: Ints
    """(I) number of the shape."""
    instance_row: Ints
    """(I) row of the element; an element without a shape of its own has none."""
    instance_matrix: Floats
    """(I, 4, 4) shape to building, float64."""

    def of_instance(self, instance: int) -> tuple[Floats, Ints]:
        """Vertices in the building (float64) and triangles of one instance."""
        shape = int(self.instance_shape[instance])
        local = self.vertices[self.vertex_start[shape] : self.vertex_start[shape + 1]].astype(np.float64)
        matrix = self.instance_matrix[instance]
        return local @ matrix[:3, :3].T + matrix[:3, 3], self.faces[self.face_start[shape] : self.face_start[shape + 1]]


def no_geometry() -> Geometry:
    """The geometry of a model whose shapes were not (or could not be) made."""
    return Geometry(
        vertices=np.zeros((0, 3), np.float32),
        faces=np.zeros((0, 3), np.int32),
        vertex_start=np.zeros(1, np.int32),
        face_start=np.zeros(1, np.int32),
        shape_closed=np.zeros(0, np.bool_),
        shape_volume=np.zeros(0),
        shape_area=np.zeros(0),
        shape_colour=np.zeros((0, 4), np.float32),
        instance_shape=np.zeros(0, np.int32),
        instance_row=np.zeros(0, np.int32),
        instance_matrix=np.zeros((0, 4, 4)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """One oriented and one axis-parallel box per element row; NaN where nothing is known.

    The box of an assembly encloses the shapes of all its parts, along the axes of its heaviest part.
    """

    axes: Floats
    """(N, 3, 3) unit vectors as rows, in the building: right-handed, axes[2] is the one nearest to the vertical."""
    centre: Floats
    """(N, 3)"""
    extent: Floats
    """(N, 3) full size along the three axes."""
    low: Floats
    """(N, 3) least corner of the axis-parallel box."""
    high: Floats
    """(N, 3) greatest corner."""
    origin: npt.NDArray[np.int8]
    """(N) where the oriented box comes from: 0 unknown, 1 extrusion data, 2 mesh, 3 parts of the assembly."""


def no_boxes(rows: int) -> Boxes:
    """Boxes of a model without geometry."""
    return Boxes(
        axes=np.full((rows, 3, 3), np.nan),
        centre=np.full((rows, 3), np.nan),
        extent=np.full((rows, 3), np.nan),
        low=np.full((rows, 3), np.nan),
        high=np.full((rows, 3), np.nan),
        origin=np.zeros(rows, np.int8),
    )
