"""Makes triangles of the shapes of a file, in batches, by the fastest kernel that gets each shape right.

Meant to run in a process of its own: kernels hold the interpreter lock, and on rare shapes they crash. What is being
made is said before it is begun (`Begun`), so that whoever listens knows what a crash was about and can go on from there
with a `Plan`.

The first kernel is fast, and right but for half-spaces, which are given an end before (`dfma.ifc.half_spaces`); a few
shapes it leaves open, empty, or far from what the file says. Those are made again by the next kernel, slower by an
order of magnitude; what that cannot do goes to the last one. Openings and spaces have shapes like everything else:
rules measure them, viewers hide them by class and role.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from dfma.ifc.extrusions import UNKNOWN, authored_box
from dfma.ifc.half_spaces import bound_half_spaces
from dfma.ifc.shape_sources import ShapeSources
from dfma.model.boxes import AGREES, ShapeBoxes, agrees, mesh_box, shape_boxes
from dfma.model.geometry import Floats, Geometry, Ints
from dfma.model.meshes import MeshFacts, mesh_facts
from dfma.model.shape_batch import ShapeBatch
from dfma.progress import Progress
from dfma.text import Text, text

if TYPE_CHECKING:
    import ifcopenshell

KERNELS = ("hybrid-manifold-cgal-simple-opencascade", "hybrid-cgal-simple-opencascade", "opencascade")
"""From the fastest to the last resort."""
MANIFOLD, CGAL, OPENCASCADE = range(len(KERNELS))

_CIRCLE_SEGMENTS = 24
"""Of a full circle. OpenCASCADE's default angle gives about as many; with fewer, thin pipes lose 2 % of their area."""
_FIRST_BATCH = 32
_BATCH = 128
"""Products made in one go: few enough to be soon seen, enough that starting a kernel costs nothing."""
_GRID = 1e-6
"""Metres: corners of shapes are rounded to this, so that equal shapes are equal bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Said before a batch is made."""

    products: tuple[int, ...]
    """Entity numbers, of twins too."""
    kernel: int
    """Place in `KERNELS`."""
    alone: bool
    """One shape is made alone: if this ends in a crash, the shape is to blame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is left to do after a crash."""

    leave_out: frozenset[int] = frozenset()
    """Entity numbers of products that are made already, or were given up."""
    alone: Mapping[int, int] = field(default_factory=dict)
    """Products that were in a crash: each is made alone, by this kernel first."""


@dataclass(slots=True, kw_only=True)
class _Mesh:
    """One mesh as a kernel gives it, in metres, and the products that have it."""

    vertices: Floats
    faces: Ints
    colour: npt.NDArray[np.float32]
    products: list[int]
    placements: list[Floats]


def read_shapes(
    file: ifcopenshell.file,
    rows: Mapping[int, int],
    length_unit: float,
    progress: Progress,
    emit: Callable[[Begun | ShapeBatch], None],
    plan: Plan | None = None,
) -> dict[int, Text]:
    """Make the shapes of the products in `rows` (entity number to element row) and emit them in batches.

    `length_unit` is metres per unit of the file. Returns the products that have a body in the file of which no kernel
    makes a shape, with the reason. The file is changed in memory: read everything else from it before.
    """
    plan = plan or Plan()
    bound_half_spaces(file, length_unit)
    sources = ShapeSources(file, (number for number in rows if number not in plan.leave_out), length_unit)
    work = _Work(file=file, rows=rows, length_unit=length_unit, sources=sources)
    waiting = sources.representatives
    for kernel in range(len(KERNELS)):
        first = {n: plan.alone.get(n, CGAL if n in sources.with_half_space else MANIFOLD) for n in waiting}
        later = [number for number in waiting if first[number] > kernel]
        alone = [number for number in waiting if first[number] <= kernel and number in plan.alone]
        together = [number for number in waiting if first[number] <= kernel and number not in plan.alone]
        waiting = later
        batches = [(batch, False) for batch in _batches(sources.lightest_first(together))]
        for products, by_itself in (*batches, *(((number,), True) for number in alone)):
            twins = (twin for number in products for twin in sources.twins(number))
            emit(Begun(products=(*products, *twins), kernel=kernel, alone=by_itself))
            batch, again = work.make(products, kernel)
            waiting += again
            if batch is not None:
                emit(batch)
            progress.report(text("ifc.step.shapes"), len(work.finished), len(sources.products))
    for batch in work.doubtful_left():
        emit(batch)
    return {number: sources.reason(number) for number in sources.products if number not in work.finished}


def _batches(products: list[int]) -> Iterator[tuple[int, ...]]:
    edges = [0, *range(_FIRST_BATCH, len(products), _BATCH), len(products)] if products else []
    for start, stop in pairwise(edges):
        yield tuple(products[start:stop])


