"""`noticebot ingest`: notices into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.inputs import file_row, read_rows, rows_of
from bot.commands.options import clock, published_option, store_option
from bot.commands.streams import Complaints
from knowledge.errors import UnreadableError
from knowledge.store import Fate, Store

if TYPE_CHECKING:
    from knowledge.model import Moment
    from knowledge.reading import ReadNotice
    from knowledge.store import Kept


@click.command("ingest")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@published_option
@click.option("--publisher", default="", metavar="NAME", help="Who published it, where the input does not say.")
@click.option("--jsonl", is_flag=True, help='PATH holds JSON lines {"id", "published", "publisher", "title", "text", "url"}.')
@store_option
@click.pass_context
def command(
    ctx: click.Context, *, paths: tuple[str, ...], published: Moment | None, publisher: str, jsonl: bool, target: str
) -> None:
    """Read notices into the store; print a line for each: its id, headline, facts found, or why it was refused.

    A PATH is a file, or - for stdin. All of a file is stored, or nothing of it. What is held already is left as it is.
    """
    complaints = Complaints()
    stored = failed = 0
    for path in paths:
        try:
            rows = rows_of(path, complaints, published, publisher) if jsonl else (file_row(path, published, publisher),)
        except UnreadableError as error:
            complaints.add(error)
            rows = ()
        read = tuple(item for _, items in read_rows(rows, complaints) for item in items)
        stored += _store(read, target)
        failed += not read
    if not stored:
        complaints.end_with("nothing was stored")
    if failed:
        ctx.exit(1)


def _store(read: tuple[ReadNotice, ...], target: str) -> int:
    """Keep what was read and return how many notices are held now; the store is only made when there is something to keep."""
    if all(item.refused is not None for item in read):
        for item in read:
            click.echo(_refusal(item))
        return 0
    with Store.open(target) as store:
        kept = store.keep(read, now=clock()())
    for one in kept:
        click.echo(_line(one))
    return sum(one.fate is not Fate.REFUSED for one in kept)


def _line(kept: Kept) -> str:
    notice = kept.read.notice
    count = len(kept.read.facts)
    found = f"{notice.id}\t{_title(kept.read)}\t{count} fact{'' if count == 1 else 's'}"
    match kept.fate:
        case Fate.REFUSED:
            return _refusal(kept.read)
        case Fate.HELD:
            return f"{found}\talready held" + (f" as {kept.id}" if kept.id != notice.id else "")
        case Fate.REVISED:
            return f"{found}\tanother text is held as {notice.id}; kept as {kept.id}"
        case _:
            return found


def _refusal(read: ReadNotice) -> str:
    return f"{read.notice.id}\t{_title(read)}\trefused: {read.refused}"


def _title(read: ReadNotice) -> str:
    """Return the headline, or where there is none how the text begins."""
    return read.notice.headline or read.notice.text[:30].replace("\n", " ")
