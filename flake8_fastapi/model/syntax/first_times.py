"""What is done the first time only: what it makes is kept, and found there from then on."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.syntax.conditions import TELLING_OF_FILES
from flake8_fastapi.model.syntax.tree import FUNCTIONS, FunctionNode, Tree

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
#: What is called so keeps what it is given.
_KEEPS = regex(r"(?i)set|put|add|append|insert|store|save|cache|keep|remember|register|push|merge")
#: What is called so sends what it is given away, and keeps nothing.
_WRITES = regex(
    r"print|write|send|log\b|debug|info|warn|error|exception|critical|close|remove|unlink"
)
#: What unpacks an archive, and the position and name of the folder that it is put into.
_UNPACKING = {"extractall": (0, "path"), "unpack_archive": (1, "extract_dir")}


class FirstTimes:
    """Answers for the nodes of one file."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._first_times: dict[ast.If, bool] = {}
        self._kept_results: dict[ast.AST, bool] = {}  #: by an `if`, or a part of its test

    def has(self, node: ast.AST) -> bool:
        """Whether a call is made the first time only: `if x is None: x = ...`.

        So it is behind `if x is not None: return x`, where `x` is then set, and behind
        `if self.ready: return`, where `self.ready` is; and where nothing is given to a function,
        behind `if key not in x:` that sets `x[key]`, `if key in x: return` where `x.add` follows,
        `if not path.exists():` and `if path.exists(): return`. An archive is, whatever is given,
        where the folder is looked for that it is put into.
        """
        child = node
        makes_up = False
        folder = _unpacked_into(node)
        for parent in self._tree.ancestors(node):
            if folder is not None and _is_looked_for(folder, parent, child):
                return True
            if isinstance(parent, FUNCTIONS):
                return (makes_up and _takes_nothing(parent)) or self._is_behind_return(
                    parent, child
                )
            if parent.__class__ is ast.If and child in parent.body:
                assert isinstance(parent, ast.If)
                makes_up = makes_up or _asks_whether_it_is_there(parent)
                known = self._first_times.get(parent)
                if known is None:
                    known = _sets_what_is_missing(parent) and not self._begins_anew(parent)
                    self._first_times[parent] = known
                if known:
                    return True
            child = parent
        return False

    def _begins_anew(self, branch: ast.If) -> bool:
        """Whether what an `if` sets is a local name, that of one call, and kept nowhere.

        In a loop that goes on and on, what it is set to is there from then on.
        """
        asked = branch.test.left if isinstance(branch.test, ast.Compare) else branch.test
        name = asked.operand if isinstance(asked, ast.UnaryOp) else asked
        if not isinstance(name, ast.Name):
            return False
        for parent in self._tree.ancestors(branch):
            if isinstance(parent, _LOOPS):
                return False
            if isinstance(parent, FUNCTIONS):
                return not (
                    name.id in _of_others(parent)
                    or _is_given(name.id, parent)
                    or _is_mere_flag(name.id, branch)
                    or _is_kept(name.id, branch, parent)
                )
        return False

    def _is_behind_return(
        self, function: ast.FunctionDef | ast.AsyncFunctionDef, at: ast.AST
    ) -> bool:
        if at not in function.body:
            return False
        for number, statement in enumerate(function.body):
            if statement is at:
                return False
            if isinstance(statement, ast.If):
                known = self._kept_results.get(statement)
                if known is None:
                    known = _returns_what_is_kept(statement, function, number + 1)
                    known = known or _returns_when_noted(statement, function, number + 1)
                    self._kept_results[statement] = known
                if known:
                    return True
        return False

    def needed_again(
        self, function: FunctionNode, at: ast.AST
    ) -> Iterator[tuple[ast.If, ast.expr]]:
        """The tests that fail whenever what stands there is done again, with their statements.

        Behind `if path is None and x is not None: return x`, where `x` is then set, that is
        `path is None`.
        """
        for number, statement in enumerate(function.body):
            if statement is at or at not in function.body:
                break
            match statement:
                case ast.If(test=ast.BoolOp(op=ast.And(), values=[asked, kept])):
                    known = self._kept_results.get(kept)
                    if known is None:
                        branch = ast.If(kept, statement.body, statement.orelse)
                        known = _returns_what_is_kept(branch, function, number + 1)
                        self._kept_results[kept] = known
                    if known:
                        yield statement, asked


