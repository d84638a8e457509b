"""`noticebot chat`: the local console."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.clock import clock_from
from bot.commands.options import at_option, clock, store_option, trace_option
from bot.console import Console
from bot.terminal import typed_lines
from knowledge.store import Store

if TYPE_CHECKING:
    from datetime import datetime


@click.command("chat")
@at_option
@trace_option
@store_option
def command(*, at: datetime | None, trace: bool, target: str) -> None:
    """Talk with the bot here; no token, no network. A new store begins with the embedded default notices.

    --at sets the clock, which goes on from there. In the console :help lists its commands.
    """
    time = clock_from(at) if at else clock()
    with Store.open(target, defaults_at=time()) as store:
        console = Console(store.knowledge, time, click.echo, tracing=trace)
        if sys.stdin.isatty():
            console.greet()
        console.hear(typed_lines())
