"""What kind of thing a free-text name means: a proposal with the distance to the next best answer."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ai_review.encoder import TextEncoder
from ai_review.glossary import glossary
from ai_review.retrieval import Retriever
from dfma.progress import Progress
from dfma.yaml_data import read_yaml

_DATA = Path(__file__).parent / "data"
_NOISE = re.compile("[#:_\\-/\\\\,.;()\\[\\]\uff08\uff09\u3010\u3011\u00d7*]+|\\d+(?:\\s*[x\u00d7*]\\s*\\d+)*")
_LETTERS = re.compile("[A-Za-zÀ-ÿ]{3}|[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindGuess:
    """What a name most likely means."""

    name: str
    kind: str | None
    """None when the name holds no words."""
    margin: float
    """Standard deviations between the best kind and the next one."""
    runner_up: str | None
    confidence: float
    """How often a guess with this margin was right on the development benchmark (see data/calibration.yaml)."""


def name_kinds(names: Sequence[str], encoder: TextEncoder, progress: Progress | None = None) -> tuple[KindGuess, ...]:
    """The best kind for each name, by likeness to the names in data/kinds.yaml."""
    examples = [(kind, phrase) for kind, phrases in _examples().items() for phrase in phrases]
    kinds = sorted({kind for kind, _ in examples})
    column = np.array([kinds.index(kind) for kind, _ in examples])
    words = [wording(name) for name in names]
    asked = list(dict.fromkeys(one for one in words if one))
    if not asked:
        return tuple(_nothing(name) for name in names)
    scores = Retriever([phrase for _, phrase in examples], encoder, glossary()).scores(asked, progress)
    per_kind = np.full((len(asked), len(kinds)), -np.inf)
    for place in range(len(kinds)):
        per_kind[:, place] = scores[:, column == place].max(axis=1)
    order = np.argsort(-per_kind, axis=1, kind="stable")
    found: dict[str, tuple[str, float, str]] = {}
    for row, one in enumerate(asked):
        best, second = order[row, :2]
        found[one] = (kinds[best], float(per_kind[row, best] - per_kind[row, second]), kinds[second])
    return tuple(
        KindGuess(
            name=name,
            kind=found[one][0],
            margin=found[one][1],
            runner_up=found[one][2],
            confidence=confidence_of(found[one][1]),
        )
        if one
        else _nothing(name)
        for name, one in zip(names, words, strict=True)
    )


def wording(name: str) -> str:
    """The words of a name, without numbers, sizes and punctuation; empty when none are left."""
    bare = " ".join(_NOISE.sub(" ", name).split())
    return bare if _LETTERS.search(bare) else ""


def confidence_of(margin: float) -> float:
    """Share of right answers at a margin: a logistic curve fitted on the development benchmark."""
    curve = _curve()
    return 1 / (1 + math.exp(-(curve["slope"] * margin + curve["intercept"])))


def _nothing(name: str) -> KindGuess:
    return KindGuess(name=name, kind=None, margin=0.0, runner_up=None, confidence=0.0)


@cache
def _examples() -> Mapping[str, Sequence[str]]:
    table: Mapping[str, Sequence[str]] = read_yaml(_DATA / "kinds.yaml")
    return table


@cache
def _curve() -> Mapping[str, float]:
    table: Mapping[str, float] = read_yaml(_DATA / "calibration.yaml")["name_kinds"]
    return table
