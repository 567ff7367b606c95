"""
The middleware that is added last is the outermost: it sees a request first. `CORSMiddleware` that
is added before a middleware which refuses requests lies inside of it. What the outer one answers
carries no CORS headers, so the browser hides a 401 or 429 from the page as a "CORS error", and a
preflight request, which never has a token, is refused as well: nothing of the application can be
called from another origin.

Add `CORSMiddleware` last. In `FastAPI(middleware=[...])` the order is the reverse: put it first.

The skill says to add it first; seen to run, that order answers preflight requests with 401.

Reported is a later middleware that is seen to make a response which refuses (401, 403, 429, 500 and
the like, or the status of an `HTTPException` that it catches), in this file or in another one,
added there or by a function that is handed the application. Middleware that only passes requests
on, compresses, measures, answers health checks or guards up to three paths, such as a webhook, does
no harm outside, and is not reported; nor does what refuses foreign hosts or origins, whose pages
are not to read the answer either. Neither is slowapi's where the limiter has no `default_limits`
and no `application_limits`: then it answers nothing; nor, since FastAPI 0.137, where the file has
no routes of the application itself: it finds none of those of included routers. Nor is Starlette's
`AuthenticationMiddleware`, unless its backend raises an `AuthenticationError`. Nor is that of an
application which is mounted in another one with a `CORSMiddleware`: that answers preflights, and
adds the headers to all that comes out.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import InnerCors, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI701",
    name="cors-not-outermost",
    title="CORSMiddleware inside a middleware that answers by itself",
    message="`CORSMiddleware` lies inside `{outer}`, whose own answers carry no CORS headers; "
    "{remedy}",
    skill=("7.1",),
    follows_imports=True,
    words=("*iddleware*", "*cors*", "*CORS*"),
)

#: Since then slowapi's middleware finds no routes but those of the application itself.
HIDES_INCLUDED_ROUTES = "0.137"


@rule.on(InnerCors)
def check(inner: InnerCors, module: Module) -> Iterator[Finding]:
    if (inner.outer.cls or "").startswith("slowapi.") and finds_no_route(module):
        return
    if any(map(module.may_add_cors, module.outer_apps(inner.outer.app))):
        return
    listed = inner.cors is not None and inner.cors.form == inner.outer.form == "list"
    yield rule.at(
        inner,
        outer=inner.name,
        remedy="put it first in the list" if listed else "add `CORSMiddleware` last",
    )


def finds_no_route(module: Module) -> bool:
    """Whether there is none that slowapi's middleware may limit, as far as the file tells."""
    return module.target.at_least("fastapi", HIDES_INCLUDED_ROUTES) and not any(
        endpoint.router.is_app for endpoint in module.routing.endpoints
    )
