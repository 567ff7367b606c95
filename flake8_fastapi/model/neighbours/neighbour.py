"""What another file says, read piece by piece when something asks for it."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, TypeVar

from flake8_fastapi.model.lean import cached_property, regex
from flake8_fastapi.model.neighbours.bodies import WORDS, Bodies
from flake8_fastapi.model.neighbours.by_name import ByName
from flake8_fastapi.model.neighbours.headers import OF_CLASS, OF_FUNCTION, Header, is_plain
from flake8_fastapi.model.neighbours.pieces import Cut, Piece
from flake8_fastapi.model.syntax.changes import is_changed_in, is_set_in
from flake8_fastapi.model.syntax.expressions import Call, Expr, OneOf, Ref, last_name
from flake8_fastapi.model.syntax.functions import (
    AtImport,
    Class,
    Function,
    Summary,
    nothing,
    unknown_facts,
)
from flake8_fastapi.model.syntax.names import absolute, package_of
from flake8_fastapi.model.syntax.newer_syntax import in_older_words
from flake8_fastapi.model.syntax.syntax import Surroundings, Syntax
from flake8_fastapi.model.syntax.tree import FUNCTIONS, POSITION

Definition = TypeVar("Definition", bound=Function | Class)

_COOKIE = re.compile(rb"[ \t]*#.*?coding[:=]")
#: Words without which a definition has nothing of a kind.
_WORDS = {**WORDS, "annotation": "->", "methods": "def ", "attributes": "def "}
#: What a class has under names, all of which stand in its text.
_BY_NAME = frozenset({"methods", "fields", "attributes"})
#: The first name of several, and the second.
_TOP = regex(r"([^.#]+)(?:#\d+)?\.([^.#]+)")


class Neighbour(Summary):
    """The summary of a file: a function of its text, whatever is asked of it, and in what order.

    Its imports and other statements are read at once. A function or class of the top level is no
    more than a name and a place, until something asks what it is made of.
    """

    def __init__(self, text: bytes, module: str, path: str, is_package: bool) -> None:
        """Raise what `ast.parse` raises of a text that cannot be parsed."""
        self.name, self.path, self.is_package = module, path, is_package
        self.size = 0  #: characters of which the trees are kept
        self._parts: list[Syntax] = []
        self._cut = _cut(text)
        pieces: dict[str, list[Piece]] = {}  # by name
        for piece in self._cut.pieces:
            pieces.setdefault(piece.name, []).append(piece)
        imports = self._imports()
        rest = self._read_rest(pieces, imports) if imports else None
        if rest is None:
            imports = {}
            rest = self._read_rest(pieces, {})
        if rest is None:
            pieces = {}
            rest = self._read_part(text, None)
        self._rest, read = rest, rest.summary
        self._around = Surroundings(rest.reader.every_global(), read.stars)
        self._announced: dict[Piece, Function | Class] = {}
        self._unread = pieces
        self._headers: dict[Piece, Header | None] = {}
        self._wholes: dict[str, Function | Class] = {}  #: what was announced, with its body
        self._bodies: dict[str, Bodies] = {}  #: of classes whose methods are read one by one
        self._read_pieces: list[Summary] = []
        self._is_whole = not pieces
        self._functions = dict(read.functions)
        self._classes = dict(read.classes)
        self.stars = read.stars
        self.names = {**read.names, **imports}
        self._text = "\n".join(self._cut.lines) if pieces else text.decode(errors="replace")
        self.changes = partial(is_changed_in, self._text)
        self.sets = partial(is_set_in, self._text)
        for name, several in pieces.items():
            announced = [self._announce(piece, count) for count, piece in enumerate(several)]
            self.names[name] = announced[0] if len(announced) == 1 else OneOf(tuple(announced))
        self.functions = _Asked(self._functions, self._read_around, self._read_all)
        self.classes = _Asked(self._classes, self._read_around, self._read_all)

    @cached_property
    def calls(self) -> list[Call]:
        """Read when they are first asked for: they stand all over the file."""
        return sorted(self._calls_of(self._announced), key=POSITION)

    def at_import(self, words: Collection[str]) -> AtImport:
        """The same as of any file, without definitions that have none of the words."""
        rest = self._rest.summary
        functions = list(rest.functions.values())
        pieces = [piece for piece in self._announced if self._cut.runs_any(words, piece)]
        for piece in pieces:
            announced = self._announced[piece]
            if isinstance(announced, Function):
                functions.append(announced)
                continue
            self._read([piece.name])
            within = f"{announced.qualname}."
            inner = [each for name, each in self._functions.items() if name.startswith(within)]
            functions += [each for each in inner if not each.outer]
        return AtImport(partial(self._calls_of, pieces), functions)

    def _calls_of(self, pieces: Iterable[Piece]) -> list[Call]:
        """What is called at import, of some definitions and the rest."""
        return [
            *self._rest.summary.calls,
            *chain.from_iterable(map(self._calls_at_import, pieces)),
        ]

    def calls_naming(self, names: Collection[str]) -> Iterator[tuple[Call, Function | None]]:
        """The same as of any file, without definitions whose text has none of the names."""
        words = {*names, *self._other_names(names)}
        makers = [*self._rest.summary.functions.values(), *self._functions_naming(words)]
        for call in self._calls_of([it for it in self._announced if self._cut.runs_any(words, it)]):
            yield call, None
        for maker in sorted(makers, key=POSITION):
            for call in maker.calls:
                yield call, maker

    def keeping(self, name: str) -> Iterator[tuple[Expr, Expr]]:
        """The same as of any file, without definitions whose text has not the name."""
        yield from self._rest.summary.keeping(name)
        for maker in self._functions_naming({name}):
            yield from maker.kept.get(name, ())

    def classes_naming(self, names: Collection[str]) -> Iterator[Class]:
        """The same as of any file, without definitions whose text has none of the names."""
        words = {*names, *self._other_names(names)}
        yield from self._rest.summary.classes.values()
        for piece, announced in self._announced.items():
            if self._cut.mentions(words, piece):
                if isinstance(announced, Class):
                    yield announced
                yield from self._classes_in(piece, announced.qualname)

    def _classes_in(self, piece: Piece, qualname: str) -> list[Class]:
        """The classes that stand in a definition."""
        if "class " not in self._cut.text(piece)[len("class ") :]:
            return []
        self._read([piece.name])
        if piece.name in self._bodies:
            self._bodies[piece.name].read_any({"class "})
        return [each for name, each in self._classes.items() if name.startswith(f"{qualname}.")]

    def _other_names(self, names: Collection[str]) -> Iterator[str]:
        """What the file calls what it imports under one of `names`."""
        for name in names:
            yield from self._renamed.get(name, ())

    @cached_property
    def _renamed(self) -> dict[str, list[str]]:
        """The names of the file that stand for something else, by the last name of that."""
        found: dict[str, list[str]] = {}
        for name, bound in self.names.items():
            if isinstance(bound, Ref):
                found.setdefault(last_name(bound), []).append(name)
        return found

    def _functions_naming(self, words: Collection[str]) -> Iterator[Function]:
        """The functions and methods in whose text one of the words stands, and perhaps others."""
        tops = {
            announced.qualname: piece
            for piece, announced in self._announced.items()
            if self._cut.mentions(words, piece)
        }
        self._read([piece.name for piece in tops.values()])
        for piece in tops.values():
            if piece.name in self._bodies:
                self._bodies[piece.name].read_any(words)
        for qualname, function in list(self._functions.items()):
            top = self._top_of(qualname)
            if top in tops:
                bodies = self._bodies.get(tops[top].name)
                if bodies is None or bodies.has_read(function):
                    yield function

    def _top_of(self, qualname: str) -> str:
        """The definition of the top level that another one is, or lies in."""
        end = qualname.find(".", len(self.name) + 1)
        return qualname if end < 0 else qualname[:end]

    def says_any(self, words: Collection[str]) -> bool:
        return any(word in self._text for word in words)

    def _calls_at_import(self, piece: Piece) -> list[Call]:
        if piece.kind != "class" and (header := self._header(piece)) is not None:
            return header.calls  # that its decorators are, whatever was read first
        self._read([piece.name])
        calls = chain.from_iterable(read.calls for read in self._read_pieces)
        return [call for call in calls if piece.start < call.lineno <= piece.end]

    def _imports(self) -> dict[str, Expr]:
        """What the imports at the top level bind; nothing if one leads out of all packages."""
        package = package_of(self.name, self.is_package)
        bound: dict[str, dict[str, Ref]] = {}  # the same import twice is one
        for name, dots, imported in self._cut.imports:
            dotted = absolute(package, dots, imported)
            if dotted is None:
                return {}
            bound.setdefault(name, {})[dotted] = Ref(dotted)
        several = {name: tuple(refs.values()) for name, refs in bound.items()}
        return {name: refs[0] if len(refs) == 1 else OneOf(refs) for name, refs in several.items()}

    def _read_rest(self, pieces: Collection[str], imports: Mapping[str, Expr]) -> Syntax | None:
        """Read what is outside of definitions, and of imports if what they bind is given.

        None where a name is bound in two ways: their order counts.
        """
        bound = {*pieces, *imports}
        if not bound or len(bound) < len(pieces) + len(imports):
            return None
        known = {name: Ref(f"{self.name}.{name}") for name in bound}
        known.update((name, each) for name, each in imports.items() if isinstance(each, Ref))
        try:
            rest = self._read_part(self._cut.rest(not imports), Surroundings(known, ()))
        except SyntaxError:
            return None  # cut in the wrong place, or no Python
        return rest if bound.isdisjoint(rest.summary.names) else None

    def _read_part(self, text: str | bytes, around: Surroundings | None) -> Syntax:
        syntax = Syntax(parsed(text, self.path), self.name, self.path, self.is_package, around)
        self._parts.append(syntax)
        self.size += len(text.strip())
        return syntax

    def _part(self, text: str) -> Syntax | None:
        """Some lines of the file; None if they are no Python."""
        try:
            return self._read_part(text, self._around)
        except NOT_PARSED:
            return None

    def close(self) -> None:
        """Let go of the trees, which lead back to themselves: nobody need search for them."""
        for syntax in self._parts:
            syntax.close()
        vars(self).clear()

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
        made._node, made._read = piece, partial(self._fact_of, made)
        self._announced[piece] = made
        return Ref(qualname)

    def _fact_of(self, made: Function | Class, piece: Piece, fact: str) -> object:
        """Read what a definition is made of: mostly, what its text tells at a glance is asked."""
        if fact == "decorators" and piece.start == piece.head:
            return ()
        if fact in _WORDS and not self._cut.has(_WORDS[fact], piece):
            return nothing(made, fact)
        if fact in (OF_CLASS if piece.kind == "class" else OF_FUNCTION):
            header = self._header(piece)
            if header is not None:
                return header.fact(fact)
        if fact in _BY_NAME:
            return ByName(
                partial(self._item_of, made, piece, fact), partial(self._read_fact, made, fact)
            )
        return self._read_fact(made, fact)

    def _item_of(self, made: Function | Class, piece: Piece, fact: str, name: str) -> object:
        """What a class has under a name, read only if that stands in its text."""
        return self._read_fact(made, fact).get(name) if self._cut.has(name, piece) else None

    def _read_fact(self, made: Function | Class, fact: str) -> Any:
        self._read([made.name])
        whole = self._wholes.get(made.qualname)
        return unknown_facts(made, fact) if whole is None else getattr(whole, fact)

    def _header(self, piece: Piece) -> Header | None:
        """What a definition is without its body; None where a glance does not find that."""
        if piece not in self._headers:
            text = self._cut.header(piece)
            self._headers[piece] = None if text is None else self._header_of(text)
        return self._headers[piece]

    def _header_of(self, text: str) -> Header | None:
        if not is_plain(text):
            return None
        try:
            (node,) = parsed(text, self.path).body
        except NOT_PARSED:
            return None
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)) or getattr(node, "type_params", None):
            return None
        self.size += len(text.strip())
        return Header(self._rest, node)

    def _read_around(self, qualname: str) -> None:
        """Read the definition of the top level that another one lies in; of a class, the method."""
        top = _TOP.match(qualname, len(self.name) + 1)
        if top is None:
            return
        if top[1] in self._unread:
            self._read([top[1]])
        if top[1] in self._bodies and qualname not in self._functions:
            self._bodies[top[1]].read(top[2])

    def _read_all(self) -> None:
        """Read what is left, and put all into the order of the source, whatever came first."""
        if not self._is_whole:
            self._is_whole = True
            self._read(list(self._unread))
            for bodies in self._bodies.values():
                bodies.read_all()
            _sort(self._functions)
            _sort(self._classes)

    def _read(self, names: list[str]) -> None:
        several = [self._unread.pop(name, ()) for name in names]
        pieces = [each for group in several for each in group if not self._is_split(each, group)]
        part = self._part(self._cut.only(pieces)) if pieces else None
        parts = [part]
        if part is None and len(pieces) > 1:  # what is wrong with one is not said of the others
            parts = [self._part(self._cut.only([each])) for each in pieces]
        for read in filter(None, parts):
            self._take(read.summary)

    def _is_split(self, piece: Piece, group: Sequence[Piece]) -> bool:
        """Read a class without the bodies of its methods, if that can be done."""
        if piece.kind != "class" or len(group) > 1:
            return False
        bodies = Bodies(
            self._cut, piece, f"{self.name}.{piece.name}", self._part, self._take_from_body
        )
        summary = bodies.outside()
        if summary is None:
            return False
        self._bodies[piece.name] = bodies
        self._take(summary)
        return True

    def _take(self, read: Summary) -> None:
        """Add what was read; what was announced stays itself, and asks what was read."""
        self._read_pieces.append(read)
        self._add(self._functions, read.functions)
        self._add(self._classes, read.classes)

    def _add(self, known: dict[str, Definition], read: Mapping[str, Definition]) -> None:
        for qualname, definition in read.items():
            if known.setdefault(qualname, definition) is not definition:
                self._wholes[qualname] = definition

    def _take_from_body(self, read: Summary) -> None:
        """Add what a method defines."""
        self._functions.update(_inner(read.functions))
        self._classes.update(_inner(read.classes))


def _inner(read: Mapping[str, Definition]) -> Iterator[tuple[str, Definition]]:
    """The definitions that stand in functions."""
    return ((qualname, each) for qualname, each in read.items() if ".<locals>." in qualname)


def _sort(known: dict[str, Definition]) -> None:
    ordered = sorted(known.items(), key=lambda item: POSITION(item[1]))
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


def top_level(text: str, path: str) -> list[ast.stmt]:
    """The statements at the top level of a text; none of one that does not parse."""
    try:
        return parsed(text, path).body
    except NOT_PARSED:
        return []


def parsed(text: str | bytes, path: str) -> ast.Module:
    """The tree of a text; what Python warns of is the business of whoever runs it."""
    try:
        return _parsed(text, path)
    except SyntaxError:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig", errors="strict")
        older = in_older_words(text)
        if older is None:
            raise
        return _parsed(older, path)


def _parsed(text: str | bytes, path: str) -> ast.Module:
    escapes = "\\" in text if isinstance(text, str) else b"\\" in text
    if not escapes:
        return ast.parse(text, path)  # which warns of nothing else
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
