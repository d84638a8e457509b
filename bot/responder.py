"""One question, one reply: the whole conversation on one screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answer import decide
from bot.answers.trace import traced
from bot.dialogue import remember, resolve
from bot.render import render
from bot.several import questions_in, together
from bot.understand import understand
from bot.understanding.cleaning import clean
from knowledge.model import ZONE

if TYPE_CHECKING:
    from bot.dialogue import Memory
    from bot.model import Question, Reply
    from knowledge.base import KnowledgeBase


def respond(question: Question, memory: Memory, base: KnowledgeBase, *, trace: bool = False) -> tuple[Reply, Memory]:
    """Return the reply to `question` and the memory after it. With `trace` the reply tells how it came about."""
    question = replace(question, text=clean(question.text))  # every step sees the same characters
    replies = []
    for text in questions_in(question.text):
        reply, memory = _respond(replace(question, text=text), memory, base, trace=trace)
        replies.append(reply)
    return together(replies), memory


def _respond(question: Question, memory: Memory, base: KnowledgeBase, *, trace: bool) -> tuple[Reply, Memory]:
    readings = resolve(understand(question, base), memory, base, question)
    answer = decide(readings, memory, base, question)
    if trace:
        answer = replace(answer, trace=traced(readings, answer, base, question.asked_at))
    today = question.asked_at.astimezone(ZONE).date()
    language = question.language or readings[0].language
    return render(answer, language, today), remember(memory, answer, question.asked_at)
