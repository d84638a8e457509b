"""`noticebot read`: what a notice says, without storing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.inputs import STDIN, Fallback, batches, read_rows
from bot.commands.options import published_option
from bot.commands.shown import notice_lines
from bot.commands.streams import Complaints, write_row
from knowledge.rows import read_json

if TYPE_CHECKING:
    from knowledge.model import Moment


@click.command("read")
@click.argument("path", default=STDIN)
@published_option
@click.option(
    "--jsonl", is_flag=True, help='PATH holds JSON lines {"id", "published", "publisher", "title", "text", "url"}; print rows.'
)
@click.pass_context
def command(ctx: click.Context, *, path: str, published: Moment | None, jsonl: bool) -> None:
    """Read notices from PATH, a file, a folder or an https address (- or nothing is stdin), and print their facts; store nothing.

    For people it shows each fact with the words it stands on, what was seen but not understood, and advice to the notice's
    editor. With --jsonl it prints a line {"id", "facts", "notices"} for each row.
    """
    complaints = Complaints()
    count = 0
    for rows in batches(path, Fallback(published), complaints, jsonl=jsonl):
        for row, read in read_rows(rows, complaints):
            if jsonl:
                write_row(read_json(row.id, read))
            else:
                click.echo("\n".join(line for notice in read for line in notice_lines(notice)))
            count += 1
    if not count:
        complaints.end_with("there was no row to read")
    if complaints.files:
        ctx.exit(1)
