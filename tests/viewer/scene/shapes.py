"""Geometry for tests of the viewer: boxes and round bars, repeated as a building repeats its pieces."""

from __future__ import annotations

import numpy as np

from dfma.model.geometry import Geometry

BOX_CORNERS = np.array([[x, y, z] for z in (0, 1) for y in (0, 1) for x in (0, 1)], np.float32)
BOX_FACES = np.array(
    [[0, 2, 3], [0, 3, 1], [4, 5, 7], [4, 7, 6], [0, 1, 5], [0, 5, 4], [2, 6, 7], [2, 7, 3], [0, 4, 6], [0, 6, 2],
     [1, 3, 7], [1, 7, 5]], np.int32,
)  # fmt: skip


def round_bar(sides: int = 16) -> tuple[np.ndarray, np.ndarray]:
    """A closed cylinder of height and diameter 1 on the origin."""
    angle = np.arange(sides) * 2 * np.pi / sides
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) / 2
    vertices = np.concatenate(
        [np.column_stack([ring, np.zeros(sides)]), np.column_stack([ring, np.ones(sides)]), [[0, 0, 0], [0, 0, 1]]]
    )
    here = np.arange(sides)
    following = (here + 1) % sides
    bottom, top = np.full(sides, 2 * sides), np.full(sides, 2 * sides + 1)
    faces = np.concatenate(
        [
            np.column_stack([here, following, sides + following]),
            np.column_stack([here, sides + following, sides + here]),
            np.column_stack([bottom, following, here]),
            np.column_stack([top, sides + here, sides + following]),
        ]
    )
    return vertices.astype(np.float32), faces.astype(np.int32)


def geometry_of(shapes: list[tuple[np.ndarray, np.ndarray]], instances: list[tuple[int, int, np.ndarray]]) -> Geometry:
    """Shared buffers of (vertices, faces) shapes, and instances as (shape, row, 4×4)."""
    return Geometry(
        vertices=np.concatenate([vertices for vertices, _ in shapes]).astype(np.float32),
        faces=np.concatenate([faces for _, faces in shapes]).astype(np.int32),
        vertex_start=np.cumsum([0] + [len(vertices) for vertices, _ in shapes]).astype(np.int32),
        face_start=np.cumsum([0] + [len(faces) for _, faces in shapes]).astype(np.int32),
        shape_closed=np.ones(len(shapes), np.bool_),
        shape_volume=np.ones(len(shapes)),
        shape_area=np.full(len(shapes), 6.0),
        shape_colour=np.full((len(shapes), 4), np.nan, np.float32),
        instance_shape=np.array([shape for shape, _, _ in instances], np.int32),
        instance_row=np.array([row for _, row, _ in instances], np.int32),
        instance_matrix=np.array([matrix for _, _, matrix in instances]).reshape(-1, 4, 4),
    )


def placed(x: float, y: float, z: float, size: tuple[float, float, float] = (1, 1, 1)) -> np.ndarray:
    """A matrix that scales and moves."""
    matrix = np.diag([*size, 1.0])
    matrix[:3, 3] = x, y, z
    return matrix


def block(elements: int, seed: int = 1) -> Geometry:
    """A generated building: a grid of boxes and round bars of few shapes and many sizes, one row per instance."""
    random = np.random.default_rng(seed)
    side = int(np.ceil(elements ** (1 / 3) * 1.5))
    number = np.arange(elements)
    matrices = np.zeros((elements, 4, 4))
    sizes = random.uniform(0.3, 2.6, (elements, 3)).round(1)
    matrices[:, [0, 1, 2], [0, 1, 2]] = sizes
    matrices[:, :3, 3] = np.column_stack([number % side, number // side % side, number // side**2]) * (3.0, 3.0, 3.5)
    matrices[:, 3, 3] = 1
    shapes = [(BOX_CORNERS, BOX_FACES), round_bar(24)]
    choice = (random.random(elements) < 0.2).astype(np.int32)
    template = geometry_of(shapes, [(0, 0, np.eye(4))])
    return Geometry(
        **{name: getattr(template, name) for name in template.__slots__ if not name.startswith("instance")},
        instance_shape=choice,
        instance_row=number.astype(np.int32),
        instance_matrix=matrices,
    )
