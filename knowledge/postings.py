"""Which names have which characters, and which pairs of them: what narrows a search down before names are compared."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_BITS = 8
_NOT_EMPTY = re.compile(rb"[^\0]")


class Postings:
    """Names by their characters. Names are numbered from 0 in the order in which they were given."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Take the comparable texts of all names."""
        pairs: dict[str, array[int]] = {}
        masks: dict[str, bytearray] = {}
        size = len(texts) // _BITS + 1
        for number, text in enumerate(texts):
            byte, bit = divmod(number, _BITS)
            for character in set(text):
                if (mask := masks.get(character)) is None:
                    mask = masks[character] = bytearray(size)
                mask[byte] |= 1 << bit
            for pair in set(map(str.__add__, text, text[1:])):
                if (held := pairs.get(pair)) is None:
                    pairs[pair] = array("I", (number,))
                else:
                    held.append(number)
        self._texts = texts
        self._pairs = pairs
        self.masks: Mapping[str, int] = {character: int.from_bytes(mask, "little") for character, mask in masks.items()}
        """For each character a number whose bits are the names that have it."""

    def with_pair(self, pair: str) -> Sequence[int]:
        """Return the names in which two characters stand beside each other."""
        return self._pairs.get(pair, ())

    def containing(self, words: str, most: int) -> list[int]:
        """Return the names in which `words` stand in a row; none when their rarest pair is in more than `most` names."""
        rarest = min((self.with_pair(words[at : at + 2]) for at in range(len(words) - 1)), key=len, default=())
        return [number for number in rarest if words in self._texts[number]] if len(rarest) <= most else []


def numbers(mask: int) -> Iterator[int]:
    """Yield the places of the bits that are set, the lowest first."""
    held = mask.to_bytes(mask.bit_length() // _BITS + 1, "little")
    for found in _NOT_EMPTY.finditer(held):
        at = found.start()
        for bit in range(_BITS):
            if held[at] >> bit & 1:
                yield at * _BITS + bit
