"""From votes to one answer per question; the scheme is explained in the docstring of the package.

All functions work on a long table of votes with a column `subject` (what is decided on) and return tables with one row
per subject, so that fifty thousand elements cost a few group-bys.
"""

from __future__ import annotations

import polars as pl

from dfma.recognition.votes import read_data

SCHEME = read_data("scheme.yaml")

SUBJECT_VOTES = ("subject", "source", "question", "answer", "weight", "code", "detail")
"""Columns of the table of votes that is decided on."""
_REASON = pl.struct("code", "detail")
_SURE = 0.98
_MOST_REASONS = 6
_WORTH_NAMING = 0.10
"""An alternative with less of the confidence is not worth a line."""

_FAMILY = {
    kind: family for family, entry in SCHEME["families"].items() for kind in (family, entry["default"], *entry["kinds"])
}
_DEFAULT = {family: entry["default"] for family, entry in SCHEME["families"].items()}
_DEFAULT_WEIGHT = {family: entry.get("default_weight", 0.5) for family, entry in SCHEME["families"].items()}


def decide(votes: pl.DataFrame, subjects: pl.DataFrame) -> pl.DataFrame:
    """Kind, casting and side of each subject, with confidence and reasons.

    `votes` has the columns of `SUBJECT_VOTES`, `subjects` the column `subject`. Returns `subject`, `kind`,
    `kind_confidence`, `kind_reasons`, `casting`, `casting_confidence`, `casting_reasons`, `side`, `side_confidence`,
    `host` (how strongly it says that the piece it is put into is precast).
    """
    casting = _decide_casting(votes.filter(pl.col("question") == "casting"))
    side = (
        _shares(votes.filter(pl.col("question") == "side"), "answer").group_by("subject", maintain_order=True).first()
    )
    side = side.rename({"answer": "side", "share": "side_confidence"})
    kind = _decide_kind(votes.filter(pl.col("question") == "kind"), casting, side)
    kind = kind.join(_derived_reasons(kind, votes), on="subject", how="left").with_columns(
        pl.concat_list("kind_reasons", pl.col("derived").fill_null([])).alias("kind_reasons")
    )
    host = votes.filter(pl.col("question") == "host").group_by("subject").agg(pl.col("weight").max().alias("host"))
    whole = subjects.select("subject")
    for part in (kind.drop("derived"), casting, side, host):
        whole = whole.join(part, on="subject", how="left", maintain_order="left")
    nothing = pl.lit([], dtype=pl.List(pl.Struct({"code": pl.String, "detail": pl.String})))
    return whole.with_columns(
        pl.col("kind").fill_null("other"),
        pl.col("casting").fill_null("unknown"),
        pl.col("kind_confidence", "casting_confidence").fill_null(0.0),
        pl.col("kind_reasons", "casting_reasons").fill_null(nothing),
    ).with_columns(_only_where_it_is_cast(nothing))


def _only_where_it_is_cast(nothing: pl.Expr) -> list[pl.Expr]:
    """A door is not precast and a space is not made of anything: no casting where the kind has none."""
    has_none = pl.col("kind").is_in(SCHEME["never_cast"]) & pl.col("casting").is_in(
        ["precast", "cast_in_place", "masonry"]
    )
    return [
        pl.when(has_none).then(pl.lit("unknown")).otherwise("casting").alias("casting"),
        pl.when(has_none).then(0.0).otherwise("casting_confidence").alias("casting_confidence"),
        pl.when(has_none).then(nothing).otherwise("casting_reasons").alias("casting_reasons"),
    ]


def _shares(votes: pl.DataFrame, answer: str) -> pl.DataFrame:
    """`subject`, the answer and its share of the confidence, the best first.

    Within one source the strongest vote counts; sources add up as independent witnesses; answers compete by their odds.
    """
    weight = pl.col("weight").clip(upper_bound=_SURE)
    return (
        votes.group_by("subject", answer, "source")
        .agg(weight.max())
        .group_by("subject", answer)
        .agg(((-(-pl.col("weight")).log1p().sum()).exp() - 1).alias("odds"))
        .with_columns((pl.col("odds") / (1 + pl.col("odds").sum().over("subject"))).alias("share"))
        .sort("subject", "share", answer, descending=[False, True, False])
        .select("subject", answer, "share")
    )


