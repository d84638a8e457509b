"""What a page says of itself in its head: title, date of posting, publisher, address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.readers.clean import clean
from knowledge.readers.published import published_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from knowledge.model import Moment

_TITLE = ("articletitle", "og:title")
_PUBLISHED = ("pubdate", "article:published_time", "publishdate", "datepublished", "og:release_date", "dcterms.issued", "dc.date")
_PUBLISHER = ("contentsource", "og:site_name", "sitename", "dc.publisher")
"""Names of `<meta>`, the best first: those of China's government web sites, then Open Graph, schema.org and Dublin Core."""
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's own account; empty, and None, where it gives none."""

    title: str = ""
    window_title: str = ""
    """Of `<title>`: often with the site's name behind the headline."""
    published: Moment | None = None
    publisher: str = ""
    url: str = ""


def metadata_of(tree: LexborHTMLParser) -> Metadata:
    """Read the head of a page."""
    named: dict[str, str] = {}
    for node in tree.css("meta"):
        given = node.attributes
        name = (given.get("name") or given.get("property") or given.get("itemprop") or "").lower()
        named.setdefault(name, _line(given.get("content") or ""))
    window_title = tree.css_first("head > title")
    canonical = tree.css_first("link[rel=canonical]")
    dates = (published_of(named[name]) for name in _PUBLISHED if name in named)
    return Metadata(
        title=_first(named, _TITLE),
        window_title=_line(window_title.text()) if window_title else "",
        published=next((date for date in dates if date), None),
        publisher=_first(named, _PUBLISHER),
        url=address(canonical.attributes.get("href") if canonical else None),
    )


def address(value: str | None) -> str:
    """Return an address of the web, or nothing for anything else."""
    value = (value or "").strip()
    return value if value.startswith(("https://", "http://")) and len(value) <= _LONGEST * 10 and value.isprintable() else ""


def _first(named: dict[str, str], names: tuple[str, ...]) -> str:
    return next((named[name] for name in names if named.get(name)), "")


def _line(text: str) -> str:
    return " ".join(clean(text[: _LONGEST * 10]).split())[:_LONGEST]
