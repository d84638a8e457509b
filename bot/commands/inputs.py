"""What the PATH arguments of `ingest` and `read` stand for, and what was read from it."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.streams import numbered, watched
from knowledge.errors import NoticebotError, UnreadableError
from knowledge.reading import read_notices
from knowledge.rows import NoticeRow, notice_row, parse_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.commands.streams import Complaints
    from knowledge.model import Moment
    from knowledge.readers import Document
    from knowledge.reading import ReadNotice

STDIN = "-"
_SCHEME = "://"
"""What tells an address from a path; `readers` says which schemes are read."""


@dataclass(frozen=True, slots=True)
class Fallback:
    """What counts where the input does not say."""

    published: Moment | None = None
    publisher: str = ""


def batches(path: str, fallback: Fallback, complaints: Complaints, *, jsonl: bool) -> Iterator[tuple[NoticeRow, ...]]:
    """Yield the rows of each file that `path` stands for: itself, a folder's, standard input, what an address leads to.

    A file is one row, a feed one for each entry; with `jsonl` it holds JSON lines. Complain about what cannot be read; go on.
    """
    return iter((_lines(path, fallback, complaints),)) if jsonl else _files(path, fallback, complaints)


def read_rows(rows: tuple[NoticeRow, ...], complaints: Complaints) -> Iterator[tuple[NoticeRow, tuple[ReadNotice, ...]]]:
    """Read each row, with progress on a terminal; complain about a row that cannot be read and go on."""
    with watched(rows, "reading") as shown:
        for row in shown:
            try:
                read = read_notices(
                    row.text,
                    id=row.id,
                    title=row.title,
                    published=row.published,
                    publisher=row.publisher,
                    url=row.url,
                    whole_lines=row.whole_lines,
                )
            except NoticebotError as error:
                complaints.row(error)
            except Exception as error:  # noqa: BLE001 - one text that breaks the program must not cost the others
                complaints.row(f"{row.id}: the program failed on it ({type(error).__name__}: {error})")
            else:
                yield row, read


def _lines(path: str, fallback: Fallback, complaints: Complaints) -> tuple[NoticeRow, ...]:
    rows: list[NoticeRow] = []
    try:
        with nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb") as lines:
            for number, line in numbered(lines):
                try:
                    rows.append(notice_row(parse_row(line, number), number, fallback.published, fallback.publisher))
                except UnreadableError as error:
                    complaints.row(error)
    except OSError as error:
        complaints.file(f"{path}: {error.strerror or error}")
    return tuple(rows)


def _files(path: str, fallback: Fallback, complaints: Complaints) -> Iterator[tuple[NoticeRow, ...]]:
    from knowledge.readers import files_of  # noqa: PLC0415 - JSON lines need no readers

    try:
        places = ((None, path),) if path == STDIN or _SCHEME in path else files_of(Path(path))
    except UnreadableError as error:
        complaints.file(error)
        return
    for file, name in places:
        try:
            documents = _documents(file, name)
        except UnreadableError as error:
            complaints.file(error)
            continue
        yield tuple(
            NoticeRow(
                id=document.id,
                text=document.text,
                published=document.published or fallback.published,
                publisher=document.publisher or fallback.publisher,
                title=document.title,
                url=document.url,
                whole_lines=document.whole_lines,
            )
            for document in documents
        )


def _documents(file: Path | None, name: str) -> tuple[Document, ...]:
    from knowledge.readers import read_bytes, read_file, read_url  # noqa: PLC0415
    from knowledge.readers.limits import INPUT_BYTES  # noqa: PLC0415

    if file is None:
        return read_bytes(sys.stdin.buffer.read(INPUT_BYTES + 1), "stdin") if name == STDIN else read_url(name)
    return read_file(file, name)
