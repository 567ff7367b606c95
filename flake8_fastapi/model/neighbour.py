"""What another file says, read piece by piece when something asks for it."""

from __future__ import annotations

import ast
import re
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, TypeVar

from flake8_fastapi.model.changes import is_changed_in
from flake8_fastapi.model.expressions import OneOf, Ref
from flake8_fastapi.model.functions import Class, Function, Summary, unknown_facts
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.pieces import Cut, Piece
from flake8_fastapi.model.syntax import Surroundings, Syntax

Definition = TypeVar("Definition", bound=Function | Class)

_COOKIE = re.compile(rb"[ \t]*#.*?coding[:=]")
#: Facts of functions and classes that stand above their bodies.
_OF_HEADERS = {"decorators", "arguments", "annotation", "bases"}
#: The first name of several.
_TOP = regex(r"([^.#]+)(?:#\d+)?\.")


#: Characters of source whose trees are kept, for what may still be asked of them: each takes some
#: 100 bytes, and to read all of it at once takes time.
MOST_OPEN = 400_000


class _Open:
    """The trees that are still kept, the oldest first."""

    def __init__(self) -> None:
        self._kept: deque[tuple[Syntax, int]] = deque()
        self._size = 0

    def add(self, syntax: Syntax, size: int) -> None:
        """Keep one more, and finish with those that there is no room for."""
        self._kept.append((syntax, size))
        self._size += size
        while self._size > MOST_OPEN:
            oldest, size = self._kept.popleft()
            self._size -= size
            with suppress(RecursionError):  # whoever asks for what is too deep is told so
                oldest.reader.finish()
                oldest.close()


opened = _Open()


class _Part(NamedTuple):
    """What a part of a file says, and what its global names stand for."""

    summary: Summary
    names: dict[str, Ref]


