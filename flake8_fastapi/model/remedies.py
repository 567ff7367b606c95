"""What to do about a blocking call: the least that mends it, in the versions at hand."""

from __future__ import annotations

import ast
import re

from flake8_fastapi.model.blocking import since
from flake8_fastapi.model.blocking.entries import (
    IN_EXECUTOR,
    LAZY,
    NO_THREADS,
    SAME_THREAD,
    THREAD,
    WHOLE_BLOCK,
    WHOLE_RESULT,
)
from flake8_fastapi.model.decorators import stays_async, wraps
from flake8_fastapi.model.event_loop import BlockingCall
from flake8_fastapi.model.expressions import Call, Implicit, Ref, receiver
from flake8_fastapi.model.files import read_text
from flake8_fastapi.model.functions import Class, Decorator, Function
from flake8_fastapi.model.held_locks import LOCKS
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.tree import FUNCTIONS
from flake8_fastapi.model.value_kinds import Bound, Constant, External, Instance

#: Reasons to run on the event loop that a plain `def` does away with: FastAPI uses a thread then.
#: Not of exception handlers: `logger.exception` and `format_exc` find no exception in a thread.
_THREADED = {"route", "dependency", "task", "stream"}
#: What fails in a thread, whoever calls it, or closes what other threads use under its name.
_FAILING_IN_THREADS = {
    "asyncio.create_task", "asyncio.ensure_future", "pymilvus.connections.disconnect",
    "signal.signal",
}  # fmt: skip
#: What does something else in a thread, where that it fails is provided for.
_ASKING_FOR_LOOP = {"asyncio.get_running_loop"}
#: Functions looked through for that.
_MOST_HELPERS = 40
#: What has the shell read a text, whatever is said.
_FOR_SHELL = {"os.popen", "os.system", "subprocess.getoutput", "subprocess.getstatusoutput"}

#: Kinds of blocking calls that are made on a client, or a session.
_CLIENTS = ("database", "store", "sdk")


