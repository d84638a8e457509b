"""A reply as Telegram shows it: escaped once, its first line bold, split where a message would be too long."""

from __future__ import annotations

from html import escape

LIMIT = 4096
"""UTF-16 units a message may have."""


def units(text: str) -> int:
    """Return the length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def as_html(text: str) -> str:
    """Return the reply's plain text as HTML: what is told first in bold, everything escaped."""
    head, newline, rest = text.partition("\n")
    return f"<b>{escape(head, quote=False)}</b>{newline}{escape(rest, quote=False)}"


def parts(text: str, limit: int = LIMIT - 64) -> list[str]:
    """Split a text at paragraphs, else lines, else anywhere between characters, into pieces of at most `limit` units."""
    pieces, rest = [], text
    while units(rest) > limit:
        cut = _fitting(rest, limit)
        at = max(rest.rfind("\n\n", 0, cut), 0) or max(rest.rfind("\n", 0, cut), 0) or cut
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip("\n")
    return [*pieces, rest] if rest else pieces


def _fitting(text: str, limit: int) -> int:
    """Return how many characters fit into `limit` units."""
    used = 0
    for number, mark in enumerate(text):
        used += 2 if ord(mark) > 0xFFFF else 1  # noqa: PLR2004 - beyond the first plane a character takes two units
        if used > limit:
            return number
    return len(text)
