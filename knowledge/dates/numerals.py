"""Numbers as people write them: 15, 十五, 廿二, 二〇二二."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Numerals:
    """The numerals of a language."""

    digits: Mapping[str, int]
    """Characters for 0 to 9."""
    tens: Mapping[str, int]
    """Characters that multiply what stands before them: ten, hundred."""
    joined: Mapping[str, int]
    """Characters that already hold their ten: 廿 is 20."""

    def read(self, word: str) -> int | None:
        """Return the number `word` writes, in ASCII digits, digit by digit or with tens; None when it is no number.

        A word without tens is read digit by digit, so that 二〇二二 is 2022 and 零五 is 5.
        """
        if word.isascii():
            return int(word) if word.isdigit() else None
        total, last, digit_by_digit = 0, -1, True
        for character in word:
            digit = int(character) if character.isascii() and character.isdigit() else self.digits.get(character)
            if digit is not None:
                last = digit if last < 0 or not digit_by_digit else last * 10 + digit
            elif character in self.tens:
                total += (1 if last < 0 else last) * self.tens[character]
                last, digit_by_digit = -1, False
            elif character in self.joined:
                total += self.joined[character]
                last, digit_by_digit = -1, False
            else:
                return None
        return total + max(last, 0)
