"""RSS or Atom → its entries, in their order."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import feedparser

from knowledge.errors import UnreadableError
from knowledge.readers.charsets import decode
from knowledge.readers.document import Document
from knowledge.readers.limits import ENTRIES
from knowledge.readers.metadata import address
from knowledge.readers.published import published_of
from knowledge.readers.webpage import text_of

if TYPE_CHECKING:
    from knowledge.model import Moment

_DECLARATION = re.compile(r"\s{0,99}<\?xml[^>]{0,200}>")
_PLAIN = "text/plain"
_LONGEST_ID = 200
_DATES = ("published", "updated", "created")


def read(data: bytes, declared: str = "") -> tuple[Document, ...]:
    """Read the entries of a feed; one without a text is left out. UnreadableError when none is left.

    An entry's id is what the feed calls it, else its address; empty when it has neither.
    """
    text = _DECLARATION.sub("", decode(data, declared), count=1)
    # As UTF-8 with a header that says so: the feed's own declaration no longer holds.
    parsed = feedparser.parse(
        BytesIO(text.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,  # it would take out the styles that hide text
        resolve_relative_uris=False,
    )
    if len(parsed.entries) > ENTRIES:
        raise UnreadableError(f"the feed has {len(parsed.entries):,} entries, more than {ENTRIES:,}")
    publisher = _shown(parsed.feed.get("title_detail"), parsed.feed.get("title", ""))
    documents = tuple(_document(entry, publisher) for entry in parsed.entries)
    found = tuple(document for document in documents if document.text)
    if not found:
        raise UnreadableError("the feed holds no entry with a text")
    return found


def _document(entry: Any, publisher: str) -> Document:
    title = " ".join(_shown(entry.get("title_detail"), entry.get("title", "")).split())
    texts = [_shown(detail, "") for detail in (*entry.get("content", ()), entry.get("summary_detail"))]
    text = max(texts, key=len)
    source = entry.get("source") or {}
    url = address(entry.get("link"))
    return Document(
        id=str(entry.get("id") or url)[:_LONGEST_ID],
        text=text or title,
        title=title if text else "",
        published=_published(entry),
        publisher=_shown(source.get("title_detail"), source.get("title", "")) or publisher,
        url=url,
        whole_lines=True,
    )


def _published(entry: Any) -> Moment | None:
    dates = (published_of(str(entry[name])) for name in _DATES if name in entry)
    return next((date for date in dates if date), None)


def _shown(detail: Any, otherwise: str) -> str:
    """Return what a reader sees of a text of the feed."""
    value = str((detail or {}).get("value") or otherwise)
    if (detail or {}).get("type") == _PLAIN and "<" not in value:
        return value.strip()
    return text_of(value)
