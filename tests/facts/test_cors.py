"""What CORSMiddleware answers (FPI610)."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.testclient import TestClient
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

EVIL = "https://evil.example"


def client(**arguments: Any) -> TestClient:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, **arguments)

    @app.get("/me")
    def me() -> str:
        return "private"

    return TestClient(app, cookies={"session": "1"})


def allowed(client: TestClient, origin: str = EVIL) -> tuple[str | None, str | None]:
    """What a browser reads before it hands the answer to a page of `origin`."""
    headers = client.get("/me", headers={"Origin": origin}).headers
    return (
        headers.get("access-control-allow-origin"),
        headers.get("access-control-allow-credentials"),
    )


@pytest.mark.parametrize(
    "origins",
    [
        {"allow_origins": ["*"]},
        {"allow_origins": "*"},
        {"allow_origins": ["https://app.example", "*"]},
        {"allow_origin_regex": ".*"},
        {"allow_origin_regex": "^.*$"},
        {"allow_origin_regex": ".+"},
        {"allow_origin_regex": "https?://.*"},
    ],
    ids=str,
)
def test_any_origin_with_credentials_is_reflected(origins: dict[str, Any]) -> None:
    assert allowed(client(allow_credentials=True, **origins)) == (EVIL, "true")


def test_the_preflight_of_any_origin_is_allowed_with_credentials() -> None:
    answer = client(allow_origins=["*"], allow_credentials=True).options(
        "/me", headers={"Origin": EVIL, "Access-Control-Request-Method": "GET"}
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == EVIL
    assert answer.headers["access-control-allow-credentials"] == "true"


def test_the_list_and_the_wrapped_form_reflect_alike() -> None:
    async def plain(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    listed = FastAPI(
        middleware=[Middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)]
    )
    wrapped = CORSMiddleware(plain, allow_origins=["*"], allow_credentials=True)
    for app in (listed, wrapped):
        assert allowed(TestClient(app, cookies={"session": "1"})) == (EVIL, "true")


def test_without_credentials_no_session_is_read() -> None:
    """A browser shows a request with cookies to nobody, unless the answer allows credentials."""
    assert allowed(client(allow_origins=["*"])) in [("*", None), (EVIL, None)]


def test_listed_origins_are_not_reflected_to_others() -> None:
    listed = client(allow_origins=["https://app.example"], allow_credentials=True)
    assert allowed(listed) == (None, "true")
    assert allowed(listed, "https://app.example") == ("https://app.example", "true")


def test_a_regex_is_matched_to_the_whole_origin() -> None:
    pattern = client(allow_origin_regex=r"https://.*\.app\.example", allow_credentials=True)
    assert allowed(pattern, "https://a.app.example")[0] == "https://a.app.example"
    assert allowed(pattern, "https://a.app.example.evil.org")[0] is None
    assert allowed(pattern)[0] is None


def test_cookies_are_lax_where_nothing_else_is_said() -> None:
    """Browsers do not send such a one with what a page of another site asks for."""
    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key="x")

    @app.get("/set")
    def set_cookie(request: Request, response: Response) -> None:
        response.set_cookie("user", "a")
        request.session["user"] = "a"

    cookies = TestClient(app).get("/set").headers.get_list("set-cookie")
    assert len(cookies) == 2
    assert all("samesite=lax" in each.lower() for each in cookies)
