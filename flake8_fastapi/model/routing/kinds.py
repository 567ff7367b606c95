"""The kinds of things that files register with FastAPI."""

from __future__ import annotations

from dataclasses import field

from flake8_fastapi.model.assembly.parameters import Parameter, path_names
from flake8_fastapi.model.lean import dataclass
from flake8_fastapi.model.syntax.expressions import AtCall, Call, Expr
from flake8_fastapi.model.syntax.functions import Class, Function


@dataclass(eq=False)
class Router:
    """An application or router, as the place where routes are registered."""

    key: object  #: equal for two expressions that are the same object
    cls: str
    is_app: bool
    call: Call | None  #: what makes it, where that is known
    name: str  #: as the source names it
    own: bool  #: made in the file being checked

    def argument(self, name: str) -> Expr | None:
        return self.call.argument(name) if self.call else None


@dataclass(eq=False)
class Endpoint(AtCall):
    """A route: what is registered, where and how."""

    function: Function | None  #: None where it could not be followed
    router: Router
    call: Call  #: the decorator, or the call of `add_api_route`
    methods: frozenset[str] | None  #: in upper case; None where they are not literal
    path: str | None  #: as given here, without prefixes; None where it is not literal
    websocket: bool
    decorates: bool  #: registered by decorator
    parameters: list[Parameter]
    further: list[Expr] = field(default_factory=list)  #: dependencies outside the signature
    complete: bool = True  #: every list of further dependencies could be read

    @property
    def path_parameters(self) -> list[str]:
        return path_names(self.path) if self.path else []

    @property
    def name(self) -> str:
        return self.function.plain_name if self.function else "the route"

    def argument(self, name: str) -> Expr | None:
        """A keyword argument of the decorator, such as `response_model`."""
        return self.call.argument(name)


@dataclass(eq=False)
class Dependency(AtCall):
    """A use of `Depends` or `Security` in this file."""

    call: Call
    target: Expr | None  #: what it is given
    function: Function | None  #: the function of the project that runs
    scope: str | None
    declared: Expr | None = None  #: of `Depends()`: the type that stands with it, which is called


@dataclass(eq=False)
class Middleware(AtCall):
    """A middleware of an application."""

    app: Router | None
    cls: str | None  #: qualified name of its class; None for a function or the unknown
    known: Class | None  #: its class, if it is one of the project
    function: Function | None  #: of `@app.middleware("http")`
    call: Call  #: `add_middleware(...)`, `Middleware(...)`, `app.middleware("http")`, `Cls(app)`
    form: str  #: "add", "decorator", "list" or "wrap"
    position: int  #: of a list: its place, the first is the outermost; else the order of adding
    within: Function | None  #: the function that registers it; None at import

    def surrounds(self, other: Middleware) -> bool:
        """Whether it lies around another one of its application, as far as one file tells.

        The last one that is added is the outermost; inside of what is added lies what
        `FastAPI(middleware=[...])` has, the first of these outermost.
        """
        if self.app is None or other.app is None or self.app.key != other.app.key:
            return False
        if other.form == "list":
            return self.form != "list" or self.position < other.position
        here, there = (self.lineno, self.col_offset), (other.lineno, other.col_offset)
        return self.form != "list" and here > there


@dataclass(eq=False)
class ExceptionHandler:
    app: Router | None
    exception: Expr | None  #: a class or a status code
    function: Function | None
    call: Call


@dataclass(eq=False)
class EventHandler:
    """A start-up or shutdown handler in the old style."""

    owner: Router
    kind: str | None  #: "startup" or "shutdown"
    how: str  #: "on_event", "on_startup", "on_shutdown", "(router.)add_event_handler"
    functions: list[Function]
    call: Call  #: the registering call, or the one that makes the application
    lineno: int
    col_offset: int


@dataclass(eq=False)
class BackgroundTask(AtCall):
    """A task given to `add_task` or `BackgroundTask(...)`."""

    call: Call
    task: Expr | None
    function: Function | None
    within: Function | None
    may_be: tuple[Function, ...]  #: the functions that it is now one, now the other of


@dataclass(eq=False)
class Include:
    """`include_router` or `mount`"""

    router: Router
    included: Router | None
    expression: Expr | None
    prefix: str | None  #: None where it is not literal
    is_mount: bool
    call: Call


@dataclass(eq=False)
class Streamed:
    """A generator given to a streaming response."""

    call: Call
    function: Function


@dataclass(eq=False)
class TestClient(AtCall):
    """A client made to call an application in tests."""

    __test__ = False  # not a test case, whatever pytest thinks of the name

    call: Call
    cls: str
    app: Expr | None
