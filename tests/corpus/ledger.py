"""Verdicts on findings: one file a code, one JSON object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
LEDGER = HERE / "ledger"

VERDICTS = ("right", "wrong")
READINGS = ("tuned", "first", "second", "third", "sought")


class Key(NamedTuple):
    """What a verdict is about. Two findings of one code on one line share a verdict."""

    repo: str
    path: str
    line: int
    code: str


@dataclass(frozen=True)
class Row:
    """One verdict."""

    repo: str
    commit: str
    path: str
    line: int
    code: str
    verdict: str
    """`right`: true, and a maintainer who reads it changes the code. Else `wrong`."""
    why: str
    mended: bool = False
    """The pack no longer says it, and that is as it should be."""
    reading: str | None = None
    """`first`: judged before any rule was tuned by that repository; `tuned`: afterwards;
    `second`: a first reading of repositories drawn later, by a rule that had become narrower;
    `third`: a first reading, by every rule, of repositories of another draw;
    `sought`: a first reading of a repository that was looked up because it may have what a rare
    rule reports, so that it says whether the rule is right, and nothing of how often it speaks."""

    @property
    def key(self) -> Key:
        """What the verdict is about."""
        return Key(self.repo, self.path, self.line, self.code)

    def dump(self) -> str:
        """Return the row as a line of its file; what has its default is left out."""
        defaults = {field.name: field.default for field in fields(self)}
        kept = {name: value for name, value in asdict(self).items() if value != defaults[name]}
        return json.dumps(kept, ensure_ascii=False)


_TYPES: dict[str, type] = {
    "repo": str,
    "commit": str,
    "path": str,
    "line": int,
    "code": str,
    "verdict": str,
    "why": str,
    "mended": bool,
    "reading": str,
}
_REQUIRED = ("repo", "commit", "path", "line", "code", "verdict", "why")


def parse_row(text: str) -> Row:
    """Return the row that a line holds; raise ValueError, saying what is wrong with it."""
    values = json.loads(text)
    if not isinstance(values, dict):
        raise ValueError("not an object")
    if unknown := values.keys() - _TYPES.keys():
        raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
    if missing := [name for name in _REQUIRED if name not in values]:
        raise ValueError(f"missing keys: {', '.join(missing)}")
    for name, value in values.items():
        # Exactly the type: `True` is an int to isinstance, and no line number.
        if type(value) is not _TYPES[name]:
            raise ValueError(f"{name} is {value!r}, not {_TYPES[name].__name__}")
    row = Row(**values)
    if row.verdict not in VERDICTS:
        raise ValueError(f"verdict is {row.verdict!r}, not one of {', '.join(VERDICTS)}")
    if row.reading is not None and row.reading not in READINGS:
        raise ValueError(f"reading is {row.reading!r}, not one of {', '.join(READINGS)}")
    if not re.fullmatch(r"FPI[0-9]{3}", row.code):
        raise ValueError(f"code is {row.code!r}")
    if row.line < 1 or not row.path.strip() or not row.why.strip():
        raise ValueError("line, path or why is empty")
    return row


def parse_rows(path: Path) -> list[Row]:
    """Return the rows of one ledger file; raise ValueError, naming file and line."""
    rows: dict[Key, Row] = {}
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = parse_row(text)
            if row.code != path.stem:
                raise ValueError(f"{row.code} in the file of {path.stem}")
            if row.key in rows:
                raise ValueError(f"a second verdict on {row.repo} {row.path}:{row.line}")
        except ValueError as error:
            raise ValueError(f"{path.name}:{number}: {error}") from error
        rows[row.key] = row
    return list(rows.values())


def read_ledger(folder: Path = LEDGER) -> list[Row]:
    """Return the rows of every file of a ledger; a folder that isn't there has none."""
    return [row for path in sorted(folder.glob("*.jsonl")) for row in parse_rows(path)]


def write_rows(rows: Iterable[Row], folder: Path = LEDGER) -> None:
    """Put rows into their files: in place of the older row on the same finding, else at the end."""
    by_code: dict[str, dict[Key, Row]] = {}
    for row in rows:
        by_code.setdefault(row.code, {})[row.key] = row
    folder.mkdir(parents=True, exist_ok=True)
    for code, new in by_code.items():
        path = folder / f"{code}.jsonl"
        old = {row.key: row for row in parse_rows(path)} if path.exists() else {}
        lines = [row.dump() + "\n" for row in (old | new).values()]
        path.write_text("".join(lines), encoding="utf-8")


class Difference(NamedTuple):
    """Findings against the ledger."""

    new: list[Key]
    """Found, and not judged yet."""
    gone: list[Row]
    """Judged, no longer found, and not marked as mended."""
    back: list[Row]
    """Marked as mended, yet found again."""


def compare(
    found: Collection[Key], rows: Iterable[Row], repos: Collection[str], codes: Collection[str]
) -> Difference:
    """Return how findings differ from the ledger, for the repositories and codes that were run."""
    rows = [row for row in rows if row.repo in repos and row.code in codes]
    judged = {row.key for row in rows}
    seen = set(found)
    return Difference(
        new=sorted(seen - judged),
        gone=[row for row in rows if row.key not in seen and not row.mended],
        back=[row for row in rows if row.key in seen and row.mended],
    )


class Share(NamedTuple):
    """How many verdicts say right."""

    right: int
    judged: int

    def __str__(self) -> str:
        if not self.judged:
            return "-"
        return f"{self.right}/{self.judged} {100 * self.right / self.judged:.0f}%"


def shares(rows: Iterable[Row], counts: Callable[[Row], bool]) -> dict[str, Share]:
    """Return for each code how many of the rows that count are right."""
    result: dict[str, Share] = {}
    for row in rows:
        if counts(row):
            right, judged = result.get(row.code, Share(0, 0))
            result[row.code] = Share(right + (row.verdict == "right"), judged + 1)
    return result


def stands(row: Row) -> bool:
    """Whether the row judges what the pack says today."""
    return not row.mended


def first_read(row: Row) -> bool:
    """Whether the row was a first reading. Mending it later does not make that reading better."""
    return row.reading == "first"


def total(each: Iterable[Share]) -> Share:
    """Return shares added up."""
    listed = list(each)
    return Share(sum(share.right for share in listed), sum(share.judged for share in listed))


def read_repositories(path: Path = HERE / "repositories.txt") -> dict[str, str]:
    """Return the commit of each repository."""
    return dict(line.split() for line in _lines(path))


def read_unread(path: Path = HERE / "unread.txt") -> frozenset[str]:
    """Return the repositories that were set apart for a first reading."""
    return frozenset(_lines(path))


def _lines(path: Path) -> list[str]:
    stripped = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in stripped if line and not line.startswith("#")]
