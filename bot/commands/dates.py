"""`noticebot dates`: what the date reader sees."""

from __future__ import annotations

import sys

import click

from bot.clock import MomentError, moment_as_written
from bot.commands.options import clock
from bot.commands.streams import Complaints, numbered, write_row
from knowledge.dates import find_dates, mention_row
from knowledge.errors import UnreadableError
from knowledge.rows import parse_row, text_of


@click.command("dates")
@click.option("--jsonl", is_flag=True, required=True, help='Read JSON lines {"text", "at"} from stdin.')
def command(*, jsonl: bool) -> None:  # noqa: ARG001 - the one form there is; said aloud so that another can join it
    """Show the dates the reader finds in each text, seen from `at`; prints a line {"mentions": [...]} for each.

    A text is read as a question: dates of the future win, and words like 周末 count. `at` keeps its own zone.
    """
    now = clock()()
    complaints = Complaints()
    read = 0
    for number, line in numbered(sys.stdin.buffer):
        try:
            row = parse_row(line, number)
            said = text_of(row, "at", number)
            base = moment_as_written(said) if said else now
            mentions = find_dates(text_of(row, "text", number, default=None), base, asking=True)
        except MomentError as error:
            complaints.row(f"row {number}: 'at': {error}")
            continue
        except UnreadableError as error:
            complaints.row(error)
            continue
        given = {"id": row["id"]} if "id" in row else {}
        write_row(given | {"mentions": [mention_row(mention) for mention in mentions]})
        read += 1
    if not read:
        complaints.end_with("there was no row to read")
