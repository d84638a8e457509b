"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

import click

from bot.clock import Clock, MomentError, clock_from, read_moment, system_clock
from knowledge.rows import read_published, sound

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from knowledge.model import Moment

Command = TypeVar("Command", bound="Callable[..., object]")


def _moment(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    try:
        return None if value is None else read_moment(value)
    except MomentError as error:
        raise click.BadParameter(str(error), ctx, param) from error


def _posted(ctx: click.Context, param: click.Parameter, value: str | None) -> Moment | None:
    try:
        return None if value is None else read_published(value)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from error


def typed(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001 - click hands them in
    """Return words given on the command line; what the locale could not decode is read as UTF-8."""
    return value and sound(value.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def store_option(command: Command) -> Command:
    """Add `--store`."""
    return click.option(
        "--store",
        "target",
        envvar="NOTICEBOT_STORE",
        default="noticebot.db",
        show_default=True,
        metavar="PATH|URL",
        help="Where notices are kept: a file, a postgresql:// URL, or :memory: for this command only. [env: NOTICEBOT_STORE]",
    )(command)


def at_option(command: Command) -> Command:
    """Add `--at`."""
    return click.option(
        "--at",
        metavar="TIME",
        callback=_moment,
        help="The moment to answer for, ISO 8601; without a zone it is Asia/Shanghai. Default: now, or NOTICEBOT_CLOCK.",
    )(command)


def published_option(command: Command) -> Command:
    """Add `--published`."""
    return click.option(
        "--published",
        metavar="DATE",
        callback=_posted,
        help="When it was posted, ISO 8601, where the input does not say.",
    )(command)


def trace_option(command: Command) -> Command:
    """Add `--trace`."""
    return click.option("--trace", is_flag=True, help="Show what each reply uses, and what was rejected and why.")(command)


def clock() -> Clock:
    """Return the bot's clock: this machine's, or one that starts at NOTICEBOT_CLOCK."""
    start = os.environ.get("NOTICEBOT_CLOCK")
    if not start:
        return system_clock
    try:
        return clock_from(read_moment(start))
    except MomentError as error:
        raise MomentError(f"NOTICEBOT_CLOCK: {error}") from error
