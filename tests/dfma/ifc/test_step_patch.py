"""Single statements are changed; every other byte stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfma.ifc.step_patch import Item, Ref, StepPatch, Typed, references, spelled

FILE = b"""ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('#1=IFCWALL(;'),'2;1');
ENDSEC;
DATA;
#1= IFCWALL('a''b;#9=X(','#2',(#2, #3),.T.,$);
/* #4=IFCDOOR('gone'); */
#2=IFCDIRECTION((1.,0.E0,-0.0));
#3 =IFCLABEL(
  'over two lines') ;
ENDSEC;
END-ISO-10303-21;
"""


def test_nothing_changed_gives_the_same_bytes() -> None:
    assert StepPatch(FILE).data() == FILE


def test_one_argument_is_replaced_and_the_rest_stays_as_it_is_spelled() -> None:
    patch = StepPatch(FILE)
    assert patch.arguments(1) == [b"'a''b;#9=X('", b"'#2'", b"(#2, #3)", b".T.", b"$"]
    patch.change(1, 4, "new")
    patch.change(1, 3, Item("F"))
    changed = FILE.replace(b".T.,$);", b".F.,'new');").replace(b"'#2',(#2, #3),.F.", b"'#2',(#2, #3),.F.")
    assert patch.data() == changed.replace(b"X(','#2'", b"X(','#2'")
    assert patch.touched == {1}


def test_new_entities_get_the_next_numbers_and_stand_behind_the_last() -> None:
    patch = StepPatch(FILE)
    first = patch.add("IfcPropertySingleValue", "N", None, Typed("IfcReal", 2.0), [Ref(1), first_ref := Ref(2)])
    assert (first, first_ref) == (Ref(4), Ref(2))  # the entity in the comment is none
    assert b"lines') ;\n#4=IFCPROPERTYSINGLEVALUE('N',$,IFCREAL(2.),(#1,#2));\nENDSEC;" in patch.data()


def test_a_removed_statement_takes_its_line_along() -> None:
    patch = StepPatch(FILE)
    patch.remove(2)
    assert patch.data() == FILE.replace(b"#2=IFCDIRECTION((1.,0.E0,-0.0));\n", b"")


def test_references_in_strings_are_none() -> None:
    assert references(b"(#2,'#3 '' #4',(#5))") == [2, 5]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, b"1."), (-0.5, b"-0.5"), (1e-7, b"1.E-07"), (1.5e22, b"1.5E+22"), (3, b"3"), (True, b".T."),
        ("it's \\", b"'it''s \\\\'"), ("\u5899 1", b"'\\X2\\5899\\X0\\ 1'"), ("\U0002070e", b"'\\X4\\0002070E\\X0\\'"),
    ],
)  # fmt: skip
def test_values_are_spelled_as_step_wants_them(value: str | float, text: bytes) -> None:
    assert spelled(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_itself(value: float) -> None:
    text = spelled(value)
    assert b"." in text
    assert float(text) == value
