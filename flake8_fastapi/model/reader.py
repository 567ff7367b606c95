"""Reads a syntax tree into the plain facts of `functions` and `expressions`."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar

from flake8_fastapi.model.call_sites import CallSites
from flake8_fastapi.model.changes import changed_in, unless_changed
from flake8_fastapi.model.expressions import (
    UNKNOWN,
    Attr,
    AttributeRead,
    Awaited,
    Call,
    Const,
    Entered,
    Entering,
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
    closed,
)
from flake8_fastapi.model.flow import Way, always_raises, plainly_ends, ways_out
from flake8_fastapi.model.functions import Argument, Class, Decorator, Function, Raise, Summary
from flake8_fastapi.model.names import Binding, Names
from flake8_fastapi.model.tree import (
    FUNCTIONS,
    FunctionNode,
    Node,
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
STATEMENTS = (ast.Expr, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

BUILTINS = frozenset(dir(builtins))

Hidden = TypeVar("Hidden", AttributeRead, Entering)


class Reader:
    """Turns the nodes of one file into closed expressions and facts.

    What it hands out for a node is kept: the same `ast.Call` always gives the same `Call`,
    so facts can be told apart by identity and led back to their nodes.
    """

    def __init__(self, tree: Tree, names: Names, around: dict[str, Ref] | None = None) -> None:
        """`around`: the global names of a file that `tree` is a part of; more are added."""
        self.tree = tree
        self.names = names
        self.functions: dict[ast.AST, Function] = {}
        self.classes: dict[ast.ClassDef, Class] = {}
        self.nodes: dict[Call, ast.Call] = {}  #: of the calls that were asked for
        self._implicit_calls: list[Call] = []
        self.sites = CallSites(tree, self.expr)
        self._calls: dict[ast.Call, Call] = {}
        self._bound: dict[tuple[ScopeNode, str], Expr] = {}
        self._busy: set[tuple[ScopeNode, str]] = set()
        self._cut: set[object] = set()  #: where what is read led back to itself, or too deep
        self._variables: dict[ScopeNode, dict[str, Expr]] = {}
        self._globals = {} if around is None else around
        self._loops: dict[ast.AST | None, Iterated] = {}
        self._changed: dict[Unit, set[str]] = {}
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
        if read is None:
            return UNKNOWN  # also for no node
        if self._depth > DEEPEST:
            self._cut.add(DEEPEST)
            return UNKNOWN
        self._depth += 1
        try:
            return read(node)
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
        return self.variable(node.id, self.tree.scope(node))

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
            options = [self._value(binding, scope) for binding in bindings]
        finally:
            self._busy.discard(key)
        known = options[0] if len(options) == 1 else OneOf(tuple(options))
        if isinstance(scope, FUNCTIONS):  # of global names, who follows them asks
            left = unless_changed(known)
            if left is not known and self.changes(scope, name):
                known = left
        self._cut.discard(key)
        if not self._cut:
            self._bound[key] = known
        return known

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
            known = Iterated(self.expr(node))
            if not self._cut:
                self._loops[node] = known
        return known

    def _attribute(self, node: ast.Attribute) -> Expr:
        of = self.expr(node.value)
        if isinstance(of, Ref):
            return Ref(f"{of.name}.{node.attr}")
        return UNKNOWN if of is UNKNOWN else Attr(of, node.attr)

    def call(self, node: ast.Call) -> Call:
        """The fact for a call; what it is made of is read when asked for."""
        call = self._calls.get(node)
        if call is None:
            call = self._calls[node] = Call(node.lineno, node.col_offset)
            call._read = partial(self._call_fact, node)
            self.nodes[call] = node
        return call

    @cached_property
    def calls(self) -> dict[ast.Call, Call]:
        """The facts for all calls, in the order of the source."""
        return {node: self.call(node) for node in self.tree.nodes(ast.Call)}

    def _call(self, node: ast.Call) -> Expr:
        return self.call(node)

    def _call_fact(self, node: ast.Call, name: str) -> object:
        match name:
            case "callee":
                return self.expr(node.func)
            case "args":
                return self._arguments_of(node)
            case "keywords":
                return tuple([(word.arg, self.expr(word.value)) for word in node.keywords])
            case "branched":
                return (
                    self.tree.parents[node].__class__ in STATEMENTS
                    or spelled_name(node.func) in REGISTERING
                ) and self.sites.is_branched(node)
        return self._place_fact(node, name)

    def _place_fact(self, node: ast.expr, name: str) -> object:
        """A fact about the place where a call stands."""
        match name:
            case "awaited":
                return self.tree.parents[node].__class__ is ast.Await
            case "caught":
                return self.sites.caught_around(node)
            case "once":
                return self.sites.is_for_the_first_time(node)
            case "handling":
                return self.sites.is_handling(node)
            case "needs":
                return self.sites.needed_by(node)
            case "within":
                around = self.function_at(node)
                return self.names.module if around is None else around.qualname
        raise AttributeError(name)

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
        """What the file says: its functions and classes are read when something asks."""
        self._make_definitions()
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
            calls=[self.call(node) for node in self._at_import(ast.Call)],
            changes=partial(self.changes, root),
            is_package=is_package,
        )

    def close(self) -> None:
        """Let go of the tree: whoever still has a fact of it would keep all of it."""
        definitions = chain(self.functions.values(), self.classes.values())
        for read in chain(definitions, self.nodes, self._implicit_calls):
            read._read = closed
        vars(self).clear()

    def _make_definitions(self) -> None:
        tree, names = self.tree, self.names
        for node, qualname in names.qualnames.items():
            if isinstance(node, ast.ClassDef):
                cls = Class(qualname, node.name, names.module, node.lineno, node.col_offset)
                cls._read = partial(self._class_fact, node)
                self.classes[node] = cls
                continue
            assert isinstance(node, (*FUNCTIONS, ast.Lambda))
            scope = tree.scope(node)
            outer = tree.function(node)
            function = Function(
                qualname=qualname,
                name="<lambda>" if isinstance(node, ast.Lambda) else node.name,
                module=names.module,
                owner=names.qualnames[scope] if isinstance(scope, ast.ClassDef) else None,
                outer=names.qualnames[outer] if outer else None,
                is_async=isinstance(node, ast.AsyncFunctionDef),
                is_lambda=isinstance(node, ast.Lambda),
                lineno=node.lineno,
                col_offset=node.col_offset,
            )
            function._read = partial(self._function_fact, node)
            self.functions[node] = function

    def _function_fact(self, node: FunctionNode | ast.Lambda, name: str) -> object:
        return _FUNCTION_FACTS[name](self, node)

    def function_at(self, node: ast.AST) -> Function | None:
        """The function whose body `node` runs in; None for what runs at import."""
        around = self.tree.function(node)
        return None if around is None else self.functions.get(around)

    def _at_import(self, kind: type[Node]) -> list[Node]:
        """The nodes of a kind that run when the module is imported, class bodies included."""
        units = self.tree.units
        outside = [self.tree.inside(u, kind) for u in units if isinstance(u, _IMPORTED)]
        return sorted(chain.from_iterable(outside), key=attrgetter("lineno", "col_offset"))

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

    def _annotation(self, node: FunctionNode | ast.Lambda) -> Expr | None:
        if isinstance(node, ast.Lambda):
            return None
        return self.annotation(node.returns, self.tree.scope(node))

    def _calls_of(self, node: ast.AST) -> list[Call]:
        return [self.call(each) for each in self.tree.inside(node, ast.Call)]

    def _attributes_read(self, node: ast.AST) -> Iterator[ast.Attribute]:
        parents = self.tree.parents
        for each in self.tree.inside(node, ast.Attribute):
            if each.ctx.__class__ is ast.Load:
                parent = parents[each]
                if parent.__class__ is not ast.Call or parent.func is not each:
                    yield each

    def _reads(self, node: ast.AST) -> list[AttributeRead]:
        return [self._implicit(AttributeRead, each) for each in self._attributes_read(node)]

    def _enterings(self, node: ast.AST) -> list[Entering]:
        return [
            self._implicit(Entering, item.context_expr)
            for each in self.tree.inside(node, ast.With)
            for item in each.items
            if isinstance(item.context_expr, (ast.Name, ast.Attribute))
        ]

    def _implicit(self, kind: type[Hidden], node: ast.expr) -> Hidden:
        made = kind(node.lineno, node.col_offset)
        made._read = partial(self._implicit_fact, node)
        self._implicit_calls.append(made)
        return made

    def _implicit_fact(self, node: ast.expr, name: str) -> object:
        match name:
            case "callee":
                return self.expr(node)
            case "args" | "keywords":
                return ()
            case "branched":
                return self.sites.is_branched(node)
        return self._place_fact(node, name)

    def _read_names(self, node: ast.AST) -> frozenset[str]:
        return frozenset([each.attr for each in self._attributes_read(node)])

    def _returned(self, node: FunctionNode | ast.Lambda) -> list[Expr]:
        if isinstance(node, ast.Lambda):
            return [self.expr(node.body)]
        return [self._given(each.value) for each in self.tree.inside(node, ast.Return)]

    def _yielded(self, node: ast.AST) -> list[Expr]:
        given = [self._given(each.value) for each in self.tree.inside(node, ast.Yield)]
        delegated = self.tree.inside(node, ast.YieldFrom)
        return [*given, *(Iterated(self.expr(each.value)) for each in delegated)]

    def _given(self, value: ast.expr | None) -> Expr:
        return Const(None) if value is None else self.expr(value)

    def _is_generator(self, node: ast.AST) -> bool:
        return bool(self.tree.inside(node, ast.Yield) or self.tree.inside(node, ast.YieldFrom))

    def _raised(self, node: ast.AST) -> list[Raise]:
        return [
            Raise(
                None if each.exc is None else self.expr(each.exc),
                self.sites.caught_around(each),
                self.sites.needed_by(each),
                each.lineno,
                each.col_offset,
            )
            for each in self.tree.inside(node, ast.Raise)
        ]

    def _always_raises(self, node: FunctionNode | ast.Lambda) -> bool:
        if isinstance(node, ast.Lambda) or not self.tree.inside(node, ast.Raise):
            return False
        return not plainly_ends(node.body) and always_raises(node.body) is True

    def _is_endless(self, node: ast.AST) -> bool:
        return any(ways_out([each]) <= {Way.RAISE} for each in self.tree.inside(node, ast.While))

    def _compared(self, node: ast.AST) -> list[Expr]:
        sides = [
            side
            for each in self.tree.inside(node, ast.Compare)
            if isinstance(each.ops[0], _COMPARING)
            for side in (each.left, each.comparators[0])
        ]
        sides += [
            each.func.value
            for each in self.tree.inside(node, ast.Call)
            if isinstance(each.func, ast.Attribute)
            and each.func.attr in _CONTAINED
            and not any(isinstance(given, ast.Constant) for given in each.args[:1])
        ]
        return [self.expr(side) for side in sides if not isinstance(side, ast.Constant)]

    def _entered(self, node: ast.AST) -> list[Expr]:
        statements = self.tree.inside(node, ast.With)
        return [self.expr(item.context_expr) for each in statements for item in each.items]

    def _sets(self, node: ast.AST) -> list[str]:
        targets = (each.targets[0] for each in self.tree.inside(node, ast.Assign))
        return [target.attr for target in targets if isinstance(target, ast.Attribute)]

    def _iterated(self, node: ast.AST) -> list[Expr]:
        loops = [self.expr(loop.iter) for loop in self.tree.inside(node, ast.For)]
        return loops + [
            self.expr(part.iter)
            for part in self.tree.inside(node, ast.comprehension)
            # a generator expression iterates when somebody iterates it
            if not part.is_async and not isinstance(self.tree.parent(part), ast.GeneratorExp)
        ]

    def _class_fact(self, node: ast.ClassDef, fact: str) -> object:
        match fact:
            case "bases":
                return tuple(map(self.expr, node.bases))
            case "decorators":
                return self._decorators(node)
            case "methods":
                return {name: method for name, method in self._methods(node) if method}
            case "fields":
                bindings = self.names.bindings(node)
                return {
                    name: self.bound(node, name, bindings[name])
                    for name, method in self._methods(node)
                    if not method
                }
            case "attributes":
                return {
                    name: self._attribute_value(node, bindings)
                    for name, bindings in self.names.attributes(node).items()
                }
        raise AttributeError(fact)

    def _methods(self, node: ast.ClassDef) -> Iterator[tuple[str, str | None]]:
        """The names that a class binds, with the qualified name of those that are methods."""
        for name, bindings in self.names.bindings(node).items():
            defined = [b.node for b in bindings if b.how == "define" and b.node is not None]
            function = next((d for d in defined if not _is_setter(d)), None)
            if len(defined) == len(bindings) and isinstance(function, FUNCTIONS):
                # of several with one name: a property's getter, else the last (overloads)
                chosen = function if any(map(_is_setter, defined)) else defined[-1]
                yield name, self.names.qualnames[chosen]
            else:
                yield name, None

    def _attribute_value(self, owner: ast.ClassDef, bindings: list[Binding]) -> Expr:
        """The value of `self.x`, set in one or more methods of `owner`."""
        options = [
            self._value(
                binding,
                owner if binding.annotation is None else self.tree.scope(binding.annotation),
            )
            for binding in bindings
        ]
        return options[0] if len(options) == 1 else OneOf(tuple(options))


#: How the facts of a function are read.
_FUNCTION_FACTS: dict[str, Callable[[Reader, Any], object]] = {
    "arguments": lambda reader, node: reader._arguments(node.args, reader.tree.scope(node)),
    "decorators": lambda reader, node: (
        () if isinstance(node, ast.Lambda) else reader._decorators(node)
    ),
    "annotation": Reader._annotation,
    "calls": Reader._calls_of,
    "reads": Reader._reads,
    "read_names": Reader._read_names,
    "returned": Reader._returned,
    "yielded": Reader._yielded,
    "raised": Reader._raised,
    "entered": Reader._entered,
    "enterings": Reader._enterings,
    "iterated": Reader._iterated,
    "compared": Reader._compared,
    "sets": Reader._sets,
    "is_generator": Reader._is_generator,
    "always_raises": Reader._always_raises,
    "is_endless": Reader._is_endless,
}

#: `path.is_relative_to(folder)`: what a constant text begins with is no folder to stay in.
_CONTAINED = {"is_relative_to", "startswith"}
#: Units that run when the module is imported, most of them.
_IMPORTED = (ast.Module, ast.ClassDef)

#: Comparisons that tell one text from another.
_COMPARING = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)


def _is_setter(node: ast.AST) -> bool:
    """`@x.setter` and `@x.deleter`: further halves of a property, not other functions."""
    return isinstance(node, FUNCTIONS) and any(
        isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter")
        for decorator in node.decorator_list
    )
