"""Whether a project has a word for what browsers send of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_fastapi.model.middleware.cookies import are_kept_from_others, speaks_of_cookies
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
        "app.add_middleware(SessionMiddleware, secret_key='x')",
        "user = request.session['user']",
        "user = websocket.cookies['user']",
        "user = request.cookies.get(COOKIE_NAME)",
        "if 'user' in request.session: ...",
        "cookie = SessionCookie(identifier='user')",
        "def me(session: Annotated[str, Cookie()]): ...",
        "scheme = APIKeyCookie(name='x')",
        "transport = CookieTransport()",
        "manager = CookieManager(secret)",
        "logger.info('asked')\nuser = request.cookies['user']",
        "logger.info(request.cookies)\nuser = request.cookies['user']",
        "login.check(request.cookies)",
        "print(find(request.cookies))",
        "from fastapi import Request\nfrom flask import Flask\nuser = request.cookies['user']",
    ],
)
def test_a_word_for_what_browsers_send(text: str) -> None:
    assert speaks_of_cookies(text)


@pytest.mark.parametrize(
    "text",
    [
        MAIN,
        "with Session(engine) as session: ...",
        "max_tokens = 5",
        "httpx.get(url, headers={'Authorization': f'Bearer {key}'})",
        "from requests.auth import HTTPBasicAuth",
        "await context.add_cookies(client.cookies)",
        "def me(user = Depends(OAuth2PasswordBearer('token'))): ...",
        "scheme = HTTPBearer()",
        "security = HTTPBasic()",  # which no origin is reflected for, mostly
        "key = APIKeyHeader(name='x-key')",
        "response.set_cookie('a', 'b')",  # which nobody reads
        "response.delete_cookie('a')",
        "logger.info('cookies: %s', request.cookies)",
        "logging.debug(f'All: {dict(request.cookies)}')",
        "bind_threadlocal(\n    id=str(uuid.uuid4()),\n    cookies=request.cookies,\n)",
        "self.logger.debug('of %s', request.session)",
        "app.add_middleware(DBSessionMiddleware, db_url=url)",
        "async def db_session_middleware(request, call_next): ...",
        "text = request.cookies.strip()",  # of a body
        "any(cookie_name in text for cookie_name in expected)",
        "headers['Cookie'] = _build_session_cookie_header(token)",
        "script = 'CookieManager.getInstance().getCookie(url)'",  # of another language
        "SESSION_COOKIE_SECURE = True",  # of the Flask application beside it
        "from flask import request\nuser = request.cookies['user']",
    ],
)
def test_what_code_sends_that_knows_it(text: str) -> None:
    assert not speaks_of_cookies(text)


def test_files_of_the_project_tell(tmp_path: Path) -> None:
    files = {f"app/{name}.py": "" for name in ("a", "b", "c")} | {"app/main.py": MAIN}
    files["tests/test_users.py"] = "client.cookies\nrequest.cookies['a']"
    assert not project(tmp_path, files).may_have_cookies
    other = tmp_path / "other"
    other.mkdir()
    files["app/a.py"] = "from app import users"
    files["app/main.py"] = f"from app import a\n{MAIN}"
    files["app/users.py"] = "def me(session: Annotated[str, Cookie()]): ..."
    assert project(other, files).may_have_cookies


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["response.set_cookie('a', 'b', samesite='lax')"], True),
        (["response.set_cookie('a', 'b')"], True),
        (["app.add_middleware(SessionMiddleware, secret_key='x')"], True),
        (["set_cookie('a', 'b')", "COOKIE_SAMESITE: str = 'strict'", "{'same_site': 'Lax'}"], True),
        (["set_cookie('a', 'b')", "options['samesite'] = 'strict'"], True),
        (["set_cookie('a', 'b', samesite='lax')", "set_cookie('c', 'd', samesite='none')"], False),
        (["set_cookie('a', 'b', samesite='lax' if debug else 'none')"], False),
        (["response.set_cookie('a', 'b', samesite=settings.SAMESITE)"], False),
        (["from authx import AuthX", "JWT_COOKIE_SAMESITE = 'lax'"], True),
        (["from authx import AuthX", "JWT_COOKIE_SAMESITE = 'none'"], False),
        (["set_cookie('a', 'b', samesite=None)"], False),
        (["user = request.cookies['user']"], False),  # whoever sets it
    ],
)
def test_cookies_that_other_sites_cannot_send(texts: list[str], expected: bool) -> None:
    assert are_kept_from_others(texts) is expected


def test_such_cookies_are_none_for_others(tmp_path: Path) -> None:
    files = {f"app/{name}.py": "" for name in ("a", "b", "c")}
    files["app/main.py"] = f"from app import users\n{MAIN}"
    files["app/users.py"] = "user = request.cookies['user']\n"
    assert project(tmp_path, files).may_have_cookies
    other = tmp_path / "other"
    other.mkdir()
    files["app/users.py"] += "response.set_cookie('user', 'a')\n"
    assert not project(other, files).may_have_cookies


def test_another_application_of_the_checkout_tells_nothing(tmp_path: Path) -> None:
    files = {
        "prices/main.py": f"from prices import routes\n{MAIN}",
        "prices/routes.py": "",
        "users/main.py": f"{MAIN}\n@app.get('/')\ndef read(request: Request): request.cookies",
    }
    assert not project(tmp_path, files, "prices/main.py").may_have_cookies
    files["prices/routes.py"] = "def read(request): return request.cookies"
    other = tmp_path / "other"
    other.mkdir()
    assert project(other, files, "prices/main.py").may_have_cookies


def test_of_a_file_alone_nothing_is_known(tmp_path: Path) -> None:
    assert module(MAIN).may_have_cookies
    assert project(tmp_path, {"main.py": MAIN}, "main.py").may_have_cookies


def test_a_project_of_a_file_alone_beside_others(tmp_path: Path) -> None:
    (tmp_path / "prices").mkdir()
    assert project(tmp_path / "prices", {"main.py": MAIN}, "main.py").may_have_cookies
    (tmp_path / ".git").mkdir()
    assert not project(tmp_path / "prices", {"main.py": MAIN}, "main.py").may_have_cookies


def test_a_file_alone_that_asks_for_a_token(tmp_path: Path) -> None:
    main = f"{MAIN}\nfrom fastapi.security import HTTPBearer\n"
    assert not module(main).may_have_cookies
    assert not project(tmp_path, {"main.py": main}, "main.py").may_have_cookies
    assert module(f"{main}def read(request): return request.cookies").may_have_cookies
