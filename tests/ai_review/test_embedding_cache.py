"""Vectors on disk: kept, shared, and never in the way."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ai_review.embedding_cache import EmbeddingCache


def vector(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=8).astype(np.float32)


def test_what_was_written_is_read_by_another_one(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "vectors.sqlite"
    EmbeddingCache(path).write({"wall": vector(1), "\u5899": vector(2)})
    found = EmbeddingCache(path).read(["\u5899", "slab"])
    assert list(found) == ["\u5899"]
    np.testing.assert_allclose(found["\u5899"], vector(2), rtol=1e-3, atol=1e-3)


def test_more_texts_than_one_query_takes(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path / "vectors.sqlite")
    cache.write({str(i): vector(i) for i in range(1200)})
    assert len(cache.read([str(i) for i in range(1200)])) == 1200


def test_a_damaged_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite"
    path.write_bytes(b"this is no database" * 100)
    cache = EmbeddingCache(path)
    assert cache.read(["wall"]) == {}
    cache.write({"wall": vector(1)})
    assert list(cache.read(["wall"])) == ["wall"]


def test_a_place_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = EmbeddingCache(tmp_path / "file" / "vectors.sqlite")
    cache.write({"wall": vector(1)})
    assert cache.read(["wall"]) == {}
