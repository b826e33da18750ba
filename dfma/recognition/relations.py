"""Parts and wholes: what they say of each other, and which whole is the piece that a factory makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.recognition.decide import SCHEME, decide
from dfma.recognition.votes import Source, Vote, ask

_WEIGHT = SCHEME["relation_weights"]
_DOMINANT = 0.5
"""Share of the size of all bodies from which on one of them is the main part."""

_DEEPEST = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hearing:
    """What has been said and decided so far: a subject number per row, votes and decisions per subject.

    Subjects are numbered from 0 without gaps and `decided` is in their order.
    """

    subject: pl.Series
    votes: pl.DataFrame
    decided: pl.DataFrame

    def by_row(self, *, with_reasons: bool = False) -> pl.DataFrame:
        """Decisions, one line per row."""
        decided = self.decided if with_reasons else self.decided.drop("kind_reasons", "casting_reasons")
        rows = decided.drop("subject").select(pl.all().gather(self.subject))
        return rows.with_row_index("row").cast({"row": pl.Int32})

    def hear(self, source: Source, clues: pl.DataFrame) -> _Hearing:
        """Add what one source says of some rows (column `row`) and decide those rows anew."""
        if clues.is_empty():
            return self
        said = ask(source, clues)
        heard = pl.DataFrame({"row": clues["row"], "subject": self.subject.gather(clues["row"]), "case": said.case})
        heard = heard.join(said.votes.select("case").unique(), on="case", how="semi")
        pairs = heard.select("subject", "case").unique(maintain_order=True)
        first_new = int(self.decided["subject"].max() or 0) + 1  # type: ignore[arg-type]
        pairs = pairs.with_row_index("new", offset=first_new)
        old = pairs.join(self.votes, on="subject").drop("subject", "case").rename({"new": "subject"})
        new = pairs.select(pl.col("new").alias("subject"), pl.lit(source.name).alias("source"), "case")
        votes = pl.concat([old.select(self.votes.columns), new.join(said.votes, on="case").select(self.votes.columns)])
        subject = self.subject.to_numpy().copy()
        subject[heard["row"].to_numpy()] = heard.join(pairs, on=["subject", "case"], how="left", maintain_order="left")[
            "new"
        ].to_numpy()
        return _Hearing(
            subject=pl.Series("subject", subject),
            votes=pl.concat([self.votes, votes]),
            decided=pl.concat([self.decided, decide(votes, pairs.select(subject="new"))]),
        )


def let_parts_and_wholes_speak(
    clues: pl.DataFrame, subject: pl.Series, votes: pl.DataFrame, decided: pl.DataFrame
) -> pl.DataFrame:
    """One line per row with kind, casting and `piece`, after parts have spoken for wholes and wholes for parts."""
    hearing = _Hearing(subject=subject, votes=votes, decided=decided)
    alone = hearing.by_row()
    parts = clues.select("row", "whole").drop_nulls()
    depth = _depths(clues["whole"])
    size = _sizes(clues)
    for level in range(int(depth.max(initial=0)) - 1, -1, -1):
        of_level = parts.filter(pl.Series(depth[parts["whole"].to_numpy()] == level))
        hearing = hearing.hear(BY_MAIN_PART, _main_parts(of_level, hearing.by_row(), size, clues))
    main = _main_parts(parts, hearing.by_row(), size, clues)
    for level in range(int(depth.max(initial=0))):
        of_level = parts.filter(pl.Series(depth[parts["whole"].to_numpy()] == level))
        hearing = hearing.hear(BY_WHOLE, _wholes(of_level, hearing.by_row(), alone, main))
    recognised = hearing.by_row(with_reasons=True)
    return recognised.with_columns(_pieces(clues, recognised, main, depth))


def _depths(whole: pl.Series) -> npt.NDArray[np.int32]:
    """How many wholes stand above each row; at most `_DEEPEST`, because a damaged file may hold rings."""
    above = whole.fill_null(-1).to_numpy()
    depth = np.zeros(len(above), np.int32)
    current = above.copy()
    for _ in range(_DEEPEST):
        has_whole = current >= 0
        if not has_whole.any():
            break
        depth += has_whole
        current = np.where(has_whole, above[current], -1)
    return depth


def _sizes(clues: pl.DataFrame) -> pl.Series:
    """(N) volume as far as it is known; of a whole, where it has none, the sum of its parts."""
    of_parts = clues.filter(pl.col("whole").is_not_null()).group_by("whole").agg(pl.col("volume").sum().alias("parts"))
    joined = clues.select("row", "volume").join(
        of_parts, left_on="row", right_on="whole", how="left", maintain_order="left"
    )
    return joined.select(pl.coalesce("volume", "parts").fill_null(0.0).alias("size"))["size"]


def _main_parts(parts: pl.DataFrame, decided: pl.DataFrame, size: pl.Series, clues: pl.DataFrame) -> pl.DataFrame:
    """Per whole (`row`) its main part: the largest body, or where it has no body the largest part.

    Columns `main`, `bodies` (how many), `dominant`, and of the main part `main_kind`, `main_kind_confidence`,
    `main_casting`, `main_casting_confidence`, `main_side`, confidences rounded; `host`: what the inserts among the
    parts say of the whole; `own_body`: the whole is a body itself.
    """
    names = clues["name"]
    offered = parts.rename({"row": "main", "whole": "row"}).with_columns(
        pl.Series("size", size.gather(parts["row"])),
        pl.Series("namesake", (names.gather(parts["row"]) == names.gather(parts["whole"])).fill_null(value=False)),
        decided["kind"].gather(parts["whole"]).is_in(SCHEME["bodies"]).alias("own_body"),
        *(
            pl.Series(f"main_{column}", decided[column].gather(parts["row"]))
            for column in ("kind", "kind_confidence", "casting", "casting_confidence", "side", "host")
        ),
    )
    offered = offered.with_columns(pl.col("main_host").max().over("row").alias("host"))
    offered = offered.filter(pl.col("main_kind") != "other").with_columns(
        pl.col("main_kind").is_in(SCHEME["bodies"]).alias("body")
    )
    ranked = offered.sort(
        "row",
        "body",
        "size",
        "namesake",
        "main_kind_confidence",
        "main",
        descending=[False, True, True, True, True, False],
    )
    peers = ranked.filter(pl.col("body") == pl.col("body").first().over("row"))
    alike = (pl.col("main_kind").n_unique() == 1) & (pl.col("main_kind").first() == "steel_member")
    return peers.group_by("row", maintain_order=True).agg(
        pl.col("body").sum().alias("bodies"),
        ((pl.col("size").first() >= _DOMINANT * pl.col("size").sum()) | (pl.len() == 1) | alike).alias("dominant"),
        pl.col("main", "main_kind", "main_casting", "main_side", "host").first(),
        _in_steps("main_kind_confidence", "main_casting_confidence").first(),
        pl.col("own_body").first(),
    )


def _wholes(parts: pl.DataFrame, decided: pl.DataFrame, alone: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
    """Per part (`row`) what its whole is and how it is cast, confidences rounded; `is_main`, `is_body` of the part.

    To its main part a whole says only what it knows from itself and from the inserts in it, so that nobody hears an
    echo of his own words.
    """
    told = ("kind", "kind_confidence", "casting", "casting_confidence", "side")
    heard = parts.with_columns(
        decided["kind"].gather(parts["row"]).is_in(SCHEME["bodies"]).alias("is_body"),
        *(decided[name].gather(parts["whole"]).alias(f"whole_{name}") for name in told),
        *(alone[name].gather(parts["whole"]).alias(f"own_{name}") for name in told),
    ).join(main.select("main", "host", whole="row"), on="whole", how="left", maintain_order="left")
    silent = (pl.col("own_casting") == "unknown") & pl.col("host").is_not_null()
    heard = heard.with_columns(
        (pl.col("row") == pl.col("main")).fill_null(value=False).alias("is_main"),
        pl.when(silent).then(pl.lit("precast")).otherwise("own_casting").alias("own_casting"),
        pl.when(silent)
        .then(pl.col("host") * _WEIGHT["inserts"])
        .otherwise("own_casting_confidence")
        .alias("own_casting_confidence"),
    )
    return heard.with_columns(
        pl.when("is_main").then(f"own_{name}").otherwise(f"whole_{name}").alias(f"whole_{name}") for name in told
    ).with_columns(_in_steps("whole_kind_confidence", "whole_casting_confidence"))


def _in_steps(*confidences: str) -> pl.Expr:
    """Rounded, so that wholes that are alike are decided once."""
    return (pl.col(*confidences) * 20).round() / 20


def _speak_of_whole(
    dominant: bool,
    kind: str,
    kind_confidence: float,
    casting: str,
    casting_confidence: float,
    side: str | None,
    host: float | None,
    own_body: bool,
) -> Iterable[Vote]:
    is_body = kind in SCHEME["bodies"]
    if host and (own_body or (is_body and dominant)):
        yield Vote("casting", "precast", host * _WEIGHT["inserts"], "inserts", kind)
    # A plank with its lifting pins is no lifting pin; a bundle of bars is reinforcement.
    if not dominant or (own_body and not is_body):
        return
    yield from _as_kind(kind, kind_confidence * _WEIGHT["main_part_kind"], side, "main_part")
    if casting != "unknown":
        yield Vote("casting", casting, casting_confidence * _WEIGHT["main_part_casting"], "main_part", kind)


BY_MAIN_PART = Source(
    name="main part",
    columns=(
        "dominant",
        "main_kind",
        "main_kind_confidence",
        "main_casting",
        "main_casting_confidence",
        "main_side",
        "host",
        "own_body",
    ),
    witness=_speak_of_whole,
)


def _speak_of_part(
    is_main: bool,
    is_body: bool,
    kind: str,
    kind_confidence: float,
    casting: str,
    casting_confidence: float,
    side: str | None,
) -> Iterable[Vote]:
    if kind == "curtain_wall":
        yield Vote("kind", kind, _WEIGHT["curtain_wall_part"] * kind_confidence, "whole", kind)
    if not is_body:
        return
    if casting != "unknown":
        yield Vote("casting", casting, _WEIGHT["piece_casting"] * casting_confidence, "whole", kind)
    if is_main and kind in SCHEME["bodies"] and kind not in SCHEME["pods"]:
        yield from _as_kind(kind, kind_confidence * _WEIGHT["main_part_kind"], side, "whole")


BY_WHOLE = Source(
    name="whole",
    columns=("is_main", "is_body", "whole_kind", "whole_kind_confidence", "whole_casting", "whole_casting_confidence",
             "whole_side"),
    witness=_speak_of_part,
)  # fmt: skip


def _as_kind(kind: str, weight: float, side: str | None, code: str) -> Iterable[Vote]:
    panel = kind.startswith("wall_panel")
    yield Vote("kind", "wall_panel" if panel else kind, weight, code, kind)
    if panel and side:
        yield Vote("side", side, weight, code, kind)


def _pieces(clues: pl.DataFrame, decided: pl.DataFrame, main: pl.DataFrame, depth: npt.NDArray[np.int32]) -> pl.Series:
    """(N) row of the outermost whole above each row that is made as one and does not merely gather pieces.

    A whole is made as one when a factory made it, or when it has a single body: that and its rebars, poured or laid.
    """
    wholes = main.join(decided.select("row", "kind", "casting"), on="row", how="left").with_columns(
        pl.Series("ifc_class", clues["ifc_class"].gather(main["row"]))
    )
    made = pl.col("casting").is_in(["precast", "steel"])
    pod = pl.col("kind").is_in(SCHEME["pods"])
    one_body = pl.col("dominant") | ((pl.col("bodies") == 0) & pl.col("own_body"))
    single = one_body & (~pl.col("ifc_class").is_in(SCHEME["gathering_classes"]) | (pl.col("bodies") <= 1))
    poured = (pl.col("bodies") == 1) | ((pl.col("bodies") == 0) & pl.col("own_body"))
    is_piece = np.zeros(len(clues), np.bool_)
    is_piece[wholes.filter(pl.when(made).then(pod | single).otherwise(poured))["row"].to_numpy()] = True
    above = clues["whole"].fill_null(-1).to_numpy()
    piece = np.full(len(clues), -1, np.int32)
    # From the outermost inwards: a row belongs to what its whole belongs to, else to the whole if that is a piece.
    for level in range(1, int(depth.max(initial=0)) + 1):
        rows = np.flatnonzero(depth == level)
        whole = above[rows]
        piece[rows] = np.where(piece[whole] >= 0, piece[whole], np.where(is_piece[whole], whole, -1))
    return pl.Series("piece", piece, dtype=pl.Int32).replace(-1, None)


def without_gatherers(clues: pl.DataFrame, recognised: pl.DataFrame) -> pl.DataFrame:
    """The table with wholes that only gather things of their own kind told apart: they are no further thing of it."""
    wholes = pl.concat([clues.select("row", "ifc_class", "whole"), recognised.drop("row")], how="horizontal")
    gathered = wholes.filter(pl.col("piece").is_null()).group_by(row="whole", kind="kind").agg(count=pl.len())
    gatherers = (
        wholes.filter(pl.col("ifc_class").is_in(SCHEME["gathering_classes"]))
        .filter(pl.col("kind").is_in(SCHEME["gathered_kinds"]))
        .join(gathered, on=["row", "kind"])
    )
    is_gatherer = pl.col("row").is_in(gatherers["row"].to_list())
    reason = pl.concat_list(pl.struct(code=pl.lit("gathers"), detail=pl.col("kind")))
    return recognised.with_columns(
        kind=pl.when(is_gatherer).then(pl.lit("other")).otherwise("kind"),
        kind_reasons=pl.when(is_gatherer).then(reason).otherwise("kind_reasons"),
        casting=pl.when(is_gatherer).then(pl.lit("unknown")).otherwise("casting"),
        casting_confidence=pl.when(is_gatherer).then(0.0).otherwise("casting_confidence"),
        casting_reasons=pl.when(is_gatherer).then(reason).otherwise("casting_reasons"),
    )
