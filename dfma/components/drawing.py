"""Drawings of a component as SVG: a shaded thumbnail, and three views with the main dimensions. The same solids give
the same text.

Faces that look towards the viewer are painted from the farthest to the nearest; that is right for the pieces that
recipes build, not for anything that could be modelled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dfma.components.solids import COLOURS, Floats, Solid, bounds

_ISOMETRIC = np.array([[1.0, -1.0, 0.0], [1.0, 1.0, 2.0], [-1.0, -1.0, 1.0]])
_FRONT = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
_END = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, 1.0], [-1.0, 0.0, 0.0]])
_PLAN = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
"""Rows: to the right, up, towards the viewer."""
_LIGHT = np.array([-0.45, -0.55, 0.70])
_LINE = "#33373c"
_ROUND = 0.96
"""Cosine of the angle up to which neighbouring sides are drawn as one round face, as the 24 sides of a circle are."""
_GAP = 46.0
"""Pixels around each view, for its dimensions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Face:
    """A flat face: outline and holes in space."""

    rings: tuple[Floats, ...]
    normal: Floats
    material: str
    in_hole: bool = False
    smooth: bool = False


def thumbnail_svg(solids: Sequence[Solid], size: int = 240) -> str:
    """An isometric view, shaded by the direction of faces, in a square of `size` pixels."""
    view = _ISOMETRIC / np.linalg.norm(_ISOMETRIC, axis=1, keepdims=True)
    faces = list(_painted(solids, view))
    flat = [[_flat(ring, view) for ring in face.rings] for face in faces]
    points = np.concatenate([ring for rings in flat for ring in rings])
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    scale = size * 0.92 / extent.max()
    offset = (size - extent * scale) / 2
    shapes = [
        _path([(ring - low) * scale + offset for ring in rings], size, _shade(face), smooth=face.smooth)
        for face, rings in zip(faces, flat, strict=True)
    ]
    return _document(size, size, shapes)


def sketch_svg(solids: Sequence[Solid], width: int = 640, height: int = 440) -> str:
    """Front view, left view beside it, plan below it (first angle, as GB/T 14692 has it); overall sizes and clear
    sizes of openings in millimetres."""
    low, high = bounds(solids)
    length, across, tall = (high - low).tolist()
    scale = min((width - 4 * _GAP) / (length + across), (height - 4 * _GAP) / (tall + across))
    right, foot = 3 * _GAP + length * scale, height - 3 * _GAP - across * scale
    parts = [
        *_view(solids, _FRONT, (_GAP, foot), scale, height, openings=True),
        *_view(solids, _END, (right, foot), scale, height),
        *_view(solids, _PLAN, (_GAP, height - _GAP), scale, height),
        *_dimension((_GAP, foot), (_GAP + length * scale, foot), length),
        *_dimension((_GAP, foot), (_GAP, foot - tall * scale), tall),
        *_dimension((right, foot), (right + across * scale, foot), across),
    ]
    return _document(width, height, parts)


def _faces(solid: Solid) -> Iterator[_Face]:
    rings = (solid.outline, *solid.holes)
    caps = [tuple(solid.place(ring, along) for ring in rings) for along in (0.0, solid.depth)]
    up = solid.place([(0.0, 0.0)], 1.0)[0] - solid.place([(0.0, 0.0)], 0.0)[0]
    for number, (foot, head) in enumerate(zip(*caps, strict=True)):
        along = np.roll(foot, -1, axis=0) - foot
        normals = np.cross(along, up) / np.linalg.norm(along, axis=1, keepdims=True)
        ahead = np.einsum("ij,ij->i", normals, np.roll(normals, -1, axis=0)) > _ROUND
        corners = np.stack([foot, np.roll(foot, -1, axis=0), np.roll(head, -1, axis=0), head], axis=1)
        for side, normal, smooth in zip(corners, normals, ahead & np.roll(ahead, 1), strict=True):
            yield _Face(rings=(side,), normal=normal, material=solid.material, in_hole=number > 0, smooth=bool(smooth))
    yield _Face(rings=caps[0], normal=-up, material=solid.material)
    yield _Face(rings=caps[1], normal=up, material=solid.material)


