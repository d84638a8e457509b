"""What the PATH arguments of `ingest` and `read` stand for: rows of notices, and what was read from each."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.streams import numbered, watched
from knowledge.errors import NoticebotError, UnreadableError
from knowledge.reading import read_notices
from knowledge.rows import NoticeRow, notice_row, parse_row, sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.commands.streams import Complaints
    from knowledge.model import Moment
    from knowledge.reading import ReadNotice

STDIN = "-"


def rows_of(path: str, complaints: Complaints, published: Moment | None = None, publisher: str = "") -> tuple[NoticeRow, ...]:
    """Return the notices in JSON lines; a line that is none is complained about. UnreadableError when the file cannot be read."""
    rows: list[NoticeRow] = []
    for number, line in numbered(_lines(path)):
        try:
            rows.append(notice_row(parse_row(line, number), number, published, publisher))
        except UnreadableError as error:
            complaints.add(error)
    return tuple(rows)


def file_row(path: str, published: Moment | None = None, publisher: str = "") -> NoticeRow:
    """Return a file, or what comes from stdin, as the one row it is. UnreadableError when it holds no text."""
    from knowledge.readers import read_bytes, read_path  # noqa: PLC0415 - JSON lines do not need them

    text = read_bytes(sys.stdin.buffer.read(), "stdin") if path == STDIN else read_path(Path(path))
    return NoticeRow("stdin" if path == STDIN else Path(path).name, sound(text), published, publisher)


def read_rows(rows: tuple[NoticeRow, ...], complaints: Complaints) -> Iterator[tuple[NoticeRow, tuple[ReadNotice, ...]]]:
    """Read each row, with progress on a terminal; a row that cannot be read is complained about and left out."""
    with watched(rows, "reading") as shown:
        for row in shown:
            try:
                read = read_notices(
                    row.text, id=row.id, title=row.title, published=row.published, publisher=row.publisher, url=row.url
                )
            except NoticebotError as error:
                complaints.add(error)
            except Exception as error:  # noqa: BLE001 - one text that breaks the program must not cost the others
                complaints.add(f"{row.id}: the program failed on it ({type(error).__name__}: {error})")
            else:
                yield row, read


def _lines(path: str) -> Iterable[bytes]:
    if path == STDIN:
        return sys.stdin.buffer
    try:
        return Path(path).read_bytes().splitlines()
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or error}") from error
