"""
`content = await file.read()` puts the whole upload into memory, however large it is. A check of
`len(content)` behind it refuses what has already been loaded: a few uploads of some gigabytes at a
time end the process, limit or not.

Starlette has counted the bytes when the endpoint starts, so ask `file.size` before reading; it is a
number for every upload that came with a request. Or read one byte more than is allowed,
`await file.read(LIMIT + 1)`, and look at what came.

By then the upload has still been received and written to a temporary file. To refuse it on
arrival set a limit in the reverse proxy, or `FastAPI(max_body_size=...)`, which recent versions of
FastAPI have and answer with status 413.

Reported is a `read()` without a size whose result is compared with a limit behind it, in a branch
that raises or returns, or handed to a function of the project that compares it and raises, or that
hands it on to one which does. Functions that ask for `size` or `Content-Length`, or hand the upload
to another function before, are let be. So are helpers that are named in another file which asks for
a `size`, and projects that look at the length of requests. The skill counts while the chunks come
in, which is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, UploadCall, upload_text
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI407",
    name="late-size-check",
    title="Size of an upload checked after it was read",
    message="`{read}()` loads the whole upload before its length is checked; "
    "check `{upload}.size` first{also}",
    skill=("4.3",),
    follows_imports=True,
    words=("*UploadFile*",),
)

#: Since then FastAPI refuses bodies that are too long: `FastAPI(max_body_size=...)`.
HAS_LIMIT = "0.165"


@rule.on(UploadCall)
def check(use: UploadCall, module: Module) -> Iterator[Finding]:
    size = module.upload_size
    if not use.reads_all or not use.runs or not size.is_checked_late(use):
        return
    if not size.may_be_known(use) and not module.limits_bodies:
        read, upload = module.syntax.callee_text(use.call), upload_text(use, module.syntax)
        has_limit = module.target.always_has("fastapi", HAS_LIMIT)
        also = ", or set `FastAPI(max_body_size=...)`" if has_limit else ""
        yield rule.at(use, read=read, upload=upload, also=also)
