"""What a page's own styles hide: the cheap part of CSS, inline and from `<style>`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selectolax.lexbor import SelectolaxError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

Declarations = Mapping[str, str]
"""Property → value, both in lower case."""

_RULES = 5_000
"""Rules of a page that are looked at."""
_SELECTOR_CHARACTERS = 500
_PROPERTIES = """
    display visibility opacity font-size color background background-color background-image position left top right bottom
    text-indent clip clip-path width height max-width max-height overflow overflow-x overflow-y content-visibility
    transform list-style list-style-type
"""
_TOLD = frozenset(_PROPERTIES.split())
"""Properties that hide text, or the numbers of a list."""
_NAMED = {"white": "#ffffff", "black": "#000000", "transparent": "transparent"}
_RGB = re.compile(r"rgba?\(\s{0,9}(\d{1,3})[\s,]{1,9}(\d{1,3})[\s,]{1,9}(\d{1,3})(?:[\s,/]{1,9}([\d.]{1,9})%?)?\s{0,9}\)")
_HEX = re.compile("#[0-9a-f]{6}")
_NUMBER = re.compile(r"-?\d{0,9}(?:\.\d{0,9})?")
_FAR = 500
"""Pixels (or as many of another unit) beyond an edge that nobody sees."""
_SCREEN = frozenset({"all", "screen"})
_NEAR = 10
"""Steps of red, green or blue, of 255, that nobody tells apart."""
_PAPER = "#ffffff"
_UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What an element hands down to its children."""

    visible: bool = True
    sized: bool = True
    """False when its letters have no size."""
    color: str = "#000000"
    background: str = _PAPER
    """Empty when it is a picture or a gradient."""
    preformatted: bool = False

    @property
    def shows_text(self) -> bool:
        """True when text in it can be seen."""
        return self.visible and self.sized and self.color != "transparent" and not _is_near(self.color, self.background)

    def inside(self, declared: Declarations, *, preformatted: bool = False) -> Look:
        """Return the look of a child with these declarations."""
        visibility = declared.get("visibility", "inherit")
        return Look(
            visible=self.visible if visibility == "inherit" else visibility not in {"hidden", "collapse"},
            sized=_is_sized(declared.get("font-size", "inherit"), outside=self.sized),
            color=_color(declared.get("color", "inherit"), self.color),
            background=_background(declared, self.background),
            preformatted=self.preformatted or preformatted,
        )


def styles_of(tree: LexborHTMLParser) -> dict[int, dict[str, str]]:
    """Return what the `<style>` elements of a page declare, by `mem_id` of the elements; a later rule wins."""
    found: dict[int, dict[str, str]] = {}
    sheets = "\n".join(node.text() for node in tree.css("style") if (node.attributes.get("media") or "all").lower() in _SCREEN)
    for number, (selector, body) in enumerate(_rules(sheets)):
        if number >= _RULES:
            break
        declared = declarations(body)
        chosen = ",".join(part for part in selector.split(",") if ":" not in part)  # a part of a state is not how the page opens
        if not declared or not chosen or len(chosen) > _SELECTOR_CHARACTERS:
            continue
        for node in _chosen(tree, chosen):
            found.setdefault(node.mem_id, {}).update(declared)
    return found


def declarations(style: str) -> dict[str, str]:
    """Read the declarations of a style that can hide; `!important` ones come last."""
    important: dict[str, str] = {}
    plain: dict[str, str] = {}
    for part in _without_comments(style).lower().split(";"):
        name, _, value = part.partition(":")
        if name.strip() in _TOLD:
            value, mark, _ = value.partition("!important")
            (important if mark else plain)[name.strip()] = value.strip()
    return plain | important


def hides(declared: Declarations) -> bool:
    """Return True when an element with these declarations is not seen, nor anything in it."""
    if (
        declared.get("display") == "none"
        or declared.get("content-visibility") == "hidden"
        or _is_zero(declared.get("opacity", "1"))
    ):
        return True
    if declared.get("clip", "").startswith("rect(0") or declared.get("clip-path", "").startswith(
        ("inset(100%", "inset(50%", "circle(0")
    ):
        return True
    if declared.get("transform", "").replace(" ", "") in {"scale(0)", "scale(0,0)", "scalex(0)", "scaley(0)"}:
        return True
    if abs(_number(declared.get("text-indent", ""))) >= _FAR:
        return True
    if declared.get("position") in {"absolute", "fixed", "relative"} and any(
        _number(declared.get(edge, "")) <= -_FAR for edge in ("left", "top", "right", "bottom")
    ):
        return True
    cut = any(declared.get(name) in {"hidden", "clip"} for name in ("overflow", "overflow-x", "overflow-y"))
    return cut and any(_is_zero(declared.get(name, "auto")) for name in ("width", "height", "max-width", "max-height"))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield selector and body of the rules at the top of a sheet; rules inside `@media` and the like may not hold here."""
    text = _without_comments(sheet)
    depth, start, selector = 0, 0, ""
    for found in re.finditer("[{}]", text):
        if found.group() == "{":
            if depth == 0:
                selector, start = text[start : found.start()].rpartition(";")[2].strip(), found.end()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                if not selector.startswith("@"):
                    yield selector, text[start : found.start()]
                start = found.end()


def _without_comments(style: str) -> str:
    first, *others = style.split("/*")
    return first + "".join(part.partition("*/")[2] for part in others)


def _chosen(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except SelectolaxError:  # a selector it does not know
        return []


def _number(value: str) -> float:
    found = _NUMBER.match(value)
    try:
        return float(found.group()) if found else 0.0
    except ValueError:
        return 0.0


def _is_zero(value: str) -> bool:
    return value[:1] in {"0", "."} and _number(value) == 0


def _is_sized(size: str, *, outside: bool) -> bool:
    if size.endswith("px"):
        return _number(size) > 1
    is_relative = size in {"inherit", "larger", "smaller"} or size.endswith(("%", "em"))
    return not _is_zero(size) and (outside or not is_relative)


def _background(declared: Declarations, outside: str) -> str:
    value = declared.get("background-color") or declared.get("background") or ""
    if value in {"", "none", "inherit", "initial", "unset"} or _color(value, outside) == "transparent":
        value = declared.get("background-image", "")
    return _color(value, outside) if value not in {"", "none"} else outside


def _is_near(color: str, background: str) -> bool:
    if not (_HEX.fullmatch(color) and _HEX.fullmatch(background)):
        return color == background
    return all(abs(int(color[place : place + 2], 16) - int(background[place : place + 2], 16)) <= _NEAR for place in (1, 3, 5))


def _color(value: str, outside: str) -> str:
    """Return a color as #rrggbb, `transparent`, or another word as it stands; empty for pictures and gradients."""
    if "url(" in value or "gradient" in value:
        return _UNKNOWN
    if found := _RGB.search(value):
        *parts, alpha = found.groups()
        return (
            "transparent"
            if alpha is not None and _number(alpha) == 0
            else "#" + "".join(f"{min(int(part), 255):02x}" for part in parts)
        )
    word = value.split(" ", maxsplit=1)[0]
    if word in {"inherit", "initial", "unset", "currentcolor", ""}:
        return outside
    if re.fullmatch("#[0-9a-f]{3,4}", word):
        word = "#" + "".join(digit * 2 for digit in word[1:4])
    return _NAMED.get(word, word[:7] if word.startswith("#") else word)