def _decide_casting(votes: pl.DataFrame) -> pl.DataFrame:
    shares = _shares(votes, "answer")
    best = shares.group_by("subject", maintain_order=True).first()
    reasons = _reasons(votes, best, shares, "casting")
    sure = pl.col("share") >= SCHEME["casting_threshold"]
    return best.join(reasons, on="subject", how="left").select(
        "subject",
        pl.when(sure).then("answer").otherwise(pl.lit("unknown")).alias("casting"),
        pl.col("share").alias("casting_confidence"),
        _uncertain(sure, "answer", "share", "casting", "reasons").alias("casting_reasons"),
    )


def _decide_kind(votes: pl.DataFrame, casting: pl.DataFrame, side: pl.DataFrame) -> pl.DataFrame:
    voted = votes.with_columns(pl.col("answer").replace(_FAMILY).alias("family"))
    families = _shares(voted, "family")
    best = families.group_by("subject", maintain_order=True).first().rename({"share": "family_share"})
    best = best.join(casting, on="subject", how="left").join(side, on="subject", how="left")
    leaves = _decide_leaf(voted, best)
    decided = best.join(leaves, on="subject", how="left").with_columns(
        pl.min_horizontal("family_share", "leaf_share").alias("share")
    )
    decided = _panel_side(_steel(decided))
    reasons = _reasons(
        voted.with_columns(pl.col("family").alias("answer")),
        best.select("subject", pl.col("family").alias("answer")),
        families.rename({"family": "answer"}),
        "kind",
    )
    sure = pl.col("share") >= SCHEME["kind_threshold"]
    cautious = pl.col("family").replace_strict(SCHEME["cautious"], default="other", return_dtype=pl.String)
    return decided.join(reasons, on="subject", how="left").select(
        "subject",
        pl.when(sure).then("leaf").otherwise(cautious).alias("kind"),
        pl.col("share").alias("kind_confidence"),
        _uncertain(sure, "leaf", "share", "kind", "reasons").alias("kind_reasons"),
    )


def _decide_leaf(voted: pl.DataFrame, best: pl.DataFrame) -> pl.DataFrame:
    """The kind within the best family: `subject`, `leaf`, `leaf_share`. The default of the family has to be beaten."""
    own = voted.join(best.select("subject", "family"), on=["subject", "family"], how="semi")
    special = own.filter(pl.col("answer") != pl.col("family"))
    default = best.select(
        "subject",
        pl.col("family").replace(_DEFAULT).alias("answer"),
        pl.col("family").replace_strict(_DEFAULT_WEIGHT, default=0.5, return_dtype=pl.Float64).alias("weight"),
        pl.lit("default").alias("source"),
    )
    columns = ["subject", "answer", "weight", "source"]
    made = [
        best.filter((pl.col("family") == family) & (pl.col("casting") == casting)).select(
            "subject",
            pl.lit(answer).alias("answer"),
            (weight * pl.col("casting_confidence")).alias("weight"),
            pl.lit("casting").alias("source"),
        )
        for family, castings in SCHEME["casting_to_kind"].items()
        for casting, answers in castings.items()
        for answer, weight in answers.items()
    ]
    contest = pl.concat([special.select(columns), default.select(columns), *made], how="vertical_relaxed")
    odds = (-(-pl.col("weight").clip(upper_bound=_SURE)).log1p().sum()).exp() - 1
    return (
        contest.group_by("subject", "answer", "source")
        .agg(pl.col("weight").max())
        .group_by("subject", "answer")
        .agg(odds.alias("odds"))
        .with_columns(
            # An element that nothing special is known of is the default of its family as surely as it is of the family.
            pl.when(pl.len().over("subject") == 1)
            .then(1.0)
            .otherwise(pl.col("odds") / pl.col("odds").sum().over("subject"))
            .alias("leaf_share")
        )
        .sort("subject", "leaf_share", "answer", descending=[False, True, False])
        .group_by("subject", maintain_order=True)
        .first()
        .select("subject", pl.col("answer").alias("leaf"), "leaf_share")
    )


