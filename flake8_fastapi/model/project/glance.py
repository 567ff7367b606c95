"""What the text of a file tells before anything is read of it: most files end here.

All of it errs on the side of yes: words in comments count.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence

from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.project.imported import Imported


class Glance:
    """A look at the text of one file."""

    def __init__(
        self, root: ast.Module, source: str, lines: Sequence[str], project: Imported | None
    ) -> None:
        self._root = root
        self._source = source
        self._lines = lines
        self._project = project

    def says_any(self, words: Iterable[str]) -> bool:
        """Whether one of some words, or parts of words, stands in the file; yes without a text."""
        text = self._text
        return not self._lines or any(word in text for word in words)

    @cached_property
    def _text(self) -> str:
        """The text, without the licence above it."""
        begin = 0
        for line in self._lines:
            if line[0] not in "#\r\n":
                break
            begin += len(line)
        return self._source[begin:]

    @cached_property
    def imports_project(self) -> bool:
        """Whether the file imports something of its own project, at its top or in a function."""
        project = self._project
        if project is None:
            return False
        for node in self._root.body:  # faster than the search, and most files end here
            if isinstance(node, ast.ImportFrom) and (
                node.level or project.knows(_top(node.module or ""))
            ):
                return True
        return any(not top or project.knows(top) for top in self._imported)

    def imports_any(self, tops: Collection[str]) -> bool:
        """Whether it imports one of some libraries."""
        return not self._imported.isdisjoint(tops)

    @cached_property
    def _imported(self) -> set[str]:
        """The first part of each name that is imported; "" for what begins with a dot."""
        return set(map(_top, _imported_in(self._text)))


def _imported_in(text: str) -> Iterator[str]:
    """The modules that a text names around the word `import`: no pattern is as fast."""
    before, *others = text.split("import")
    for after in others:
        above, _, line = before.rpartition("\n")
        begun = max(line.rfind(";"), line.rfind(":")) + 1  # `import os; import app`
        words = line[begun:].split()
        if after[:1] in (" ", "\t", "\\", "("):  # not `important`
            if above.endswith("\\") or after.lstrip(" \t")[:1] == "\\":
                yield ""  # the name stands on another line
            elif not words:
                line = after.partition("\n")[0]
                for each in line.split(","):
                    yield from each.split(None, 1)[:1]
                if line.endswith("\\"):
                    yield ""
            elif words[0] == "from":
                yield words[-1]
        before = after


def _top(module: str) -> str:
    return module.partition(".")[0]
