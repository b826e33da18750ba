"""What the materials say, each by its share of the thickness."""

from __future__ import annotations

from collections.abc import Iterable

from dfma.recognition.lexicon import Lexicon
from dfma.recognition.votes import Source, Vote, read_data, strongest

_LEXICON = Lexicon(read_data("materials.yaml"))
LAYERS = "\x1f"
THICKNESS = "\x1e"


def _witness(layers: str) -> Iterable[Vote]:
    parsed = [
        (name, float(thickness or 0))
        for name, _, thickness in (part.partition(THICKNESS) for part in layers.split(LAYERS))
    ]
    total = sum(thickness for _, thickness in parsed)
    votes = []
    for name, thickness in parsed:
        share = thickness / total if total else 1 / len(parsed)
        votes += [
            # A thin layer of insulation is as telling as a thick one; what carries is told by thickness.
            vote._replace(
                weight=vote.weight * (1.0 if vote.question == "side" else share), code="material", detail=name
            )
            for vote in strongest(_LEXICON.read(name))
        ]
    return _summed(votes)


def _summed(votes: Iterable[Vote]) -> Iterable[Vote]:
    """Layers that say the same add up: two leaves of brick are as much masonry as one of double thickness."""
    summed: dict[tuple[str, str], Vote] = {}
    for vote in votes:
        key = (vote.question, vote.answer)
        before = summed.get(key)
        summed[key] = vote._replace(weight=min(0.95, vote.weight + (before.weight if before else 0.0)))
    return summed.values()


BY_MATERIAL = Source(name="material", columns=("layers",), witness=_witness)
