"""Bytes → text: which charset they are in."""

from __future__ import annotations

import codecs
import re

from knowledge.errors import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_DECLARED = {
    "utf-8": "utf-8",
    "gb2312": "gb18030",  # what calls itself GB2312 or GBK holds characters of their successor
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "hz": "hz",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_jp": "euc_jp",
    "euc_kr": "cp949",
    "cp949": "cp949",
}
"""Python's name of a charset → the one to decode with. Western ones are left out: servers declare them for any page, and they fit
any bytes. UTF-16 is left out: what could be read to find it declared is not in it."""
_CHINESE = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_LABEL = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,200}?encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]{1,40})""", re.IGNORECASE
)
_ASCII = re.compile("[\x00-\x7f]+")
_LABEL_WITHIN = 4_096
_SAMPLE_BYTES = 200_000
_SAMPLE_CHARACTERS = 4_000
_PLAUSIBLE = 0.75
_REPLACED = 0.01
_REPLACED_IF_DECLARED = 0.05
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r\f\x1b"})
_CONTROLS_IN_TEXT = 0.05
_CONTROLS_READ = 0.3
_BINARY = "it is a binary file, expected text"


def decode(data: bytes, declared: str = "") -> str:
    """Return the text of `data`: by its byte order mark, the charset declared, UTF-8, or what fits best.

    `declared` is what the server named; a page or feed may declare one inside, too. Neither is believed against the evidence.

    A few damaged characters are replaced by U+FFFD. UnreadableError when it is no text, or in no charset that can be told.
    """
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(charset, "replace"))
    charsets = tuple(filter(None, map(_charset, (declared, _declared_inside(data)))))
    labelled = [text for charset in charsets if (text := _strict(data, charset)) is not None]
    for text in labelled:
        if _likeness(text) >= _PLAUSIBLE:
            return _checked(text)
    text = _strict(data, "utf-8")
    if text is not None:
        return _checked(text)
    for text in (_chinese(data), *labelled, *(_mended(data, charset, _REPLACED_IF_DECLARED) for charset in charsets)):
        if text is not None:
            return _checked(text)
    return _by_statistics(data)


def _declared_inside(data: bytes) -> str:
    """Return the charset that an HTML or XML text declares near its beginning; empty when it declares none."""
    found = _LABEL.search(data[:_LABEL_WITHIN])
    return found.group(1).decode("ascii", "ignore") if found else ""


def _charset(label: str) -> str | None:
    try:
        return _DECLARED.get(codecs.lookup(label.strip()).name) if label.strip() else None
    except (LookupError, ValueError):  # ValueError: a NUL in the label
        return None


def _strict(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except UnicodeError:
        return None


def _mended(data: bytes, charset: str, most: float) -> str | None:
    """Decode with U+FFFD for what is damaged; None when that is more than one character and than `most` of them, 0 to 1."""
    text = data.decode(charset, "replace")
    return text if text.count("\N{REPLACEMENT CHARACTER}") <= max(1, most * len(text)) else None


def _checked(text: str) -> str:
    controls = sum(text.count(chr(code)) for code in _CONTROLS)
    if controls > _CONTROLS_READ * len(text):
        raise UnreadableError(_BINARY)
    return text


def _chinese(data: bytes) -> str | None:
    """Read bytes that are no UTF-8 by the Chinese charset whose common characters they show most; None when they show none."""
    found = [(_likeness(text), text) for charset in _CHINESE if (text := _strict(data, charset)) is not None]
    score, best = max(found, default=(0.0, ""), key=lambda pair: pair[0])
    if score >= _PLAUSIBLE:
        return best
    mended = (_mended(data, charset, _REPLACED) for charset in ("utf-8", *_CHINESE[:2]))
    return next((text for text in mended if text is not None and _likeness(text) >= _PLAUSIBLE), None)


def _likeness(text: str) -> float:
    """Return how much of what is not ASCII is common in Chinese (first levels of GB 2312 and Big5, their marks): 0 to 1."""
    foreign = _ASCII.sub("", text)[:_SAMPLE_CHARACTERS]
    if not foreign:
        return 0.0
    simplified = foreign.encode("gb2312", "ignore")[::2]
    traditional = foreign.encode("big5", "ignore")[::2]
    common = sum(lead <= 0xA3 or 0xB0 <= lead <= 0xD7 for lead in simplified)  # noqa: PLR2004 - rows of GB 2312
    frequent = sum(lead <= 0xC6 for lead in traditional)  # noqa: PLR2004 - rows of Big5
    return max(common, frequent) / len(foreign)


def _by_statistics(data: bytes) -> str:
    sample = data[:_SAMPLE_BYTES]
    if len(sample.translate(None, _CONTROLS)) < (1 - _CONTROLS_IN_TEXT) * len(sample):
        raise UnreadableError(_BINARY)
    if len(sample) < len(data):
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    try:
        from charset_normalizer import from_bytes  # noqa: PLC0415 - of the ingest extra; seldom needed
    except ImportError:
        best = None
    else:
        best = from_bytes(sample).best()
    if best is None:
        raise UnreadableError("its charset cannot be told; save it as UTF-8")
    return data.decode(best.encoding, "replace")
