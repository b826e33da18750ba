"""Strings that break the STEP rules arrive whole."""

from __future__ import annotations

from pathlib import Path

import ifcopenshell
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfma.ifc.open_file import open_ifc
from dfma.ifc.read_model import read_tables
from dfma.ifc.step_text import mended
from dfma.progress import NoProgress
from tests.dfma.ifc.test_open_file import step_file

WORDS = "\u9884\u5236\u6df7\u51dd\u571f\u53e0\u5408\u677f"  # precast concrete composite slab
decode = ifcopenshell.ifcopenshell_wrapper.decode_spf_string
printable = st.text(
    st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc"), exclude_characters="'"), min_size=1
)


def read(literal: bytes) -> tuple[str, list[str]]:
    """What a literal says after mending, and the notes."""
    data, notes = mended(literal)
    assert data.isascii()
    return decode(data.decode("ascii")), [note.key for note in notes]


@given(printable)
def test_raw_utf8_is_read_whatever_it_says(words: str) -> None:
    said, notes = read(words.replace("\\", "\\\\").encode())
    assert said == words
    assert notes == ([] if words.isascii() else ["ifc.note.raw_bytes"])


@given(printable.filter(str.isascii))
def test_valid_text_is_left_alone(words: str) -> None:
    literal = words.replace("\\", "\\\\").encode()
    assert mended(literal) == (literal, ())
    assert mended(literal)[0] is literal


def test_raw_gbk() -> None:
    assert read(WORDS.encode("gbk")) == (WORDS, ["ifc.note.raw_bytes"])


def test_gbk_with_a_backslash_as_second_byte() -> None:
    words = WORDS + "\u8aa0\u4e57"  # D5 5C, 81 5C
    assert b"\\" in words.encode("gbk")
    assert read(words.encode("gbk"))[0] == words


@pytest.mark.parametrize("words", ["T\u00fcr", "B\u00e9ton pr\u00e9fabriqu\u00e9", "Fu\u00dfboden \u00e4\u00f6\u00fc"])
def test_raw_western_european(words: str) -> None:
    assert read(words.encode("cp1252"))[0] == words


def test_gbk_bytes_spelled_one_by_one() -> None:
    spelled = "".join(f"\\X\\{byte:02X}" for byte in WORDS.encode("gbk")).encode()
    assert read(spelled) == (WORDS, ["ifc.note.spelled_gbk"])


def test_european_letters_spelled_one_by_one_stay() -> None:
    assert read(rb"Au\X\DFenwand gr\X\F6\X\DFer") == ("Au\u00dfenwand gr\u00f6\u00dfer", [])


@pytest.mark.parametrize(
    ("literal", "words"),
    [
        (rb"\X2\D83DDE00\X0\!", "\U0001f600!"),
        (rb"\X2\4E2DD83DDE006587\X0\\X2\4E2D\X0\ ", "\u4e2d\U0001f600\u6587\u4e2d "),
        (rb"\X2\4e2d\X0\ ", "\u4e2d "),
        (rb"\X4\0001F600\X0\ ", "\U0001f600 "),
        (rb"\S\d\PA\ ", "\u00e4 "),
    ],
)
def test_escapes(literal: bytes, words: str) -> None:
    assert read(literal) == (words, [])


@pytest.mark.parametrize("path", [r"c:\temp\new", r"\\server\Sachen\Plan", r"end\ ", r"\X2\12"])
def test_stray_backslashes_are_kept(path: str) -> None:
    said, notes = read(path.encode())
    assert said == path.replace("\\\\", "\\")  # two may have been meant as one
    assert notes == ["ifc.note.stray_backslashes"]


def test_the_mark_of_utf8_is_dropped() -> None:
    assert read(b"\xef\xbb\xbfISO")[0] == "ISO"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_a_file_in_another_encoding_is_read_and_told(tmp_path: Path, encoding: str) -> None:
    path = step_file(
        tmp_path, f"#1=IFCPROPERTYSINGLEVALUE('{WORDS}',$,IFCLABEL('\\X2\\677F\\X0\\ c:\\temp'),$);\n".encode()
    )
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    opened = open_ifc(path, NoProgress())
    entity = opened.file.by_id(1)
    assert (entity.Name, entity.NominalValue.wrappedValue) == (WORDS, "\u677f c:\\temp")
    assert [note.key for note in opened.notes] == ["ifc.note.raw_bytes", "ifc.note.stray_backslashes"]


@pytest.mark.parametrize(
    "repeated",
    [
        b"\\X2\\" + b"D83D" * 50_000,
        b"DATA(" * 50_000,
        b"/*" * 50_000,
        b"\\X\\D6" * 50_001,
        b"\\" * 50_001,
        b"\xd6" * 50_001,
    ],
)
def test_text_without_end_takes_no_time_without_end(tmp_path: Path, repeated: bytes) -> None:
    """Patterns that try again from each place of a long text would not come back from these."""
    path = step_file(
        tmp_path, b"#1=IFCPROPERTYSINGLEVALUE('" + repeated + b"',$,$,$);\n#2=IFCWALL($,$,$,$,$,$,$,$,$);\n"
    )
    assert read_tables(path, NoProgress()).elements.height == 1
