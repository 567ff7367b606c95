"""Names that are looked for where they are not: `from fastapi import JSONResponse`.

They are in no version there; see `tests/facts/test_misplaced.py`.
"""

from __future__ import annotations

_OF_ORM = {
    "DeclarativeBase", "Mapped", "Session", "declarative_base", "joinedload", "mapped_column",
    "relationship", "selectinload", "sessionmaker",
}  # fmt: skip
_OF_ASYNCIO = {"AsyncSession", "async_sessionmaker", "create_async_engine"}

#: What has been tried in vain, by module.
MISPLACED = {
    "fastapi": {
        "APIKeyHeader", "BaseModel", "CORSMiddleware", "FileResponse", "HTMLResponse",
        "HTTPAuthorizationCredentials", "HTTPBasic", "HTTPBearer", "JSONResponse",
        "Jinja2Templates", "OAuth2PasswordBearer", "OAuth2PasswordRequestForm",
        "PlainTextResponse", "RedirectResponse", "RequestValidationError", "SecurityScopes",
        "StaticFiles", "StreamingResponse", "TestClient", "jsonable_encoder", "run_in_threadpool",
    },
    "logging": {"get_logger", "getlogger", "setup_logging"},
    "sqlalchemy": _OF_ORM | _OF_ASYNCIO,
    "sqlalchemy.ext.asyncio": _OF_ORM | {"create_engine", "select"},
    "sqlalchemy.orm": _OF_ASYNCIO | {"Column", "ForeignKey", "Integer", "String", "create_engine"},
}  # fmt: skip


def is_misplaced(module: str, name: str) -> bool:
    """Whether a module of a library surely has not a name that is looked for there."""
    return name in MISPLACED.get(module, ())
