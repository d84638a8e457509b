"""HTML → the text a visitor sees, one line a block."""

from __future__ import annotations

from itertools import count, repeat
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from knowledge.errors import UnreadableError
from knowledge.readers.charsets import decode
from knowledge.readers.document import Document
from knowledge.readers.headlines import headline_of
from knowledge.readers.lines import HEADING, Lines
from knowledge.readers.metadata import metadata_of
from knowledge.readers.styles import Look, declarations, hides, styles_of
from knowledge.readers.tags import BLOCKS, CELLS, PREFORMATTED, UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode

    from knowledge.readers.styles import Declarations

_HEADINGS = {f"h{level}": f"{HEADING}{level}" for level in range(1, 7)}
_DIGITS = 4
"""Of the number of an ordered list's first item."""


def read(data: bytes, declared: str = "") -> tuple[Document, ...]:
    """Read a page; `declared` is the charset its server named. UnreadableError when it shows no text."""
    tree = LexborHTMLParser(decode(data, declared))
    about = metadata_of(tree)
    headline, lines = headline_of(_visible_lines(tree), about, len(tree.css("article")))
    if not lines and not headline:
        raise UnreadableError("the page shows no text")
    return (Document("", "\n".join(lines), headline, about.published, about.publisher, about.url, whole_lines=True),)


def text_of(fragment: str) -> str:
    """Return what a piece of HTML shows, as lines."""
    lines = _visible_lines(LexborHTMLParser(fragment))
    return "\n".join(line[2:] if line.startswith(HEADING) else line for line in lines)


def _visible_lines(tree: LexborHTMLParser) -> list[str]:
    """Return the lines; those of headings begin with a mark. Without recursion: pages nest as deep as they like."""
    lines = Lines()
    styles = styles_of(tree)
    numbers: dict[int, Iterator[int]] = {}
    open_nodes: list[tuple[LexborNode, Look, bool]] = [(tree.root, Look(), False)] if tree.root else []
    while open_nodes:
        node, look, is_left = open_nodes.pop()
        if node.is_text_node:
            if look.shows_text:
                lines.add(node.text_content or "", is_preformatted=look.preformatted)
            continue
        if not node.is_element_node:
            continue
        tag = node.tag or ""
        if is_left:
            _leave(lines, tag)
            continue
        declared = _declared(node, styles)
        if tag in UNSEEN or _is_hidden(node, declared):
            continue
        look = look.inside(declared, preformatted=tag in PREFORMATTED)
        _enter(lines, tag)
        if tag == "ol":
            numbers[node.mem_id] = _start(node, declared)
        elif tag == "li" and node.parent is not None and node.parent.mem_id in numbers:
            lines.number(next(numbers[node.parent.mem_id]))
        open_nodes.append((node, look, True))
        open_nodes += [(child, look, False) for child in reversed(_children(node))]
    return lines.all()


def _children(node: LexborNode) -> list[LexborNode]:
    found: list[LexborNode] = []
    child = node.first_child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def _enter(lines: Lines, tag: str) -> None:
    if tag in CELLS:
        lines.open_cell()
    elif tag in _HEADINGS:
        lines.mark(_HEADINGS[tag])
    elif tag in BLOCKS:
        lines.end_line()


def _leave(lines: Lines, tag: str) -> None:
    if tag in CELLS:
        lines.close_cell()
    elif tag in BLOCKS:
        lines.end_line()
    if tag == "li":
        lines.number(0)


def _start(ordered: LexborNode, declared: Declarations) -> Iterator[int]:
    """Return the numbers of an ordered list's items; zeros when it shows none."""
    first = ordered.attributes.get("start") or "1"
    if "none" in (declared.get("list-style", ""), declared.get("list-style-type", "")):
        return repeat(0)
    return count(int(first) if first.isascii() and first.isdigit() and len(first) <= _DIGITS else 1)


def _declared(node: LexborNode, styles: Mapping[int, Declarations]) -> Declarations:
    """Return what hides or shows an element: its attributes of old, the page's styles, its own style."""
    given = node.attributes
    declared = dict(styles.get(node.mem_id, {}))
    if node.tag == "font" and given.get("color"):
        declared.setdefault("color", (given["color"] or "").lower())
    if given.get("bgcolor"):
        declared.setdefault("background-color", (given["bgcolor"] or "").lower())
    if given.get("style"):
        declared |= declarations(given["style"] or "")
    return declared


def _is_hidden(node: LexborNode, declared: Declarations) -> bool:
    given = node.attributes
    if (given.get("aria-hidden") or "").strip().lower() == "true" or hides(declared):
        return True
    if "hidden" in given and declared.get("display", "none") == "none":
        return True
    return node.tag == "dialog" and "open" not in given
