"""What the tests of the assistant share."""

from __future__ import annotations

import pytest

from ai_review.encoder import SentenceEncoder, load_encoder


@pytest.fixture(scope="session")
def packaged_encoder() -> SentenceEncoder:
    """The real encoder; loading it takes some seconds, so only tests of meaning ask for it."""
    return load_encoder()
