"""Files made to do harm end in one clear error."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import UnreadableError
from knowledge.readers import read_bytes
from knowledge.readers.child import parse, parser_of
from knowledge.readers.formats import Format, format_of
from knowledge.readers.sandbox import documents_of

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENT = {"PYTHONPATH": os.pathsep.join(sys.path)}
GOOD = b'{"documents": []}'


def reason(data: bytes) -> str:
    with pytest.raises(UnreadableError) as raised:
        read_bytes(data, "name")
    message = str(raised.value)
    assert message.startswith("name: ")
    assert "\n" not in message
    return message


def child(program: str, data: bytes = b"", wall_seconds: float = 5) -> str:
    """Run a program in place of the child and return the error it ends in."""
    with pytest.raises(UnreadableError) as raised:
        documents_of([sys.executable, "-c", program], ENVIRONMENT, data, wall_seconds)
    return str(raised.value)


def word(text: str = "区图书馆闭馆。") -> bytes:
    written = docx.Document()
    written.add_paragraph(text)
    buffer = io.BytesIO()
    written.save(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    """Add a part of 150 MB of nothing to a docx; packed it has 150 KB."""
    buffer = io.BytesIO(word())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/picture.png", bytes(150_000_000))
    return buffer.getvalue()


def lying(size: int) -> bytes:
    """Say in the archive's directory that a part is smaller than it is."""
    return word("馆" * 5_000).replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def with_body(xml: str, doctype: str = "") -> bytes:
    """Replace the text of a docx by other XML."""
    buffer = io.BytesIO()
    names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(io.BytesIO(word())) as source, zipfile.ZipFile(buffer, "w") as target:
        for part in source.infolist():
            main = f"<?xml version='1.0'?>{doctype}<w:document xmlns:w='{names}'><w:body>{xml}</w:body></w:document>"
            target.writestr(part.filename, main if part.filename == "word/document.xml" else source.read(part))
    return buffer.getvalue()


def test_a_bomb_is_not_unpacked() -> None:
    assert "unpacks to 150 MB" in reason(bomb())


def test_an_archive_that_lies_about_sizes_is_damaged() -> None:
    with zipfile.ZipFile(io.BytesIO(word("馆" * 5_000))) as archive:
        size = archive.getinfo("word/document.xml").file_size
    assert "damaged" in reason(lying(size))


def test_entities_of_a_docx_are_not_resolved() -> None:
    doctype = "<!DOCTYPE d [<!ENTITY a 'hahahaha'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    data = with_body("<w:p><w:r><w:t>甲&a;&f;</w:t></w:r></w:p>", doctype)
    (read,) = parse(parser_of(Format.DOCX), data)
    assert read.text == "甲"


def test_entities_of_a_feed_do_not_multiply() -> None:
    levels = "".join(f"<!ENTITY e{number} '{f'&e{number - 1};' * 10}'>" for number in range(1, 12))
    item = "<item><title>甲&e11;</title></item>"
    source = f"<!DOCTYPE rss [<!ENTITY e0 'ha'>{levels}]><rss version='2.0'><channel>{item}</channel></rss>"
    (read,) = parse(parser_of(Format.FEED), source.encode())
    assert len(read.text) < 100


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<a " * 8_000, id="open tags"),
        pytest.param(b"<html><![", id="an open mark"),
        pytest.param(b"<html><!--" * 10_000, id="open comments"),
        pytest.param(b"<html><style>" + b"/*" * 100_000 + b"{" * 100_000, id="open comments of a style"),
        pytest.param(b"<p style='" + b"a:" * 100_000, id="an open style"),
        pytest.param(b"<b><i>" * 50_000, id="deep nesting"),
        pytest.param(b"<table><tr><td>" * 2_000, id="deep tables"),
        pytest.param(b"<ol><li>" * 2_000, id="deep lists"),
        pytest.param(b"<?xml version='1.0'?><rss>" + b"<item><" * 2_000, id="a broken feed"),
        pytest.param(
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj trailer<</Root 1 0 R>>", id="a PDF of itself"
        ),
        pytest.param(b"%PDF-1.7" + b"[" * 100_000, id="a PDF of brackets"),
        pytest.param(b"PK\x03\x04word/document.xml", id="a docx of nothing"),
        pytest.param(word()[:9_000], id="half a docx"),
        pytest.param(with_body("<w:p>" * 300), id="a docx of XML that does not close"),
    ],
)
def test_a_file_made_to_do_harm_is_refused(data: bytes) -> None:
    reason(data)


