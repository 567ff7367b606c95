"""What the client controls: what comes out of a request, and where it flows.

An expression is traced back to its sources: parameters of functions, each with the attributes and
items that were taken out of it (`body.name`), and what is read from the request by itself.
Sources go through assignments, strings, containers and the helpers of the project. What is left
is asked of FastAPI's signatures: a `str` of a route is the client's, an `int` does no harm.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from flake8_fastapi.model.expressions import (
    UNKNOWN,
    Attr,
    Awaited,
    Call,
    Const,
    Entered,
    Expr,
    Item,
    Items,
    Iterated,
    OneOf,
    Pairs,
    Param,
    Ref,
    Star,
    Sub,
    Text,
    Typed,
)
from flake8_fastapi.model.functions import Class, Function
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.parameters import Parameter, parameters
from flake8_fastapi.model.paths import path_parameters
from flake8_fastapi.model.reaching import Reaching, looks_like_check
from flake8_fastapi.model.routing import Routing, last_name, receiver
from flake8_fastapi.model.syntax import Syntax
from flake8_fastapi.model.value_kinds import Bound, External, Instance
from flake8_fastapi.model.values import Values

#: Helpers followed one into the other, and expressions one inside the other.
DEEPEST_CALLS, DEEPEST = 8, 60
#: Expressions looked at for one question.
MOST = 3000

CONNECTION = "starlette.requests.HTTPConnection"
UPLOAD = "starlette.datastructures.UploadFile"
_MAPPINGS = {"query_params": "query parameter", "path_params": "path parameter",
             "headers": "header", "cookies": "cookie", "url": "URL"}  # fmt: skip
_READERS = {"json": "body", "body": "body", "stream": "body", "form": "form field",
            "receive_text": "message", "receive_json": "message", "receive_bytes": "message",
            "iter_text": "message", "iter_json": "message", "iter_bytes": "message"}  # fmt: skip
_UPLOADED = {"filename", "content_type", "headers", "file", "read"}
_CREDENTIALS = {
    "fastapi.security.OAuth2PasswordRequestForm": {"username", "password", "client_id"},
    "fastapi.security.HTTPAuthorizationCredentials": {"credentials", "scheme"},
    "fastapi.security.HTTPBasicCredentials": {"username", "password"},
}  # fmt: skip
_KINDS = {"path": "path parameter", "query": "query parameter", "header": "header",
          "cookie": "cookie", "form": "form field", "body": "body", "file": "upload"}  # fmt: skip

#: Types whose values can do no harm, whatever the client sends.
_CLEAN_TYPES = (
    "builtins.int", "builtins.float", "builtins.bool", "builtins.complex", "uuid.UUID",
    "decimal.Decimal", "datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta",
    "enum.Enum", "fractions.Fraction", "ipaddress.IPv4Address", "ipaddress.IPv6Address",
    "pydantic.PositiveInt", "pydantic.NonNegativeInt", "pydantic.NegativeInt",
    "pydantic.PositiveFloat", "pydantic.NonNegativeFloat", "pydantic.StrictInt",
    "pydantic.StrictBool", "pydantic.StrictFloat", "pydantic.conint", "pydantic.UUID1",
    "pydantic.UUID3", "pydantic.UUID4", "pydantic.UUID5", "pydantic.PastDate",
    "pydantic.FutureDate", "pydantic.AwareDatetime", "pydantic.NaiveDatetime",
)  # fmt: skip
_FREE_TYPES = ("builtins.str", "builtins.bytes", "builtins.dict", "builtins.object", "typing.Dict",
               "typing.Mapping", "pathlib.PurePath", "pydantic.AnyUrl", "pydantic.HttpUrl",
               "pydantic.AnyHttpUrl", "pydantic.StrictStr")  # fmt: skip
_CONTAINERS = ("list", "set", "frozenset", "tuple", "sequence", "iterable", "collection")
_RESTRICTING = ("pattern", "regex")
_VALIDATORS = {"AfterValidator", "BeforeValidator", "PlainValidator", "WrapValidator"}

#: Functions whose results can do no harm: numbers, quoted texts, names without folders.
_CLEANING = {
    "builtins.len", "builtins.hash", "builtins.ord", "builtins.abs", "builtins.round",
    "builtins.isinstance", "builtins.hasattr", "builtins.any", "builtins.all", "builtins.id",
    "builtins.range", "builtins.sum", "shlex.quote", "shlex.join", "html.escape",
    "markupsafe.escape", "urllib.parse.quote", "urllib.parse.quote_plus", "urllib.parse.urlencode",
    "sqlalchemy.sql.elements.quoted_name", "sqlalchemy.quoted_name", "psycopg.sql.Identifier",
    "psycopg.sql.Literal", "psycopg2.sql.Identifier", "psycopg2.sql.Literal", "re.escape",
    "werkzeug.utils.secure_filename", "werkzeug.secure_filename", "os.path.basename",
    "posixpath.basename", "ntpath.basename", "uuid.uuid4", "uuid.uuid5", "bleach.clean",
    "nh3.clean",
}  # fmt: skip
#: Functions that hand on what they are given, or put it together.
_PASSING = {
    f"builtins.{name}"
    for name in ("str", "bytes", "list", "tuple", "set", "frozenset", "dict", "sorted", "reversed",
                 "iter", "next", "repr")
} | {
    "copy.copy", "copy.deepcopy", "os.path.join", "os.path.abspath", "os.path.realpath",
    "os.path.normpath", "os.path.expanduser", "os.path.dirname", "os.path.splitext", "os.fspath",
    "pathlib.Path", "pathlib.PurePath", "anyio.Path", "urllib.parse.unquote",
    "urllib.parse.urljoin",
    "urllib.parse.urlparse", "urllib.parse.urlsplit", "json.loads", "textwrap.dedent",
    "sqlalchemy.text", "fastapi.encoders.jsonable_encoder", "base64.b64decode",
}  # fmt: skip
#: Methods that give back the text, the items or the path that they are called on.
_SAME = {
    "strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "casefold", "swapcase",
    "replace", "split", "rsplit", "splitlines", "partition", "rpartition", "encode", "decode",
    "removeprefix", "removesuffix", "ljust", "rjust", "center", "zfill", "items", "values",
    "copy", "model_dump", "model_dump_json", "dict", "json", "model_copy", "resolve", "absolute",
    "joinpath", "with_name", "with_suffix", "expanduser", "as_posix", "multi_items", "getlist",
    "read", "format", "join", "pop", "setdefault", "get", "getvalue",
}  # fmt: skip
_HARMLESS = {"isdigit", "startswith", "endswith", "count", "find", "index", "isalnum", "exists",
             "is_file", "is_dir", "hex", "is_relative_to"}  # fmt: skip
_ITEMS = {"get", "pop", "setdefault", "getlist"}
_DUMPS = {"model_dump", "dict", "copy", "model_copy"}

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
    one_segment: bool = False  #: of a path without `:path`: holds no slash


@dataclass(frozen=True)
class Reached:
    """Client data that a call hands to a helper, which hands it on to a sink."""

    origin: Origin
    sink: Call
    function: Function  #: in which the sink stands
    through: tuple[str, ...]  #: helpers in between, outermost first, by qualified name


@dataclass(frozen=True)
class _Source:
    start: Origin | tuple[str, str]  #: or a function and the name of its parameter
    path: tuple[Step, ...] = ()
    through: tuple[str, ...] = ()


class _Traces(NamedTuple):
    sources: tuple[_Source, ...]
    unknown: bool


_CLEAN = _Traces((), False)
_DARK = _Traces((), True)


def _join(found: Iterable[_Traces]) -> _Traces:
    sources: dict[tuple[object, object], _Source] = {}
    unknown = False
    for traces in found:
        unknown = unknown or traces.unknown
        for source in traces.sources:
            sources.setdefault((source.start, source.path), source)
    return _Traces(tuple(sources.values())[:20], unknown)


Sinks = Callable[[Call], Iterable[Expr]]
Sink = tuple[_Source, Call, Function, tuple[str, ...]]


class ClientData:
    """Answers for the expressions of one file."""

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        routing: Routing,
        is_dependency: Callable[[Function], bool | None],
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._routing = routing
        self._is_dependency = is_dependency
        self._reader = Reaching(syntax.tree, syntax.names, self)
        self._known: dict[Expr, _Traces] = {}
        self._busy: set[object] = set()
        self._summaries: dict[tuple[Function, str, tuple[Step, ...]], _Traces] = {}
        self._sinks: dict[tuple[Function, Sinks], list[Sink]] = {}
        self._depth = 0
        self._steps = 0
        self._cuts = 0

    # -- questions -------------------------------------------------------------------------

    def origin(self, what: Expr | ast.expr) -> Origin | None:
        """Where the data of the client comes from that is in `what`; None if there is none known.

        A node is read where it stands: with what was assigned and checked before. An expression
        is what its names may be anywhere in their function.
        """
        return next(self._origins(self._traces_of(what)), None)

    def is_from_client(self, what: Expr | ast.expr) -> bool | None:
        """Whether the client controls `what`, or a part of it; None where that is not certain.

        What was converted, quoted or looked up in what the program allows is False.
        """
        traces = self._traces_of(what)
        verdicts = [self._resolved(source) for source in traces.sources]
        if any(isinstance(verdict, Origin) for verdict in verdicts):
            return True
        return None if traces.unknown or None in verdicts else False

    def given(self, call: Call, arguments: Iterable[Expr]) -> Iterator[Origin]:
        """What data of the client is in some arguments of a call, or in what it is called on."""
        node = self._syntax.call_node(call)
        precise = self._reader.expr(node) if node is not None else call
        if isinstance(precise, Call):
            self._steps = 0
            for argument in arguments:
                yield from self._origins(self._of(_same_argument(call, argument, precise)))

    def reaches(self, what: Call | ast.Call, is_sink: Sinks) -> Iterator[Reached]:
        """The sinks inside of a helper, at any depth, that the call hands data of the client to.

        `is_sink` gives those of a call's arguments that matter, or nothing.
        """
        call = self._syntax.call(what) if isinstance(what, ast.Call) else what
        node = self._syntax.call_node(call)
        precise = self._reader.expr(node) if node is not None else call
        helper = self._values.callee(self._values.of(call.callee))
        if helper is None or not isinstance(precise, Call):
            return
        self._steps = 0
        for source, sink, function, through in self._sinks_of(helper, is_sink, 0):
            for origin in self._origins(self._handed(source, helper, precise)):
                yield Reached(origin, sink, function, (helper.qualname, *through))

    # -- what the walk asks ----------------------------------------------------------------

    def leaves(self, call: ast.Call) -> bool:
        function = self._called(call)
        return function is not None and function.always_raises

    def converts(self, call: ast.Call) -> bool:
        return self._cleans(self._syntax.expr(call.func))

    def checks(self, call: ast.Call, name: str | None, position: int) -> bool:
        return self._checks(self._syntax.call(call))

    def _called(self, call: ast.Call) -> Function | None:
        return self._values.callee(self._values.of(self._syntax.expr(call.func)))

    def _checks(self, call: Call) -> bool:
        """Whether a call may refuse what it is given."""
        function = self._values.callee(self._values.of(call.callee))
        if function is not None and (function.raised or function.compared):
            return True
        return looks_like_check(last_name(call.callee))

    def _cleans(self, callee: Expr) -> bool:
        match self._values.of(callee):
            case External(name=name) | Class(qualname=name):
                return self._is_clean(name)
        return False

    def _is_clean(self, cls: str) -> bool:
        return self._values.derives_from_any(cls, _CLEAN_TYPES)

    # -- traces ----------------------------------------------------------------------------

    def _traces_of(self, what: Expr | ast.expr) -> _Traces:
        self._steps = 0
        return self._of(self._reader.expr(what) if isinstance(what, ast.AST) else what)

    def _of(self, expression: Expr) -> _Traces:
        known = self._known.get(expression)
        if known is not None:
            return known
        if self._depth == 0:
            self._cuts = 0
        self._steps += 1
        if expression in self._busy:
            self._cuts += 1
            return _CLEAN  # what leads back to itself adds nothing
        if self._depth > DEEPEST or self._steps > MOST:
            self._cuts += 1
            return _DARK
        self._busy.add(expression)
        self._depth += 1
        cuts = self._cuts
        try:
            found = self._trace(expression)
        finally:
            self._depth -= 1
            self._busy.discard(expression)
        if cuts == self._cuts:
            self._known[expression] = found
        return found

    def _trace(self, expression: Expr) -> _Traces:
        match expression:
            case Const():
                return _CLEAN
            case Ref():
                return _CLEAN if self._values.of(expression) is not None else _DARK
            case Param(function=function, name=name):
                return _Traces((_Source((function, name)),), False)
            case Awaited(of=of) | Star(of=of):
                return self._of(of)
            case Entered(of=of):
                return self._step(of, None) if isinstance(of, Call) else _DARK
            case Iterated(of=of):
                return self._step(of, ("[]", None))
            case Item(of=Iterated(of=Call(callee=Attr(of=of))), index=index):
                return self._step(of, ("keys", None) if index == 0 else ("[]", None))
            case Item(of=of, index=index):
                return self._step(of, ("[]", index))
            case Sub(of=of, index=index):
                return self._step(of, ("[]", index.value if isinstance(index, Const) else None))
            case Attr(of=of, name=name):
                return self._step(of, (".", name))
            case Text(parts=parts) | Items(items=parts):
                return _join(map(self._of, parts))
            case Pairs(pairs=pairs):
                return _join(self._of(value) for _, value in pairs)
            case Typed(annotation=annotation, value=value):
                if self._controls(annotation, ()) is False:
                    return _CLEAN
                return _DARK if value is UNKNOWN else self._of(value)
            case OneOf():
                return self._alternatives(expression)
            case Call():
                return self._call(expression)
        return _DARK

    def _alternatives(self, expression: OneOf) -> _Traces:
        checked = self._reader.checked.get(expression)
        if checked is not None:
            if checked.among is not None and self._of(checked.among).sources:
                return self._of(checked.of)  # compared with what the client sent, too
            return _CLEAN if checked.clean else _DARK
        found = [self._of(option) for option in expression.options]
        if expression not in self._reader.made:
            # assignments in no known order: a parameter may have become something else
            if any(isinstance(option, Param) for option in expression.options):
                for option, traces in zip(expression.options, found):
                    if not isinstance(option, Const) and not traces.sources:
                        return _DARK
        return _join(found)

    def _step(self, of: Expr, step: Step | None) -> _Traces:
        """What an attribute or an item of `of` is made of."""
        if step is None:
            return self._of(of)
        kind, key = step
        if kind == "." and isinstance(key, str):
            special = self._attribute(of, key)
            if special is not None:
                return special
        match of:
            case Awaited(of=inner):
                return self._step(inner, step)
            case OneOf() if of not in self._reader.checked:
                return _join(self._step(option, step) for option in of.options)
            case Pairs(pairs=pairs) if key is not None:
                found: list[_Traces] = []
                for name, value in reversed(pairs):
                    if name is None:
                        return _join([*found, self._step(value, step)])
                    if isinstance(name, Const):
                        if name.value == key:
                            return _join([*found, self._of(value)])
                    else:
                        found.append(self._of(value))
                return _join(found)
            case Items(items=items) if isinstance(key, int) and -len(items) <= key < len(items):
                if not any(isinstance(item, Star) for item in items):
                    return self._of(items[key])
            case Call(callee=Attr(of=inner, name=method)) if kind == "keys" and method in _DUMPS:
                return self._step(inner, step)
            case Pairs(pairs=pairs) if kind == "keys":
                return _join(self._of(UNKNOWN if name is None else name) for name, _ in pairs)
            case Call(callee=callee, keywords=keywords):
                name_of = self._values.qualname(callee)
                if name_of in ("os.path.splitext", "posixpath.splitext") and key in (1, -1):
                    return _CLEAN
                if last_name(callee) in ("split", "rsplit", "rpartition", "partition"):
                    if key == -1 and any(
                        isinstance(each, Const) and each.value in (".", "/", "\\")
                        for each in of.args
                    ):
                        return _DARK  # an extension, or a name without its folders
                made = self._values.of(callee)
                if kind == "." and isinstance(made, Class):
                    for word, value in keywords:
                        if word == key:
                            return self._of(value)
                    return self._made_attribute(made, str(key), of)
                if self._values.callee(made) is not None and isinstance(made, (Function, Bound)):
                    return self._returned(of, self._values.callee(made), (step,))
        traces = self._of(of)
        if isinstance(of, (Text, Items)) or (isinstance(of, Pairs) and key is None):
            return traces
        return _Traces(
            tuple(replace(s, path=(*s.path, step)) for s in traces.sources), traces.unknown
        )

    def _attribute(self, of: Expr, name: str) -> _Traces | None:
        """Attributes that say by themselves whether they are the client's."""
        value = self._values.of(of)
        if not isinstance(value, Instance):
            return None
        lineno = self._line(of)
        if self._values.derives(value.cls, CONNECTION) is True:
            if name in _MAPPINGS:
                return _origin(_MAPPINGS[name], name, f"`request.{name}`", lineno)
            return _DARK
        if self._values.derives(value.cls, UPLOAD) is True:
            if name in _UPLOADED:
                return _origin("upload", name, f"`{name}` of the upload", lineno)
            return _CLEAN if name == "size" else _DARK
        for cls, names in _CREDENTIALS.items():
            if self._values.derives(value.cls, cls) is True and name in names:
                return _origin("credentials", name, f"`{name}` of the credentials", lineno)
        if self._values.derives(value.cls, "pathlib.PurePath") is True:
            if name in ("name", "suffix", "suffixes", "stem"):
                return _CLEAN
        return _CLEAN if self._is_clean(value.cls) else None

    def _line(self, of: Expr) -> int | None:
        if isinstance(of, Param):
            function = self._values.function(of.function)
            for argument in function.arguments if function else ():
                if argument.name == of.name:
                    return argument.lineno
        return None

    def _made_attribute(self, cls: Class, name: str, call: Call) -> _Traces:
        """An attribute of an object of the project that `call` makes."""
        maker = self._values.method(cls, "__init__")
        value = cls.attributes.get(name)
        if maker is None or value is None:
            return _DARK
        return self._substituted(self._of(value), maker, call)

    # -- calls -----------------------------------------------------------------------------

    def _call(self, call: Call) -> _Traces:
        value = self._values.of(call.callee)
        match value:
            case External(name=name):
                return self._external(name, call)
            case Class(qualname=name):
                if self._is_clean(name):
                    return _CLEAN
                return _join(map(self._of, (*call.args, *(given for _, given in call.keywords))))
            case Function() | Bound():
                return self._returned(call, self._values.callee(value), ())
        method = last_name(call.callee)
        of = receiver(call.callee)
        return _DARK if of is None else self._method(of, method, call)

    def _external(self, name: str, call: Call) -> _Traces:
        if name in _CLEANING or self._is_clean(name):
            return _CLEAN
        if name in _PASSING:
            given = list(call.args)
            if name == "builtins.dict":
                given += [value for _, value in call.keywords]
            return _join(map(self._of, given)) if given else _CLEAN
        if name == "typing.cast" and len(call.args) > 1:
            return self._of(call.args[1])
        if name == "builtins.getattr" and len(call.args) > 1:
            if isinstance(call.args[1], Const) and isinstance(call.args[1].value, str):
                return self._step(call.args[0], (".", call.args[1].value))
        if name.startswith(("datetime.", "hashlib.", "secrets.", "time.", "math.")):
            return _CLEAN
        return _DARK

    def _method(self, of: Expr, method: str, call: Call) -> _Traces:
        held = self._values.of(of)
        if isinstance(held, Instance):
            if self._values.derives(held.cls, CONNECTION) is True:
                if method in _READERS:
                    kind = _READERS[method]
                    words = "the WebSocket message" if kind == "message" else "the request's body"
                    return _origin(kind, method, words, self._line(of))
                return _DARK
            if self._values.derives(held.cls, UPLOAD) is True:
                return (
                    _origin("upload", "contents", "the upload's contents", self._line(of))
                    if method == "read"
                    else _DARK
                )
        if method in _HARMLESS:
            return _CLEAN
        if method not in _SAME:
            return _DARK
        if method == "replace" and _is_mending(call):
            return _DARK
        if method in ("format", "join"):
            parts = (of, *call.args, *(given for _, given in call.keywords))
            return _join(map(self._of, parts))
        if method in _ITEMS:
            key = call.args[0] if call.args else UNKNOWN
            found = self._step(of, ("[]", key.value if isinstance(key, Const) else None))
            return _join([found, *map(self._of, call.args[1:])])
        traces = self._of(of)
        if method in ("values", "items", "multi_items"):
            return self._step(of, ("[]", None))
        if isinstance(held, Instance) and held.known is not None and method not in _DUMPS:
            return _DARK if not traces.sources else traces
        if method in ("joinpath", "with_name", "removeprefix"):
            return _join([traces, *map(self._of, call.args)])
        if method in ("read", "getvalue", "json") and not traces.sources:
            return _DARK
        return traces

    def _returned(self, call: Call, function: Function | None, path: tuple[Step, ...]) -> _Traces:
        """What a call of a function of the project gives, or a part of that."""
        if function is None:
            return _DARK
        if function.annotation is not None and self._controls(function.annotation, path) is False:
            return _CLEAN
        if any(looks_like_check(last_name(_callee(d.expression))) for d in function.decorators):
            return _DARK
        return self._substituted(self._summary(function, "return", path), function, call)

    def _substituted(self, traces: _Traces, function: Function, call: Call) -> _Traces:
        """The traces of a helper in terms of the call that runs it."""
        found = [_Traces((), traces.unknown)]
        for source in traces.sources:
            if isinstance(source.start, tuple) and source.start[0] == function.qualname:
                handed = self._handed(source, function, call)
                found.append(_Traces(
                    tuple(
                        replace(s, through=(*s.through, function.qualname, *source.through))
                        for s in handed.sources
                    ),
                    handed.unknown,
                ))  # fmt: skip
            else:
                found.append(_Traces((source,), False))
        return _join(found)

    def _handed(self, source: _Source, function: Function, call: Call) -> _Traces:
        """What the call hands to the parameter that a source inside of the function is."""
        if not isinstance(source.start, tuple) or source.start[0] != function.qualname:
            return _Traces((source,), False)
        given = self._argument(function, source.start[1], call)
        if given is None:
            return _DARK
        for kind, key in source.path:
            given = Attr(given, str(key)) if kind == "." else Sub(given, _key(key))
        return self._of(given)

    def _argument(self, function: Function, name: str, call: Call) -> Expr | None:
        if call.spreads:
            return None
        names = [a.name for a in function.arguments if a.kind in ("positional", "plain")]
        bound = function.owner is not None and not self._values.decorated_by(
            function, {"builtins.staticmethod"}
        )
        if bound and names:
            if names[0] == name:
                return receiver(call.callee)
            names = names[1:]
        argument = next((a for a in function.arguments if a.name == name), None)
        if argument is None or argument.kind in ("*", "**"):
            return None
        given = call.argument(name, names.index(name) if name in names else None)
        return given if given is not None else argument.default

    def _summary(self, function: Function, how: str, path: tuple[Step, ...] = ()) -> _Traces:
        """What a function returns, or yields, or a part of that, in terms of its parameters."""
        key = (function, how, path)
        known = self._summaries.get(key)
        if known is not None:
            return known
        if key in self._busy:
            self._cuts += 1
            return _CLEAN
        self._busy.add(key)
        cuts = self._cuts
        try:
            given = self._yields(function) if how == "yield" else self._returns(function)
            step = path[0] if path else None
            traces = _join(self._step(each, step) for each in given)
            found = self._without_compared(function, traces)
        finally:
            self._busy.discard(key)
        if cuts == self._cuts:
            self._summaries[key] = found
        return found

    def _returns(self, function: Function) -> list[Expr]:
        node = self._syntax.function_node(function)
        if node is None:
            return function.returned
        return [
            self._reader.expr(each.value)
            for each in self._syntax.tree.nodes(ast.Return)
            if each.value is not None and self._syntax.tree.function(each) is node
        ]

    def _yields(self, function: Function) -> list[Expr]:
        node = self._syntax.function_node(function)
        if node is None:
            return function.yielded
        return [
            self._reader.expr(each.value)
            for each in self._syntax.tree.nodes(ast.Yield)
            if each.value is not None and self._syntax.tree.function(each) is node
        ]

    def _without_compared(self, function: Function, traces: _Traces) -> _Traces:
        """Leave out parameters that a function of another file looks at: it may refuse them."""
        if self._syntax.function_node(function) is not None or not traces.sources:
            return traces
        looked_at = {n for expression in function.compared for n in _parameters_in(expression)}
        for call in function.calls:
            if self._checks(call):
                looked_at |= {n for given in call.args for n in _parameters_in(given)}
        left = tuple(
            s for s in traces.sources
            if not (isinstance(s.start, tuple) and s.start in looked_at)
        )  # fmt: skip
        return _Traces(left, traces.unknown or len(left) < len(traces.sources))

    # -- sinks -----------------------------------------------------------------------------

    def _sinks_of(self, function: Function, is_sink: Sinks, depth: int) -> list[Sink]:
        """The sinks inside of a function that its parameters reach."""
        key = (function, is_sink)
        known = self._sinks.get(key)
        if known is not None:
            return known
        if depth > DEEPEST_CALLS or ("sinks", key) in self._busy:
            return []
        self._busy.add(("sinks", key))
        found: list[Sink] = []
        try:
            for call in function.calls:
                node = self._syntax.call_node(call)
                precise = self._reader.expr(node) if node is not None else call
                if not isinstance(precise, Call):
                    continue
                for argument in is_sink(call):
                    traces = self._of(_same_argument(call, argument, precise))
                    for source in self._without_compared(function, traces).sources:
                        if isinstance(source.start, tuple) and source.start[0] == function.qualname:
                            found.append((source, call, function, ()))
                helper = self._values.callee(self._values.of(call.callee))
                if helper is None or helper is function:
                    continue
                for inner, sink, where, through in self._sinks_of(helper, is_sink, depth + 1):
                    traces = self._handed(inner, helper, precise)
                    for source in self._without_compared(function, traces).sources:
                        if isinstance(source.start, tuple) and source.start[0] == function.qualname:
                            chain = (helper.qualname, *through)
                            found.append((source, sink, where, chain))
        finally:
            self._busy.discard(("sinks", key))
        if depth == 0:  # further in, a cycle may have cut it short
            self._sinks[key] = found
        return found

    # -- parameters ------------------------------------------------------------------------

    def _origins(self, traces: _Traces) -> Iterator[Origin]:
        for source in traces.sources:
            resolved = self._resolved(source)
            if isinstance(resolved, Origin):
                yield resolved

    def _resolved(self, source: _Source) -> Origin | bool | None:
        """The origin of a source; False for what does no harm, None for the unknown."""
        if isinstance(source.start, Origin):
            return _named(source.start, source)
        function = self._values.function(source.start[0])
        if function is None or self._depth > DEEPEST:
            return None
        parameter, converter = self._parameter(function, source.start[1])
        return None if parameter is None else self._filled(parameter, source, converter)

    def _parameter(self, function: Function, name: str) -> tuple[Parameter | None, str]:
        """The parameter that FastAPI fills, and the converter of its place in the path."""
        for endpoint in self._routing.endpoints:
            if endpoint.function is function:
                found = next((p for p in endpoint.parameters if p.name == name), None)
                for each in path_parameters(endpoint.path or ""):
                    if found is not None and each.name == (found.alias or name):
                        return found, each.converter
                return found, "path" if endpoint.path is None else ""
        if function.is_lambda or not self._is_dependency(function):
            return None, ""
        return _find(parameters(function, self._values), name), ""

    def _filled(
        self, parameter: Parameter, source: _Source, converter: str = ""
    ) -> Origin | bool | None:
        """What the client may put into a part of a parameter."""
        if parameter.kind == "dependency":
            return self._provided(parameter, source)
        kind = _KINDS.get(parameter.kind or "")
        if kind is None:
            return None
        if parameter.kind == "path" and converter in ("int", "float", "uuid"):
            return False
        if parameter.marker is not None and _restricts(parameter.marker):
            return None
        verdict = self._controls(parameter.annotation, source.path)
        if not verdict:
            return verdict
        origin = Origin(
            kind, parameter.alias or parameter.name, "", parameter.lineno,
            parameter.function.qualname, one_segment=bool(converter) and converter != "path",
        )  # fmt: skip
        return _named(replace(origin, words=_words(kind, origin.name)), source)

    def _provided(self, parameter: Parameter, source: _Source) -> Origin | bool | None:
        """What comes from the client of what a dependency gives."""
        value = self._values.of(parameter.dependency)
        if isinstance(value, Class) and not (maker := self._values.method(value, "__init__")):
            verdict = self._field(value, source.path, 0)
            if verdict is not True:
                return verdict
            name = str(source.path[0][1]) if source.path else parameter.name
            origin = Origin(
                "query parameter", name, _words("query parameter", name), parameter.lineno,
                parameter.function.qualname,
            )  # fmt: skip
            return replace(origin, through=source.through)
        if isinstance(value, Class):
            if not source.path or source.path[0][0] != "." or maker is None:
                return None
            given = value.attributes.get(str(source.path[0][1]))
            return self._first(self._of(given), maker, source, 1) if given is not None else None
        if isinstance(value, Instance) and value.known is None:
            if self._values.derives(value.cls, "fastapi.security.base.SecurityBase") is True:
                return Origin(
                    "credentials", parameter.name, f"credentials `{parameter.name}`",
                    parameter.lineno, parameter.function.qualname, source.through,
                )  # fmt: skip
            return None
        function = self._values.callee(value)
        if function is None or ("provided", function) in self._busy:
            return None
        if function.annotation is not None and self._controls(function.annotation, ()) is False:
            return False
        self._busy.add(("provided", function))
        try:
            traces = self._summary(function, "yield" if function.is_generator else "return")
            return self._first(traces, function, source, 0)
        finally:
            self._busy.discard(("provided", function))

    def _first(
        self, traces: _Traces, function: Function, source: _Source, used: int
    ) -> Origin | bool | None:
        """The first origin among what a dependency gives."""
        certain = not traces.unknown
        for inner in traces.sources:
            further = replace(
                inner,
                path=(*inner.path, *source.path[used:]),
                through=(*source.through, function.qualname, *inner.through),
            )
            verdict: Origin | bool | None = None
            if isinstance(inner.start, Origin):
                verdict = _named(inner.start, further)
            elif inner.start[0] == function.qualname:
                parameter = _find(parameters(function, self._values), inner.start[1])
                verdict = self._filled(parameter, further) if parameter is not None else None
            if isinstance(verdict, Origin):
                return verdict
            certain = certain and verdict is False
        return False if certain else None

    # -- types -----------------------------------------------------------------------------

    def _controls(
        self, annotation: Expr | None, path: tuple[Step, ...], depth: int = 0
    ) -> bool | None:
        """Whether the client may put any text into a part of a value of that type."""
        if annotation is None:
            return True
        annotation = self._values.expand(annotation)
        if depth > 8 or annotation is None:
            return None
        options: tuple[Expr, ...] | None = None
        if isinstance(annotation, OneOf):
            options = annotation.options
        elif isinstance(annotation, Sub):
            name = self._values.qualname(annotation.of) or ""
            index = annotation.index
            parts = index.items if isinstance(index, Items) else (index,)
            if name == "typing.Literal":
                return False
            if name == "typing.Annotated" and parts:
                for marker in self._values.metadata(annotation):
                    if _restricts(marker) or last_name(marker.callee) in _VALIDATORS:
                        return None
                return self._controls(parts[0], path, depth + 1)
            if name in ("typing.Optional", "typing.Union"):
                options = parts
            last = name.rpartition(".")[2].lower()
            if last in _CONTAINERS:
                options, path = parts, path[1:]
            elif last in ("dict", "mapping", "defaultdict") and len(parts) == 2:
                if not path:
                    return True
                part = parts[0] if path[0][0] == "keys" else parts[1]
                return self._controls(part, path[1:], depth + 1)
        if options is not None:
            found = [
                self._controls(option, path, depth + 1)
                for option in options
                if not (isinstance(option, Const) and option.value in (None, ...))
            ]
            return True if True in found else None if None in found else False
        if self._values.qualname(annotation) == "typing.Any":
            return True
        declared = self._values.type_of(annotation)
        if not isinstance(declared, Instance):
            return None
        if path and path[0][0] == "keys" and declared.known is not None:
            return False  # the names of its fields
        if self._is_clean(declared.cls):
            return False
        if declared.known is not None:
            return self._field(declared.known, path, depth + 1)
        if path and path[0][0] == "." and path[0][1] in _UPLOADED:
            if self._values.derives(declared.cls, UPLOAD) is True:
                return True
        free = self._values.derives_from_any(declared.cls, _FREE_TYPES)
        return True if free or declared.cls.rpartition(".")[2] in _CONTAINERS else None

    def _field(self, cls: Class, path: tuple[Step, ...], depth: int) -> bool | None:
        """The same for a field of a model or dataclass, for all of them without a path."""
        fields: dict[str, Expr] = {}
        wanted: list[Expr | None]
        for ancestor in self._values.ancestry(cls.qualname):
            known = self._values.known_class(ancestor) if ancestor else None
            if known is None:
                continue
            for decorator in (d for m in known.methods.values() for d in self._decorators(m)):
                if last_name(_callee(decorator)) in ("field_validator", "validator"):
                    if isinstance(decorator, Call):
                        fields.update(
                            {str(a.value): UNKNOWN for a in decorator.args if isinstance(a, Const)}
                        )
            for name, value in known.fields.items():
                fields.setdefault(name, value)
        if path and path[0][1] is not None:
            wanted = [fields.get(str(path[0][1]))]
        else:
            wanted = [value for value in fields.values() if isinstance(value, Typed)]
        found: list[bool | None] = []
        for field in wanted:
            if not isinstance(field, Typed) or (
                isinstance(field.value, Call) and _restricts(field.value)
            ):
                found.append(None)
            else:
                found.append(self._controls(field.annotation, path[1:], depth + 1))
        return True if True in found else None if None in found or not found else False

    def _decorators(self, qualname: str) -> list[Expr]:
        function = self._values.function(qualname)
        return [decorator.expression for decorator in function.decorators] if function else []


