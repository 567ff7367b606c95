"""
`HTTPException` is an `Exception`. A `try` whose body raises one, and whose `except Exception`
answers in its own way, turns the 404 or 403 that was meant for the client into a 500, or into a 200
with an error text in it. The client retries what will never work, and the log fills with failures
that are none.

Let it pass before the broad handler: `except HTTPException: raise`; where that one has more to do
than to log and to answer, raise it again there, at the end. Or put into the `try` only what can
fail unexpectedly.

Reported are handlers of `Exception`, `BaseException` or everything, where an HTTPException is
raised in the body of the `try`, or in a route one with a 4xx status by a helper that is called
there, in this file or in another one, and the handler always answers with a status of 500 or above,
or returns a plain body, or ends with a call of a helper that always raises an HTTPException of
such a status; likewise where a 404 or 503 raised in the `try` itself becomes an HTTPException of
400. A model of Pydantic is a plain body, too, and so is what a function of the project gives that
returns nothing but dicts or models; that a route ends there and gives nothing is a `null`. What the
response model of the route surely refuses becomes a 500. In a plain body that tells of it, a
helper's exception counts where the helper gives nothing and is called only for what it raises. A
function whose result a route only returns is a part of that route (a plain body counts there if it
tells of the exception), and a status that is `response.status_code` one that a client is to see. So
is that of a helper which is called nowhere else, by a function whose exceptions leave a route.

The same in a decorator of the project, for the routes, dependencies and helpers below it, if its
wrapper calls them in such a `try` and nowhere else. One of those that raise an HTTPException with a
4xx status is named, in whichever file; the handler is the one place to mend for all of them.

Let be is a handler that looks at what it caught, passes it on to more than a function that logs it,
raises it again, or goes on; one that answers with 401, 403 or 404, lest anybody learn more; nor
what a middleware runs: an HTTPException that leaves one is a 500 in any case. Nor what runs as a
background task: the response is sent, nobody answers with what it raises; nor what answers with a
page, an `HTMLResponse`, that is to say what went wrong to somebody who looks at it in a browser.
Nor an HTTPException that is never raised, as it stands under `if not saved:` and what `save` gives
is never false.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from flake8_fastapi.model import Module, SwallowedExceptions
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI022",
    name="http-exception-swallowed",
    title="`except Exception` that also catches an HTTPException",
    message="`{handler}` also catches the HTTPException of {source}, which becomes a {answer}; "
    "{remedy}",
    follows_imports=True,
    words=("except",),
)

_BEFORE = "put `except HTTPException: raise` before it"
#: What any failure needs done, an HTTPException needs done too.
_AT_ITS_END = "raise an HTTPException again at its end"


@rule.on(SwallowedExceptions)
def check(swallowed: SwallowedExceptions, module: Module) -> Iterator[Finding]:
    if module.never_runs(swallowed.own_line):
        return  # something else goes wrong before
    yield rule.at(
        swallowed,
        handler=swallowed.text,
        source=source_of(swallowed),
        answer=swallowed.answer,
        remedy=_AT_ITS_END if swallowed.has_to_act else _BEFORE,
    )


def source_of(swallowed: SwallowedExceptions) -> str:
    """Where it is raised: a line, or a function below the decorator that the handler stands in."""
    line, decorated = swallowed.raised.lineno, swallowed.decorated
    if decorated is None:
        return f"line {line}"
    where = f"{os.path.basename(decorated.path)}:{line}" if decorated.path else f"line {line}"
    return f"decorated `{decorated.function.name}` ({where})"
