"""Calls that only make a coroutine, and what becomes of it where nothing awaits it.

A coroutine that is awaited, returned, yielded, stored, put in a list or given to a call has a
future. One that is dropped, or taken for the result, has none: those are handed out here.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise

from flake8_fastapi.model import libraries
from flake8_fastapi.model.assembly.parameters import VIEWS
from flake8_fastapi.model.lean import cached_property, dataclass, regex
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.call_sites import TRY
from flake8_fastapi.model.syntax.expressions import (
    AtCall,
    Attr,
    Call,
    Expr,
    Param,
    Sub,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.flow import always_leaves
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import block_with, spelled_name
from flake8_fastapi.model.values.arguments import is_refused, is_super
from flake8_fastapi.model.values.decorators import AWAITING_ONCE, registers, stays_async
from flake8_fastapi.model.values.evaluation import PROTOCOLS
from flake8_fastapi.model.values.value_kinds import (
    Bound,
    External,
    Instance,
    Method,
    Pending,
    Value,
)
from flake8_fastapi.model.values.values import Values

#: Coroutine functions that run the function that they are given, in a thread.
THREADED = {
    "starlette.concurrency.run_in_threadpool", "asyncio.to_thread", "anyio.to_thread.run_sync",
}  # fmt: skip

#: Callees with more letters are cut.
LONGEST = 40

#: Awaitable like a coroutine, and entered by `async with` besides.
_ENTERED_TOO = {"starlette.requests.Request.form"}
_ENTERED_NAMES = {name.rpartition(".")[2] for name in _ENTERED_TOO}

#: Attributes that coroutines have.
OWN = {"send", "throw", "close"}

#: What cannot work with a coroutine in the place of data.
_CONSUMERS = {
    f"builtins.{name}"
    for name in (
        "bytes", "dict", "enumerate", "float", "frozenset", "int", "iter", "len", "list", "max",
        "min", "next", "range", "reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip",
    )
} | {
    "json.dumps", "json.loads", "base64.b64decode", "base64.b64encode",
    *(f"hashlib.{name}" for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")),
}  # fmt: skip
#: The same, as their second argument, which has this name: `hmac.new(key, body, "sha256")`.
_SIGNING = {"hmac.digest": "msg", "hmac.new": "msg"}

#: The ends of the names of calls that cannot work with a coroutine.
_TAKING = (*(name.rpartition(".")[2] for name in (*_CONSUMERS, *_SIGNING)), "Response")

#: Decorators that leave the methods of a class as they are.
_CLASS_DECORATORS = {
    "attr.s", "attrs.define", "attrs.frozen", "dataclasses.dataclass", "functools.total_ordering",
    "pydantic.dataclasses.dataclass", "typing.final", "typing.runtime_checkable", *VIEWS,
}  # fmt: skip

#: A function that asks takes the result for what it is.
_ASKING = {"iscoroutinefunction", "iscoroutine", "isawaitable"}

#: Around what is expected to fail, the wrong call is the right one.
_EXPECTING = regex(r"raises|warns|deprecated|assertRaises|assertWarns|suppress|catch_warnings")

#: How the effects begin that are an error at once.
_FAILS = (
    "it has no ", "it cannot be indexed", "it cannot be iterated", "it cannot be unpacked",
    "it is no operand",
)  # fmt: skip
_TEXT = "its text is `<coroutine object ...>`"
_DISPLAYS = (ast.Dict, ast.List, ast.Set, ast.Tuple)


@dataclass(eq=False)
class Unawaited(AtCall):
    """A call that only makes a coroutine, which nothing awaits."""

    call: Call
    name: str  #: of what is called: `sqlalchemy.ext.asyncio.AsyncSession.commit`, `app.mail.send`
    coroutine: Function | None  #: the function of the project that is called
    function: Function | None  #: the function that makes the call
    text: str  #: the callee as the source has it
    effect: str  #: what comes of it, for the message: "nothing happens", "it has no `get`"
    asked: str = ""  #: what is asked of it at once: ".name", or "[...]"

    @property
    def threaded(self) -> bool:
        """Whether the coroutine would have run a function in a thread."""
        return self.name in THREADED

    @property
    def remedy(self) -> str:
        """What to do about it where it stands."""
        if self.function is None:
            return "run it with `asyncio.run(...)`"
        if self.function.is_async and self.asked:  # an `await` before it all would come too late
            return f"write `(await {self.text}(...)){self.asked}`"
        if self.function.is_async:
            return "put `await` before it"
        if self.name == "asyncio.sleep":
            return "use `time.sleep`, or await it in an `async def`"
        return "await it in an `async def`"


class Coroutines:
    """The coroutines of one file that nothing awaits."""

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        routing: Routing,
        source: str,
        is_test: bool,
        elsewhere: Callable[[], tuple[Collection[str], ...] | None],
        may_be_plain: Callable[[Expr], bool],
    ) -> None:
        """`elsewhere` names what makes coroutines beside this file; None: that is not known.

        `may_be_plain` tells of an async method whether a derived class may have another kind.
        """
        self._syntax = syntax
        self._tree = syntax.tree
        self._values = values
        self._routing = routing
        self._source = source
        self._is_test = is_test
        self._elsewhere = elsewhere
        self._may_be_plain = may_be_plain

    def __iter__(self) -> Iterator[Unawaited]:
        tree, names = self._tree, self._names
        nodes = tree.nodes(ast.Call) if names is None else self._routing.calls.which_may_be(*names)
        for node in nodes:
            if tree.parent(node).__class__ is ast.Await or not self._may_be_wasted(node):
                continue
            call = self._syntax.call(node)
            made = self._made(call, node)
            if made is None:
                continue
            name, coroutine = made
            if is_refused(self._values.of(call.callee), call, self._values):
                continue  # it fails before there is a coroutine
            effect = self._effect(node, name in _ENTERED_TOO)
            function = self._syntax.function_at(node)
            if (
                effect is None
                or asks_for_coroutines(function)
                or self._cannot_be_meant(node, coroutine)
            ):
                continue
            if coroutine is not None and self._may_be_plain(call.callee):
                continue
            asked = self._asked(node)
            if coroutine is not None and self._lacks(coroutine, asked):
                continue
            yield Unawaited(call, name, coroutine, function, self._text(call), effect, asked)

    def _asked(self, node: ast.Call) -> str:
        """What is asked of the result where it is made."""
        match self._tree.parent(node):
            case ast.Attribute(attr=name):
                return f".{name}"
            case ast.Subscript(value=value) if value is node:
                return "[...]"
        return ""

    def _lacks(self, coroutine: Function, asked: str) -> bool:
        """Whether what is asked for is not in what the coroutine is said to give: a list, say."""
        given = self._values.type_of(coroutine.annotation)
        if not asked.startswith(".") or not isinstance(given, Instance):
            return False
        cls = getattr(builtins, given.cls.removeprefix("builtins."), None)
        return isinstance(cls, type) and not hasattr(cls, asked[1:])

    def _cannot_be_meant(self, node: ast.Call, coroutine: Function | None) -> bool:
        """Whether it is gone through by `async for` and returns nothing to go through.

        Then the method of a subclass runs in its place, an async generator.
        """
        around = self._tree.parent(node)
        return (
            isinstance(around, (ast.AsyncFor, ast.withitem))
            or (isinstance(around, ast.comprehension) and bool(around.is_async))
        ) and (coroutine is not None and coroutine.owner is not None and not coroutine.returned)

    @cached_property
    def _names(self) -> tuple[Collection[str], ...] | None:
        """The names of what makes coroutines, here and elsewhere; None: they are not known."""
        others = self._elsewhere()
        if others is None:
            return None
        own = {each.name for each in self._syntax.summary.functions.values() if each.is_async}
        return own, *others, _ENTERED_NAMES

    def _may_be_wasted(self, node: ast.Call) -> bool:
        """Whether there is anything to find out: a quick look at what stands around a call."""
        around = self._tree.parent(node)
        if isinstance(around, ast.Call):  # most of them
            return spelled_name(around.func).endswith(_TAKING)
        match around:
            case ast.keyword(arg=name):
                return name in (None, "content", "msg")
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
                return False
            case ast.Assign() | ast.AnnAssign():
                return self._tree.function(node) is not None
            case ast.Return() as parent:
                function = self._tree.function(parent)
                return bool(getattr(function, "decorator_list", ())) or (
                    spelled_name(node.func) == "call_next"
                )
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.arguments():
                return False
            case parent:
                return parent.__class__ not in _HANDED_ON

    def _text(self, call: Call) -> str:
        """The callee as the source has it, or the end of it."""
        text = self._syntax.callee_text(call)
        is_short = len(text) <= LONGEST and "\n" not in text
        return text if is_short else f"….{text.rpartition('.')[2]}"[: LONGEST + 2]

    # -- what makes a coroutine ------------------------------------------------------------

    def _made(self, call: Call, node: ast.Call) -> tuple[str, Function | None] | None:
        """The name, and the function of the project, of what the call makes a coroutine of."""
        if self._is_call_next(call):
            return "call_next", None
        value = self._values.of(call.callee)
        match value:
            case Function() | Bound():
                function = value.function if isinstance(value, Bound) else value
                if self._is_coroutine_function(function, value):
                    return function.qualname, function
                passed_on = self._passed_on(function, call)
                if passed_on is not None:
                    return function.qualname, passed_on
            case External(name=name) | Instance(cls=name, known=None) if libraries.is_coroutine(
                name
            ):
                return name, None
            case Method(of=of, name=method):
                name = f"{of.cls}.{method}"
                if libraries.coroutine_method(of.cls, method) or name in _ENTERED_TOO:
                    if self._is_certain(of, call, node):
                        return name, None
        return None

    def _passed_on(self, function: Function, call: Call) -> Function | None:
        """The method whose coroutine a plain one returns that overrides it: `super().get(key)`."""
        if function.is_async or function.is_generator or function.decorators:
            return None
        match function.returned:
            case [Call(callee=Attr(of=of, name=function.name), needs=needs, caught=())] if (
                not needs
            ):
                made = self._values.of(call) if is_super(of, self._values) else None
                return made.function if isinstance(made, Pending) else None
        return None

    def _is_coroutine_function(self, function: Function, value: Value) -> bool:
        if not function.is_async or function.is_generator is not False:
            return False
        if isinstance(value, Bound) and isinstance(value.of, Instance) and value.of.known:
            if function.name in value.of.known.attributes:
                return False  # `self.send = ...` stands before the method
        if self._is_test and self._is_replaced(function.name):
            return False
        owner = self._values.known_class(function.owner) if function.owner else None
        if owner is not None and self._is_left_to_others(function, owner.qualname):
            return False
        if owner is not None and any(
            self._values.decorator_name(each.expression) not in _CLASS_DECORATORS
            for each in owner.decorators
        ):
            return False
        return all(stays_async(each, self._values) for each in function.decorators)

    def _is_left_to_others(self, function: Function, owner: str) -> bool:
        """Whether another method runs in its place, which may be no coroutine function.

        An `async def` that is abstract, or does no more than raise, and does not say what it gives,
        or one that says an async iterator and has no `yield`, is often an async generator in the
        class that has a body.
        """
        annotation = function.annotation
        given = annotation.of if isinstance(annotation, Sub) else annotation
        if given is not None:
            return (last_name(given) or "").startswith(("Async", "AbstractAsync"))
        return (
            function.always_raises
            or self._values.is_abstract(function)
            or any(self._values.derives(owner, protocol) for protocol in PROTOCOLS)
        )

    def _is_replaced(self, name: str) -> bool:
        """Whether a test names the function in a string, as `patch` takes it, or sets it."""
        said = rf"[\"'.]{name}(?:[\"']|[ \t]*=[^=]|\.(?:return_value|side_effect|assert_\w+))"
        return re.search(said, self._source) is not None

    def _is_certain(self, of: Instance, call: Call, node: ast.Call) -> bool:
        """Whether an object is what it is said to be.

        Annotations are wrong at times: of fixtures, and in `def` functions, whose author would
        have met an error at the first run.
        """
        if of.made is not None:
            return True
        function = self._syntax.function_at(node)
        if function is None:
            return False
        if function.is_async and not self._is_test:
            return True
        taken = receiver(call.callee)
        if isinstance(taken, Param) and of.cls.startswith("starlette."):
            return self._is_endpoint(function) and taken.function == function.qualname
        return any(
            each.awaited and isinstance(each.callee, Attr) and each.callee.of is taken
            for each in function.calls
        )

    def _is_call_next(self, call: Call) -> bool:
        """Whether the second parameter of a middleware function is called."""
        callee = call.callee
        if not isinstance(callee, Param) or callee.name != "call_next":
            return False
        function = self._values.function(callee.function)
        return function is not None and function.is_async and function in self._middleware

    @cached_property
    def _middleware(self) -> set[Function]:
        """The functions that Starlette gives `call_next`."""
        found = {m.function for m in self._routing.middleware if m.function is not None}
        for function in self._syntax.summary.functions.values():
            if function.name == "dispatch" and function.owner is not None:
                if self._values.derives(function.owner, libraries.HTTP_MIDDLEWARE):
                    found.add(function)
        return found

    # -- what becomes of it ----------------------------------------------------------------

    def _effect(self, node: ast.expr, entered: bool, follow: bool = True) -> str | None:
        """What comes of a coroutine where nothing awaits it; None where something may."""
        parent = self._tree.parent(node)
        match parent:
            case ast.Expr():
                return None if self._is_expected(parent) else "nothing happens"
            case ast.Attribute(attr=name):
                if name in OWN or name.startswith(("cr_", "__")) or self._is_expected(parent):
                    return None
                return f"it has no `{name}`"
            case ast.Subscript(value=value) if value is node:
                return "it cannot be indexed"
            case ast.For(iter=value) | ast.AsyncFor(iter=value) | ast.comprehension(iter=value):
                return "it cannot be iterated" if value is node else None
            case ast.withitem():
                return None if entered else "it is no context manager"
            case ast.Starred():
                return "it cannot be unpacked"
            case ast.FormattedValue():
                return _TEXT
            case ast.UnaryOp(op=ast.Not()) | ast.Assert() | ast.If() | ast.While():
                return "it is always true"
            case ast.BinOp() | ast.AugAssign() | ast.UnaryOp():
                return "it is no operand"
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[right]) if right is node:
                return "it is no container"
            case ast.Compare() if not self._is_test:
                return "it equals nothing"
            case ast.BoolOp(values=values):
                if values[-1] is node:
                    return self._effect(parent, entered, follow)
                return "it is always true"
            case ast.IfExp(test=test):
                if test is node:
                    return "it is always true"
                return self._effect(parent, entered, follow)
            case ast.Return():
                return self._returned(parent)
            case ast.keyword():
                call = self._tree.parent(parent)
                if parent.arg is None:
                    return "it cannot be unpacked"
                return self._given(call, parent.arg) if isinstance(call, ast.Call) else None
            case ast.Call(args=[first, *_]) if first is node:
                return self._given(parent, "content")
            case ast.Call(args=[_, second, *_]) if second is node:
                return self._given(parent, "msg")
            case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
                return self._bound(parent, target, entered) if follow else None
            case _ if isinstance(parent, _DISPLAYS):
                return self._displayed(parent)
        return None

    def _is_expected(self, node: ast.AST) -> bool:
        """Whether a test expects the error or the warning that comes of it."""
        for parent in self._tree.ancestors(node):
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                if any(_EXPECTING.search(ast.unparse(i.context_expr)) for i in parent.items):
                    return True
        return False

    def _returned(self, node: ast.AST) -> str | None:
        """What comes of a coroutine that a function returns, whose caller is known."""
        function = self._syntax.function_at(node)
        if function is None:
            return None
        if function.is_async and function in self._middleware:
            return "it is no response"
        is_answer = self._is_endpoint(function) or self._is_awaited_once(function)
        return "it cannot be the response" if is_answer else None

    def _is_awaited_once(self, function: Function) -> bool:
        """Whether what stands around a route awaits it, and answers with what that gives."""
        return (
            function.is_async
            and any(endpoint.function is function for endpoint in self._routing.endpoints)
            and all(
                registers(each, self._values)
                or self._values.decorator_name(each.expression) in AWAITING_ONCE
                for each in function.decorators
            )
        )

    def _is_endpoint(self, function: Function) -> bool:
        """Whether FastAPI calls the function for a path, and no decorator stands in between."""
        return len(function.decorators) <= 1 and any(
            endpoint.function is function and not endpoint.websocket
            for endpoint in self._routing.endpoints
        )

    def _given(self, node: ast.Call, name: str) -> str | None:
        """What comes of a coroutine that is given to a call."""
        callee = self._values.qualname(self._syntax.expr(node.func)) or ""
        if callee == "builtins.str":
            return _TEXT
        if (callee in _CONSUMERS and name == "content") or _SIGNING.get(callee) == name:
            return f"`{callee.removeprefix('builtins.')}` cannot take it"
        if callee.startswith(("starlette.responses.", "fastapi.responses.")):
            return "it cannot be the response" if name == "content" else None
        return None

    def _displayed(self, node: ast.expr) -> str | None:
        """What comes of a list or dict with a coroutine in it: only a response cannot be sent."""
        effect = self._effect(node, False, follow=False)
        return effect if effect == "it cannot be the response" else None

    def _bound(self, statement: ast.AST, target: ast.expr, entered: bool) -> str | None:
        """What comes of a coroutine that a variable holds: of all places that read it."""
        if isinstance(target, (ast.Tuple, ast.List)):
            return "it cannot be unpacked"
        if not isinstance(target, ast.Name):
            return None
        scope = self._tree.scope(target)
        if self._tree.function(target) is not scope:
            return None  # of a module or class: anybody may read it
        names = self._syntax.names
        if len(names.bindings(scope).get(target.id, ())) != 1:
            return self._returned_later(statement, target.id)
        effects: list[str | None] = []
        for load in self._loads.get(target.id, ()):
            found = names.lookup(target.id, self._tree.scope(load))
            if found is None or found[0] is not scope:
                continue
            deleted = isinstance(load.ctx, ast.Del)
            effect = None if deleted else self._effect(load, entered, follow=False)
            if effect is not None and effect.startswith(_FAILS) and self._is_next(load, statement):
                return effect  # whatever would be done with it later
            effects.append(effect)
        if effects:
            return None if None in effects else effects[0]
        return None if self._is_expected(statement) else "nothing happens"

    def _returned_later(self, statement: ast.AST, name: str) -> str | None:
        """What comes of a coroutine that a variable holds at times, if it is returned then.

        Nothing reads or binds the variable in between.
        """
        child = statement
        for parent in self._tree.ancestors(statement):
            for each in _going_on(child, parent):
                match each:
                    case ast.Return(value=ast.Name(id=returned)) if returned == name:
                        return self._returned(each)
                if always_leaves([each]) or _names(name, each):
                    return None
            if not isinstance(parent, _FALLING_THROUGH):
                return None
            child = parent
        return None

    def _is_next(self, load: ast.Name, statement: ast.AST) -> bool:
        """Whether the next statement of the same block needs the value, in any case."""
        for node in self._tree.ancestors(load):
            if isinstance(node, _PERHAPS):
                return False
            if isinstance(node, ast.stmt):
                around = self._tree.parent(node)
                blocks = [value for _, value in ast.iter_fields(around)] if around else []
                return isinstance(node, _PLAIN) and any(
                    isinstance(block, list) and (statement, node) in pairwise(block)
                    for block in blocks
                )
        return False

    @cached_property
    def _loads(self) -> dict[str, list[ast.Name]]:
        found: dict[str, list[ast.Name]] = {}
        for name in self._tree.nodes(ast.Name):
            if not isinstance(name.ctx, ast.Store):
                found.setdefault(name.id, []).append(name)
        return found


#: What is evaluated only under a condition, or later, or several times.
_PERHAPS = (
    *(ast.BoolOp, ast.IfExp, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp),
    ast.GeneratorExp,
)
_PLAIN = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return)

#: Behind the end of a block of these the next statement runs.
_OF_TRY = ("body", "orelse", "finalbody")
_FALLING_THROUGH = (*TRY, ast.ExceptHandler, ast.If, ast.With, ast.AsyncWith)

#: Around a coroutine that somebody else has from there on.
_HANDED_ON = frozenset({ast.Await, ast.Yield, ast.YieldFrom, ast.Lambda, ast.NamedExpr})


def _going_on(child: ast.AST, parent: ast.AST) -> Iterator[ast.stmt]:
    """The statements that run next inside of `parent`, after one in it that has not failed."""
    block = block_with(child, parent) if isinstance(child, ast.stmt) else []
    if isinstance(child, ast.stmt) and block:
        yield from block[block.index(child) + 1 :]
    if isinstance(parent, TRY):
        body, orelse, finalbody = (getattr(parent, name) for name in _OF_TRY)
        if block is body:
            yield from orelse
        if block is not finalbody:
            yield from finalbody


def _names(name: str, statement: ast.stmt) -> bool:
    """Whether a variable is read or bound in a statement, or may be: `except Error as name`."""
    return any(
        name in (getattr(each, "id", None), getattr(each, "name", None))
        for each in ast.walk(statement)
    )


def asks_for_coroutines(function: Function | None) -> bool:
    """Whether a function finds out itself what is a coroutine."""
    return function is not None and any(
        last_name(call.callee) in _ASKING for call in function.calls
    )
