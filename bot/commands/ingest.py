"""`noticebot ingest`: notices into the store."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import chain
from typing import TYPE_CHECKING

import click

from bot.commands.inputs import Fallback, batches, read_rows
from bot.commands.options import clock, published_option, store_option, typed
from bot.commands.streams import Complaints
from knowledge.store import Fate, Kept, Store

if TYPE_CHECKING:
    from knowledge.model import Moment
    from knowledge.reading import ReadNotice


@click.command("ingest")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@published_option
@click.option("--publisher", default="", metavar="NAME", callback=typed, help="Who published it, where the input does not say.")
@click.option("--jsonl", is_flag=True, help='PATH holds JSON lines {"id", "published", "publisher", "title", "text", "url"}.')
@store_option
@click.pass_context
def command(
    ctx: click.Context, *, paths: tuple[str, ...], published: Moment | None, publisher: str, jsonl: bool, target: str
) -> None:
    """Read notices into the store; print a line for each: its id, headline, facts found, or why it was refused.

    A PATH is a file, a folder, an https address, or - for stdin. All of a file is stored, or nothing of it. What is held
    already is left as it is.
    """
    complaints = Complaints()
    fallback = Fallback(published, publisher)
    stored = 0
    with ExitStack() as opened:
        store: Store | None = None  # made only when there is something to keep
        for rows in chain.from_iterable(batches(path, fallback, complaints, jsonl=jsonl) for path in paths):
            read = tuple(item for _, items in read_rows(rows, complaints) for item in items)
            if store is None and any(item.refused is None for item in read):
                store = opened.enter_context(Store.open(target))
            refused = (Kept(item.notice.id, Fate.REFUSED, item) for item in read)
            for one in store.keep(read, now=clock()()) if store else refused:
                click.echo(_line(one))
                stored += one.fate is not Fate.REFUSED
    if not stored:
        complaints.end_with("nothing was stored")
    if complaints.files:
        ctx.exit(1)


def _line(kept: Kept) -> str:
    notice = kept.read.notice
    count = len(kept.read.facts)
    found = f"{notice.id}\t{_title(kept.read)}\t{count} fact{'' if count == 1 else 's'}"
    match kept.fate:
        case Fate.REFUSED:
            return f"{notice.id}\t{_title(kept.read)}\trefused: {kept.read.refused}"
        case Fate.HELD:
            return f"{found}\talready held" + (f" as {kept.id}" if kept.id != notice.id else "")
        case Fate.REVISED:
            return f"{found}\tanother text is held as {notice.id}; kept as {kept.id}"
        case _:
            return found


def _title(read: ReadNotice) -> str:
    """Return the headline, or where there is none how the text begins."""
    return read.notice.headline or read.notice.text[:30].replace("\n", " ")
