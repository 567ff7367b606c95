"""
With `allow_credentials=True`, `CORSMiddleware` does not answer `*` to a request with cookies from a
page of another site (since Starlette 1.0, to no request). It answers with the very origin that
asked, whichever it is, and allows the browser to send cookies and to hand over what comes back.
Wherever the browser sends the cookies along, any site that a user visits can then call the API as
that user, and read the answers. A list that contains `"*"`, the string `"*"` and a regular
expression that matches every origin (`.*`, `https?://.*`) are all the same.

Name the origins of your own front ends, in the settings if they differ between deployments. An API
that is meant for everybody, and that knows its callers by a header rather than a cookie, needs no
`allow_credentials`.

Constants are followed, also into other files. What comes from settings or the environment is not
known here, and what is registered only for debugging or development is let be. Nothing is said
where no file of the application, beside others, reads a cookie, other than to write it to the log,
or keeps a session; what is Flask's or Django's beside it doesn't count. There browsers have nothing
to send, bearer tokens are sent by code that knows them. Of a file alone that asks for such a token,
nothing is said either; nor where the code sets cookies that are all `SameSite=Lax`, as Starlette's
are where nothing else is said, or `Strict`, for pages of other sites cannot send those.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_fastapi.model import (
    CORS,
    Call,
    Display,
    Expr,
    Items,
    Module,
    Pairs,
    Role,
    Star,
    Text,
    receiver,
)
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI610",
    name="cors-any-origin-with-credentials",
    title="Any origin allowed, with credentials",
    message=(
        "`{argument}` admits every site together with the user's cookies "
        "(`allow_credentials=True`); name the origins, or drop `allow_credentials`"
    ),
    skill=("6.3",),
    follows_imports=True,
    words=("*CORS*",),
)

#: Positional arguments of CORSMiddleware, behind the application.
POSITIONS = ("allow_origins", "allow_methods", "allow_headers", "allow_credentials")

#: Whoever has one of these words in a condition knows that it is not for production.
DEVELOPMENT = re.compile(
    r"debug|dev|local|test|stag|prod|mode|environment|(?<![a-z])env(?![a-z])", re.I
)
ORIGINS = ("https://evil.example", "https://7.zz", "https://a-b.c.museum:8443")


@rule.on(Module)
def check(module: Module, _same: Module) -> Iterator[Finding]:
    for call in registrations(module):
        given = arguments(call, module)
        credentials = module.values.constant(settled(given.get("allow_credentials"), module))
        if credentials is None or credentials.value is not True:
            continue
        for name, admits in (
            ("allow_origins", names_any_origin),
            ("allow_origin_regex", matches_any_origin),
        ):
            if name in given and admits(given[name], module):
                if module.role is Role.TEST or is_for_development(call, module):
                    continue
                if module.may_have_cookies:
                    yield rule.at(place(call, name, module), argument=name)


def registrations(module: Module) -> Iterator[Call]:
    """Every call that hands its arguments, all but the first, to CORSMiddleware."""
    for call, _ in module.routing.calls_named("add_middleware", "Middleware"):
        given = call.argument("middleware_class") or call.argument("cls", 0)
        if module.qualname(given) == CORS:
            yield call
    for call, _ in module.routing.calls_of(CORS):
        yield call


def arguments(call: Call, module: Module) -> dict[str, Expr]:
    """What the middleware is given, with literal `**mappings` spread out."""
    found = dict(zip(POSITIONS, call.args[1:]))
    for name, value in call.keywords:
        found.update(spread(value, module) if name is None else {name: value})
    return found


def spread(mapping: Expr, module: Module) -> dict[str, Expr]:
    value = module.value(mapping)
    if isinstance(value, Display) and isinstance(value.expression, Pairs):
        pairs = value.expression.pairs
        return {name: item for key, item in pairs if (name := module.values.text(key)) is not None}
    expression = module.values.expand(mapping)
    if isinstance(expression, Call) and module.qualname(expression.callee) == "builtins.dict":
        return {name: item for name, item in expression.keywords if name is not None}
    return {}


def settled(expression: Expr | None, module: Module) -> Expr | None:
    """The expression that a name stands for; None for a setting: its default is no promise."""
    expression = module.values.expand(expression)
    holder = receiver(expression) if expression is not None else None
    is_setting = holder is not None and module.is_instance(holder, "pydantic.BaseModel")
    return None if is_setting else expression


def names_any_origin(origins: Expr, module: Module) -> bool:
    expression = settled(origins, module)
    if isinstance(expression, Text) and expression.how == "+":
        return any(names_any_origin(part, module) for part in expression.parts)
    value = module.value(expression)
    if isinstance(value, Display) and isinstance(value.expression, Items):
        return any(
            names_any_origin(item.of if isinstance(item, Star) else item, module)
            for item in value.expression.items
        )
    return module.values.text(expression) == "*"


def matches_any_origin(pattern: Expr, module: Module) -> bool:
    text = module.values.text(settled(pattern, module))
    try:
        return text is not None and all(re.fullmatch(text, origin) for origin in ORIGINS)
    except re.error:
        return False


def is_for_development(call: Call, module: Module) -> bool:
    return any(
        isinstance(branch, (ast.If, ast.IfExp)) and DEVELOPMENT.search(ast.unparse(branch.test))
        for branch in module.syntax.branches(call)
    )


def place(call: Call, name: str, module: Module) -> Call | ast.keyword:
    """The argument, or the call where the argument is spread or has no name."""
    node = module.syntax.call_node(call)
    return next((word for word in node.keywords if word.arg == name), call) if node else call