@dataclass(slots=True, kw_only=True)
class _Work:
    """The state of one run: what is finished, and meshes that failed a check, in case that nothing better comes."""

    file: ifcopenshell.file
    rows: Mapping[int, int]
    length_unit: float
    sources: ShapeSources
    finished: set[int] = field(default_factory=set)
    doubtful: dict[int, _Mesh] = field(default_factory=dict)

    def make(self, products: Sequence[int], kernel: int) -> tuple[ShapeBatch | None, list[int]]:
        """The good shapes of some products, and the products that the next kernel should try."""
        meshes = list(_tessellated(self.file, products, kernel))
        for mesh in meshes:
            self._add_twins(mesh)
        batch, good = self._checked(meshes, kernel)
        for mesh, fine in zip(meshes, good, strict=True):
            if not fine:
                self.doubtful |= {n: mesh for n in mesh.products if n not in self.doubtful}
        return batch, [number for number in products if number not in self.finished]

    def _add_twins(self, mesh: _Mesh) -> None:
        """Put the twins of the products of a mesh beside them. Whatever the kernel adds to the placement of a product,
        such as the system of the whole model, it adds to that of the twin."""
        for number, matrix in list(zip(mesh.products, mesh.placements, strict=True)):
            if twins := self.sources.twins(number):
                added = matrix @ np.linalg.inv(self.sources.placement(number))
                mesh.products += twins
                mesh.placements += [added @ self.sources.placement(twin) for twin in twins]

    def doubtful_left(self) -> Iterator[ShapeBatch]:
        """Shapes that failed a check, of products of which no kernel made a better one."""
        left = {id(mesh): mesh for number, mesh in self.doubtful.items() if number not in self.finished}
        for mesh in left.values():
            batch, _ = self._checked([mesh], OPENCASCADE)
            if batch is not None:
                yield batch

    def _checked(self, meshes: list[_Mesh], kernel: int) -> tuple[ShapeBatch | None, npt.NDArray[np.bool_]]:
        """The meshes that pass the checks of a kernel as a batch, and which ones they are.

        The last kernel passes with anything. The one before it passes with open bodies: to judge by the real models,
        what it leaves open the last one does too.
        """
        if not meshes:
            return None, np.zeros(0, np.bool_)
        joined = _joined(meshes)
        facts = mesh_facts(joined.vertices, joined.faces, joined.vertex_start, joined.face_start)
        authored = self._authored(meshes)
        good = np.ones(len(meshes), np.bool_)
        if kernel != OPENCASCADE:
            low, high = mesh_box(joined.vertices, joined.vertex_start, authored.axes)
            good = _near(authored, low, high, [self.sources.has_openings(mesh.products[0]) for mesh in meshes])
            if kernel == MANIFOLD:
                good &= facts.closed | [self.sources.lists_faces(mesh.products[0]) for mesh in meshes]
        boxes = shape_boxes(joined.vertices, joined.vertex_start, facts.volume, authored)
        self.finished.update(n for mesh, fine in zip(meshes, good, strict=True) if fine for n in mesh.products)
        return _batch(meshes, joined, facts, boxes, np.flatnonzero(good), self.rows), good

    def _authored(self, meshes: Sequence[_Mesh]) -> ShapeBoxes:
        bodies = [self.sources.body(mesh.products[0]) for mesh in meshes]
        known = [UNKNOWN if body is None else authored_box(body, self.length_unit) for body in bodies]
        return ShapeBoxes(
            axes=np.array([box.axes for box in known]),
            centre=np.array([box.centre for box in known]),
            extent=np.array([box.extent for box in known]),
            origin=np.zeros(len(known), np.int8),
        )


def _near(authored: ShapeBoxes, low: Floats, high: Floats, cut: list[bool]) -> npt.NDArray[np.bool_]:
    """(S) whether the mesh is where the file says: on the authored box, or inside it when openings are cut out."""
    centre = np.einsum("sj,skj->sk", authored.centre, authored.axes)
    inside = (low >= centre - authored.extent / 2 - AGREES) & (high <= centre + authored.extent / 2 + AGREES)
    unknown = np.isnan(authored.extent).any(axis=1)
    near: npt.NDArray[np.bool_] = unknown | agrees(authored, low, high) | (np.array(cut) & inside.all(axis=1))
    return near


@dataclass(frozen=True, slots=True, kw_only=True)
class _Joined:
    """Meshes laid end to end, as `dfma.model.meshes` wants them."""

    vertices: Floats
    faces: Ints
    vertex_start: Ints
    face_start: Ints


def _joined(meshes: Sequence[_Mesh]) -> _Joined:
    vertex_start = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)], dtype=np.int32)
    return _Joined(
        vertices=np.concatenate([mesh.vertices for mesh in meshes]),
        faces=np.concatenate([mesh.faces + start for mesh, start in zip(meshes, vertex_start[:-1], strict=True)]),
        vertex_start=vertex_start,
        face_start=np.cumsum([0, *(len(mesh.faces) for mesh in meshes)], dtype=np.int32),
    )


