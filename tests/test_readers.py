"""Files, folders and bytes become documents."""

from __future__ import annotations

import io
import os
import tomllib
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

from knowledge.errors import UnreadableError
from knowledge.model import Grain, Moment
from knowledge.readers import Document, files_of, read_bytes, read_path
from knowledge.readers.child import parse, parser_of
from knowledge.readers.formats import Format
from knowledge.reading import read_notices

SAID = "区图书馆因设备检修，自10月6日起暂停开放，恢复时间另行通知。"
SAID_TRADITIONAL = "區圖書館因設備檢修，自十月六日起暫停開放。"
PAGES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("cases").joinpath("pages.toml").read_text("utf-8"))["case"]


def only(data: bytes, name: str = "notice") -> Document:
    (document,) = read_bytes(data, name)
    return document


def page(source: str) -> Document:
    """Parse in this process: what the child adds is tested by itself."""
    (document,) = parse(parser_of(Format.HTML), source.encode())
    return document


def pdf(text: str, *, shown: bool = True) -> bytes:
    """Write a PDF of one line, its characters named by a map to Unicode as usual for Chinese."""
    codes = "".join(f"{number:04x}" for number in range(1, len(text) + 1))
    pairs = "\n".join(f"<{number:04x}> <{ord(char):04x}>" for number, char in enumerate(text, 1))
    unicodes = f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{len(text)} beginbfchar\n{pairs}\nendbfchar"
    content = f"BT /F 12 Tf 50 700 Td <{codes}> Tj ET" if shown else ""
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(A)/Ordering(I)/Supplement 0>>>>",
        f"<</Length {len(unicodes)}>>stream\n{unicodes}\nendstream",
    )
    body, places = "%PDF-1.4\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{value}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return (body + end).encode("ascii")


def word() -> bytes:
    """Write a docx with a centred title, a table, hidden words and a line break."""
    written = docx.Document()
    written.add_paragraph("关于暂停开放的通知").alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
    written.add_paragraph(SAID).add_run("隐去").font.hidden = True
    table = written.add_table(2, 2)
    for place, cell in enumerate(("甲馆", "开放", "乙馆", "关闭")):
        table.cell(place // 2, place % 2).text = cell
    written.add_paragraph("上一行\n下一行")
    buffer = io.BytesIO()
    written.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(SAID.encode(), SAID, id="UTF-8"),
        pytest.param(SAID.encode("utf-8-sig"), SAID, id="UTF-8 with a mark"),
        pytest.param(SAID.encode("utf-16"), SAID, id="UTF-16 with a mark"),
        pytest.param(b"\xfe\xff" + SAID.encode("utf-16-be"), SAID, id="UTF-16, the other byte first"),
        pytest.param(SAID.encode("utf-16-le"), SAID, id="UTF-16 without a mark"),
        pytest.param((SAID + "㑇").encode("gb18030"), SAID + "㑇", id="GB18030, four bytes a character"),
        pytest.param("馆休".encode("gbk"), "馆休", id="GBK, two characters"),
        pytest.param(SAID_TRADITIONAL.encode("big5"), SAID_TRADITIONAL, id="Big5"),
        pytest.param(("\n" * 300_000 + SAID).encode("gb18030"), SAID, id="GB18030 after much that is ASCII"),
        pytest.param(SAID.encode() + b"\xe5\x9b", SAID + "\N{REPLACEMENT CHARACTER}", id="UTF-8 cut inside a character"),
        pytest.param(SAID.encode("gbk") + b"\xff", SAID + "\N{REPLACEMENT CHARACTER}", id="GBK with a damaged byte"),
        pytest.param(b"closed on Monday", "closed on Monday", id="ASCII"),
    ],
)
def test_a_text_is_read_in_its_charset(data: bytes, said: str) -> None:
    assert only(data) == Document("notice", said)


def test_other_charsets_are_told_by_statistics() -> None:
    said = "Die Bücherei bleibt am Montag wegen Überprüfung der Gebäude für Besucher geschlossen; Öffnung später."
    assert only(said.encode("latin-1")).text == said


