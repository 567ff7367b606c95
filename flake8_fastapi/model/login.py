"""Does a file speak of anything by which an application knows its users?"""

from __future__ import annotations

import re

from flake8_fastapi.model.lean import regex

#: Cookies, sessions, headers and schemes of a login; the argument of CORSMiddleware is none.
_LOGIN = regex(
    r"cookie|session_?middleware|request\.session|http_?(?:basic|bearer|digest)|oauth"
    r"|api_?key_?(?:cookie|header|query)"
    r"|authorization|jwt|\bbearer\b|security\(|current_user|with_?credentials|log_?in(?![a-z])",
    re.I,
)


def speaks_of_login(source: str) -> bool:
    """Whether a text has a word for a cookie, a session, a token or a login."""
    return _LOGIN.search(source) is not None
