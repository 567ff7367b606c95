from sqlalchemy.orm import Session

from .database import User


def store_user(user: User, session: Session) -> None:
    session.add(user)
    session.commit()
