"""What to do about a blocking call: the least that mends it, in the versions at hand."""

from __future__ import annotations

import ast
import re
from itertools import chain

from flake8_fastapi.model.blocking import since
from flake8_fastapi.model.blocking.entries import (
    AIOSQLITE,
    CONVERSATION,
    EACH_STEP,
    ENTERED,
    IN_EXECUTOR,
    IN_HELPER,
    LAZY,
    NO_THREADS,
    OWN_SUPABASE,
    SAME_THREAD,
    SUPABASE,
    THREAD,
    WHOLE_BLOCK,
    WHOLE_RESULT,
)
from flake8_fastapi.model.concurrency.held_locks import LOCKS
from flake8_fastapi.model.concurrency.in_threads import Threads
from flake8_fastapi.model.concurrency.on_windows import is_on_windows
from flake8_fastapi.model.concurrency.one_at_a_time import is_of_object_of_all
from flake8_fastapi.model.event_loop import BlockingCall
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.project.files import text_at
from flake8_fastapi.model.syntax.expressions import Call, Implicit, receiver
from flake8_fastapi.model.syntax.functions import Class, Decorator, Function
from flake8_fastapi.model.syntax.tree import FUNCTIONS
from flake8_fastapi.model.values.decorators import stays_async, wraps
from flake8_fastapi.model.values.value_kinds import Bound, Constant, Instance

#: Decorators that once awaited whatever function they were given, and since when no longer.
_AWAITING = {"fastapi_cache.decorator.cache": ("fastapi-cache2", "0.2")}
#: Reasons to run on the event loop that a plain `def` does away with: FastAPI uses a thread then.
#: Not of exception handlers: `logger.exception` and `format_exc` find no exception in a thread.
_THREADED = {"route", "dependency", "task", "stream"}
#: What has the shell read a text, whatever is said.
_FOR_SHELL = {"os.popen", "os.system", "subprocess.getoutput", "subprocess.getstatusoutput"}

#: A connection of sqlite3 that is kept, for whoever comes: only the thread that made it may use it.
_KEPT_SQLITE = (
    r"(?m)^(?:\w+|[ \t]+self\.\w+)[ \t]*(?::[^=\n]+)?=[ \t]*sqlite3\.connect\("
    r"(?![^)]*check_same_thread)"
)

