"""The encoder: packaged weights, cache, a firm's own folder, and never a network."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from ai_review.encoder import SentenceEncoder, load_encoder
from dfma.errors import UserError
from dfma.progress import Cancelled
from dfma.text import Text
from tests.conftest import ROOT

PROGRAM = textwrap.dedent("""
    import socket
    def refuse(*_, **__):
        raise AssertionError("a socket was opened")
    socket.socket.connect = socket.socket.connect_ex = socket.socket.bind = socket.socket.sendto = refuse
    socket.create_connection = socket.getaddrinfo = refuse
    from ai_review.encoder import load_encoder
    a, b, c = load_encoder().encode(["precast stair flight", "\u9884\u5236\u697c\u68af", "cable tray"])
    print(a.shape[0], a @ b > a @ c, abs(float(a @ a) - 1) < 1e-4)
""")


class CountingModel:
    """Encodes to the length of the text and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str], **_: object) -> np.ndarray:
        self.asked += texts
        return np.array([[len(one), 1.0] for one in texts], np.float32)


class Impatient:
    """Asks to stop at the first check."""

    def report(self, step: Text, done: int = 0, total: int = 0) -> None:
        """Nothing to see."""

    def check(self) -> None:
        raise Cancelled


def run(*command: str) -> str:
    program = [*command, sys.executable, "-c", PROGRAM]
    done = subprocess.run(program, capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_packaged_encoder_opens_no_socket_and_knows_both_languages() -> None:
    assert run() == "512 True True"


def test_the_packaged_encoder_works_without_a_network() -> None:
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-n", "true"], capture_output=True).returncode != 0:
        pytest.skip("this machine does not let us take the network away (unshare -n)")
    assert run(unshare, "-n") == "512 True True"


def test_each_text_is_encoded_once_and_kept_on_disk(tmp_path: Path) -> None:
    from ai_review.embedding_cache import EmbeddingCache

    cache = EmbeddingCache(tmp_path / "vectors.sqlite")
    first = CountingModel()
    encoder = SentenceEncoder("counting", lambda: first, cache)
    vectors = encoder.encode(["wall", "slab", "wall"])
    assert vectors.shape == (3, 2)
    assert first.asked == ["wall", "slab"]
    second = CountingModel()
    np.testing.assert_array_equal(
        SentenceEncoder("counting", lambda: second, cache).encode(["slab", "wall"]), vectors[1:]
    )
    assert second.asked == []


def test_nothing_is_loaded_before_it_is_needed() -> None:
    encoder = SentenceEncoder("never", lambda: pytest.fail("loaded"))
    assert encoder.encode([]).shape == (0, 0)


def test_cancelling_stops_between_batches() -> None:
    with pytest.raises(Cancelled):
        SentenceEncoder("counting", CountingModel).encode(["wall"], Impatient())


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        load_encoder(tmp_path)
    assert caught.value.message.key == "encoder.folder.wrong"


def test_naming_the_encoder_opens_no_socket_and_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a socket was opened"))
    assert load_encoder().name.startswith("universal-sentence-encoder-multilingual v3 0.2.1")
