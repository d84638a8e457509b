"""Ways to reach a service that a text offers: telephone numbers, addresses on the web, apps, accounts, mailboxes, places."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from knowledge.model import Channel
from knowledge.text import fold
from knowledge.words import alternatives, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.model import Span

_KINDS = ("url", "mailbox", "app", "account", "address")
_CLOSE = 6
"""Characters between an account's name and the word 公众号 that still belongs to it."""
_LABEL_REACH = 16
"""Characters before or after a number in which its label may stand."""
_DIGITS = re.compile(r"\d{3}")
_SHARED_AREA = re.compile(r"(?<=\d)[、/,，或和](?P<value>[1-9]\d{6,7})(?!\d)")
_EXTENSION = re.compile(r"转(?P<value>\d{1,6})")
_AREA = re.compile(r"^(0\d{2,3})[- ]?")


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rules = table("channels")
    return tuple((kind, rules[kind]["label"], re.compile(pattern)) for kind in _KINDS for pattern in rules[kind]["patterns"])


@cache
def _caller_prefix() -> re.Pattern[str]:
    return re.compile(table("channels")["caller_prefix"]["pattern"])


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(alternatives(table("channels")["phone"]["labels"]))


def find_channels(text: str) -> tuple[Channel, ...]:
    """Return the ways `text` offers, in order, each with the words it stands on (half-open offsets in `text`)."""
    plain = fold(text)
    found: list[Channel] = []
    taken: list[Span] = []

    def add(kind: str, span: Span, label: str, value: str | None = None) -> None:
        if all(span[1] <= a or b <= span[0] for a, b in taken):
            taken.append(span)
            found.append(Channel(kind, value or text[slice(*span)], label, span))

    for match in _caller_prefix().finditer(plain):
        add("caller_prefix", match.span("value"), table("channels")["caller_prefix"]["label"])
    for kind, label, pattern in _patterns():
        for match in pattern.finditer(plain):
            named = any(a < match.end() and match.start() - b <= _CLOSE for a, b in taken)
            if not (match["value"] == label and named):
                add(kind, match.span("value"), label)
    if _DIGITS.search(plain):
        for span, value in _phones(plain):
            add("phone", span, _label(plain, *span), value)
    return tuple(sorted(found, key=lambda channel: channel.span))


def _label(plain: str, start: int, end: int) -> str:
    before = [match.group() for match in _labels().finditer(plain, max(0, start - _LABEL_REACH), start)]
    after = _labels().search(plain, end, end + _LABEL_REACH)
    generic = table("channels")["phone"]["hotline_words"]
    return (
        next((word for word in reversed(before) if word not in generic), None)
        or (after.group() if after else "")
        or (before[-1] if before else generic[2])
    )


def _phones(plain: str) -> Iterator[tuple[Span, str]]:
    """Yield each telephone number's span and the number to dial, a shared area code and an extension included."""
    import phonenumbers  # noqa: PLC0415 - its tables take time to load and most texts name no number

    matcher = phonenumbers.PhoneNumberMatcher(plain, "CN", leniency=phonenumbers.Leniency.VALID)
    for match in matcher:
        area = _AREA.match(match.raw_string)
        raw = match.raw_string.lstrip("(（")
        yield from _with_extension(plain, match.end - len(raw), match.end, raw)
        end = match.end
        while area and (more := _SHARED_AREA.match(plain, end)):
            yield (more.start("value"), more.end()), f"{area.group(1)}-{more['value']}"
            end = more.end()
    for short in re.finditer(r"(?<![\d-])(?:1\d{2,4}|9[56]\d{3,4}|12\d{3})(?!\d|[-:年月日号时点人名个元万亿%米公])", plain):
        if any(
            word in plain[max(0, short.start() - 8) : short.end() + 4] for word in table("channels")["phone"]["hotline_words"]
        ):
            yield short.span(), short.group()


def _with_extension(plain: str, start: int, end: int, raw: str) -> Iterator[tuple[Span, str]]:
    extension = _EXTENSION.match(plain, end)
    yield ((start, extension.end()), f"{raw}转{extension['value']}") if extension else ((start, end), raw)
