"""What rules read of a model: its tables and arrays, and what several rules need, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl

from dfma.model.boxes import extents_along
from dfma.model.building import BuildingModel
from dfma.model.geometry import Boxes, Floats
from dfma.model.material_family import families
from dfma.model.properties import find_property
from dfma.model.recognition import KINDS
from dfma.rules.concepts import Concept, Concepts, Reading, Written, load_concepts
from dfma.rules.judgement import Mask, Rows
from dfma.text import Text, Value, text

PIECE_KINDS = (
    "wall_panel_exterior", "wall_panel_interior", "partition_panel", "composite_slab", "solid_slab", "hollow_core_slab",
    "double_tee", "beam", "column", "stair_flight", "balcony", "ac_slab", "parapet", "bathroom_pod", "kitchen_pod",
    "room_module", "pile", "foundation", "box_culvert", "tunnel_segment", "pier", "wall",
)  # fmt: skip
"""Kinds that a precast factory delivers."""

WALL_PANELS = ("wall_panel_exterior", "wall_panel_interior")
SLABS = ("composite_slab", "solid_slab", "hollow_core_slab", "double_tee", "balcony", "ac_slab")
CONCRETE_STRUCTURE = (
    "wall_panel_exterior", "wall_panel_interior", "wall", "composite_slab", "solid_slab", "hollow_core_slab",
    "double_tee", "beam", "column", "stair_flight", "balcony", "ac_slab", "parapet", "pile", "foundation",
    "box_culvert", "tunnel_segment", "pier",
)  # fmt: skip
"""Kinds that are either precast or cast in place."""
_PARALLEL = 0.9
"""Cosine above which a bar runs along its piece."""
_THINNEST_BAR = 0.004
"""Metres: what is thinner is no bar, but a wire, a plate or a mark that an export calls reinforcement."""
_BROAD = 0.5
"""Share of the face of a piece that a part must cover to be one of its layers."""
DOCUMENT_SET = "IfcDocument"
"""The set under which the reader keeps documents that a file links to something, by name and address."""
_KIND_TEXTS = {kind: Text(f"kind.{kind}") for kind in KINDS}
_SPATIAL = {
    "IfcBuildingStorey": Text("spatial.storey"),
    "IfcBuilding": Text("spatial.building"),
    "IfcSite": Text("spatial.site"),
    "IfcProject": Text("spatial.project"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One thing known of every row, in row order."""

    words: Sequence[str | None]
    """(N) the value as a word; as it was written where it could not be read; None where it is only a number."""
    numbers: Floats
    """(N) the value as a number in `unit`; NaN where it is none."""
    present: Mask
    """(N) whether the file says anything about it at all."""
    understood: Mask
    """(N) whether what it says could be read."""
    unit: str | None
    title: Text
    missing: Text
    """What to say of a row that does not have it: what is missing, and from whom."""
    silent: bool = False
    """Whether the whole file says nothing of the sort, so that it is kept elsewhere and its absence proves nothing."""

    def not_understood(self, row: int) -> Text:
        """What to say of a row that has a value which cannot be read as what was asked for."""
        return text("gap.not_understood", what=self.title, value=self.words[row])


