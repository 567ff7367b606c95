"""The words of a file: names, keywords and short texts. Comments don't count.

Rules name words without which they find nothing. To look for some hundred words in the whole text
of every file costs more than most rules; the tree has each name once it is walked.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_fastapi.model.tree import Tree

_KEYWORDS: dict[type, str] = {
    ast.AsyncFor: "async for",
    ast.AsyncFunctionDef: "async def",
    ast.AsyncWith: "async with",
    ast.Await: "await",
    ast.ExceptHandler: "try except",
    ast.Global: "global",
    ast.Lambda: "lambda",
    ast.Raise: "raise",
    ast.Return: "return",
    ast.While: "while",
    ast.With: "with",
    ast.Yield: "yield",
    ast.YieldFrom: "yield from",
}


#: Words of other files that are remembered.
_MOST_KNOWN = 50_000


def vocabulary(tree: Tree) -> set[str]:
    """Every word of a file: `yield`, `Session`."""
    words = set(tree.words)
    words |= {argument.arg for argument in tree.each(ast.arg)}
    words |= {keyword.arg or "" for keyword in tree.each(ast.keyword)}
    for alias in tree.each(ast.alias):
        words |= {alias.name, alias.asname or ""}
    words |= {source.module or "" for source in tree.each(ast.ImportFrom)}
    words |= {function.name for function in tree.each(ast.FunctionDef)}
    words |= {function.name for function in tree.each(ast.AsyncFunctionDef)}
    words |= {each.name for each in tree.each(ast.ClassDef)}
    words |= {word for kind, word in _KEYWORDS.items() if tree.has(kind)}
    return words


class Parts:
    """Some words that are looked for in vocabularies, as words or as parts of words.

    What a word was found to have is remembered: most words of a file are those of other files.
    """

    def __init__(self, parts: Iterable[str]) -> None:
        self._parts = tuple(parts)
        self._known: set[str] = set()
        self._having: dict[str, set[str]] = {}  #: of the known words, those with parts

    def among(self, words: set[str]) -> set[str]:
        """The parts that stand in one of the words."""
        if len(self._known) > _MOST_KNOWN:
            self._known, self._having = set(), {}
        new = words - self._known
        text = "\n".join(["", *new, ""])
        found = set()
        for part in self._parts:
            place = text.find(part)
            while place >= 0:
                end = text.index("\n", place)
                word = text[text.rindex("\n", 0, place) + 1 : end]
                self._having.setdefault(word, set()).add(part)
                found.add(part)
                place = text.find(part, end)
        self._known.update(text.split("\n"))  # not a text of several lines, which was cut
        return found.union(*[self._having[word] for word in self._having.keys() & words])
