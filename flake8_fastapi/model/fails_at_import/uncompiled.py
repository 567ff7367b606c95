"""Files that no version of Python compiles, told at a glance from most others."""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.neighbours.neighbour import NOT_PARSED, parsed
from flake8_fastapi.model.project.files import fingerprint, read_text

#: A value for an argument, on a line of its own.
_ARGUMENT = regex(r"^([ \t]+)(\w+)=(?!=)", re.M)
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
#: Texts and comments, which may have any of them.
_SAYING = regex(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''|'(?:[^'\\\n]|\\.)*'",
    re.S,
)
#: What is said of a text that no version of Python compiles; of others, a newer one might.
_BROKEN = regex(
    r"closing parenthesis|'.' was never closed|unmatched|unterminated triple-quoted"
    r"|Missing parentheses in call|keyword argument repeated"
)


def is_broken(path: str) -> bool:
    """Whether no version of Python compiles a file."""
    stamp = fingerprint(path)
    return stamp is not None and _cannot_be_compiled(path, stamp)


@lru_cache(maxsize=512)
def _cannot_be_compiled(path: str, _stamp: tuple[int, int]) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(parsed(read_text(path), path), path, "exec", dont_inherit=True)
        return False
    except IndentationError:
        return True
    except SyntaxError as error:
        return _BROKEN.match(error.msg) is not None
    except NOT_PARSED:
        return False


def repeats_a_keyword(node: ast.AST) -> bool:
    """Whether a call names an argument twice: that can be parsed, and not compiled."""
    keywords = node.keywords if isinstance(node, ast.Call) else ()
    names = [each.arg for each in keywords if each.arg is not None]
    return len(names) != len(set(names))


def is_suspect(source: str) -> bool:
    """Whether a closer look at a text is worth it."""
    return _is_unbalanced(source) or _may_repeat_a_keyword(source)


def _may_repeat_a_keyword(source: str) -> bool:
    """Whether two lines of a block give a value to the same name: worth a closer look."""
    last: dict[tuple[str, str], int] = {}
    for match in _ARGUMENT.finditer(source):
        before, start = last.get((match[1], match[2])), match.start()
        last[match[1], match[2]] = start
        if before is not None and all(
            line.startswith(match[1]) or not line.strip()
            for line in source[before:start].splitlines()
        ):
            return True
    return False


def _is_unbalanced(source: str) -> bool:
    """Whether brackets of some kind are not as many as those that close them: worth a closer look.

    What stands in functions is parsed for nothing else here.
    """
    return _are_unequal(source) and _are_unequal(_SAYING.sub("", source))


def _are_unequal(source: str) -> bool:
    return any(source.count(opening) != source.count(closing) for opening, closing in _BRACKETS)
