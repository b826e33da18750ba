"""Packed columns: small, the same each time, and without anything that could be markup."""

from __future__ import annotations

import base64
import gzip

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from viewer.packing import Packer, packed, packed_json


def unpacked(text: str, told: dict[str, int]) -> np.ndarray:
    """What unpack.js does, in numpy."""
    blob = np.frombuffer(gzip.decompress(base64.b64decode(text)), np.uint8)
    count = told["rows"] * told["columns"]
    planes = blob[told["at"] : told["at"] + count * told["size"]].reshape(told["size"], count)
    values = planes.T.copy().view({1: "u1", 2: "<u2", 4: "<u4"}[told["size"]]).reshape(told["columns"], told["rows"])
    return np.cumsum(values, axis=1, dtype=values.dtype).T


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from([np.uint8, np.int8, np.uint16, np.uint32, np.int32]).flatmap(
        lambda kind: arrays(kind, array_shapes(min_dims=1, max_dims=2, max_side=20))
    )
)
def test_arrays_come_back_as_they_were(array: np.ndarray) -> None:
    packer = Packer()
    packer.add(np.arange(7, dtype=np.uint16))
    told = packer.add(array)
    found = unpacked(packer.text(), told)
    assert np.array_equal(found.ravel(), array.view(found.dtype).ravel())


def test_the_same_bytes_give_the_same_text() -> None:
    assert packed(b"x" * 100) == packed(b"x" * 100)


def test_regular_numbers_pack_small() -> None:
    packer = Packer()
    packer.add(np.arange(100_000, dtype=np.uint32))
    assert len(packer.text()) < 2_000


def test_nothing_can_end_the_script() -> None:
    assert "<" not in packed_json({"name": "</script>"})
