from sqlalchemy import text
from sqlalchemy.orm import Session


def get_user(db: Session, user_id: int) -> object:
    return db.execute(text("SELECT * FROM users WHERE id = :id"), {"id": user_id}).one_or_none()


def get_user_or_fail(db: Session, user_id: int) -> object:
    user = get_user(db, user_id)
    if user is None:
        raise LookupError(user_id)
    return user


def remove_user(db: Session, user_id: int) -> None:
    db.delete(get_user_or_fail(db, user_id))
