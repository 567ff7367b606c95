"""The words of a file: names, keywords and short texts. Comments don't count.

Rules name words without which they find nothing. To look for some hundred words in the whole text
of every file costs more than most rules; the tree has each name once it is walked.
"""

from __future__ import annotations

import ast

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


def vocabulary(tree: Tree) -> str:
    """Every word of a file once, a line each, to be searched for parts: `yield`, `Session`."""
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
    return "\n".join(words)
