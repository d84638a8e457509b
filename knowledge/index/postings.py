"""Which names have which characters, and which pairs of them: what narrows a search down before names are compared."""

from __future__ import annotations

import re
from array import array
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.index.anatomy import CORE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.index.anatomy import Anatomy

_BITS = 8
_NOT_EMPTY = re.compile(rb"[^\0]")


class Postings:
    """Names by their characters. Names are numbered from 0 in the order in which they were given."""

    def __init__(self, names: Sequence[Anatomy]) -> None:
        """Take all names."""
        pairs: dict[str, array[int]] = {}
        own: dict[str, array[int]] = {}
        masks: dict[str, bytearray] = {}
        size = len(names) // _BITS + 1
        for number, name in enumerate(names):
            byte, bit = divmod(number, _BITS)
            for character in set(name.text):
                if (mask := masks.get(character)) is None:
                    mask = masks[character] = bytearray(size)
                mask[byte] |= 1 << bit
            told: dict[str, bool] = {}
            for pair, roles in zip(map("".join, pairwise(name.text)), pairwise(name.roles), strict=True):
                told[pair] = told.get(pair, False) or CORE in roles
            for pair, telling in told.items():
                pairs.setdefault(pair, array("I")).append(number)
                if telling:
                    own.setdefault(pair, array("I")).append(number)
        self._names, self._own = names, own
        self.pairs: Mapping[str, Sequence[int]] = pairs
        """The names in which two characters stand beside each other, in order."""
        self.masks: Mapping[str, int] = {character: int.from_bytes(mask, "little") for character, mask in masks.items()}
        """For each character a number whose bits are the names that have it."""

    def with_pair(self, pair: str) -> Sequence[int]:
        """Return the names in which two characters stand beside each other."""
        return self.pairs.get(pair, ())

    def telling(self, words: str, looked_at: int, most: int) -> list[int]:
        """Return the first `most` names in which `words` stand in a row and say something of the name's own.

        None when more than `looked_at` names would have to be looked through.
        """
        pairs = [words[at : at + 2] for at in range(len(words) - 1)]
        rarest = min((self.with_pair(pair) for pair in pairs), key=len, default=())
        own = [self._own.get(pair, ()) for pair in pairs]
        held: Sequence[int] = sorted(set().union(*own)) if sum(map(len, own)) < len(rarest) else rarest
        return [number for number in held if words in self._names[number].text][:most] if len(held) <= looked_at else []


def numbers(mask: int) -> Iterator[int]:
    """Yield the places of the bits that are set, the lowest first."""
    held = mask.to_bytes(mask.bit_length() // _BITS + 1, "little")
    for found in _NOT_EMPTY.finditer(held):
        at = found.start()
        for bit in range(_BITS):
            if held[at] >> bit & 1:
                yield at * _BITS + bit
