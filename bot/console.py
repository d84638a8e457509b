"""A conversation line by line: questions, and the console's own commands, which begin with a colon."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from bot.clock import MomentError, clock_from, read_moment, system_clock
from bot.memory import Memory
from bot.model import Question
from bot.responder import respond
from knowledge.rows import sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.clock import Clock
    from bot.model import Excerpt, Reply
    from knowledge.base import KnowledgeBase
    from knowledge.model import Fact, Notice

HELP = """\
  :at TIME   set the clock (ISO 8601; without a zone it is Asia/Shanghai); :at alone goes back to this machine's time
  :source    where the last reply stands: notice, publisher, date, the words and their place
  :trace     show with each reply what was used and what was rejected; once more to stop
  :help      this list
  :quit      leave (or end of input)"""


class Console:
    """One conversation over the knowledge held; `knowledge` is asked anew for each question, `say` prints a text."""

    def __init__(
        self, knowledge: Callable[[], KnowledgeBase], clock: Clock, say: Callable[[str], None], *, tracing: bool = False
    ) -> None:
        self._knowledge = knowledge
        self._clock = clock
        self._say = say
        self._tracing = tracing
        self._memory = Memory()
        self._last: Reply | None = None
        self._commands: dict[str, Callable[[str], None]] = {
            ":at": self._set_clock,
            ":trace": self._toggle_trace,
            ":source": self._show_source,
            ":help": lambda _: self._say(HELP),
        }

    def hear(self, lines: Iterable[str]) -> None:
        """Go through the lines until they end or one says to leave."""
        for line in lines:
            word, _, rest = line.strip().partition(" ")
            if word in {":quit", ":q", ":exit"}:
                return
            if word.startswith(":"):
                self._commands.get(word, self._unknown)(rest.strip())
            elif word:
                self._answer(line.strip())

    def greet(self) -> None:
        """Say what is held and what time it is for the console."""
        notices = self._knowledge().notices
        dates = sorted(notice.published.iso for notice in notices if notice.published)
        span = f", posted {dates[0]} to {dates[-1]}" if dates else ""
        self._say(f"{len(notices)} notices held{span}. The clock shows {self._now()}. :help lists the commands.")

    def _answer(self, text: str) -> None:
        reply, self._memory = respond(Question(sound(text), self._clock()), self._memory, self._knowledge(), trace=self._tracing)
        self._last = reply
        self._say(reply.text)
        if reply.follow_ups:
            self._say(click.style("  → " + "  ".join(question for _, question in reply.follow_ups), dim=True))
        if self._tracing:
            self._say(click.style(json.dumps(dict(reply.trace), ensure_ascii=False, indent=1, default=str), dim=True))

    def _set_clock(self, time: str) -> None:
        try:
            self._clock = clock_from(read_moment(time)) if time else system_clock
        except MomentError as error:
            self._say(str(error))
        else:
            self._say(f"The clock shows {self._now()}.")

    def _toggle_trace(self, _: str) -> None:
        self._tracing = not self._tracing
        self._say(f"Trace {'on' if self._tracing else 'off'}.")

    def _show_source(self, _: str) -> None:
        stands_on: tuple[Fact | Excerpt, ...] = (*self._last.facts, *self._last.excerpts) if self._last else ()
        if not stands_on:
            self._say("The last reply stands on no notice.")
        for item in stands_on:
            self._say(_source(item.notice, item.span, item.quote))

    def _unknown(self, _: str) -> None:
        self._say("There is no such command; :help lists them.")

    def _now(self) -> str:
        return self._clock().isoformat(timespec="minutes")


def _source(notice: Notice, span: tuple[int, int], quote: str) -> str:
    date = f"{notice.published.iso} ({notice.date_basis})" if notice.published else "no date"
    stored = notice.ingested_at.isoformat(timespec="minutes") if notice.ingested_at else "not stored"
    lines = (
        f"  notice     {notice.id}  {notice.headline}",
        f"  publisher  {notice.publisher or 'not named'}, posted {date}, stored {stored}",
        *([f"  url        {notice.url}"] if notice.url else []),
        f"  characters {span[0]} to {span[1]}: 「{quote}」",
    )
    return "\n".join(lines)
