"""Models, tokenizers and indexes that are read from disk for every request."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator

from flake8_fastapi.model import libraries
from flake8_fastapi.model.calling.callers import Callers
from flake8_fastapi.model.calling.serving import Serving
from flake8_fastapi.model.concurrency.threads import run_in_thread
from flake8_fastapi.model.lean import dataclass, regex
from flake8_fastapi.model.neighbours.elsewhere import Elsewhere
from flake8_fastapi.model.resources.clients import is_kept, is_of_the_request
from flake8_fastapi.model.routing import Routing, is_route
from flake8_fastapi.model.syntax.expressions import (
    AtCall,
    Awaited,
    Call,
    Entered,
    Expr,
    Items,
    OneOf,
    Param,
    Typed,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import INITIALIZERS, Function, is_own_object
from flake8_fastapi.model.syntax.syntax import Syntax
from flake8_fastapi.model.syntax.tree import FUNCTIONS, FunctionNode, Tree
from flake8_fastapi.model.values.decorators import CACHES
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

#: Words in the name of a function that keeps what it is given.
_KEEPING = ("add", "append", "cache", "init", "put", "register", "save", "set", "store", "update")
_VECTOR_STORE = "langchain_core.vectorstores.VectorStore"
#: Methods that change a model for good.
_TRAINING = {"fine_tune", "fit", "partial_fit", "train", "tune"}
#: What the names of models, and of what stands before them, have in common.
_MODEL = regex(
    r"model|classifi|regress|predictor|estimator|scaler|vectori[sz]|tokeni[sz]|label_?encoder"
    r"|(?<![a-z])(?:clf|tf_?idf|pipeline)(?![a-z])",
    re.I,
)
#: What only a model is asked for.
_ASKED = {"predict", "predict_proba", "transform", "inverse_transform", "decision_function"}
#: What tells whether there is a file.
_THERE = {
    "os.path.exists", "os.path.isfile", "os.path.isdir", "pathlib.Path.exists",
    "pathlib.Path.is_file", "pathlib.Path.is_dir",
}  # fmt: skip
#: Helpers followed from the one that loads up to a route.
_DEEPEST = 3


@dataclass(eq=False)
class LoadedModel(AtCall):
    """A model that a route, a dependency or a helper of theirs loads each time."""

    call: Call
    name: str  #: of what loads it
    entry: Function | None  #: the route or dependency; None: some route of another file


class LoadedModels:
    """The calls of a file that load models, of which it is known that requests make them."""

    def __init__(
        self,
        syntax: Syntax,
        values: Values,
        routing: Routing,
        callers: Callers,
        serving: Serving,
        is_dependency: Callable[[Function], bool | None],
        elsewhere: Elsewhere,
    ) -> None:
        self._syntax = syntax
        self._values = values
        self._callers = callers
        self._serving = serving
        self._is_dependency = is_dependency
        self._elsewhere = elsewhere
        self._routes = routing.answering
        self._classes = {
            values.callee(values.of(parameter.dependency))
            for endpoint in routing.endpoints
            for parameter in endpoint.parameters
            if parameter.dependency is not None
        }

    def __iter__(self) -> Iterator[LoadedModel]:
        for function in self._syntax.summary.functions.values():
            for call in function.calls:
                loader = run_in_thread(call, self._values) or call.callee
                name = self._values.qualname(loader)
                if name is None or not self._loads(call, name) or _is_trained(call, function):
                    continue
                found = self._entry(call, function, call.given, 0)
                if found is not None:
                    yield LoadedModel(call, name, found[0])

    def _loads(self, call: Call, name: str) -> bool:
        """Whether the call reads a model; of `pickle` that shows only from the names around it."""
        if call.argument("lazy_load") is not None:  # of fastembed: when it is first asked
            return False
        if name != "pickle.load":
            return libraries.loads_model(name)
        node = self._syntax.call_node(call)
        if node is None:
            return False
        texts = [self._syntax.bound_name(node), *map(self._path, call.args[:1])]
        if any(text is not None and _MODEL.search(text) for text in texts):
            return True
        tree = self._syntax.tree
        uses = [tree.parent(each) for each in (node, *self._syntax.later_loads(node))]
        return any(isinstance(use, ast.Attribute) and use.attr in _ASKED for use in uses)

    def _path(self, file: Expr) -> str | None:
        """The path that a file was opened under, if it stands in the source."""
        if isinstance(file, Entered):
            file = file.of
        if isinstance(file, Call) and self._values.qualname(file.callee) == "builtins.open":
            return self._values.text(file.argument("file", 0))
        return None

    def _entry(
        self,
        call: Call,
        function: Function,
        arguments: Iterable[Expr],
        depth: int,
        fills: bool = False,
    ) -> tuple[Function | None] | None:
        """The route or dependency that runs `call` each time; None: nobody is known to.

        `fills`: what it loads stays in the object that `function` is a method of.
        """
        if depth > _DEEPEST or call.once or call.spreads or function.is_lambda:
            return None
        here = self._elsewhere.call(call, function)
        if here is None or not self._is_unconditional(*here, function):
            return None
        makes_object = _makes_object(function)
        fills = fills or makes_object or _fills_own_object(*here, function)
        needed: list[Expr] = []
        for argument in arguments:
            if is_of_the_request(argument, self._values) and self._values.text(argument) is None:
                if not isinstance(argument, Param) or argument.function != function.qualname:
                    return None
                needed.append(argument)
        entry = self._is_entry(function)
        if entry:
            return None if needed or (fills and not makes_object) else (function,)
        if entry is None or not self._values.is_plain(function):
            return None
        gives = (
            fills
            or self._is_part_of_new(*here)
            or any(_holds(each, call) for each in function.returned)
        )
        if not gives and not needed:
            runs_often = self._serving.serves(function) and not self._runs_once(function)
            return (None,) if runs_often else None
        for site, caller in self._callers.calls_of(function):
            if caller is None or caller is function:
                continue
            handed = [self._handed(function, site, each) for each in needed]
            if None not in handed:
                given = [each for each in handed if each]
                if fills and not makes_object:
                    found = self._filling(site, caller, given, depth + 1)
                else:
                    found = self._entry(site, caller, given, depth + 1)
                if found is not None:
                    return found
        return None

    def _runs_once(self, function: Function, depth: int = 0) -> bool:
        """Whether a function is called the first time only, or who calls it is: `if not ready:`."""
        if depth > _DEEPEST or self._is_entry(function):
            return False
        calls = [*self._callers.calls_of(function)]
        return bool(calls) and all(
            call.once or (caller is not None and self._runs_once(caller, depth + 1))
            for call, caller in calls
        )

    def _filling(
        self, site: Call, caller: Function, arguments: list[Expr], depth: int
    ) -> tuple[Function | None] | None:
        """The same of a call that has an object fill itself, which must be one made each time.

        `self._load()`, of the object that the caller is a method of, or `service.load()` behind
        `service = Service()`.
        """
        asked = receiver(site.callee)
        if is_own_object(asked, caller):
            return self._entry(site, caller, arguments, depth, fills=True)
        here = self._elsewhere.call(site, caller)
        value = self._values.of(asked)
        made = value.made if isinstance(value, Instance) else None
        if made is None or here is None or not any(each is made for each in caller.calls):
            return None
        if not self._is_unconditional(*here, caller):
            return None
        return self._entry(made, caller, arguments, depth)

    def _is_entry(self, function: Function) -> bool | None:
        """Whether FastAPI calls it for each request; None where it is cached."""
        if self._values.decorated_by(function, CACHES):
            return None
        elsewhere = function.module != self._syntax.summary.name
        if function in self._routes or (elsewhere and is_route(function)):
            return True
        return function in self._classes or bool(self._is_dependency(function))

    def _handed(self, function: Function, site: Call, needed: Expr) -> Expr | None:
        """What a call hands to a parameter."""
        assert isinstance(needed, Param)
        arguments = [a for a in function.arguments if a.kind in ("plain", "positional")]
        if function.owner is not None and arguments:
            arguments = arguments[1:]
        for position, argument in enumerate(arguments):
            if argument.name == needed.name:
                return site.argument(argument.name, position) or argument.default
        return next((a.default for a in function.arguments if a.name == needed.name), None)

    def _is_unconditional(self, call: Call, syntax: Syntax, function: Function) -> bool:
        """Whether its function makes the call each time, and keeps what it gives for no one."""
        node = syntax.call_node(call)
        if node is None:
            return False
        tree = syntax.tree
        around = tree.function(node)
        if not isinstance(around, FUNCTIONS) or call.handling:
            return False
        for branch in syntax.branches(call):
            if not isinstance(branch, (ast.Try, ast.For, ast.AsyncFor)):
                if not self._is_for_a_file(branch, node, syntax):
                    return False
        earlier = (each for each in tree.nodes(ast.Return) if each.lineno < node.lineno)
        if any(tree.function(each) is around for each in earlier):
            return False
        if _fills_a_global(around, tree):
            return False
        return not self._is_kept(node, call, syntax, function)

    def _is_for_a_file(self, branch: ast.AST, node: ast.Call, syntax: Syntax) -> bool:
        """Whether it is an `if` that only asks whether there are files, and a call is within it."""
        if not isinstance(branch, ast.If) or node.lineno < branch.body[0].lineno:
            return False
        if branch.orelse and node.lineno >= branch.orelse[0].lineno:
            return False
        test = branch.test
        tests = test.values if isinstance(test, ast.BoolOp) else [test]
        is_either = isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or)
        return not is_either and all(self._asks_for_file(each, syntax) for each in tests)

    def _asks_for_file(self, test: ast.expr, syntax: Syntax) -> bool:
        asked = syntax.expr(test)
        if not isinstance(asked, Call):
            return False
        return self._values.library_name(asked.callee) in _THERE

    def _is_kept(self, node: ast.Call, call: Call, syntax: Syntax, function: Function) -> bool:
        tree = syntax.tree
        statement = next(each for each in tree.ancestors(node) if isinstance(each, ast.stmt))
        if _makes_object(function) and isinstance(statement, ast.Assign):
            if _are_own(statement.targets, function):
                return False
        if self._is_part_of_new(call, syntax) or _fills_own_object(call, syntax, function):
            return False
        names = _unpacked(statement, node)
        if not names and is_kept(call, syntax):
            return True
        loads = syntax.loads(names, node) if names else syntax.later_loads(node)
        if _is_read_by_what_is_returned(syntax.bound_name(node), node, tree):
            return True
        return self._is_stored(node, syntax) or any(
            isinstance(tree.parent(load), (ast.Assign, ast.AnnAssign))
            or self._is_stored(load, syntax)
            for load in loads
        )

    def _is_part_of_new(self, call: Call, syntax: Syntax) -> bool:
        """Whether what a call gives becomes part of a new object, which is given away at once.

        `self = cls()`, `self.model = load()`, `return self`: nobody else gets hold of it.
        """
        node, tree = syntax.call_node(call), syntax.tree
        statement = tree.parent(node) if node is not None else None
        match statement:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=name))]):
                around = tree.function(statement)
            case _:
                return False
        if not isinstance(around, FUNCTIONS):
            return False
        uses = [each for each in tree.inside(around, ast.Name) if each.id == name]
        bound = [tree.parent(each) for each in uses if isinstance(each.ctx, ast.Store)]
        read = [tree.parent(each) for each in uses if isinstance(each.ctx, ast.Load)]
        return (
            any(isinstance(each, ast.Return) for each in read)
            and all(isinstance(each, (ast.Return, ast.Attribute)) for each in read)
            and len(bound) == 1
            and isinstance(bound[0], ast.Assign)
            and self._is_new(syntax.expr(bound[0].value))
        )

    def _is_new(self, made: Expr) -> bool:
        """Whether an expression makes an object of a class of the project."""
        value = self._values.of(made)
        if not isinstance(value, Instance) or value.made is not made or value.known is None:
            return False
        return self._values.method(value.known, "__new__") is None

    def _is_stored(self, node: ast.expr, syntax: Syntax) -> bool:
        """Whether it is put into a container, or handed to something that keeps it."""
        outer = syntax.tree.parent(node)
        while isinstance(outer, ast.Await):
            node, outer = outer, syntax.tree.parent(outer)
        if isinstance(outer, ast.keyword):
            outer = syntax.tree.parent(outer)
        if isinstance(outer, ast.Call) and outer.func is not node:
            callee = syntax.call(outer).callee
            if self._values.is_subclass(callee, _VECTOR_STORE):  # one that is made: who keeps it?
                return False
            name = last_name(callee).lower()
            return not name or any(word in name for word in _KEEPING)
        if isinstance(outer, ast.Tuple):
            return isinstance(syntax.tree.parent(outer), ast.Assign)
        return isinstance(outer, (ast.Dict, ast.List))


def _makes_object(function: Function) -> bool:
    return function.name in INITIALIZERS and function.owner is not None


def _fills_own_object(call: Call, syntax: Syntax, function: Function) -> bool:
    """Whether a method puts what a call gives, or a part of that, into its own object alone.

    `self.model = load()`, or `data = load()` and `self.model = data["model"]`.
    """
    node = syntax.call_node(call)
    if node is None or function.owner is None or function.decorators:
        return False
    places = [node, *(syntax.later_loads(node) if syntax.bound_name(node) else ())]
    filled = [target for place in places for target in _filled(place, syntax.tree)]
    return bool(filled) and _are_own(filled, function)


def _filled(place: ast.AST, tree: Tree) -> list[ast.expr]:
    """What is assigned an expression, or a part of it, but for local variables."""
    outer = tree.parent(place)
    while isinstance(outer, (ast.Await, ast.Subscript, ast.Tuple)):
        outer = tree.parent(outer)
    match outer:
        case ast.Attribute(attr="get") if isinstance(asked := tree.parent(outer), ast.Call):
            return _filled(asked, tree)
        case ast.Assign(targets=targets):
            several = [it.elts if isinstance(it, ast.Tuple) else [it] for it in targets]
            return [it for each in several for it in each if not isinstance(it, ast.Name)]
        case ast.AnnAssign(target=ast.Attribute() as target):
            return [target]
    return []


def _are_own(targets: list[ast.expr], function: Function) -> bool:
    """Whether all that is assigned to is attributes of the object that a method is of."""
    own = [first.name for first in function.arguments[:1]]
    return all(
        isinstance(target, ast.Attribute)
        and isinstance(target.value, ast.Name)
        and target.value.id in own
        for target in targets
    )


def _is_read_by_what_is_returned(name: str | None, node: ast.AST, tree: Tree) -> bool:
    """Whether the function around `node` returns one that it makes, which reads a variable."""
    around = tree.function(node)
    if not isinstance(around, FUNCTIONS):
        return False
    returned = {getattr(each.value, "id", None) for each in tree.inside(around, ast.Return)}
    made: list[FunctionNode] = [
        *tree.inside(around, ast.FunctionDef),
        *tree.inside(around, ast.AsyncFunctionDef),
    ]
    return any(
        read.id == name
        for inner in made
        if inner.name in returned
        for read in tree.inside(inner, ast.Name)
    )


def _unpacked(statement: ast.stmt, node: ast.Call) -> set[str]:
    """The local names among which a statement divides what a call gives: `tokenizer, model = f()`.

    A global among them has been met before.
    """
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=elements)], value=value) if value is node:
            names = {each.id for each in elements if isinstance(each, ast.Name)}
            return names if len(names) == len(elements) else set()
    return set()


def _fills_a_global(function: FunctionNode, tree: Tree) -> bool:
    """Whether a function makes something anew that stays: `global model`, `model = Model()`."""
    kept = {name for node in tree.inside(function, ast.Global) for name in node.names}
    return any(
        name.id in kept and not isinstance(tree.parent(name), ast.AugAssign)
        for name in tree.stored(function)
    )


def _is_trained(model: Call, function: Function) -> bool:
    """Whether a function trains the model that it loads, which must be a fresh one then."""
    return any(
        last_name(asked) in _TRAINING and _is_of(receiver(asked), model)
        for call in function.calls
        if call.args or call.keywords or call.spreads  # PyTorch's `train()` sets a mode
        for asked in (call.callee, *call.args[:2])  # handed to a thread
    )


def _is_of(expression: Expr | None, model: Call) -> bool:
    return (expression.of if isinstance(expression, Awaited) else expression) is model


def _holds(returned: Expr, call: Call) -> bool:
    """Whether what is returned is what the call gives, or has it among its parts."""
    match returned:
        case Call():
            return returned is call
        case Awaited(of=of) | Typed(value=of):
            return _holds(of, call)
        case Items(items=parts) | OneOf(options=parts):
            return any(_holds(part, call) for part in parts)
    return False
