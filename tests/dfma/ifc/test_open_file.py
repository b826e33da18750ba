"""Files from strangers: whatever is wrong with one ends in one plain sentence."""

from __future__ import annotations

import gc
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dfma.errors import UserError
from dfma.ifc import received
from dfma.ifc.open_file import open_ifc
from dfma.ifc.received import fingerprint
from dfma.progress import Cancelled, NoProgress
from dfma.text import LANGUAGES, Text, load_catalogue
from tests.conftest import ROOT

HEADER = (
    "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','2020-01-01T00:00:00',(''),(''),'','','');\n"
    "FILE_SCHEMA(('{schema}'));\nENDSEC;\nDATA;\n"
)
END = "ENDSEC;\nEND-ISO-10303-21;\n"
WALL = "#1=IFCWALL('1abcdefghijklmnopqrstu',$,{name},$,$,$,$,'W-1',$);\n"


def step_file(folder: Path, body: str | bytes, *, schema: str = "IFC4", name: str = "model.ifc") -> Path:
    path = folder / name
    raw = body if isinstance(body, bytes) else body.encode()
    path.write_bytes(HEADER.format(schema=schema).encode() + raw + END.encode())
    return path


def refusal(path: Path) -> Text:
    with pytest.raises(UserError) as caught:
        open_ifc(path, NoProgress())
    for language in LANGUAGES:
        sentence = load_catalogue(language, [ROOT / "dfma" / "locale"]).say(caught.value.message)
        assert "⟨" not in sentence
        assert "\n" not in sentence
    return caught.value.message


def zipped(folder: Path, members: dict[str, bytes], name: str = "model.ifczip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return path


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "ifc.open.empty"),
        (b" \n\n ", "ifc.open.empty"),
        (os.urandom(4000).replace(b"PK\x03\x04", b""), "ifc.open.not_ifc"),
        (b"%PDF-1.7 something", "ifc.open.not_ifc"),
        (b"<?xml version='1.0'?><ifcXML/>", "ifc.open.foreign_form"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "ifc.open.foreign_form"),
        (b"SQLite format 3\x00" + bytes(100), "ifc.open.foreign_form"),
        (HEADER.format(schema="IFC4").encode(), "ifc.open.truncated"),
        (b"ISO-10303-21;\nHEADER;\n", "ifc.open.truncated"),
        (b"ISO-10303-21;\nHEADER;\n" + END.encode(), "ifc.open.truncated"),
        (b"ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n" + END.encode(), "ifc.open.no_schema"),
        ((HEADER.format(schema="AP214") + END).encode(), "ifc.open.unknown_schema"),
        ((HEADER.format(schema="IFC5") + END).encode(), "ifc.open.unknown_schema"),
        (b"PK\x03\x04" + bytes(200), "ifc.open.zip_damaged"),
    ],
)
def test_what_is_no_readable_ifc_file_is_refused(tmp_path: Path, data: bytes, key: str) -> None:
    path = tmp_path / "model.ifc"
    path.write_bytes(data)
    assert refusal(path).key == key


def test_a_real_file_cut_short_is_refused(tmp_path: Path, shared: Callable[[str], Path]) -> None:
    path = tmp_path / "cut.ifc"
    data = shared("data/ifc/duplex.ifc").read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert refusal(path).key == "ifc.open.truncated"


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.ifc").key == "ifc.open.missing"
    assert refusal(tmp_path).key == "ifc.open.not_a_file"
    assert refusal(tmp_path / "a\0b.ifc").key == "ifc.open.missing"


@pytest.mark.skipif(os.name != "posix", reason="devices and permissions as Unix knows them")
def test_devices_and_forbidden_files(tmp_path: Path) -> None:
    assert refusal(Path("/dev/zero")).key == "ifc.open.not_a_file"
    path = step_file(tmp_path, "")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert refusal(path).key == "ifc.open.forbidden"


def test_zip_with_one_model_opens_whatever_it_is_called(tmp_path: Path) -> None:
    data = (HEADER.format(schema="IFC4") + WALL.format(name="'W'") + END).encode()
    for name in ("model.ifczip", "model.zip", "model.ifc"):
        path = zipped(tmp_path, {"../../x/model.ifc": data, "readme.txt": b"hello"}, name)
        assert open_ifc(path, NoProgress()).file.by_id(1).Name == "W"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["model.ifc", "model.ifczip", "model.zip"]


