"""Where an answer comes from: publisher, date, headline and the quoted sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.told import say
from knowledge.model import Moment
from knowledge.words import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.told import Line, Value
    from knowledge.model import Fact, Notice, Span

_SENTENCE_ENDS = "。！？!?；\n"
_LEFT_OUT = "……"
_LONGEST_QUOTE = 220
_LONGEST_FULL_QUOTE = 1000
_LONGEST_HEADLINE = 60
_TOLD_FIELDS = frozenset(
    {
        "status",
        "cue",
        "valid_from",
        "valid_until",
        "end",
        "start_date",
        "previous_start_dates",
        "recurrence",
        "recurrence_except",
    }
)
"""Fields whose words an answer always shows when they stand outside the fact's own sentence."""


def sentence_around(text: str, span: Span) -> Span:
    """Return the sentence of `text` that holds `span`: from the last sentence end before it to the next one after it."""
    start, end = span
    while start > 0 and text[start - 1] not in _SENTENCE_ENDS:
        start -= 1
    while end < len(text) and text[end - 1] not in _SENTENCE_ENDS:
        end += 1
    while start < end and text[start].isspace():
        start += 1
    return (start, end)


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of `text` in order, without the white space around them; blank ones are left out."""
    found: list[Span] = []
    start = 0
    for end in [n + 1 for n, mark in enumerate(text) if mark in _SENTENCE_ENDS] + [len(text)]:
        stripped = text[start:end].strip()
        if stripped:
            at = text.index(stripped, start)
            found.append((at, at + len(stripped)))
        start = end
    return tuple(found)


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def quoted_spans(fact: Fact, fields: Iterable[str] = ()) -> tuple[Span, ...]:
    """Return the spans to quote for `fact`: its sentence, and the sentences other told fields stand in, in order."""
    wanted = _TOLD_FIELDS | set(fields)
    spans = [fact.span]
    for evidence in fact.evidence:
        if evidence.field in wanted and not any(_within(evidence.span, span) for span in spans):
            spans.append(sentence_around(fact.notice.text, evidence.span))
    kept = [s for n, s in enumerate(spans) if not any(_within(s, o) for m, o in enumerate(spans) if m != n and (s != o or m < n))]
    return tuple(sorted(kept))


def quote_text(notice: Notice, spans: Sequence[Span], longest: int = _LONGEST_QUOTE) -> str:
    """Return the words of `spans` on one line without bylines; what is left out between or after them is shown by dots."""
    parts = []
    for start, end in spans:
        words = pattern("page", "byline").sub("", "".join(notice.text[start:end].split("\n")).strip())
        parts.append(words if len(words) <= longest else words[:longest] + _LEFT_OUT)
    return _LEFT_OUT.join(parts)


def publisher(notice: Notice, issuer: str | None = None) -> Value:
    """Return who published the notice, the issuer its text names, or a sentence that says nobody is named."""
    return notice.publisher or issuer or say("source_nobody")


def _headline(notice: Notice) -> Line | None:
    headline = " ".join(notice.headline.split())
    if not headline:
        return None
    return say("source_headline", headline=headline if len(headline) <= _LONGEST_HEADLINE else headline[:_LONGEST_HEADLINE] + "…")


def source(notice: Notice, issuer: str | None = None) -> Line:
    """Return the line that names publisher, date, headline and issuer."""
    named = publisher(notice, issuer)
    return say(
        "source",
        publisher=named,
        moment=notice.published or say("undated"),
        headline=_headline(notice),
        issuer=say("source_issuer", issuer=issuer) if issuer and issuer not in (named, notice.publisher) else None,
    )


def sources(facts: Sequence[Fact], fields: Iterable[str] = ()) -> tuple[Line, ...]:
    """Return source and quote of every notice `facts` come from, each notice once."""
    fields = tuple(fields)
    lines: list[Line] = []
    for notice in {f.notice.id: f.notice for f in facts}.values():
        mine = [f for f in facts if f.notice.id == notice.id]
        spans = sorted({span for f in mine for span in quoted_spans(f, fields)})
        kept = [s for s in spans if not any(s != o and _within(s, o) for o in spans)]
        issuer = next((f.issuer for f in mine if f.issuer), None)
        lines += [source(notice, issuer), say("quote", quote=quote_text(notice, kept))]
    return tuple(lines)


def full_source(fact: Fact) -> tuple[Line, ...]:
    """Return everything known of where `fact` stands: notice id, offsets, line, when it was posted and read in, all its words."""
    spans = quoted_spans(fact, {evidence.field for evidence in fact.evidence})
    return located(fact.notice, fact.span, spans, fact.issuer)


def located(notice: Notice, span: Span, quoted: Sequence[Span], issuer: str | None = None) -> tuple[Line, ...]:
    """Return where a span of a notice stands, and the words at the spans `quoted`."""
    taken_in = say("source_ingested", moment=Moment.of(notice.ingested_at)) if notice.ingested_at else None
    return (
        say(
            "source_full",
            publisher=publisher(notice, issuer),
            moment=notice.published or say("undated"),
            headline=_headline(notice),
            id=notice.id,
            first=span[0] + 1,
            last=span[1],
            line=notice.text.count("\n", 0, span[0]) + 1,
            ingested=taken_in,
        ),
        say("quote", quote=quote_text(notice, quoted, _LONGEST_FULL_QUOTE)),
    )
