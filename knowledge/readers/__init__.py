"""Files, folders and URLs → documents: text with what the file says about itself.

The format is told by content. Plain text needs nothing installed; the rest needs the `ingest` extra and is parsed in a child
process.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.errors import UnreadableError
from knowledge.readers.charsets import decode
from knowledge.readers.clean import clean
from knowledge.readers.document import Document
from knowledge.readers.folder import content_of, files_of
from knowledge.readers.formats import Format, format_of
from knowledge.readers.limits import CHARACTERS, INPUT_BYTES
from knowledge.readers.sandbox import parsed

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.readers.download import Web

__all__ = ["Document", "files_of", "read_bytes", "read_file", "read_path", "read_url"]

_SCHEMES = ("http://", "https://")


def read_path(path: Path) -> tuple[Document, ...]:
    """Read a file, or every file of a folder in the order of their paths; UnreadableError names the file and the reason.

    One unreadable file stops a folder: to go on, give what `files_of` returns to `read_file`, one by one.
    """
    return tuple(document for file, name in files_of(path) for document in read_file(file, name))


def read_file(file: Path, name: str) -> tuple[Document, ...]:
    """Read one of `files_of`'s files under its name there; UnreadableError names the file and the reason."""
    return _read(content_of(file, INPUT_BYTES), name, where=str(file))


def read_bytes(data: bytes, name: str) -> tuple[Document, ...]:
    """Read the content of a file called `name`: one document with that id, or one an entry of a feed; UnreadableError names it.

    The document of a feed's entry has the id the feed gives it when that is an address, else `<name>#<id or number>`.
    """
    return _read(data, name, where=name)


def read_url(url: str, web: Web | None = None) -> tuple[Document, ...]:
    """Read what an https URL of a public host leads to; for operators only. UnreadableError names the URL and the reason.

    The id of a page is its URL as given. `web` is how the web is reached; None for the web as it is.
    """
    from knowledge.readers.download import Web, download  # noqa: PLC0415 - TLS takes time to load, files do not need it

    found = download(url, web or Web())
    documents = _read(found.data, url, where=url, charset=found.charset)
    return tuple(replace(document, url=document.url if document.id != url else found.url) for document in documents)


def _read(data: bytes, name: str, *, where: str, charset: str = "") -> tuple[Document, ...]:
    if len(data) > INPUT_BYTES:
        raise UnreadableError(f"{_line(where)}: it is larger than {INPUT_BYTES // 1_000_000} MB")
    try:
        kind = format_of(data)
        documents = (_plain(data, charset),) if kind is Format.TEXT else parsed(data, kind, charset)
    except UnreadableError as error:
        raise UnreadableError(f"{_line(where)}: {error}") from error
    return _named(documents, _line(name))


def _line(name: str) -> str:
    """Return a name fit to be an id and to stand in a message: files may be called anything, bytes that are no text included."""
    return " ".join(clean(os.fsencode(name).decode("utf-8", "replace")).split())


def _plain(data: bytes, charset: str) -> Document:
    text = clean(decode(data, charset)).strip("\n")
    if not text.strip():
        raise UnreadableError("it holds no text")
    if len(text) > CHARACTERS:
        raise UnreadableError(f"its text is longer than {CHARACTERS:,} characters; split it")
    return Document("", text)


def _named(documents: tuple[Document, ...], name: str) -> tuple[Document, ...]:
    """Give each document an id of its own: the file's name; of a feed's entry what the feed calls it, else its number there."""
    if len(documents) == 1 and not documents[0].id:
        return (replace(documents[0], id=name),)
    named: dict[str, Document] = {}
    for number, document in enumerate(documents, 1):
        own = document.id if document.id.startswith(_SCHEMES) else f"{name}#{document.id or number}"
        own = own if own not in named else f"{own}#{number}"
        named[own] = replace(document, id=own)
    return tuple(named.values())
