"""From texts to vectors, without a network: the packaged multilingual encoder or a firm's own.

Nothing heavy is imported before the first text is encoded that is not in the cache.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from ai_review.embedding_cache import EmbeddingCache
from ai_review.weights import packaged_weights
from dfma.errors import UserError
from dfma.progress import NoProgress, Progress
from dfma.text import text

Vectors: TypeAlias = npt.NDArray[np.float32]

_BATCH = 256
_SMALL_FILE = 5_000_000
_NO_NETWORK = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


class TextEncoder(Protocol):
    """What the assistant needs of an encoder."""

    name: str
    """Model, version and fingerprint: part of every result."""

    def encode(self, texts: Sequence[str], progress: Progress = ...) -> Vectors:
        """One vector of length 1 per text, shape (N, D)."""

    def load(self) -> None:
        """Have the model in memory, so that the next new text is encoded at once; takes seconds the first time."""


class SentenceEncoder:
    """An encoder of sentence-transformers, loaded when the first text comes that the cache does not know."""

    def __init__(self, name: str, load: Callable[[], Any], cache: EmbeddingCache | None = None) -> None:
        self.name = name
        self._load = load
        self._model: Any = None
        self._cache = cache
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of texts, each distinct text encoded once. Raises Cancelled between batches."""
        progress = progress or NoProgress()
        missing = [one for one in dict.fromkeys(texts) if one not in self._known]
        if self._cache and missing:
            self._known |= self._cache.read(missing)
            missing = [one for one in missing if one not in self._known]
        for start in range(0, len(missing), _BATCH):
            progress.report(text("assistant.step.encode"), start, len(missing))
            progress.check()
            self._learn(missing[start : start + _BATCH])
        if not texts:
            return np.zeros((0, 0), np.float32)
        return np.stack([self._known[one] for one in texts])

    def load(self) -> None:
        """Have the model in memory."""
        _ = self.model

    def _learn(self, batch: list[str]) -> None:
        vectors = self.model.encode(batch, convert_to_numpy=True, normalize_embeddings=True, show_progress_bar=False)
        found = dict(zip(batch, np.asarray(vectors, np.float32), strict=True))
        self._known |= found
        if self._cache:
            self._cache.write(found)

    @property
    def model(self) -> Any:
        """The model itself, loaded on first use."""
        if self._model is None:
            self._model = self._load()
        return self._model


def load_encoder(folder: Path | None = None, cache_folder: Path | None = None) -> SentenceEncoder:
    """The encoder of a firm's own folder, or the packaged one; vectors are kept in `cache_folder` between runs.

    Raises UserError when the folder is not one of sentence-transformers.
    """
    if folder is None:
        weights = packaged_weights()
        name = f"{weights.name} {weights.version} {weights.fingerprint}"
        return SentenceEncoder(name, _load_packaged, _cache(cache_folder, weights.fingerprint))
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise UserError(text("encoder.folder.wrong", folder=str(folder)))
    fingerprint = _fingerprint(folder)
    return SentenceEncoder(
        f"{folder.name} {fingerprint}", lambda: _load_folder(folder), _cache(cache_folder, fingerprint)
    )


def _load_packaged() -> Any:
    weights = packaged_weights()
    weights.check()
    _forbid_network()
    from ai_review.universal_sentence_encoder import universal_sentence_encoder

    return universal_sentence_encoder(weights.dimension)


def _load_folder(folder: Path) -> Any:
    _forbid_network()
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        raise UserError(text("encoder.folder.unreadable", folder=str(folder), reason=str(error)[:200])) from error


def _forbid_network() -> None:
    """Nobody downloads anything: the libraries read these when they are imported."""
    os.environ.update(_NO_NETWORK)


def _cache(folder: Path | None, fingerprint: str) -> EmbeddingCache | None:
    return EmbeddingCache(folder / f"vectors-{fingerprint}.sqlite") if folder else None


def _fingerprint(folder: Path) -> str:
    """Identity of a model folder: its small files by content, the large ones by size and date."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        status = path.stat()
        digest.update(path.relative_to(folder).as_posix().encode())
        small = status.st_size <= _SMALL_FILE
        digest.update(path.read_bytes() if small else f"{status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()[:12]
