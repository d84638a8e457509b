"""`noticebot aliases`: the other names that operators give to services."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from bot.commands.inputs import STDIN
from bot.commands.options import clock, store_option
from bot.commands.streams import Complaints, numbered
from knowledge.errors import ConflictError
from knowledge.index import MatchReason
from knowledge.index.anatomy import kind_words, plain
from knowledge.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from knowledge.index import Index

_BETWEEN, _REMARK = "=", "#"
_NAMED = {MatchReason.EXACT, MatchReason.ALIAS, MatchReason.SHORT}


class _Line(NamedTuple):
    """A line of the file, numbered from 1."""

    number: int
    alias: str
    service: str


@click.command("aliases")
@click.argument("path", required=False)
@store_option
@click.pass_context
def command(ctx: click.Context, *, path: str | None, target: str) -> None:
    """Show the aliases in the store, or add those of PATH: a file, or - for stdin, with a line `alias = service` for each.

    The service is given by its full name, as `noticebot facts` shows it. An alias by which another service is found already is
    refused; the other lines are kept. Lines that begin with # are remarks.
    """
    if path is None:
        with Store.open(target, read_only=True) as store:
            for one in store.aliases():
                click.echo(f"{one.alias} {_BETWEEN} {one.service}")
        return
    complaints = Complaints()
    given = tuple(_given(path, complaints))
    if given:
        with Store.open(target) as store:
            _keep(store, given, complaints, clock()())
    if complaints.rows or complaints.files:
        ctx.exit(1)


def _keep(store: Store, given: tuple[_Line, ...], complaints: Complaints, now: datetime) -> None:
    index = store.knowledge().index(now)
    for line in given:
        if refused := _refused(line, index):
            complaints.row(f"line {line.number}: {refused}")
            continue
        try:
            added = store.add_alias(line.alias, line.service, now=now)
        except ConflictError as error:
            complaints.row(f"line {line.number}: {error}")
        else:
            click.echo(f"{line.alias} {_BETWEEN} {line.service}" + ("" if added else "\talready held"))


def _refused(line: _Line, index: Index) -> str | None:
    """Return why an alias would mislead, None when it would not: who says it may mean another service, or any of a kind."""
    if plain(line.alias) in kind_words():
        return f"{line.alias!r} is a word for a kind of service; an alias must be a name"
    others = [m.service.name for m in index.find(line.alias) if m.reason in _NAMED and line.service not in m.service.names]
    return f"{line.alias!r} already finds {others[0]!r}; nothing was changed" if others else None


def _given(path: str, complaints: Complaints) -> Iterator[_Line]:
    """Yield what each line says; complain about a line or a file that cannot be read."""
    try:
        with nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb") as lines:
            for number, line in numbered(lines):
                text = line.decode("utf-8-sig", "replace").strip()
                alias, between, service = map(str.strip, text.partition(_BETWEEN))
                if text.startswith(_REMARK):
                    continue
                if not (alias and between and service):
                    complaints.row(f"line {number}: expected `alias {_BETWEEN} service`, not {text!r}")
                    continue
                yield _Line(number, alias, service)
    except OSError as error:
        complaints.file(f"{path}: {error.strerror or error}")
