"""Which row of one model is which row of another, when some or all GlobalIds were issued anew.

The surest evidence comes first, and what it settles is left to no later step: the GlobalId; then content and place
together; then place alone; then a mark or name that only one thing bears; then neighbours that are identified already;
last, the nearest thing of the same name and size. Each step is one join over columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.spatial import cKDTree

from dfma.model.building import BuildingModel
from dfma.model.geometry import Floats

IDENTITY_SCHEMA = pl.Schema(
    {
        "old_row": pl.Int32,
        "new_row": pl.Int32,
        "how": pl.String,  # guid | content | place | name | neighbours | nearest: the evidence that settled it
    }
)
"""One row per thing that both models hold."""

_SAME_PLACE = 0.005
"""Metres: centre and size that differ by less in each direction are the same place; exports round to 1 mm or 0.1 mm."""
_REACH = 3.0
"""Metres: how far a thing may have moved to be recognised by its name and size alone."""
_ROUNDS = 12
"""Rings of neighbours that are followed from what is known."""

_LABELS = ["name", "tag", "mark", "type_name"]
_PLACE = ["cx", "cy", "cz", "dx", "dy", "dz"]
_SHAPE = ["dx", "dy", "dz"]
_AUTHORED = ("aggregates", "nests", "contains", "voids", "fills", "connects", "groups")


def identify(old: BuildingModel, new: BuildingModel) -> pl.DataFrame:
    """The pairs of rows that are the same thing (IDENTITY_SCHEMA), in the order of the old rows."""
    return _Search(old, new).run()


class _Search:
    def __init__(self, old: BuildingModel, new: BuildingModel) -> None:
        self._facts = (_facts(old), _facts(new))
        self._links = (_links(old), _links(new))
        self._partner = tuple(np.full(facts.height, -1, np.int64) for facts in self._facts)
        self._how = np.full(self._facts[0].height, "", dtype=object)

    def run(self) -> pl.DataFrame:
        self._join("guid", ["guid"])
        content = ["ifc_class", *_LABELS, "material", "said"]
        self._join("content", [*content, *_PLACE], placed=True, in_order=True)
        self._join("place", ["ifc_class", *_LABELS, *_PLACE], placed=True, in_order=True)
        self._join("place", ["ifc_class", *_PLACE], placed=True)
        self._same_place()
        self._join("name", ["ifc_class", "role", "name"], where=pl.col("role") == "spatial")
        self._join("name", ["ifc_class", "role"], where=pl.col("role") == "spatial")
        self._join("name", ["ifc_class", "mark", "name"], where=pl.col("mark").is_not_null())
        self._join("name", ["ifc_class", "tag", "name"], where=pl.col("tag").is_not_null())
        self._join("name", ["ifc_class", *_LABELS, "material", "said"], where=pl.col("name").is_not_null())
        self._by_neighbours()
        self._nearest()
        self._by_neighbours()
        self._alike()
        return self._result()

    # Steps

    def _join(
        self,
        how: str,
        keys: Sequence[str],
        *,
        placed: bool = False,
        in_order: bool = False,
        where: pl.Expr | None = None,
        facts: tuple[pl.DataFrame, pl.DataFrame] | None = None,
    ) -> int:
        """Pair the open rows whose keys only one row on each side has; a name must be the only one of the whole model,
        or what went and what came elsewhere would be taken for one. `in_order`: rows that agree in all keys cannot be
        told apart, so any of them is as good as the other. Returns how many were paired."""
        sides = []
        asked = self._facts if how == "name" else facts or self._open()
        for number, (side, rows) in enumerate(zip(asked, ("old_row", "new_row"), strict=True)):
            chosen = side.filter(pl.col("cx").is_not_null()) if placed else side
            chosen = chosen if where is None else chosen.filter(where)
            count = pl.int_range(pl.len()).over(keys).alias("number")
            counted = chosen.with_columns(count, pl.len().over(keys).alias("alike"))
            kept = counted if in_order else counted.filter(pl.col("alike") == 1)
            kept = self._open_of(number, kept)
            sides.append(kept.select(pl.col("row").alias(rows), "number", *keys))
        pairs = sides[0].join(sides[1], on=[*keys, "number"], how="inner", nulls_equal=True)
        self._settle(pairs["old_row"].to_numpy(), pairs["new_row"].to_numpy(), how)
        return pairs.height

    def _same_place(self) -> None:
        """Mutually nearest rows of one class whose centre and size agree within the tolerance: where rounding put equal
        numbers into different cells."""
        for old, new in self._by_group(["ifc_class"], placed=True):
            self._settle(*_mutual(old, new, _PLACE, _SAME_PLACE), "place")

    def _nearest(self) -> None:
        for old, new in self._by_group(["ifc_class", "name", *_SHAPE], placed=True):
            self._settle(*_mutual(old, new, ["cx", "cy", "cz"], _REACH), "nearest")

    def _by_neighbours(self) -> None:
        """Follow relations outwards from what is known: the part of that size, the window in this hole."""
        for _ in range(_ROUNDS):
            facts = self._with_neighbours()
            # Being on one storey or in one group is no kinship: many things are.
            near = pl.col("around").is_not_null() & (pl.col("strong") | (pl.col("role") == "spatial"))
            placed = near & pl.col("cx").is_not_null()
            found = 0
            for keys, where in (
                (["ifc_class", "around", "rx", "ry", "rz", *_SHAPE], placed),
                (["ifc_class", "around", *_LABELS, *_SHAPE], near),
                (["ifc_class", "around", *_SHAPE], placed),
                (["ifc_class", "around", *_LABELS], near),
                (["ifc_class", "around"], near),
            ):
                found += self._join("neighbours", keys, where=where, facts=self._still_open(facts))
            if not found:
                return

    def _alike(self) -> None:
        """Things without a body that agree in everything, in the same surroundings: any is as good as the other."""
        keys = ["ifc_class", *_LABELS, "material", "said", "around"]
        self._join("content", keys, in_order=True, where=pl.col("cx").is_null(), facts=self._with_neighbours())

    # Facts of open rows

    def _open(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        return self._still_open(self._facts)

    def _still_open(self, facts: tuple[pl.DataFrame, pl.DataFrame]) -> tuple[pl.DataFrame, pl.DataFrame]:
        return self._open_of(0, facts[0]), self._open_of(1, facts[1])

    def _open_of(self, side: int, facts: pl.DataFrame) -> pl.DataFrame:
        return facts.filter(pl.Series(self._partner[side][facts["row"].to_numpy()] < 0))

    def _with_neighbours(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Open rows with a fingerprint of the identified things around them, and their place within the one that they
        are a part of."""
        number = (np.arange(len(self._partner[0])), self._partner[1])  # both sides speak of rows of the old model
        sides = []
        for side, facts in enumerate(self._open()):
            links = self._links[side]
            known = self._partner[side][links["other"].to_numpy()] >= 0
            told = links.filter(pl.Series(known)).with_columns(
                pl.Series("id", number[side][links["other"].to_numpy()[known]])
            )
            around = told.group_by("row").agg(
                pl.struct("kind", "id").hash().sort().implode().hash().first().alias("around"),
                (~pl.col("kind").is_in(["in contains", "in groups"])).any().alias("strong"),
            )
            whole = told.filter(pl.col("kind") == "in aggregates").unique("row", keep="first", maintain_order=True)
            centre = self._facts[side].select(pl.col("row").alias("other"), ox="cx", oy="cy", oz="cz")
            inside = whole.join(centre, on="other", how="left").select("row", "ox", "oy", "oz")
            sides.append(
                facts.join(around, on="row", how="left")
                .join(inside, on="row", how="left", maintain_order="left")
                .with_columns(
                    (pl.col(f"c{axis}") - pl.col(f"o{axis}").fill_null(0)).alias(f"r{axis}") for axis in "xyz"
                )
            )
        return sides[0], sides[1]

    def _by_group(self, keys: list[str], *, placed: bool) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
        old, new = (side.filter(pl.col("cx").is_not_null()) if placed else side for side in self._open())
        groups = dict(iter(new.group_by(keys)))
        return [
            (group, groups[key]) for key, group in old.group_by(keys, maintain_order=True) if key in groups
        ]  # fmt: skip

    def _settle(self, old: npt.NDArray[np.int64], new: npt.NDArray[np.int64], how: str) -> None:
        self._partner[0][old] = new
        self._partner[1][new] = old
        self._how[old] = how

    def _result(self) -> pl.DataFrame:
        rows = np.flatnonzero(self._partner[0] >= 0)
        return pl.DataFrame(
            {"old_row": rows, "new_row": self._partner[0][rows], "how": self._how[rows].tolist()}
        ).cast(IDENTITY_SCHEMA)  # fmt: skip


