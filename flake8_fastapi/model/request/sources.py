"""Where data of the client enters: what a request holds, and what is traced back to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.libraries import CONNECTION, UPLOAD
from flake8_fastapi.model.syntax.expressions import Expr, Param
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

#: What the attributes of a request hold.
_MAPPINGS = {"query_params": "query parameter", "path_params": "path parameter",
             "headers": "header", "cookies": "cookie", "url": "URL"}  # fmt: skip
#: What the methods of a request, or of a WebSocket, read.
_READERS = {"json": "body", "body": "body", "stream": "body", "form": "form field",
            "receive_text": "message", "receive_json": "message", "receive_bytes": "message",
            "iter_text": "message", "iter_json": "message", "iter_bytes": "message"}  # fmt: skip
UPLOADED = {"filename", "content_type", "headers", "file", "read"}
#: Classes that FastAPI fills with credentials, and what is in them.
_CREDENTIALS = {
    "fastapi.security.OAuth2PasswordRequestForm": {"username", "password", "client_id"},
    "fastapi.security.HTTPAuthorizationCredentials": {"credentials", "scheme"},
    "fastapi.security.HTTPBasicCredentials": {"username", "password"},
}  # fmt: skip
#: What the kinds of parameters are called.
KINDS = {"path": "path parameter", "query": "query parameter", "header": "header",
         "cookie": "cookie", "form": "form field", "body": "body", "file": "upload"}  # fmt: skip

#: (".", name), ("[]", key) with the key None where it is not constant, or ("keys", None).
Step = tuple[str, object]


@dataclass(frozen=True)
class Origin:
    """Where data of the client enters."""

    kind: str  #: "path parameter", "query parameter", "header", "cookie", "form field", "body",
    #: "body field", "upload", "URL", "message" or "credentials"
    name: str
    words: str  #: for messages: "query parameter `sort`"
    lineno: int | None = None  #: of the parameter, in the file of `function`
    function: str | None = None  #: qualified name of the function whose parameter it is
    through: tuple[str, ...] = ()  #: helpers and dependencies that it went through


@dataclass(frozen=True)
class Source:
    """What an expression is made of: data of the client, or a parameter, or a part of these."""

    start: Origin | tuple[str, str]  #: or a function and the name of its parameter
    path: tuple[Step, ...] = ()
    through: tuple[str, ...] = ()


class Traces(NamedTuple):
    """The sources of an expression; `unknown`: there may be others."""

    sources: tuple[Source, ...]
    unknown: bool


CLEAN = Traces((), False)  #: nothing of the client, or what does no harm
DARK = Traces((), True)  #: nobody knows


def join(found: Iterable[Traces]) -> Traces:
    """The traces of what is put together of several parts."""
    sources: dict[tuple[object, object], Source] = {}
    unknown = False
    for traces in found:
        unknown = unknown or traces.unknown
        for source in traces.sources:
            sources.setdefault((source.start, source.path), source)
    return Traces(tuple(sources.values())[:20], unknown)


def in_words(kind: str, name: str) -> str:
    """How messages call it."""
    return f"{kind} `{name}`"


def named(origin: Origin, source: Source) -> Origin:
    """The origin, with the name of the part that is taken out of it."""
    key = next((key for _, key in source.path if isinstance(key, str)), None)
    if key is not None and origin.kind in (*_MAPPINGS.values(), "body") and origin.kind != "URL":
        whole = origin.kind != "body" and origin.function is not None
        if not whole:
            kind = "body field" if origin.kind == "body" else origin.kind
            origin = replace(origin, kind=kind, name=key, words=in_words(kind, key))
    elif key is not None and origin.kind == "form field" and origin.function is None:
        origin = replace(origin, name=key, words=in_words(origin.kind, key))
    return replace(origin, through=(*origin.through, *source.through))


def of_attribute(held: Instance, name: str, of: Expr, values: Values) -> Traces | None:
    """What `of.name` brings, of a request, an upload or credentials; None: it is none of them."""
    lineno = _line(of, values)
    if values.derives(held.cls, CONNECTION) is True:
        if name in _MAPPINGS:
            return _enters(_MAPPINGS[name], name, f"`request.{name}`", lineno)
        return DARK
    if values.derives(held.cls, UPLOAD) is True:
        if name in UPLOADED:
            return _enters("upload", name, f"`{name}` of the upload", lineno)
        return CLEAN if name == "size" else DARK
    for cls, names in _CREDENTIALS.items():
        if values.derives(held.cls, cls) is True and name in names:
            return _enters("credentials", name, f"`{name}` of the credentials", lineno)
    return None


def of_method(held: Instance, method: str, of: Expr, values: Values) -> Traces | None:
    """What `of.method()` brings, of a request or an upload; None: it is neither."""
    if values.derives(held.cls, CONNECTION) is True:
        if method in _READERS:
            kind = _READERS[method]
            words = "the WebSocket message" if kind == "message" else "the request's body"
            return _enters(kind, method, words, _line(of, values))
        return DARK
    if values.derives(held.cls, UPLOAD) is True:
        if method == "read":
            return _enters("upload", "contents", "the upload's contents", _line(of, values))
        return DARK
    return None


def _line(of: Expr, values: Values) -> int | None:
    """Of a parameter: the line in which it is declared."""
    if isinstance(of, Param):
        function = values.function(of.function)
        for argument in function.arguments if function else ():
            if argument.name == of.name:
                return argument.lineno
    return None


def _enters(kind: str, name: str, words: str, lineno: int | None) -> Traces:
    return Traces((Source(Origin(kind, name, words, lineno)),), False)
