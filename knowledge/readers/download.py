"""One file from the web: from checked addresses only, within limits of size and time."""

from __future__ import annotations

import http.client
import socket
import ssl
import zlib
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Timer
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from knowledge.errors import UnreadableError
from knowledge.readers.addresses import is_public, public_addresses, resolve
from knowledge.readers.limits import INPUT_BYTES
from knowledge.readers.urls import HTTPS_PORT, target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from knowledge.readers.addresses import Resolver
    from knowledge.readers.urls import Target

_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_OK = 200
_LEAST_SECONDS = 0.001
_GZIP_OR_ZLIB = 47
"""zlib's `wbits` for telling the two apart by itself."""


def _secured(connection: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(connection, server_hostname=host)


@dataclass(frozen=True, slots=True)
class Web:
    """How the web is reached, and the limits; as it stands, the web as it is."""

    resolver: Resolver = resolve
    is_allowed: Callable[[str], bool] = is_public
    secured: Callable[[socket.socket, str], socket.socket] = _secured
    """Connection and host → the same connection with TLS."""
    seconds: float = 30.0
    """For all of it: every redirect's connecting, headers and body."""
    most_bytes: int = INPUT_BYTES


@dataclass(frozen=True, slots=True)
class Download:
    """What came, and from where after redirects; `charset` as the server named it, empty when it did not."""

    data: bytes
    url: str
    charset: str = ""


def download(url: str, web: Web) -> Download:
    """Fetch `url`, following redirects, each checked like the first; UnreadableError says what stopped it."""
    until = monotonic() + web.seconds
    here = url
    for _ in range(_REDIRECTS + 1):
        answer = _ask(target_of(here), web, until)
        if isinstance(answer, Download):
            return answer
        here = urljoin(here, answer)
    raise UnreadableError(f"{url}: more than {_REDIRECTS} redirects")


def _ask(target: Target, web: Web, until: float) -> Download | str:
    """Make one request; return what came, or where it is said to be instead. `until` is monotonic."""
    addresses = public_addresses(target.host, target.port, web.resolver, web.is_allowed)
    is_late = Event()
    try:
        with (
            closing(_connected(addresses, target.port, _left(until))) as connection,
            _cut_after(_left(until), connection, is_late),
        ):
            connection.settimeout(_left(until))
            answer = _exchange(web.secured(connection, target.host), target, web.most_bytes)
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        if not is_late.is_set() and not isinstance(error, TimeoutError):
            raise UnreadableError(f"{target.url}: it cannot be fetched ({reason})") from error
        is_late.set()
    if is_late.is_set():  # what came until then may look whole
        raise UnreadableError(f"{target.url}: it does not come within {web.seconds:g} seconds")
    return answer


def _left(until: float) -> float:
    return max(until - monotonic(), _LEAST_SECONDS)


def _connected(addresses: Sequence[str], port: int, seconds: float) -> socket.socket:
    """Connect to the first address that answers: to an address, never to the name, which could be resolved anew to another."""
    *others, last = addresses
    for address in others:
        with suppress(OSError):
            return socket.create_connection((address, port), seconds / len(addresses))
    return socket.create_connection((last, port), seconds / len(addresses))


@contextmanager
def _cut_after(seconds: float, connection: socket.socket, is_late: Event) -> Iterator[None]:
    """Cut the connection when the time is over, however slowly bytes drip in; `is_late` tells that it was."""
    with connection.dup() as line:  # TLS takes the connection's own descriptor away

        def cut() -> None:
            is_late.set()
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

        timer = Timer(seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def _exchange(connection: socket.socket, target: Target, most_bytes: int) -> Download | str:
    with closing(http.client.HTTPConnection(target.host, target.port)) as client:
        client.sock = connection
        client.request("GET", target.path, headers=_headers(target))
        with client.getresponse() as answer:
            if answer.status in _MOVED and answer.headers["Location"]:
                return str(answer.headers["Location"])
            if answer.status != _OK:
                raise UnreadableError(f"{target.url}: the server answers {answer.status} {answer.reason[:60]}")
            data = answer.read(most_bytes + 1)
            is_cut = len(data) <= most_bytes and bool(answer.length)
            data = _unpacked(data, answer.headers["Content-Encoding"] or "", most_bytes)
            charset = answer.headers.get_content_charset() or ""
    if len(data) > most_bytes:
        raise UnreadableError(f"{target.url}: it is larger than {most_bytes / 1_000_000:g} MB")
    if is_cut:
        raise http.client.HTTPException("the answer was cut off")
    return Download(data, target.url, charset)


def _unpacked(data: bytes, encoding: str, most_bytes: int) -> bytes:
    """Undo the packing of a server that packs unasked, up to a byte more than `most_bytes`."""
    match encoding.strip().lower():
        case "" | "identity":
            return data
        case "gzip" | "x-gzip" | "deflate":
            return zlib.decompressobj(_GZIP_OR_ZLIB).decompress(data, most_bytes + 1)
        case other:
            raise http.client.HTTPException(f"the server packs it as {other[:20]!r}, unasked")


def _headers(target: Target) -> dict[str, str]:
    host = f"[{target.host}]" if ":" in target.host else target.host
    return {
        "Host": host if target.port == HTTPS_PORT else f"{host}:{target.port}",
        "User-Agent": "noticebot",
        "Accept": "text/html, application/rss+xml, application/atom+xml, application/pdf, */*;q=0.5",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
