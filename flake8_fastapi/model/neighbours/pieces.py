"""
Cuts the text of a file at its top-level definitions, without parsing it.

Of a neighbour, mostly one function or class is asked for; to parse and read all of it takes longer
than everything else. What cannot be cut with certainty stays whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain, pairwise
from typing import Literal, NamedTuple, cast

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.neighbours.import_lines import Import, imports_of

_QUOTES = regex(r'"""|\'\'\'')
#: What makes triple quotes mean something else, before them on their line.
_MAY_HIDE = regex(r"['\"#]")
#: Texts and comments; triple quotes alone where they have no end.
_TEXTS = regex(
    r'(?s)"""(?:[^\\]|\\.)*?"""|"""|"(?:[^"\\\n]|\\.)*"'
    r"|'''(?:[^\\]|\\.)*?'''|'''|'(?:[^'\\\n]|\\.)*'|#[^\n]*"
)
_HEAD = regex(r"(async def|def|class)[ \t]+([^\W\d]\w*)")
_GLOBAL = regex(r"(?:^|[:;])[ \t]*global ")
#: What a line of the top level does not begin with: the statement before it goes on there.
_GOES_ON = frozenset(" \t#)]}")


Kind = Literal["def", "async def", "class"]


class Piece(NamedTuple):
    """A definition of the top level, or of a class, with its decorators: some lines."""

    name: str
    kind: Kind
    head: int  #: the line of that word, counted from 0
    start: int  #: its first line: that of its decorators
    end: int  #: the line behind its last one


