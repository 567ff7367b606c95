"""What newer versions of Python have, said so that an older one parses it too.

A neighbour may have `type Handler = Callable[[Event], None]`, `class Store[T]:`,
`f"{items["key"]}"` or `except KeyError, ValueError:`, and be checked under Python 3.11. Every
character stays where it is, for lines and columns, but for a parenthesis behind the last exception.
"""

from __future__ import annotations

import re
import sys

from flake8_fastapi.model.lean import regex

_ALIAS = regex(r"^([ \t]*)type[ \t]+(\w+)(?:[ \t]*(\[.*\]))?([ \t]*=(?!=))", re.M)
_HEADER = regex(r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+\w+[ \t]*\[", re.M)
_EXCEPT = regex(r"^([ \t]*except)[ \t]([ \t]*[\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)([ \t]*:)", re.M)
_F_STRING = regex(r"(?i)(?<!\w)(?:f|rf|fr)(\"(?!\"\")|'(?!''))")
_OTHER = {'"': "'", "'": '"'}


def in_older_words(text: str) -> str | None:
    """The text without what Python has since 3.12; None where that changes nothing."""
    found = "\n".join(map(_with_other_quotes, _in_older_definitions(text).split("\n")))
    return found if found != text else None


def _in_older_definitions(text: str) -> str:
    return _without_parameters(_EXCEPT.sub(r"\1(\2)\3", _ALIAS.sub(_assigned, text)))


def is_of_later(text: str) -> bool:
    """Whether a text has what this Python does not parse, and only later ones do.

    In the older words, `type Handler = Event` asks for `Event` at once, and nobody has the `T` of
    `class Store[T]`.
    """
    return sys.version_info < (3, 12) and _in_older_definitions(text) != text


def _assigned(match: re.Match[str]) -> str:
    """`type Handler[T] = ...` as an assignment."""
    indent, name, _, equals = match.groups()
    return f"{indent}{name}{equals.rjust(len(match[0]) - len(indent) - len(name))}"


def _without_parameters(text: str) -> str:
    """Blank `[T: Item]` behind the names of functions and classes."""
    for match in _HEADER.finditer(text):
        start, depth = match.end() - 1, 0
        for place in range(start, min(len(text), start + 2000)):
            depth += (text[place] == "[") - (text[place] == "]")
            if depth == 0:
                if "\n" not in text[start:place]:  # without brackets, the line would end there
                    text = text[:start] + " " * (place + 1 - start) + text[place + 1 :]
                break
    return text


def _with_other_quotes(line: str) -> str:
    """Write `f"{items['key']}"` for `f"{items["key"]}"`; no backslashes in there, either."""
    if "{" not in line or _F_STRING.search(line) is None:
        return line
    characters = list(line)
    place = 0
    while (match := _F_STRING.search(line, place)) is not None:
        place = _end_of_text(characters, match.end(), match[1])
    return "".join(characters)


def _end_of_text(line: list[str], place: int, quote: str) -> int:
    """The place behind the f-string that a place lies in, whose texts get the other quotes."""
    depth = 0
    while place < len(line):
        character = line[place]
        if character in "{}":
            is_doubled = not depth and line[place + 1 : place + 2] == [character]
            depth += 0 if is_doubled else 1 if character == "{" else -1
            place += is_doubled
        elif character == "\\":
            if depth:
                line[place] = " "
            place += not depth
        elif character == quote:
            if depth <= 0:
                return place + 1
            place = _exchange(line, place, quote) - 1
        place += 1
    return place


def _exchange(line: list[str], start: int, quote: str) -> int:
    """Put a text that begins at a place into the other quotes; the place behind it."""
    if line[start - 1] in "fF":
        end = _end_of_text(line, start + 1, quote)
    elif quote in line[start + 1 :]:
        end = line.index(quote, start + 1) + 1
    else:
        return len(line)
    inner = [" " if each == "\\" else each for each in line[start + 1 : end - 1]]
    line[start:end] = [_OTHER[quote], *inner, _OTHER[quote]]
    return end
