"""An encoder for tests that need no meaning: a vector per text from the characters that it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from ai_review.bm25 import tokens
from ai_review.encoder import Vectors
from dfma.progress import NoProgress, Progress


class LettersEncoder:
    """Texts with common words or characters are near each other; fast, and the same everywhere."""

    name = "letters"

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Sum of a fixed random vector per token."""
        (progress or NoProgress()).check()
        vectors = np.array([sum((_vector(token) for token in tokens(one)), np.full(64, 1e-6)) for one in texts])
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def _vector(token: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(token.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).normal(size=64)