class Cut:
    """The lines of a file, its definitions, and the rest."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self._asked: tuple[Piece, str] | None = None
        self._ends: dict[Piece, int | None] = {}  #: the last lines of headers
        self.imports: list[Import] = []
        self._import_lines: list[tuple[int, int]] = []
        inside = None if "\f" in text or "\r" in text else _lines_in_texts(text)
        self._inside = inside or set()
        self.pieces = [] if inside is None else self._top_level()

    def rest(self, with_imports: bool) -> str:
        """The text without its pieces, and its imports; every line stays where it is."""
        lines = list(self.lines)
        left_out = [(piece.start, piece.end) for piece in self.pieces]
        for start, end in left_out if with_imports else left_out + self._import_lines:
            lines[start:end] = [""] * (end - start)
        return "\n".join(lines)

    def outline(self) -> str:
        """The text with nothing in its pieces, but what decorates them, and that they are there.

        Functions that are called outside of them are there as they are: `app = create_app()`.
        """
        lines = list(self.lines)
        outside = self.rest(False)
        for piece in self.pieces:
            if piece.kind == "def" and f"{piece.name}(" in outside:
                continue
            stub = [f"def {piece.name}(): ...", *[""] * (piece.end - piece.head - 1)]
            lines[piece.head : piece.end] = stub
        return "\n".join(lines)

    def text(self, piece: Piece) -> str:
        """The text of a piece, without its decorators."""
        if self._asked is None or self._asked[0] is not piece:  # often the last one again
            self._asked = piece, "\n".join(self.lines[piece.head : piece.end])
        return self._asked[1]

    def has(self, word: str, piece: Piece) -> bool:
        """Whether a word stands anywhere in the text of a piece."""
        return word in self.text(piece)

    def mentions(self, words: Collection[str], piece: Piece) -> bool:
        """Whether one of the words stands there, other than to define a function of that name."""
        return _mentions(words, self.text(piece))

    def runs_any(self, words: Collection[str], piece: Piece) -> bool:
        """The same of what is run to define a piece: without bodies of functions."""
        end = None if piece.kind == "class" else self._end_of_header(piece)
        text = "\n".join(self.lines[piece.start : piece.end if end is None else end + 1])
        if not _mentions(words, text):
            return False
        methods = self.methods(piece) if piece.kind == "class" else {}
        return not methods or _mentions(
            words, self.without_bodies(piece, chain.from_iterable(methods.values()))
        )

    def header(self, piece: Piece) -> str | None:
        """The text of a definition without its body; None where a glance does not find its end."""
        end = self._end_of_header(piece)
        if end is None:
            return None
        head = self.lines[piece.start : end]
        return "\n".join([*[""] * piece.start, *head, f"{self._without_body(end)}\n"])

    def _without_body(self, end: int) -> str:
        """The last line of a header, with a body that says nothing."""
        return f"{self.lines[end].partition('#')[0].rstrip()} ..."

    def _end_of_header(self, piece: Piece) -> int | None:
        """The line with the colon before the body, as far as it ends one."""
        if piece not in self._ends:
            self._ends[piece] = self._find_end_of_header(piece)
        return self._ends[piece]

    def _find_end_of_header(self, piece: Piece) -> int | None:
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

    def methods(self, piece: Piece) -> dict[str, list[Piece]]:
        """The methods of a class whose bodies can be cut off, by name."""
        first = self._end_of_header(piece)
        if first is None:
            return {}
        methods: dict[str, list[Piece]] = {}
        for each in self._of_class(first + 1, piece.end):
            if each.kind != "class":
                methods.setdefault(each.name, []).append(each)
        return {
            name: several
            for name, several in methods.items()
            if any(map(self._end_of_header, several))
            and all(self._end_of_header(each) or self._is_stub(each) for each in several)
        }

    def _is_stub(self, piece: Piece) -> bool:
        """Whether a definition has no lines but its header: `def method(self): ...`."""
        lines = [line for line in self.lines[piece.head : piece.end] if line.strip()]
        return len(lines) == 1 or lines[-1].endswith(": ...")

    def without_bodies(self, piece: Piece, methods: Iterable[Piece]) -> str:
        """The text of a class without the bodies of its methods; every line stays where it is."""
        lines = [*[""] * piece.start, *self.lines[piece.start : piece.end], ""]
        for each in methods:
            end = self._end_of_header(each)
            if end is not None:
                lines[end : each.end] = [self._without_body(end), *[""] * (each.end - end - 1)]
        return "\n".join(lines)

    def only_methods(self, piece: Piece, methods: Iterable[Piece]) -> str:
        """The text of a class with nothing but some methods; every line stays where it is."""
        lines = [*[""] * piece.head, f"class {piece.name}:"]
        for each in methods:
            lines += [""] * (each.head - len(lines))
            lines += self.lines[each.head : each.end]
        return "\n".join(lines) + "\n"

    def _top_level(self) -> list[Piece]:
        # where statements of the top level start: the others go on from line to line
        inside = self._inside
        starts = [
            number
            for number, line in enumerate(self.lines)
            if line and line[0] not in _GOES_ON and number not in inside
        ]
        starts.append(len(self.lines))
        self._take_imports(starts)
        found = self._definitions(starts, 0)
        # `global` makes names of the file in a function
        return [
            each
            for each in found
            if not any(
                "global " in line and _GLOBAL.search(line)
                for line in self.lines[each.start : each.end]
            )
        ]

    def _take_imports(self, starts: list[int]) -> None:
        for start, end in pairwise(starts):
            if self.lines[start].startswith(("from", "import")):
                found = imports_of("\n".join(self.lines[start:end]))
                if found is not None:
                    self.imports += found
                    self._import_lines.append((start, end))

    def _of_class(self, first: int, end: int) -> list[Piece]:
        """The definitions that stand in the body of a class, and deeper in nothing else."""
        inside, depth = self._inside, None
        starts = []
        for number in range(first, end):
            line = self.lines[number]
            code = line.lstrip()
            if code and code[0] not in _GOES_ON and number not in inside:
                if depth is None:
                    depth = line[: len(line) - len(code)]
                if line.startswith(depth) and len(code) + len(depth) == len(line):
                    starts.append(number)
        return self._definitions([*starts, end], len(depth or ""))

    def _definitions(self, starts: list[int], depth: int) -> list[Piece]:
        """Those of the statements that start at some lines which define something."""
        found: list[Piece] = []
        decorators: int | None = None
        for number, end in pairwise(starts):
            line = self.lines[number]
            start = number if decorators is None else decorators
            if line[depth] == "@":
                decorators = start
                continue
            decorators = None
            if match := _HEAD.match(line, depth):
                found.append(Piece(match[2], cast(Kind, match[1]), number, start, end))
        return found


def _mentions(words: Iterable[str], text: str) -> bool:
    return any(word in text and text.count(word) > text.count(f"def {word}") for word in words)


def _lines_in_texts(text: str) -> set[int] | None:
    """The lines that begin within a text in triple quotes; None where such a text has no end."""
    inside: set[int] = set()
    opened = ""
    line = position = 0
    for match in _QUOTES.finditer(text):
        if opened and match[0] != opened:
            continue
        start = match.start()
        if not opened and _MAY_HIDE.search(text, text.rfind("\n", 0, start) + 1, start):
            return _lines_in_all_texts(text)
        before = line
        line += text.count("\n", position, start)
        position = start
        if opened:
            inside.update(range(before + 1, line + 1))
        opened = "" if opened else match[0]
    return None if opened else inside


def _lines_in_all_texts(text: str) -> set[int] | None:
    """The same of a text with triple quotes in other texts, or in comments."""
    inside: set[int] = set()
    line = position = 0
    for match in _TEXTS.finditer(text):
        if _QUOTES.fullmatch(match[0]):
            return None
        line += text.count("\n", position, match.start())
        position = match.end()
        last = line + match[0].count("\n")
        inside.update(range(line + 1, last + 1))
        line = last
    return inside
