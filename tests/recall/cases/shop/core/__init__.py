from .database import Db, SessionLocal, get_db
from .settings import Settings, get_settings

__all__ = ["Db", "SessionLocal", "Settings", "get_db", "get_settings"]
