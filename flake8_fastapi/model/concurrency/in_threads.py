"""What does not go into a thread: it fails there, or mixes what belongs to several requests.

On the event loop a function that awaits nothing is done before the next request begins; in threads,
others come between any two of its lines.
"""

from __future__ import annotations

import ast
from itertools import chain

from flake8_fastapi.model.concurrency.kept_for_all import kept_for_all
from flake8_fastapi.model.concurrency.loops import LOOP, NEEDING_LOOP
from flake8_fastapi.model.concurrency.shared_sessions import is_on_shared_session
from flake8_fastapi.model.event_loop import BlockingCall
from flake8_fastapi.model.event_loop.file_contents import writes_text_of_all
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.project.files import text_at
from flake8_fastapi.model.syntax.expressions import Attr, Call, Ref, options_of, receiver
from flake8_fastapi.model.syntax.functions import INITIALIZERS, Function
from flake8_fastapi.model.values.value_kinds import Bound, External, Instance, Method, Value

#: What fails in a thread as well, whoever calls it, or closes what others use under its name.
_FAILING_IN_THREADS = {"pymilvus.connections.disconnect", "signal.signal"}
#: What does something else in a thread, where that it fails is provided for.
_ASKING_FOR_LOOP = {"asyncio.get_event_loop", "asyncio.get_running_loop"}
#: What does without a running loop.
_STARTING_LOOP = {"anyio.run", "asyncio.new_event_loop", "asyncio.run"}
#: What only the thread of the loop may call: from another, nothing wakes the loop.
_OF_LOOP_ONLY = {
    f"{LOOP}.call_later", f"{LOOP}.call_soon", f"{LOOP}.create_task",
    "asyncio.Event.set", "asyncio.Future.cancel", "asyncio.Future.set_exception",
    "asyncio.Future.set_result", "asyncio.Queue.put_nowait", "asyncio.Task.cancel",
}  # fmt: skip
#: What is lost with the thread, which has a copy of the context: a variable that is set there.
_VARIABLE = "contextvars.ContextVar"
_BINDING = "structlog.contextvars.bind_contextvars"
#: What works on one thing that the whole process has: the figure that pyplot draws into.
_ON_WHAT_ALL_HAVE = "matplotlib.pyplot."
#: Connections over which one command at a time gets its answer.
_CONVERSATIONS = {
    "ftplib.FTP", "ftplib.FTP_TLS", "imaplib.IMAP4", "imaplib.IMAP4_SSL", "ldap3.Connection",
    "poplib.POP3", "poplib.POP3_SSL", "smtplib.LMTP", "smtplib.SMTP", "smtplib.SMTP_SSL",
    "telnetlib.Telnet",
}  # fmt: skip
_SOCKET = "socket.socket"
#: Functions looked through for that.
_MOST_HELPERS = 40