def _origin(kind: str, name: str, words: str, lineno: int | None) -> _Traces:
    return _Traces((_Source(Origin(kind, name, words, lineno)),), False)


def _words(kind: str, name: str) -> str:
    return f"{kind} `{name}`"


def _named(origin: Origin, source: _Source) -> Origin:
    """The origin, with the name of the part that is taken out of it."""
    key = next((key for _, key in source.path if isinstance(key, str)), None)
    if key is not None and origin.kind in (*_MAPPINGS.values(), "body") and origin.kind != "URL":
        whole = origin.kind != "body" and origin.function is not None
        if not whole:
            kind = "body field" if origin.kind == "body" else origin.kind
            origin = replace(origin, kind=kind, name=key, words=_words(kind, key))
    elif key is not None and origin.kind == "form field" and origin.function is None:
        origin = replace(origin, name=key, words=_words(origin.kind, key))
    return replace(origin, through=(*origin.through, *source.through))


def _restricts(marker: Call) -> bool:
    return any(marker.argument(name) is not None for name in _RESTRICTING)


def _is_mending(call: Call) -> bool:
    """Whether `replace` takes out what would do harm: quotes, dots, slashes."""
    first = call.args[0] if call.args else UNKNOWN
    return not (isinstance(first, Const) and str(first.value).replace(" ", "a").isalnum())


