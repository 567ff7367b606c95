"""The words of a file: names, keywords and short texts. Comments don't count.

Rules name words without which they find nothing. To look for some hundred words in the whole text
of every file costs more than most rules; the tree has each name once it is walked.
"""

from __future__ import annotations

import ast

from flake8_fastapi.model.names import Names

#: Longer texts are documentation, and data.
LONGEST = 200

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


def vocabulary(names: Names) -> str:
    """Every word of a file once, a line each, to be searched for parts: `yield`, `Session`."""
    tree = names.tree
    words: set[object] = {*names.spelled}
    words |= {argument.arg for argument in tree.nodes(ast.arg)}
    words |= {keyword.arg or "" for keyword in tree.nodes(ast.keyword)}
    for alias in tree.nodes(ast.alias):
        words |= {alias.name, alias.asname or ""}
    words |= {source.module or "" for source in tree.nodes(ast.ImportFrom)}
    words |= {function.name for function in tree.nodes(ast.FunctionDef)}
    words |= {function.name for function in tree.nodes(ast.AsyncFunctionDef)}
    words |= {each.name for each in tree.nodes(ast.ClassDef)}
    words |= {
        each.value
        for each in tree.nodes(ast.Constant)
        if each.value.__class__ is str and len(each.value) < LONGEST
    }
    words |= {word for kind, word in _KEYWORDS.items() if tree.nodes(kind)}
    return "\n".join(map(str, words))
