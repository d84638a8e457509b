"""A reply as Telegram shows it: escaped once, its first line bold, split where a message would be too long.

Telegram makes a link of whatever looks like one, also of words that a citizen wrote and a reply says back. So only addresses
that a notice gives become links; everything else that looks like an address, a name or a command is shown as code, which
Telegram leaves alone.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from knowledge.model import Fact

LIMIT = 4000
"""UTF-16 units of text in a message; Telegram takes 4096."""
_LOOKS_LIKE_A_LINK = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]{0,20}://[!-;=?-~]{1,2000}"
    r"|[A-Za-z0-9_%+-]{1,64}@[A-Za-z0-9.-]{1,253}"
    r"|@\w{3,}"
    r"|(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z])(?:/[!-;=?-~]{0,2000})?"
    r"|(?<![\w/.])/[A-Za-z]\w{0,31})",
    re.ASCII,
)
_TRAILING = ".,;:!?)'\""


def units(text: str) -> int:
    """Return the length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def links_of(facts: Iterable[Fact]) -> frozenset[str]:
    """Return the addresses these facts give, as printed."""
    return frozenset(channel.value for fact in facts for channel in fact.channels if channel.kind in {"url", "mailbox"})


def as_html(text: str, links: Collection[str] = (), *, bold: bool = True, plain: bool = False) -> str:
    """Return plain text as HTML: what is told first in bold, everything escaped, only `links` to be followed.

    With `plain` (our own sentences) what looks like a link or command stays one.
    """
    head, newline, rest = text.partition("\n")
    first, second = (escape(part, quote=False) if plain else _marked(part, links) for part in (head, rest))
    if bold and head and "<code>" not in first:  # Telegram takes no code within bold
        first = f"<b>{first}</b>"
    return f"{first}{newline}{second}"


def _marked(text: str, links: Collection[str]) -> str:
    pieces, end = [], 0
    for found in _LOOKS_LIKE_A_LINK.finditer(text):
        words = found[0].rstrip(_TRAILING)
        pieces.append(escape(text[end : found.start()], quote=False))
        if any(words.rstrip("/") in {link.rstrip("/"), link.partition("://")[2].rstrip("/")} for link in links):
            target = words if "://" in words else f"mailto:{words}" if "@" in words else f"http://{words}"
            pieces.append(f'<a href="{escape(target)}">{escape(words, quote=False)}</a>')
        else:
            pieces.append(f"<code>{escape(words, quote=False)}</code>")
        end = found.start() + len(words)
    return "".join([*pieces, escape(text[end:], quote=False)])


def parts(text: str, limit: int = LIMIT) -> list[str]:
    """Split a text at paragraphs, else lines, else anywhere between characters, into pieces of at most `limit` units."""
    pieces, rest = [], text.strip()
    while units(rest) > limit:
        cut = _fitting(rest, limit)
        at = max(rest.rfind("\n\n", 0, cut), 0) or max(rest.rfind("\n", 0, cut), 0) or cut
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [piece for piece in (*pieces, rest) if piece]


def shortened(text: str, most: int) -> str:
    """Return the first lines of a text, as many as fit into `most` characters, and a mark where some were left out."""
    lines: list[str] = []
    for line in text.split("\n"):
        if sum(map(len, lines)) + len(line) > most:
            return "\n".join([*lines, "…"]) if lines else f"{line[:most]}…"
        lines.append(line)
    return "\n".join(lines)


def _fitting(text: str, limit: int) -> int:
    """Return how many characters fit into `limit` units."""
    used = 0
    for number, mark in enumerate(text):
        used += 2 if ord(mark) > 0xFFFF else 1  # noqa: PLR2004 - beyond the first plane a character takes two units
        if used > limit:
            return number
    return len(text)
