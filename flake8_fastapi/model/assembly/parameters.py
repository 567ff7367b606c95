"""The parameters of routes and dependencies, classified as FastAPI classifies them."""

from __future__ import annotations

from collections.abc import Callable, Collection

from flake8_fastapi.model.lean import dataclass, regex
from flake8_fastapi.model.libraries import CONNECTION, UPLOAD
from flake8_fastapi.model.syntax.expressions import (
    Call,
    Const,
    Expr,
    Items,
    OneOf,
    Ref,
    Sub,
    Typed,
    Unknown,
    is_none,
    origin,
)
from flake8_fastapi.model.syntax.functions import Argument, Class, Function, constructor_of
from flake8_fastapi.model.values.value_kinds import Bound, External, Instance, Value
from flake8_fastapi.model.values.values import Values

#: What says where a parameter comes from, and from where that is.
MARKERS = {
    "fastapi.Path": "path", "fastapi.Query": "query", "fastapi.Header": "header",
    "fastapi.Cookie": "cookie", "fastapi.Body": "body", "fastapi.Form": "form",
    "fastapi.File": "file", "fastapi.Depends": "dependency", "fastapi.Security": "dependency",
}  # fmt: skip

#: Decorators that make a class a view: its methods are routes that share what the class takes.
VIEWS = {"fastapi_utils.cbv.cbv", "fastapi_restful.cbv.cbv", "fastapi_restful.cbv_router.cbv"}

#: What FastAPI hands in by type alone.
INJECTED = (
    "starlette.requests.HTTPConnection", "starlette.requests.Request",
    "starlette.websockets.WebSocket", "starlette.responses.Response",
    "starlette.background.BackgroundTasks", "fastapi.BackgroundTasks",
    "fastapi.security.SecurityScopes",
)  # fmt: skip

#: What says that a container of a library hands it in: FastAPI gets to see no such parameter.
_OF_CONTAINERS = {"dishka.FromDishka"}

_SCALARS = {
    "builtins.str", "builtins.int", "builtins.float", "builtins.bool", "builtins.bytes",
    "datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta",
    "uuid.UUID", "decimal.Decimal", "pathlib.Path", "enum.Enum", "pydantic.EmailStr",
    "pydantic.HttpUrl", "pydantic.AnyUrl", "typing.Literal", "typing.Any",
}  # fmt: skip

#: What makes dependencies that give the user of a request.
_USERS = {
    "fastapi_users.FastAPIUsers.current_user",
    "fastapi_users.authentication.Authenticator.current_user",
}

#: Several uploads in one of these are files, too.
_SEQUENCES = {
    "builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset", "typing.List",
    "typing.Tuple", "typing.Set", "typing.FrozenSet", "typing.Sequence", "collections.abc.Sequence",
}  # fmt: skip

#: `{name}` or `{name:converter}` in a path, as Starlette finds it.
PATH_PARAMETER = regex(r"{([a-zA-Z_][a-zA-Z0-9_]*)(:[a-zA-Z_][a-zA-Z0-9_]*)?}")


@dataclass(eq=False)
class Parameter:
    """A parameter of a route or dependency."""

    name: str
    function: Function  #: whose signature it stands in
    kind: str | None  #: path query header cookie body form file dependency injected; None: unknown
    marker: Call | None  #: `Query(...)`, `Depends(...)`, ...
    dependency: Expr | None  #: what `Depends` is given
    alias: str | None  #: the name in the request, where it is another one
    annotation: Expr | None
    default: Expr | None
    required: bool
    lineno: int
    col_offset: int


def path_names(path: str) -> list[str]:
    """The parameters of a path template, in order."""
    return [match[1] for match in PATH_PARAMETER.finditer(path)]


def parameters(
    function: Function, values: Values, in_path: Collection[str] = ()
) -> list[Parameter]:
    """The parameters of a route or dependency; `in_path` are the names in the route's path.

    `*args` and `**kwargs` are left out, so is the `self` of a method.
    """
    arguments = [a for a in function.arguments if a.kind not in ("*", "**")]
    if function.owner and not values.decorated_by(function, {"builtins.staticmethod"}):
        arguments = arguments[1:]
    return [_parameter(argument, function, values, in_path) for argument in arguments]


