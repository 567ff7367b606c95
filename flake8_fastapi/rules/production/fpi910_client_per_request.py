"""
A client keeps connections open so that the next call need not open one. Made anew for each
request, it opens a connection (and for `https` a TLS session) every time, and closes it at the end,
or leaves it to the garbage collector. Under load the process spends its time on handshakes and runs
out of ports; `boto3.client` also loads the description of the service's API each time.

Make the client once, in the lifespan, keep it in `app.state` (or yield it as state), and hand it to
routes by a dependency.

Reported is a client that a dependency makes itself, be it for `self` in the `__init__` of a class,
and one of a database, a store or an SDK that a route does, or a function that it calls. An HTTP
client for a single route is not reported: how often that route is called, nobody can see. One in a
function that several routes call is. Not reported are clients whose arguments come from the request
(the caller's token, a host of theirs), that have cookies, a transport or a pool of their own, that
are kept, that a cached function makes once, or that are asked for a `ping` and no more, to see
whether a connection can be made. Of a client of MongoDB whose pool nobody closes FPI104 speaks.

Opt-in: what a shared client is worth depends on how often a route is called, and on real code the
rule was too often true but not worth a change.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, RequestClient, RequestEngine
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI910",
    name="client-per-request",
    title="Client made for every request",
    message="`{client}` is made anew for every request and shares no connections; make it once "
    "in the lifespan",
    skill=("9.1", "2.5"),
    opt_in=True,
    follows_imports=True,
    words=("*Client*", "*edis*", "boto3", "*OpenAI*", "*nthropic*", "*lasticsearch*"),
)


@rule.on(RequestClient)
def check(client: RequestClient, module: Module) -> Iterator[Finding]:
    if all(engine.call is not client.call for engine in module.each(RequestEngine)):
        yield rule.at(client, client=client.cls)  # of the others FPI104 speaks
