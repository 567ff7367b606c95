"""What a function does only for some values: of a parameter, an attribute, a global name.

Conditions are texts: "key" (it is true), "not key", "key is None", "key is not None", of a literal
"key == 'a'", "key != 'a'", "key < 1", "key is True", "key startswith 'a'", "key startsnot 'a'",
"key endswith 'a'", "key endsnot 'a'", and of a global name "key == app.kinds.FIRST". In place of a
parameter may stand "self.key", a global name "@app.KEY", and of what `**given` takes
"given['key']", which also may be "given['key'] is given"; so of a parameter that is given a dict.
What a function of the project tells is "key passes app.exists", and "key fails app.exists"; of its
class, "key isa app.Order" and "key isnota app.Order"; of a path without a file, "key is missing";
of a time that is not long ago, "self.last is recent". Of several on lines of their own one has to
be met. Which conditions a call meets is asked of `switches`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.syntax.expressions import Attr, Call, Const, Expr, Param, Ref, options_of
from flake8_fastapi.model.syntax.flow import LEAVING
from flake8_fastapi.model.syntax.tree import spelled_name

Reader = Callable[[ast.AST | None], Expr]
#: Stands between several conditions, one of which is to be met; in a literal it stands for itself.
_OR = "\n"
#: How operators are written, where they hold and where not.
_ORDER: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", ">="), ast.LtE: ("<=", ">"), ast.Gt: (">", "<="), ast.GtE: (">=", "<"),
}  # fmt: skip
#: Names of what is switched on by who develops.
_FOR_DEVELOPMENT = regex(
    r"(?:is_|in_)?(?:debug|dev|development)(?:ing|_?mode|_env(?:ironment)?)?|.*_debug_mode"
    r"|(?:is_)?testing|(?:is_)?test_?mode|is_test(?:_env(?:ironment)?)?"
)
#: Names of what is switched on for those whom it serves.
_FOR_PRODUCTION = regex(r"(?:is_|in_)?prod(?:uction)?(?:_?mode|_env(?:ironment)?)?")
#: Names that tell where the application runs, and what they are for those who develop and test.
_ENVIRONMENT = regex(r"(?:app_?|run_?|deploy\w*_?)?(?:env|environment|stage)(?:_?name)?")
_DEVELOPMENT = regex(r"dev|develop|development|local|tests?|testing")
_PRODUCTION = regex(r"prod|production")
#: What goes on behind a `with` that something was raised in.
_KEEPING_EXCEPTIONS = {"move_on_after", "raises", "suppress"}
#: What tells the seconds since long ago.
_CLOCKS = {"time.monotonic", "time.perf_counter", "time.time"}
#: What tells whether a file is there: methods of paths, and functions that are given one.
_THERE = {"exists", "is_dir", "is_file"}
_ASKING_FOR_FILE = {"os.path.exists", "os.path.isdir", "os.path.isfile"}
#: How all of these are called.
TELLING_OF_FILES = _THERE | {name.rpartition(".")[2] for name in _ASKING_FOR_FILE}
#: Gives the test that a local variable was set to.
Kept = Callable[[str], ast.expr | None]


def nothing_kept(name: str) -> ast.expr | None:
    """For where no local variables are known."""
    return None


def required(
    test: ast.expr, holds: bool, read: Reader, kept: Kept = nothing_kept
) -> frozenset[str]:
    """The conditions that are met wherever `test` holds, or does not.

    `read` tells what else is compared with: a name stands for what it means in its file.
    """
    match test:
        case ast.Name(id=name) if (value := kept(name)) is not None:
            return required(value, holds, read)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return required(operand, not holds, read, kept)
        case ast.BoolOp(op=operator, values=values):
            parts = [required(each, holds, read, kept) for each in values]
            if isinstance(operator, ast.And) is holds:
                return frozenset().union(*parts)
            return frozenset.intersection(*parts) or frozenset(_one_of(parts))
        case ast.Compare(left=left, ops=[operator], comparators=[compared]):
            since = _recent(left, operator, compared, holds, read, kept)
            return since or frozenset(_compared(left, operator, compared, holds, read))
        case ast.Call(
            func=ast.Attribute(value=of, attr="startswith" | "endswith" as way), args=[given]
        ):
            ends = list(_ends(given))
            if (subject := _subject(of, read)) is not None and ends:
                asks = way if holds else way.replace("with", "not")
                each = [f"{subject} {asks} {it!r}" for it in ends]
                return frozenset([_OR.join(each)] if holds else each)
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=[]) if name in _THERE:
            absent = None if holds else _subject(of, read)
            return frozenset({f"{absent} is missing"} if absent else ())
        case ast.Call(func=ast.Name(id="isinstance"), args=[of, classes]):
            several = classes.elts if isinstance(classes, ast.Tuple) else [classes]
            told = _of_class if holds else _of_no_class
            asked = _subject(of, read)
            return frozenset(told(asked, several, read) if asked else ())
        case ast.Call(
            func=ast.Name(id=name) | ast.Attribute(attr=name) as told, args=[], keywords=[]
        ) if _tells_where(name):
            return required(told, holds, read)  # `is_dev()` is as good as `is_dev`
        case ast.Call(func=ast.Name() | ast.Attribute() as told, args=[of], keywords=[]):
            match _subject(of, read), read(told):
                case str(subject), Ref(name=function) if function in _ASKING_FOR_FILE:
                    return frozenset() if holds else frozenset({f"{subject} is missing"})
                case str(subject), Ref(name="builtins.bool"):
                    return frozenset({subject if holds else f"not {subject}"})
                case str(subject), Ref(name=function) if not function.startswith("builtins."):
                    return frozenset({f"{subject} {'passes' if holds else 'fails'} {function}"})
    tested = _subject(test, read, default=False)
    return frozenset({tested if holds else f"not {tested}"} if tested else ())


def matched(subject: ast.expr, pattern: ast.pattern, read: Reader) -> frozenset[str]:
    """The conditions that are met where a `case` of `match subject:` is taken: it is of a class."""
    asked = _subject(subject, read)
    while isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
        pattern = pattern.pattern
    several = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
    classes = [each.cls for each in several if isinstance(each, ast.MatchClass)]
    return frozenset(
        _of_class(asked, classes, read) if asked and len(classes) == len(several) else ()
    )


def _of_class(subject: str, classes: list[ast.expr], read: Reader) -> Iterator[str]:
    """The conditions that something is of one of some classes."""
    yield f"{subject} is not None"
    names = [each.name for each in map(read, classes) if isinstance(each, Ref)]
    if len(names) == len(classes):
        yield _OR.join(f"{subject} isa {name}" for name in names)


def _of_no_class(subject: str, classes: list[ast.expr], read: Reader) -> Iterator[str]:
    """The conditions that something is of none of some classes, as far as they are known."""
    for each in map(read, classes):
        if isinstance(each, Ref):
            yield f"{subject} isnota {each.name}"


def _ends(given: ast.expr) -> Iterator[str]:
    """The texts with one of which a text is asked to begin or end, if they are written out."""
    several = given.elts if isinstance(given, ast.Tuple) else [given]
    texts = [it.value for it in several if isinstance(it, ast.Constant) and it.value]
    if len(texts) == len(several):
        yield from (each for each in texts if isinstance(each, str))


def _one_of(asked: list[frozenset[str]]) -> Iterator[str]:
    """The condition that one of several is met, where each is about a parameter."""
    single = [each for conditions in asked for each in conditions]
    if len(single) == len(asked) and all(map(len, asked)):
        if not any(is_presumed(each) or _OR in each for each in single):
            yield _OR.join(single)


def alternatives(condition: str) -> list[str]:
    """The conditions of which one has to be met: mostly it is one."""
    return condition.split(_OR)


def _compared(
    left: ast.expr, operator: ast.cmpop, compared: ast.expr, holds: bool, read: Reader
) -> Iterator[str]:
    if isinstance(operator, (ast.In, ast.NotIn)):
        match left, compared:
            case ast.Constant(value=str(key)), ast.Name() as mapping:
                is_in = isinstance(operator, ast.In) is holds
                yield f"{_key(mapping, key, read)} is {'' if is_in else 'not '}given"
            case _, ast.Tuple(elts=listed) | ast.List(elts=listed) | ast.Set(elts=listed):
                yield from _listed(left, listed, isinstance(operator, ast.In) is holds, read)
        return
    subject = _subject(left, read, _may_be_default(compared))
    if subject is None:
        return
    match operator, compared:
        case ast.Is() | ast.IsNot(), ast.Constant(value=None | True | False as constant):
            is_so = isinstance(operator, ast.Is) is holds
            yield f"{subject} is {'' if is_so else 'not '}{constant}"
        case ast.Eq() | ast.NotEq(), ast.Constant() | ast.Name() | ast.Attribute():
            sign = "==" if isinstance(operator, ast.Eq) is holds else "!="
            match read(compared):
                case Const(value=str() | int() as value):
                    yield f"{subject} {sign} {value!r}"
                case Ref(name=other):
                    yield f"{subject} {sign} {other}"
        case ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE(), _:
            number = read(compared)
            if isinstance(number, Const) and isinstance(number.value, (int, float)):
                yield f"{subject} {_ORDER[type(operator)][0 if holds else 1]} {number.value!r}"


def _recent(
    left: ast.expr, operator: ast.cmpop, compared: ast.expr, holds: bool, read: Reader, kept: Kept
) -> frozenset[str]:
    """The condition that less than some time has passed: `time.time() - self.last < delay`.

    Or that some of it is left: `delay - (time.time() - self.last) > 0`.
    """
    sign = _ORDER.get(type(operator), ("", ""))[0 if holds else 1]
    passed: ast.expr | None = None
    match _bound(left, kept), compared:
        case ast.BinOp(op=ast.Sub(), right=right), ast.Constant(value=0) if sign in (">", ">="):
            passed = _bound(right, kept)
        case bound, _ if sign in ("<", "<="):
            passed = bound
    match passed:
        case ast.BinOp(op=ast.Sub(), left=now, right=then):
            match _bound(now, kept):
                case ast.Call(func=clock, args=[]) if _is_clock(read(clock)):
                    subject = _subject(then, read)
                    return frozenset({f"{subject} is recent"} if subject else ())
    return frozenset()


def _is_clock(function: Expr) -> bool:
    return isinstance(function, Ref) and function.name in _CLOCKS


def _bound(node: ast.expr, kept: Kept) -> ast.expr:
    """What a variable was set to, or else the expression itself."""
    return (kept(node.id) or node) if isinstance(node, ast.Name) else node


def _listed(left: ast.expr, listed: list[ast.expr], is_in: bool, read: Reader) -> Iterator[str]:
    """The condition that something is one of several literals, or that it is none of them."""
    subject = _subject(left, read)
    literals = [it.value for it in listed if isinstance(it, ast.Constant) and it.value is not None]
    if subject is None or not literals or len(literals) < len(listed):
        return
    if is_in:
        yield _OR.join(f"{subject} == {each!r}" for each in literals)
    else:
        yield from (f"{subject} != {each!r}" for each in literals)


def _subject(node: ast.expr, read: Reader, default: bool = True) -> str | None:
    """What a condition is about, as a text; `default`: it may be what stands for nothing given."""
    match node:
        case ast.Name(id=name):
            found = read(node)
            return f"@{found.name}" if isinstance(found, Ref) else name
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            found = read(node)
            return f"@{found.name}" if isinstance(found, Ref) else f"{name}.{attribute}"
        case ast.Call(
            func=ast.Attribute(value=ast.Name() as mapping, attr="get"),
            args=[ast.Constant(value=str(key)), *others],
            keywords=[],
        ):
            match others:
                case [] | [ast.Constant(value=None)]:
                    return _key(mapping, key, read)
                case [ast.Constant(value=value)] if not value and not default:
                    return _key(mapping, key, read)
        case ast.Call(
            func=ast.Name(id="getattr"),
            args=[ast.Name() as of, ast.Constant(value=str(name)), *others],
        ):
            found = read(of)
            is_plain = not others or (isinstance(others[0], ast.Constant) and not others[0].value)
            if isinstance(found, Ref) and is_plain and (not default or not others):
                return f"@{found.name}.{name}"
        case ast.Subscript(value=ast.Name() as mapping, slice=ast.Constant(value=str(key))):
            return _key(mapping, key, read)  # without the key, nothing behind it runs either
    return None


def _may_be_default(compared: ast.expr) -> bool:
    """Whether something may be equal to what stands for nothing, as in `given.get("x", False)`."""
    return not isinstance(compared, ast.Constant) or not compared.value


def _key(mapping: ast.Name, key: str, read: Reader) -> str:
    """The subject of conditions on what `**given` takes, or a dict that is given.

    Of keys that are no words, none is met.
    """
    whole = {_parameter(each) for each in options_of(read(mapping))}
    name = whole.pop() if len(whole) == 1 else None
    return f"{name or mapping.id}[{key!r}]" if key.isidentifier() else "?"


def _parameter(mapping: Expr) -> str | None:
    """The parameter that a dict is, or is made of: `data.copy()`, and of a model `item.dict()`."""
    match mapping:
        case Call(callee=Attr(of=Param(name=name), name="copy" | "dict" | "model_dump")):
            return name
        case Param(name=name):
            return name
    return None


def required_behind(
    block: list[ast.stmt], child: ast.AST, read: Reader, kept: Kept = nothing_kept
) -> Iterator[tuple[ast.If, str]]:
    """The conditions that are met at a statement of a block: `if not key: return` is before it."""
    for statement in left_before(block, child) if block else ():
        if not statement.orelse:
            for condition in required(statement.test, False, read, kept):
                yield statement, condition


def left_before(block: list[ast.stmt], child: ast.AST) -> list[ast.If]:
    """The `if`s before a statement of a block that leave it: their tests do not hold behind."""
    found: list[ast.If] = []
    for statement in block:
        if statement is child:
            break
        if isinstance(statement, ast.If) and _leaves(statement.body):
            found.append(statement)
    return found


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether a block ends by leaving what it stands in, also within `with open_session():`."""
    last = body[-1]
    if isinstance(last, (ast.With, ast.AsyncWith)):
        return _leaves(last.body) and not any(map(_may_go_on, last.items))
    return isinstance(last, LEAVING)


