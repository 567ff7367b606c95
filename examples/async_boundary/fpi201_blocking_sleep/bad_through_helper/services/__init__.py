from .mailer import Mailer
from .waiting import settle
from .waiting import settle_down as stay

__all__ = ["Mailer", "settle", "stay"]
