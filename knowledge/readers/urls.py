"""Which URLs are read: https, a host, no name or password in them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from knowledge.errors import UnreadableError

HTTPS_PORT = 443
_LONGEST = 2_000
_SHOWN = 100
_KEPT = "/%:@!$&'()*+,;=~-._?"
"""Characters of a path that stay as they are; `%` because what is quoted already must not be quoted again."""


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart for asking."""

    url: str
    host: str
    """In ASCII."""
    port: int
    path: str
    """With the query."""


def target_of(url: str) -> Target:
    """Check a URL; UnreadableError says why it is not read."""
    shown = url[:_SHOWN]
    if len(url) > _LONGEST or not url.isprintable() or " " in url:
        raise UnreadableError(f"{shown!r}: this is no URL")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError as error:  # UnicodeError is one
        raise UnreadableError(f"{shown}: this is no URL ({error})") from error
    if parts.scheme != "https":
        raise UnreadableError(f"{shown}: only https is read, not {parts.scheme or 'this'}")
    if not host or parts.username is not None or parts.password is not None:
        raise UnreadableError(f"{shown}: expected a host, and no name or password in the URL")
    path = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Target(url, host, HTTPS_PORT if port is None else port, path)
