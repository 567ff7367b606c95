"""What takes a session of `database` without being given it."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from .database import of_items, of_orders, of_scripts


class Orders:
    def __init__(self, session: AsyncSession = of_orders) -> None:
        self.session = session

    async def count(self) -> Any:
        return (await self.session.execute(text("SELECT count(*) FROM orders"))).scalar_one()


class Items:
    def __init__(self) -> None:
        self.session = of_items

    async def count(self) -> Any:
        return (await self.session.execute(text("SELECT count(*) FROM items"))).scalar_one()


class Imports:
    """Only given sessions of requests."""

    def __init__(self, session: AsyncSession = of_scripts) -> None:
        self.session = session

    async def count(self) -> Any:
        return (await self.session.execute(text("SELECT count(*) FROM imports"))).scalar_one()
