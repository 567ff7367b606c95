"""The ledger's files hold together, and findings are held against them rightly."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.ledger import (
    LEDGER,
    READINGS,
    Key,
    Row,
    Share,
    compare,
    first_read,
    parse_row,
    parse_rows,
    read_ledger,
    read_repositories,
    read_unread,
    shares,
    stands,
    total,
    write_rows,
)
from tests.corpus.record import main as record

ROW = Row("owner/name", "c" * 40, "app/main.py", 3, "FPI101", "right", "blocks the loop")
WRONG = replace(ROW, line=9, verdict="wrong", why="handed to a thread")


@pytest.mark.parametrize("path", sorted(LEDGER.glob("*")), ids=lambda path: path.name)
def test_ledger_file_is_valid(path: Path) -> None:
    assert re.fullmatch(r"FPI[0-9]{3}\.jsonl", path.name)
    commits = read_repositories()
    for row in parse_rows(path):
        assert row.commit == commits.get(row.repo), row


def test_repositories_are_pinned_and_unread_ones_are_among_them() -> None:
    commits = read_repositories()
    assert all(re.fullmatch(r"[0-9a-f]{40}", commit) for commit in commits.values())
    assert read_unread() < commits.keys()


def test_finding_without_row_is_new() -> None:
    other = Key("owner/name", "app/main.py", 4, "FPI101")
    assert compare([ROW.key, other], [ROW], ["owner/name"], ["FPI101"]) == ([other], [], [])


def test_row_without_finding_is_gone_unless_mended() -> None:
    mended = replace(WRONG, mended=True)
    assert compare([], [ROW, mended], ["owner/name"], ["FPI101"]) == ([], [ROW], [])


def test_mended_row_that_is_found_is_back() -> None:
    mended = replace(WRONG, mended=True)
    assert compare([WRONG.key], [mended], ["owner/name"], ["FPI101"]) == ([], [], [mended])


def test_what_was_not_run_is_not_gone() -> None:
    assert compare([], [ROW], ["owner/other"], ["FPI101"]).gone == []
    assert compare([], [ROW], ["owner/name"], ["FPI102"]).gone == []


def test_two_findings_on_a_line_share_a_verdict() -> None:
    assert compare([ROW.key, ROW.key], [ROW], ["owner/name"], ["FPI101"]) == ([], [], [])


def test_share_of_what_stands_leaves_out_mended_rows() -> None:
    rows = [ROW, replace(WRONG, mended=True), replace(ROW, code="FPI102", verdict="wrong")]
    assert shares(rows, stands) == {"FPI101": (1, 1), "FPI102": (0, 1)}


@pytest.mark.parametrize("reading", READINGS)
def test_row_keeps_its_reading(reading: str) -> None:
    row = replace(ROW, reading=reading)
    assert parse_row(row.dump()) == row


def test_share_of_first_readings_keeps_mended_rows() -> None:
    rows = [replace(ROW, reading="first"), replace(WRONG, reading="first", mended=True), ROW]
    assert shares(rows, first_read) == {"FPI101": (1, 2)}


def test_shares_add_up() -> None:
    assert total([Share(1, 2), Share(3, 3)]) == (4, 5)
    assert str(Share(4, 5)) == "4/5 80%"
    assert str(total([])) == "-"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"verdict": "perhaps"}, "verdict"),
        ({"reading": "last"}, "reading"),
        ({"line": "3"}, "line"),
        ({"line": True}, "line"),
        ({"line": 0}, "empty"),
        ({"why": " "}, "empty"),
        ({"code": "F101"}, "code"),
        ({"mended": 1}, "mended"),
        ({"note": "?"}, "unknown keys: note"),
    ],
)
def test_row_that_is_wrong_is_refused(change: dict[str, Any], complaint: str) -> None:
    values = json.loads(ROW.dump()) | change
    with pytest.raises(ValueError, match=complaint):
        parse_row(json.dumps(values))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("[]", "not an object"), ("", "Expecting value"), ("{}", "missing keys: repo, commit")],
)
def test_line_that_is_no_row_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_row(text)


def test_row_survives_its_file(tmp_path: Path) -> None:
    odd = replace(WRONG, why='said "née"\nand more', mended=True, reading="first")
    write_rows([ROW, odd], tmp_path)
    assert read_ledger(tmp_path) == [ROW, odd]
    write_rows([replace(ROW, verdict="wrong")], tmp_path)
    assert read_ledger(tmp_path) == [replace(ROW, verdict="wrong"), odd]


def test_file_with_row_of_another_code_or_a_second_verdict_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "FPI102.jsonl"
    path.write_text(ROW.dump() + "\n")
    with pytest.raises(ValueError, match=r"FPI102\.jsonl:1: FPI101 in the file of FPI102"):
        parse_rows(path)
    path = tmp_path / "FPI101.jsonl"
    path.write_text(ROW.dump() + "\n" + ROW.dump() + "\n")
    with pytest.raises(ValueError, match=r"FPI101\.jsonl:2: a second verdict"):
        parse_rows(path)


@pytest.mark.parametrize("unread", [True, False])
def test_record_looks_up_commit_and_reading(tmp_path: Path, unread: bool) -> None:
    commits = read_repositories()
    repo = min(name for name in commits if (name in read_unread()) is unread)
    given = [repo, "app/main.py", "3", "FPI101", "right", "blocks", "--ledger", str(tmp_path)]
    record(given)
    (row,) = read_ledger(tmp_path)
    assert row.key == Key(repo, "app/main.py", 3, "FPI101")
    assert (row.commit, row.reading) == (commits[repo], "first" if unread else "tuned")
    with pytest.raises(SystemExit):
        record(given)
    record([*given, "--replace", "--mended"])
    assert read_ledger(tmp_path) == [replace(row, mended=True)]


def test_record_refuses_unknown_repository(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        record(["no/such", "a.py", "1", "FPI101", "right", "why", "--ledger", str(tmp_path)])
    assert not list(tmp_path.iterdir())
