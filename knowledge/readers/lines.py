"""Pieces of text in reading order → lines, with tables' rows as one line each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knowledge.readers.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_CELL = 300
"""Characters; a longer cell, like one with a table in it, is a part of a layout, whose lines stay lines."""
_BLANKS = re.compile("[ \t\n\f\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_FIRST_WIDE = "\u2e80"
"""From here on scripts are written without blanks between words."""
_BRACKETS = "(（"
HEADING = "\x01"
"""Stands before the text of a heading, followed by its level."""


def row(cells: Iterable[str]) -> str:
    """Return the line of a table's row; empty cells are left out."""
    filled = [cell for cell in cells if cell]
    return filled[0] if len(filled) == 1 else "".join(f"{cell} | " for cell in filled)[:-1]


@dataclass(slots=True)
class _Frame:
    """What stands in one cell, or outside of any."""

    lines: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    has_rows: bool = False


class Lines:
    """Collects what a page shows, in order."""

    def __init__(self) -> None:
        self._frames = [_Frame()]
        self._number = ""

    def add(self, text: str, *, is_preformatted: bool = False) -> None:
        """Add text to the line; its line breaks count only where the page says so."""
        if self._number and (begins := text.strip()[:1]):
            text = text if begins.isnumeric() or begins in _BRACKETS else f"{self._number}. {text.lstrip()}"
            self._number = ""
        first, *others = clean(text).split("\n") if is_preformatted else [clean(text)]
        self._frames[-1].pieces.append(first)
        for other in others:
            self.end_line()
            self._frames[-1].pieces.append(other)

    def mark(self, mark: str) -> None:
        """Begin a line with a mark of ours."""
        self.end_line()
        self._frames[-1].pieces.append(mark)

    def number(self, number: int) -> None:
        """Put a number before the text that comes next, unless that begins with one of its own; 0 for none."""
        self._number = str(number) if number else ""

    def end_line(self) -> None:
        """End the line, if anything stands in it."""
        frame = self._frames[-1]
        self.end_row()
        line = _BLANKS.sub(_blank, "".join(frame.pieces)).strip()
        frame.pieces.clear()
        if line:
            frame.lines.append(line)

    def open_cell(self) -> None:
        """Begin a cell of a table."""
        self._frames.append(_Frame())

    def close_cell(self) -> None:
        """End a cell: one of a few words becomes a part of its row, a part of a layout keeps its lines."""
        self.end_line()
        inner = self._frames.pop()
        outer = self._frames[-1]
        if not inner.has_rows and len(inner.lines) <= _LONGEST_CELL and sum(map(len, inner.lines)) <= _LONGEST_CELL:
            outer.cells.append(" ".join(inner.lines))
            return
        self.end_line()
        outer.lines += inner.lines

    def end_row(self) -> None:
        """Make a line of the cells since the last one."""
        frame = self._frames[-1]
        if any(frame.cells):
            frame.lines.append(row(frame.cells))
            frame.has_rows = True
        frame.cells.clear()

    def all(self) -> list[str]:
        """Return the lines; the collecting is over."""
        while len(self._frames) > 1:
            self.close_cell()
        self.end_line()
        return self._frames[0].lines


def _blank(found: re.Match[str]) -> str:
    """Return what a run of blanks becomes: nothing where a source line was broken between two wide characters."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() : found.end() + 1]
    is_between = before >= _FIRST_WIDE and after >= _FIRST_WIDE and "\n" in found.group()
    return "" if is_between else " "
