"""Write a verdict into the ledger.

python -m tests.corpus.record owner/name app/main.py 12 FPI101 right "why, in a sentence"
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from tests.corpus.ledger import (
    LEDGER,
    READINGS,
    VERDICTS,
    Row,
    parse_row,
    read_ledger,
    read_repositories,
    read_unread,
    write_rows,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Append a row; the commit and whether it is a first reading are looked up."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.record", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("repo", help="owner/name")
    parser.add_argument("path", help="inside the repository")
    parser.add_argument("line", type=int)
    parser.add_argument("code")
    parser.add_argument("verdict", choices=VERDICTS)
    parser.add_argument("why")
    parser.add_argument("--mended", action="store_true", help="the pack no longer says it")
    parser.add_argument("--reading", choices=READINGS, help="if not what unread.txt says")
    parser.add_argument("--replace", action="store_true", help="an older verdict was mistaken")
    parser.add_argument("--ledger", type=Path, default=LEDGER)
    options = parser.parse_args(arguments)

    commits = read_repositories()
    if options.repo not in commits:
        parser.error(f"{options.repo} is not in repositories.txt")
    row = Row(
        repo=options.repo,
        commit=commits[options.repo],
        path=options.path,
        line=options.line,
        code=options.code,
        verdict=options.verdict,
        why=options.why,
        mended=options.mended,
        reading=options.reading or ("first" if options.repo in read_unread() else "tuned"),
    )
    try:
        parse_row(row.dump())
        older = {each.key: each for each in read_ledger(options.ledger)}.get(row.key)
    except ValueError as error:
        parser.error(str(error))
    if older and not options.replace:
        parser.error(f"judged already: {older.verdict}: {older.why} (--replace)")
    write_rows([row], options.ledger)


if __name__ == "__main__":
    main()
