"""What an AsyncSession of SQLAlchemy cannot do (FPI122)."""

from __future__ import annotations

import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel.ext.asyncio.session import AsyncSession as ModelSession


@pytest.mark.parametrize("cls", [AsyncSession, ModelSession])
def test_there_is_no_query(cls: type[AsyncSession]) -> None:
    app = FastAPI()

    @app.get("/users")
    async def users(session: object = Depends(cls, use_cache=False)) -> None:
        session.query("users")  # type: ignore[attr-defined]

    app.dependency_overrides[cls] = lambda: cls()
    with pytest.raises(AttributeError, match="no attribute 'query'"):
        TestClient(app).get("/users")
    assert TestClient(app, raise_server_exceptions=False).get("/users").status_code == 500