#: What a function does that only an `async def` can, or that leaves it in the middle.
_WAITING = (ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield)

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
        self._threads = Threads(file)

    def of(self, call: BlockingCall) -> str:
        """What to do about a blocking call: the least that mends it."""
        remedy = self._of(call)
        # a thread that has imported no application finds Celery's default one
        if self._is_bare(call):
            return f"name its `app=`, then {remedy}"
        if call.kind == "queue" and any(map(self._file.celery.asks_thread, self._sending(call))):
            return f"bind the task to its application (`@app.task`), then {remedy}"
        return remedy

    def _is_bare(self, call: BlockingCall) -> bool:
        """Whether the result of a task is asked that does not know of which application it is."""
        if call.kind != "queue" or call.through:
            return False
        match self._values.of(receiver(call.call.callee)):
            case Instance(made=Call() as made):
                return self._file.celery.is_bare(made)
        return False

    def _sending(self, call: BlockingCall) -> list[Call]:
        """The calls that may be what blocks: the call itself, or those of the last helper."""
        last = self._values.function(call.through[-1]) if call.through else None
        if last is not None:
            return last.calls
        return [] if isinstance(call.call, Implicit) else [call.call]

    def _of(self, call: BlockingCall) -> str:
        function = call.function
        if call.reason.kind == "validator":
            return "check it in a dependency declared with plain `def`"
        if not function.is_async:
            return IN_EXECUTOR
        beside = [it for it in self._file.event_loop.blocking_calls if it.call is call.call]
        for each in (call, *beside):
            if each.remedy == SUPABASE and _waits_for_others(beside):
                return OWN_SUPABASE
            if each.remedy in NO_THREADS:
                return self._available(each.remedy)
        shared = self._threads.is_of_shared_conversation(call.call)
        if shared or self._threads.is_of_kept_conversation(call):
            return CONVERSATION
        if self._is_of_one_thread(call):
            return SAME_THREAD
        if call.reason.kind in _THREADED and self._could_be_plain(function, call):
            return f"declare `{function.plain_name}` with plain `def`"
        if self._holds_lock(call):
            return WHOLE_BLOCK
        made = None if isinstance(call.call, Implicit) else self._values.class_of(call.call)
        if made == "sqlite3.Connection" and not call.enters:
            return SAME_THREAD
        return self._behind_helper(call) if call.through else self._direct(call)

    def _is_of_one_thread(self, call: BlockingCall) -> bool:
        """Whether a call may be one on a connection that another thread cannot use.

        Where it is opened on the way, the thread that uses it has made it. To advise against a
        thread, it does that a file of the project keeps one; which it is that the call is made on
        is often not known. Where it is, `Threads.refuse` tells more of the functions on the way.
        """
        usage = self._file.usage
        if call.remedy != AIOSQLITE or usage is None or not usage.says(_KEPT_SQLITE, "sqlite3"):
            return False
        on_the_way = (call.function, *map(self._values.function, call.through))
        calls = (each.calls for each in on_the_way if each is not None)
        return all(
            self._values.qualname(each.callee) != "sqlite3.connect"
            for each in chain.from_iterable(calls)
        )

    def _behind_helper(self, call: BlockingCall) -> str:
        """What helps against a helper of the project that blocks."""
        helper = self._values.callee(self._values.of(call.call.callee))
        if helper is not None and helper.is_generator and not call.enters:
            return WHOLE_RESULT if self._is_given_to_call(call) else EACH_STEP
        remedy = self._instead_of(call)
        refuses = helper is not None and (
            self._threads.refuse(helper) or self._threads.lose_context(helper, call.enters)
        )
        if not refuses:
            remedy = THREAD
        elif remedy == THREAD or call.enters:
            return IN_HELPER
        return self._block(call) if remedy == THREAD and call.enters else remedy

    def _block(self, call: BlockingCall) -> str:
        """What helps against a `with` block: all of it in a thread, if nothing in it is awaited."""
        node = None if isinstance(call.call, Implicit) else self._syntax.call_node(call.call)
        tree = self._syntax.tree
        around = tree.ancestors(node) if node is not None else ()
        block = next((each for each in around if isinstance(each, ast.With)), None)
        if block is None:
            return WHOLE_BLOCK
        waiting = (each for kind in _WAITING for each in tree.nodes(kind))
        return ENTERED if any(block in tree.ancestors(each) for each in waiting) else WHOLE_BLOCK

    def _direct(self, call: BlockingCall) -> str:
        """What helps against a call that blocks itself."""
        remedy = self._instead_of(call)
        is_lazy = LAZY.fullmatch(call.name) is not None
        if remedy == THREAD:
            return self._block(call) if call.enters else WHOLE_RESULT if is_lazy else THREAD
        if call.kind not in _CLIENTS:
            return remedy
        # another client asks for changes wherever one is made; not every project wants two
        thread = "`run_in_threadpool`"
        if call.enters:
            thread = "run the block in a thread"
        elif is_lazy:
            thread = "read all of it in a thread"
        return f"{remedy}, or {thread}"

    def _instead_of(self, call: BlockingCall) -> str:
        """What the table of knowledge has for a call, in the versions at hand."""
        remedy = self._available(call.remedy)
        node = None if isinstance(call.call, Implicit) else self._syntax.call_node(call.call)
        if call.kind == "subprocess" and node is not None:
            if is_on_windows(node, self._syntax, self._values):
                return THREAD
        if self._is_for_shell(call):
            return remedy.replace("create_subprocess_exec", "create_subprocess_shell")
        return remedy

    def _is_given_to_call(self, call: BlockingCall) -> bool:
        """Whether another call takes all of what it gives: `list(pages())`."""
        node = self._syntax.call_node(call.call)
        return node is not None and isinstance(self._syntax.tree.parent(node), ast.Call)

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
        if remedy in NO_THREADS or self._target.at_least(*needed):
            return f"{remedy} (since {distribution} {version})"
        return THREAD

    def _could_be_plain(self, function: Function, call: BlockingCall) -> bool:
        """Whether an async function needs no event loop, and only FastAPI calls it."""
        if call.kind != "queue" and any(map(self._file.celery.asks_thread, function.calls)):
            return False
        node = self._syntax.function_node(function)
        if node is None or node in self._waiting:
            return False
        names = [self._values.qualname(call.callee) or "" for call in function.calls]
        if any(name.startswith(("asyncio.", "anyio.")) for name in names):
            return False
        if self._threads.refuse(function) or self._threads.sets_what_all_have(function):
            return False
        is_entered = bool(function.is_generator)
        if call.reason.kind == "dependency" and self._threads.lose_context(function, is_entered):
            return False  # the route would not have what it sets
        blocking = self._file.event_loop.blocking_calls
        if any(each.function is function and self._is_for_no_thread(each) for each in blocking):
            return False
        if any(map(self._may_await, function.decorators)):
            return False
        if any(map(self._threads.must_not_share, function.calls)):
            return False
        if any(
            each.function is function and isinstance(self._values.of(each.call.callee), Bound)
            for each in self._routing.endpoints
        ):
            return False  # a router of the project may call it as it stands, on the loop
        calls = self._callers.calls_of(function)  # that of a generator runs nothing yet
        if any(call.awaited or not function.is_generator for call, _ in calls):
            return False
        return not self._is_run_by_test(function)

    def _is_for_no_thread(self, call: BlockingCall) -> bool:
        """Whether a call goes into no thread as it is, whichever function is moved there."""
        return (
            call.remedy in NO_THREADS
            or self._is_of_one_thread(call)
            or self._threads.is_of_kept_conversation(call)
            or is_of_object_of_all(call, self._values)
        )

    @cached_property
    def _waiting(self) -> set[ast.AST | None]:
        """The functions in which anything waits for something, in whichever way."""
        tree = self._syntax.tree
        waits: list[ast.AST] = [it for it in tree.nodes(ast.comprehension) if it.is_async]
        for kind in (ast.Await, ast.AsyncFor, ast.AsyncWith):
            waits += tree.nodes(kind)
        return set(map(tree.function, waits))

    def _is_run_by_test(self, function: Function) -> bool:
        """Whether a test that imports it, or its module, awaits a function or gives it a loop."""
        usage, module = self._file.usage, function.module.rpartition(".")[2]
        if usage is None:
            return False
        tests = filter(usage.is_test, usage.naming_anywhere((module,)) or ())
        runs = re.compile(
            rf"(?:\bawait\s|\brun(?:_until_complete)?\()\s*(?:{re.escape(module)}\.)?"
            rf"{function.name}\("
        )
        return any(runs.search(text_at(path)) for path in usage.with_words(tests, {function.name}))

    def _may_await(self, decorator: Decorator) -> bool:
        """Whether a decorator may await what it is given: one of the project, or an old one."""
        name = self._values.decorator_name(decorator.expression)
        if name is not None and name in _AWAITING:
            return not self._target.always_has(*_AWAITING[name])
        is_replaced = wraps(decorator, self._values)
        if is_replaced is None:
            return name is None
        made = self._values.of(decorator.expression)
        is_object = isinstance(made, (Class, Instance))
        return is_replaced and (is_object or stays_async(decorator, self._values))


def _waits_for_others(calls: list[BlockingCall]) -> bool:
    """Whether one call waits for something else than Supabase, too."""
    return any(each.remedy != SUPABASE and each.kind != "brief" for each in calls)