def _facts(model: BuildingModel) -> pl.DataFrame:
    """What tells a row from others; lengths as whole steps of the tolerance."""
    said = (
        model.properties.filter(pl.col("kind") != "attribute")
        .select("row", pl.struct("set", "name", "value").hash().alias("said"))
        .group_by("row")
        .agg(pl.col("said").sort().implode().hash().first())
    )
    centre = (model.boxes.low + model.boxes.high) / 2
    size = model.boxes.high - model.boxes.low
    steps = {
        name: pl.Series(_steps(values), dtype=pl.Float64).fill_nan(None)
        for name, values in zip(_PLACE, [*centre.T, *size.T], strict=True)
    }
    repeated = pl.col("guid").is_duplicated()
    return (
        model.elements.select(
            "row", pl.when(~repeated).then("guid").alias("guid"), "role", "ifc_class", "material", *_LABELS
        )
        .with_columns(**steps)
        .with_columns(pl.coalesce("guid", pl.format("#{}", "row")).alias("guid"))
        .join(said, on="row", how="left", maintain_order="left")
    )  # fmt: skip


def _steps(values: Floats) -> Floats:
    rounded: Floats = np.round(values / _SAME_PLACE)
    return rounded + 0.0  # no negative zero, which hashes otherwise


def _links(model: BuildingModel) -> pl.DataFrame:
    """Relations seen from both ends."""
    authored = model.relations.filter(pl.col("kind").is_in(_AUTHORED))
    ends = [
        authored.select(pl.lit("out ") + pl.col("kind"), row="source", other="target"),
        authored.select(pl.lit("in ") + pl.col("kind"), row="target", other="source"),
    ]
    return pl.concat([end.rename({"literal": "kind"}) for end in ends])


def _mutual(
    old: pl.DataFrame, new: pl.DataFrame, columns: Sequence[str], reach: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows that are each other's nearest by some columns, and no farther apart than `reach` metres in any of them."""
    ours, theirs = (side.select(columns).to_numpy() * _SAME_PLACE for side in (old, new))
    # A step more than the tolerance: both numbers were rounded.
    distance, forth = cKDTree(theirs).query(ours, p=np.inf, distance_upper_bound=reach + _SAME_PLACE * 1.01)
    nearest = np.asarray(forth)
    back = np.asarray(cKDTree(ours).query(theirs, p=np.inf)[1])
    place = np.flatnonzero(np.isfinite(distance))
    place = place[back[nearest[place]] == place]
    return old["row"].to_numpy()[place], new["row"].to_numpy()[nearest[place]]
