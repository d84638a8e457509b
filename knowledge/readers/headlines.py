"""Which of a page's lines is its headline."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from knowledge.readers.lines import HEADING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.readers.metadata import Metadata

_LEVEL = re.compile(f"{HEADING}([1-6])")
_LEAST = 4
"""Characters of a line that the window's title begins with; shorter ones are names of sites and menus."""
_LOOKED_AT = 40
"""Lines from the top among which a headline is looked for."""
_SITE = re.compile(r"_|\||｜|\s[-–—]\s")
MARK = "# "
"""What a text writes before each headline when there are several."""


def headline_of(lines: Sequence[str], about: Metadata, articles: int = 0) -> tuple[str, tuple[str, ...]]:
    """Return the headline and the lines without it. A page of several `articles` has none: its lines are marked instead."""
    levels = [int(found[1]) if (found := _LEVEL.match(line)) else 0 for line in lines]
    plain = [_LEVEL.sub("", line).strip() for line in lines]
    repeated = _repeated(Counter(levels), articles)
    if repeated:
        return "", tuple(MARK + line if level == repeated else line for line, level in zip(plain, levels, strict=True) if line)
    headline = _single(plain, levels, about)
    top = [number for number, line in enumerate(plain[:_LOOKED_AT]) if line == headline]
    return headline, tuple(line for number, line in enumerate(plain) if line and number not in top[:1])


def _repeated(counted: Counter[int], articles: int) -> int:
    """Return the level of the headings that part a page into articles; 0 when it holds only one."""
    if counted[1] > 1:
        return 1
    if articles > 1:
        return next((level for level in range(1, 7) if counted[level] == articles), 0)
    return 0


def _single(plain: Sequence[str], levels: Sequence[int], about: Metadata) -> str:
    """Return the headline by what the page says of itself, its first heading, or the line its window shows."""
    shown = about.window_title
    if about.title and (about.title in plain[:_LOOKED_AT] or shown.startswith(about.title)):  # seen, not only said
        return about.title
    main = next((line for line, level in zip(plain, levels, strict=True) if level == 1 and line), "")
    if main and (not shown or main in shown):
        return main
    beginning = [line for line in plain[:_LOOKED_AT] if len(line) >= _LEAST and shown.startswith(line)]
    cut = _SITE.split(shown)[0].strip()
    return max(beginning, key=len, default="") or main or (cut if cut != about.publisher else "")
