"""A class of a neighbour, of whose methods mostly one is asked for.

What stands outside of the bodies of its methods is read at once, each body when something asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.neighbours.by_name import ByName
from flake8_fastapi.model.neighbours.headers import OF_FUNCTION
from flake8_fastapi.model.neighbours.pieces import Cut, Piece
from flake8_fastapi.model.syntax.definitions import one_of
from flake8_fastapi.model.syntax.expressions import Expr
from flake8_fastapi.model.syntax.functions import Function, Summary, nothing, unknown_facts
from flake8_fastapi.model.syntax.syntax import Syntax

Reader = Callable[[Any, str], Any]

#: Words without which a function has nothing of a kind in its body.
WORDS = {
    "is_generator": "yield", "yielded": "yield", "returned": "return", "raised": "raise",
    "entered": "with", "enterings": "with", "iterated": "for",
}  # fmt: skip
#: Smaller classes are read at once: to read in parts takes its time, too.
_LARGE = 40
#: What may set an attribute of a parameter: `self.x = 1`, `with a as self.x`, `(a, self.x) = b`.
_SETS = regex(
    r"(?m)^[ \t]*[\[(*]*\w+\.\w+[ \t]*(?:$|[\])=,:]|[-+*/%@&|^<>]+=)"
    r"|\bas\s+[\[(*]*\w+\.\w|\bfor\b.*\w\.\w.*\bin\b|[\[(=,*;:]\s*\w+\.\w[^\n=]*="
)
#: What may stand behind the attribute that is set: `self.x = 1`, `self.x: int`, `(a, self.x)`.
_BEHIND = regex(r"(?m)[ \t]*(?:$|=(?!=)|[\]),:;#\\]|[-+*/%@&|^<>]+=|in\b)")


class Bodies:
    """The bodies of the methods of one class."""

    def __init__(
        self,
        cut: Cut,
        piece: Piece,
        qualname: str,
        read: Callable[[str], Syntax | None],
        take: Callable[[Summary], None],
    ) -> None:
        """`read` reads a part of the file; `take` is told what was read in a body."""
        self._cut, self._piece, self._qualname = cut, piece, qualname
        self._read_part, self._take = read, take
        self._methods = cut.methods(piece) if piece.end - piece.start >= _LARGE else {}
        self._read: dict[str, Syntax | None] = {}  #: by name of the methods
        self._functions: dict[str, Function] = {}  #: with bodies, by qualified name
        self._sets: dict[Piece, bool] = {}  #: whether a method may set any attribute
        self._set: dict[Syntax, dict[str, list[Expr]]] = {}  #: attributes, by part of the class

    def outside(self) -> Summary | None:
        """What the class says, its bodies told when asked; None where they cannot be cut off."""
        if not self._methods:
            return None
        several = [each for group in self._methods.values() for each in group]
        syntax = self._read_part(self._cut.without_bodies(self._piece, several))
        if syntax is None:
            return None
        summary = syntax.summary
        own = [each for each in summary.functions.values() if each.owner == self._qualname]
        times = Counter(each.name for each in own)
        if any(times[name] != len(group) for name, group in self._methods.items()):
            return None  # one stands in a branch: they are counted together
        for function in own:
            if function.name in self._methods:
                function._read = partial(self._of_function, function, function._read)
        cls = summary.classes[self._qualname]
        cls._read = partial(self._of_class, syntax, cls._read)
        return summary

    def read(self, name: str) -> None:
        """Read the bodies of the methods of that name, if there are some."""
        if name not in self._methods or name in self._read:
            return
        syntax = self._read_part(self._cut.only_methods(self._piece, self._methods[name]))
        self._read[name] = syntax
        if syntax is not None:
            self._functions |= syntax.summary.functions
            self._take(syntax.summary)

    def read_any(self, words: Collection[str]) -> None:
        """Read the bodies in which one of the words stands."""
        for name, several in self._methods.items():
            if any(self._cut.mentions(words, each) for each in several):
                self.read(name)

    def has_read(self, function: Function) -> bool:
        """Whether a function of the class, or in one of its methods, is known with its body."""
        is_split = function.owner == self._qualname and function.name in self._methods
        return not is_split or function.name in self._read

    def read_all(self) -> None:
        for name in self._methods:
            self.read(name)

    def _of_function(
        self, function: Function, of_header: Reader, node: object, fact: str
    ) -> object:
        if fact in OF_FUNCTION:
            return of_header(node, fact)
        if fact in WORDS and not self._has(WORDS[fact], function.name):
            return nothing(function, fact)
        self.read(function.name)
        whole = self._functions.get(function.qualname)
        return unknown_facts(function, fact) if whole is None else getattr(whole, fact)

    def _has(self, word: str, name: str) -> bool:
        return any(self._cut.has(word, each) for each in self._methods[name])

    def _of_class(self, outside: Syntax, of_outside: Reader, node: object, fact: str) -> object:
        if fact != "attributes":
            return of_outside(node, fact)
        return ByName(partial(self._attribute, outside), partial(self._attributes, outside))

    def _attribute(self, outside: Syntax, name: str) -> Expr | None:
        """What the methods set an attribute to; read are those that have its name."""
        values: list[Expr] = []
        for syntax in (outside, *self._setting(name)):
            values += self._set_in(syntax).get(name, ())
        return one_of(values) if values else None

    def _attributes(self, outside: Syntax) -> dict[str, Expr]:
        values: dict[str, list[Expr]] = {}
        for syntax in (outside, *self._setting()):
            for attribute, several in self._set_in(syntax).items():
                values.setdefault(attribute, []).extend(several)
        return {attribute: one_of(several) for attribute, several in values.items()}

    def _set_in(self, syntax: Syntax) -> dict[str, list[Expr]]:
        """What a part of the class sets attributes to, in order."""
        known = self._set.get(syntax)
        if known is None:
            known = self._set[syntax] = syntax.reader.attribute_values(self._qualname)
        return known

    def _setting(self, attribute: str = "") -> Iterator[Syntax]:
        """The methods that may set an attribute: plain ones first, as in a class that is whole."""
        last = {name: group[-1] for name, group in self._methods.items()}  # after its overloads
        for name in sorted(last, key=lambda name: (last[name].kind != "def", last[name].head)):
            if any(self._may_set(attribute, each) for each in self._methods[name]):
                self.read(name)
                if (syntax := self._read[name]) is not None:
                    yield syntax

    def _may_set(self, attribute: str, method: Piece) -> bool:
        """Whether a method may set an attribute of that name; "": any."""
        sets = self._sets.get(method)
        if sets is None:
            sets = self._sets[method] = _SETS.search(self._cut.text(method)) is not None
        return sets and (not attribute or _may_end_in(attribute, self._cut.text(method)))


def _may_end_in(attribute: str, text: str) -> bool:
    """Whether something that an assignment may set ends in an attribute of that name."""
    end = text.find(f".{attribute}") + 1
    while end:
        end += len(attribute)
        if _BEHIND.match(text, end):
            return True
        end = text.find(f".{attribute}", end) + 1
    return False
