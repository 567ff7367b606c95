"""
`smtplib`, `imaplib`, `ftplib`, `paramiko`, `ldap`, `ldap3`, DNS lookups and bare sockets wait for
the other side, by default without any limit of time. In an `async def` route, dependency or
background task the event loop waits with them: a mail server that answers slowly stops every
request of the process. An async background task is no way out, it runs on the same event loop.

Use an async package (`aiosmtplib`, `asyncssh`, `loop.getaddrinfo`), declare the route, dependency
or task with plain `def`, so that FastAPI runs it in a thread, or hand the call to a thread with
`await run_in_threadpool(...)`.

Reported is the first such call in a function on the event loop, also where a helper makes it, in
this file or in another one of the project. `smtplib.SMTP(host)` connects as it is made and counts;
`paramiko.SSHClient()` does not, nor do sockets that don't wait (`setblocking(False)`), or connect
to this machine or, with `SOCK_DGRAM`, to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI209",
    name="blocking-socket",
    title="Mail, SSH, FTP, LDAP, DNS or a socket on the event loop",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill=("2.1",),
    follows_imports=True,
    words=("async def", "*validator*"),
)


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind == "socket" and call.first:
        yield rule.at(call, **module.told(call))