def _find(among: list[Parameter], name: str) -> Parameter | None:
    return next((parameter for parameter in among if parameter.name == name), None)


def _callee(expression: Expr) -> Expr:
    return expression.callee if isinstance(expression, Call) else expression


def _key(key: object) -> Expr:
    return UNKNOWN if key is None else Const(key)


def _same_argument(call: Call, argument: Expr, precise: Call) -> Expr:
    """The argument of the precise reading of a call that stands where `argument` stands."""
    for given, better in zip(call.args, precise.args):
        if given is argument:
            return better
    for (_, given), (_, better) in zip(call.keywords, precise.keywords):
        if given is argument:
            return better
    match call.callee, precise.callee:
        case Attr(of=given), Attr(of=better) if given is argument:
            return better
    return argument


def _parameters_in(expression: Expr, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The parameters that an expression is made of, plainly."""
    if depth > 6:
        return
    parts: tuple[Expr, ...] = ()
    match expression:
        case Param(function=function, name=name):
            yield function, name
        case Attr(of=of) | Sub(of=of) | Awaited(of=of) | Iterated(of=of) | Item(of=of):
            parts = (of,)
        case Call(callee=callee, args=args):
            parts = (callee, *args)
        case Text(parts=inner) | Items(items=inner) | OneOf(options=inner):
            parts = inner
        case Typed(value=value):
            parts = (value,)
    for part in parts:
        yield from _parameters_in(part, depth + 1)


__all__ = ["ClientData", "Origin", "Reached"]
