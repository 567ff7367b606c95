"""Import statements of the top level as their lines say, without parsing them.

They are half of what a neighbour has outside of its definitions, and mostly of one form.
"""

from __future__ import annotations

from flake8_fastapi.model.lean import regex

_COMMENT = regex(r"#[^\n]*")
_FROM = regex(
    r"from[ \t]+(\.*)((?:[^\W\d]\w*(?:\.[^\W\d]\w*)*)?)[ \t]+import[ \t]*"
    r"(?:\(([^()]*)\)|[ \t]([^()\n]*))\s*"
)
_IMPORT = regex(r"import[ \t]+([^()\n]*)\s*")
_NAME = regex(r"\s*([^\W\d]\w*)(?:\s+as\s+([^\W\d]\w*))?\s*")
_MODULE = regex(r"\s*([^\W\d]\w*)((?:\.[^\W\d]\w*)*)(?:\s+as\s+([^\W\d]\w*))?\s*")

#: The name that is bound, the dots before what it stands for, and that.
Import = tuple[str, int, str]


def imports_of(statement: str) -> list[Import] | None:
    """What an import statement binds; None for what is none, or of another form."""
    text = _COMMENT.sub("", statement) if "#" in statement else statement
    if match := _FROM.fullmatch(text):
        dots, module, several, plain = match.groups()
        names = plain if several is None else several.strip().removesuffix(",")
        return _names(names, len(dots), f"{module}." if module else "")
    if match := _IMPORT.fullmatch(text):
        return _modules(match[1])
    return None


def _names(names: str, dots: int, prefix: str) -> list[Import] | None:
    found: list[Import] = []
    for part in names.split(","):
        match = _NAME.fullmatch(part)
        if match is None or not (dots or prefix):
            return None
        found.append((match[2] or match[1], dots, prefix + match[1]))
    return found


def _modules(names: str) -> list[Import] | None:
    found: list[Import] = []
    for part in names.split(","):
        match = _MODULE.fullmatch(part)
        if match is None:
            return None
        top, rest, bound = match.groups()
        found.append((bound, 0, top + rest) if bound else (top, 0, top))
    return found
