"""Whether something looks at how large an upload is, before or after it is read."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator

from flake8_fastapi.model import libraries
from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.libraries import UPLOAD
from flake8_fastapi.model.neighbours.elsewhere import Elsewhere
from flake8_fastapi.model.routing import Routing
from flake8_fastapi.model.syntax.expressions import Call, Const, Param
from flake8_fastapi.model.syntax.functions import Function, is_own_object
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FunctionNode, Tree
from flake8_fastapi.model.uploads.contents import places
from flake8_fastapi.model.uploads.uploads import UploadCall, upload_text
from flake8_fastapi.model.values.arguments import argument_given
from flake8_fastapi.model.values.value_kinds import Bound, External
from flake8_fastapi.model.values.values import Values

#: A limit below this is no limit: `len(content) > 0` asks whether there is anything.
SMALLEST = 100
#: Functions that hand an upload on, one to the other.
DEEPEST = 3

CallsOf = Callable[[Function], Iterable[tuple[Call, Function | None]]]


class UploadSize:
    """Answers for the uploads that one file reads.

    `is_asked_by_others` tells whether a file that names a function asks anything for its size,
    `calls_of` gives the calls of a function, and who makes them.
    """

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        routing: Routing,
        elsewhere: Elsewhere,
        is_asked_by_others: Callable[[Function], bool] = lambda function: False,
        calls_of: CallsOf = lambda function: (),
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._routing = routing
        self._elsewhere = elsewhere
        self._is_asked_by_others = is_asked_by_others
        self._calls_of = calls_of

    def is_checked_late(self, use: UploadCall) -> bool:
        """Whether the function refuses what `use` read because there is too much of it.

        It may hand it to another one that raises then.
        """
        syntax = self._syntax
        read = syntax.call_node(use.call)
        if read is None:
            return False
        for last in _branches_above(_lengths(read, syntax), syntax):
            if isinstance(last, (ast.Raise, ast.Return, ast.Continue)) or self._raises(last):
                return True
        return any(self._is_refused_by(place, syntax) for place in places(read, syntax))

    def _is_refused_by(self, content: ast.expr, syntax: Syntax, depth: int = 0) -> bool:
        """Whether a function of the project raises if what it is given is too long.

        Or hands it on to another one that does.
        """
        outer = syntax.tree.parent(content)
        word = outer.arg if isinstance(outer, ast.keyword) else None
        call = syntax.tree.parent(outer) if isinstance(outer, ast.keyword) else outer
        if not isinstance(call, ast.Call) or depth > DEEPEST:
            return False
        called, given = self._run_by(call, syntax)
        if not (word or content in given):
            return False
        value = self._values.of(syntax.expr(called))
        helper = self._values.callee(value)
        found = self._elsewhere.located(helper) if helper is not None else None
        if helper is None or found is None:
            return False
        if word is None:
            names = [each.name for each in helper.arguments if each.kind in ("plain", "positional")]
            further = names[given.index(content) + isinstance(value, Bound) :]
            word = further[0] if further else None
        loads = [*_loads_of(word, *found)] if word is not None else []
        lengths = (length for load in loads for length in _length_of(load, found[1]))
        if any(isinstance(last, ast.Raise) for last in _branches_above(lengths, found[1])):
            return True
        return any(self._is_refused_by(load, found[1], depth + 1) for load in loads)

    def _run_by(self, call: ast.Call, syntax: Syntax) -> tuple[ast.expr, list[ast.expr]]:
        """What a call runs, and what that is given by position: here, or in a thread."""
        name = self._values.library_name(syntax.expr(call.func))
        place = libraries.handed_to_thread(name or "")
        if place is None or place >= len(call.args):
            return call.func, call.args
        return call.args[place], call.args[place + 1 :]

    def _raises(self, statement: ast.stmt | None) -> bool:
        """Whether a statement calls a function that never returns: `reject("too large")`."""
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
            return False
        called = self._values.callee(self._values.of(self._syntax.expr(statement.value.func)))
        return called is not None and not called.is_async and called.always_raises

    def may_be_refused(self, use: UploadCall, before: Call) -> bool:
        """Whether a function is told, before that call, how much `use` read, and may refuse it."""
        syntax = self._syntax
        read = syntax.call_node(use.call)
        for length in _lengths(read, syntax) if read is not None else ():
            told = syntax.tree.parent(length)
            if isinstance(told, ast.keyword):
                told = syntax.tree.parent(told)
            if isinstance(told, ast.Call) and told.lineno < before.lineno:
                if self._may_compare(told):
                    return True
        return False

    def _may_compare(self, call: ast.Call) -> bool:
        """Whether a function of the project compares anything; one of another file may."""
        helper = self._values.callee(self._values.of(self._syntax.expr(call.func)))
        if helper is None:
            return False
        node = self._syntax.function_node(helper)
        return node is None or any(isinstance(each, ast.Compare) for each in ast.walk(node))

    def may_be_known(self, use: UploadCall) -> bool:
        """Whether something may look at the size of the upload, or of the request, before `use`.

        That is the function itself, or another one that it hands the upload to.
        """
        return self.may_be_asked(upload_text(use, self._syntax), use.call, use.function)

    def may_be_asked(self, upload: str, before: Call, function: Function | None) -> bool:
        """The same for what the source writes for an upload, before any call of a function."""
        node = self._syntax.function_node(function) if function else None
        if node is None:
            return True
        uploads = {upload, f"{upload}.file"}
        if all(endpoint.function is not function for endpoint in self._routing.endpoints):
            if self._asks_anywhere or _seeks(node, uploads, before.lineno):
                return True  # it may have been called after that
            if function is not None and (
                self._is_asked_by_others(function) or self._is_asked_by_callers(upload, function)
            ):
                return True
        return self._looks(node, self._syntax, uploads, before.lineno, 0)

    def _is_asked_by_callers(self, upload: str, function: Function) -> bool:
        """Whether all that call a function may look, before, at the size of the upload it has."""
        asked = [
            caller is not None and self._asks_before(call, caller, upload, function)
            for call, caller in self._calls_of(function)
        ]
        return bool(asked) and all(asked)

    def _asks_before(self, call: Call, caller: Function, upload: str, function: Function) -> bool:
        found = self._elsewhere.located(caller)
        text = self._given_by(upload, function, call, caller)
        if found is None or text is None:
            return False
        return self._looks(*found, {text, f"{text}.file"}, call.lineno, 0)

    def _given_by(
        self, upload: str, function: Function, call: Call, caller: Function
    ) -> str | None:
        """What the source of a caller writes for an upload, be it of their common object."""
        name, _, attribute = upload.partition(".")
        given = argument_given(name, function, call, self._values)
        if not isinstance(given, Param) or given.function != caller.qualname:
            return None
        if attribute and not is_own_object(given, caller):
            return None
        return f"{given.name}.{attribute}" if attribute else given.name

    @cached_property
    def _asks_anywhere(self) -> bool:
        """Whether anything in the file asks an upload for its size."""
        return any(
            node.attr == "size"
            and self._values.is_instance(self._syntax.expr(node.value), UPLOAD) is True
            for node in self._syntax.tree.nodes(ast.Attribute)
        )

    def most_of(self, function: Function) -> float | None:
        """How many bytes a function goes on with at most: of an upload, or of what it is given.

        None where it does not say: `if len(content) > 2 * 1024 * 1024: raise ...`, or `file.size`.
        """
        node = self._syntax.function_node(function)
        asked = self._sizes(node, function) if node is not None else ()
        return min(filter(None, map(self._limit, asked)), default=None)

    def _sizes(self, node: FunctionNode, function: Function) -> Iterator[ast.expr]:
        """Where a function asks how much it has, and the names that it gives to the answer."""
        for call in self._syntax.tree.inside(node, ast.Call):
            if isinstance(call.func, ast.Attribute) and call.func.attr in ("body", "read"):
                yield from _lengths(call, self._syntax)
        for argument in function.arguments:
            if self._values.is_instance(Param(function.qualname, argument.name), "builtins.bytes"):
                for load in _loads_of(argument.name, node, self._syntax):
                    yield from _length_of(load, self._syntax)
        for attribute in self._syntax.tree.inside(node, ast.Attribute):
            of = self._syntax.expr(attribute.value)
            if attribute.attr == "size" and self._values.is_instance(of, UPLOAD):
                yield from places(attribute, self._syntax)

    def _limit(self, size: ast.expr) -> float | None:
        """The number of bytes above which a branch is taken, where it is known."""
        compare = self._syntax.tree.parent(size)
        if not isinstance(compare, ast.Compare) or not _is_above(compare, size, self._syntax):
            return None
        limit = compare.comparators[0] if compare.left is size else compare.left
        known = self._values.constant(self._syntax.expr(limit))
        if known is None or _is_scaled(size, self._syntax):
            return None
        return known.value if isinstance(known.value, (int, float)) else None

    def is_asked(self, upload: str, before: Call, function: Function) -> bool:
        """Whether a function itself asks how large an upload is, before one of its calls."""
        node = self._syntax.function_node(function)
        uploads = {upload, f"{upload}.file"}
        return node is not None and any(
            _asks(each, node, self._syntax.tree, uploads, before.lineno) for each in ast.walk(node)
        )

    def _looks(
        self,
        function: FunctionNode,
        syntax: Syntax,
        uploads: Collection[str],
        before: float,
        depth: int,
    ) -> bool:
        for node in ast.walk(function):
            if _asks(node, function, syntax.tree, uploads, before):
                return True
            match node:
                case ast.Call(args=args, keywords=keywords) if node.lineno < before:
                    if depth == 0 and _is_returned(node, syntax.tree):
                        continue  # nothing comes behind that
                    given = (*args, *(word.value for word in keywords))
                    if any(ast.unparse(each) in uploads for each in given):
                        if self._may_look(node, syntax, depth):
                            return True
        return False

    def _may_look(self, call: ast.Call, syntax: Syntax, depth: int) -> bool:
        """Whether a function that is given an upload may look at its size."""
        value = self._values.of(syntax.expr(call.func))
        if isinstance(value, External):
            return not value.name.startswith(("builtins.", "shutil."))
        helper = self._values.callee(value)
        found = self._elsewhere.located(helper) if helper is not None else None
        if helper is None or found is None or depth > DEEPEST:
            return True  # who knows
        names = {argument.name for argument in helper.arguments}
        uploads = names | {f"{name}.file" for name in names}
        return self._looks(*found, uploads, float("inf"), depth + 1)


def _asks(
    node: ast.AST, function: FunctionNode, tree: Tree, uploads: Collection[str], before: float
) -> bool:
    """Whether a part of a function asks how large one of some uploads is, before a line."""
    match node:
        case (
            ast.Attribute(attr="size", value=of)
            | ast.Call(func=ast.Name(id="getattr"), args=[of, ast.Constant(value="size"), *_])
        ):
            is_late = node.lineno > before and not _is_repeated(node, tree)
            return ast.unparse(of) in uploads and not is_late
        case ast.Constant(value=str(text)):
            return text.lower() == "content-length"
        case ast.Attribute(attr="seek" | "tell") if node.lineno < before:  # to the end?
            return ast.unparse(node.value) in uploads and not _rewinds(node, function, tree)
    return False


def _is_returned(node: ast.AST, tree: Tree) -> bool:
    """Whether a function ends with what a call gives."""
    above = (each for each in tree.ancestors(node) if not isinstance(each, ast.expr))
    return isinstance(next(above, None), ast.Return)


def _is_repeated(node: ast.AST, tree: Tree) -> bool:
    """Whether it stands in a loop, and so before what it stands behind."""
    for outer in tree.ancestors(node):
        if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
            break
        if isinstance(outer, (ast.For, ast.AsyncFor, ast.While)):
            return True
    return False


def _rewinds(seek: ast.Attribute, function: FunctionNode, tree: Tree) -> bool:
    """Whether `seek(0)` only makes sure of the beginning: nothing was read before it."""
    match tree.parent(seek):
        case ast.Call(func=func, args=[ast.Constant(value=0)], keywords=[]) if func is seek:
            pass
        case _:
            return False
    upload = ast.unparse(seek.value).removesuffix(".file")
    return seek.attr == "seek" and not any(
        isinstance(node, ast.Attribute)
        and node.attr == "read"
        and node.lineno < seek.lineno
        and ast.unparse(node.value).removesuffix(".file") == upload
        for node in ast.walk(function)
    )


def _seeks(function: ast.AST, uploads: Collection[str], before: int) -> bool:
    """Whether a function goes to some place in an upload, which somebody has left, it seems.

    Behind the line `before` it may only put back what it has read itself.
    """
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in ("seek", "tell")
        and node.lineno <= before
        and ast.unparse(node.value) in uploads
        for node in ast.walk(function)
    )


def _lengths(read: ast.expr, syntax: Syntax) -> Iterator[ast.expr]:
    """Where it is asked how much was read, and the names that are given to the answer."""
    for place in places(read, syntax):
        yield from _length_of(place, syntax)


def _length_of(content: ast.expr, syntax: Syntax) -> Iterator[ast.expr]:
    """Where it is asked how long it is, and the names that are given to the answer."""
    parent = syntax.tree.parent(content)
    if isinstance(parent, ast.Call) and ast.unparse(parent.func) == "len":
        yield from places(_scaled(parent, syntax), syntax)


def _scaled(length: ast.expr, syntax: Syntax) -> ast.expr:
    """The length itself, or what it is divided into: `len(content) / 1024 / 1024`."""
    outer = syntax.tree.parent(length)
    if isinstance(outer, ast.BinOp) and isinstance(outer.op, (ast.Div, ast.FloorDiv)):
        if outer.left is length:
            return _scaled(outer, syntax)
    return length


def _loads_of(name: str, function: FunctionNode, syntax: Syntax) -> Iterator[ast.expr]:
    """Where a function reads a parameter that it gives no other value."""
    stored = {each.id for each in syntax.tree.stored(function)}
    for node in ast.walk(function) if name not in stored else ():
        if isinstance(node, ast.Name) and node.id == name:
            if syntax.tree.function(node) is function:
                yield node


def _branches_above(lengths: Iterable[ast.expr], syntax: Syntax) -> Iterator[ast.stmt | None]:
    """How the branches end that are taken if a length is above a limit."""
    for length in lengths:
        compare = syntax.tree.parent(length)
        if isinstance(compare, ast.Compare) and _is_above(compare, length, syntax):
            yield _last_if_above(compare, syntax)


def _is_above(compare: ast.Compare, length: ast.expr, syntax: Syntax) -> bool:
    """Whether the comparison is true for a length above a limit worth the name."""
    match compare:
        case ast.Compare(left=left, ops=[ast.Gt() | ast.GtE()], comparators=[limit]) if (
            left is length
        ):
            pass
        case ast.Compare(left=limit, ops=[ast.Lt() | ast.LtE()], comparators=[right]) if (
            right is length
        ):
            pass
        case _:
            return False
    value = syntax.expr(limit)
    if not isinstance(value, Const) or not isinstance(value.value, (int, float)):
        return True
    return value.value >= (1 if _is_scaled(length, syntax) else SMALLEST)


def _is_scaled(length: ast.expr, syntax: Syntax) -> bool:
    """Whether it is a length in other units than bytes, or a name for one."""
    if not isinstance(length, ast.Name):
        return isinstance(length, ast.BinOp)
    function = syntax.tree.function(length)
    return any(
        isinstance(each.value, ast.BinOp)
        and [getattr(target, "id", None) for target in each.targets] == [length.id]
        and syntax.tree.function(each) is function
        for each in syntax.tree.nodes(ast.Assign)
    )


def _last_if_above(compare: ast.Compare, syntax: Syntax) -> ast.stmt | None:
    """How the branch ends that is taken then."""
    test: ast.AST = compare
    for outer in syntax.tree.ancestors(compare):
        match outer:
            case ast.BoolOp():
                test = outer
            case ast.If(test=asked, body=[*_, last]) if asked is test:
                return last
            case _:
                return None
    return None