def _steel(decided: pl.DataFrame) -> pl.DataFrame:
    made_of_steel = (pl.col("casting") == "steel") & pl.col("family").is_in(SCHEME["steel_families"])
    return decided.with_columns(
        pl.when(made_of_steel).then(pl.lit("steel_member")).otherwise("leaf").alias("leaf"),
        pl.when(made_of_steel).then(pl.min_horizontal("share", "casting_confidence")).otherwise("share").alias("share"),
    )


def _panel_side(decided: pl.DataFrame) -> pl.DataFrame:
    panel = pl.col("leaf") == "wall_panel"
    side = pl.col("side").fill_null(SCHEME["side_default"])
    known = pl.col("side_confidence").fill_null(SCHEME["side_unknown_confidence"])
    return decided.with_columns(
        pl.when(panel).then(pl.format("wall_panel_{}", side)).otherwise("leaf").alias("leaf"),
        pl.when(panel).then(pl.min_horizontal("share", known)).otherwise("share").alias("share"),
    )


def _derived_reasons(kind: pl.DataFrame, votes: pl.DataFrame) -> pl.DataFrame:
    """`subject` and `derived`: why a panel is on this side, why a member is steel."""
    panels = kind.filter(pl.col("kind").str.starts_with("wall_panel"))
    panels = panels.select("subject", pl.col("kind").str.strip_prefix("wall_panel_").alias("answer"))
    sides = votes.filter(pl.col("question") == "side").join(panels, on=["subject", "answer"], how="semi")
    unknown = panels.join(sides, on="subject", how="anti")
    told = [
        sides.unique(["subject", "code", "detail"])
        .sort("subject", "code", "detail")
        .select("subject", pl.format("side_{}", "code").alias("code"), "detail"),
        unknown.select("subject", pl.lit("side_unknown").alias("code"), pl.lit("").alias("detail")),
        kind.filter(pl.col("kind") == "steel_member").select(
            "subject", pl.lit("made_of_steel").alias("code"), pl.lit("").alias("detail")
        ),
    ]
    return pl.concat(told).group_by("subject", maintain_order=True).agg(_REASON.alias("derived"))


def _reasons(votes: pl.DataFrame, best: pl.DataFrame, shares: pl.DataFrame, question: str) -> pl.DataFrame:
    """`subject` and `reasons`: why the best answer, the strongest first, then what else it could be."""
    told = (
        votes.join(best.select("subject", "answer"), on=["subject", "answer"], how="semi")
        .sort("subject", "weight", "code", "detail", descending=[False, True, False, False])
        .unique(["subject", "code", "detail"], keep="first", maintain_order=True)
        .select("subject", "code", "detail")
    )
    told = told.group_by("subject", maintain_order=True).head(_MOST_REASONS)
    others = shares.join(best.select("subject", "answer"), on=["subject", "answer"], how="anti")
    others = others.filter(pl.col("share") >= _WORTH_NAMING).select(
        "subject",
        pl.lit(f"alternative_{question}").alias("code"),
        pl.format("{} {}", "answer", pl.col("share").round(2)).alias("detail"),
    )
    return pl.concat([told, others]).group_by("subject", maintain_order=True).agg(_REASON.alias("reasons"))


def _uncertain(sure: pl.Expr, answer: str, share: str, question: str, reasons: str) -> pl.Expr:
    """The reasons, headed by the answer that was held back where the confidence is below the threshold."""
    held = pl.struct(
        pl.lit(f"uncertain_{question}").alias("code"),
        pl.format("{} {}", answer, pl.col(share).round(2)).alias("detail"),
    )
    return pl.when(sure).then(pl.col(reasons)).otherwise(pl.concat_list(held, reasons))