class Neighbour(Summary):
    """The summary of a file: a function of its text, whatever is asked of it, and in what order.

    Its imports and other statements are read at once. A function or class of the top level is no
    more than a name and a place, until something asks what it is made of.
    """

    def __init__(self, text: bytes, module: str, path: str, is_package: bool) -> None:
        """Raise what `ast.parse` raises of a text that cannot be parsed."""
        self.name, self.path, self.is_package = module, path, is_package
        self._cut = _cut(text)
        pieces: dict[str, list[Piece]] = {}  # by name
        for piece in self._cut.pieces:
            pieces.setdefault(piece.name, []).append(piece)
        tops = {name: Ref(f"{module}.{name}") for name in pieces}
        try:
            rest = self._part(self._cut.rest(), Surroundings(tops, ()))
            if not pieces.keys().isdisjoint(rest.summary.names):
                pieces = {}  # defined here or there: their order counts
        except SyntaxError:
            pieces = {}  # cut in the wrong place, or no Python
        if not pieces:
            rest = self._part(text, None)
        read = rest.summary
        self._around = Surroundings(rest.names, read.stars)
        self._unread = pieces
        self._headers: dict[Piece, Function | Class | None] = {}
        self._is_whole = not pieces
        self._functions = dict(read.functions)
        self._classes = dict(read.classes)
        self._calls = list(read.calls)
        self.stars = read.stars
        self.names = read.names
        lines = self._cut.lines if pieces else text.decode(errors="replace").split("\n")
        self.changes = partial(is_changed_in, lines)
        for name, several in pieces.items():
            announced = [self._announce(piece, count) for count, piece in enumerate(several)]
            self.names[name] = announced[0] if len(announced) == 1 else OneOf(tuple(announced))
        self.functions = _Asked(self._functions, self._read_around, self._read_all)
        self.classes = _Asked(self._classes, self._read_around, self._read_all)

    def __getattr__(self, name: str) -> Any:
        """Read the calls of the top level when they are first asked for: they stand all over it."""
        if name != "calls":
            raise AttributeError(name)
        self._read_all()
        self.calls = self._calls
        return self.calls

    def _part(self, text: str | bytes, around: Surroundings | None) -> _Part:
        syntax = Syntax(parsed(text, self.path), self.name, self.path, self.is_package, around)
        part = _Part(syntax.summary, syntax.reader.every_global())
        opened.add(syntax, len(text))
        return part

    def _announce(self, piece: Piece, earlier: int) -> Ref:
        """Make the function or class that a piece defines, without reading it."""
        qualname = f"{self.name}.{piece.name}" + (f"#{earlier + 1}" if earlier else "")
        place = piece.head + 1, 0
        made: Function | Class
        if piece.kind == "class":
            made = self._classes[qualname] = Class(qualname, piece.name, self.name, *place)
        else:
            is_async = piece.kind == "async def"
            made = self._functions[qualname] = Function(
                qualname, piece.name, self.name, None, None, is_async, False, *place
            )
        made._read = partial(self._fact_of, made, piece)
        return Ref(qualname)

    def _fact_of(self, made: Function | Class, piece: Piece, fact: str) -> object:
        """Read what a definition is made of; from then on it knows by itself.

        Most of them are asked for what their text tells at a glance.
        """
        if fact == "is_generator" and not self._cut.has("yield", piece):
            return False
        if fact in _OF_HEADERS and (header := self._header(piece)) is not None:
            return getattr(header, fact)
        made._read = unknown_facts  # it may be no Python
        self._read([made.name])
        return made._read(fact)

    def _header(self, piece: Piece) -> Function | Class | None:
        """A definition without its body; None where a glance does not find that."""
        if piece not in self._headers:
            self._headers[piece] = None
            text = self._cut.header(piece)
            if text is not None and "lambda" not in text:  # which is a definition, too
                try:
                    summary = self._part(text, self._around).summary
                except NOT_PARSED:
                    return None
                found: list[Function | Class] = [*summary.functions.values()]
                found += summary.classes.values()
                (self._headers[piece],) = found
        return self._headers[piece]

    def _read_around(self, qualname: str) -> None:
        """Read the definition of the top level that another one lies in."""
        top = _TOP.match(qualname, len(self.name) + 1)
        if top is not None and top[1] in self._unread:
            self._read([top[1]])

    def _read_all(self) -> None:
        """Read what is left, and put all into the order of the source, whatever came first."""
        if not self._is_whole:
            self._is_whole = True
            self._read(list(self._unread))
            self._calls.sort(key=lambda call: call.lineno)
            _sort(self._functions)
            _sort(self._classes)

    def _read(self, names: list[str]) -> None:
        pieces = [piece for name in names for piece in self._unread.pop(name, ())]
        if not pieces:
            return
        try:
            summary = self._part(self._cut.only(pieces), self._around).summary
        except NOT_PARSED:
            return
        _take(self._functions, summary.functions)
        _take(self._classes, summary.classes)
        self._calls += summary.calls


def _take(known: dict[str, Definition], read: Mapping[str, Definition]) -> None:
    """Add what was read; what was announced stays itself, and is told where to read."""
    for qualname, definition in read.items():
        announced = known.setdefault(qualname, definition)
        if announced is not definition:
            announced._read = partial(getattr, definition)


def _sort(known: dict[str, Definition]) -> None:
    ordered = sorted(known.items(), key=lambda item: (item[1].lineno, item[1].col_offset))
    known.clear()
    known.update(ordered)


class _Asked(Mapping[str, Definition]):
    """Definitions by qualified name, each read when it is asked for."""

    def __init__(
        self,
        known: dict[str, Definition],
        read_for: Callable[[str], None],
        read_all: Callable[[], None],
    ) -> None:
        self._known = known
        self._read_for = read_for
        self._read_all = read_all

    def __getitem__(self, name: str) -> Definition:
        if name not in self._known:
            self._read_for(name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        self._read_all()
        return iter(self._known)

    def __len__(self) -> int:
        self._read_all()
        return len(self._known)


NOT_PARSED = (SyntaxError, ValueError, RecursionError, MemoryError)


def parsed(text: str | bytes, path: str) -> ast.Module:
    """The tree of a text; what Python warns of is the business of whoever runs it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, path)


def _cut(text: bytes) -> Cut:
    """Cut a text in UTF-8; one that is something else stays whole."""
    if _COOKIE.match(text) or _COOKIE.match(text, text.find(b"\n") + 1):
        return Cut("")
    try:
        return Cut(text.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        return Cut("")
