"""Run the pack over a folder of checkouts and hold what it finds against the ledger.

python -m tests.corpus FOLDER --codes FPI1,FPI203
python -m tests.corpus FOLDER --codes FPI101 --sample 10 --seed 1
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from flake8_fastapi import registry
from flake8_fastapi.rule import Rule
from tests.corpus.ledger import (
    LEDGER,
    Difference,
    Key,
    Row,
    Share,
    compare,
    first_read,
    read_ledger,
    shares,
    stands,
    total,
    write_rows,
)
from tests.corpus.runner import Found, Run, read_lines, run


def main(arguments: Sequence[str] | None = None) -> None:
    """Print findings, times, and what the ledger says of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path, help="holds checkouts named owner__name")
    parser.add_argument("--codes", default="", help="codes or their beginnings, as FPI1,FPI203")
    parser.add_argument("--only", default="", help="only checkouts whose name contains this")
    parser.add_argument("--ledger", type=Path, default=LEDGER)
    parser.add_argument("--sample", type=int, metavar="N", help="show N new findings of each code")
    parser.add_argument("--seed", type=int, default=0, help="which N")
    parser.add_argument("--context", type=int, default=12, help="source lines around each")
    parser.add_argument(
        "--mend", action="store_true", help="mark the wrong ones that are gone as mended"
    )
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is not a folder")
    try:
        rows = read_ledger(options.ledger)
    except ValueError as error:
        parser.error(str(error))
    rules = choose(options.codes)
    if not rules:
        parser.error(f"no rules for {options.codes or 'anything'}")

    result = run(options.folder, rules, options.only)
    codes = {rule.code for rule in rules}
    found = {found.key for found in result.found}
    difference = compare(found, rows, result.repos, codes)

    if options.sample is not None:
        chosen = draw(difference.new, options.sample, options.seed)
        show_sample(result.found, chosen, options.folder, options.context)
        return
    if options.mend:
        if result.raised:
            parser.error("a finding may be gone because something raised:\n" + result.raised[0])
        mended = [row for row in difference.gone if row.verdict == "wrong"]
        write_rows([dataclasses.replace(row, mended=True) for row in mended], options.ledger)
        rows = read_ledger(options.ledger)
        difference = compare(found, rows, result.repos, codes)
    for each in result.found:
        print(describe(each))
    show_run(result)
    show_ledger(result, difference, [row for row in rows if row.code in codes])


def choose(codes: str) -> list[Rule]:
    """Return the rules whose codes begin with one of `codes`; without any, all of them.

    A rule to opt into runs when its code is given in full. One that can't be imported is named and
    left out.
    """
    wanted = tuple(code.strip() for code in codes.split(",") if code.strip())
    chosen = []
    for code in sorted(registry.known_codes()):
        if code.startswith(wanted or "FPI"):
            try:
                rule = registry.rule(code)
            except Exception as error:
                print(f"left out: {code}: {type(error).__name__}: {error}", file=sys.stderr)
                continue
            if not rule.opt_in or code in wanted:
                chosen.append(rule)
    return chosen


def describe(found: Found) -> str:
    """Return a finding as one line."""
    key = found.key
    return f"{key.repo} {key.path}:{key.line}:{found.column} {key.code} {found.text}"


def show_run(result: Run) -> None:
    """Print times and counts."""
    for heading, spent in (
        ("seconds by repository", result.repo_seconds),
        ("seconds by rule (the first to ask for a fact pays for it)", result.code_seconds),
    ):
        print(f"\n{heading}")
        for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
            print(f"{seconds:8.2f}  {name}")
    print(
        f"\n{len(result.repos)} repositories, {result.files} files, {result.lines} lines,"
        f" {result.concerned} files concerned, {len(result.unparsed)} did not parse,"
        f" {sum(result.repo_seconds.values()):.1f} s"
    )
    for heading, places in (("raised", result.raised), ("did not parse", result.unparsed)):
        for place in places:
            print(f"{heading}: {place}")


def show_ledger(result: Run, difference: Difference, rows: list[Row]) -> None:
    """Print how the findings compare with the ledger, code by code."""
    print()
    for heading, listed in (("gone", difference.gone), ("back", difference.back)):
        for row in listed:
            print(
                f"{heading}: {row.repo} {row.path}:{row.line} {row.code} {row.verdict}: {row.why}"
            )
    counts = Counter(found.key.code for found in result.found)
    new = Counter(key.code for key in difference.new)
    gone = Counter(row.code for row in difference.gone)
    back = Counter(row.code for row in difference.back)
    now, first = shares(rows, stands), shares(rows, first_read)
    columns = "{:8}{:>10}{:>12}{:>6}{:>6}   {:16}{:16}"
    print(
        columns.format("code", "findings", "new=unread", "gone", "back", "right", "first reading")
    )
    none = Share(0, 0)
    for code in sorted(counts.keys() | now.keys() | first.keys()):
        right, at_first = now.get(code, none), first.get(code, none)
        cells = (code, counts[code], new[code], gone[code], back[code], str(right), str(at_first))
        print(columns.format(*cells))
    sums = [each.total() for each in (counts, new, gone, back)]
    print(columns.format("all", *sums, str(total(now.values())), str(total(first.values()))))


def draw(new: Iterable[Key], size: int, seed: int) -> list[Key]:
    """Return `size` of the new findings of each code, the same for the same seed."""
    by_code: dict[str, list[Key]] = {}
    for key in sorted(new):
        by_code.setdefault(key.code, []).append(key)
    drawn = []
    for code, keys in sorted(by_code.items()):
        # Seeded by code, so that another code's findings do not change which are drawn.
        drawn += sorted(random.Random(f"{seed} {code}").sample(keys, min(size, len(keys))))
    return drawn


def show_sample(found: Iterable[Found], chosen: Iterable[Key], folder: Path, context: int) -> None:
    """Print findings, each with the source around it."""
    descriptions = {each.key: describe(each) for each in found}
    for key in chosen:
        print(f"\n{descriptions[key]}")
        lines = read_lines(folder / key.repo.replace("/", "__", 1) / key.path)
        start = max(key.line - 1 - context // 2, 0)
        for number, line in enumerate(lines[start : start + context + 1], start=start + 1):
            mark = ">" if number == key.line else " "
            print(f"{mark}{number:5} {line.rstrip()}")


if __name__ == "__main__":
    main()
