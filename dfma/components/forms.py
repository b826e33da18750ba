"""The forms of all components that an element of one kind and material could be, ready for arithmetic."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from dfma.components.catalogue import ComponentCatalogue
from dfma.components.component import DIMENSIONS, VARIANT_SCHEMA, Component
from dfma.components.designation import Designation
from dfma.components.scoring import Ints, Shapes, Weighing, form_shapes
from dfma.components.signature import gap_limits, matching_rules


class KindForms:
    """Forms of one kind: those that the catalogue lists, and those that names in the model ask for."""

    def __init__(
        self, kind: str, material: str | None, catalogue: ComponentCatalogue, named: Iterable[Designation]
    ) -> None:
        self.kind = kind
        self.material = material
        fitting = (c for c in catalogue.components.values() if kind in (c.kind, *c.also_kinds))
        self.components = {c.id: c for c in fitting if material is None or c.material in (None, material)}
        listed = catalogue.variants.filter(pl.col("component").is_in(list(self.components)))
        self._variant_of_code: dict[str, str] = {}
        self.table = pl.concat([listed, *self._named(listed, named)]).select(VARIANT_SCHEMA.names())
        rules = matching_rules()
        pair, thin = rules["turns"].get(kind), rules["thickness"].get(kind)
        self.pair = (DIMENSIONS.index(pair[0]), DIMENSIONS.index(pair[1])) if pair else None
        self.thickness = DIMENSIONS.index(thin) if thin else None
        own = [component.id for component in self.components.values() if component.kind == kind]
        self.shapes, self.swapped = form_shapes(self.table, self.table["component"].is_in(own).to_numpy(), self.pair)
        run = self.table.select(pl.struct("component", "designation").rle_id().alias("run"))["run"].to_numpy()
        self.listed = listed.height
        """Forms that the library lists come first; the others are sizes that only names in the model state."""
        self.first_form: Ints = np.flatnonzero(np.diff(run, prepend=-1)).astype(np.int64)
        designations = self.table["designation"].gather(self.first_form).to_list()
        self._number = {designation: number for number, designation in enumerate(designations)}
        self.variant_number: list[int] = (np.cumsum(np.diff(run, prepend=-1) != 0) - 1).tolist()
        """Of each form."""
        self.records = self.table.to_dicts()
        self.weighing = Weighing(
            thickness=self.thickness, draws_openings=self.draws_openings, rules=rules, limits=gap_limits(kind)
        )

    @property
    def draws_openings(self) -> bool:
        """Some component of this kind has doors or windows."""
        return bool(self.shapes.count.any())

    @property
    def offered(self) -> tuple[Shapes, Ints]:
        """The forms that any piece may be offered, and where their variants begin: those that the library lists."""
        return self.shapes.take(slice(0, self.listed)), self.first_form[self.first_form < self.listed]

    def component(self, form: int) -> Component:
        """The component that a form belongs to."""
        return self.components[self.records[form]["component"]]

    def variant_of(self, designation: Designation | None) -> int | None:
        """Number of the variant that a designation names; None when its sizes are not known for this kind."""
        return None if designation is None else self._number.get(self._variant_of_code.get(designation.code, ""))

    def forms_of(self, variant: int) -> Ints:
        """Numbers of the forms of a variant."""
        ends = np.append(self.first_form, self.table.height)
        return np.arange(ends[variant], ends[variant + 1])

    def _named(self, listed: pl.DataFrame, named: Iterable[Designation]) -> Iterable[pl.DataFrame]:
        """Forms of named variants that are not listed; notes on the way which code means which variant."""
        known = set(listed["designation"].unique())
        for designation in named:
            component = self.components.get(designation.series)
            if component is None or not (forms := component.variant_of(dict(designation.values))).height:
                continue
            variant = self._variant_of_code[designation.code] = str(forms["designation"][0])
            if variant not in known:
                known.add(variant)
                yield forms
