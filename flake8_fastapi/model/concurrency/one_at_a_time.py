"""Functions that work only as long as nothing comes between two of their lines.

On the event loop nothing does, where they await nothing. As soon as what blocks runs in a thread,
or is awaited, another request leaves its own under the global name that a helper reads, or removes
the folder that both use: that it blocks is what keeps the two apart. Likewise where an answer goes
to the thread that asked.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from flake8_fastapi.model.concurrency.kept_for_all import kept_for_all
from flake8_fastapi.model.concurrency.shared_sessions import (
    FOR_ONE_THREAD,
    asked_session,
    default_of,
    is_on_shared_session,
    sessions_of,
)
from flake8_fastapi.model.event_loop import BlockingCall
from flake8_fastapi.model.layers import Layers
from flake8_fastapi.model.project.files import deployment_texts, read_text
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Const,
    Expr,
    Implicit,
    Iterated,
    Param,
    Ref,
    Text,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Function, is_own_object
from flake8_fastapi.model.syntax.tree import FUNCTIONS
from flake8_fastapi.model.values.arguments import argument_given, arguments_given
from flake8_fastapi.model.values.value_kinds import External, Instance, Method
from flake8_fastapi.model.values.values import Values

#: What removes a file or folder, or takes it away.
_REMOVING = {"os.remove", "os.rename", "os.replace", "os.unlink", "shutil.move", "shutil.rmtree"}
_PATH = "pathlib.Path"
#: What gives a folder that is there for all.
_PLACES = {"os.getcwd", "pathlib.Path.cwd", "tempfile.gettempdir"}
#: What puts a path together of what it is given.
_PUTTING_TOGETHER = {"builtins.str", "os.fspath", "os.path.abspath", "os.path.join", _PATH}
#: Parts of a path, one in the other, that are looked at.
_DEEPEST = 15
#: A function, and a parameter of it.
_Given = tuple[str, str]
#: What the results of Celery are asked for over a message queue.
_RPC = "rpc://"
_OF_CELERY = ("AsyncResult.", "Celery.", "GroupResult.", "ResultSet.", "Signature.", "Task.")
#: Methods of a path that do.
_METHODS = {"rename", "replace", "rmdir", "unlink"}
#: A lock that its own object cannot take twice (python-redis-lock 4.0.1).
_LOCK = "redis_lock.Lock"
#: Calls that need a connection of an engine; how an engine is made, where all that it is given can
#: be read, and how one that has a single connection.
_OF_SQLALCHEMY = ("Connection.", "Engine.", "Query.", "Session.")
_MAKING_ENGINE = r"\bcreate_engine\((?![^()]*\*\*)"
_ONE_CONNECTION = r"\bpoolclass\s*=\s*(?:\w+\.)*StaticPool\b"
#: What runs its body several times, one after the other.
_LOOPS = (ast.For, ast.ListComp, ast.GeneratorExp, ast.SetComp)
_WAITING = (ast.Await, ast.AsyncFor, ast.AsyncWith)


def keeps_requests_apart(call: BlockingCall, file: Layers) -> bool:
    """Whether a call had better block, the function around it being what it is."""
    return (
        takes_what_was_left(call, file)
        or _removes_what_all_use(call, file)
        or _is_on_shared_session(call, file)
        or is_of_object_of_all(call, file.values)
        or _is_of_several_at_once(call, file)
        or _is_over_one_connection(call, file)
        or _is_answered_in_thread(call, file)
    )


def _is_over_one_connection(call: BlockingCall, file: Layers) -> bool:
    """Whether all threads have one connection: each engine of the project has a `StaticPool`."""
    if call.kind != "database" or not call.name.startswith(_OF_SQLALCHEMY):
        return False
    project, usage = file.project, file.usage
    if project is None or usage is None:
        return _has_one_connection((file.source,))
    if not usage.says(_ONE_CONNECTION, "StaticPool"):
        return False
    return _has_one_connection(map(read_text, usage.mentioning("create_engine") or ()))


def _has_one_connection(texts: Iterable[str]) -> bool:
    """Whether what makes an engine in some files always says so."""
    made = given = 0
    for text in texts:
        made += len(re.findall(_MAKING_ENGINE, text))
        given += len(re.findall(_ONE_CONNECTION, text))
    return 0 < made <= given


def _is_of_several_at_once(call: BlockingCall, file: Layers) -> bool:
    """Whether a function asks a session that several runs of it have at the same time.

    `gather(*[work(each) for each in all])`: none but the event loop keeps them from asking it at
    once, which breaks an `AsyncSession` just as well.
    """
    if call.kind != "database" or isinstance(call.call, Implicit):
        return False
    sessions: list[Expr] = [*sessions_of(call.call, file.values)]
    helper = file.values.function(call.through[0]) if len(call.through) == 1 else None
    asked = helper.calls if helper is not None else ()
    if any(isinstance(it, Attr) for each in asked for it in sessions_of(each, file.values)):
        sessions += filter(None, [receiver(call.call.callee)])  # which keeps one
    return any(
        _is_outside(session, call.function, made, loop, file)
        for made, loop in _started_in_loops(call.function, file)
        for session in sessions
    )


def _started_in_loops(function: Function, file: Layers) -> Iterator[tuple[Call, ast.AST]]:
    """The calls that make one coroutine of a function after the other, to be awaited later."""
    for made, _ in file.callers.calls_of(function):
        node = file.syntax.call_node(made) if not made.awaited else None
        for each in file.syntax.tree.ancestors(node) if node is not None else ():
            if isinstance(each, FUNCTIONS):
                break
            if isinstance(each, _LOOPS):
                yield made, each
                break


def _is_outside(session: Expr, function: Function, made: Call, loop: ast.AST, file: Layers) -> bool:
    """Whether a session comes from outside of a loop that starts a function again and again."""
    match session:
        case Attr(of=of):  # of an object, one for all
            is_own = is_own_object(of, function)
            return is_own and _is_made_outside(receiver(made.callee), loop, file)
        case Param(function=of) if of == function.qualname:
            given = argument_given(session.name, function, made, file.values)
            return _is_made_outside(given, loop, file)
        case Param():
            return True
        case Call(within=within):
            return within != function.qualname
    return False


def _is_made_outside(given: Expr | None, loop: ast.AST, file: Layers) -> bool:
    """Whether what a loop uses is the same each time."""
    node = file.syntax.call_node(given) if isinstance(given, Call) else None
    if node is None:
        return isinstance(given, Attr | Param | Ref)
    return loop not in file.syntax.tree.ancestors(node)


def is_of_object_of_all(call: BlockingCall, values: Values) -> bool:
    """Whether the one object of a module keeps the session that is asked, or a lock of Redis.

    The lock is for one owner: a second thread finds it taken by itself, and gets `AlreadyAcquired`.
    """
    return any(
        each.cls == _LOCK
        or (call.kind == "database" and values.derives_from_any(each.cls, FOR_ONE_THREAD))
        for each in kept_for_all(call, values)
    )


def _is_answered_in_thread(call: BlockingCall, file: Layers) -> bool:
    """Whether Celery answers the thread that sent a task, and no other one learns of the result.

    So it is with the backend `rpc://`: what sends and what asks stay in one thread, the loop's.
    """
    if call.kind != "queue" or not call.name.startswith(_OF_CELERY):
        return False
    project, usage = file.project, file.usage
    if project is None or usage is None:
        return _RPC in file.source
    paths = [path for path in usage.mentioning("rpc") or () if _RPC in read_text(path)]
    around = usage.around(project.path) if paths else ()
    return any(path in paths for path in around or ()) or any(
        _RPC in text for text in deployment_texts(project.path)
    )


def _is_on_shared_session(call: BlockingCall, file: Layers) -> bool:
    """Whether it asks a session that all requests have, which two threads break: see FPI105."""
    if call.kind != "database":
        return False
    values = file.values
    function = values.function(call.through[-1]) if call.through else call.function
    return function is not None and any(
        is_on_shared_session(each, values) and not _gives_another(call, function, each, values)
        for each in function.calls
    )


def _gives_another(call: BlockingCall, helper: Function, inner: Call, values: Values) -> bool:
    """Whether it gives the helper that it calls a session in place of the one by default."""
    asked = asked_session(inner, values)
    if not isinstance(asked, Param) or len(call.through) != 1 or isinstance(call.call, Implicit):
        return False
    given = argument_given(asked.name, helper, call.call, values)
    return given is not None and given is not default_of(asked, values)


def takes_what_was_left(call: BlockingCall, file: Layers) -> bool:
    """Whether a helper of the file reads a global name that the function which calls it sets.

    To what it is given itself: something else may be the same for all.
    """
    if not call.through or "global " not in file.source:
        return False
    tree = file.syntax.tree
    caller = file.syntax.function_node(call.function)
    if caller is None:
        return False
    is_global = {name for each in tree.inside(caller, ast.Global) for name in each.names}
    given = {each.arg for each in ast.walk(caller.args) if isinstance(each, ast.arg)}
    left = {
        target.id
        for each in tree.inside(caller, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name) and target.id in is_global and each.lineno < call.lineno
        if any(isinstance(it, ast.Name) and it.id in given for it in ast.walk(each.value))
    }
    helper = file.values.callee(file.values.of(call.call.callee)) if left else None
    node = file.syntax.function_node(helper) if helper is not None else None
    return node is not None and any(
        each.id in left and isinstance(each.ctx, ast.Load) for each in tree.inside(node, ast.Name)
    )


def _removes_what_all_use(call: BlockingCall, file: Layers) -> bool:
    """Whether a function that awaits nothing removes the same file or folder for every request.

    By itself, or in a helper on the way to what blocks.
    """
    node, values = file.syntax.function_node(call.function), file.values
    if node is None or not call.function.is_async:
        return False
    if any(True for kind in _WAITING for _ in file.syntax.tree.inside(node, kind)):
        return False
    functions = [call.function, *filter(None, map(values.function, call.through))]
    return any(
        _is_of_all(path, values)
        for function in functions
        for each in function.calls
        for path in _removed(each, values)
    )


def _is_of_all(
    path: Expr, values: Values, known: frozenset[_Given] = frozenset(), depth: int = 0
) -> bool:
    """Whether a path is the same for every request: `"media"`, `Path("media") / "all.txt"`.

    Or may be: of two requests in one second, where it comes from the clock. What is counted,
    counts from the same number for all. `known` are parameters that are given such parts.
    """
    if depth > _DEEPEST:
        return False
    depth += 1
    match values.expand(path):
        case Const():
            return True
        case Text(parts=parts):
            return all(_is_of_all(each, values, known, depth) for each in parts)
        case Param(function=function, name=name):
            return (function, name) in known
        case Iterated(of=Call() as counted):
            return values.qualname(counted.callee) == "builtins.range"
        case Attr(of=Param(function=within) as of, name=name):
            method = values.function(within)
            if method is None or method.owner is None or not is_own_object(of, method):
                return False
            cls = values.known_class(method.owner)
            kept = cls.attributes.get(name) if cls is not None else None
            return kept is not None and _is_of_all(kept, values, known, depth)
        case Call() as call:
            return _gives_same(call, values, known, depth)
    return False


def _gives_same(call: Call, values: Values, known: frozenset[_Given], depth: int) -> bool:
    """Whether a call gives a path, or part of one, that is the same for every request."""
    called = values.of(call.callee)
    match called, call.args:
        case External(name="builtins.int"), (Call(callee=clock),):
            return values.qualname(clock) == "time.time"
        case External(name=name), parts:
            return name in _PLACES or (
                name in _PUTTING_TOGETHER
                and all(_is_of_all(each, values, known, depth) for each in parts)
            )
    helper, given = values.callee(called), arguments_given(called, call, values)
    if helper is None or helper.is_async or len(helper.returned) != 1 or given is None:
        return False
    same = {name for name, each in given.items() if _is_of_all(each, values, known, depth)}
    known |= {(helper.qualname, name) for name in same}
    return _is_of_all(helper.returned[0], values, known, depth)


def _removed(call: Call, values: Values) -> Iterator[Expr]:
    """What a call removes, by itself or in a function of the project that it gives a path to."""
    yield from _taken_away(call, values)
    called = values.of(call.callee)
    helper, given = values.callee(called), arguments_given(called, call, values)
    if helper is None or given is None:
        return
    for inner in helper.calls:
        for path in _taken_away(inner, values):
            if isinstance(path, Param) and path.function == helper.qualname and path.name in given:
                yield given[path.name]


def _taken_away(call: Call, values: Values) -> Iterator[Expr]:
    """What a call of the standard library removes: `os.remove(path)`, `path.unlink()`."""
    match values.of(call.callee):
        case External(name=name) if name in _REMOVING:
            yield from call.args[:1]
        case Method(of=Instance(cls=cls), name=name) if cls == _PATH and name in _METHODS:
            if (path := receiver(call.callee)) is not None:
                yield path
