"""Reasons as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dfma.model.recognition import CASTINGS, KINDS
from dfma.text import Text, text

_NAMES = {name: f"kind.{name}" for name in KINDS} | {name: f"casting.{name}" for name in CASTINGS}
_SHARED = {name: f"reason.{name}" for name in ("wall_panel", "slab", "stair", "pod", "steel", "part")}


def explain(reasons: Iterable[Mapping[str, str]]) -> tuple[Text, ...]:
    """Say the reasons of `kind_reasons` or `casting_reasons`; kinds and castings inside them are translated too."""
    return tuple(Text(f"reason.{reason['code']}", (("detail", _detail(reason["detail"])),)) for reason in reasons)


def _detail(detail: str) -> str | Text:
    """A kind or casting, alone or with its share of the confidence, becomes a `Text`; the rest stays as it is."""
    name, _, share = detail.partition(" ")
    key = (_NAMES | _SHARED).get(name)
    if key is None:
        return detail
    return text("reason.share", answer=Text(key), share=float(share)) if share else Text(key)
