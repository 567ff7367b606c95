from .orders import router as orders
from .users import router as users

__all__ = ["orders", "users"]
