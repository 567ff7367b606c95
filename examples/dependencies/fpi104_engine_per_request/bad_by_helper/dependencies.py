from collections.abc import Iterator
from functools import cache
from typing import Annotated

from fastapi import Header
from sqlalchemy import Connection, Engine

from .engines import Archive, Shared, Tenant, build_for_the_module, build_once, build_reports

engine = build_for_the_module()
shared = Shared("postgresql://localhost/shared")


def get_reports() -> Iterator[Connection]:
    reports = build_reports()
    try:
        with reports.connect() as connection:
            yield connection
    finally:
        reports.dispose()


def get_archive() -> Archive:
    return Archive("postgresql://localhost/archive")


def get_tenant(x_tenant: Annotated[str, Header()]) -> Tenant:
    return Tenant(x_tenant)


def get_shared() -> Shared:
    return shared


@cache
def get_engine() -> Engine:
    return build_once()
