"""Which words a text may have: a quick no, for texts that are too many to be kept.

Of each word there is one bit, which others may share: so a text may seem to have a word that it
has not, and never the other way round.
"""

from __future__ import annotations

from flake8_fastapi.model.lean import regex

_WORD = regex(r"\w+")
_SMALLEST = 64  # bytes


def words_of(text: str) -> bytes:
    """The bits of the words of a text: about a byte for each; good in this process only."""
    words = set(_WORD.findall(text))
    bits = bytearray(max(_SMALLEST, 1 << len(words).bit_length()))
    last = 8 * len(bits) - 1
    for word in words:
        place = hash(word) & last
        bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


def may_have(bits: bytes, word: str) -> bool:
    """Whether a text with such bits may have a word; what is no single word it may always have."""
    if _WORD.fullmatch(word) is None:
        return True
    place = hash(word) & 8 * len(bits) - 1
    return bits[place >> 3] >> (place & 7) & 1 == 1