def _painted(solids: Sequence[Solid], view: Floats) -> Iterator[_Face]:
    """Faces towards the viewer in the order in which they are painted: solids by their nearest corner; in each the
    sides of its holes, since they lie behind the face that they are seen through, then its faces by their middle."""
    built = [list(_faces(solid)) for solid in solids]
    nearest = [max(round(float((face.rings[0] @ view[2]).max()), 3) for face in faces) for faces in built]
    for number in np.argsort(nearest, kind="stable"):
        seen = [face for face in built[number] if face.normal @ view[2] > 1e-6]
        yield from sorted(seen, key=lambda face: (not face.in_hole, round(float((face.rings[0] @ view[2]).mean()), 3)))


def _view(
    solids: Sequence[Solid], view: Floats, corner: tuple[float, float], scale: float, height: int, *,
    openings: bool = False,
) -> Iterator[str]:  # fmt: skip
    """A view with its lower left corner at a place of the sheet (y downwards)."""
    faces = [face for face in _painted(solids, view) if not face.in_hole]  # edgewise or hidden in these views
    flat = [[_flat(ring, view) for ring in face.rings] for face in faces]
    low = np.concatenate([ring for rings in flat for ring in rings]).min(axis=0)
    origin = np.array([corner[0], height - corner[1]])
    for face, rings in zip(faces, flat, strict=True):
        placed = [(ring - low) * scale + origin for ring in rings]
        yield _path(placed, height, _shade(face), smooth=face.smooth)
    for hole in flat[-1][1:] if openings else ():
        wide, tall = np.ptp(hole, axis=0)
        x, y = ((hole.min(axis=0) + hole.max(axis=0)) / 2 - low) * scale + origin
        yield _text(x, height - y, f"{wide:.0f}\u00d7{tall:.0f}")


def _dimension(start: tuple[float, float], end: tuple[float, float], size: float) -> Iterator[str]:
    """A dimension below (or left of) a side of a view."""
    (x0, y0), (x1, y1) = start, end
    if y0 == y1:
        y = y0 + 18
        lines = [(x0, y0 + 4, x0, y + 4), (x1, y0 + 4, x1, y + 4), (x0, y, x1, y)]
        ticks, at, turned = [(x0, y), (x1, y)], ((x0 + x1) / 2, y + 14), ""
    else:
        x = x0 - 18
        lines = [(x0 - 4, y0, x - 4, y0), (x0 - 4, y1, x - 4, y1), (x, y0, x, y1)]
        ticks, at = [(x, y0), (x, y1)], (x - 6, (y0 + y1) / 2)
        turned = f' transform="rotate(-90 {at[0]:.1f} {at[1]:.1f})"'
    lines += [(x - 3, y + 3, x + 3, y - 3) for x, y in ticks]
    for a, b, c, d in lines:
        yield f'<line x1="{a:.1f}" y1="{b:.1f}" x2="{c:.1f}" y2="{d:.1f}" stroke="{_LINE}" stroke-width="0.7"/>'
    yield _text(*at, f"{size:.0f}", turned)


def _flat(ring: Floats, view: Floats) -> Floats:
    found: Floats = ring @ view[:2].T
    return found


def _shade(face: _Face) -> str:
    light = 0.78 + 0.22 * float(face.normal @ _LIGHT / np.linalg.norm(_LIGHT))
    colour = COLOURS.get(face.material, (0.7, 0.7, 0.7))
    return "#" + "".join(f"{round(255 * min(1.0, part * light + 0.04)):02x}" for part in colour)


def _path(rings: Sequence[Floats], height: float, fill: str, *, smooth: bool) -> str:
    outline = "".join(f"M{'L'.join(f'{x:.1f} {height - y:.1f}' for x, y in ring)}Z" for ring in rings)
    stroke = fill if smooth else _LINE
    return (
        f'<path d="{outline}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}" stroke-width="0.8" '
        'stroke-linejoin="round"/>'
    )


def _text(x: float, y: float, said: str, turned: str = "") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="sans-serif" font-size="12" text-anchor="middle" '
        f'fill="{_LINE}"{turned}>{said}</text>'
    )


def _document(width: int, height: int, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return "\n".join([head, *parts, "</svg>\n"])