class Parameters:
    """Reads the parameters of functions, once for all the routes that they are part of."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self._known: dict[tuple[Function, tuple[str, ...]], list[Parameter]] = {}

    def of(self, function: Function, in_path: Collection[str]) -> list[Parameter]:
        """Like `parameters`."""
        taken = tuple(a.name for a in function.arguments if a.name in in_path)
        known = self._known.get((function, taken))
        if known is None:
            known = self._known[function, taken] = parameters(function, self.values, taken)
        return known


def view_parameters(
    function: Function, values: Values, in_path: Collection[str] = ()
) -> list[Parameter]:
    """What a method of a class-based view takes through its class: each annotated attribute."""
    view = values.known_class(function.owner) if function.owner else None
    if view is None or not values.decorated_by(view, VIEWS):
        return []
    found: dict[str, Parameter] = {}
    for ancestor in values.ancestry(view.qualname):
        known = values.known_class(ancestor) if ancestor else None
        for name, declared in known.fields.items() if known else ():
            if known is None or not isinstance(declared, Typed) or name in found:
                continue
            outer = declared.annotation
            if values.qualname(origin(outer)) == "typing.ClassVar":
                continue
            default = None if isinstance(declared.value, Unknown) else declared.value
            holder = constructor_of(known)
            argument = Argument(name, outer, default, "keyword", known.lineno, known.col_offset)
            found[name] = _parameter(argument, holder, values, in_path)
    return list(found.values())


def _parameter(
    argument: Argument, function: Function, values: Values, in_path: Collection[str]
) -> Parameter:
    marker: Call | None = None
    marker_name: str | None = None
    for call in values.markers(argument):
        name = values.qualname(call.callee)
        if name in MARKERS:
            marker, marker_name = call, name
    annotated = marker is not None and values.expand(argument.default) is not marker
    kind = MARKERS[marker_name] if marker_name else None
    if marker is None:
        kind = _kind(argument, values, in_path)
    default = argument.default if marker is None or annotated else _given_default(marker)
    return Parameter(
        name=argument.name,
        function=function,
        kind=kind,
        marker=marker,
        dependency=values.dependency(argument) if kind == "dependency" else None,
        alias=_alias(marker, values) if marker else None,
        annotation=argument.annotation,
        default=default,
        required=default is None,
        lineno=argument.lineno,
        col_offset=argument.col_offset,
    )


def name_in_path(parameter: Parameter, values: Values) -> str | None:
    """The name without which in the path a parameter marked `Path()` is missing: 422.

    None for any other, and for what may be a model, whose fields are looked for.
    """
    marker = parameter.marker
    if marker is None or parameter.kind != "path" or marker.argument("validation_alias"):
        return None
    if any(keyword is None for keyword, _ in marker.keywords):
        return None
    if parameter.annotation is not None and kind_by_type(parameter.annotation, values) != "query":
        return None
    return parameter.alias if marker.argument("alias") else parameter.name


def _given_default(marker: Call) -> Expr | None:
    default = marker.argument("default", 0)
    return None if isinstance(default, Const) and default.value is ... else default


def _alias(marker: Call, values: Values) -> str | None:
    for keyword in ("validation_alias", "alias"):
        if (given := marker.argument(keyword)) is not None:
            return values.text(given)
    return None


def _kind(argument: Argument, values: Values, in_path: Collection[str]) -> str | None:
    """How FastAPI takes a parameter without a marker."""
    declared = values.expand(argument.annotation)
    if isinstance(declared, Sub) and values.qualname(declared.of) in _OF_CONTAINERS:
        return "injected"
    if is_injected(argument, values):
        return "injected"
    if argument.name in in_path:
        return "path"
    if argument.annotation is None:
        return "query"
    return kind_by_type(argument.annotation, values)


def is_injected(argument: Argument, values: Values) -> bool:
    """Whether FastAPI makes what a parameter gets, as its type says, whatever its default is."""
    cls = _class(argument.annotation, values)
    return cls is not None and bool(values.derives_from_any(cls, INJECTED))


def _class(annotation: Expr | None, values: Values) -> str | None:
    declared = values.type_of(annotation) if annotation is not None else None
    return declared.cls if isinstance(declared, Instance) else None


def kind_by_type(annotation: Expr | None, values: Values, depth: int = 0) -> str | None:
    """Query for what fits into a line of text, body for the rest, None for the unknown."""
    annotation = values.expand(annotation)
    if depth > 10:  # `X = X | None` leads back to itself
        return None
    depth += 1
    if isinstance(annotation, OneOf) or (
        isinstance(annotation, Sub) and values.qualname(annotation.of) == "typing.Union"
    ):
        options = annotation.options if isinstance(annotation, OneOf) else _parts(annotation)
        kinds = {kind_by_type(option, values, depth) for option in options if not is_none(option)}
        return kinds.pop() if len(kinds) == 1 else None
    if isinstance(annotation, Sub) and values.qualname(annotation.of) == "typing.Annotated":
        return kind_by_type(_parts(annotation)[0], values, depth) if _parts(annotation) else None
    if isinstance(annotation, Sub) and values.qualname(annotation.of) == "typing.Optional":
        return kind_by_type(annotation.index, values, depth)
    cls = _class(annotation, values)
    if isinstance(annotation, Sub) and cls in _SEQUENCES:
        inner = {kind_by_type(part, values, depth) for part in _parts(annotation)}
        return "file" if "file" in inner else "body"
    if cls is None:
        return "query" if isinstance(annotation, Ref) and _is_any(annotation, values) else None
    if values.derives_from_any(cls, _SCALARS):
        return "query"
    if values.derives(cls, UPLOAD):
        return "file"
    if values.known_class(cls) is None and not cls.startswith(("builtins.", "typing.")):
        return "body" if values.derives(cls, "pydantic.BaseModel") else None
    return "body"


def _is_any(annotation: Expr, values: Values) -> bool:
    return values.qualname(annotation) == "typing.Any"


def _parts(annotation: Sub) -> tuple[Expr, ...]:
    return annotation.index.items if isinstance(annotation.index, Items) else (annotation.index,)


@dataclass(eq=False)
class Signature:
    """The parameters of a route and of everything it depends on."""

    parameters: list[Parameter]
    complete: bool  #: False where a dependency is unknown or may read the request by itself

    def takes(self, name: str) -> bool:
        """Whether some parameter is filled from `name` of the request: no dependency is."""
        return any(
            name in (p.alias or p.name, p.name) for p in self.parameters if p.kind != "dependency"
        )


def signature(
    function: Function,
    reader: Parameters,
    in_path: Collection[str] = (),
    further: Collection[Expr] = (),
    reads_path: Callable[[Parameter], bool] = lambda parameter: True,
) -> Signature:
    """The parameters of `function`, of its dependencies and theirs, in other files too.

    `further` are dependencies of the route that its signature does not name; `reads_path` tells
    whether a parameter that is the request itself may be asked for what stands in the path.
    """
    values = reader.values
    found: list[Parameter] = []
    complete = True
    queue: list[Value | None] = [function]
    queue += (values.of(each) for each in further if not _asks_for_user(each, values))
    seen: set[object] = set()
    for value in queue:
        target = dependant(value, values)
        if target is None and _is_security_scheme(value):
            continue
        if target is None:
            complete = False
            continue
        if isinstance(target, Class):
            complete = _fields(target, values, found) and complete
            continue
        if target in seen:
            continue
        seen.add(target)
        if any(a.kind in ("*", "**") for a in target.arguments):
            complete = False
        for parameter in reader.of(target, in_path):
            found.append(parameter)
            if parameter.dependency is not None:
                if not _asks_for_user(parameter.dependency, values):
                    queue.append(values.of(parameter.dependency))
            elif parameter.kind == "dependency":
                complete = False
            elif _is_connection(parameter, values):
                complete = complete and not reads_path(parameter)
            elif parameter.marker is None and isinstance(parameter.default, Call):
                complete = False  # it may give a dependency: `db=connected("read")`
            elif parameter.marker is not None and parameter.kind in ("path", "query"):
                # a model of path parameters, or one alias unknown
                if parameter.alias is None and parameter.marker.argument("alias") is not None:
                    complete = False
    return Signature(found, complete)


def _asks_for_user(dependency: Expr, values: Values) -> bool:
    """Whether a library made a dependency, one for all routes that need to know who asks.

    It reads no path of any of them.
    """
    made = values.expand(dependency)
    return isinstance(made, Call) and values.library_name(made.callee) in _USERS


def _is_security_scheme(value: Value | None) -> bool:
    """FastAPI's own `HTTPBearer()` and the like read headers, cookies and queries only."""
    return isinstance(value, Instance) and value.cls.startswith("fastapi.security.")


