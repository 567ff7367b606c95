"""Names that a function, or a file, gives several values: which one it is where it is read."""

from __future__ import annotations

import ast
from collections import Counter

from flake8_fastapi.model.lean import cached_property
from flake8_fastapi.model.syntax.names import Names, every_argument
from flake8_fastapi.model.syntax.tree import (
    COMPREHENSIONS,
    FUNCTIONS,
    POSITION,
    TRY,
    FunctionNode,
    block_with,
    names_within,
    statements_before,
)

#: How a name is bound that is no `Name` there, or in a way that is not followed.
_OTHERWISE = {"import", "define", "other"}
#: Arguments and what is declared are more than what was seen last.
_BEYOND_STATEMENTS = _OTHERWISE | {"argument", "typed"}
#: Where what stands further down, or in another block, may have been done before.
_AGAIN = (ast.For, ast.AsyncFor, ast.While, *TRY)
#: What may run again.
_REPEATING = (ast.For, ast.AsyncFor, ast.While, *COMPREHENSIONS)
#: Values of a name that are followed one by one.
_MOST_STORES = 5


class BoundAgain:
    """The arguments and variables of the functions of a file that are bound more than once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._tree = names.tree
        self._arguments: dict[FunctionNode, dict[str, list[ast.Name]]] = {}
        self._variables: dict[tuple[FunctionNode, str], list[ast.Name]] = {}
        self._assignments: dict[tuple[FunctionNode, str], tuple[ast.Name, ...]] = {}
        self._set: dict[ast.AST, set[str]] = {}

    def still_imported(self, load: ast.Name) -> str | None:
        """What a file has imported under a name, where that is read before it is defined anew.

        `app.include_router(health.router)`, and then `def health(): ...`.
        """
        found = self.imports_defined_again.get(load.id)
        if found is None or self._tree.scope(load) is not self._tree.root:
            return None
        dotted, definition = found
        if POSITION(load) >= POSITION(definition):
            return None
        around = {each for each in self._tree.ancestors(load) if isinstance(each, _REPEATING)}
        return dotted if around.isdisjoint(self._tree.ancestors(definition)) else None

    @cached_property
    def imports_defined_again(self) -> dict[str, tuple[str, ast.AST]]:
        """What the file imports once and defines afterwards: with the first definition."""
        root = self._tree.root
        declared = {name for _, name in self._names.elsewhere}
        found: dict[str, tuple[str, ast.AST]] = {}
        for name, bindings in self._names.bindings(root).items():
            if len(bindings) > 1 and bindings[0].how == "import" and name not in declared:
                first = bindings[1].node
                if first is not None and all(each.how == "define" for each in bindings[1:]):
                    found[name] = bindings[0].dotted, first
        return found

    def still_argument_of(self, load: ast.Name) -> FunctionNode | None:
        """The function whose argument a name is where it is read, and becomes something else later.

        No loop leads from there back to where it is read.
        """
        if load.id not in self._names_bound_again:
            return None
        scope = self._function_of(load)
        if scope is None:
            return None
        known = self._arguments.get(scope)
        if known is None:
            known = self._arguments[scope] = self._bound_again_in(scope)
        stores = known.get(load.id)
        if stores and all(self._is_before(load, store) for store in stores):
            return scope
        return None

    def _function_of(self, load: ast.Name) -> FunctionNode | None:
        """The function in which a name is read, if no comprehension there binds it."""
        scope: ast.AST = self._tree.scope(load)
        while isinstance(scope, COMPREHENSIONS) and load.id not in self._names.bindings(scope):
            scope = self._tree.scope(scope)
        return scope if isinstance(scope, FUNCTIONS) else None

    @cached_property
    def _names_bound_again(self) -> set[str]:
        """The names that are arguments of a function which gives them other values, too."""
        found: set[str] = set()
        for kind in FUNCTIONS:
            for function in self._tree.nodes(kind):
                assert isinstance(function, FUNCTIONS)
                stored = {store.id for store in self._tree.stored(function)}
                if stored:
                    found.update(it.arg for it in every_argument(function.args) if it.arg in stored)
        return found

    def _bound_again_in(self, function: FunctionNode) -> dict[str, list[ast.Name]]:
        """The arguments of a function that it gives other values by name alone, and where."""
        found: dict[str, list[ast.Name]] = {}
        arguments = {argument.arg for argument in every_argument(function.args)}
        for store in self._tree.stored(function):
            if store.id in arguments:
                found.setdefault(store.id, []).append(store)
        bindings = self._names.bindings(function) if found else {}
        nonlocals = {
            name for (_, name), scope in self._names.elsewhere.items() if scope is function
        }
        return {
            name: stores
            for name, stores in found.items()
            if name not in nonlocals
            and _OTHERWISE.isdisjoint(each.how for each in bindings.get(name, ()))
        }

    def _is_before(self, load: ast.Name, store: ast.Name) -> bool:
        """Whether a name is read before it is bound, and not again behind that."""
        if POSITION(load) > POSITION(store) and not self._is_value(load, store):
            return False
        around = {each for each in self._tree.ancestors(load) if isinstance(each, _REPEATING)}
        return around.isdisjoint(self._tree.ancestors(store))

    def _is_value(self, load: ast.Name, store: ast.Name) -> bool:
        """Whether a name is read for what it is bound to: `items = items or []`."""
        match self._tree.parent(store):
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                return load is value or value in self._tree.ancestors(load)
        return False

    def last_store_of(self, load: ast.Name) -> ast.Name | None:
        """Where a function gave a name what it is where it is read, if it gives it several values.

        That is further up in the same block, or in one around it; nothing between them, nor a loop
        that leads back, gives it another.
        """
        if load.id not in self._names_stored_again or not isinstance(load.ctx, ast.Load):
            return None
        scope = self._function_of(load)
        if scope is None:
            return None
        stores = self._stores_of(load.id, scope)
        child: ast.AST = load
        for outer in self._tree.ancestors(load) if stores else ():
            for before in reversed(statements_before(child, block_with(child, outer))):
                within = [store for store in stores if _is_in(store, before)]
                if within:
                    return within[0] if _gives_one(before, within) else None
            if outer is scope or _names_in_head(outer, load.id):
                break
            if isinstance(outer, _AGAIN) and any(_is_in(store, outer) for store in stores):
                break
            child = outer
        return None

    def last_set(self, load: ast.Attribute) -> ast.expr | None:
        """What a method has given an attribute of its object where it reads that.

        That is further up in the same block, or in one around it; nothing between them sets it, nor
        a method that is called there, which may.
        """
        function = self._tree.function(load)
        if function is None or load.attr not in self._set_in(function):
            return None
        own = load.value.id if isinstance(load.value, ast.Name) else None
        child: ast.AST = load
        for outer in self._tree.ancestors(load):
            for before in reversed(statements_before(child, block_with(child, outer))):
                match before:
                    case ast.Assign(targets=[ast.Attribute(ast.Name(name), attr)], value=value):
                        if attr == load.attr and name == own:
                            return value
                if any(_may_set(each, own, load.attr) for each in ast.walk(before)):
                    return None
            if isinstance(outer, (*FUNCTIONS, *_REPEATING, ast.Lambda)):
                break
            child = outer
        return None

    def _set_in(self, function: ast.AST) -> set[str]:
        """The attributes that a function sets, of any object."""
        known = self._set.get(function)
        if known is None:
            inside = self._tree.inside(function, ast.Attribute)
            known = self._set[function] = {each.attr for each in inside if _is_set(each)}
        return known

    def stores_before(self, load: ast.Name) -> tuple[ast.Name, ...]:
        """What a function has given a name where it is read, if it gives it more behind that.

        Nothing for a name that a loop may lead back to, or that is given values in other ways. It
        is told of the object of a method alone, and of few values: each may be made of all before.
        """
        if load.id not in self._names_stored_again or not isinstance(load.ctx, ast.Load):
            return ()
        if not isinstance(self._tree.parent(load), ast.Attribute):
            return ()
        scope = self._function_of(load)
        if scope is None or self._tree.function(load) is not scope:
            return ()
        stores = self._assigned(load.id, scope)
        left = tuple(store for store in stores if not self._is_before(load, store))
        return left if len(left) < len(stores) <= _MOST_STORES else ()

    def _assigned(self, name: str, function: FunctionNode) -> tuple[ast.Name, ...]:
        """Where a function gives a variable its values, if by assignments to nothing else."""
        known = self._assignments.get((function, name))
        if known is None:
            stores = tuple(store for store in self._tree.stored(function) if store.id == name)
            is_plain = (
                len(self._names.bindings(function).get(name, ())) == len(stores)
                and all(map(self._is_assigned, stores))
                and not any(name == each for _, each in self._names.elsewhere)
            )
            known = self._assignments[function, name] = stores if is_plain else ()
        return known

    def _is_assigned(self, store: ast.Name) -> bool:
        match self._tree.parent(store):
            case ast.Assign(targets=[target]) | ast.AnnAssign(target=target, value=ast.expr()):
                return target is store
        return False

    @cached_property
    def _names_stored_again(self) -> set[str]:
        """The names that some function binds in several places: rather too many."""
        found: set[str] = set()
        for kind in FUNCTIONS:
            for function in self._tree.nodes(kind):
                stored = Counter(store.id for store in self._tree.stored(function))
                found.update(name for name, count in stored.items() if count > 1)
        return found

    def _stores_of(self, name: str, function: FunctionNode) -> list[ast.Name]:
        """Where a function gives a name its values, if by statements alone; else nowhere."""
        known = self._variables.get((function, name))
        if known is None:
            known = [
                store
                for store in self._tree.stored(function)
                if store.id == name and not isinstance(self._tree.scope(store), COMPREHENSIONS)
            ]
            if len(known) < 2 or not self._is_plainly_bound(name, function):
                known = []
            self._variables[function, name] = known
        return known

    def _is_plainly_bound(self, name: str, function: FunctionNode) -> bool:
        """Whether a name is a variable of a function, and no declaration says more of it."""
        if any(name == each for _, each in self._names.elsewhere) or name in self._named_on_the_way:
            return False
        every = self._names.bindings(function).get(name, [])
        if not every or any(each.how in _BEYOND_STATEMENTS for each in every):
            return False  # nor one that is narrowed down, which is a kind of what it was
        return not any(name in names_within(each.node) for each in every if each.node is not None)

    @cached_property
    def _named_on_the_way(self) -> set[str]:
        """The names that are given values within expressions: `(name := value)`."""
        return {each.target.id for each in self._tree.nodes(ast.NamedExpr)}


def _is_in(node: ast.expr, statement: ast.AST) -> bool:
    """Whether a node lies within a statement, by where that stands."""
    last = getattr(statement, "end_lineno", 0), getattr(statement, "end_col_offset", 0)
    return POSITION(statement) <= POSITION(node) < last


def _is_set(attribute: ast.Attribute) -> bool:
    return isinstance(attribute.ctx, ast.Store)


def _may_set(node: ast.AST, own: str | None, name: str) -> bool:
    """Whether a node sets an attribute, of any object, or has one of the own object do so."""
    match node:
        case ast.Attribute(attr=attr, ctx=ast.Store() | ast.Del()):
            return attr == name
        case ast.Call(func=ast.Attribute(value=ast.Name(id=of))):
            return of == own
        case ast.Await() | ast.Yield() | ast.YieldFrom() | ast.Name(ctx=ast.Store()):
            return not isinstance(node, ast.Name) or node.id == own
    return False


def _names_in_head(statement: ast.AST, name: str) -> bool:
    """Whether a `with` gives a name a value before its block."""
    items = statement.items if isinstance(statement, (ast.With, ast.AsyncWith)) else []
    targets = (item.optional_vars for item in items)
    return any(name in names_within(target) for target in targets if target is not None)


def _gives_one(statement: ast.stmt, stores: list[ast.Name]) -> bool:
    """Whether a statement surely gives a name one value, and that is all."""
    return isinstance(statement, ast.Assign) and len(stores) == 1