class Facts:
    """A model as rules see it. Everything is computed at most once, on first use; nothing of it ever changes."""

    def __init__(
        self, model: BuildingModel, concepts: Concepts | None = None, context: BuildingModel | None = None
    ) -> None:
        """`context`: a second model of the same building by another party, looked at but never judged."""
        self.model = model
        self.context = Facts(context, concepts) if context is not None else None
        self.concepts = concepts or load_concepts()
        self._columns: dict[str, Column] = {}
        self._numbers: dict[str, Floats] = {}
        self._masks: dict[tuple[str, tuple[str, ...]], Mask] = {}

    @property
    def rows(self) -> int:
        """Number of rows of the element table."""
        return self.model.elements.height

    @property
    def boxes(self) -> Boxes:
        return self.model.boxes

    def nothing(self) -> Mask:
        """A mask that chooses no row."""
        return np.zeros(self.rows, np.bool_)

    def kind(self, *kinds: str) -> Mask:
        """Rows of any of these kinds."""
        return self._among("kind", kinds)

    def casting(self, *castings: str) -> Mask:
        """Rows made in any of these ways."""
        return self._among("casting", castings)

    def _among(self, column: str, values: tuple[str, ...]) -> Mask:
        """Rows with one of these values of a column of the recognition; worked out once, for rules ask row by row."""
        if (column, values) not in self._masks:
            mask: Mask = self.model.recognition[column].is_in(values).to_numpy().copy()
            mask.flags.writeable = False
            self._masks[column, values] = mask
        return self._masks[column, values]

    def ifc_class(self, *classes: str) -> Mask:
        """Rows of exactly these IFC classes."""
        return self.model.elements["ifc_class"].is_in(classes).fill_null(False).to_numpy()

    @cached_property
    def is_element(self) -> Mask:
        """Rows that are building elements, not spaces, grids or spatial structure."""
        return (self.model.elements["role"] == "element").to_numpy()

    @cached_property
    def shear_walls(self) -> Mask:
        """Precast wall panels, but for those that the file calls non-bearing."""
        bearing = self.concept("load_bearing").words
        hung = np.array([word == "no" for word in bearing], np.bool_)
        return self.pieces & self.kind(*WALL_PANELS) & ~hung

    @cached_property
    def piece_of(self) -> Rows:
        """(N) row of the precast piece that each row is a part of; -1 = none."""
        return self.model.recognition["piece"].fill_null(-1).to_numpy()

    @cached_property
    def is_part(self) -> Mask:
        """Rows that are a part of a precast piece."""
        return self.piece_of >= 0

    @cached_property
    def pieces(self) -> Mask:
        """Rows that are a whole precast piece as a factory delivers it."""
        return self.is_element & ~self.is_part & ~self.groups & self.casting("precast") & self.kind(*PIECE_KINDS)

    @cached_property
    def concrete_pieces(self) -> Mask:
        """Precast pieces of reinforced concrete: not strips of aerated concrete or gypsum, not pods of plastic."""
        other = ("aerated_concrete", "gypsum", "masonry", "timber", "other")
        light = self.kind("partition_panel", "bathroom_pod", "kitchen_pod") & ~self.material_family("concrete")
        for family in other:
            light |= self.material_family(family) & ~self.material_family("concrete")
        return self.pieces & ~light

    @cached_property
    def groups(self) -> Mask:
        """Rows whose parts are things in their own right: a stair of several flights, an assembly of walls."""
        whole = self.model.elements["whole"].fill_null(-1).to_numpy()
        parts = (whole >= 0) & ~self.is_part & self.kind(*PIECE_KINDS)
        return as_mask(whole[parts].tolist(), self.rows)

    @cached_property
    def main_part(self) -> Rows:
        """(N) of a piece that is an assembly: the row of its largest part of the same kind; else -1."""
        recognition = self.model.recognition
        kinds = recognition["kind"]
        parts = (
            recognition.select("row", "kind", "piece")
            .drop_nulls("piece")
            .with_columns(
                whole_kind=kinds.gather(recognition["piece"].drop_nulls()),
                volume=self.model.measures["volume"].gather(recognition.filter(pl.col("piece").is_not_null())["row"]),
            )
            .filter(pl.col("kind") == pl.col("whole_kind"))
            .sort("volume", "row", descending=[True, False], nulls_last=True)
            .unique("piece", keep="first", maintain_order=True)
        )
        main = np.full(self.rows, -1, np.int32)
        main[parts["piece"].to_numpy()] = parts["row"].to_numpy()
        return main

    @cached_property
    def guids(self) -> Sequence[str]:
        """(N) GlobalIds."""
        guids: list[str] = self.model.elements["guid"].to_list()
        return guids

    @cached_property
    def labels(self) -> Sequence[str]:
        """(N) what a person calls each row: its mark, else its name, type, tag or GlobalId."""
        columns = [
            pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name).str.strip_chars())
            for name in ("mark", "name", "type_name", "tag", "guid")
        ]
        named: list[str] = self.model.elements.select(pl.coalesce(columns)).to_series().to_list()
        return named

    @cached_property
    def body(self) -> Rows:
        """(N) the row whose shape is that of the concrete: the main part of an assembly, else the row itself."""
        return np.where(self.main_part >= 0, self.main_part, np.arange(self.rows, dtype=np.int32))

    def label(self, row: int) -> str:
        return self.labels[row]

    @cached_property
    def kinds(self) -> Sequence[str]:
        """(N) the kind of each row."""
        kinds: list[str] = self.model.recognition["kind"].to_list()
        return kinds

    def named(self, row: int, **more: Value) -> dict[str, Value]:
        """Values for a sentence about a row: its kind, what people call it, and more."""
        return {"kind": self.kind_texts[row], "element": self.labels[row], **more}

    @cached_property
    def kind_texts(self) -> Sequence[Text]:
        """(N) what each row is, for a sentence: its kind, or its level in the spatial structure."""
        classes = self.model.elements["ifc_class"]
        return [_SPATIAL.get(name) or _KIND_TEXTS[kind] for name, kind in zip(classes, self.kinds, strict=True)]

    def numbers(self, name: str) -> Floats:
        """(N) a column of the measures (length, width, height in m, volume in m³, mass in kg); NaN = unknown."""
        if name not in self._numbers:
            self._numbers[name] = self.model.measures[name].fill_null(np.nan).to_numpy()
        return self._numbers[name]

    @cached_property
    def _families(self) -> pl.DataFrame:
        """Columns row, family: the families of the materials of each row, those of its body for an assembly."""
        materials = self.model.materials
        named = materials.select("row", family=families(materials["material"])).drop_nulls().unique()
        bodies = pl.DataFrame({"whole": np.arange(self.rows, dtype=np.int32), "row": self.body})
        inherited = (
            bodies.filter(pl.col("whole") != pl.col("row")).join(named, on="row").select(row="whole", family="family")
        )
        return pl.concat([named, inherited])

    def material_family(self, family: str | None = None) -> Mask:
        """Rows with a material of this family ("concrete", "steel", …); None = of any family that is known."""
        chosen_ones = self._families if family is None else self._families.filter(pl.col("family") == family)
        return as_mask(chosen_ones["row"].to_list(), self.rows)

    @cached_property
    def layers(self) -> pl.DataFrame:
        """Columns row, group, thickness: layers of walls and slabs by the group of their material.

        A layer is a material layer with a thickness, or a part of a piece that is as broad as the piece itself.
        """
        materials = self.model.materials
        layers = materials.filter(pl.col("thickness").is_not_null()).select("row", "material", "thickness")
        sides = -np.sort(-self.boxes.extent, axis=1)
        part = chosen(self.is_part)
        whole = self.piece_of[part]
        broad = sides[part, 0] * sides[part, 1] >= _BROAD * sides[whole, 0] * sides[whole, 1]
        slabs = pl.DataFrame({"part": part[broad], "whole": whole[broad], "thickness": sides[part[broad], 2]})
        shaped = slabs.join(materials.select(part="row", material="material"), on="part").select(
            "material", "thickness", row="whole"
        )
        both = pl.concat([layers, shaped.select("row", "material", "thickness")])
        words = {name: self._group(name) for name in both["material"].drop_nulls().unique()}
        group = pl.col("material").replace_strict(words, default=None, return_dtype=pl.String)
        return both.with_columns(group=group).drop_nulls("group").sort("row", "thickness")

    def _group(self, material: str) -> str | None:
        lowered = material.casefold()
        for group, words in self.concepts.materials.items():
            if any(word in lowered for word in words):
                return group
        return None

    @cached_property
    def storey_of(self) -> Rows:
        """(N) row of the storey that each row stands on; -1 where the file does not say."""
        return self.model.elements["storey"].fill_null(-1).to_numpy()

    @cached_property
    def building_of(self) -> Rows:
        """(N) row of the building that each row belongs to; -1 unknown. An only building owns everything."""
        buildings = chosen(self.ifc_class("IfcBuilding"))
        if len(buildings) == 1:
            return np.full(self.rows, buildings[0], np.int32)
        of_storey = np.full(self.rows + 1, -1, np.int32)
        storeys = self.model.storeys
        of_storey[storeys["row"].to_numpy()] = storeys["building"].fill_null(-1).to_numpy()
        owner = np.where(of_storey[:-1] >= 0, of_storey[:-1], of_storey[self.storey_of])
        owner[buildings] = buildings
        return owner

    @cached_property
    def precast_buildings(self) -> Mask:
        """Buildings that own precast pieces; of a file without buildings, its project."""
        owners = np.unique(self.building_of[self.pieces])
        owners = owners[owners >= 0]
        return as_mask(owners, self.rows) if len(owners) else self.ifc_class("IfcProject") & self.pieces.any()

    @cached_property
    def _instances(self) -> Mapping[int, Rows]:
        """Instances of the geometry of each row."""
        rows = self.model.geometry.instance_row
        return _grouped(rows, np.arange(len(rows), dtype=np.int32))

    def instances_of(self, row: int) -> Rows:
        """Instances of the geometry of a row."""
        return self._instances.get(row, np.zeros(0, np.int32))

    @cached_property
    def _centroids(self) -> Floats:
        """(S, 3) where the volume of each shape is centred, in its own coordinates; NaN where it is not closed."""
        geometry = self.model.geometry
        count = len(geometry.shape_closed)
        shape = np.repeat(np.arange(count), np.diff(geometry.face_start))
        corners = geometry.vertices.astype(np.float64)[geometry.faces + geometry.vertex_start[shape][:, None]]
        six_volumes = np.einsum("fi,fi->f", corners[:, 0], np.cross(corners[:, 1], corners[:, 2]))
        moments = six_volumes[:, None] * corners.sum(axis=1) / 4
        total = np.bincount(shape, six_volumes, count)
        centres = np.stack([np.bincount(shape, moments[:, axis], count) for axis in range(3)], axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            centroids: Floats = centres / np.where(geometry.shape_closed, total, np.nan)[:, None]
        return centroids

    def solid_of_instance(self, instance: int) -> tuple[float, Floats]:
        """Volume of an instance and where it is centred in the building; NaN where its shape is not closed."""
        geometry = self.model.geometry
        shape, matrix = int(geometry.instance_shape[instance]), geometry.instance_matrix[instance]
        return float(geometry.shape_volume[shape]), matrix[:3, :3] @ self._centroids[shape] + matrix[:3, 3]

    def reach_along(self, row: int, direction: Floats) -> tuple[float, float]:
        """Least and greatest coordinate of the shape of a row along a direction; NaN without a shape."""
        instances = self._instances.get(row)
        if instances is None:
            return np.nan, np.nan
        axes = np.broadcast_to(np.stack([direction] * 3), (len(instances), 3, 3))
        low, high = extents_along(self.model.geometry, instances.astype(np.int64), axes)
        return float(low[:, 0].min()), float(high[:, 0].max())

    def pairs(self, kind: str) -> tuple[Rows, Rows]:
        """Sources and targets of all relations of a kind."""
        chosen = self.model.relations.filter(pl.col("kind") == kind)
        return chosen["source"].to_numpy(), chosen["target"].to_numpy()

    @cached_property
    def neighbours(self) -> Mapping[int, Rows]:
        """Rows that touch a row; a touch counts both ways."""
        low, high = self.pairs("touches")
        return _grouped(np.concatenate([low, high]), np.concatenate([high, low]))

    @cached_property
    def supports_below(self) -> Mapping[int, Rows]:
        """Rows that carry a row."""
        lower, upper = self.pairs("supports")
        return _grouped(upper, lower)

    @cached_property
    def resting_on(self) -> Mapping[int, Rows]:
        """Rows that rest on a row."""
        return _grouped(*self.pairs("supports"))

    def carried_by(self, row: int) -> Rows:
        """Rows that carry a piece or one of its parts, and are no part of it themselves."""
        return self._beyond(row, self.supports_below)

    def on_top_of(self, row: int) -> Rows:
        """Rows that rest on a piece or on one of its parts, and are no part of it themselves."""
        return self._beyond(row, self.resting_on)

    def _beyond(self, row: int, related: Mapping[int, Rows]) -> Rows:
        none = np.zeros(0, np.int32)
        own = [row, *self.parts_of.get(row, none).tolist()]
        found = np.unique(np.concatenate([related.get(one, none) for one in own]))
        return found[~np.isin(found, own)]

    @cached_property
    def openings_of(self) -> Mapping[int, Rows]:
        """Openings that cut a row; those that cut a part of a piece are the piece's as well."""
        openings, hosts = self.pairs("voids")
        whole = self.piece_of[hosts]
        inside = whole >= 0
        return _grouped(np.concatenate([hosts, whole[inside]]), np.concatenate([openings, openings[inside]]))

    @cached_property
    def fillings_of(self) -> Mapping[int, Rows]:
        """Doors and windows in each opening."""
        fillings, openings = self.pairs("fills")
        return _grouped(openings, fillings)

    @cached_property
    def parts_of(self) -> Mapping[int, Rows]:
        """Parts of each piece."""
        parts = self.model.recognition.select("row", "piece").drop_nulls()
        return _grouped(parts["piece"].to_numpy(), parts["row"].to_numpy())

    def part_purpose(self, purpose: str) -> Mask:
        """Rows whose own name, type or designation says that they are for this ("lifting", "brace", "sleeve" …)."""
        words = [word.casefold() for word in self.concepts.parts[purpose]]
        return self._called(words) & self.is_element

    def _called(self, words: list[str]) -> Mask:
        elements = self.model.elements
        hit = self.nothing()
        for name in ("name", "type_name", "object_type", "description"):
            found = elements[name].str.to_lowercase().str.contains_any(words)
            hit |= found.fill_null(False).to_numpy()
        return hit

    def spaces(self, purpose: str) -> Mask:
        """Rooms whose name, short or long, says that they are this ("kitchen", "bathroom" …)."""
        words = [word.casefold() for word in self.concepts.parts[purpose]]
        long_names = self.model.properties.filter(
            (pl.col("name") == "LongName") & pl.col("value").str.to_lowercase().str.contains_any(words)
        )
        named = self._called(words) | as_mask(long_names["row"].to_list(), self.rows)
        are_spaces: Mask = (self.model.elements["role"] == "space").to_numpy()
        return named & are_spaces

    @cached_property
    def embeds_of(self) -> Mapping[int, Rows]:
        """Embedded parts of each piece, loops of reinforcement to lift it by included: its parts, and loose ones that
        touch it."""
        loops = self.kind("reinforcement") & self.part_purpose("lifting")
        embedded = self.is_element & (self.kind("embedded_part") | loops)
        loose = embedded & ~self.is_part
        pairs = [(piece, row) for piece, rows in self.parts_of.items() for row in rows if embedded[row]]
        low, high = self.pairs("touches")
        pairs += [(a, b) for a, b in zip(low, high, strict=True) if self.pieces[a] and loose[b]]
        pairs += [(b, a) for a, b in zip(low, high, strict=True) if self.pieces[b] and loose[a]]
        unique = np.unique(np.array(pairs, np.int32).reshape(-1, 2), axis=0)
        return _grouped(unique[:, 0], unique[:, 1])

    @cached_property
    def bars(self) -> pl.DataFrame:
        """Columns row, piece, diameter, along: the modelled bars of pieces.

        The diameter is what the file says, else the shortest side of the bar's box. `along`: whether the bar runs along
        the longest axis of its piece.
        """
        rows = chosen(self.kind("reinforcement") & self.is_part & ~np.isnan(self.boxes.extent).any(axis=1))
        pieces = self.piece_of[rows]
        stated = self.concept("bar_diameter").numbers[rows]
        sides = self.boxes.extent[rows]
        longest = sides.argmax(axis=1)
        direction = self.boxes.axes[rows, longest]
        body = self.body[pieces]
        axis = self.boxes.axes[body, np.nan_to_num(self.boxes.extent[body]).argmax(axis=1)]
        cosine = np.abs(np.einsum("bi,bi->b", direction, axis))
        return pl.DataFrame(
            {
                "row": rows,
                "piece": pieces,
                "diameter": np.where(np.isnan(stated), sides.min(axis=1), stated),
                "along": cosine > _PARALLEL,
            }
        ).filter(pl.col("diameter") >= _THINNEST_BAR)

    def concept(self, name: str) -> Column:
        """What the file says of a concept, for every row.

        A piece that says nothing itself speaks through its main part, a part through the whole that it belongs to.
        """
        key = f"concept:{name}"
        if key not in self._columns:
            self._columns[key] = self._read_concept(self.concepts[name])
        return self._columns[key]

    def said_of_building(self, name: str) -> Column:
        """What each row's building says of a concept; where it says nothing, its site or project speaks."""
        key = f"building:{name}"
        if key not in self._columns:
            own = self.concept(name)
            above = chosen(self.ifc_class("IfcSite", "IfcProject") & own.present)
            speaker = np.where(self.building_of >= 0, self.building_of, -1)
            speaker[~own.present[speaker] | (speaker < 0)] = above[-1] if len(above) else -1
            self._columns[key] = spoken_by(own, speaker)
        return self._columns[key]

    @cached_property
    def documents(self) -> pl.DataFrame:
        """Columns row, words: documents that the file links to a row, by name and address, in lower case."""
        linked = self.model.properties.filter(pl.col("set") == DOCUMENT_SET)
        return linked.select("row", words=pl.concat_str("name", "value", separator=" ").str.to_lowercase())

    @cached_property
    def named_properties(self) -> pl.DataFrame:
        """The properties that any concept reads: a small part of the whole table."""
        names = {name.casefold() for concept in self.concepts.by_name.values() for name in concept.names}
        properties = self.model.properties
        distinct = properties.select(pl.col("name").unique()).filter(
            pl.col("name").str.to_lowercase().is_in(sorted(names))
        )
        return properties.filter(
            pl.col("name").is_in(distinct["name"].implode()) & pl.col("value").is_not_null()
        ).filter(~pl.col("value").str.strip_chars().str.to_lowercase().is_in(sorted(self.concepts.placeholders)))

    def _read_concept(self, concept: Concept) -> Column:
        found = find_property(self.named_properties, concept.names, concept.sets)
        found = found.select("row", "value", "number", "unit")
        if concept.attribute:
            named = self.model.elements.select("row", value=concept.attribute)
            found = self._filled(found, named.filter(pl.col("value").str.contains(concept.attribute_form)))
        if concept.material:
            materials = self.model.materials.select("row", value="material").drop_nulls()
            readable = [name for name in materials["value"].unique() if concept.read(Written(name)).understood]
            found = self._filled(found, materials.filter(pl.col("value").is_in(readable)))
        rows = self._inherited(found)
        return column_of(self.rows, rows, concept, self._missing(concept))

    def _filled(self, found: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
        """Add values (columns row, value) for rows that have none."""
        says_something = ~pl.col("value").str.strip_chars().str.to_lowercase().is_in(sorted(self.concepts.placeholders))
        fresh = (
            more.filter(pl.col("value").is_not_null() & says_something)
            .filter(~pl.col("row").is_in(found["row"].implode()))
            .unique("row", keep="first", maintain_order=True)
        )
        return pl.concat([found, fresh], how="diagonal")

    def _inherited(self, found: pl.DataFrame) -> pl.DataFrame:
        """Rows with their value: their own, else that of the main part, else that of the whole."""
        own = np.full(self.rows, -1, np.int64)
        own[found["row"].to_numpy()] = np.arange(found.height)
        place = own.copy()
        main, whole = self.main_part, self.model.elements["whole"].fill_null(-1).to_numpy()
        for source in (main, whole):
            empty = (place < 0) & (source >= 0)
            place[empty] = own[source[empty]]
        rows = np.flatnonzero(place >= 0)
        return found.select("value", "number", "unit")[place[rows]].with_columns(row=pl.Series(rows, dtype=pl.Int32))

    @staticmethod
    def _missing(concept: Concept) -> Text:
        return text(
            "gap.missing_property",
            what=concept.title,
            names=tuple(concept.names[:3]),
            supplier=Text(f"supplier.{concept.supplier}"),
        )


def column_of(rows: int, found: pl.DataFrame, concept: Concept, missing: Text) -> Column:
    """Understand values (columns row, value, number, unit), each different one once."""
    distinct = found.select("value", "number", "unit").unique(maintain_order=True)
    readings: dict[tuple[str, float | None, str | None], Reading] = {
        (value, number, unit): concept.read(Written(value, number, unit))
        for value, number, unit in distinct.iter_rows()
    }
    words: list[str | None] = [None] * rows
    numbers = np.full(rows, np.nan)
    present, understood = np.zeros(rows, np.bool_), np.zeros(rows, np.bool_)
    for row, value, number, unit in found.select("row", "value", "number", "unit").iter_rows():
        reading = readings[value, number, unit]
        words[row] = reading.word if reading.understood else value
        numbers[row] = reading.number
        present[row], understood[row] = True, reading.understood
    return Column(
        words=words,
        numbers=numbers,
        present=present,
        understood=understood,
        unit=concept.unit,
        title=concept.title,
        missing=missing,
    )


def spoken_by(column: Column, speaker: Rows) -> Column:
    """The column in which each row repeats what its speaker says; -1 = it has none."""
    silent = speaker < 0
    return replace(
        column,
        words=[None if one < 0 else column.words[one] for one in speaker.tolist()],
        numbers=np.where(silent, np.nan, column.numbers[speaker]),
        present=column.present[speaker] & ~silent,
        understood=column.understood[speaker] & ~silent,
    )


def _grouped(keys: Rows, values: Rows) -> dict[int, Rows]:
    """Values by key, in row order."""
    if not len(keys):
        return {}
    order = np.lexsort((values, keys))
    keys, values = keys[order], values[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    return {int(keys[start]): part for start, part in zip(starts, np.split(values, starts[1:]), strict=True)}


def chosen(mask: Mask) -> Rows:
    """Rows of a mask."""
    return np.flatnonzero(mask).astype(np.int32)


def as_mask(rows: Iterable[int], size: int) -> Mask:
    """The mask of some rows."""
    mask = np.zeros(size, np.bool_)
    mask[np.fromiter(rows, np.int64)] = True
    return mask
