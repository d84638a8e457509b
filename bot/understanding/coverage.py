"""Which characters of a question are explained, and the runs of letters that nothing explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.model import Span


def inside(span: Span, others: Iterable[Span]) -> bool:
    """Tell whether a span lies within one of the others."""
    return any(a <= span[0] and span[1] <= b for a, b in others)


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Tell whether a span shares a character with one of the others."""
    return any(a < span[1] and span[0] < b for a, b in others)


def gaps(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the runs of letters, digits and characters that no span covers, in order."""
    covered = bytearray(len(text) + 1)
    for a, b in spans:
        covered[a:b] = b"\1" * (b - a)
    found: list[Span] = []
    start: int | None = None
    for at in range(len(text) + 1):
        free = at < len(text) and not covered[at] and text[at].isalnum()
        if free and start is None:
            start = at
        elif not free and start is not None:
            found.append((start, at))
            start = None
    return tuple(found)
