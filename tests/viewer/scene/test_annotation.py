from __future__ import annotations

import numpy as np

from viewer.scene.annotation import Annotation, Note, box_outline


def test_a_box_has_twelve_edges_as_long_as_its_sides() -> None:
    edges = box_outline(np.array([1.0, 2.0, 3.0]), np.eye(3), np.array([4.0, 0.2, 2.8]))
    lengths = np.linalg.norm(edges[:, 1] - edges[:, 0], axis=1)
    assert sorted(lengths.round(6)) == [0.2] * 4 + [2.8] * 4 + [4.0] * 4
    assert edges.reshape(-1, 3).min(axis=0).tolist() == [1.0, 2.0, 3.0]


def test_places_are_counted_from_the_origin_of_the_scene() -> None:
    note = Note(point=(500_001.0, 0.0, 1.0), words="Length 3,600 mm")
    drawn = Annotation(lines=np.array([[[500_000.0, 0, 0], [500_001.0, 0, 0]]]), notes=(note,))
    described = drawn.described((500_000.0, 0.0, 0.0))
    assert described["lines"] == [0, 0, 0, 1, 0, 0]
    assert described["notes"] == [{"point": [1, 0, 1], "words": "Length 3,600 mm"}]
