"""The process that parses one file of an involved format under limits: bytes on stdin, JSON on stdout.

`python -m knowledge.readers.child FORMAT CHARSET`. It holds no secrets, writes no files, and is gone after one file, so that
whatever a hostile file does to a parser ends here.
"""

from __future__ import annotations

import json
import resource
import sys
from importlib import import_module
from typing import TYPE_CHECKING, cast

from knowledge.errors import UnreadableError
from knowledge.readers.formats import Format
from knowledge.readers.limits import CHARACTERS, CPU_SECONDS, INPUT_BYTES, MEMORY_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from knowledge.readers.document import Document

    Parser = Callable[[bytes, str], tuple[Document, ...]]

_MODULES = {Format.HTML: "webpage", Format.PDF: "pdf", Format.DOCX: "word", Format.FEED: "feed"}
_OPEN_FILES = 64


def parser_of(kind: Format) -> Parser:
    """Load what reads a format; UnreadableError when its library is not installed."""
    try:
        module = import_module(f"knowledge.readers.{_MODULES[kind]}")
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        raise UnreadableError(f'reading {kind} needs {library}: pip install "noticebot[ingest]"') from error
    return cast("Parser", module.read)


def parse(parser: Parser, data: bytes, charset: str = "") -> tuple[Document, ...]:
    """Parse under whatever limits hold; every failure of a parser is an UnreadableError of one line."""
    try:
        documents = parser(data, charset)
    except UnreadableError:
        raise
    except MemoryError as error:
        raise UnreadableError(f"it needs more than {MEMORY_BYTES // 1_000_000:,} MB of memory to be read") from error
    except Exception as error:  # the parsers are others'; they fail in every way
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise UnreadableError(f"it is damaged ({reason})") from error
    if sum(len(document.text) for document in documents) > CHARACTERS:
        raise UnreadableError(f"its text is longer than {CHARACTERS:,} characters; split it")
    return documents


def limit() -> None:
    """Bound what this process may use; what it loaded before is loaded without."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    ):
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))
    # The hard limit kills, the soft one tells the parent why.
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))


def record(document: Document) -> dict[str, str | bool | None]:
    """Return what the parent makes the document of again."""
    return {
        "id": document.id,
        "text": document.text,
        "title": document.title,
        "published": document.published.iso if document.published else None,
        "publisher": document.publisher,
        "url": document.url,
        "whole_lines": document.whole_lines,
    }


def main(arguments: Sequence[str]) -> None:
    """Read stdin as the format named first, in the charset named second (empty: not known); write documents or an error."""
    try:
        parser = parser_of(Format(arguments[0]))
        limit()
        documents = parse(parser, sys.stdin.buffer.read(INPUT_BYTES + 1), arguments[1])
        answer: dict[str, object] = {"documents": [record(document) for document in documents]}
    except UnreadableError as error:
        answer = {"error": str(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
