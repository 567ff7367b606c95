"""Does a file speak of what a browser sends of itself: cookies, sessions?"""

from __future__ import annotations

import re
from collections.abc import Collection

from flake8_fastapi.model.lean import regex

#: Cookies that are read, and what keeps something in one. One that is set and never read does
#: nothing. Headers, bearer tokens and keys are sent by code that knows them; cookies of an HTTP
#: client or of a browser that is driven are somebody else's. Nor does HTTP Basic count: it guards
#: documentation, or calls of other servers, and Starlette before 1.0 reflects no origin for it. Nor
#: do settings of Flask: whoever uses such a cookie in FastAPI has to read it.
_SENT_BY_BROWSERS = regex(
    r"\b(?:conn|connection|req|request|websocket|ws)\.(?:cookies|session)\b"
    r"(?!\.(?!clear|get|items|keys|pop|setdefault|update|values))"  # `strip` is one of texts
    r"|\bCookie\(|APIKeyCookie|Cookie(?:Backend|Manager\(|Security|Transport)|SessionCookie\("
    r"|(?<!db)(?<!db_)session_?middleware",  # `DBSessionMiddleware` is about databases
    re.I,
)

#: What writes a log, as far as the place in it that a text ends with.
_LOGS = regex(
    r"\b(?:log(?:ger|ging)?\.\w+|bind_(?:threadlocal|contextvars)|print)\("
    r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*(?:\bdict\()?$"
)
_LONGEST_LOG = 500  #: characters of such a call that are looked at

#: Whose requests a file is about: those of Flask and Django come to applications of their own.
_OF_OTHERS = regex(r"^[ \t]*(?:from|import)[ \t]+(?:django|flask|werkzeug)\b", re.M)
_OF_STARLETTE = regex(r"^[ \t]*(?:from|import)[ \t]+(?:fastapi|starlette)\b", re.M)

#: What sets a cookie, which is `lax` where nothing else is said.
_SETS = regex(r"\bset_cookie\(|\bSessionMiddleware\b|\bCookieTransport\(|\bauthx\b")
#: Where code says something else of one, or may do so: in all but `samesite="lax"` and
#: `COOKIE_SAMESITE: str = "strict"`.
_MAY_GO_ANYWHERE = regex(
    r"same_?site(?!\w*[\"']?\]?\s*(?::[^=,\n]*=|[=:])\s*[\"'](?:lax|strict)\b(?!.*[\"']none\b))",
    re.I,
)

_TOKENS = regex(r"\b(?:HTTPBearer|OAuth2\w*Bearer|APIKeyHeader)\b")
_ROUTES = regex(r"^[ \t]*@\w+(?:\.\w+)*\.(?:delete|get|patch|post|put)\(", re.M)


def speaks_of_cookies(source: str) -> bool:
    """Whether a text has a word for what a browser sends with any request to a site.

    Cookies that are only written to the log are of no use to anybody, and those that requests to a
    Flask application have are no word of this one.
    """
    return any(
        not _LOGS.search(source[max(0, found.start() - _LONGEST_LOG) : found.start()])
        for found in _SENT_BY_BROWSERS.finditer(source)
    ) and not (_OF_OTHERS.search(source) and not _OF_STARLETTE.search(source))


def are_kept_from_others(texts: Collection[str]) -> bool:
    """Whether code sets cookies, and none that pages of other sites send, as far as it says.

    With a request that the code of such a page makes, browsers send none that is `lax` or `strict`.
    """
    return any(map(_SETS.search, texts)) and not any(map(_MAY_GO_ANYWHERE.search, texts))


def says_whom_it_knows(source: str) -> bool:
    """Whether a file that is all there is tells by what callers are known: it has the routes.

    Or asks for what their code sends: of itself a browser sends no token.
    """
    return _TOKENS.search(source) is not None or _ROUTES.search(source) is not None
