"""Whether a project has a word for how it knows its users."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model.login import speaks_of_login
from tests.model.build import module, project

MAIN = """
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
"""


@pytest.mark.parametrize(
    "text",
    [
        "response.set_cookie('a', 'b')",
        "app.add_middleware(SessionMiddleware, secret_key='x')",
        "def me(user = Depends(get_current_user)): ...",
        "security = HTTPBasic()",
        "from fastapi.security import OAuth2PasswordBearer",
        "request.headers['Authorization']",
        "@app.post('/login')",
        "import jwt",
    ],
)
def test_a_word_for_a_login(text: str) -> None:
    assert speaks_of_login(text)


@pytest.mark.parametrize(
    "text",
    [
        MAIN,
        "with Session(engine) as session: ...",
        "max_tokens = 5",
        "api_key = 1",
        "blogging = 1",
        "httpx.get(url, headers={'Authorization': f'Bearer {key}'})",
        "from requests.auth import HTTPBasicAuth",
        "huggingface_hub.login(token)",
    ],
)
def test_no_word_for_a_login(text: str) -> None:
    assert not speaks_of_login(text)


def test_files_of_the_project_tell(tmp_path: Path) -> None:
    files = {"app/main.py": MAIN, "tests/test_users.py": "client.post('/login')"}
    assert not project(tmp_path, files).may_know_users
    other = tmp_path / "other"
    other.mkdir()
    files["app/users.py"] = "from fastapi.security import HTTPBasic"
    assert project(other, files).may_know_users
    assert module(MAIN).may_know_users  # of what is around it, nothing is known
