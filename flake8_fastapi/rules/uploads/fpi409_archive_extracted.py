"""
A tar archive may hold members named `../../app/main.py` or `/etc/cron.d/job`, links that lead out
of the folder, and devices. Up to Python 3.13 `extractall` and `shutil.unpack_archive` create them
as they are (3.12 and 3.13 warn about it), so whoever uploads an archive writes any file that the
process may write.

Say `filter="data"`: absolute names, `..` and links to the outside are refused. It is the default
from Python 3.14 on, and exists in every release of 3.12 and in later patches of 3.8 to 3.11.

Reported is unpacking a tar archive that comes from an upload, directly or out of a file that the
same function wrote, without `filter` and without a choice of members, in projects that admit a
Python before 3.14. `zipfile` is not: it drops `..` and takes no filter. How much an archive unpacks
to is another matter; no filter limits that.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_fastapi.model import Module, UploadedArchive
from flake8_fastapi.rule import Finding, Rule

rule = Rule(
    code="FPI409",
    name="archive-extracted",
    title="Uploaded tar archive unpacked without a filter",
    message="before Python 3.14 `{call}` lets an uploaded archive write outside of the folder; "
    'pass `filter="data"`',
    words=("extractall", "unpack_archive"),
)

#: Since then the filter is the default.
SAFE = (3, 14)


@rule.on(UploadedArchive)
def check(archive: UploadedArchive, module: Module) -> Iterator[Finding]:
    oldest = module.target.lower_bound("python")
    if oldest is not None and oldest.release[:2] < SAFE:
        yield rule.at(archive, call=module.syntax.callee_text(archive.call))
