"""How the widgets of a scene reach the page that draws them, without a notebook.

Widgets speak through comms. Here a comm hands every message to one function: the desktop sends it on to its page, the
HTML export writes it down.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import comm
from comm.base_comm import BaseComm


@dataclass(frozen=True, slots=True, kw_only=True)
class WidgetMessage:
    """One message from a widget to its counterpart in the page."""

    event: str
    """`open`, `update` or `close`."""
    widget: str
    state: Mapping[str, Any]
    buffer_paths: Sequence[Sequence[str | int]] = ()
    """Where in `state` each buffer belongs."""
    buffers: Sequence[memoryview | bytes] = ()


Send = Callable[[WidgetMessage], None]


class WidgetLink:
    """Gives every widget that is made inside `making()` a comm that ends in `send`."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self._numbers = itertools.count(1)

    def cut(self) -> None:
        """Nobody listens any more: what widgets still say, at the latest when they are collected, is dropped."""
        self.send = _nowhere

    @contextmanager
    def making(self) -> Iterator[None]:
        """`comm.create_comm` is the official place to hook in; it is given back at the end."""
        before = comm.create_comm
        comm.create_comm = self._make_comm
        try:
            yield
        finally:
            comm.create_comm = before

    def _make_comm(self, *, comm_id: str | None = None, **arguments: Any) -> BaseComm:
        return _LinkedComm(self, comm_id=comm_id or f"w{next(self._numbers)}", **arguments)


def _nowhere(message: WidgetMessage) -> None:
    """Drop it."""


class _LinkedComm(BaseComm):
    def __init__(self, link: WidgetLink, **arguments: Any) -> None:
        self._link = link
        super().__init__(**arguments)

    # The manager of comms routes messages that come from a notebook, by ids that are unique in one process; ours are
    # unique in one scene only, and nothing comes.
    def open(
        self, data: dict[str, Any] | None = None, metadata: dict[str, Any] | None = None, buffers: Any = None
    ) -> None:
        self.publish_msg("comm_open", data, metadata, buffers)
        self._closed = False

    def close(
        self, data: dict[str, Any] | None = None, metadata: Any = None, buffers: Any = None, deleting: bool = False
    ) -> None:
        if not self._closed:
            self._closed = True
            if not deleting:
                self.publish_msg("comm_close")

    def publish_msg(
        self,
        msg_type: str,
        data: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        buffers: list[bytes] | None = None,
        **keys: Any,
    ) -> None:
        content = data or {}
        if msg_type == "comm_close":
            self._link.send(WidgetMessage(event="close", widget=self.comm_id, state={}))
        elif msg_type == "comm_open" or content.get("method") == "update":
            self._link.send(
                WidgetMessage(
                    event="open" if msg_type == "comm_open" else "update",
                    widget=self.comm_id,
                    state=content.get("state", {}),
                    buffer_paths=content.get("buffer_paths", ()),
                    buffers=buffers or (),
                )
            )
