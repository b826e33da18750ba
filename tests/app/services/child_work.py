"""What the tests let child processes do; it must be importable by name in the child."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ifcopenshell

import dfma.ifc.read_geometry
from dfma.errors import UserError
from dfma.ifc.read_file import read_file, read_remaining_shapes
from dfma.progress import Progress
from dfma.text import text

Emit = Callable[[Any], None]


def add(progress: Progress, emit: Emit, first: int, second: int) -> int:
    progress.report(text("ifc.step.shapes"), 1, 2)
    emit(first)
    emit(second)
    return first + second


def fail(progress: Progress, emit: Emit) -> None:
    raise UserError(text("ifc.open.empty", name="x"))


def stumble(progress: Progress, emit: Emit) -> None:
    raise ZeroDivisionError("in the child")


def die(progress: Progress, emit: Emit) -> None:
    emit("before")
    os.kill(os.getpid(), signal.SIGKILL if os.name == "posix" else signal.SIGTERM)


def sleep(progress: Progress, emit: Emit) -> None:
    emit(os.getpid())
    time.sleep(600)


def swallow_memory(progress: Progress, emit: Emit) -> None:
    kept = []
    while True:
        kept.append(bytearray(os.urandom(1 << 20)) * 16)
        time.sleep(0.005)


def chatter(progress: Progress, emit: Emit) -> None:
    os.write(1, b"from native code")
    os.write(2, b"from native code")


def read_file_with_deadly_shapes(progress: Progress, emit: Emit, *arguments: Any) -> Any:
    """`read_file`, in which the kernels crash on products that are named "deadly" or, but for the last, "risky"."""
    _make_deadly()
    return read_file(progress, emit, *arguments)


def spin_after_a_part(progress: Progress, emit: Emit) -> None:
    emit("part")
    while True:
        pass


def read_remaining_with_deadly_shapes(progress: Progress, emit: Emit, *arguments: Any) -> Any:
    _make_deadly()
    return read_remaining_shapes(progress, emit, *arguments)


def die_while_parsing(progress: Progress, emit: Emit, path: Path) -> None:
    os.abort()


def _make_deadly() -> None:
    harmless = dfma.ifc.read_geometry._tessellated

    def deadly(file: ifcopenshell.file, products: Sequence[int], kernel: int) -> Any:
        names = {file.by_id(number).Name for number in products}
        if "deadly" in names or ("risky" in names and kernel < dfma.ifc.read_geometry.OPENCASCADE):
            os.abort()
        return harmless(file, products, kernel)

    dfma.ifc.read_geometry._tessellated = deadly  # type: ignore[assignment]
