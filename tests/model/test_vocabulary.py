"""Rules wait for words, which may stand in a file as parts of others."""

import ast

import pytest

from flake8_fastapi.model import vocabulary as module
from flake8_fastapi.model.tree import Tree
from flake8_fastapi.model.vocabulary import Parts, vocabulary

TEXTS = [
    "engine = create_engine('sqlite://')",
    "async def read(session: 'Session') -> None: await session.commit()",
    "message = 'first line\\nengine'",
    "import a.engine as b",
    "engine = 1",
    "",
]


def words(text: str) -> set[str]:
    return vocabulary(Tree(ast.parse(text)))


def plainly(parts: set[str], text: str) -> set[str]:
    return {part for part in parts if any(part in word for word in words(text))}


@pytest.mark.parametrize("most", [50_000, 0])
def test_what_is_remembered_says_what_a_plain_search_says(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_KNOWN", most)
    wanted = {"engine", "Session", "async def", "sql", "commit", "nothing", "line"}
    parts = Parts(wanted)
    for text in (*TEXTS, *reversed(TEXTS)):
        assert parts.among(words(text)) == plainly(wanted, text), text


def test_two_searches_do_not_share_what_they_remember() -> None:
    first, second = Parts({"engine"}), Parts({"create"})
    assert first.among({"create_engine"}) == {"engine"}
    assert second.among({"create_engine"}) == {"create"}
