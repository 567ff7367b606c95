"""Reads a syntax tree into the plain facts of `functions` and `expressions`."""

from __future__ import annotations

import ast
import builtins
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any, TypeGuard

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
from flake8_fastapi.model.flow import Way, always_raises, plainly_ends, raises_again, ways_out
from flake8_fastapi.model.functions import Argument, Class, Decorator, Function, Raise, Summary
from flake8_fastapi.model.names import Binding, Names
from flake8_fastapi.model.tree import (
    COMPREHENSIONS,
    FUNCTIONS,
    FunctionNode,
    ScopeNode,
    Tree,
    spelled_name,
)

#: Expressions nested deeper than this are unknown: reading is recursive, code may be machine-made.
DEEPEST = 40
#: Longer displays are data, and data is not looked into.
LONGEST = 64

#: Methods that put something where an application finds it.
REGISTERING = frozenset({
    "include_router", "mount", "host", "add_middleware", "add_api_route", "add_route",
    "add_api_websocket_route", "add_websocket_route",
})  # fmt: skip
STATEMENTS = (ast.Expr, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
BRANCHES = (ast.If, ast.IfExp, ast.While, ast.Match, ast.BoolOp)

BUILTINS = frozenset(dir(builtins))


class Reader:
    """Turns the nodes of one file into closed expressions and facts.

    What it hands out for a node is kept: the same `ast.Call` always gives the same `Call`,
    so facts can be told apart by identity and led back to their nodes.
    """

    def __init__(self, tree: Tree, names: Names) -> None:
        self.tree = tree
        self.names = names
        self._scope_of = tree._scope
        self.calls: dict[ast.Call, Call] = {}
        self.functions: dict[ast.AST, Function] = {}
        self.classes: dict[ast.ClassDef, Class] = {}
        self._bound: dict[tuple[ScopeNode, str], Expr] = {}
        self._variables: dict[ScopeNode, dict[str, Expr]] = {}
        self._globals: dict[str, Ref] = {}
        self._handled: dict[ast.AST, tuple[Expr | None, ...]] = {}  #: by a `try`
        self._caught: dict[ast.AST, tuple[Expr | None, ...]] = {}  #: around a statement
        self._stored: set[str] | None = None  #: last names of what is assigned to
        self._sorted: list[ast.Call] | None = None  #: the calls, by line
        self._loops: dict[ast.AST | None, Iterated] = {}
        self._depth = 0
        self._read: dict[type, Callable[[Any], Expr]] = {
            ast.Attribute: self._attribute,
            ast.Call: self._call,
            ast.Await: lambda node: Awaited(self.expr(node.value)),
            ast.Subscript: self._subscript,
            ast.List: lambda node: self._items("list", node.elts),
            ast.Tuple: lambda node: self._items("tuple", node.elts),
            ast.Set: lambda node: self._items("set", node.elts),
            ast.Dict: self._dict,
            ast.JoinedStr: self._joined,
            ast.BinOp: self._binary,
            ast.BoolOp: self._either,
            ast.UnaryOp: self._unary,
            ast.IfExp: lambda node: OneOf((self.expr(node.body), self.expr(node.orelse))),
            ast.NamedExpr: lambda node: self.expr(node.value),
            ast.Starred: lambda node: Star(self.expr(node.value)),
            ast.Lambda: self._lambda,
        }

    # -- expressions -----------------------------------------------------------------------

    def expr(self, node: ast.AST | None) -> Expr:
        """The closed expression for a node; UNKNOWN for what the model has no words for."""
        kind = node.__class__
        if kind is ast.Name:  # these two are most of them, and lead no deeper
            return self._name(node)  # type: ignore[arg-type]
        if kind is ast.Constant:
            return Const(node.value)  # type: ignore[union-attr]
        read = self._read.get(kind)
        if read is None or self._depth > DEEPEST:
            return UNKNOWN  # also for no node
        self._depth += 1
        try:
            return read(node)
        finally:
            self._depth -= 1

    def annotation(self, node: ast.AST | None, scope: ScopeNode) -> Expr | None:
        """Like `expr`, for a type: text is read as the expression that it quotes."""
        if node is None:
            return None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                quoted = ast.parse(node.value.strip(), mode="eval").body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return UNKNOWN
            for inner in ast.walk(quoted):
                self.tree._scope[inner] = scope
            return self.annotation(quoted, scope)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            left, right = self.annotation(node.left, scope), self.annotation(node.right, scope)
            return OneOf((left or UNKNOWN, right or UNKNOWN))
        if isinstance(node, ast.Subscript):
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            types = {"Literal": 0, "Annotated": 1}.get(spelled_name(node.value), len(parts))
            read = [
                (self.annotation(part, scope) if number < types else self.expr(part)) or UNKNOWN
                for number, part in enumerate(parts[:LONGEST])
            ]
            of = self.expr(node.value)
            return Sub(of, read[0] if len(parts) == 1 else Items("tuple", tuple(read)))
        return self.expr(node)

    def _name(self, node: ast.Name) -> Expr:
        return self.variable(node.id, self._scope_of[node])

    def variable(self, name: str, scope: ScopeNode) -> Expr:
        """What a name stands for, seen from a scope."""
        seen = self._variables.get(scope)
        if seen is None:
            seen = self._variables[scope] = {}
        known = seen.get(name)
        if known is None:
            known = self._variable(name, scope)
            if known is not UNKNOWN:  # which it may be for the moment
                seen[name] = known
        return known

    def _variable(self, name: str, scope: ScopeNode) -> Expr:
        found = self.names.lookup(name, scope)
        if found is not None and found[0] is not self.tree.root:
            return self.bound(found[0], name, found[1])
        known = self._globals.get(name)
        if known is None:
            known = self._globals[name] = Ref(self._global(name, found[1] if found else ()))
        return known

    def _global(self, name: str, bindings: Sequence[Binding]) -> str:
        if len(bindings) == 1 and bindings[0].how == "import":
            return bindings[0].dotted
        if not bindings and name in BUILTINS and not self.names.stars:
            return f"builtins.{name}"
        return f"{self.names.module}.{name}"

    def bound(self, scope: ScopeNode, name: str, bindings: list[Binding]) -> Expr:
        """The value of a name in the scope that binds it."""
        key = (scope, name)
        known = self._bound.get(key)
        if known is None:
            self._bound[key] = UNKNOWN  # until it is known: `x = x.next` leads back here
            options = [self._value(binding, scope) for binding in bindings]
            known = options[0] if len(options) == 1 else OneOf(tuple(options))
            self._bound[key] = known
        return known

    def _value(self, binding: Binding, scope: ScopeNode) -> Expr:
        match binding.how:
            case "import":
                return Ref(binding.dotted)
            case "define":
                assert binding.node is not None
                return Ref(self.names.qualnames[binding.node])
            case "argument":
                assert isinstance(binding.node, ast.arg)
                return Param(self.names.qualnames[scope], binding.node.arg)
            case "value":
                return self.expr(binding.node)
            case "typed":
                annotation = self.annotation(binding.annotation, scope) or UNKNOWN
                if isinstance(annotation, Ref) and annotation.name.endswith(".TypeAlias"):
                    return self.expr(binding.node)
                return Typed(annotation, self.expr(binding.node))
            case "unpack":
                return Item(self.expr(binding.node), binding.place)
            case "iterate":
                return self._loop(binding.node)
            case "part":
                return Item(self._loop(binding.node), binding.place)
            case "enter":
                return Entered(self.expr(binding.node))
        return UNKNOWN

    def _loop(self, node: ast.AST | None) -> Iterated:
        """What a loop over `node` binds: the same for all names of its target."""
        known = self._loops.get(node)
        if known is None:
            known = self._loops[node] = Iterated(self.expr(node))
        return known

    def _attribute(self, node: ast.Attribute) -> Expr:
        of = self.expr(node.value)
        if isinstance(of, Ref):
            return Ref(f"{of.name}.{node.attr}")
        return UNKNOWN if of is UNKNOWN else Attr(of, node.attr)

    def _call(self, node: ast.Call) -> Call:
        call = self.calls.get(node)
        if call is None:
            call = Call(
                UNKNOWN, (), (), node.lineno, node.col_offset,
                self.tree._parent[node].__class__ is ast.Await,
            )  # fmt: skip
            self.calls[node] = call  # known before its parts: a name may lead back here
            call.callee = self.expr(node.func)
            call.args = tuple([self.expr(value) for value in node.args])
            call.keywords = tuple([(word.arg, self.expr(word.value)) for word in node.keywords])
            if isinstance(call.callee, Ref) and call.callee.name == "builtins.super":
                call.args = call.args or self._class_around(node)
        return call

    def _class_around(self, node: ast.Call) -> tuple[Expr, ...]:
        """What `super()` leaves out: the class that it stands in."""
        function = self.tree.function(node)
        scope = self.tree.scope(function) if function is not None else None
        return (Ref(self.names.qualnames[scope]),) if isinstance(scope, ast.ClassDef) else ()

    def _subscript(self, node: ast.Subscript) -> Expr:
        return Sub(self.expr(node.value), self.expr(node.slice))

    def _items(self, kind: str, elements: list[ast.expr]) -> Expr:
        if len(elements) > LONGEST:
            return UNKNOWN
        return Items(kind, tuple([self.expr(element) for element in elements]))

    def _dict(self, node: ast.Dict) -> Expr:
        if len(node.keys) > LONGEST:
            return UNKNOWN
        return Pairs(
            tuple(
                (None if key is None else self.expr(key), self.expr(value))
                for key, value in zip(node.keys, node.values)
            )
        )

    def _joined(self, node: ast.JoinedStr) -> Expr:
        return Text("f-string", tuple([
            self.expr(part.value if isinstance(part, ast.FormattedValue) else part)
            for part in node.values[:LONGEST]
        ]))  # fmt: skip

    def _binary(self, node: ast.BinOp) -> Expr:
        match node.op:
            case ast.Add():
                return Text("+", (self.expr(node.left), self.expr(node.right)))
            case ast.Mod():
                return Text("%", (self.expr(node.left), self.expr(node.right)))
            case ast.BitOr():
                return OneOf((self.expr(node.left), self.expr(node.right)))
            case ast.Div():  # pathlib's way of joining paths
                return Text("/", (self.expr(node.left), self.expr(node.right)))
        return UNKNOWN

    def _either(self, node: ast.BoolOp) -> Expr:
        if isinstance(node.op, ast.Or):
            return OneOf(tuple(self.expr(value) for value in node.values))
        return UNKNOWN

    def _unary(self, node: ast.UnaryOp) -> Expr:
        operand = self.expr(node.operand)
        if isinstance(node.op, ast.USub) and isinstance(operand, Const):
            if isinstance(operand.value, (int, float)):
                return Const(-operand.value)
        return UNKNOWN

    def _lambda(self, node: ast.Lambda) -> Expr:
        return Ref(self.names.qualnames[node])

    # -- functions and classes -------------------------------------------------------------

    def summary(self, path: str, is_package: bool) -> Summary:
        """Everything the file says, read at once."""
        self._read_functions()
        top_calls = self._read_bodies()
        self._read_classes()
        root = self.tree.root
        return Summary(
            name=self.names.module,
            path=path,
            names={
                name: self.bound(root, name, bindings)
                for name, bindings in self.names.bindings(root).items()
            },
            stars=tuple(self.names.stars),
            functions={function.qualname: function for function in self.functions.values()},
            classes={found.qualname: found for found in self.classes.values()},
            calls=top_calls,
            is_package=is_package,
        )

    def _read_functions(self) -> None:
        tree, names = self.tree, self.names
        for node, qualname in names.qualnames.items():
            if isinstance(node, ast.ClassDef):
                continue
            scope = tree.scope(node)
            outer = tree.function(node)
            assert isinstance(node, (*FUNCTIONS, ast.Lambda))
            self.functions[node] = Function(
                qualname=qualname,
                name=getattr(node, "name", "<lambda>"),
                module=names.module,
                owner=names.qualnames[scope] if isinstance(scope, ast.ClassDef) else None,
                outer=names.qualnames[outer] if outer else None,
                is_async=isinstance(node, ast.AsyncFunctionDef),
                is_lambda=isinstance(node, ast.Lambda),
                lineno=node.lineno,
                col_offset=node.col_offset,
            )
        for node, function in self.functions.items():
            assert isinstance(node, (*FUNCTIONS, ast.Lambda))
            scope = tree.scope(node)
            function.arguments = self._arguments(node.args, scope)
            if isinstance(node, ast.Lambda):
                function.returned.append(self.expr(node.body))
            else:
                function.annotation = self.annotation(node.returns, scope)
                function.decorators = self._decorators(node)

    def _decorators(self, node: FunctionNode | ast.ClassDef) -> tuple[Decorator, ...]:
        return tuple(
            Decorator(self.expr(decorator), decorator.lineno, decorator.col_offset)
            for decorator in node.decorator_list
        )

    def _arguments(self, arguments: ast.arguments, scope: ScopeNode) -> tuple[Argument, ...]:
        plain = [(arg, "positional") for arg in arguments.posonlyargs]
        plain += [(arg, "plain") for arg in arguments.args]
        defaults: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults))
        defaults += arguments.defaults
        if arguments.vararg:
            plain.append((arguments.vararg, "*"))
            defaults.append(None)
        plain += [(arg, "keyword") for arg in arguments.kwonlyargs]
        defaults += arguments.kw_defaults
        if arguments.kwarg:
            plain.append((arguments.kwarg, "**"))
            defaults.append(None)
        return tuple(
            Argument(
                arg.arg,
                self.annotation(arg.annotation, scope),
                None if default is None else self.expr(default),
                kind,
                arg.lineno,
                arg.col_offset,
            )
            for (arg, kind), default in zip(plain, defaults)
        )

    def _read_bodies(self) -> list[Call]:
        """Hand calls, returns, yields and the rest to their functions; return the other calls."""
        tree, functions = self.tree, self.functions
        scope_of = tree._scope
        outside: list[Call] = []
        inner: dict[ScopeNode, Function | None] = {}

        def function_at(node: ast.AST) -> Function | None:
            scope = scope_of[node]
            if scope not in inner:
                around = scope
                while isinstance(around, COMPREHENSIONS):
                    around = scope_of[around]
                inner[scope] = functions.get(around)
            return inner[scope]

        calls = tree.nodes(ast.Call)
        for node in reversed(calls):  # inner ones first: reading a chain is then not deep
            self._call(node)
        self._mark_lazy()
        self._mark_handling()
        self._mark_caught()
        for node in calls:
            function = function_at(node)
            call = self.calls[node]
            call.within = self.names.module if function is None else function.qualname
            if tree._parent[node].__class__ in STATEMENTS or spelled_name(node.func) in REGISTERING:
                call.branched = self._is_branched(node)
            (outside if function is None else function.calls).append(call)
        for returned in tree.nodes(ast.Return):
            if function := function_at(returned):
                value = returned.value
                function.returned.append(Const(None) if value is None else self.expr(value))
        for yielded in tree.nodes(ast.Yield):
            if function := function_at(yielded):
                function.is_generator = True
                value = yielded.value
                function.yielded.append(Const(None) if value is None else self.expr(value))
        for delegated in tree.nodes(ast.YieldFrom):
            if function := function_at(delegated):
                function.is_generator = True
                function.yielded.append(Iterated(self.expr(delegated.value)))
        for raised in tree.nodes(ast.Raise):
            if function := function_at(raised):
                function.raised.append(
                    Raise(
                        None if raised.exc is None else self.expr(raised.exc),
                        self.caught_around(raised),
                        raised.lineno,
                        raised.col_offset,
                    )
                )
        for definition, raising in functions.items():
            if raising.raised and isinstance(definition, FUNCTIONS):
                body = definition.body
                raising.always_raises = not plainly_ends(body) and always_raises(body) is True
        for endless in tree.nodes(ast.While):
            if (function := function_at(endless)) and ways_out([endless]) <= {Way.RAISE}:
                function.is_endless = True
        for comparison in tree.nodes(ast.Compare):
            if isinstance(comparison.ops[0], _COMPARING) and (function := function_at(comparison)):
                for side in (comparison.left, comparison.comparators[0]):
                    if not isinstance(side, ast.Constant):
                        function.compared.append(self.expr(side))
        for statement in tree.nodes(ast.With):
            if function := function_at(statement):
                function.entered += [self.expr(item.context_expr) for item in statement.items]
        for assigned in tree.nodes(ast.Assign):
            target = assigned.targets[0]
            if isinstance(target, ast.Attribute) and (function := function_at(assigned)):
                function.sets.append(target.attr)
        for loop in tree.nodes(ast.For):
            if function := function_at(loop):
                function.iterated.append(self.expr(loop.iter))
        for part in tree.nodes(ast.comprehension):
            # a generator expression iterates when somebody iterates it
            if not part.is_async and not isinstance(tree.parent(part), ast.GeneratorExp):
                if function := function_at(part):
                    function.iterated.append(self.expr(part.iter))
        return outside

    def _mark_lazy(self) -> None:
        """Mark the calls that `if x is None: x = ...` makes the first time only."""
        for branch in self.tree.nodes(ast.If):
            match branch.test:
                case ast.Compare(left=tested, ops=[ast.Is()], comparators=[ast.Constant(None)]):
                    pass
                case ast.UnaryOp(op=ast.Not(), operand=tested):
                    pass
                case _:
                    continue
            if not isinstance(tested, (ast.Name, ast.Attribute)):
                continue
            if not self._is_stored(tested):
                continue
            spelled = _spelling(tested)
            inside = [node for statement in branch.body for node in ast.walk(statement)]
            if any(
                isinstance(node, (ast.Name, ast.Attribute))
                and isinstance(node.ctx, ast.Store)
                and _spelling(node) == spelled
                for node in inside
            ):
                for node in inside:
                    if isinstance(node, ast.Call) and node in self.calls:
                        self.calls[node].once = True

    def _is_stored(self, node: ast.Name | ast.Attribute) -> bool:
        """Whether the file assigns to something of that last name at all."""
        if self._stored is None:
            nodes = self.tree.nodes(ast.Name), self.tree.nodes(ast.Attribute)
            self._stored = {name.id for name in nodes[0] if name.ctx.__class__ is ast.Store}
            self._stored |= {each.attr for each in nodes[1] if each.ctx.__class__ is ast.Store}
        return (node.id if isinstance(node, ast.Name) else node.attr) in self._stored

    def _is_branched(self, node: ast.AST) -> bool:
        """Whether a branch of its function decides if `node` is run; a plain loop decides none."""
        child = node
        for parent in self.tree.ancestors(node):
            if isinstance(parent, (*FUNCTIONS, ast.Lambda)) and child in _statements(parent):
                return False
            if isinstance(parent, BRANCHES) or (_is_try(parent) and child not in parent.finalbody):
                return True
            child = parent
        return False

    def _mark_caught(self) -> None:
        """Tell the calls in a `try` or under `suppress` what is caught around them."""
        guards: list[ast.AST] = [*self.tree.nodes(ast.Try)]
        guards += [
            statement for statement in self.tree.nodes(ast.With) if self._suppressed(statement)
        ]
        inside = {
            call
            for guard in guards
            for call in self._calls_in(guard.body)  # type: ignore[attr-defined]
        }
        for node in inside:
            self.calls[node].caught = self.caught_around(node)

    def _calls_in(self, block: list[ast.stmt]) -> list[ast.Call]:
        """The calls in a block, found by their lines: quicker than to walk nested blocks anew."""
        if self._sorted is None:
            self._sorted = sorted(self.calls, key=lambda node: node.lineno)
        first = bisect_left(self._sorted, block[0].lineno, key=lambda node: node.lineno)
        end = block[-1].end_lineno or block[-1].lineno
        last = bisect_right(self._sorted, end, key=lambda node: node.lineno)
        return self._sorted[first:last]

    def _suppressed(self, statement: ast.With) -> list[ast.expr]:
        """The types given to `suppress(...)` in the head of a `with`."""
        return [
            kind
            for item in statement.items
            if isinstance(item.context_expr, ast.Call)
            and spelled_name(item.context_expr.func) == "suppress"
            for kind in item.context_expr.args
        ]

    def _mark_handling(self) -> None:
        """Mark the calls of `except` blocks."""
        for handler in self.tree.nodes(ast.ExceptHandler):
            for node in self._calls_in(handler.body):
                self.calls[node].handling = True

    def caught_around(self, node: ast.AST) -> tuple[Expr | None, ...]:
        """The types that do not leave the function when `node` raises them."""
        path: list[ast.AST] = []  # up to what is known already
        caught: tuple[Expr | None, ...] = ()
        parents = self.tree._parent
        known = self._caught
        at: ast.AST | None = node
        while at is not None and not isinstance(at, _BODIES):
            if at in known:
                caught = known[at]
                break
            path.append(at)
            at = parents.get(at)
        for child in reversed(path):
            if at is not None and at.__class__ in _GUARDS and child in at.body:  # type: ignore[attr-defined]
                caught = (*self._caught_by(at), *caught)
            if isinstance(child, ast.stmt):
                known[child] = caught
            at = child
        return caught

    def _caught_by(self, guard: ast.AST) -> tuple[Expr | None, ...]:
        """The types that a `try` or a `with suppress(...)` keeps from leaving."""
        if isinstance(guard, ast.With):
            return tuple(self.expr(kind) for kind in self._suppressed(guard))
        caught = self._handled.get(guard)
        if caught is None:
            assert _is_try(guard)
            found: list[Expr | None] = []
            for handler in guard.handlers:
                if raises_again(handler):
                    continue
                types = handler.type
                if types is None:
                    found.append(None)
                elif isinstance(types, ast.Tuple):
                    found += [self.expr(kind) for kind in types.elts]
                else:
                    found.append(self.expr(types))
            caught = self._handled[guard] = tuple(found)
        return caught

    def _read_classes(self) -> None:
        names = self.names
        for node in self.tree.nodes(ast.ClassDef):
            methods: dict[str, str] = {}
            fields: dict[str, Expr] = {}
            for name, bindings in names.bindings(node).items():
                defined = [b.node for b in bindings if b.how == "define" and b.node is not None]
                function = next((d for d in defined if not _is_setter(d)), None)
                if len(defined) == len(bindings) and isinstance(function, FUNCTIONS):
                    # of several with one name: a property's getter, else the last (overloads)
                    chosen = function if any(map(_is_setter, defined)) else defined[-1]
                    methods[name] = names.qualnames[chosen]
                else:
                    fields[name] = self.bound(node, name, bindings)
            qualname = names.qualnames[node]
            self.classes[node] = Class(
                qualname=qualname,
                name=node.name,
                module=names.module,
                bases=tuple(self.expr(base) for base in node.bases),
                decorators=self._decorators(node),
                methods=methods,
                fields=fields,
                attributes={
                    name: self._attribute_value(node, bindings)
                    for name, bindings in names.attributes.get(node, {}).items()
                },
                lineno=node.lineno,
                col_offset=node.col_offset,
            )

    def _attribute_value(self, owner: ast.ClassDef, bindings: list[Binding]) -> Expr:
        """The value of `self.x`, set in one or more methods of `owner`."""
        options = [
            self._value(binding, self.tree._scope.get(binding.annotation or owner, owner))
            for binding in bindings
        ]
        return options[0] if len(options) == 1 else OneOf(tuple(options))


def _statements(function: FunctionNode | ast.Lambda) -> list[ast.stmt]:
    """The statements that run when a function is called; a lambda has none."""
    return function.body if isinstance(function, FUNCTIONS) else []


#: Comparisons that tell one text from another.
_COMPARING = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)

TRY: tuple[type, ...] = (ast.Try, ast.TryStar) if hasattr(ast, "TryStar") else (ast.Try,)
#: What an exception cannot be caught around: the code runs elsewhere.
_BODIES = (*FUNCTIONS, ast.Lambda, ast.ClassDef)
#: Statements that may keep an exception from leaving.
_GUARDS = frozenset({ast.With, *TRY})


def _is_try(node: ast.AST) -> TypeGuard[ast.Try]:
    """`try`, and `try` with `except*`, which has the same parts."""
    return isinstance(node, TRY)


def _spelling(node: ast.AST) -> str | None:
    """`a.b.c` as text, for plain chains of names."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None


def _is_setter(node: ast.AST) -> bool:
    """`@x.setter` and `@x.deleter`: further halves of a property, not other functions."""
    return isinstance(node, FUNCTIONS) and any(
        isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter")
        for decorator in node.decorator_list
    )
