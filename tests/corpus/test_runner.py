"""Checkouts are run whole, whatever is in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_fastapi.model import Module
from flake8_fastapi.rule import Finding, Rule
from tests.corpus.__main__ import draw
from tests.corpus.ledger import Key
from tests.corpus.runner import python_files, read_lines, run

app = "from fastapi import FastAPI\n\napp = FastAPI()\n"

finds = Rule("FPI001", "import", "An import", "`{name}` is imported; don't")
fails = Rule("FPI002", "fails", "Fails", "never said")


@finds.on(ast.ImportFrom)
def _find(node: ast.ImportFrom, module: Module) -> Iterator[Finding]:
    yield finds.at(node, name=node.module)


@fails.on(ast.ImportFrom)
def _fail(node: ast.ImportFrom, module: Module) -> Iterator[Finding]:
    raise RuntimeError("broken rule")
    yield


def test_run_finds_counts_and_never_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FPI_DEBUG", raising=False)  # which lets the engine raise
    repository = tmp_path / "checkouts" / "owner__name"
    (repository / "app").mkdir(parents=True)
    (repository / "app" / "main.py").write_text(app)
    (repository / "bom.py").write_bytes(b"\xef\xbb\xbf" + app.encode())
    (repository / "latin.py").write_bytes(app.encode() + b"name = '\xe9'\n")
    (repository / "nul.py").write_bytes(b"\0")
    (repository / "deep.py").write_text("-" * 100_000 + "1\n")
    (repository / "template.py").write_text("{% if x %}\n")
    (repository / "empty.py").write_text("")
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "owner__name").symlink_to(repository)
    for folder in ("checkouts", "linked"):
        result = run(tmp_path / folder, [fails, finds])
        assert [found.key for found in result.found] == [
            Key("owner/name", path, 1, "FPI001") for path in ("bom.py", "latin.py", "app/main.py")
        ]
        assert result.found[0].text == "`fastapi` is imported; don't"
        assert (result.repos, result.files, result.concerned) == (["owner/name"], 7, 3)
        assert [place.split()[1] for place in result.unparsed] == [
            "deep.py:",
            "nul.py:",
            "template.py:",
        ]
        assert len(result.raised) == 3
        assert "broken rule" in result.raised[0]
        assert result.code_seconds.keys() == {"FPI001", "FPI002"}


def test_only_some_checkouts_can_be_run(tmp_path: Path) -> None:
    for name in ("a__one", "b__two", "no_repository"):
        (tmp_path / name).mkdir()
    assert run(tmp_path, [finds]).repos == ["a/one", "b/two"]
    assert run(tmp_path, [finds], only="two").repos == ["b/two"]


def test_what_is_installed_is_not_theirs(tmp_path: Path) -> None:
    for name in ("app/main.py", "env/lib/x.py", "lib/site-packages/y.py", "node_modules/z/z.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text("")
    (tmp_path / "env" / "pyvenv.cfg").write_text("")
    (tmp_path / "app" / "pyvenv.cfg").write_text("")  # their own code stays theirs
    assert list(python_files(tmp_path)) == [tmp_path / "app" / "main.py"]


def test_lines_keep_their_ends_and_lose_the_mark(tmp_path: Path) -> None:
    path = tmp_path / "main.py"
    path.write_bytes("\ufeffa = 1\r\nb = 'é\x0c'\n".encode())
    assert read_lines(path) == ["a = 1\n", "b = 'é\x0c'\n"]


def test_draw_is_by_code_and_repeats() -> None:
    new = [
        Key("owner/name", "main.py", line, code) for code in ("FPI1", "FPI2") for line in range(99)
    ]
    drawn = draw(new, 5, seed=1)
    assert [key.code for key in drawn] == ["FPI1"] * 5 + ["FPI2"] * 5
    assert drawn == draw(reversed(new), 5, seed=1) != draw(new, 5, seed=2)
    assert draw(new[:99], 5, seed=1) == drawn[:5]
    assert draw(new[:3], 5, seed=1) == new[:3]
