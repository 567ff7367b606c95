"""The words of a file: names, keywords and short texts. Comments don't count.

Rules name words without which they find nothing. To look for some hundred words in the whole text
of every file costs more than most rules; the tree has each name once it is walked.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.tree import Tree

_KEYWORDS: dict[type, str] = {
    ast.AsyncFor: "async for",
    ast.AsyncFunctionDef: "async def",
    ast.AsyncWith: "async with",
    ast.Await: "await",
    ast.ExceptHandler: "except",
    ast.Global: "global",
    ast.Lambda: "lambda",
    ast.Raise: "raise",
    ast.Return: "return",
    ast.While: "while",
    ast.With: "with",
    ast.Yield: "yield",
    ast.YieldFrom: "yield from",
}


class Vocabulary:
    """Every word of a file once: `yield`, `Session`, and each part of a dotted import."""

    def __init__(self, tree: Tree) -> None:
        self._attributes = tree.words  #: and other names that are read
        names = self._names = set(tree.words)
        names.update(each.arg for each in tree.each(ast.arg))
        names.update(each.arg for each in tree.each(ast.keyword) if each.arg)
        names.update(each.name for each in tree.each(ast.FunctionDef))
        names.update(each.name for each in tree.each(ast.AsyncFunctionDef))
        names.update(each.name for each in tree.each(ast.ClassDef))
        names.update(word for kind, word in _KEYWORDS.items() if tree.has(kind))
        for alias in tree.each(ast.alias):
            names.update(alias.name.split("."))
            if alias.asname:
                names.add(alias.asname)
        for source in tree.each(ast.ImportFrom):
            if source.module:
                names.update(source.module.split("."))

    def has(self, word: str) -> bool:
        """Whether a word stands in the file."""
        return bool(self.among((word,)))

    def among(self, words: Iterable[str]) -> set[str]:
        """Those of `words` in the file: a `name`, a `.name` that is read, a `*part*` of a name."""
        text, names, attributes = self._text, self._names, self._attributes
        return {
            word
            for word in words
            if (
                word in names
                or (word[0] == "*" and word[1:-1] in text)
                or (word[0] == "." and word[1:] in attributes)
            )
        }

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._names)
