"""What reading a file yields: a text with what the file itself says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.model import Moment


@dataclass(frozen=True, slots=True)
class Document:
    """A text that holds one notice or a page of several, clean of characters nobody sees."""

    id: str
    """The file's name, its path below the folder that was read, the URL, or what a feed calls its entry."""
    text: str
    """Lines; the cells of a table's row stand in one line, parted by ` | `."""
    title: str = ""
    """Not repeated in `text`."""
    published: Moment | None = None
    """What the file says of itself: a page's metadata, a feed's date. None when it says nothing."""
    publisher: str = ""
    url: str = ""
    whole_lines: bool = False
    """True when every line is a paragraph of its own, as the format says; lines of plain text and PDF may break in a sentence."""
