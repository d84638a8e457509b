"""Which format bytes are in, told by what they are, not by a file's name."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from knowledge.errors import UnreadableError
from knowledge.readers.tags import KNOWN


class Format(StrEnum):
    """The formats that are read."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    FEED = "feed"


EXPECTED = "expected text, HTML, PDF, docx, RSS or Atom"
_HEAD = 65_536
_PDF_WITHIN = 1_024
_PACKED = (
    (b"word/document", "docx"),
    (b"xl/workbook", "an Excel file"),
    (b"ppt/presentation", "a PowerPoint file"),
    (b"opendocument", "an OpenDocument file"),
    (b"epub+zip", "an e-book"),
)
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or PowerPoint file; save it as docx"),
    (b"{\\rtf", "an RTF file; save it as docx"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"RIFF", "a picture, a sound or a film"),
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it first"),
    (b"BZh", "a bzip2 file; unpack it first"),
    (b"\xfd7zXZ", "an xz file; unpack it first"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
)
_WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_PROLOG = re.compile(
    r"\s+|<\?[^>]{0,2000}>|<!--(?:[^-]|-(?!->)){0,20000}-->|<!doctype\s[^>\[]{0,500}(?:\[[^\]]{0,20000}\]\s{0,99})?>",
    re.IGNORECASE,
)
_HTML_TYPE = re.compile(r"<!doctype\s{1,99}html\b", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w-]{1,40}:)?([a-zA-Z][\w-]{0,40})")
_MARKUP = re.compile(r"</(?:p|div|span|td|tr|li|ul|h[1-6]|body|html)\s{0,9}>|<br\s{0,9}/?>", re.IGNORECASE)
_MARKED_UP = 3
"""Marks that make HTML of a text that begins with words."""
_FEEDS = frozenset({"rss", "feed", "rdf"})


def format_of(data: bytes) -> Format:
    """Return the format of `data`; UnreadableError when it is empty or in a known format that is not read."""
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableError("it is empty")
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Format.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    for magic, name in _OTHERS:
        if data.startswith(magic):
            raise UnreadableError(f"it is {name}; {EXPECTED}")
    return _marked_up(_head(data))


def _packed(data: bytes) -> Format:
    for sign, name in _PACKED:
        if sign in data:
            if name == "docx":
                return Format.DOCX
            raise UnreadableError(f"it is {name}; {EXPECTED}")
    raise UnreadableError(f"it is a zip archive; unpack it first; {EXPECTED}")


def _head(data: bytes) -> str:
    """Return the beginning as text in which ASCII can be trusted."""
    head = data[:_HEAD]
    for mark, charset in _WIDE:
        if head.startswith(mark):
            return head.decode(charset, "replace").removeprefix("\ufeff")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _marked_up(head: str) -> Format:
    position = 0
    is_html = False
    while found := _PROLOG.match(head, position):
        is_html = is_html or bool(_HTML_TYPE.match(found.group()))
        position = found.end()
    root = _ROOT.match(head, position)
    name = root.group(1).lower() if root else ""
    if name in _FEEDS:
        return Format.FEED
    if is_html or name in KNOWN or len(_MARKUP.findall(head)) >= _MARKED_UP:
        return Format.HTML
    if head.lstrip().lower().startswith(("<?xml", "<!doctype")):
        raise UnreadableError(f"it is XML of another kind; {EXPECTED}")
    return Format.TEXT