@pytest.mark.parametrize(
    ("label", "charset"),
    [("gb2312", "gb18030"), ("GBK", "gbk"), ("big5", "gb18030"), ("utf-8", "gb18030"), ("x", "utf-8"), ("gbk", "utf-8")],
)
def test_a_declared_charset_is_believed_unless_the_bytes_say_otherwise(label: str, charset: str) -> None:
    source = f"<meta charset={label}><p>{SAID}</p>"
    assert [one.text for one in parse(parser_of(Format.HTML), source.encode(charset))] == [SAID]


def test_a_page_damaged_here_and_there_is_read_in_the_charset_it_declares() -> None:
    source = b"<meta charset=utf-8><p>closed</p>" * 10 + b"<p>\xff</p>" * 3
    (read,) = parse(parser_of(Format.HTML), source)
    assert read.text.count("\N{REPLACEMENT CHARACTER}") == 3


def test_characters_nobody_sees_are_taken_out_and_line_ends_made_one() -> None:
    said = "区图\x00书馆\x07\u202e\u2066\u200b\ufeff\r\n自10月6日\t起\x85停\u2028开\U000e0041\x9b馆"
    assert only(said.encode()).text == "区图书馆\n自10月6日\t起\n停\n开馆"


def test_marks_piled_upon_a_character_are_few() -> None:
    assert len(only(("馆" + "\u0301" * 100_000).encode()).text) == 4


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "is empty", id="nothing"),
        pytest.param(b" \r\n\t\n", "is empty", id="blanks"),
        pytest.param(b"\xef\xbb\xbf\n", "no text", id="only a mark"),
        pytest.param(b"\0" * 1000, "is empty", id="NULs"),
        pytest.param(bytes(range(256)) * 40, "binary", id="every byte"),
        pytest.param(b"\x01\x02\x03\x04\x05abc", "binary", id="controls that are UTF-8"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture", id="a picture"),
        pytest.param(b"PK\x03\x04 xl/workbook.xml", "Excel", id="a workbook"),
        pytest.param(b"PK\x03\x04 photos", "zip", id="an archive"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as docx", id="an old Word file"),
        pytest.param(b"{\\rtf1 x}", "RTF", id="rich text"),
        pytest.param(b"<?xml version='1.0'?><alert/>", "XML of another kind", id="other XML"),
        pytest.param(b"a" * 20_000_001, "larger than 20 MB", id="too many bytes"),
        pytest.param(b"a" * 5_000_001, "longer than 5,000,000 characters", id="too many characters"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=rf"^name: .*{reason}"):
        read_bytes(data, "name")


@pytest.mark.parametrize("case", PAGES, ids=[case["why"] for case in PAGES])
def test_a_page_yields_what_a_visitor_sees(case: dict[str, Any]) -> None:
    read = page(case["source"])
    assert (read.text.split("\n"), read.title) == (case["lines"], case.get("title", ""))


def test_a_page_says_when_and_by_whom_it_was_posted() -> None:
    head = "<meta name=PubDate content='2023-10-06 15:30:10'><meta name=ContentSource content=区图书馆>"
    link = "<link rel=canonical href=https://library.example/1.html>"
    read = page(f"<html><head>{head}{link}</head><body>{SAID}</body></html>")
    assert read.published is not None
    assert (read.published.iso, read.published.grain) == ("2023-10-06T15:30:00+08:00", Grain.MINUTE)
    assert (read.publisher, read.url, read.text) == ("区图书馆", "https://library.example/1.html", SAID)


@pytest.mark.parametrize(
    "source",
    [f"<!DOCTYPE html><p>{SAID}", f"<?xml version='1.0'?><html><p>{SAID}</p></html>", f"<p>{SAID}", f"{SAID}<br>1<br>2<br>3"],
)
def test_html_is_known_by_its_marks(source: str) -> None:
    assert only(source.encode(), "notice.txt").text.startswith(SAID)


def test_a_pdf_is_read_whatever_its_name() -> None:
    assert only(pdf(SAID), "notice.txt") == Document("notice.txt", SAID)


def test_a_pdf_of_pictures_says_so() -> None:
    with pytest.raises(UnreadableError, match="scan"):
        read_bytes(pdf(SAID, shown=False), "scan.pdf")


def test_a_docx_is_read_with_its_table_and_without_hidden_words() -> None:
    lines = [SAID, "甲馆 | 开放 |", "乙馆 | 关闭 |", "上一行", "下一行"]
    assert only(word()) == Document("notice", "\n".join(lines), "关于暂停开放的通知", whole_lines=True)


def test_a_feed_yields_its_entries_in_order() -> None:
    items = "".join(
        f"<item><title>通知{number}</title><guid>{number}</guid><pubDate>Fri, 06 Oct 2023 0{number}:00:00 +0800</pubDate>"
        f"<description>&lt;p&gt;{SAID}{number}&lt;/p&gt;&lt;p hidden&gt;乙&lt;/p&gt;</description></item>"
        for number in range(1, 4)
    )
    source = (
        f"<?xml version='1.0' encoding='gb2312'?><rss version='2.0'><channel><title>区政府</title>{items}<item/></channel></rss>"
    )
    read = read_bytes(source.encode("gb18030"), "feed.xml")
    assert [(one.id, one.title, one.text, one.publisher) for one in read] == [
        (f"feed.xml#{number}", f"通知{number}", f"{SAID}{number}", "区政府") for number in range(1, 4)
    ]
    assert [one.published.iso for one in read if one.published] == [f"2023-10-06T0{number}:00:00+08:00" for number in range(1, 4)]


def test_an_atom_entry_has_its_address_as_id() -> None:
    entry = (
        "<entry><title>通知</title><id>https://library.example/1</id><link href='https://library.example/1'/>"
        f"<published>2023-10-06</published><content type='text'>{SAID}</content></entry>"
    )
    (read,) = read_bytes(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode(), "feed")
    url = "https://library.example/1"
    assert read == Document(url, SAID, "通知", Moment.day(2023, 10, 6), url=url, whole_lines=True)


def test_a_feed_without_entries_is_refused() -> None:
    with pytest.raises(UnreadableError, match="no entry"):
        read_bytes(b"<rss version='2.0'><channel/></rss>", "feed")


def test_a_folder_is_read_in_the_order_of_its_paths_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.draft.txt", ".git/config", "a.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(SAID, "utf-8")
    (tmp_path / "a" / "round").symlink_to(tmp_path)
    assert [one.id for one in read_path(tmp_path)] == ["a.txt", "a/z.txt", "b.txt"]
    assert [name for _, name in files_of(tmp_path)] == ["a.txt", "a/z.txt", "b.txt"]


def test_a_file_has_its_name_as_id(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text(SAID, "gb18030")
    assert read_path(tmp_path / "notice.txt") == (Document("notice.txt", SAID),)


def test_a_file_may_be_called_anything(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\n\xff\xe2\x80\xae.txt"))
    file.write_text(SAID, "utf-8")
    assert read_path(file)[0].id == "a \N{REPLACEMENT CHARACTER}.txt"
    file.write_bytes(b"")
    with pytest.raises(UnreadableError, match=r"^[^\n\udcff]+: it is empty$"):
        read_path(file)


def test_one_bad_date_costs_a_feed_nothing() -> None:
    dates = ("9999-12-31T23:59:59-23:59", "99999999999999-1-1", "0000-00-00", "x" * 1_000, "2023-10-06")
    items = "".join(f"<item><title>{SAID}</title><pubDate>{date}</pubDate></item>" for date in dates)
    read = parse(parser_of(Format.FEED), f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    assert [one.published for one in read] == [None, None, None, None, Moment.day(2023, 10, 6)]


def test_what_is_no_file_is_refused_by_its_path(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder" / ".hidden").mkdir(parents=True)
    (tmp_path / "loop").symlink_to("loop")
    for name, reason in (
        ("missing", "No such file"),
        ("pipe", "no regular file"),
        ("folder", "no files"),
        ("loop", "symbolic links"),
        ("a\0b", "null"),
    ):
        with pytest.raises(UnreadableError, match=reason) as raised:
            read_path(tmp_path / name)
        assert str(raised.value).startswith(f"{tmp_path / name}: ")


def test_lines_of_a_page_are_not_joined_as_broken_lines_of_a_text_are() -> None:
    read = page(f"<p>{SAID}</p><p>区图书馆</p><p>2023年10月5日</p>")
    (whole,) = read_notices(read.text, id="page", whole_lines=read.whole_lines, published=Moment.day(2023, 10, 5))
    (broken,) = read_notices("区图书馆\n自10月6日起暂停开放。", id="text", published=Moment.day(2023, 10, 5))
    assert (whole.notice.text, broken.notice.text) == (read.text, "区图书馆自10月6日起暂停开放。")