def _may_go_on(item: ast.withitem) -> bool:
    """Whether what a `with` enters is there to keep exceptions from leaving."""
    entered = item.context_expr
    called = entered.func if isinstance(entered, ast.Call) else entered
    return spelled_name(called) in _KEEPING_EXCEPTIONS


def parameter_of(condition: str) -> str:
    """The parameter that a condition is about; "self." where it is an attribute of one.

    "given[" where it is about what `**given` takes.
    """
    subject = subject_of(condition)
    for sign in ".[":
        name, found, _ = subject.partition(sign)
        if found and not subject.startswith("@"):
            return name + sign
    return subject


def subject_of(condition: str) -> str:
    """What a condition is about: "key", "self.key", "@app.KEY", "given['key']"."""
    return condition.removeprefix("not ").partition(" ")[0]


def is_presumed(condition: str) -> bool:
    """Whether it is about no parameter: about "self.key" or "@app.KEY"."""
    subject = subject_of(condition)
    return subject.startswith("@") or ("." in subject and "[" not in subject)


def _tells_where(name: str) -> bool:
    """Whether a name is of what tells those who develop from those who are served."""
    name = name.lower().lstrip("_")
    return any(each.fullmatch(name) for each in (_FOR_DEVELOPMENT, _FOR_PRODUCTION))


def is_for_development(condition: str) -> bool:
    """Whether a condition is met by who develops only: "@app.DEBUG", "not self.is_production"."""
    return all(map(_is_for_development, alternatives(condition)))


def _is_for_development(condition: str) -> bool:
    is_off = condition.startswith("not ")
    subject, _, rest = condition.lower().removeprefix("not ").partition(" ")
    name = subject.rpartition(".")[2].lstrip("_")
    if rest in ("", "is true", "== true"):
        wanted = _FOR_PRODUCTION if is_off else _FOR_DEVELOPMENT
        return wanted.fullmatch(name) is not None
    sign, _, compared = rest.partition(" ")
    kinds = {"==": _DEVELOPMENT, "!=": _PRODUCTION}.get(sign)
    return (
        kinds is not None
        and kinds.fullmatch(compared.strip("'")) is not None
        and _ENVIRONMENT.fullmatch(name) is not None
    )
