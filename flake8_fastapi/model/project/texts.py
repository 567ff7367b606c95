"""What the text of a file says to whoever looks for who uses something, without parsing it.

Patterns see names, not what they mean: what is found here is where to read on. One that starts with
plain text is searched for fast; what stands before that is looked at where it is found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from sys import intern
from typing import Literal, NamedTuple

from flake8_fastapi.model.lean import regex

#: What calls the name that it is handed.
_CALLERS = (
    "Depends", "Security", "add_task", "BackgroundTask", "lifespan", "on_startup", "on_shutdown",
    "run_in_threadpool", "to_thread", "run_sync", "run_in_executor", "add_middleware",
    "Middleware", "add_exception_handler", "StreamingResponse", "include_router", "mount", "run",
    "run_until_complete",
)  # fmt: skip
#: A name handed to each of them.
_HANDED = {
    word: regex(
        word + r"\s*[(=]\s*\[?\s*(?:dependency\s*=\s*|None\s*,\s*|[\w.]+\s*,\s*(?=\w))?"
        r"([A-Za-z_][\w.]*)"
    )
    for word in _CALLERS
}
#: A class that a bare `Depends()` stands with: `Annotated[Service, Depends()]`.
_BARE = {word: regex(word + r"\(\s*\)") for word in ("Depends", "Security")}
_DECLARED = regex(r"([A-Za-z_][\w.]*)['\"]?\s*[,=]\s*\Z")
_LONGEST_NAME = 100
_FROM = regex(r"from[ \t]+([.\w]+)[ \t]+import[ \t]*(\((?:[^)#]|#[^\n]*\n)*\)|(?:[^\n#;\\]|\\\n)*)")
_IMPORT = regex(r"import[ \t]+((?:[\w., \t]|\\\n)+)")
#: Makes an application or a router, or a class of its own for them.
_MAKES_APP = regex(r"\b(?:FastAPI|APIRouter)\s*\(|^class \w+\([^)]*\b(?:FastAPI|APIRouter)\b", re.M)
#: Registered by a call: "include_router", ... Of what is registered by decorator, each file
#: of routes has plenty; of interest here are objects that another file made.
_REGISTERING = (
    "include_router", "mount", "add_middleware", "add_api_route", "add_api_websocket_route",
)  # fmt: skip
_DECORATED = regex(
    r"@([A-Za-z_]\w*)(?:\.\w+)*\.(?:get|post|put|patch|delete|head|options|trace"
    r"|websocket|api_route|middleware)\("
)
#: A text that may be the path of a route.
_PATH = regex(r"[\"'](/[^\"'\s]*)[\"']")
#: What imports modules by names that are texts, and what looks for them in folders.
_LOADING = ("import_module", "__import__", "import_string", "run_module")
_LOADS_BY_NAME = regex(rf"\b(?:{'|'.join(_LOADING)})\((?!\s*[\"'][\w.]+[\"']\s*\))")
_FINDING = (
    "iter_modules", "walk_packages", "find_modules", "autodiscover", "from_file_location",
    "run_path",
)  # fmt: skip
_LISTING = ("listdir", "scandir", "iterdir", "glob", "walk")
#: A function that does nothing but raise, whatever it says of that.
_RAISING = (
    r"^(?:async )?def {}\([^)]*\)[^\n]*:[^\n]*\n"
    r"\s*(?:\"\"\"(?:[^\"]|\"(?!\"\"))*\"\"\"\s*)?raise (?!NotImplementedError)"
)
#: A limit that something has for how long the body of a request is, by a word in it.
_LIMITS = {
    "max_body_size": regex(r"max_body_size\s*=\s*[\w(]", re.I),
    "max_content_size": regex(  # of content-size-limit-asgi; the word alone has other uses, too
        r"ContentSizeLimitMiddleware\s*,\s*max_content_size\s*=\s*(?!None\b)[\w(]"
    ),
}
#: Something reads how long it is.
_LENGTH = regex(
    r"headers(?:\.get\(|\[)\s*b?[\"']content-length[\"']\s*[,)\]](?!\s*=[^=])"
    r"|(?:==|in|get\()\s*b[\"']content-length[\"']",
    re.I,
)
_DEPENDING = regex(
    r"(?:Depends|Security)\(|Annotated\[|: *\w*[dD]ep\w*\b"
    r"|= *(?:Query|Header|Cookie|Body|Form)\("
)
_ASYNC = regex(r"async def +(\w+)")
_DEFINED = regex(r"(?:def|class) +(\w+)")
_READ = regex(r"\.([^\W\d]\w*)")
#: A property: how far it is indented, its name, and what it does.
_PROPERTY = regex(
    r"property[ \t]*(?:#[^\n]*)?\n(?:[ \t]*@[^\n]*\n)*([ \t]*)def +(\w+)[^\n]*\n"
    r"((?:\1[ \t]+[^\n]*\n?|[ \t]*\n)*)"
)
#: Comments and texts.
_NO_CODE = regex(r"#[^\n]*|\"\"\".*?\"\"\"|'''.*?'''|\"[^\"\\\n]*\"|'[^'\\\n]*'", re.S)
#: What stands before a text that explains a class or a function.
_HEAD = regex(r"[\w\])]:[ \t]*\n\s*[rR]?\Z")
_BASES = regex(r"class[ \t]+\w+\s*\(([^()]*)\)")


class Property(NamedTuple):
    """A property as its text tells."""

    name: str
    reads: frozenset[str]  #: the attributes that it reads, of which others may be properties
    calls: bool  #: calls something: else it is quick


class Text(NamedTuple):
    """What the text of one file says, as far as a search tells."""

    handed: frozenset[tuple[str, str]]  #: ("Depends", "get_db"): the last part of the name
    imports: tuple[tuple[str, tuple[str, ...]], ...]  #: module and names, as written
    makes_app: bool
    registers: bool  #: puts routers, routes or middleware where another file may have made them
    bases: frozenset[str]  #: the last parts of the names of base classes
    may_limit_bodies: bool  #: speaks of the length of requests
    #: imports modules "by text", as in `import_module("app.items")`, "by name", where a text is
    #: somewhere else, or those of a "folder", and has routers
    loads_modules: Literal["", "by text", "by name", "folder"]
    #: functions, and classes, in whose signature or body `Depends(...)` or `Query(...)` stands
    dependents: frozenset[str]
    coroutines: frozenset[str]  #: names of its async functions
    properties: tuple[Property, ...]
    path_parts: frozenset[str]  #: of texts that are paths, where routes or routers are made

    @property
    def packages(self) -> frozenset[str]:
        """The packages that a file imports anything of."""
        return frozenset(module.partition(".")[0] for module, _ in self.imports)

    def imported_names(self) -> set[str]:
        """The last parts of the modules that a file imports, and what it imports from them."""
        found: set[str] = set()
        for module, names in self.imports:
            found.add(module.rpartition(".")[2])
            found.update(names)
        return found


def search(source: str) -> Text:
    """Search the source of a file for all of it."""
    imports: list[tuple[str, tuple[str, ...]]] = []
    bound: set[str] = set()  # the names that the imports bind
    for match in filter(_begins_line, _FROM.finditer(source)):
        inside = re.sub(r"#[^\n]*|\\\n", " ", match[2].strip("()"))
        parts = [part.split() for part in inside.split(",") if part.strip()]
        # many files import the same
        imports.append((intern(match[1]), tuple(intern(part[0]) for part in parts)))
        bound.update(part[-1] for part in parts)
    for match in filter(_begins_line, _IMPORT.finditer(source)):
        named = match[1].replace("\\\n", " ")
        parts = [part.split() for part in named.split(",") if part.strip()]
        imports += [(intern(part[0]), ()) for part in parts]
        bound.update(part[-1].partition(".")[0] for part in parts)
    makes_app = ("FastAPI" in source or "APIRouter" in source) and _MAKES_APP.search(
        source
    ) is not None
    registers = any(f".{word}(" in source for word in _REGISTERING) or any(
        name in bound or "*" in bound for name in _DECORATED.findall(source)
    )
    return Text(
        handed=frozenset(_handed(source)),
        imports=tuple(imports),
        makes_app=makes_app,
        registers=registers,
        bases=frozenset(
            base.strip().partition("[")[0].rpartition(".")[2]  # `Base[Item]` is derived from `Base`
            for match in filter(_begins_line, _BASES.finditer(source))
            for base in match[1].split(",")
        ),
        may_limit_bodies=may_limit_bodies(source),
        loads_modules=_loads_modules(source),
        dependents=frozenset(_dependents(source)),
        coroutines=frozenset(_ASYNC.findall(source)) if "async def" in source else frozenset(),
        properties=properties_in(source),
        path_parts=_path_parts(source) if makes_app or registers else frozenset(),
    )


def _path_parts(source: str) -> frozenset[str]:
    """The parts of the texts that begin with a slash, but for parameters."""
    parts = (part for path in _PATH.findall(source) for part in path.split("/"))
    return frozenset(intern(part) for part in parts if part and "{" not in part)


def _loads_modules(source: str) -> Literal["", "by text", "by name", "folder"]:
    if "outer" not in source:
        return ""
    if "include_router" not in source and "APIRouter(" in source:
        return ""  # a file of routes has other uses for it
    if not any(f"{word}(" in source for word in (*_LOADING, *_FINDING)):
        return ""
    is_listing = any(f"{word}(" in source for word in (*_FINDING, *_LISTING))
    if is_listing:
        return "folder"
    return "by name" if _LOADS_BY_NAME.search(source) else "by text"


def _begins_line(match: re.Match[str]) -> bool:
    """Whether nothing but blanks stands before it on its line."""
    start = match.start()
    before = match.string[match.string.rfind("\n", 0, start) + 1 : start]
    return not before or before.isspace()


def _dependents(source: str) -> Iterator[str]:
    if "Depends" in source or "Security" in source or "fastapi" in source:
        for match in _DEPENDING.finditer(source):
            defined = source.rfind("def ", 0, match.start())
            name = _DEFINED.match(source, defined) if defined >= 0 else None
            if name is not None and name[1].startswith("__"):  # a class that is called
                name = _DEFINED.match(source, max(0, source.rfind("class ", 0, defined)))
            if name is not None:
                yield name[1]


def properties_in(source: str) -> tuple[Property, ...]:
    if "property" not in source:
        return ()
    return tuple(
        Property(name, frozenset(_READ.findall(body)), "(" in body)
        for _, name, body in _PROPERTY.findall(source)
    )


def code_of(source: str) -> str:
    """A text without its comments and most of the texts in it."""
    return _NO_CODE.sub(" ", source)


def whole_words(source: str, word: str) -> Iterator[int]:
    """Where a word stands in a text, and is no part of a longer one."""
    place = source.find(word)
    while place >= 0:
        end = place + len(word)
        if not (_is_of_a_name(source[place - 1 : place]) or _is_of_a_name(source[end : end + 1])):
            yield place
        place = source.find(word, end)


def says(source: str, word: str) -> bool:
    """Whether a word stands in a text, and is no part of a longer one."""
    return next(whole_words(source, word), None) is not None


def only_raises(source: str, name: str) -> bool:
    """Whether a function at the top level of a text does nothing but raise.

    Not for want of one that is to take its place.
    """
    return re.search(_RAISING.format(re.escape(name)), source, re.M) is not None


def mentions(source: str, name: str) -> Iterator[int]:
    """Where a name stands in a text, neither in what explains it nor where it is defined."""
    docstrings: tuple[tuple[int, int], ...] | None = None
    for place in whole_words(source, name):
        before = source[source.rfind("\n", 0, place) + 1 : place]
        if "#" not in before and not before.endswith(("def ", "class ")):
            if docstrings is None:
                docstrings = _docstrings(source)
            if not any(start < place < end for start, end in docstrings):
                yield place


@lru_cache(maxsize=256)  # a text is asked for one name after the other
def _docstrings(source: str) -> tuple[tuple[int, int], ...]:
    """Where the texts begin and end that explain the file, its classes and functions."""
    if '"""' not in source and "'''" not in source:
        return ()
    return tuple(
        text.span()
        for text in _NO_CODE.finditer(source)
        if text[0][:3] in ('"""', "'''") and _explains(source, text.start())
    )