def _batch(
    meshes: Sequence[_Mesh],
    joined: _Joined,
    facts: MeshFacts,
    boxes: ShapeBoxes,
    chosen: npt.NDArray[np.int64],
    rows: Mapping[int, int],
) -> ShapeBatch | None:
    """A batch of the chosen meshes, each moved to the middle of its own box; equal ones become one shape."""
    number: dict[bytes, int] = {}
    vertices, faces, middles, kept, instances = [], [], [], [], []
    for index in chosen:
        first, last = joined.vertex_start[index : index + 2]
        own = joined.vertices[first:last]
        middle = (own.min(axis=0) + own.max(axis=0)) / 2
        near = (np.rint((own - middle) / _GRID) * _GRID).astype(np.float32)
        triangles = (facts.faces[slice(*joined.face_start[index : index + 2])] - first).astype(np.int32)
        mesh = meshes[index]
        identity = _identity(near, triangles, mesh.colour)
        if identity not in number:
            number[identity] = len(number)
            vertices.append(near)
            faces.append(triangles)
            middles.append(middle)
            kept.append(index)
        for product, placement in zip(mesh.products, mesh.placements, strict=True):
            moved = placement.copy()
            moved[:3, 3] += placement[:3, :3] @ middle
            instances.append((number[identity], rows[product], moved))
    if not kept:
        return None
    geometry = Geometry(
        vertices=np.concatenate(vertices),
        faces=np.concatenate(faces),
        vertex_start=np.cumsum([0, *map(len, vertices)], dtype=np.int32),
        face_start=np.cumsum([0, *map(len, faces)], dtype=np.int32),
        shape_closed=facts.closed[kept],
        shape_volume=facts.volume[kept],
        shape_area=facts.area[kept],
        shape_colour=np.array([meshes[index].colour for index in kept]),
        instance_shape=np.array([shape for shape, _, _ in instances], np.int32),
        instance_row=np.array([row for _, row, _ in instances], np.int32),
        instance_matrix=np.array([matrix for _, _, matrix in instances]),
    )
    box = ShapeBoxes(
        axes=boxes.axes[kept],
        centre=boxes.centre[kept] - np.array(middles),
        extent=boxes.extent[kept],
        origin=boxes.origin[kept],
    )
    return ShapeBatch(geometry=geometry, boxes=box, identity=tuple(number))


def _identity(vertices: npt.NDArray[np.float32], faces: Ints, colour: npt.NDArray[np.float32]) -> bytes:
    digest = hashlib.blake2b(vertices.tobytes(), digest_size=16)
    digest.update(faces.tobytes())
    digest.update(colour.tobytes())
    return digest.digest()


def _tessellated(file: ifcopenshell.file, products: Sequence[int], kernel: int) -> Iterator[_Mesh]:
    """The meshes that a kernel makes of some products; of some it makes none."""
    import ifcopenshell.geom

    settings = ifcopenshell.geom.settings()
    settings.set("circle-segments", _CIRCLE_SEGMENTS)
    settings.set("apply-default-materials", False)
    settings.set("reorient-shells", kernel != MANIFOLD)
    included = [file.by_id(number) for number in products]
    iterator = ifcopenshell.geom.iterator(settings, file, 1, include=included, geometry_library=KERNELS[kernel])
    meshes: dict[str, _Mesh] = {}
    made: set[int] = set()
    if iterator.initialize():
        while True:
            shape = iterator.get()
            identity = shape.geometry.id
            # A product that shares a map with one that has openings comes twice, the same both times.
            if shape.id not in made:
                made.add(shape.id)
                if identity not in meshes:
                    meshes[identity] = _mesh(shape.geometry)
                meshes[identity].products.append(shape.id)
                meshes[identity].placements.append(np.frombuffer(shape.transformation_buffer).reshape(4, 4).T.copy())
            if not iterator.next():
                break
    for mesh in meshes.values():
        if len(mesh.faces) and np.isfinite(mesh.vertices).all():
            yield mesh


def _mesh(geometry: ifcopenshell.geom.ifcopenshell_wrapper.Triangulation) -> _Mesh:
    return _Mesh(
        vertices=np.frombuffer(geometry.verts_buffer).reshape(-1, 3).copy(),
        faces=np.frombuffer(geometry.faces_buffer, np.int32).reshape(-1, 3).copy(),
        colour=_colour(geometry),
        products=[],
        placements=[],
    )


def _colour(geometry: ifcopenshell.geom.ifcopenshell_wrapper.Triangulation) -> npt.NDArray[np.float32]:
    """Red, green, blue, opacity of the style that most triangles have; NaN when they have none."""
    style = np.frombuffer(geometry.material_ids_buffer, np.int32)
    styled = style[style >= 0]
    if 2 * len(styled) <= len(style):
        return np.full(4, np.nan, np.float32)
    colours = np.frombuffer(geometry.colors_buffer).reshape(-1, 4)
    most: npt.NDArray[np.float32] = colours[np.bincount(styled).argmax()].astype(np.float32)
    return most
