from .database import AsyncSessionDep, SessionDep, SessionLocal, get_db

__all__ = ["AsyncSessionDep", "SessionDep", "SessionLocal", "get_db"]