def _explains(source: str, start: int) -> bool:
    """Whether a text that starts there is what explains a file, a class or a function."""
    return (
        _HEAD.search(source, max(0, start - 200), start) is not None or not source[:start].strip()
    )


def _is_of_a_name(character: str) -> bool:
    return character.isalnum() or character == "_"


def slow(properties: Collection[Property]) -> frozenset[str]:
    """Names of the properties that call something, at first hand or through others."""
    found = {each.name for each in properties if each.calls}
    count = -1
    while count != len(found):
        count = len(found)
        found |= {each.name for each in properties if not found.isdisjoint(each.reads)}
    return frozenset(found)


def may_limit_bodies(source: str) -> bool:
    """Whether a text reads the length of requests, or sets a limit to it: see `body_length`."""
    return sets_limit(source) or ("ontent-" in source and _LENGTH.search(source) is not None)


def sets_limit(source: str) -> bool:
    """Whether a text sets a limit to the length of requests."""
    return any(word in source and limit.search(source) for word, limit in _LIMITS.items())


def _handed(source: str) -> Iterator[tuple[str, str]]:
    for word, pattern in _HANDED.items():
        if word in source:
            for match in pattern.finditer(source):
                start = match.start()
                if not _is_of_a_name(source[start - 1 : start]):
                    yield word, match[1].rpartition(".")[2]
    for word, pattern in _BARE.items():
        for match in pattern.finditer(source):
            start = match.start()
            of = _DECLARED.search(source, max(0, start - _LONGEST_NAME), start)
            if of is not None:
                yield word, of[1].rpartition(".")[2]
