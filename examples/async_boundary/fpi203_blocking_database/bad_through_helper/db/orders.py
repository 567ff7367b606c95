from sqlalchemy import text
from sqlalchemy.orm import Session


class Orders:
    def __init__(self, db: Session) -> None:
        self.db = db

    def count(self) -> int:
        return self.db.scalar(text("SELECT count(*) FROM orders")) or 0
