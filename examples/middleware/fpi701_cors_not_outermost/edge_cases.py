from http import HTTPStatus

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi import responses as answers
from fastapi.middleware import cors
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse
from slowapi import Limiter
from slowapi.middleware import SlowAPIMiddleware
from slowapi.util import get_remote_address
from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, AuthenticationBackend, AuthenticationError
from starlette.authentication import SimpleUser, UnauthenticatedUser
from starlette.datastructures import Headers
from starlette.middleware import Middleware, authentication
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from thirdparty import UnknownBackend, UnknownMiddleware


HOSTS = {"example.com"}
STATUSES: list[int] = []


class Refusing(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if not request.headers.get("authorization"):
            return JSONResponse({"detail": "no"}, 401)
        return await call_next(request)


def check_token(request: Request) -> None:
    if not request.headers.get("authorization"):
        raise HTTPException(401)


def find_tenant(request: Request) -> None:
    if not request.headers.get("x-tenant"):
        raise HTTPException(404)


class Answering(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            check_token(request)
        except HTTPException as error:
            return JSONResponse({"detail": error.detail}, status_code=error.status_code)
        return await call_next(request)


class AnsweringForNoPage(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            find_tenant(request)
        except HTTPException as error:
            return JSONResponse({"detail": error.detail}, status_code=error.status_code)
        return await call_next(request)


class AnsweringForNobody(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            return await call_next(request)
        except HTTPException as error:
            return JSONResponse({"detail": error.detail}, status_code=error.status_code)


def refusal(text: str, *, status_code: int) -> JSONResponse:
    return JSONResponse({"detail": text}, status_code=status_code)


class ByStatus(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.headers.get("x"):
            return refusal("too much", status_code=413)
        return await call_next(request)


class ByAsyncMethod(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.headers.get("x"):
            return await self.refuse(HTTPStatus.FORBIDDEN)
        return await call_next(request)

    async def refuse(self, status):
        return JSONResponse({"detail": "no"}, status_code=status)


class ByStatusOfSuccess(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.headers.get("x"):
            return refusal("nothing there", status_code=404)
        if request.headers.get("y"):
            return refusal("ok", status_code=HTTPStatus.OK)
        return await call_next(request)


class InheritsRefusing(Refusing):
    pass


class ByVariable(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        if response.status_code == 200 and request.query_params.get("x"):
            response = answers.PlainTextResponse("no", status_code=403)
        return response


class ByMethod(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.headers.get("x"):
            return self.refuse()
        return await call_next(request)

    def refuse(self):
        return JSONResponse({"detail": "no"}, status_code=403)


class Catching(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            return await call_next(request)
        except Exception as error:
            return JSONResponse({"detail": str(error)}, status_code=500)


class RefusingAsgi:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["method"] == "PUT":
            await Response(status_code=405)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class Sending:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and not scope["headers"]:
            headers = [(b"content-type", b"text/plain")]
            await send({"type": "http.response.start", "status": 401, "headers": headers})
            await send({"type": "http.response.body", "body": b"no"})
            return
        await self.app(scope, receive, send)


class SendingWithHeaders:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and not scope["headers"]:
            headers = [(b"Access-Control-Allow-Origin", b"*")]
            await send({"type": "http.response.start", "status": 401, "headers": headers})
            await send({"type": "http.response.body", "body": b"no"})
            return
        await self.app(scope, receive, send)


class PassingOn(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        response.headers["x-frame-options"] = "DENY"
        return response


class Copying(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        body = b"".join([part async for part in response.body_iterator])
        return Response(body, status_code=response.status_code, headers=dict(response.headers))


class Health(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.url.path == "/health":
            return JSONResponse({"status": "ok"})
        return await call_next(request)


class Nowhere(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if not request.url.path.startswith("/api"):
            return JSONResponse({"detail": "Not found"}, status_code=404)
        return await call_next(request)


class Pages(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.url.path == "/":
            return RedirectResponse("/index.html")
        response = await call_next(request)
        if response.status_code == 404:
            return FileResponse("index.html")
        return response


class OwnHeaders(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if not request.headers.get("authorization"):
            return JSONResponse({}, 401, headers={"Access-Control-Allow-Origin": "*"})
        return await call_next(request)


class Reraising(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            return await call_next(request)
        except Exception:
            print("failed")
            raise


# ----- inside something that refuses

app1 = FastAPI()
app1.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
app1.add_middleware(GZipMiddleware)
app1.add_middleware(Refusing)

app2 = FastAPI()
app2.add_middleware(cors.CORSMiddleware, allow_origins=["*"])  # error: FPI701
app2.add_middleware(InheritsRefusing)

app3 = Starlette()
app3.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
app3.add_middleware(RefusingAsgi)

app4 = FastAPI(middleware=[Middleware(CORSMiddleware, allow_origins=["*"])])  # error: FPI701
app4.add_middleware(Refusing)

stack = [
    Middleware(GZipMiddleware),
    Middleware(Refusing),
    Middleware(CORSMiddleware, allow_origins=["*"]),  # error: FPI701
]
app5 = FastAPI(middleware=stack)

app6 = FastAPI()
app6.state.limiter = Limiter(key_func=get_remote_address, default_limits=["90/minute"])
app6.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
app6.add_middleware(SlowAPIMiddleware)

app7 = FastAPI()
app7.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
app7.add_middleware(ByMethod)

app8 = FastAPI()
app8.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
app8.add_middleware(Catching)

app9 = FastAPI()
app9.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
app9.add_middleware(ByVariable)

app10 = FastAPI()
app10.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701


async def refuse(request: Request, call_next):
    return JSONResponse({"detail": "closed"}, status_code=503)


app10.middleware("http")(refuse)

app11 = FastAPI()
app11.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
app11.add_middleware(BaseHTTPMiddleware, dispatch=refuse)


app12 = FastAPI()
app12.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
app12.add_middleware(Sending)


app13 = FastAPI()
app13.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
app13.add_middleware(Answering)


app14 = FastAPI()
app14.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
app14.add_middleware(ByStatus)

app15 = FastAPI()
app15.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
app15.add_middleware(ByAsyncMethod)


def create_app(limited: bool) -> FastAPI:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
    if limited:
        app.add_middleware(Refusing)
    return app


def create_with_optional_cors(origins: list[str]) -> FastAPI:
    app = FastAPI()
    if origins:
        app.add_middleware(CORSMiddleware, allow_origins=origins)  # error: FPI701
    app.add_middleware(Refusing)
    return app


# ----- outside, or inside something that only passes on

ok1 = FastAPI()
ok1.add_middleware(Refusing)
ok1.add_middleware(CORSMiddleware, allow_origins=["*"])

ok2 = FastAPI()
ok2.add_middleware(CORSMiddleware, allow_origins=["*"])
ok2.add_middleware(GZipMiddleware)
ok2.add_middleware(TrustedHostMiddleware, allowed_hosts=["*"])
ok2.add_middleware(SessionMiddleware, secret_key="x")
ok2.add_middleware(HTTPSRedirectMiddleware)
ok2.add_middleware(UnknownMiddleware)
ok2.add_middleware(PassingOn)
ok2.add_middleware(Copying)
ok2.add_middleware(Health)
ok2.add_middleware(Nowhere)
ok2.add_middleware(Pages)
ok2.add_middleware(OwnHeaders)
ok2.add_middleware(AnsweringForNoPage)
ok2.add_middleware(ByStatusOfSuccess)
ok2.add_middleware(AnsweringForNobody)
ok2.add_middleware(SendingWithHeaders)
ok2.add_middleware(Reraising)

for_nobody = FastAPI()
for_nobody.add_middleware(CORSMiddleware, allow_credentials=True, allow_methods=["*"])
for_nobody.add_middleware(Refusing)

ok3 = FastAPI(
    middleware=[Middleware(CORSMiddleware, allow_origins=["*"]), Middleware(Refusing)],
)

ok4 = FastAPI(middleware=[Middleware(Refusing)])
ok4.add_middleware(CORSMiddleware, allow_origins=["*"])

one, two = FastAPI(), FastAPI()
one.add_middleware(CORSMiddleware, allow_origins=["*"])
two.add_middleware(Refusing)

ok5 = FastAPI()
ok5.add_middleware(CORSMiddleware, allow_origins=["*"])
ok5.add_middleware(Refusing)
ok5.add_middleware(CORSMiddleware, allow_origins=["*"])


def either(closed: bool) -> FastAPI:
    app = FastAPI()
    if closed:
        app.add_middleware(Refusing)
    else:
        app.add_middleware(CORSMiddleware, allow_origins=["*"])
    return app


def first() -> FastAPI:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins=["*"])
    return app


def second() -> FastAPI:
    app = FastAPI()
    app.add_middleware(Refusing)
    return app


ok6 = FastAPI()
ok6.add_middleware(CORSMiddleware, allow_origins=["*"])


@ok6.middleware("http")
async def log(request: Request, call_next):
    response = await call_next(request)
    print(response.status_code)
    return response


@ok6.exception_handler(ValueError)
async def on_value_error(request: Request, error: ValueError) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, status_code=400)


@ok6.get("/")
def index() -> JSONResponse:
    raise HTTPException(401)


ok7 = FastAPI()
ok7.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


@ok7.middleware("http")
async def answer_errors(request: Request, call_next):
    """It sets the headers itself, on whatever it answers."""
    try:
        response = await call_next(request)
    except ValueError:
        response = JSONResponse({"detail": "no"}, status_code=500)
    response.headers["Access-Control-Allow-Origin"] = "https://example.com"
    return response


bad7 = FastAPI()
bad7.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701


@bad7.middleware("http")
async def answer_other_errors(request: Request, call_next):
    if "x-key" not in request.headers:
        headers = {"Access-Control-Allow-Origin": "*"}
        return JSONResponse({"detail": "no"}, status_code=401, headers=headers)
    try:
        response = await call_next(request)
    except ValueError:
        response = JSONResponse({"detail": "no"}, status_code=500)
    response.headers["X-Seen"] = "yes"
    return response


def admit(request: Request, response: Response) -> None:
    response.headers["Access-Control-Allow-Origin"] = request.headers["origin"]


def mark(response: Response) -> None:
    response.headers["X-Seen"] = "yes"


ok_by_helper = FastAPI()
ok_by_helper.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


@ok_by_helper.middleware("http")
async def answer_by_helper(request: Request, call_next):
    """A helper sets the headers on what it answers."""
    try:
        response = await call_next(request)
    except ValueError:
        response = JSONResponse({"detail": "no"}, status_code=500)
        admit(request, response)
    return response


bad_by_helper = FastAPI()
bad_by_helper.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701


@bad_by_helper.middleware("http")
async def answer_with_a_mark(request: Request, call_next):
    try:
        response = await call_next(request)
    except ValueError:
        response = JSONResponse({"detail": "no"}, status_code=500)
        mark(response)
    return response


bad8 = FastAPI()
bad8.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701


@bad8.middleware("http")
async def open_health(request: Request, call_next):
    """It sets the header on the answers of others, not on its own."""
    if "x-key" not in request.headers:
        return JSONResponse({"detail": "no"}, status_code=401)
    response = await call_next(request)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


ok8 = FastAPI()
ok8.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


@ok8.middleware("http")
async def check_sender(request: Request, call_next):
    """What it turns away is sent by a server, not by a page."""
    if request.url.path != "/payments/webhook":
        return await call_next(request)
    if "x-signature" not in request.headers:
        return JSONResponse({"detail": "no"}, status_code=401)
    return await call_next(request)


bad9 = FastAPI()
bad9.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701


@bad9.middleware("http")
async def check_callers(request: Request, call_next):
    if not request.url.path.startswith("/api"):
        return await call_next(request)
    if "x-key" not in request.headers:
        return JSONResponse({"detail": "no"}, status_code=401)
    return await call_next(request)


ok9 = FastAPI()
ok9.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


@ok9.middleware("http")
async def known_hosts(request: Request, call_next):
    """As TrustedHostMiddleware: no page of the application asks another host."""
    if request.headers.get("Host", "") not in HOSTS:
        return answers.PlainTextResponse("no such host", status_code=400)
    return await call_next(request)


ok10 = FastAPI()
ok10.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


@ok10.middleware("http")
async def same_origin(request: Request, call_next):
    """It refuses those whose pages are not to read the answer either."""
    if request.headers.get("origin") != request.headers.get("host"):
        return JSONResponse({"detail": "no"}, status_code=403)
    return await call_next(request)


ok10b = FastAPI()
ok10b.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


@ok10b.middleware("http")
async def no_robots(request: Request, call_next):
    """It refuses programs that are no browsers, and ask for no CORS."""
    if "robot" in request.headers.get("user-agent", ""):
        return JSONResponse({"detail": "no"}, status_code=403)
    return await call_next(request)


ok11 = FastAPI()
ok11.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


@ok11.middleware("http")
async def with_basket(request: Request, call_next):
    """Its own answer is never sent: an exception goes on, past the `return`."""
    answer = Response("no basket", status_code=503)
    try:
        request.state.basket = {}
        answer = await call_next(request)
    finally:
        request.state.basket = None
    return answer


ok11b = FastAPI()
ok11b.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


@ok11b.middleware("http")
async def logging_what_fails(request: Request, call_next):
    """What is made in the `finally` is never sent either: the exception goes on."""
    answer = None
    try:
        answer = await call_next(request)
    except Exception as error:
        print(error)
        raise
    finally:
        if not answer:
            answer = Response("failed", status_code=500)
        print(answer.status_code)
    return answer


ok11c = FastAPI()
ok11c.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


@ok11c.middleware("http")
async def limiting(request: Request, call_next):
    if request.headers.get("key") is None:
        return Response("no key", status_code=429)
    return await call_next(request)


@ok11c.middleware("http")
async def for_widgets(request: Request, call_next):
    """What admits others has to stay outside: CORSMiddleware would refuse them first."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Access-Control-Allow-Origin": "*"})
    return await call_next(request)


bad11b = FastAPI()
bad11b.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701


@bad11b.middleware("http")
async def answering_what_fails(request: Request, call_next):
    answer = None
    try:
        answer = await call_next(request)
    except ValueError as error:
        print(error)
    finally:
        if not answer:
            answer = Response("failed", status_code=500)
    return answer


bad11 = FastAPI()
bad11.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701


@bad11.middleware("http")
async def with_spare_answer(request: Request, call_next):
    answer = Response("no basket", status_code=503)
    try:
        answer = await call_next(request)
    except LookupError:
        request.state.basket = None
    return answer


ok12 = FastAPI()
ok12.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


class KnownHosts(BaseHTTPMiddleware):
    def __init__(self, app, hosts=frozenset()):
        super().__init__(app)
        self.hosts = hosts

    async def dispatch(self, request, call_next):
        if not self.hosts:
            return await call_next(request)
        host = request.headers.get("host", "").split(":")[0]
        if host not in self.hosts:
            return JSONResponse({"detail": "no such host"}, status_code=400)
        return await call_next(request)


ok12.add_middleware(KnownHosts, hosts=frozenset({"example.com"}))

ok20 = FastAPI()
ok20.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


class OneHost:
    def __init__(self, app, host="example.com"):
        self.app = app
        self.host = host

    async def __call__(self, scope, receive, send):
        headers = Headers(scope=scope)
        if headers.get("host", "") == self.host:
            await self.app(scope, receive, send)
        else:
            response = answers.PlainTextResponse("no such host", status_code=400)
            await response(scope, receive, send)


ok20.add_middleware(OneHost)

ok21 = FastAPI()
ok21.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


class Limited(BaseHTTPMiddleware):
    def __init__(self, app, store=None):
        super().__init__(app)
        self.store = store

    async def dispatch(self, request, call_next):
        """Without a store, there is nothing to count in."""
        if not self.store:
            return await call_next(request)
        if self.store.is_full(request.url.path):
            return JSONResponse({"detail": "too many"}, status_code=429)
        return await call_next(request)


ok21.add_middleware(Limited, store=None)

ok22 = FastAPI()
ok22.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])
ok22.add_middleware(Limited)

bad20 = FastAPI()
bad20.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701
bad20.add_middleware(Limited, store=HOSTS)

ok23 = FastAPI()
ok23.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])


@ok23.middleware("http")
async def counted(request: Request, call_next):
    """What it makes of an exception is only counted: the exception goes on."""
    response = None
    try:
        response = await call_next(request)
        return response
    except Exception:
        response = JSONResponse({"detail": "failed"}, status_code=500)
        raise
    finally:
        if response is not None:
            STATUSES.append(response.status_code)


bad12 = FastAPI()
bad12.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701


@bad12.middleware("http")
async def known_hosts_with_key(request: Request, call_next):
    if request.headers.get("host") not in HOSTS or "x" != request.headers.get("x-key"):
        return JSONResponse({"detail": "no"}, status_code=403)
    return await call_next(request)


bad13 = FastAPI()
bad13.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701


@bad13.middleware("http")
async def note_origins(request: Request, call_next):
    request.state.origin = request.headers.get("origin")
    if "old" in request.headers.get("x-version", ""):
        return JSONResponse({"detail": "no"}, status_code=403)
    return await call_next(request)


class Tokens(AuthenticationBackend):
    async def authenticate(self, conn):
        if "authorization" not in conn.headers:
            return None
        return AuthCredentials(["user"]), SimpleUser(self.user_of(conn.headers["authorization"]))

    def user_of(self, token):
        if not token.startswith("Bearer "):
            raise AuthenticationError("no token")
        return token.removeprefix("Bearer ")


class CheckedTokens(Tokens):
    """It refuses nobody itself."""

    async def authenticate(self, conn):
        try:
            return await super().authenticate(conn)
        except AuthenticationError:
            return AuthCredentials(), UnauthenticatedUser()


class Anybody(AuthenticationBackend):
    async def authenticate(self, conn):
        if "authorization" not in conn.headers:
            raise HTTPException(401)  # which is no answer, but an error
        return AuthCredentials(), SimpleUser("somebody")


class Keys(authentication.AuthenticationBackend):
    async def authenticate(self, conn):
        return AuthCredentials(), await self.user_of(conn.headers.get("x-key"))

    @staticmethod
    async def user_of(key):
        if key is None:
            raise authentication.AuthenticationError("no key")
        return SimpleUser(key)


bad14 = FastAPI()
bad14.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701
bad14.add_middleware(AuthenticationMiddleware, backend=Tokens())

bad15 = FastAPI(
    middleware=[
        Middleware(AuthenticationMiddleware, Tokens()),
        Middleware(CORSMiddleware, allow_origins=["*"]),  # error: FPI701
    ],
)

bad16 = FastAPI()
bad16.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701
bad16.add_middleware(AuthenticationMiddleware, backend=Keys())

ok13 = FastAPI()
ok13.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])
ok13.add_middleware(AuthenticationMiddleware, backend=Anybody())
ok13.add_middleware(AuthenticationMiddleware, backend=CheckedTokens())
ok13.add_middleware(AuthenticationMiddleware, backend=UnknownBackend())


ok_few = FastAPI()
ok_few.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])
LIMITED = {"/health", "/ready"}


@ok_few.middleware("http")
async def limit_probes(request: Request, call_next):
    if request.url.path not in LIMITED:
        return await call_next(request)
    if "x-probe" not in request.headers:
        return JSONResponse({"detail": "no"}, status_code=429)
    return await call_next(request)


bad_many = FastAPI()
bad_many.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701
GUARDED = ["/items", "/orders", "/users", "/bills"]


@bad_many.middleware("http")
async def guard_many(request: Request, call_next):
    if request.url.path not in GUARDED:
        return await call_next(request)
    if "x-key" not in request.headers:
        return JSONResponse({"detail": "no"}, status_code=401)
    return await call_next(request)


bad_unknown = FastAPI()
bad_unknown.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701


@bad_unknown.middleware("http")
async def guard_unknown(request: Request, call_next):
    if request.url.path not in request.app.state.guarded:
        return await call_next(request)
    if "x-key" not in request.headers:
        return JSONResponse({"detail": "no"}, status_code=401)
    return await call_next(request)


bad_open = FastAPI()
bad_open.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])  # error: FPI701


@bad_open.middleware("http")
async def guard_all_but_open(request: Request, call_next):
    if request.url.path in ("/health", "/docs"):
        return await call_next(request)
    if "x-key" not in request.headers:
        return JSONResponse({"detail": "no"}, status_code=401)
    return await call_next(request)


class Opening(BaseHTTPMiddleware):
    """All paths begin with the first of those that it lets through."""

    def __init__(self, app):
        super().__init__(app)
        self.public = ["/", "/health", "/docs"]

    async def dispatch(self, request, call_next):
        if any(request.url.path.startswith(each) for each in self.public):
            return await call_next(request)
        return JSONResponse({"detail": "no"}, status_code=401)


class Checking(BaseHTTPMiddleware):
    def __init__(self, app):
        super().__init__(app)
        self.public = ["/health", "/docs"]

    async def dispatch(self, request, call_next):
        path = request.url.path
        if any(path.startswith(each) for each in self.public):
            return await call_next(request)
        return JSONResponse({"detail": "no"}, status_code=401)


ok_opening = FastAPI()
ok_opening.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])
ok_opening.add_middleware(Opening)

bad_checking = FastAPI()
bad_checking.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
bad_checking.add_middleware(Checking)


class OfWebSockets:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        await JSONResponse("no", status_code=403)(scope, receive, send)


class OfRequests:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await JSONResponse("no", status_code=403)(scope, receive, send)


ok_websockets = FastAPI()
ok_websockets.add_middleware(CORSMiddleware, allow_origins=["*"])
ok_websockets.add_middleware(OfWebSockets)

bad_requests = FastAPI()
bad_requests.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
bad_requests.add_middleware(OfRequests)


class BesideWebSockets(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.headers.get("upgrade") == "websocket":
            return await call_next(request)
        return JSONResponse({"detail": "no"}, status_code=401)


bad_beside = FastAPI()
bad_beside.add_middleware(CORSMiddleware, allow_origins=["*"])  # error: FPI701
bad_beside.add_middleware(BesideWebSockets)
