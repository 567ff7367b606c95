from .mail import Mailer, mailer
from .mail import send_mail as send
from .payments import charge, refund
from .users import UserService, find_user, log_in

__all__ = ["Mailer", "UserService", "charge", "find_user", "log_in", "mailer", "refund", "send"]
