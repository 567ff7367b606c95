"""How files arrive: on stdin, in several processes, in any order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flake8_fastapi import registry
from flake8_fastapi.options import Options
from tests.checker.running import CALLS_HELPER, HELPER, SLEEPS, codes, flake8, write
from tests.examples import ROOT, examples, folder, options


def test_stdin_says_the_same_as_the_file(tmp_path: Path) -> None:
    write(tmp_path, main=CALLS_HELPER, helpers=HELPER)
    from_file = flake8(tmp_path, "main.py")
    from_stdin = flake8(tmp_path, "--stdin-display-name=main.py", "-", stdin=CALLS_HELPER)
    assert codes(from_file.stdout.splitlines()) == ["main.py:10 FPI201"]
    assert from_stdin.stdout == from_file.stdout


def test_stdin_without_a_name_is_checked_by_itself(tmp_path: Path) -> None:
    run = flake8(tmp_path, "-", stdin=SLEEPS)
    assert codes(run.stdout.splitlines()) == ["stdin:10 FPI201"]


def test_what_is_typed_and_not_yet_saved_counts(tmp_path: Path) -> None:
    """An editor lints the text on stdin while the file on disk is older, also for a neighbour."""
    write(tmp_path, main=CALLS_HELPER, helpers=HELPER)
    typed = CALLS_HELPER.replace("    build()\n", "    pass\n")
    run = flake8(tmp_path, "--stdin-display-name=main.py", "-", stdin=typed)
    assert run.stdout == ""


@pytest.fixture
def many_files(tmp_path: Path) -> Path:
    for number in range(6):
        write(tmp_path, **{f"app{number}": SLEEPS, f"main{number}": CALLS_HELPER})
    write(tmp_path, helpers=HELPER)
    return tmp_path


def test_two_processes_say_the_same_as_one(many_files: Path) -> None:
    one = flake8(many_files, "-j1", ".")
    two = flake8(many_files, "-j2", ".")
    assert len(one.stdout.splitlines()) == 12
    assert (two.stdout, two.stderr) == (one.stdout, "")


def test_spawned_processes_say_the_same(many_files: Path) -> None:
    """Spawned workers, of macOS and Windows, import the pack and parse the options anew."""
    program = (
        "import multiprocessing, sys; multiprocessing.set_start_method('spawn');"
        "from flake8.main.cli import main;"
        "sys.exit(main(['--isolated', '--select=FPI', '-j2', '.']))"
    )
    command = [sys.executable, "-c", program]
    spawned = subprocess.run(command, cwd=many_files, capture_output=True, text=True, check=False)
    assert (spawned.stdout, spawned.stderr) == (flake8(many_files, "-j1", ".").stdout, "")


def test_order_of_files_does_not_matter(tmp_path: Path) -> None:
    write(tmp_path, main=CALLS_HELPER, helpers=f"import main\n{HELPER}", app=SLEEPS)
    forth = flake8(tmp_path, "-j1", "app.py", "helpers.py", "main.py")
    back = flake8(tmp_path, "-j1", "main.py", "helpers.py", "app.py")
    assert sorted(forth.stdout.splitlines()) == sorted(back.stdout.splitlines())
    assert sorted(codes(forth.stdout.splitlines())) == ["app.py:10 FPI201", "main.py:10 FPI201"]


def test_what_flake8_prints_is_in_output_txt() -> None:
    """The examples are documented with what a user sees, from the command line of the README."""
    enable = f"--fpi-enable={','.join(sorted(registry.opt_in_codes()))}"
    printed = flake8(ROOT, enable, "-j2", "examples").stdout.splitlines()
    documented = set()
    for rule in registry.all_rules():
        home = folder(rule)
        configured = {
            path.relative_to(home).as_posix()
            for example in examples(rule)
            for path in example.files
            if options(path) != Options()
        }
        for line in (home / "output.txt").read_text().splitlines():
            if line.partition(":")[0] not in configured:
                documented.add(f"{home.relative_to(ROOT).as_posix()}/{line}")
    assert documented
    assert documented <= set(printed)
