"""Which conditions on its parameters a call of a function meets: see `conditions`.

Among those that it does not, "key != 'a'" says that key is 'a', "key startsnot 'a'" that it starts
so, and "key nota app.Order" that it is an object of just that class.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Iterator, Mapping

from flake8_fastapi.model.syntax.conditions import (
    alternatives,
    is_for_development,
    parameter_of,
    subject_of,
)
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Const,
    Expr,
    Pairs,
    Param,
    Ref,
    Text,
    Typed,
    Unknown,
    last_name,
    origin,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Argument, Class, Function
from flake8_fastapi.model.values.members import MODEL, has_not
from flake8_fastapi.model.values.value_kinds import Bound, External, Instance, Value
from flake8_fastapi.model.values.values import Values

_TASKS = {"fastapi.BackgroundTasks", "starlette.background.BackgroundTasks"}
_QUOTES = "'\""
#: What is asked of a text that may be known in part.
_OF_TEXTS = {"startswith", "startsnot", "endswith", "endsnot", "=="}
_ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_FUNCTIONS = {"collections.abc.Callable", "typing.Callable"}
#: What tells whether something is an `async def`.
_ASKING_FOR_COROUTINES = (
    "asyncio.iscoroutinefunction", "asyncio.coroutines.iscoroutinefunction",
    "inspect.iscoroutinefunction",
)  # fmt: skip
#: Of a clock, what no time is that was seen on it.
_LONG_AGO = ("0", "0.0")
#: Under this name stands, of what a call gives, the expression behind its `**`.
SPREAD = "**"
#: What may be behind `**`, or not.
HIDDEN = Unknown()
#: No object is of two of these, whatever else it is derived from.
_APART = {
    *(f"builtins.{each}" for each in ("bool", "bytes", "dict", "float", "int", "list", "str")),
    "pathlib.Path",
}

#: Of these, many an object is that does not derive from them.
_ABSTRACT = ("builtins.object", "collections.abc.", "numbers.", "os.PathLike", "typing.")


def is_met(needs: frozenset[str], unmet: frozenset[str], values: Values) -> bool:
    """Whether none of some conditions is among the `unmet`: where "key != 'a'" is, key is 'a'."""
    if not unmet or not needs:
        return True
    return all(
        any(each not in unmet and _may_be(each, unmet, values) for each in alternatives(condition))
        for condition in needs
    )


def is_met_by_globals(presumed: frozenset[str], values: Values) -> bool:
    """Whether the constants of modules meet some conditions: "@app.KEY" where it is `KEY = 1`.

    Nobody meets those for development where it matters.
    """
    for condition in presumed:
        if is_for_development(condition):
            return False
        subject = subject_of(condition)
        if subject.startswith("@"):
            constant = values.unchanged(Ref(subject[1:]))
            if constant is not None and not is_met_with(condition, constant, values):
                return False
    return True


def is_met_with(condition: str, given: Const, values: Values) -> bool:
    """Whether a condition is met where its subject is a constant."""
    subject = subject_of(condition)
    return is_met(frozenset({condition}), frozenset(unmet_by(subject, given)), values)


def about_globals(unmet: frozenset[str]) -> frozenset[str]:
    """Those of some conditions that are not met in whatever is called, either."""
    return frozenset(each for each in unmet if subject_of(each).startswith("@"))


def excluded_by(presumed: frozenset[str]) -> frozenset[str]:
    """The conditions on globals that are not met behind others: "@app.KEY == 'a'" says it all."""
    found: set[str] = set()
    for condition in presumed:
        subject = subject_of(condition)
        match condition.split(" ", 2) if len(alternatives(condition)) == 1 else ():
            case [_, "==", literal] if subject.startswith("@") and literal[0] in _QUOTES:
                found.update(unmet_by(subject, Const(ast.literal_eval(literal))))
    return frozenset(found)


def _may_be(condition: str, unmet: frozenset[str], values: Values) -> bool:
    subject = subject_of(condition)
    match condition.split(" ", 2):
        case [_, "isa" | "isnota" as told, cls]:
            is_of = f"{subject} nota "
            made = (other.removeprefix(is_of) for other in unmet if other.startswith(is_of))
            asked = _asked(cls, values)
            refused = told == "isnota"
            return asked is None or all(values.derives(it, asked) is not refused for it in made)
        case [_, "passes" | "fails" as how, name]:
            asks = _told(subject, name, how == "passes", values)
            return asks is None or is_met(frozenset({asks}), unmet, values)
        case [_, "is", "recent"]:
            return not any(f"{subject} != {never}" in unmet for never in _LONG_AGO)
        case [_, "is", "given" | "not given" as how] if subject.endswith("]"):
            is_given = _is_given(subject, unmet, values)
            return is_given is None or is_given is (how == "given")
    if subject.endswith("]") and _is_given(subject, unmet, values) is False:
        return is_met_with(condition, Const(None), values)
    match _with_text(condition, values).split(" ", 2):
        case [_, sign, text] if sign in _OF_TEXTS and not _may_say(subject, sign, text, unmet):
            return False
        case [_, "is" | "==" | "!=" | "<" | "<=" | ">" | ">=" as sign, compared]:
            for other in unmet:
                if other.startswith(f"{subject} != "):
                    return _holds(other[len(subject) + 4 :], sign, compared)
    return True


def _asked(cls: str, values: Values) -> str | None:
    """The class of that name, if it is one, and only what derives from it is of it."""
    match values.of(Ref(cls)):
        case Class(qualname=name):
            return name
        case External(name=name) if not name.startswith(_ABSTRACT):
            return name
    return None


def _may_say(subject: str, sign: str, compared: str, unmet: frozenset[str]) -> bool:
    """Whether what is known of a text, or of how it starts, lets what is asked of it hold."""
    for other in unmet:
        of, known, literal = [*other.split(" ", 2), "", ""][:3]
        if of != subject or known not in ("!=", "startsnot") or compared[0] not in _QUOTES:
            continue
        start, text = ast.literal_eval(literal), ast.literal_eval(compared)
        if not isinstance(start, str):
            continue
        whole = known == "!="
        if sign in ("endswith", "endsnot"):
            if whole and start.endswith(text) is not (sign == "endswith"):
                return False
            continue
        starts = start.startswith(text)
        if sign == "startsnot" and starts:
            return False
        if sign == "startswith" and not starts and (whole or not text.startswith(start)):
            return False
        if sign == "==" and not whole and not text.startswith(start):
            return False
    return True


def _holds(value: str, sign: str, compared: str) -> bool:
    """Whether a comparison of two literals holds; so it may where one of them is none."""
    is_not = sign == "is" and compared.startswith("not ")
    try:
        one, other = ast.literal_eval(value), ast.literal_eval(compared.removeprefix("not "))
        if sign in _ORDER:
            return bool(_ORDER[sign](one, other))
    except (ValueError, SyntaxError, TypeError):
        return True
    equal = one is other if sign == "is" else one == other
    return equal is not (is_not or sign == "!=")


def _told(subject: str, name: str, holds: bool, values: Values) -> str | None:
    """The condition that a function of the project answers with, of what it is given."""
    function = values.of(Ref(name))
    if not isinstance(function, Function) or function.decorators or function.tells is None:
        return None
    told = function.tells[0 if holds else 1]
    return subject.join(told.split(subject_of(told), 1))


def _is_given(subject: str, unmet: frozenset[str], values: Values) -> bool | None:
    """Whether `**given` takes the key of "given['key']"; None: it is not known.

    The dict that is made of a model has no key that is no field: "given nota app.Order" tells.
    """
    name, _, key = subject.partition("[")
    key, keys = key.strip("]'"), _keys_of(name, unmet)
    if keys is not None:
        return key in keys
    is_of = f"{name} nota "
    models = (each.removeprefix(is_of) for each in unmet if each.startswith(is_of))
    return False if any(_lacks(values.known_class(it), key, values) for it in models) else None


def _lacks(cls: Class | None, key: str, values: Values) -> bool:
    return (
        cls is not None
        and values.derives(cls.qualname, MODEL) is True
        and has_not(cls, key, values)
    )


def _keys_of(name: str, unmet: frozenset[str]) -> frozenset[str] | None:
    """The keys of what `**name` takes, as "name[ key other" tells."""
    for each in unmet:
        first, *keys = each.split(" ")
        if first == f"{name}[":
            return frozenset(keys)
    return None


def _with_text(condition: str, values: Values) -> str:
    """A condition with the text that is compared in place of its name."""
    match condition.split(" ", 2):
        case [name, "==" | "!=" as sign, compared] if compared[0] not in _QUOTES:
            text = _text(Ref(compared), values)
            return condition if text is None else f"{name} {sign} {text!r}"
    return condition


def _text(expression: Expr, values: Values) -> str | None:
    """The text that a literal, or the constant of a module or class, is in every process."""
    bound = values.expand(expression)
    if isinstance(bound, Typed):
        bound = bound.value
    if isinstance(bound, Const) and isinstance(bound.value, str):
        return bound.value
    of_class = isinstance(bound, Ref) and isinstance(values.of(receiver(bound)), Class)
    return values.text(bound) if of_class else None


def left_out(
    function: Function,
    given: Mapping[str, Expr] | None,
    within: str,
    values: Values,
    unmet: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """The conditions that a call of a function does not meet: by a constant, or by a default.

    `given` is what the call gives to each parameter, and `unmet` what the function that makes the
    call, `within`, does not meet itself.
    """
    found: set[str] = set()
    if given is None:
        return frozenset()
    hidden = _keys(given.get(SPREAD), within, unmet)
    for each in function.arguments:
        if each.kind == "**":
            found.update(_left_out_of(each, function, given, hidden))
            continue
        value = given.get(each.name, each.default)
        if value is HIDDEN and hidden is not None and each.name not in hidden:
            value = each.default
        if isinstance(value, Ref) and (text := _text(value, values)) is not None:
            value = Const(text)
        if isinstance(value, Const):
            found.update(unmet_by(each.name, value))
        elif isinstance(value, Text):
            found.update(_unmet_by_start(each.name, value))
        elif isinstance(value, Pairs):
            found.update(_left_out_of_dict(each.name, value))
        elif isinstance(value, Ref | Attr) and _may_be_function(each, values):
            found.update(_unmet_by_function(each.name, values.of(value)))
        elif isinstance(value, Call):
            made = values.of(value.callee)
            if isinstance(made, Class):
                found.update((f"{each.name} nota {made.qualname}", f"{each.name} is None"))
        elif isinstance(value, Param) and unmet and value.function == within:
            found.update(renamed(unmet, value.name, each.name))
        elif value is not each.default and _is_for_tasks(each, values):
            found.update((f"not {each.name}", f"{each.name} is None"))
        if value is not None and not isinstance(each.annotation, Ref | None):  # this or that
            given_class = _class_of(value, values) if _asks(function, "isinstance") else None
            if given_class in _APART:
                found.add(f"{each.name} nota {given_class}")
    return frozenset(found)


def _class_of(value: Expr, values: Values) -> str | None:
    match value:
        case Text(how="f-string") | Text(how="+", parts=(Const(value=str()), *_)):
            return "builtins.str"
    return values.class_of(value)


def renamed(unmet: frozenset[str], name: str, other: str) -> Iterator[str]:
    """The conditions on a parameter, of one that is given what it is."""
    for condition in unmet:
        if parameter_of(condition) == name:
            yield other.join(condition.split(name, 1))


def _is_for_tasks(argument: Argument, values: Values) -> bool:
    """Whether a parameter may have the background tasks of a request: who gives it some has them.

    `tasks: BackgroundTasks | None = None`
    """
    if not isinstance(argument.default, Const) or argument.annotation is None:
        return False
    declared = values.type_of(argument.annotation)
    return isinstance(declared, Instance) and declared.cls in _TASKS


def _asks(function: Function, name: str) -> bool:
    """Whether it calls a function that tells of what kind something is."""
    return any(last_name(call.callee) == name for call in function.calls)


def _may_be_function(argument: Argument, values: Values) -> bool:
    """Whether a parameter may take functions, by what it declares."""
    declared = argument.annotation
    return declared is None or values.qualname(origin(declared)) in _FUNCTIONS


def _unmet_by_function(subject: str, value: Value | None) -> Iterator[str]:
    """The conditions that are not met where their subject is a function of the project."""
    function = value.function if isinstance(value, Bound) else value
    if isinstance(function, Function) and not function.decorators:
        is_so = function.is_async and function.is_generator is False
        if is_so or not function.is_async:
            for asking in _ASKING_FOR_COROUTINES:
                yield f"{subject} {'fails' if is_so else 'passes'} {asking}"


def unmet_by(subject: str, value: Const) -> Iterator[str]:
    """The conditions that are not met where their subject is a constant."""
    yield f"not {subject}" if value.value else subject
    yield f"{subject} is {'not ' * (value.value is None)}None"
    yield f"{subject} != {value.value!r}"


def _unmet_by_start(subject: str, value: Text) -> Iterator[str]:
    """The same where the subject is a text of which it is known how it starts: `f"apps:{name}"`."""
    start = value.parts[0] if value.parts and value.how != "%" else None
    if isinstance(start, Const) and isinstance(start.value, str) and start.value:
        yield f"not {subject}"
        yield f"{subject} is None"
        yield f"{subject} startsnot {start.value!r}"


def _keys(spread: Expr | None, within: str, unmet: frozenset[str]) -> frozenset[str] | None:
    """The keys of what `**` hides, where it is what `within` was given itself; None: unknown."""
    if isinstance(spread, Param) and spread.function == within:
        return _keys_of(spread.name, unmet)
    return None


def _left_out_of(
    argument: Argument,
    function: Function,
    given: Mapping[str, Expr],
    hidden: frozenset[str] | None,
) -> Iterator[str]:
    """What is known of a `**given`: its keys, as "given[ key other", and constants among them."""
    if SPREAD in given and hidden is None:
        return
    plain = {each.name for each in function.arguments}
    keys = {name for name in given if name not in plain and name != SPREAD} | (hidden or set())
    yield " ".join([f"{argument.name}[", *sorted(keys - plain)])
    for key in keys:
        value = given.get(key)
        if isinstance(value, Const):
            yield from unmet_by(f"{argument.name}[{key!r}]", value)


def _left_out_of_dict(name: str, given: Pairs) -> Iterator[str]:
    """The same of a dict that is written out."""
    keys = [key.value if isinstance(key, Const) else None for key, _ in given.pairs]
    if all(isinstance(key, str) and key.isidentifier() for key in keys):
        yield " ".join([f"{name}[", *sorted(map(str, keys))])
        for key, (_, value) in zip(keys, given.pairs, strict=True):
            if isinstance(value, Const):
                yield from unmet_by(f"{name}[{key!r}]", value)
