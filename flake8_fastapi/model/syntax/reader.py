"""Reads names, expressions and calls of a syntax tree into the plain facts of `expressions`."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.syntax.bound_again import BoundAgain
from flake8_fastapi.model.syntax.call_sites import CallSites
from flake8_fastapi.model.syntax.changes import (
    added_to,
    appended_to,
    changed_in,
    lines_that_change,
    unless_changed,
)
from flake8_fastapi.model.syntax.expressions import (
    SLICE,
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
    Several,
    Star,
    Sub,
    Text,
    Typed,
    Union,
    Unknown,
    closed,
)
from flake8_fastapi.model.syntax.names import Binding, Names
from flake8_fastapi.model.syntax.tree import (
    FUNCTIONS,
    FunctionNode,
    ScopeNode,
    Tree,
    Unit,
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
_COMPREHENSIONS: dict[type[ast.ListComp | ast.SetComp | ast.GeneratorExp], str] = {
    ast.ListComp: "list", ast.SetComp: "set", ast.GeneratorExp: "generator",
}  # fmt: skip
#: Annotations that stand alone, and leave the type to the value: `LIMIT: Final = 3`.
_NO_TYPES = {
    *("typing.Final", "typing.ClassVar", "typing_extensions.Final", "typing_extensions.ClassVar")
}
STATEMENTS = (ast.Expr, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

BUILTINS = frozenset(dir(builtins))


class Reader:
    """Turns the nodes of one file into closed expressions and facts.

    What it hands out for a node is kept: the same `ast.Call` always gives the same `Call`,
    so facts can be told apart by identity and led back to their nodes.
    """

    #: what reads each kind of expression: filled in below, and by derived classes
    readers: ClassVar[dict[type, Callable[[Any, Any], Expr]]]

    def __init__(self, tree: Tree, names: Names, around: dict[str, Ref] | None = None) -> None:
        """`around`: the global names of a file that `tree` is a part of; more are added."""
        self.tree = tree
        self.names = names
        self.nodes: dict[Call, ast.Call] = {}  #: of the calls that were asked for
        self.sites = CallSites(tree, self.expr)
        self._calls: dict[ast.Call, Call] = {}
        self._bound: dict[tuple[ScopeNode, str], Expr] = {}
        self._busy: set[tuple[ScopeNode, str]] = set()
        self._cut: set[object] = set()  #: where what is read led back to itself, or too deep
        self._variables: dict[ScopeNode, dict[str, Expr]] = {}
        self._globals = {} if around is None else around
        self._bound_again = BoundAgain(names)
        self._last_given: dict[ast.Name, Expr] = {}
        self._set_to: dict[ast.expr, Expr] = {}
        self._given_so_far: dict[tuple[ast.Name, ...], Expr] = {}
        self._parameters: dict[tuple[ScopeNode, str], Param] = {}
        self._loops: dict[ast.AST | None, Iterated] = {}
        self._changed: dict[Unit, set[str]] = {}
        self._depth = 0

    # -- expressions -----------------------------------------------------------------------

    def expr(self, node: ast.AST | None) -> Expr:
        """The closed expression for a node; UNKNOWN for what the model has no words for."""
        kind = node.__class__
        if kind is ast.Name:  # these two are most of them, and lead no deeper
            return self._name(node)  # type: ignore[arg-type]
        if kind is ast.Constant:
            return Const(node.value)  # type: ignore[union-attr]
        read = self.readers.get(kind)
        if read is None:
            return UNKNOWN  # also for no node
        if self._depth > DEEPEST:
            self._cut.add(DEEPEST)
            return UNKNOWN
        self._depth += 1
        try:
            return read(self, node)
        finally:
            self._depth -= 1
            if not self._depth and self._cut:
                self._cut.clear()

    def annotation(self, node: ast.AST | None, scope: ScopeNode) -> Expr | None:
        """Like `expr`, for a type: text is read as the expression that it quotes."""
        if node is None:
            return None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                quoted = ast.parse(node.value.strip(), mode="eval").body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return UNKNOWN
            self.tree.quote(quoted, scope)
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
        if node.id in self._bound_again.imports_defined_again:
            imported = self._bound_again.still_imported(node)
            if imported is not None:
                return Ref(imported)
        if node.id not in self.names.inner:  # so it is global, wherever it stands
            return self.variable(node.id, self.tree.root)
        function = self._bound_again.still_argument_of(node)
        if function is not None:
            return self._parameter(function, node.id)
        store = self._bound_again.last_store_of(node)
        if store is not None:
            return self._given_by(store)
        stores = self._bound_again.stores_before(node)
        if stores:
            return self._one_given_by(stores)
        return self.variable(node.id, self.tree.scope(node))

    def _one_given_by(self, stores: tuple[ast.Name, ...]) -> Expr:
        """What one of several statements gives a name."""
        if len(stores) == 1:
            return self._given_by(stores[0])
        known = self._given_so_far.get(stores)
        if known is None:
            known = OneOf(tuple(map(self._given_by, stores)))
            if not self._cut:
                self._given_so_far[stores] = known
        return known

    def _given_by(self, store: ast.Name) -> Expr:
        """What a statement gives a name."""
        known = self._last_given.get(store)
        if known is None:
            scope = self.tree.scope(store)
            known = self._value(self.names.stored(store), scope)
            if isinstance(scope, FUNCTIONS):
                known = self._lasting(known, scope, store.id)
            if not self._cut:
                self._last_given[store] = known
        return known

    def _parameter(self, function: ScopeNode, name: str) -> Param:
        known = self._parameters.get((function, name))
        if known is None:
            known = self._parameters[function, name] = Param(self.names.qualnames[function], name)
        return known

    def variable(self, name: str, scope: ScopeNode) -> Expr:
        """What a name stands for, seen from a scope."""
        seen = self._variables.get(scope)
        if seen is None:
            seen = self._variables[scope] = {}
        known = seen.get(name)
        if known is None:
            known = self._variable(name, scope)
            if not self._cut:
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

    def every_global(self) -> dict[str, Ref]:
        """What the global names of the file stand for, those that are defined and those used."""
        root = self.tree.root
        for name in self.names.bindings(root):
            self._variable(name, root)
        return self._globals

    def _global(self, name: str, bindings: Sequence[Binding]) -> str:
        if len(bindings) == 1 and bindings[0].how == "import":
            return bindings[0].dotted
        if not bindings and name in BUILTINS and not self.names.stars:
            return f"builtins.{name}"
        return f"{self.names.module}.{name}"

    def bound(self, scope: ScopeNode, name: str, bindings: list[Binding]) -> Expr:
        """The value of a name in the scope that binds it.

        `x = x.next` leads back to itself, and is unknown there. What was read on the way is not
        kept, for it would depend on who asked first.
        """
        key = (scope, name)
        known = self._bound.get(key)
        if known is not None:
            return known
        if len(bindings) == 1 and bindings[0].how == "import":  # most global names
            known = self._bound[key] = Ref(bindings[0].dotted)
            return known
        if key in self._busy:
            self._cut.add(key)
            return UNKNOWN
        self._busy.add(key)
        try:
            options = [
                self._value(binding, scope)
                for binding in bindings
                if len(bindings) == 1 or not self._is_back(binding, scope, name)
            ]
            known = options[0] if len(options) == 1 else OneOf(tuple(options))
            if isinstance(scope, FUNCTIONS):  # of global names, who follows them asks
                known = self._lasting(known, scope, name)
        finally:
            self._busy.discard(key)
        self._cut.discard(key)
        if not self._cut:
            self._bound[key] = known
        return known

    def _lasting(self, given: Expr, function: FunctionNode, name: str) -> Expr:
        """What a variable of a function is: of a container that is changed, what still holds."""
        left = unless_changed(given)
        if left is given or not self.changes(function, name):
            return given
        is_empty = isinstance(given, Items) and not given.items
        return (self._appended(function, name) if is_empty else None) or left

    def _appended(self, function: FunctionNode, name: str) -> Several | None:
        """What a list has in the end to which a function does nothing but append.

        `xs.append(xs)` leads back to itself, and is unknown there.
        """
        key = function, f"{name}[]"
        if key in self._busy:
            self._cut.add(key)
            return Several(UNKNOWN)
        self._busy.add(key)
        try:
            appended = appended_to(self.tree, function, name, self.changes)
            added = [self.expr(node) for node in appended or ()]
        finally:
            self._busy.discard(key)
        self._cut.discard(key)
        if len(added) > 1:
            return Several(OneOf(tuple(added)))
        return Several(added[0]) if added else None

    def _is_back(self, binding: Binding, scope: ScopeNode, name: str) -> bool:
        """Whether a loop gives a name what it had: `xs.append(x)`, then `for x in xs`."""
        if binding.how != "iterate" or not isinstance(scope, FUNCTIONS):
            return False
        match binding.node:
            case ast.Name(id=listed) if listed != name:
                match self.names.bindings(scope).get(listed):
                    case [Binding(how="value", node=ast.List(elts=[]))]:
                        added = appended_to(self.tree, scope, listed, self.changes)
                        return bool(added) and all(
                            isinstance(each, ast.Name) and each.id == name for each in added or ()
                        )
        return False

    def changes(self, unit: Unit, name: str) -> bool:
        """Whether something of that name is changed in a unit, or in one that lies in it."""
        known = self._changed.get(unit)
        if known is None:
            known = self._changed[unit] = changed_in(self.tree, unit)
        return name in known

    def _value(self, binding: Binding, scope: ScopeNode) -> Expr:
        match binding.how:
            case "import":
                return Ref(binding.dotted)
            case "define":
                assert binding.node is not None
                return Ref(self.names.qualnames[binding.node])
            case "argument":
                assert isinstance(binding.node, ast.arg)
                return self._parameter(scope, binding.node.arg)
            case "value":
                return self.expr(binding.node)
            case "typed":
                annotation = self.annotation(binding.annotation, scope) or UNKNOWN
                return declared(annotation, self.expr(binding.node), scope)
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
            known = Iterated(self.expr(node))
            if not self._cut:
                self._loops[node] = known
        return known

    def _attribute(self, node: ast.Attribute) -> Expr:
        of = self.expr(node.value)
        if isinstance(of, Ref):
            return Ref(f"{of.name}.{node.attr}")
        if of is UNKNOWN:
            return UNKNOWN
        given = self._bound_again.last_set(node) if isinstance(of, Param) else None
        return Attr(of, node.attr, None if given is None else self._last_set_to(given))

    def _last_set_to(self, node: ast.expr) -> Expr:
        known = self._set_to.get(node)
        if known is None:
            known = self.expr(node)
            if not self._cut:
                self._set_to[node] = known
        return known

    def call(self, node: ast.Call) -> Call:
        """The fact for a call; what it is made of is read when asked for."""
        call = self._calls.get(node)
        if call is None:
            call = self._calls[node] = Call(node.lineno, node.col_offset)
            call._node, call._read = node, self._call_fact
            self.nodes[call] = node
        return call

    def _call(self, node: ast.Call) -> Expr:
        return self.call(node)

    @cached_property
    def calls(self) -> dict[ast.Call, Call]:
        """The facts for all calls, in the order of the source."""
        return {node: self.call(node) for node in self.tree.nodes(ast.Call)}

    def _call_fact(self, node: ast.Call, name: str) -> object:
        match name:
            case "callee":
                return self.expr(node.func)
            case "args":
                return self._arguments_of(node)
            case "keywords":
                return tuple([
                    (word.arg, self.expr(word.value) if word.arg else self._spread(word.value))
                    for word in node.keywords
                ])  # fmt: skip
            case "branched":
                return (
                    self.tree.parents[node].__class__ in STATEMENTS
                    or spelled_name(node.func) in REGISTERING
                ) and self.sites.is_branched(node)
            case "within":
                return self.within(node)
        return self.sites.fact(node, name)

    def _spread(self, node: ast.expr) -> Expr:
        """What stands behind `**`: of a dict that the function has put together, all its keys."""
        function = self.tree.function(node)
        if not isinstance(node, ast.Name) or not isinstance(function, FUNCTIONS):
            return self.expr(node)
        given = function.args.kwarg
        match self.names.bindings(function).get(node.id):
            case [Binding(how="argument", node=bound)] if bound is given:
                changed = any(True for _ in lines_that_change(self.tree, function, node.id))
                return UNKNOWN if changed else self.expr(node)
            case [Binding(how="value" | "typed", node=ast.Dict() as display)]:
                added = added_to(self.tree, function, node.id)
                start = self.expr(display)
                if added is not None and isinstance(start, Pairs):
                    further = [
                        (self.expr(key), self.expr(value))
                        if key is not None
                        else (None, self._spread(value) if _is_plain(value, given) else UNKNOWN)
                        for key, value in added
                    ]
                    # with the rest of the display, which comes first: a key may be given again
                    return Pairs((*start.pairs, *further)) if further else start
                return UNKNOWN
        return self.expr(node)

    def within(self, node: ast.AST) -> str:
        """Name whatever runs a node: here, where no functions are read, the module."""
        return self.names.module

    def _arguments_of(self, node: ast.Call) -> tuple[Expr, ...]:
        match node.args:
            case [ast.Constant(value=str()) as quoted, of] if spelled_name(node.func) == "cast":
                callee = self.expr(node.func)
                if isinstance(callee, Ref) and callee.name.startswith("typing"):
                    # `cast("Session", x)`
                    declared = self.annotation(quoted, self.tree.scope(node))
                    return declared or UNKNOWN, self.expr(of)
        return tuple(map(self.expr, node.args)) or self._class_around(node)

    def _class_around(self, node: ast.Call) -> tuple[Expr, ...]:
        """What `super()` leaves out: the class that it stands in; of other calls nothing."""
        if not isinstance(node.func, ast.Name) or node.func.id != "super" or node.keywords:
            return ()
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
                return Union((self.expr(node.left), self.expr(node.right)))
            case ast.Div():  # pathlib's way of joining paths
                return Text("/", (self.expr(node.left), self.expr(node.right)))
            case ast.Mult():  # `15 * 60`
                return _product(self.expr(node.left), self.expr(node.right))
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

    def close(self) -> None:
        """Let go of the tree: whoever still has a fact of it would keep all of it."""
        for call in self.nodes:
            call._node, call._read = None, closed
        vars(self).clear()


def declared(annotation: Expr, value: Expr, scope: ast.AST) -> Expr:
    """What stands behind `name: annotation =`, with its type where the annotation says one.

    A dataclass makes a parameter of what is `Final`, and so its value only a default.
    """
    name = annotation.name if isinstance(annotation, Ref) else ""
    says_none = name in _NO_TYPES and not isinstance(value, Unknown)
    if says_none and name.endswith(".Final"):
        says_none = not isinstance(scope, ast.ClassDef) or not scope.decorator_list
    return value if says_none or name.endswith(".TypeAlias") else Typed(annotation, value)


def _product(left: Expr, right: Expr) -> Expr:
    """What two whole numbers give that are written out."""
    match left, right:
        case Const(value=int() as one), Const(value=int() as other):
            return Const(one * other)
    return UNKNOWN


def _is_plain(node: ast.expr, given: ast.arg | None) -> bool:
    """Whether a dict that is put into another one is a display, or what `**given` takes."""
    if isinstance(node, ast.Name):
        return given is not None and node.id == given.arg
    return isinstance(node, ast.Dict)


Reader.readers = {
    ast.Attribute: Reader._attribute,
    ast.Call: Reader._call,
    ast.Await: lambda reader, node: Awaited(reader.expr(node.value)),
    ast.Subscript: Reader._subscript,
    ast.List: lambda reader, node: reader._items("list", node.elts),
    ast.Tuple: lambda reader, node: reader._items("tuple", node.elts),
    ast.Set: lambda reader, node: reader._items("set", node.elts),
    **dict.fromkeys(
        _COMPREHENSIONS,
        lambda reader, node: Several(reader.expr(node.elt), _COMPREHENSIONS[type(node)]),
    ),
    ast.Dict: Reader._dict,
    ast.JoinedStr: Reader._joined,
    ast.BinOp: Reader._binary,
    ast.BoolOp: Reader._either,
    ast.UnaryOp: Reader._unary,
    ast.IfExp: lambda reader, node: OneOf((reader.expr(node.body), reader.expr(node.orelse))),
    ast.NamedExpr: lambda reader, node: reader.expr(node.value),
    ast.Slice: lambda reader, node: SLICE,
    ast.Starred: lambda reader, node: Star(reader.expr(node.value)),
    ast.Lambda: Reader._lambda,
}
