"""Properties read as columns from the text say the same as those read through the parser."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.ifc.plain_properties import _number_texts
from dfma.ifc.read_model import read_tables
from dfma.progress import NoProgress
from tests.dfma.ifc.small_file import SmallFile

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
numbers = st.one_of(st.floats(-1e12, 1e12), st.floats(-1e-3, 1e-3), st.integers(-(10**6), 10**6).map(float))


@settings(max_examples=8, deadline=None)
@given(said=st.lists(st.one_of(texts, numbers), min_size=1, max_size=20))
def test_columns_and_parser_agree_on_all_values(
    tmp_path_factory: pytest.TempPathFactory, said: list[str | float]
) -> None:
    file, folder = SmallFile(), tmp_path_factory.mktemp("agree")
    values = [file.value("IfcText" if isinstance(one, str) else "IfcLengthMeasure", one) for one in said]
    singles = [file.single(f"{place} {value[0]}", value) for place, value in enumerate(values)]
    file.give(file.property_set("P", *singles), file.wall())
    plain = file.read(folder)
    path = folder / "small.ifc"
    path.write_text(path.read_text(encoding="ascii").replace("DATA;\n", "DATA;\n/*\n*/\n"), encoding="ascii")
    parsed = read_tables(path, NoProgress())
    assert parsed.properties.filter(set="P").height == len(said)
    assert parsed.properties.equals(plain.properties)


@pytest.mark.parametrize(
    ("literal", "text"),
    [("3000.", "3000"), ("0.50", "0.5"), ("-0.", "0"), ("-0.25", "-0.25"), ("100", "100"),
     ("0.30000000000000004", "0.3"), ("1.E-07", "1e-07"), ("123456789.125", "123456789.125"), ("-1200.00", "-1200")],
)  # fmt: skip
def test_numbers_are_written_as_a_person_writes_them(literal: str, text: str) -> None:
    raw = pl.DataFrame({"value": [literal], "authored": [float(literal)]})
    assert _number_texts(raw).to_list() == [text]
