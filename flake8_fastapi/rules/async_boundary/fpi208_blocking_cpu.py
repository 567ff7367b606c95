"""
Password hashes are slow by design: bcrypt, argon2, scrypt and PBKDF2 take some 50 to 300
milliseconds of pure computing. In an `async def` route or dependency nothing else runs meanwhile,
not even a health check; with a handful of logins at once every other client waits for seconds.

Declare the route or dependency with plain `def`, so that FastAPI runs it in a thread, or hand the
hash to a thread: `await run_in_threadpool(pwd_context.verify, plain, hashed)`. bcrypt, argon2 and
`hashlib` let go of the interpreter lock while they compute, so threads do help.

Nothing is said of what keeps the lock, for threads are no help there: `sha256_crypt` and
`sha512_crypt` of passlib before Python 3.13 (0.3 seconds of standstill were seen from a thread),
passlib's bcrypt where a lock file has no bcrypt, which is done by the same means, and `PBKDF2HMAC`
and `Scrypt` of cryptography before its release 50. Nor of passlib's bcrypt with bcrypt 5, with
which it raises: the newest is taken where passlib is asked for, and nothing is held to a release
before September 2025. Nor where a hash takes some 20 milliseconds at most: bcrypt with up to 8
rounds (16 were measured), PBKDF2 with less than 40,000 (9 for the 29,000 of passlib's
`pbkdf2_sha256`, 19 for the 25,000 of `pbkdf2_sha512`, unless `pbkdf2_sha256__rounds` or
`.using(rounds=...)` asks for more; close to 40,000 of SHA-512 take twice that), Argon2 with 8 MiB,
a digest.
Nor where a query that is the same each time has found no row, and the row is made: so the first
administrator is, once in the life of an installation.

Reported is hashing and verifying by bcrypt, argon2, passlib, pwdlib, fastapi-users, Werkzeug,
cryptography and `hashlib` (`scrypt`, `pbkdf2_hmac` with many rounds), also where a helper does it,
in this file or in another one of the project. A validator of a model that a route parses counts,
whatever the route is declared with. Digests such as SHA-256 take microseconds and are not reported.
What computes long or not depending on its data (pandas, Pillow, a model's `predict`) is not either:
no source tells how much that is. Name such calls in the option `fpi-blocking-calls`, and FPI219
reports them.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import BlockingCall, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI208",
    name="blocking-cpu",
    title="Password hashing on the event loop",
    message="`{call}` blocks the event loop ({reason}); {remedy}",
    skill=("2.1", "2.6"),
    follows_imports=True,
    words=("async def", "*validator*"),
)


@rule.on(BlockingCall)
def check(call: BlockingCall, module: Module) -> Iterator[Finding]:
    if call.kind == "cpu":
        yield rule.at(call, **module.told(call))
