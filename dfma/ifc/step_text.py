"""Mends STEP text that breaks ISO 10303-21, so that no character of a name is lost.

The standard allows ASCII only and spells everything else as `\\X2\\4E2D\\X0\\`. Real exports also hold raw UTF-8 or GBK
bytes, GBK bytes spelled one by one as `\\X\\D6\\X\\D0`, characters beyond the first 65,536 as pairs of surrogates, and
single backslashes from Windows paths. The parser drops the first kind silently and stops at the last, so they are
respelled before it sees them.
"""

from __future__ import annotations

import re

from dfma.text import Text, text

_ESCAPE = re.compile(
    rb"\\(?:\\|S\\.|P[A-I]\\|X\\[0-9A-Fa-f]{2}|X2\\(?:[0-9A-Fa-f]{4})*\\X0\\|X4\\(?:[0-9A-Fa-f]{8})*\\X0\\)", re.DOTALL
)
_ESCAPE_OR_STRAY = re.compile(_ESCAPE.pattern + rb"|\\", re.DOTALL)
_TWO_BYTES = re.compile(rb"\\X2\\((?:[0-9A-Fa-f]{4})+)\\X0\\")
_SURROGATE = re.compile(rb"\\X2\\(?:[0-9A-Fa-f]{4})*[Dd][89A-Fa-f][0-9A-Fa-f]{2}")
_SPELLED_BYTES = re.compile(rb"\\X\\[0-9A-Fa-f]{2}(?:\\X\\[0-9A-Fa-f]{2})+")
_BYTE = re.compile(rb"\\X\\([0-9A-Fa-f]{2})")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_COMMON_HANZI = re.compile(rb"(?:[\xa1-\xf7][\xa1-\xfe])+")
"""The double bytes of GB 2312: the part of GBK that nearly all Chinese text stays in."""


def mended(data: bytes) -> tuple[bytes, tuple[Text, ...]]:
    """Return pure ASCII with valid escapes only, and notes of what was mended; the same object when nothing was."""
    notes: list[Text] = []
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.isascii():
        encoding = _encoding(data)
        data = _BEYOND_ASCII.sub(_spelled, data.decode(encoding, errors="replace")).encode("ascii")
        notes.append(text("ifc.note.raw_bytes", encoding=encoding.upper()))
    if b"\x00" in data:
        data = data.replace(b"\x00", b" ")
        notes.append(text("ifc.note.null_bytes"))
    if b"\\" in data:
        data = _respelled_escapes(data, notes)
    return data, tuple(notes)


def _respelled_escapes(data: bytes, notes: list[Text]) -> bytes:
    if _SURROGATE.search(data):
        data = _TWO_BYTES.sub(_joined_surrogates, data)
    if _holds_spelled_gbk(data):
        data = _SPELLED_BYTES.sub(_joined_bytes, data)
        notes.append(text("ifc.note.spelled_gbk"))
    if b"\\" in _ESCAPE.sub(b"", data):
        data = _ESCAPE_OR_STRAY.sub(lambda match: match[0] if len(match[0]) > 1 else b"\\\\", data)
        notes.append(text("ifc.note.stray_backslashes"))
    return data


def _encoding(data: bytes) -> str:
    """Of the encodings that IFC files are met in, the one that explains the bytes beyond ASCII."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        runs = _HIGH_RUN.findall(data)
        hanzi = sum(match.end() for run in runs if (match := _COMMON_HANZI.match(run)))
        return "gb18030" if 2 * hanzi > sum(map(len, runs)) else "cp1252"
    return "utf-8"


def _spelled(match: re.Match[str]) -> str:
    return _as_escape(match[0])


def _as_escape(characters: str) -> str:
    if all(ord(character) < 0x10000 for character in characters):
        return f"\\X2\\{characters.encode('utf-16-be', errors='replace').hex().upper()}\\X0\\"
    return f"\\X4\\{characters.encode('utf-32-be', errors='replace').hex().upper()}\\X0\\"


def _joined_surrogates(match: re.Match[bytes]) -> bytes:
    characters = bytes.fromhex(match[1].decode("ascii")).decode("utf-16-be", errors="replace")
    return _as_escape(characters).encode("ascii")


def _holds_spelled_gbk(data: bytes) -> bool:
    """Whether most runs of bytes spelled one by one are whole double bytes of GB 2312, and one of them is long: two
    accented letters in a row are met in European names, four are not."""
    runs = [_bytes_of(run) for run in _SPELLED_BYTES.findall(data)]
    hanzi = [run for run in runs if _COMMON_HANZI.fullmatch(run)]
    return 2 * len(hanzi) > len(runs) and any(len(run) >= 4 for run in hanzi)


def _bytes_of(run: bytes) -> bytes:
    return bytes(int(value, 16) for value in _BYTE.findall(run))


def _joined_bytes(match: re.Match[bytes]) -> bytes:
    run = _bytes_of(match[0])
    return _as_escape(run.decode("gb18030")).encode("ascii") if _COMMON_HANZI.fullmatch(run) else match[0]
