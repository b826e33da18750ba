"""Reads YAML with the parser written in C where it is there: ten times as fast as the one in Python, and as safe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(source: str) -> Any:
    """What the text says, as plain values. Raises `yaml.YAMLError`."""
    return yaml.load(source, Loader=_LOADER)  # noqa: S506 - a safe loader, the C one


def read_yaml(path: Path) -> Any:
    """What a UTF-8 file says. Raises `yaml.YAMLError`, `UnicodeDecodeError` and `OSError`."""
    return parse_yaml(path.read_text(encoding="utf-8"))
