"""JSON lines in and out, and progress for whoever watches."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

Item = TypeVar("Item")


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, with their numbers from 1."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, line


def write_row(row: Mapping[str, Any]) -> None:
    """Print one JSON line, as UTF-8, and flush it."""
    sys.stdout.buffer.write(json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


class Complaints:
    """Lines on stderr about inputs that were refused while the rest goes on."""

    def __init__(self) -> None:
        self.files = 0
        self.rows = 0

    def file(self, message: object) -> None:
        """Say why a file, a folder or an address could not be read."""
        click.echo(f"Error: {message}", err=True)
        self.files += 1

    def row(self, message: object) -> None:
        """Say why a row was refused; the message begins with its number or id."""
        click.echo(f"Error: {message}", err=True)
        self.rows += 1

    def end_with(self, message: str) -> NoReturn:
        """End the command because nothing was done; `message` is only said when no complaint was."""
        if not self.files + self.rows:
            click.echo(f"Error: {message}", err=True)
        raise click.exceptions.Exit(1)


def watched(items: Sequence[Item], label: str) -> AbstractContextManager[Iterable[Item]]:
    """Show progress while `items` are gone through; on a terminal only."""
    if len(items) > 1 and sys.stderr.isatty():
        return click.progressbar(items, label=label, file=sys.stderr)
    return nullcontext(items)
