"""Facts and notices as lines for an operator's eyes."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import click

from knowledge.model import Channel, Moment, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knowledge.model import Fact, Notice
    from knowledge.reading import ReadNotice

_FIELDS = (
    "valid_from",
    "valid_until",
    "end",
    "start_date",
    "previous_start_dates",
    "recurrence",
    "recurrence_except",
    "cause",
    "channels",
    "steps",
    "hours",
    "issuer",
    "relation",
    "corrects",
    "kind",
    "place",
)
"""What is shown of a fact below its first line, in this order, where it is said."""

_LONGEST = 300
"""Characters of a quotation; a sentence that never ends would fill the screen."""


def notice_lines(read: ReadNotice) -> Iterator[str]:
    """Show a notice as it was read: its facts with the words they stand on, what was not understood, and advice."""
    notice = read.notice
    yield click.style(f"{notice.id}  {notice.headline or '(no headline)'}", bold=True) + f"  {source_of(notice)}"
    if read.refused is not None:
        yield f"  refused: {read.refused}"
    for fact in read.facts:
        yield from fact_lines(fact)
    if not read.facts and read.refused is None:
        yield "  no fact"
    for unread in read.unread:
        yield click.style(f"  not understood, {unread.what}: ", fg="yellow") + quoted(notice, unread.span)
    for code in read.advice:
        yield f"  advice: {_advice()[code]}"


def fact_lines(fact: Fact, indent: str = "  ") -> Iterator[str]:
    """Show a fact: name, status and cue, then each field with the words of the notice it stands on."""
    yield f"{indent}{click.style(fact.service, bold=True)}: {fact.status} 「{fact.cue}」"
    words = {item.field: quoted(fact.notice, item.span) for item in fact.evidence}
    for name in _FIELDS:
        value = _plain(getattr(fact, name))
        if value and value != Relation.ANNOUNCE:
            yield f"{indent}  {name:20} {value}" + (f"  {words[name]}" if name in words else "")
    yield f"{indent}  {'quote':20} {quoted(fact.notice, fact.span)} [{fact.span[0]}:{fact.span[1]}]"


def source_of(notice: Notice) -> str:
    """Return publisher, date with its basis, and what else tells where a notice comes from, in brackets."""
    date = f"{notice.published.iso} ({notice.date_basis})" if notice.published else "no date"
    parts = (notice.publisher, date, notice.url, "a caption" if notice.caption else "")
    return f"[{', '.join(part for part in parts if part)}]"


def quoted(notice: Notice, span: tuple[int, int]) -> str:
    """Return the words of a notice in quotes, on one line; of very many the first and the last."""
    words = " ".join(notice.text[span[0] : span[1]].split())
    return f"「{words}」" if len(words) <= _LONGEST else f"「{words[: _LONGEST // 2]} … {words[-_LONGEST // 2 :]}」"


def _plain(value: object) -> str:
    """Return a field's value as text, empty where nothing was said."""
    if isinstance(value, tuple):
        return "; ".join(_plain(item) for item in value)
    if isinstance(value, Moment):
        return value.iso
    if isinstance(value, Channel):
        return f"{value.kind} {value.value}" + (f" ({value.label})" if value.label else "")
    return "" if value is None else str(value)


@cache
def _advice() -> Mapping[str, str]:
    return tomllib.loads(files("bot").joinpath("data", "en", "advice.toml").read_text(encoding="utf-8"))
