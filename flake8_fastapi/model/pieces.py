"""
Cuts the text of a file at its top-level definitions, without parsing it.

Of a neighbour, mostly one function or class is asked for; to parse and read all of it takes longer
than everything else. What cannot be cut with certainty stays whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from flake8_fastapi.model.lean import regex

_QUOTES = regex(r'"""|\'\'\'')
_HEAD = regex(r"(async def|def|class)[ \t]+([^\W\d]\w*)")
#: What a line of the top level does not begin with: the statement before it goes on there.
_GOES_ON = frozenset(" \t#)]}")


Kind = Literal["def", "async def", "class"]


class Piece(NamedTuple):
    """A definition of the top level with its decorators: some lines of the file."""

    name: str
    kind: Kind
    head: int  #: the line of that word, counted from 0
    start: int  #: its first line: that of its decorators
    end: int  #: the line behind its last one


class Cut:
    """The lines of a file, its definitions, and the rest."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.pieces = _pieces(text, self.lines)

    def rest(self) -> str:
        """The text without its pieces; every line stays where it is."""
        lines = list(self.lines)
        for piece in self.pieces:
            start, end = piece.start, piece.end
            lines[start:end] = [""] * (end - start)
        return "\n".join(lines)

    def has(self, word: str, piece: Piece) -> bool:
        """Whether a word stands anywhere in the text of a piece."""
        return any(word in line for line in self.lines[piece.head : piece.end])

    def runs_any(self, words: Collection[str], piece: Piece) -> bool:
        """Whether a word stands in what is run to define a piece: a function without its body."""
        end = None if piece.kind == "class" else self._end_of_header(piece)
        text = "\n".join(self.lines[piece.start : piece.end if end is None else end + 1])
        return any(word in text for word in words)

    def header(self, piece: Piece) -> str | None:
        """The text of a definition without its body; None where a glance does not find its end."""
        end = self._end_of_header(piece)
        if end is None:
            return None
        head = self.lines[piece.start : end]
        code = self.lines[end].partition("#")[0].rstrip()
        return "\n".join([*[""] * piece.start, *head, f"{code} ...\n"])

    def _end_of_header(self, piece: Piece) -> int | None:
        """The line with the colon before the body, as far as it ends one."""
        depth = 0
        for number in range(piece.head, piece.end):
            code = self.lines[number].partition("#")[0].rstrip()
            depth += sum(map(code.count, "([{")) - sum(map(code.count, ")]}"))
            if depth == 0 and code.endswith(":"):
                return number
            if depth <= 0:
                return None
        return None

    def only(self, pieces: Iterable[Piece]) -> str:
        """The text of nothing but some pieces; every line stays where it is."""
        lines: list[str] = []
        for piece in sorted(pieces, key=lambda piece: piece.start):
            lines += [""] * (piece.start - len(lines))
            lines += self.lines[piece.start : piece.end]
        return "\n".join(lines) + "\n"


def _pieces(text: str, lines: list[str]) -> list[Piece]:
    """The definitions that can be read without the rest; none where a glance does not tell."""
    if "\f" in text or "\r" in text:
        return []
    inside = _lines_in_texts(text)
    if inside is None:
        return []
    # where statements of the top level start: the others go on from line to line
    starts = [
        number
        for number, line in enumerate(lines)
        if line and line[0] not in _GOES_ON and number not in inside
    ]
    starts.append(len(lines))
    found: list[Piece] = []
    decorators: int | None = None
    for number, end in pairwise(starts):
        line = lines[number]
        start = number if decorators is None else decorators
        if line[0] == "@":
            decorators = start
            continue
        decorators = None
        # `global` makes names of the file in a function
        if (match := _HEAD.match(line)) and not any("global " in it for it in lines[start:end]):
            kind = cast(Kind, match[1])
            found.append(Piece(match[2], kind, number, start, end))
    return found


def _lines_in_texts(text: str) -> set[int] | None:
    """The lines that begin within a text in triple quotes; None where such a text has no end."""
    inside: set[int] = set()
    opened = ""
    line = position = 0
    for match in _QUOTES.finditer(text):
        if opened and match[0] != opened:
            continue
        before = line
        line += text.count("\n", position, match.start())
        position = match.start()
        if opened:
            inside.update(range(before + 1, line + 1))
        opened = "" if opened else match[0]
    return None if opened else inside
