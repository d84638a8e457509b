"""`noticebot ask`: questions in, replies out."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from bot.commands.options import at_option, clock, store_option, trace_option, typed
from bot.commands.streams import Complaints, numbered, write_row
from bot.memory import Memory
from bot.model import Question
from bot.responder import respond
from bot.rows import question_row, reply_json
from knowledge.errors import NoticebotError
from knowledge.rows import sound
from knowledge.store import Store

if TYPE_CHECKING:
    from datetime import datetime

    from bot.rows import QuestionRow
    from knowledge.base import KnowledgeBase


@click.command("ask")
@click.argument("text", required=False, callback=typed)
@at_option
@click.option("--json", "as_json", is_flag=True, help="Print the reply as one JSON object.")
@click.option("--jsonl", is_flag=True, help="Read questions as JSON lines from stdin; print a reply line for each.")
@trace_option
@store_option
def command(*, text: str | None, at: datetime | None, as_json: bool, jsonl: bool, trace: bool, target: str) -> None:
    """Ask one question and print the reply; without TEXT, or with -, the question is read from stdin.

    With --jsonl each line is {"id", "chat", "at", "text"}; lines of one chat are one conversation.
    """
    if jsonl and text not in {None, "-"}:
        raise click.UsageError("--jsonl reads its questions from stdin; leave TEXT out")
    time = clock()
    with Store.open(target, defaults_at=time()) as store:
        base = store.knowledge()
    if jsonl:
        _answer_rows(base, at or time(), trace=trace)
        return
    if text is None or text == "-":
        text = sound(sys.stdin.buffer.read().decode("utf-8", "replace").strip())
    reply, _ = respond(Question(text, at or time()), Memory(), base, trace=trace)
    if as_json:
        write_row(reply_json(reply))
        return
    click.echo(reply.text)
    if trace:
        click.echo(json.dumps(dict(reply.trace), ensure_ascii=False, indent=1, default=str))


def _answer_rows(base: KnowledgeBase, now: datetime, *, trace: bool) -> None:
    memories: dict[str, Memory] = {}
    complaints = Complaints()
    answered = 0
    for number, line in numbered(sys.stdin.buffer):
        try:
            reply = _reply_to(question_row(line, number, now), memories, base, trace=trace)
        except NoticebotError as error:
            complaints.row(error)
        except Exception as error:  # noqa: BLE001 - one question that breaks the program must not cost the others their replies
            complaints.row(f"row {number}: the program failed on it ({type(error).__name__}: {error})")
        else:
            write_row(reply)
            answered += 1
    if not answered:
        complaints.end_with("no question was answered")


def _reply_to(row: QuestionRow, memories: dict[str, Memory], base: KnowledgeBase, *, trace: bool) -> dict[str, Any]:
    memory = memories.get(row.chat, Memory()) if row.chat else Memory()
    reply, memory = respond(Question(row.text, row.at), memory, base, trace=trace)
    if row.chat:
        memories[row.chat] = memory
    return reply_json(reply, row.id)
