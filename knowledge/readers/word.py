"""docx → text, one line a paragraph or row of a table."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import docx
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml.ns import qn

from knowledge.errors import UnreadableError
from knowledge.readers.document import Document
from knowledge.readers.limits import UNPACKED_BYTES, UNPACKED_PARTS
from knowledge.readers.lines import Lines

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.text.paragraph import Paragraph

_UNSEEN = frozenset(
    {
        qn("w:del"),  # taken out by an editor
        qn("w:moveFrom"),
        qn("w:instrText"),
        qn("w:delText"),
        qn("w:delInstrText"),
        qn("w:pPr"),
        qn("w:tblPr"),
        qn("w:sectPr"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # says again what stands beside it
    }
)
_MARKS = {qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:ptab"): "\t"}
_BREAKS = frozenset({qn("w:br"), qn("w:cr")})
_BLOCKS = frozenset({qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:txbxContent")})
_TEXT, _RUN, _CELL = qn("w:t"), qn("w:r"), qn("w:tc")
_LOOK, _HIDDEN, _VALUE = qn("w:rPr"), qn("w:vanish"), qn("w:val")
_OFF = frozenset({"0", "false", "off"})
_TITLE_STYLES = frozenset({"Title", "Heading 1"})


def read(data: bytes, declared: str = "") -> tuple[Document, ...]:  # noqa: ARG001 - a docx is always UTF-8 inside
    """Read a docx file; UnreadableError when it unpacks to too much or holds no text. Headers and footers are left out."""
    _check_size(data)
    document = docx.Document(BytesIO(data))
    lines = _lines(document.element.body)
    if not lines:
        raise UnreadableError("the docx holds no text")
    title = lines.pop(0) if _begins_with_title(document, lines[0]) else ""
    return (Document("", "\n".join(lines), title, whole_lines=True),)


def _check_size(data: bytes) -> None:
    """Look at what the parts say of their size: the library reads no more of a part than that."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if len(parts) > UNPACKED_PARTS or size > UNPACKED_BYTES:
        limit = f"{UNPACKED_BYTES // 1_000_000} MB in {UNPACKED_PARTS:,} parts"
        raise UnreadableError(f"the docx unpacks to {size // 1_000_000:,} MB in {len(parts):,} parts, more than {limit}")


def _lines(body: Element) -> list[str]:
    """Return the lines of everything a reader sees; without recursion, and with content controls, insertions and text boxes."""
    lines = Lines()
    open_nodes: list[tuple[Element, bool]] = [(body, False)]
    while open_nodes:
        node, is_left = open_nodes.pop()
        tag = node.tag
        if is_left:
            if tag == _CELL:
                lines.close_cell()
            else:
                lines.end_line()
            continue
        if tag in _UNSEEN or (tag == _RUN and _is_hidden(node)):
            continue
        if tag == _TEXT:
            lines.add(node.text or "")
        elif tag in _MARKS:
            lines.add(_MARKS[tag])
        elif tag in _BREAKS:
            lines.end_line()
        elif tag == _CELL:
            lines.open_cell()
            open_nodes.append((node, True))
        elif tag in _BLOCKS:
            lines.end_line()
            open_nodes.append((node, True))
        open_nodes += [(child, False) for child in reversed(node)]
    return lines.all()


def _is_hidden(run: Element) -> bool:
    look = run.find(_LOOK)
    mark = None if look is None else look.find(_HIDDEN)
    return mark is not None and mark.get(_VALUE, "") not in _OFF


def _begins_with_title(document: WordDocument, line: str) -> bool:
    """Return True when the first line is styled as a title, or stands alone in the middle above the rest."""
    written = (paragraph for paragraph in document.paragraphs if paragraph.text.strip())
    first, second = next(written, None), next(written, None)
    if first is None or " ".join(first.text.split()) != line:
        return False
    is_styled = first.style is not None and first.style.name in _TITLE_STYLES
    return is_styled or (_is_centred(first) and second is not None and not _is_centred(second))


def _is_centred(paragraph: Paragraph) -> bool:
    return paragraph.alignment is WD_PARAGRAPH_ALIGNMENT.CENTER
