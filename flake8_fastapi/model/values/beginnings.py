"""What a text certainly begins with, though its end is not known: `f"sqlite:///{path}"`."""

from __future__ import annotations

from flake8_fastapi.model.libraries import VALIDATORS
from flake8_fastapi.model.syntax.expressions import (
    Attr,
    Call,
    Const,
    Expr,
    OneOf,
    Param,
    Ref,
    Text,
    Typed,
    last_name,
    receiver,
)
from flake8_fastapi.model.syntax.functions import Class, Function
from flake8_fastapi.model.values.arguments import argument_given
from flake8_fastapi.model.values.attributes import PROPERTIES
from flake8_fastapi.model.values.value_kinds import Instance
from flake8_fastapi.model.values.values import Values

#: Links followed one inside the other.
DEEPEST = 12
#: Give a text, or a URL, that begins with their argument.
_SAME = {"builtins.str", "sqlalchemy.make_url", "sqlalchemy.engine.make_url"}
#: Methods of `sqlalchemy.URL` that give it as a text, or with other parts.
_OF_URLS = {"render_as_string", "set"}
_FROM_ENVIRONMENT = {"os.getenv", "os.environ.get"}
_COMPUTED = {*PROPERTIES, "pydantic.computed_field"}


class Beginnings:
    """Answers for the texts of one file and of those it leads to; "" where nothing is certain."""

    def __init__(self, values: Values) -> None:
        self._values = values
        #: the calls, outermost first, of the functions whose results are looked at
        self._calls: list[tuple[Function, Call]] = []

    def of(self, expression: Expr | None, depth: int = 0) -> str:
        """What a text begins with. Variables of the environment count by their default."""
        expression = self._values.expand(expression)
        if expression is None or depth > DEEPEST:
            return ""
        match expression:
            case Const(value=str(text)):
                return text
            case Typed(value=value):
                return self.of(value, depth + 1) or self._values.text(expression) or ""
            case OneOf(options=options):
                return _common([self.of(option, depth + 1) for option in options])
            case Text(how="f-string" | "+", parts=parts):
                return self._joined(parts, depth)
            case Text(how="%", parts=parts) if parts:
                return self.of(parts[0], depth + 1).partition("%")[0]
            case Attr(of=of, name=name):
                return self._attribute(expression, of, name, depth)
            case Ref(name=dotted):
                owner, _, name = dotted.rpartition(".")
                return self._attribute(expression, Ref(owner), name, depth)
            case Call():
                return self._result(expression, depth)
            case Param():
                return self._whole(expression) or ""
        return self._values.text(expression) or ""

    def _joined(self, parts: tuple[Expr, ...], depth: int) -> str:
        text = ""
        for part in parts:
            whole = self._whole(part)
            if whole is None:
                return text + self.of(part, depth + 1)
            text += whole
        return text

    def _whole(self, expression: Expr | None) -> str | None:
        """A text all of which is known, also of what the call at hand gives to a parameter."""
        if isinstance(expression, Text) and expression.how in ("f-string", "+"):
            parts = [self._whole(part) for part in expression.parts]
            return None if None in parts else "".join(part for part in parts if part)
        if not isinstance(expression, Param) or not self._calls:
            return self._values.text(expression)
        function, call = self._calls.pop()
        try:
            if expression.function != function.qualname:
                return None
            return self._whole(argument_given(expression.name, function, call, self._values))
        finally:
            self._calls.append((function, call))

    def _attribute(self, expression: Attr | Ref, of: Expr, name: str, depth: int) -> str:
        """A constant, a property, the default of a setting."""
        holder = self._values.of(of)
        cls = holder.known if isinstance(holder, Instance) else holder
        if isinstance(cls, Class):
            method = self._values.method(cls, name)
            if method is not None and self._values.decorated_by(method, _COMPUTED):
                return self._returned(method, depth)
            if self._validates(cls):
                return ""  # may make another text of it
        return self._values.text(expression) or ""

    def _validates(self, cls: Class) -> bool:
        return any(
            (function := self._values.function(name)) is not None
            and self._values.decorated_by(function, VALIDATORS)
            for name in cls.methods.values()
        )

    def _result(self, call: Call, depth: int) -> str:
        name = self._values.qualname(call.callee)
        if name in _SAME and call.args:
            return self.of(call.args[0], depth + 1)
        if name in _FROM_ENVIRONMENT:
            return self.of(call.argument("default", 1), depth + 1)
        if name == "sqlalchemy.URL.create":
            return self._scheme(call.argument("drivername", 0))
        if last_name(call.callee) in _OF_URLS:
            driver = call.argument("drivername")  # of `set`, which may change all behind it too
            whole = self.of(receiver(call.callee), depth + 1)
            return self._scheme(driver) if driver else "".join(whole.partition("://")[:2])
        function = self._values.callee(self._values.of(call.callee))
        if function is not None and not function.is_generator and not function.is_async:
            self._calls.append((function, call))
            found = self._returned(function, depth)
            self._calls.pop()
            return found
        return ""

    def _scheme(self, driver: Expr | None) -> str:
        name = self._whole(driver)
        return f"{name}://" if name else ""

    def _returned(self, function: Function, depth: int) -> str:
        return _common([self.of(given, depth + 1) for given in function.returned])


def _common(texts: list[str]) -> str:
    """What all of the texts begin with: the least and the greatest differ first."""
    if not texts:
        return ""
    least, greatest = min(texts), max(texts)
    for index, letter in enumerate(least):
        if letter != greatest[index]:
            return least[:index]
    return least
