"""The command line: which commands there are, and how their errors are shown.

Each command is a module of `bot.commands`, imported only when it runs: a first reply must not wait for what others need.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from knowledge.errors import NoticebotError

_NEW_OBJECTS = 10_000
"""Objects made between two looks for garbage: what is loaded stays, and with Python's 700 half of the loading is looking."""
_COMMANDS = ("chat", "ask", "ingest", "read", "facts", "aliases", "dates", "telegram")


class _Commands(click.Group):
    """Commands by name, from modules of the same name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"bot.commands.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whatever the operator can act on is told in one line."""
        try:
            return super().invoke(ctx)
        except NoticebotError as error:
            raise click.ClickException(str(error)) from error
        except click.UsageError as error:
            error.ctx = None  # without it click prints the error alone, and not the usage before it
            raise


@click.group(
    cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="noticebot")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Answer questions about public services from public notices: dated, sourced, quoted.

    Try: noticebot chat --at 2022-04-07T10:00
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main() -> None:
    """Run `noticebot`; settings in a `.env` file of this folder count where the environment has none."""
    gc.set_threshold(_NEW_OBJECTS)
    _open_closed_streams()
    try:
        if Path(".env").is_file():
            from dotenv import load_dotenv  # noqa: PLC0415 - only where there is such a file

            load_dotenv(".env")
    except (OSError, UnicodeError) as error:
        sys.exit(f"Error: .env: it cannot be read ({error})")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot print a character shows a mark instead
    try:
        cli(prog_name="noticebot")
    except OSError as error:  # a full disk; who hung up (`| head`) is click's business
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else Python, when it ends, tries once more to write what is left
        sys.exit(f"Error: {error.filename or 'output'}: {error.strerror or error}")


def _open_closed_streams() -> None:
    """Stand in for standard streams that whoever started us has closed; else the store's file could get their numbers."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - stays open as long as the program
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
