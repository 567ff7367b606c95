from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from ..core.security import same, verify


def find_user(db: Session, name: str) -> object:
    return db.execute(text("SELECT 1"), {"name": name}).first()


async def find_user_twin(db: AsyncSession, name: str) -> object:
    return (await db.execute(text("SELECT 1"), {"name": name})).first()


def log_in(name: str, password: str) -> bool:
    return same(name, name) and verify(password, "hash")


class UserService:
    def __init__(self, db: Session) -> None:
        self.db = db

    def find(self, name: str) -> object:
        return find_user(self.db, name)

    def label(self, name: str) -> str:
        return name.title()

    def create(self, name: str) -> None:
        if not self.find(name):
            self.db.add(self)