@pytest.mark.parametrize("members", [{"a.txt": b"x"}, {"a.ifc": b"x", "b.ifc": b"x"}])
def test_zip_without_exactly_one_model_is_refused(tmp_path: Path, members: dict[str, bytes]) -> None:
    assert refusal(zipped(tmp_path, members)).key == "ifc.open.zip_members"


def test_zip_bomb_is_refused_while_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path, {"a.ifc": bytes(3_000_000)})
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(received, "LARGEST", 1_000_000)
    assert refusal(path).key == "ifc.open.too_large"


def test_too_large_a_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.ifc"
    with path.open("wb") as stream:
        stream.truncate(received.LARGEST + 1)
    assert refusal(path).key == "ifc.open.too_large"


def test_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a.ifc": b"x"})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(bytes(data))
    assert refusal(path).key == "ifc.open.zip_encrypted"


def test_chinese_path_with_spaces(tmp_path: Path) -> None:
    folder = tmp_path / "\u9884\u5236 \u6784\u4ef6"
    folder.mkdir()
    path = step_file(folder, WALL.format(name="'W'"), name="\u697c\u677f \u56fe.ifc")
    opened = open_ifc(path, NoProgress())
    assert opened.file.by_id(1).Name == "W"
    assert opened.sha256 == fingerprint(path, NoProgress())


@pytest.mark.parametrize(
    ("said", "read_as", "noted"),
    [
        ("IFC2X3", "IFC2X3", False),
        ("ifc4", "IFC4", False),
        ("IFC4X3", "IFC4X3", False),
        ("IFC4X3_ADD1", "IFC4X3", False),
        ("IFC4X3_ADD2", "IFC4X3", False),
        ("IFC4X3_TC1", "IFC4X3", False),
        ("IFC4_ADD2_TC1", "IFC4", False),
        ("IFC2X3_TC1", "IFC2X3", False),
        ("IFC4X3_RC2", "IFC4X3", True),
        ("IFC4X1", "IFC4X3", True),
        ("IFC4X2", "IFC4X3", True),
        ("IFC4RC1", "IFC4", True),
        ("IFC2X4_RC3", "IFC4", True),
        ("IFC2X_FINAL", "IFC2X3", True),
        ("IFC2X2_FINAL", "IFC2X3", True),
    ],
)
def test_near_schemas_are_read_and_said(tmp_path: Path, said: str, read_as: str, noted: bool) -> None:
    opened = open_ifc(step_file(tmp_path, "", schema=said), NoProgress())
    assert opened.file.schema == read_as
    assert opened.header_schema == said
    assert [note.key for note in opened.notes] == (["ifc.note.near_schema"] if noted else [])


def test_statements_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    path = step_file(tmp_path, "#1=IFCFOO(1);\n#2=IFCPROPERTYSET('1abcdefghijklmnopqrstu',$,'n',$,(#1));\n")
    notes = open_ifc(path, NoProgress()).notes
    assert [note.key for note in notes] == ["ifc.note.unread"]


def test_nothing_is_written_to_the_streams(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    open_ifc(step_file(tmp_path, "#1=IFCFOO(1);\n#2=IFCWALL(5,#9);\n"), NoProgress())
    (tmp_path / "garbage.ifc").write_bytes(b"ISO-10303-21;" + bytes(range(256)) * 9)
    with pytest.raises(UserError):
        open_ifc(tmp_path / "garbage.ifc", NoProgress())
    assert capfd.readouterr() == ("", "")


def test_cancel_while_reading(tmp_path: Path) -> None:
    class Impatient(NoProgress):
        def check(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        open_ifc(step_file(tmp_path, ""), Impatient())
    with pytest.raises(Cancelled):
        fingerprint(step_file(tmp_path, ""), Impatient())


@pytest.mark.parametrize("number", ["-1", "4000000000", "99999999999999999999"])
def test_numbers_of_statements_out_of_range(tmp_path: Path, number: str) -> None:
    assert refusal(step_file(tmp_path, f"#{number}=IFCWALL($,$,$,$,$,$,$,$,$);\n")).key == "ifc.open.damaged"


def test_the_log_outlives_the_opening(tmp_path: Path) -> None:
    """Attributes are parsed when they are first read; what is wrong with one goes to the log, which must be there."""
    path = step_file(tmp_path, "".join(f"#{n}=IFCWALL($,$,$,$,$,$,$,$,.FOO.,1,2,3);\n" for n in range(1, 200)))
    file = open_ifc(path, NoProgress()).file
    gc.collect()
    assert [file.by_id(number).PredefinedType for number in range(1, 200)] == [None] * 199