class Remedies:
    """Says what helps against the blocking calls of one file."""

    def __init__(self, file: Layers) -> None:
        self._syntax = file.syntax
        self._values = file.values
        self._routing = file.routing
        self._callers = file.callers
        self._target = file.target
        self._file = file

    def of(self, call: BlockingCall) -> str:
        """What to do about a blocking call: the least that mends it."""
        remedy = self._of(call)
        # a thread that has imported no application finds Celery's default one
        return f"name its `app=`, then {remedy}" if self._is_bare(call) else remedy

    def _is_bare(self, call: BlockingCall) -> bool:
        """Whether the result of a task is asked that does not know of which application it is."""
        if call.kind != "queue" or call.through:
            return False
        match self._values.of(receiver(call.call.callee)):
            case Instance(made=Call() as made):
                return self._file.celery.is_bare(made)
        return False

    def _of(self, call: BlockingCall) -> str:
        function = call.function
        if call.reason.kind == "validator":
            return "check it in a dependency declared with plain `def`"
        if not function.is_async:
            return IN_EXECUTOR
        beside = self._file.event_loop.blocking_calls
        for each in (call, *beside):
            if each.remedy in NO_THREADS and each.call is call.call:
                return each.remedy
        if call.reason.kind in _THREADED and self._could_be_plain(function):
            return f"declare `{function.plain_name}` with plain `def`"
        if self._holds_lock(call):
            return WHOLE_BLOCK
        made = None if isinstance(call.call, Implicit) else self._values.class_of(call.call)
        if made == "sqlite3.Connection" and not call.enters:
            return SAME_THREAD
        remedy = self._available(call.remedy)
        if self._is_for_shell(call):
            remedy = remedy.replace("create_subprocess_exec", "create_subprocess_shell")
        if call.through:
            helper = self._values.callee(self._values.of(call.call.callee))
            if helper is None or not self._fails_in_thread(helper):
                remedy = THREAD
        is_lazy = not call.through and LAZY.fullmatch(call.name) is not None
        if remedy == THREAD:
            return WHOLE_BLOCK if call.enters else WHOLE_RESULT if is_lazy else THREAD
        if call.kind not in _CLIENTS or call.through:
            return remedy
        # another client asks for changes wherever one is made; not every project wants two
        thread = "`run_in_threadpool`"
        if call.enters:
            thread = "run the block in a thread"
        elif is_lazy:
            thread = "read all of it in a thread"
        return f"{remedy}, or {thread}"

    def _is_for_shell(self, call: BlockingCall) -> bool:
        """Whether a command is a text that the shell reads: `subprocess.run(..., shell=True)`."""
        if call.name in _FOR_SHELL:
            return True
        made: Call | None = None if isinstance(call.call, Implicit) else call.call
        if made is not None:
            match self._values.of(receiver(made.callee)):
                case Instance(cls="subprocess.Popen", made=opened):
                    made = opened
        given = made.argument("shell") if made is not None else None
        said = self._values.constant(given) if given is not None else Constant(False)
        return said is None or bool(said.value)

    def _holds_lock(self, call: BlockingCall) -> bool:
        """Whether a call stands in `with lock:`, where to await anything stops others: FPI210."""
        node = self._syntax.call_node(call.call)
        for parent in self._syntax.tree.ancestors(node) if node is not None else ():
            if isinstance(parent, FUNCTIONS):
                break
            if isinstance(parent, ast.With) and any(
                self._values.class_of(self._syntax.expr(item.context_expr)) in LOCKS
                for item in parent.items
            ):
                return True
        return False

    def _available(self, remedy: str) -> str:
        """A remedy as the project's versions have it: with the version that it needs, or a thread.

        Of a range, the newest version counts.
        """
        needed = since(remedy)
        if needed is None or self._target.always_has(*needed):
            return remedy
        distribution, version = needed
        return (
            f"{remedy} (since {distribution} {version})"
            if self._target.at_least(*needed)
            else THREAD
        )

    def _could_be_plain(self, function: Function) -> bool:
        """Whether an async function needs no event loop, and only FastAPI calls it."""
        node = self._syntax.function_node(function)
        names = [self._values.qualname(call.callee) or "" for call in function.calls]
        if node is None or any(name.startswith(("asyncio.", "anyio.")) for name in names):
            return False
        if self._fails_in_thread(function):
            return False
        blocking = self._file.event_loop.blocking_calls
        if any(each.function is function and each.remedy in NO_THREADS for each in blocking):
            return False
        if any(map(self._may_await, function.decorators)):
            return False
        if any(self._sets_shared(it) or self._is_on_shared_session(it) for it in function.calls):
            return False
        if any(
            each.function is function and isinstance(self._values.of(each.call.callee), Bound)
            for each in self._routing.endpoints
        ):
            return False  # a router of the project may call it as it stands, on the loop
        calls = self._callers.calls_of(function)  # that of a generator runs nothing yet
        if any(call.awaited or not function.is_generator for call, _ in calls):
            return False
        if self._is_run_by_test(function):
            return False
        tree = self._syntax.tree
        return not any(
            tree.function(each) is node
            for kind in (ast.Await, ast.AsyncFor, ast.AsyncWith)
            for each in tree.nodes(kind)
        ) and not any(
            loop.is_async and tree.function(loop) is node for loop in tree.nodes(ast.comprehension)
        )

    def _is_run_by_test(self, function: Function) -> bool:
        """Whether a test that imports it, or its module, awaits a function or gives it a loop."""
        usage, module = self._file.usage, function.module.rpartition(".")[2]
        importing = usage.naming_anywhere((module,)) if usage is not None else None
        runs = re.compile(
            rf"(?:\bawait\s|\brun(?:_until_complete)?\()\s*(?:{module}\.)?{function.name}\("
        )
        return any(
            usage is not None and usage.is_test(path) and runs.search(read_text(path)) is not None
            for path in importing or ()
        )

    def _sets_shared(self, call: Call) -> bool:
        """Whether a call lets an object of a module keep something, for one request at a time.

        On the event loop nothing comes between it and the next line; in threads, others do.
        """
        match self._values.of(call.callee):
            case Bound(function=method, of=Instance()):
                return isinstance(receiver(call.callee), Ref) and bool(method.sets)
        return False

    def _is_on_shared_session(self, call: Call) -> bool:
        """Whether a call is one of a session of the module, which is for one thread: see FPI105."""
        of = receiver(call.callee)
        return (
            isinstance(of, Ref) and self._values.is_instance(of, "sqlalchemy.orm.Session") is True
        )

    def _may_await(self, decorator: Decorator) -> bool:
        """Whether a decorator of the project may await what it is given."""
        is_replaced = wraps(decorator, self._values)
        if is_replaced is None:
            return self._values.decorator_name(decorator.expression) is None
        made = self._values.of(decorator.expression)
        is_object = isinstance(made, (Class, Instance))
        return is_replaced and (is_object or stays_async(decorator, self._values))

    def _fails_in_thread(self, function: Function) -> bool:
        """Whether a function, or a helper that runs in it, fails in a thread, or does less."""
        queue = [function]
        for each in queue:
            for call in each.calls:
                value = self._values.of(call.callee)
                name = value.name if isinstance(value, External) else ""
                if name in _ASKING_FOR_LOOP or (name in _FAILING_IN_THREADS and not call.caught):
                    return True
                helper = self._values.callee(value)
                if helper is not None and not helper.is_async and helper not in queue:
                    if self._sets_global(helper) or self._sets_class(helper):
                        return True
                    if len(queue) < _MOST_HELPERS:
                        queue.append(helper)
        return False

    def _sets_class(self, method: Function) -> bool:
        """Whether a method sets an attribute of its class, for all: `cls.cursor = ...`."""
        if not method.sets or not self._values.decorated_by(method, {"builtins.classmethod"}):
            return False
        definition = self._file.elsewhere.definition(method)
        own = method.by_position[:1]
        return definition is not None and any(
            isinstance(each, ast.Attribute)
            and isinstance(each.ctx, ast.Store)
            and isinstance(each.value, ast.Name)
            and [each.value.id] == own
            for each in ast.walk(definition)
        )

    def _sets_global(self, function: Function) -> bool:
        """Whether a function leaves what it is given to others, under a name of its module.

        On the event loop one request is done with it before the next; in threads they mix.
        """
        summary = self._values.summary(function.qualname) if function.arguments else None
        if summary is None:
            return False
        is_own = summary is self._syntax.summary
        if "global " not in (self._file.source if is_own else read_text(summary.path)):
            return False
        definition = self._file.elsewhere.definition(function)
        if definition is None:
            return False
        given = {each.name for each in function.arguments}
        nodes = [*ast.walk(definition)]
        names = {name for each in nodes if isinstance(each, ast.Global) for name in each.names}
        return any(
            isinstance(each.value, ast.Name) and each.value.id in given
            for each in nodes
            if isinstance(each, ast.Assign)
            and any(isinstance(it, ast.Name) and it.id in names for it in each.targets)
        )