def test_deep_tables_of_a_docx_are_read() -> None:
    depth = 60
    xml = "<w:tbl><w:tr><w:tc>" * depth + "<w:p><w:r><w:t>甲</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * depth
    (read,) = parse(parser_of(Format.DOCX), with_body(xml))
    assert read.text == "甲"


def test_a_child_that_never_ends_is_ended() -> None:
    assert "longer than 0.2 seconds" in child("while True: pass", wall_seconds=0.2)


def test_processor_time_is_limited() -> None:
    limited = "from knowledge.readers import child; child.CPU_SECONDS = 1; child.limit()"
    assert "processor time" in child(f"{limited}\nwhile True: pass")


def test_memory_is_limited() -> None:
    assert "1,000 MB of memory" in child(
        "import sys, json; from knowledge.readers import child; child.limit()\n"
        "child.parser_of = lambda kind: lambda data, charset: bytearray(2_000_000_000)\n"
        "child.main(['pdf', ''])"
    )


def test_a_child_writes_no_files(tmp_path: Path) -> None:
    file = tmp_path / "file"
    assert "broke down" in child(
        f"from knowledge.readers import child; child.limit(); open({str(file)!r}, 'wb', 0).write(bytes(9))"
    )
    assert not file.stat().st_size


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"documents": [1]}', '{"documents": [{"id": "a"}]}', "null"])
def test_a_child_that_babbles_is_not_believed(answer: str) -> None:
    assert "broken" in child(f"print({answer!r})")


def test_a_child_that_breaks_down_is_told_of() -> None:
    assert "broke down (status -11)" in child("import os; os.kill(os.getpid(), 11)")


def test_a_child_sees_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTICEBOT_TELEGRAM_TOKEN", "secret")
    assert child("import os, json; print(json.dumps({'error': ' '.join(os.environ)}))").count("NOTICEBOT") == 0


@pytest.mark.parametrize(
    ("kind", "library"), [("pdf", "pypdf"), ("docx", "docx"), ("html", "selectolax"), ("feed", "feedparser")]
)
def test_a_missing_library_names_the_command_that_installs_it(kind: str, library: str) -> None:
    program = f"import sys; sys.modules[{library!r}] = None; from knowledge.readers import child; child.main([{kind!r}, ''])"
    assert child(program) == f'reading {kind} needs {library}: pip install "noticebot[ingest]"'


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5"])
def test_plain_text_needs_nothing_installed(charset: str) -> None:
    missing = "import sys; sys.modules.update(dict.fromkeys(('pypdf', 'docx', 'selectolax', 'feedparser', 'charset_normalizer')))"
    reading = "from knowledge.readers import read_bytes; text = read_bytes(sys.stdin.buffer.read(), 'x')[0].text"
    program = f"{missing}\n{reading}\nimport json; print(json.dumps({{'error': text}}))"
    assert child(program, "今日休息".encode(charset)) == "今日休息"


def settles(data: bytes) -> None:
    """Read as the child would, in this process; anything but documents or the reader's own error is raised."""
    try:
        kind = format_of(data)
        if kind is Format.TEXT:
            read_bytes(data, "name")
        else:
            parse(parser_of(kind), data)
    except UnreadableError:
        return


SEEDS = (
    word(),
    (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n4 0 obj<</Length 9>>stream\nBT (a) Tj ET\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>"
    ),
    "<!doctype html><style>.a{color:#fff}</style><table><tr><td style='font-size:0'>馆<ol start=3><li>休".encode(),
    "<rss version='2.0'><channel><title>馆</title><item><pubDate>2023-10-06</pubDate><description>休".encode("gbk"),
)
PIECES = st.sampled_from(
    [b"<", b">", b"\0", b"&#x0;", b"<!--", b"]]>", b"\xff", b"9" * 30, b"style='left:-1e999px'", b"<table>", b"\x1b$"]
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=100).map(lambda text: text.encode("utf-16")), st.lists(PIECES).map(b"".join)
    )
)
def test_any_bytes_end_in_documents_or_the_readers_own_error(data: bytes) -> None:
    settles(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SEEDS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES | st.binary(max_size=8)), max_size=6)
)
def test_any_damaged_file_ends_in_documents_or_the_readers_own_error(data: bytes, wounds: list[tuple[float, int, bytes]]) -> None:
    for place, length, put in wounds:
        start = int(place * len(data))
        data = data[:start] + put + data[start + length :]
    settles(data)