def _sets_what_is_missing(branch: ast.If) -> bool:
    """Whether it is `if x is None:` or `if not x:`, and sets `x`."""
    match branch.test:
        case ast.Compare(left=tested, ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(None)]):
            pass
        case ast.UnaryOp(op=ast.Not(), operand=tested):
            pass
        case _:
            return False
    return _is_set(tested, branch.body)


def _of_others(function: FunctionNode) -> set[str]:
    """The names that a function shares with what is around it."""
    return {
        name
        for node in ast.walk(function)
        if isinstance(node, (ast.Global, ast.Nonlocal))
        for name in node.names
    }


def _is_own(name: str, function: FunctionNode) -> bool:
    """Whether a name is one of a function itself, and not what is around it: a class, a module."""
    return _is_given(name, function) or any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for node in ast.walk(function)
    )


def _is_given(name: str, function: FunctionNode) -> bool:
    """Whether it is a parameter, which may be given each time."""
    taken = function.args
    parameters = (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)
    return any(each.arg == name for each in parameters)


def _is_mere_flag(name: str, branch: ast.If) -> bool:
    """Whether an `if` only notes in a name that what was looked for is there now."""
    stored = [it for it in ast.walk(branch) if isinstance(it, ast.Assign) and _binds(it, name)]
    return bool(stored) and all(isinstance(it.value, ast.Constant) for it in stored)


def _binds(assign: ast.Assign, name: str) -> bool:
    return any(_names(target, name) for target in assign.targets)


def _is_kept(name: str, branch: ast.If, function: FunctionNode) -> bool:
    """Whether what an `if` sets a name to is put elsewhere as well: `x = cache[key] = ...`.

    There, or as it is, behind it; or given to what keeps it: `cache.put(key, x)`.
    """
    within = set(ast.walk(branch))
    for node in ast.walk(function):
        if node not in within and getattr(node, "lineno", 0) <= branch.lineno:
            continue
        match node:
            case ast.Assign(targets=targets, value=value):
                others = any(isinstance(it, (ast.Attribute, ast.Subscript)) for it in targets)
                if node in within:
                    if others and (len(targets) > 1 or _names(value, name)):
                        return True
                elif others and _is_name(value, name):
                    return True
            case ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(value=call)):
                if isinstance(call, ast.Call) and _keeps(call, name, node in within):
                    return True
    return False


def _keeps(call: ast.Call, name: str, is_within: bool) -> bool:
    """Whether a call, of which nothing is taken, may keep what a name is: as it is called so.

    With what makes it, all that does not only write it out may.
    """
    match call.func:
        case ast.Name(id=called) | ast.Attribute(attr=called):
            pass
        case _:
            return False
    given = (*call.args, *(each.value for each in call.keywords))
    if is_within:
        return _WRITES.match(called) is None and any(_names(each, name) for each in given)
    last = (*call.args[-1:], *(each.value for each in call.keywords))
    return _KEEPS.search(called) is not None and any(_is_name(each, name) for each in last)


def _is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _names(node: ast.AST, name: str) -> bool:
    return any(_is_name(each, name) for each in ast.walk(node))


def _asks_whether_it_is_there(branch: ast.If) -> bool:
    """Whether it is `if not path.exists():`, or `if key not in x:` and sets `x[key]`."""
    match branch.test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Attribute(attr=name))):
            return name in TELLING_OF_FILES
        case ast.Compare(left=key, ops=[ast.NotIn()], comparators=[kept]):
            return any(
                isinstance(target, ast.Subscript)
                and ast.dump(target.value) == ast.dump(kept)
                and ast.dump(target.slice) == ast.dump(key)
                for statement in branch.body
                if isinstance(statement, ast.Assign)
                for target in statement.targets
            )
    return False


