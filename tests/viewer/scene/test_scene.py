"""The pythreejs scene: few widgets, whatever the number of elements, and every one told to the page."""

from __future__ import annotations

import comm
import numpy as np

from tests.viewer.scene.shapes import block
from viewer.scene.appearance import plain
from viewer.scene.link import WidgetMessage
from viewer.scene.scene import STATE_WIDTH, SceneWidgets, state_image
from viewer.scene.tiles import build_tiles, scene_origin


def made(elements: int) -> tuple[list[WidgetMessage], SceneWidgets]:
    messages: list[WidgetMessage] = []
    scene = SceneWidgets(messages.append, plain(elements))
    geometry = block(elements)
    for tile in build_tiles(geometry, scene_origin(geometry)):
        scene.add_tile(tile)
    return messages, scene


def test_the_number_of_widgets_follows_tiles_and_not_elements() -> None:
    few, many = made(10)[0], made(3000)[0]
    opened = [sum(message.event == "open" for message in messages) for messages in (few, many)]
    assert opened[0] == opened[1] < 40


def test_a_widget_is_told_before_another_one_speaks_of_it() -> None:
    messages, _ = made(10)
    known: set[str] = set()
    for message in messages:
        if message.event == "open":
            known.add(message.widget)
        named = {part for part in str(message.state).replace("'", " ").split() if part.startswith("IPY_MODEL_")}
        assert {name.removeprefix("IPY_MODEL_") for name in named} <= known


def test_buffers_are_told_with_type_and_shape() -> None:
    messages, _ = made(10)
    found = []
    for message in messages:
        for path, buffer in zip(message.buffer_paths, message.buffers, strict=True):
            holder = message.state[path[0]]
            count = int(np.prod(holder["shape"]))
            assert np.frombuffer(buffer, holder["dtype"]).size == count
            found.append(holder["dtype"])
    assert sorted(set(found)) == ["float32", "int8", "uint16", "uint32", "uint8"]


def test_closing_takes_down_all_that_was_opened() -> None:
    messages, scene = made(10)
    scene.close()
    opened = {message.widget for message in messages if message.event == "open"}
    closed = {message.widget for message in messages if message.event == "close"}
    assert closed == opened


def test_the_hook_for_comms_is_given_back() -> None:
    before = comm.create_comm
    made(3)
    assert comm.create_comm is before


def test_the_state_texture_has_a_texel_per_row() -> None:
    image = state_image(plain(STATE_WIDTH + 1).hiding([STATE_WIDTH]))
    assert image.shape == (2, STATE_WIDTH, 4)
    assert image[0, :, 3].tolist() == [255] * STATE_WIDTH
    assert image[1].max(axis=0).tolist()[3] == 0
