"""PDF → text, page after page."""

from __future__ import annotations

import logging
from io import BytesIO

from pypdf import PdfReader

from knowledge.errors import UnreadableError
from knowledge.readers.clean import clean
from knowledge.readers.document import Document
from knowledge.readers.limits import CHARACTERS, PAGES


def read(data: bytes, declared: str = "") -> tuple[Document, ...]:  # noqa: ARG001 - a PDF names its charsets itself
    """Read a PDF file; UnreadableError when it is locked, too long or holds no text (a scan)."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("the PDF is locked with a password; save it without one")
    if len(reader.pages) > PAGES:
        raise UnreadableError(f"the PDF has {len(reader.pages):,} pages, more than {PAGES:,}; split it")
    texts: list[str] = []
    left = CHARACTERS
    for page in reader.pages:
        texts.append(clean(page.extract_text()).strip())
        left -= len(texts[-1])
        if left < 0:
            raise UnreadableError(f"its text is longer than {CHARACTERS:,} characters; split it")
    text = "\n".join(filter(None, texts))
    if not text:
        raise UnreadableError("the PDF holds no text; if it is a scan, it needs character recognition first")
    return (Document("", text),)
