"""
`UploadFile.filename` is whatever text the client put into the request. Starlette keeps it as it
came: `../../app/main.py` and `/etc/cron.d/job` arrive unchanged, and joining such a name to a
folder leaves the folder. `os.path.join("uploads", "/etc/x")` and `Path("uploads") / "/etc/x"` drop
the folder altogether. The client then chooses which file of the server is written, read or removed.

A prefix, as in `f"{uuid4()}_{file.filename}"`, helps: there is no folder `a1_..`, so a name with a
slash in it ends in `FileNotFoundError`. But it leaves the folder where the code first makes the one
of the file, by `path.parent.mkdir(parents=True, exist_ok=True)`, and on Windows.

Store uploads under a name of your own (`uuid4().hex`, with the suffix
`Path(file.filename).suffix` where it matters) and keep the client's name as data. Or take only its
last part: `Path(file.filename).name`.

Reported is the first call of a function that opens, writes, moves, removes or serves a file whose
path holds the name of an upload, also through helpers in other files of the project (a method of an
abstract class that has one implementation is one), or where another function of the file has put
the path together. A name that was reduced (`.name`, `.suffix`, `os.path.basename`,
`secure_filename`, `re.sub`), compared with something, or given to a function that may refuse it, is
let be; so are names behind a prefix, if no folder is made for them, keys of object stores, and
uploads whose `filename` the code has assigned to. What a helper of the project has stored is
reported there, not again where it is read.

The skill itself puts `file.filename` behind a random prefix: what is said above of prefixes
holds for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import ClientNamedFile, Module
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI403",
    name="client-filename-in-path",
    title="Client's file name used as a path",
    message="`{call}` gets the client's file name with any `/` and `..` in it{via}; "
    "make up a name, or use `Path(...).name`",
    skill=("4.4",),
    follows_imports=True,
    words=("*filename*",),
)


@rule.on(ClientNamedFile)
def check(file: ClientNamedFile, module: Module) -> Iterator[Finding]:
    helper = helper_of(file)
    via = f" (through `{helper}`)" if helper else ""
    yield rule.at(file, call=module.syntax.callee_text(file.opening), via=via)


def helper_of(file: ClientNamedFile) -> str | None:
    """A helper that the name goes through, in what is called there or on the way to it."""
    if file.through[1:]:
        return file.through[-1].rpartition(".")[2]
    return file.made_by.plain_name if file.made_by is not None else None
