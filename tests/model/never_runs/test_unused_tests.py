"""What nobody uses in tests: fixtures that no test names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.never_runs.using import is_unused

TESTS = """
import pytest

@pytest.fixture{arguments}
async def store():
    '''A store.'''
    x = "store"
    yield x

class TestStore:
    @pytest.fixture
    def inner(self): ...

def test_it(): ...
"""


@pytest.mark.parametrize(
    ("arguments", "other", "expected"),
    [
        ("", "", True),
        ("()", "", True),
        ("(scope='session')", "", True),
        ("", "@pytest.fixture\ndef store(): ...", True),
        ("", "# store", True),
        ("", "def test_that():\n    store = open()\n    store.read()", True),
        ("", "from tests.stores import store", False),
        ("", "def test_that(*, store=None): ...", False),
        ("", "def test_that(store): ...", False),
        ("", "@pytest.mark.usefixtures('store')\ndef test_that(): ...", False),
        ("", "def test_that(request): request.getfixturevalue('store')", False),
        ("(autouse=True)", "", False),
        ("(name='other')", "", False),
        ("(**dict())", "", False),
        ("\n@pytest.mark.skip", "", False),
    ],
)
@pytest.mark.parametrize("file", ["tests/test_store.py", "tests/conftest.py"])
def test_fixtures_that_no_test_names(
    file: str, arguments: str, other: str, expected: bool, tmp_path: Path
) -> None:
    text = TESTS.replace("{arguments}", arguments)
    line = text[: text.index("x =")].count("\n") + 1
    assert is_unused(tmp_path / "own", {file: f"{text}\n{other}\n"}, file, line) is expected
    files = {file: text, "tests/test_other.py": other}
    assert is_unused(tmp_path / "other", files, file, line) is expected


@pytest.mark.parametrize(
    ("asking", "expected"),
    [
        ("", True),
        ("(autouse=True)", False),
        ("\nasync def fuller(full): ...\n@pytest.fixture", True),
        ("\nasync def fuller(full): ...\ndef test_that(fuller): ...\n@pytest.fixture", False),
    ],
)
def test_fixtures_that_only_fixtures_name(asking: str, expected: bool, tmp_path: Path) -> None:
    text = TESTS.replace("{arguments}", "")
    line = text[: text.index("x =")].count("\n") + 1
    text += f"@pytest.fixture{asking}\ndef full(store): ...\n"
    assert is_unused(tmp_path, {"tests/conftest.py": text}, "tests/conftest.py", line) is expected


@pytest.mark.parametrize(("line", "expected"), [("def inner", True), ("def test_it", False)])
def test_fixtures_of_a_class_and_tests(line: str, expected: bool, tmp_path: Path) -> None:
    text = TESTS.replace("{arguments}", "")
    number = text[: text.index(line)].count("\n") + 1
    assert is_unused(tmp_path, {"tests/test_a.py": text}, "tests/test_a.py", number) is expected


@pytest.mark.parametrize(
    ("file", "other", "expected"),
    [
        ("tests/conftest_old.py", "", True),
        ("tests/conftest_old.py", "pytest_plugins = ['tests.conftest_old']", False),
        ("tests/conftest_old.py", "from tests.conftest_old import store", False),
        ("tests/conftest.py", "", False),
    ],
)
def test_what_was_a_conftest(file: str, other: str, expected: bool, tmp_path: Path) -> None:
    text = TESTS.replace("{arguments}", "")
    files = {file: text, "tests/test_other.py": f"{other}\ndef test_that(store): ..."}
    assert is_unused(tmp_path, files, file, 7) is expected


def test_fixtures_that_the_settings_of_pytest_name(tmp_path: Path) -> None:
    text = TESTS.replace("{arguments}", "")
    (tmp_path / "pytest.ini").write_text("[pytest]\nusefixtures = store")
    assert not is_unused(tmp_path, {"tests/test_a.py": text}, "tests/test_a.py", 7)
