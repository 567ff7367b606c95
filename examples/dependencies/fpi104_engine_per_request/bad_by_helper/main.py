from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy import Connection, Engine, text

from .dependencies import get_archive, get_engine, get_reports, get_shared, get_tenant
from .engines import Archive, Shared, Tenant, build_for_one_use, build_for_the_lifespan


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.engine = build_for_the_lifespan()
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/reports/count")
def count_reports(connection: Annotated[Connection, Depends(get_reports)]) -> int:
    return connection.scalar(text("SELECT count(*) FROM reports")) or 0


@app.get("/archive/count")
def count_archived(archive: Annotated[Archive, Depends(get_archive)]) -> int:
    return archive.count()


@app.get("/engines")
def engines(
    tenant: Annotated[Tenant, Depends(get_tenant)],
    shared: Annotated[Shared, Depends(get_shared)],
    engine: Annotated[Engine, Depends(get_engine)],
) -> list[str]:
    return [str(each.url) for each in (tenant.engine, shared.engine, engine)]


@app.post("/vacuum")
def vacuum() -> None:
    engine = build_for_one_use()
    with engine.connect() as connection:
        connection.execute(text("VACUUM"))
    engine.dispose()