def _unpacked_into(node: ast.AST) -> ast.expr | None:
    """The folder that a call unpacks an archive into: `archive.extractall(folder)`."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) if name in _UNPACKING:
            position, word = _UNPACKING[name]
            if len(node.args) > position:
                return node.args[position]
            return next((each.value for each in node.keywords if each.arg == word), None)
    return None


def _is_looked_for(folder: ast.expr, parent: ast.AST, child: ast.AST) -> bool:
    """Whether what stands there is only done where that folder, or one in it, is missing."""
    match parent:
        case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=asked), body=body):
            return child in body and _asks_for(asked, folder)
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body) if child in body:
            return any(
                isinstance(each, ast.If)
                and isinstance(each.body[-1], ast.Return)
                and _asks_for(each.test, folder)
                for each in body[: body.index(child)]
            )
    return False


def _asks_for(test: ast.expr, folder: ast.expr) -> bool:
    """Whether it is `path.exists()` or `os.path.isdir(path)`, of a path that another has in it."""
    match test:
        case ast.Call(func=ast.Attribute(attr=name, value=of), args=given):
            asked = ast.dump(given[0] if given else of)
            return name in TELLING_OF_FILES and asked in map(ast.dump, ast.walk(folder))
    return False


def _takes_nothing(function: FunctionNode) -> bool:
    """Whether a function has no parameters but `self`: it does the same each time."""
    given = function.args
    names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return not (given.vararg or given.kwarg or {*names} - {"self", "cls"})


def _returns_what_is_kept(
    branch: ast.If, function: ast.FunctionDef | ast.AsyncFunctionDef, behind: int
) -> bool:
    """Whether it is `if x is not None: return x`, or `if x: return`, and what follows sets `x`."""
    match branch.test:
        case ast.Compare(left=tested, ops=[ast.IsNot()], comparators=[ast.Constant(None)]):
            pass
        case tested:
            pass
    spelled = _spelling(tested)
    if spelled is None or branch.orelse:
        return False
    match branch.body:
        case [ast.Return(value=ast.Name() | ast.Attribute() as given)]:
            if _spelling(given) != spelled:
                return False
        case [*_, ast.Return(value=None | ast.Constant(value=None | True))]:
            if any(_is_unset_by(each, spelled) for each in function.body[behind:]):
                return False  # it tells that somebody is at it
        case [*_, ast.Return(value=ast.Constant(value=False))]:
            # that it is done, or that it failed: then it is noted in one branch only
            if not any(_notes(each, spelled) for each in function.body[behind:]):
                return False
            if any(_is_unset_by(each, spelled) for each in function.body[behind:]):
                return False
        case _:
            return False
    first = spelled.partition(".")[0]
    is_of_others = first in {*_of_others(function), "self", "cls"} or (
        first != spelled and not _is_own(first, function)
    )
    return is_of_others and _is_set(tested, function.body[behind:])


def _returns_when_noted(branch: ast.If, function: FunctionNode, behind: int) -> bool:
    """Whether it is `if x in done: return`, nothing is given, and what follows adds to `done`.

    Or `if path.exists(): return`, of a path that is the same each time.
    """
    if not isinstance(branch.body[-1], ast.Return) or not _takes_nothing(function):
        return False  # most of them
    match branch.test:
        case ast.Call(func=ast.Attribute(attr=name)) if (
            name in TELLING_OF_FILES and not branch.orelse
        ):
            return True
    done = {
        ast.dump(node.comparators[0])
        for node in ast.walk(branch.test)
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In)
    }
    return bool(done) and any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "add"
        and ast.dump(node.func.value) in done
        for statement in function.body[behind:]
        for node in ast.walk(statement)
    )


def _notes(statement: ast.stmt, spelled: str) -> bool:
    """Whether a statement is `done = True`."""
    match statement:
        case ast.Assign(targets=[target], value=ast.Constant(value=True)):
            return _spelling(target) == spelled
    return False


def _is_unset_by(statement: ast.stmt, spelled: str) -> bool:
    """Whether a statement, or a part of it, sets what is spelled so to False or None."""
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and not node.value.value
        and any(_spelling(target) == spelled for target in node.targets)
        for node in ast.walk(statement)
    )


def _is_set(kept: ast.AST, block: list[ast.stmt]) -> bool:
    spelled = _spelling(kept)
    return spelled is not None and any(
        isinstance(node, (ast.Name, ast.Attribute))
        and isinstance(node.ctx, ast.Store)
        and _spelling(node) == spelled
        for statement in block
        for node in ast.walk(statement)
    )


def _spelling(node: ast.AST) -> str | None:
    """`a.b.c` as text, for plain chains of names, and of `hasattr(a.b, "c")`, which asks for it."""
    parts: list[str] = []
    match node:
        case ast.Call(
            func=ast.Name(id="hasattr" | "getattr"),
            args=[asked, ast.Constant(value=str(name)), *_],
        ):
            node, parts = asked, [name]
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None
