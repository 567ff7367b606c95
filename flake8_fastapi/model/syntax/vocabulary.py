"""The words of a file: names, keywords and short texts. Comments don't count.

Rules name words without which they find nothing. To look for some hundred words in the whole text
of every file costs more than most rules; the tree has each name once it is walked.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.syntax.tree import Tree

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


class Words:
    """Words to look for: a `name`, a `.name` that is read, a `*part*` of a name."""

    def __init__(self, words: Iterable[str]) -> None:
        self.all = frozenset(words)
        self.read = frozenset(word[1:] for word in self.all if word[0] == ".")
        self.parts = tuple(sorted(word[1:-1] for word in self.all if word[0] == "*"))


class Vocabulary:
    """Every word of a file once: `yield`, `Session`, and each part of a dotted import."""

    def __init__(self, tree: Tree) -> None:
        self._attributes = tree.words  #: and other names that are read
        names = self._names = set(tree.words)
        names.update([each.arg for each in tree.each(ast.arg)])
        names.update([each.arg for each in tree.each(ast.keyword) if each.arg])
        names.update([each.name for each in tree.each(ast.FunctionDef)])
        names.update([each.name for each in tree.each(ast.AsyncFunctionDef)])
        names.update([each.name for each in tree.each(ast.ClassDef)])
        names.update([_KEYWORDS[kind] for kind in tree.kinds & _KEYWORDS.keys()])
        for alias in tree.each(ast.alias):
            names.update(alias.name.split("."))
            if alias.asname:
                names.add(alias.asname)
        for source in tree.each(ast.ImportFrom):
            if source.module:
                names.update(source.module.split("."))

    def has(self, word: str) -> bool:
        """Whether a word stands in the file."""
        if word[0] == "*":
            return word[1:-1] in self._text
        return word in self._names or (word[0] == "." and word[1:] in self._attributes)

    def among(self, words: Words) -> set[str]:
        """Those of the words that stand in the file."""
        found = self._names & words.all
        found.update([f".{name}" for name in self._attributes & words.read])
        text = self._text
        found.update([f"*{part}*" for part in words.parts if part in text])
        return found

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._names)
