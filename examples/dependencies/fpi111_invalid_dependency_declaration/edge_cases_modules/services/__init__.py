from . import audit
from .prices import prices
from .stock import *  # noqa: F403
from .tax import Tax

__all__ = ["Tax", "audit", "prices"]

tax = Tax()
