"""`noticebot read`: what a notice says, without storing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.inputs import STDIN, file_row, read_rows, rows_of
from bot.commands.options import published_option
from bot.commands.shown import notice_lines
from bot.commands.streams import write_row
from knowledge.errors import UnreadableError
from knowledge.rows import read_json

if TYPE_CHECKING:
    from knowledge.model import Moment


@click.command("read")
@click.argument("path", default=STDIN)
@published_option
@click.option(
    "--jsonl", is_flag=True, help='PATH holds JSON lines {"id", "published", "publisher", "title", "text", "url"}; print rows.'
)
def command(*, path: str, published: Moment | None, jsonl: bool) -> None:
    """Read notices from PATH (- or nothing is stdin) and print their facts; store nothing.

    For people it shows each fact with the words it stands on, what was seen but not understood, and advice to the notice's
    editor. With --jsonl it prints a line {"id", "facts", "notices"} for each row.
    """
    if not jsonl:
        for _, read in read_rows((file_row(path, published),)):
            for notice in read:
                click.echo("\n".join(notice_lines(notice)))
            return
        raise UnreadableError("nothing was read")
    count = 0
    for row, read in read_rows(rows_of(path, published)):
        write_row(read_json(row.id, read))
        count += 1
    if not count:
        raise UnreadableError("no row could be read")
