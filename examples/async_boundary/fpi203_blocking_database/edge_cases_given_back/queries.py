from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String)


def users(db):
    return db.query(User).order_by(User.name)


def named(db, name=None):
    query = db.query(User)
    if name:
        query = query.filter(User.name == name)
    return query


def users_or_names(db, names):
    if names:
        return names
    return db.query(User)


class Users:
    def all(self, db):
        return db.query(User)
