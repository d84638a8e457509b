"""The door to reading: a text → its notices, each with its facts, what was not understood, and advice to its editor."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.errors import UnreadableError
from knowledge.model import ZONE, DateBasis, Notice
from knowledge.reading.advice import advice_on, takes_effect_when_posted
from knowledge.reading.assemble import facts_of
from knowledge.reading.dating import PageDates, dated
from knowledge.reading.extract import extract
from knowledge.reading.headlines import body_of
from knowledge.reading.hours import with_hours
from knowledge.reading.imprint import signature_of, speaker_of
from knowledge.reading.page import articles
from knowledge.reading.register import announces_nothing, voice_of
from knowledge.reading.retractions import retractions_in

if TYPE_CHECKING:
    from knowledge.model import Fact, Moment
    from knowledge.reading.statements import Unread

LONGEST = 5_000_000
"""Characters of one text; more is refused."""
_LONGEST_FOR_FACTS = 200_000
"""Characters of one article that are read for facts; the rest can still be quoted."""
_MARKS = re.compile(r"[\s#【】!！]")
_BRACKETED = re.compile(r"\s*(?:#[^#]{1,40}#\s*)*【([^】]{2,80})】")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """One notice as it was read."""

    notice: Notice
    facts: tuple[Fact, ...] = ()
    refused: str | None = None
    """Why it was held back; None when it was not."""
    unread: tuple[Unread, ...] = ()
    advice: tuple[str, ...] = ()
    """Codes of what is missing in the notice itself, for its editor; see advice.toml."""


def read_notices(
    text: str,
    *,
    id: str,  # noqa: A002 - the row's own word
    title: str = "",
    published: Moment | None = None,
    publisher: str = "",
    url: str = "",
    whole_lines: bool = False,
) -> tuple[ReadNotice, ...]:
    """Read a text that holds one notice or a page of several; those of a page get the ids `<id>.1`, `<id>.2`, ….

    `whole_lines` says that no line is broken inside a sentence.

    UnreadableError when the text is empty or longer than `LONGEST`.
    """
    text = _CONTROL.sub("", text)
    if not text.strip() and not title.strip():
        raise UnreadableError(f"{id}: the text is empty")
    if len(text) > LONGEST:
        raise UnreadableError(
            f"{id}: {len(text):,} characters are more than the {LONGEST:,} that are read at once; split the text"
        )
    found = articles(_without_title(text, title), whole_lines=whole_lines)
    page = PageDates.of(text) if published is None else None
    read = []
    for number, article in enumerate(found, 1):
        headline = article.headline or (title.strip() if number == 1 and not article.caption else "")
        notice = Notice(
            id=id if len(found) == 1 else f"{id}.{number}",
            text=_with_headline(headline, article.body),
            headline=headline or _bracketed(article.body),
            publisher=publisher or article.imprint.publisher or signature_of(article.body).publisher,
            url=url,
            caption=article.caption,
            published=published,
            date_basis=None if published is None else DateBasis.GIVEN,
        )
        read.append(_read(dated(notice, article.imprint, page) if page else notice))
    return tuple(read)


def _without_title(text: str, title: str) -> str:
    """Return the text behind its title, where it begins with the title on lines of its own; they do not go on in the next."""
    wanted, said = _bare(title), ""
    rest = text
    while wanted.startswith(said) and said != wanted and rest:
        line, _, rest = rest.partition("\n")
        said += _bare(line)
    return rest if wanted and said == wanted and rest.strip() else text


def _with_headline(headline: str, body: str) -> str:
    """Put the headline before the body, unless the body says it already (posts repeat their title)."""
    if not headline or _bare(headline) in _bare(body):
        return body
    return f"{headline}\n{body}" if body else headline


def _bare(text: str) -> str:
    return _MARKS.sub("", text)


def _bracketed(body: str) -> str:
    found = _BRACKETED.match(body)
    return found.group(1).replace("#", "").strip() if found else ""


def _read(notice: Notice) -> ReadNotice:
    if notice.published is None:
        if takes_effect_when_posted(notice):
            return ReadNotice(
                notice, refused="it takes effect from its day of posting, and nothing tells that day; give --published"
            )
        return ReadNotice(notice, refused="no date of posting is given and none can be worked out; give --published")
    voice = voice_of(notice.text)
    if voice.of_a_person or announces_nothing(notice):
        return ReadNotice(notice)
    base = notice.published.start.astimezone(ZONE)
    body = notice.text[:_LONGEST_FOR_FACTS]
    first, newline, _ = body.partition("\n")
    headline_end = len(first) + len(newline) if notice.headline and first == notice.headline else 0
    speaker, about = speaker_of(notice), body_of(notice.headline)
    told_in = extract(body, base, headline_end, speaker, about)
    retracted = retractions_in(notice)
    spans = [fact.span for fact in retracted]
    told = with_hours(facts_of(notice, told_in, voice), told_in.mentions)
    facts = (*retracted, *(fact for fact in told if fact.span not in spans))
    return ReadNotice(notice, facts, unread=told_in.unread, advice=advice_on(notice, facts))


def stored(read: ReadNotice, notice: Notice) -> ReadNotice:
    """Return `read` with its notice replaced (an id, a time of storing), its facts following."""
    return replace(read, notice=notice, facts=tuple(replace(fact, notice=notice) for fact in read.facts))