def dependant(value: Value | None, values: Values) -> Function | Class | None:
    """What FastAPI reads the signature of: a function, or a class without `__init__`."""
    if isinstance(value, Instance) and value.known is None:
        return None
    if isinstance(value, External):
        return None
    if isinstance(value, Class) and values.method(value, "__init__") is None:
        return value
    function = values.callee(value)
    if function is not None and isinstance(value, Bound) and value.function.owner is None:
        return None
    return function


def _is_connection(parameter: Parameter, values: Values) -> bool:
    cls = _class(parameter.annotation, values)
    return cls is not None and bool(values.derives(cls, CONNECTION))


def _fields(cls: Class, values: Values, found: list[Parameter]) -> bool:
    """Take the fields of a dataclass or model as parameters; False if it may have others."""
    complete = True
    for ancestor in values.ancestry(cls.qualname):
        known = values.known_class(ancestor) if ancestor else None
        if known is None:
            complete = complete and ancestor in (
                "builtins.object", "abc.ABC", "pydantic.BaseModel", "typing.Generic", "enum.Enum",
            )  # fmt: skip
            continue
        holder = constructor_of(known)
        for name, value in known.fields.items():
            found.append(
                Parameter(
                    name, holder, None, None, None, None, None, value, False,
                    known.lineno, known.col_offset,
                )
            )  # fmt: skip
    return complete