class Threads:
    """Answers about functions and calls, of one file and of what it uses."""

    def __init__(self, file: Layers) -> None:
        self._syntax = file.syntax
        self._values = file.values
        self._file = file
        self._run: dict[Function, list[Function]] = {}

    def refuse(self, function: Function) -> bool:
        """Whether a function, or a helper that runs in it, fails in a thread, or does less.

        Or leaves something for what asks for it next, which may be another request.
        """
        run = self._run_by(function)
        return (
            self.need_loop(function)
            or any(self._refuses(each, each is function) for each in run)
            or any(self._is_of_other_thread(call, run) for each in run for call in each.calls)
        )

    def _is_of_other_thread(self, call: Call, run: list[Function]) -> bool:
        """Whether a call is one on a connection of sqlite3 that none of what runs there made.

        This is certain, for each connection that can be followed to where it is opened. That it may
        be so of others is for `Remedies` to weigh, which looks through the project's texts for it.
        """
        match self._values.of(call.callee):
            case Method(of=Instance(cls="sqlite3.Connection", made=made)):
                pass
            case Method(of=Instance(cls="sqlite3.Cursor", made=Call(callee=Attr(of=connection)))):
                value = self._values.of(connection)
                made = value.made if isinstance(value, Instance) else None
            case _:
                return False
        if made is None or self._values.qualname(made.callee) != "sqlite3.connect":
            return False
        allowed = made.argument("check_same_thread", 4)
        maker = self._values.function(made.within)
        is_kept = maker is None or maker.name in INITIALIZERS
        return allowed is None and is_kept and maker not in run

    def need_loop(self, function: Function) -> bool:
        """Whether a function, or a helper that runs in it, needs the loop of its own thread."""
        return any(
            self._needs_loop(call, each) for each in self._run_by(function) for call in each.calls
        )

    def lose_context(self, function: Function, is_entered: bool = False) -> bool:
        """Whether a function, or a helper that runs in it, sets a context variable for its caller.

        Not one that is set back on the way; in a `with`, that fails where it is left in a thread.
        """
        calls = chain.from_iterable(each.calls for each in self._run_by(function))
        asked = set(map(self._on_context, calls))
        return "set" in asked and (is_entered or "reset" not in asked)

    def _on_context(self, call: Call) -> str | None:
        """What a call does to the context, if anything: `set` or `reset`."""
        match self._values.of(call.callee):
            case Method(of=Instance(cls=cls), name=name) if cls == _VARIABLE:
                return name
            case External(name=name) if name == _BINDING:
                return "set"
        return None

    def _needs_loop(self, call: Call, function: Function) -> bool:
        match self._values.of(call.callee):
            case External(name=name) if name in _ASKING_FOR_LOOP:
                return not call.caught or not self._starts_one(function, name)
            case External(name=name):
                return name in NEEDING_LOOP and not call.caught
            case Method(of=Instance(cls=cls), name=name):
                return f"{cls}.{name}" in _OF_LOOP_ONLY
        return False

    def _starts_one(self, function: Function, asked: str) -> bool:
        """Whether a function starts a loop where none is running.

        `get_running_loop` may be asked in a `try`, and what comes of it looked at later.
        """
        is_late = asked == "asyncio.get_running_loop"
        return any(
            (call.handling or is_late) and self._values.qualname(call.callee) in _STARTING_LOOP
            for call in function.calls
        )

    def _refuses(self, function: Function, is_first: bool) -> bool:
        """Whether a function itself does what is for no thread, or leaves something for others."""
        if not is_first and (self._sets_global(function) or self._sets_class(function)):
            return True
        for call in function.calls:
            value = self._values.of(call.callee)
            name = value.name if isinstance(value, External) else ""
            if name in _FAILING_IN_THREADS and not call.caught:
                return True
            if name.startswith(_ON_WHAT_ALL_HAVE):
                return True
            if not is_first and is_on_shared_session(call, self._values):
                return True
            if not call.once and writes_text_of_all(call, self._values):
                return True  # two at once leave a mixture of both, and who reads gets a half
        return False

    def _run_by(self, function: Function) -> list[Function]:
        """A function, and the plain ones of the project that run in it, or may."""
        known = self._run.get(function)
        if known is not None:
            return known
        queue = [function]
        for each in queue:
            for value in chain.from_iterable(map(self._called, each.calls)):
                helper = self._values.callee(value)
                if helper is None or helper.is_async or helper in queue:
                    continue
                if len(queue) <= _MOST_HELPERS:
                    queue.append(helper)
        self._run[function] = queue
        return queue

    def _called(self, call: Call) -> list[Value | None]:
        """What a call calls: of an object that is one of several, the method of each."""
        value = self._values.of(call.callee)
        if value is not None or not isinstance(call.callee, Attr):
            return [value]
        return [
            self._values.attribute(self._values.of(option), call.callee.name)
            for option in options_of(call.callee.of)
        ]

    def sets_what_all_have(self, function: Function) -> bool:
        """Whether a function of the file sets a global name, or an attribute of what has one."""
        node, tree = self._syntax.function_node(function), self._syntax.tree
        if node is None:
            return False
        return any(True for _ in tree.inside(node, ast.Global)) or any(
            isinstance(each.ctx, ast.Store) and isinstance(self._syntax.expr(each.value), Ref)
            for each in tree.inside(node, ast.Attribute)
        )

    def must_not_share(self, call: Call) -> bool:
        """Whether threads must not make a call at the same time, over what they share."""
        return (
            self._sets_shared(call)
            or is_on_shared_session(call, self._values)
            or self.is_of_shared_conversation(call)
        )

    def _sets_shared(self, call: Call) -> bool:
        """Whether a call lets an object of a module keep something, for one request at a time."""
        match self._values.of(call.callee):
            case Bound(function=method, of=Instance()):
                return isinstance(receiver(call.callee), Ref) and bool(method.sets)
        return False

    def is_of_shared_conversation(self, call: Call) -> bool:
        """Whether a call is one of a connection with one command at a time, which others have too.

        Nobody is seen to make it for the request: it is a module's, or only declared.
        """
        match self._values.of(call.callee):
            case Method(of=Instance(cls=cls, made=made)):
                is_made_for_all = made is None or self._values.function(made.within) is None
                return cls in _CONVERSATIONS and is_made_for_all
        return False

    def is_of_kept_conversation(self, call: BlockingCall) -> bool:
        """Whether the one object of a module keeps such a connection, or a socket, and asks it."""
        return call.kind == "socket" and any(
            each.cls in _CONVERSATIONS or each.cls == _SOCKET
            for each in kept_for_all(call, self._values)
        )

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
        """Whether a function leaves what it is given to others, under a name of its module."""
        summary = self._values.summary(function.qualname) if function.arguments else None
        if summary is None:
            return False
        is_own = summary is self._syntax.summary
        if "global " not in (self._file.source if is_own else text_at(summary.path)):
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
