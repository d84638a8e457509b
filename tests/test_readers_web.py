"""URLs are read from public hosts only, within limits; the web here is a server on loopback."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

import pytest

from knowledge.errors import UnreadableError
from knowledge.readers import read_url
from knowledge.readers.addresses import is_public, public_addresses, resolve
from knowledge.readers.download import Web, download

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SAID = "区图书馆因设备检修，自10月6日起暂停开放。"
HOST = "library.example"


class Site(BaseHTTPRequestHandler):
    """A few pages, most of them bad."""

    is_over: ClassVar[Event] = Event()
    moves: ClassVar[dict[str, str]] = {
        "/moved": "/page",
        "/to-slow": "/slow",
        "/round": "/round",
        "/private": "https://127.0.0.1/",
        "/plain": "http://library.example/page",
        "/file": "file:///etc/passwd",
        "/metadata": "https://inside.example/latest",
        "/credentials": "https://a:b@library.example/page",
    }

    pages: ClassVar[dict[str, tuple[bytes, dict[str, str]]]] = {
        "/page": (f"<p>{SAID}".encode("gb18030"), {"Content-Type": "text/html; charset=gb2312"}),
        "/text": (SAID.encode(), {"Content-Type": "application/octet-stream"}),
        "/packed": (gzip.compress(SAID.encode()), {"Content-Encoding": "gzip"}),
        "/bomb": (gzip.compress(bytes(3_000_000)), {"Content-Encoding": "gzip"}),
        "/large": (b"a" * 2_000_000, {}),
        "/endless": (b"a" * 100, {"Content-Length": str(10**6)}),
    }

    def do_GET(self) -> None:
        """Answer by the path; the reader may have gone in the middle of it."""
        with suppress(OSError):
            self._answer()

    def _answer(self) -> None:
        match self.path:
            case path if path in self.moves:
                self._send(302, b"", {"Location": self.moves[path]})
            case path if path in self.pages:
                self._send(200, *self.pages[path])
            case "/slow":
                self._drip(b"HTTP/1.1 200 OK\r\n\r\n" + SAID.encode())
            case "/headers":
                self._drip(b"HTTP/1.1 200 OK\r\nX: ")
            case "/silent":
                self.is_over.wait()
            case "/broken":
                self.wfile.write(b"\x00\x01\r\n" * 10)
            case path:
                self._send(302 if path == "/nowhere" else 404, path.encode())

    def _send(self, status: int, body: bytes, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, beginning: bytes) -> None:
        """Send a byte now and then, each soon enough for a reader who waits for bytes."""
        self.wfile.write(beginning)
        while not self.is_over.wait(0.02):
            self.wfile.write(b"a")

    def log_message(self, *_: object) -> None:
        """Keep the output of the tests clean."""


class Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing: readers that hang up are what some tests are about."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with Server(("127.0.0.1", 0), Site) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1]
        Site.is_over.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def web() -> Web:
    """Name every host of the tests 127.0.0.1, allow that, and leave TLS out."""
    addresses = {HOST: ["127.0.0.1"], "127.0.0.1": ["127.0.0.1"], "inside.example": ["169.254.169.254"]}
    return Web(
        resolver=lambda host, _port: addresses[host],
        is_allowed=lambda address: address == "127.0.0.1",
        secured=lambda connection, _host: connection,
        seconds=3,
        most_bytes=1_000_000,
    )


def refusal(url: str, web: Web) -> str:
    with pytest.raises(UnreadableError) as raised:
        read_url(url, web)
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize("path", ["/page", "/text", "/packed", "/moved"])
def test_a_page_is_read_by_its_content(path: str, port: int, web: Web) -> None:
    url = f"https://{HOST}:{port}{path}"
    (read,) = read_url(url, web)
    assert (read.text, read.id) == (SAID, url)
    assert read.url == url.replace("moved", "page")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/round", "more than 5 redirects"),
        ("/metadata", "address 169.254.169.254 is not public"),
        ("/plain", "only https is read, not http"),
        ("/file", "only https is read, not file"),
        ("/credentials", "no name or password"),
        ("/large", "larger than 1 MB"),
        ("/bomb", "larger than 1 MB"),
        ("/endless", "cut off"),
        ("/nowhere", "answers 302"),
        ("/missing", "answers 404"),
        ("/broken", "cannot be fetched"),
    ],
)
def test_what_is_wrong_with_an_answer_is_told(path: str, reason: str, port: int, web: Web) -> None:
    assert reason in refusal(f"https://{HOST}:{port}{path}", web)


@pytest.mark.parametrize("path", ["/slow", "/headers", "/silent"])
def test_an_answer_that_drips_is_cut_when_the_time_is_over(path: str, port: int, web: Web) -> None:
    assert "within 0.3 seconds" in refusal(f"https://{HOST}:{port}{path}", replace(web, seconds=0.3))


def test_redirects_do_not_start_the_time_anew(port: int, web: Web) -> None:
    """The last of a chain of redirects has what the others left."""
    late = replace(web, seconds=0.3)
    assert "within 0.3 seconds" in refusal(f"https://{HOST}:{port}/to-slow", late)


def test_a_redirect_to_loopback_is_refused(port: int, web: Web) -> None:
    """The first host is allowed as an exception; where it leads is checked anew."""
    seen: list[str] = []

    def is_allowed(address: str) -> bool:
        seen.append(address)
        return len(seen) == 1

    assert "127.0.0.1 is not public" in refusal(f"https://{HOST}:{port}/private", replace(web, is_allowed=is_allowed))


@pytest.mark.parametrize(
    "url",
    [
        "http://library.example/",
        "ftp://library.example/",
        "library.example",
        "https://",
        "https://a:b@library.example/",
        "https://library.example:99999/",
        "https://library.example/\r\nX: y",
        "https://[::1/",
        f"https://{'a' * 64}.example/",
        "https://library.example/" + "a" * 3_000,
        "",
    ],
)
def test_what_is_no_url_of_ours_is_refused_before_anything_is_asked(url: str, web: Web) -> None:
    assert refusal(url, web)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "255.255.255.255",
        "224.0.0.1", "240.0.0.1", "198.18.0.1", "192.0.2.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1",
        "2002:7f00:1::", "2001:db8::1", "2001:0:7f00:1::", "nonsense", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_for_everyone_are_told_apart(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)


def test_a_name_with_one_private_address_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"mixed\.example: its address 10\.0\.0\.1 is not public"):
        public_addresses("mixed.example", 443, lambda _host, _port: ["93.184.215.14", "10.0.0.1"])


@pytest.mark.parametrize("host", ["127.1", "0x7f.0.0.1", "2130706433", "localhost"])
def test_odd_forms_of_loopback_are_resolved_and_refused(host: str) -> None:
    with pytest.raises(UnreadableError, match="is not public"):
        public_addresses(host, 443, resolve)


def test_a_name_is_resolved_once_and_its_checked_address_asked(port: int, web: Web) -> None:
    """A second resolution could give another address than the one that was checked."""
    asked: list[str] = []

    def resolver(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    assert download(f"https://{HOST}:{port}/text", replace(web, resolver=resolver)).data == SAID.encode()
    assert asked == [HOST]


def test_a_host_that_does_not_exist_or_answer_is_told(web: Web) -> None:
    def resolver(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert "no such host" in refusal("https://nowhere.example/", replace(web, resolver=resolver))
    with socket.create_server(("127.0.0.1", 0)) as free:
        unused = free.getsockname()[1]
    assert "cannot be fetched" in refusal(f"https://{HOST}:{unused}/", web)


def test_a_server_without_tls_is_refused(port: int, web: Web) -> None:
    assert "cannot be fetched" in refusal(f"https://{HOST}:{port}/page", replace(web, secured=Web().secured))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path, web: Web) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ("-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    command = ["openssl", "req", "-x509", *curve, *subject, "-keyout", str(key), "-out", str(certificate), "-days", "2"]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with Server(("127.0.0.1", 0), Site) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        url = f"https://{HOST}:{server.server_address[1]}/text"
        try:
            assert "CERTIFICATE_VERIFY_FAILED" in refusal(url, replace(web, secured=Web().secured))
            trusted = replace(web, secured=lambda connection, host: trusting.wrap_socket(connection, server_hostname=host))
            assert download(url, trusted).data == SAID.encode()
        finally:
            server.shutdown()
            thread.join()
