from .crud import get_user, get_user_or_fail, remove_user
from .orders import Orders
from .session import get_db

__all__ = ["Orders", "get_db", "get_user", "get_user_or_fail", "remove_user"]
