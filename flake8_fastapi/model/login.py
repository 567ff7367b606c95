"""Does a file speak of anything by which an application knows its users?"""

from __future__ import annotations

import re

from flake8_fastapi.model.lean import regex

#: Cookies, sessions, schemes of a login, and who is asked for; keys and headers of requests that
#: the application makes itself are none, nor is the argument of CORSMiddleware.
_LOGIN = regex(
    r"cookie|session_?middleware|request\.(?:session|headers)|http_?(?:basic|digest)\b"
    r"|fastapi\.security|\bsecurity\(|current_user|\bjwt\b|/log_?in",
    re.I,
)


def speaks_of_login(source: str) -> bool:
    """Whether a text has a word for a cookie, a session, a token or a login."""
    return _LOGIN.search(source) is not None
