import fastapi
from fastapi import APIRouter, Depends, FastAPI, Request, Response, WebSocket
from fastapi import HTTPException as ApiError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as StarletteError
from typing import Annotated, Any, Union

app = FastAPI()
router = APIRouter()


class Gone(ApiError):
    def __init__(self) -> None:
        super().__init__(410, "gone")


class StillGone(Gone):
    pass


class HTTPException(dict):
    """Not an exception at all."""


@app.get("/alias")
def alias():
    return ApiError(404)  # error: FPI020


@app.get("/attribute")
async def attribute():
    return fastapi.HTTPException(404)  # error: FPI020


@router.post("/created", status_code=fastapi.status.HTTP_201_CREATED)
async def created():
    return fastapi.HTTPException(409)  # error: FPI020


@router.post("/starlette")
async def starlette():
    return StarletteError(404)  # error: FPI020


@router.get("/subclass")
def subclass():
    return StillGone()  # error: FPI020


@router.get("/same-name")
def same_name():
    return HTTPException(status_code=404)


@router.api_route("/variable", methods=["GET", "POST"])
def variable(token: str = ""):
    refused = ApiError(401, "who are you?")
    if not token:
        return refused  # error: FPI020
    return {"token": token}


@router.get("/raised-variable")
def raised_variable(token: str = ""):
    refused = ApiError(401, "who are you?")
    if not token:
        raise refused
    return {"token": token}


@router.get("/conditional")
def conditional(item: str = ""):
    return {"item": item} if item else ApiError(404)  # error: FPI020


@router.get("/or")
def either(item: str = ""):
    return item or ApiError(404)  # error: FPI020


@router.get("/caught")
def caught():
    try:
        return {"value": int("x")}
    except ApiError as error:
        return error  # error: FPI020
    except ValueError as error:
        return {"error": str(error)}


@router.get("/caught-and-told")
def caught_and_told():
    try:
        return {"value": int("x")}
    except ApiError as error:
        return JSONResponse({"detail": error.detail}, error.status_code)


@router.get("/raised-by-nested")
def raised_by_nested(item: str = ""):
    def missing(name: str) -> ApiError:
        return ApiError(404, name)

    if not item:
        raise missing("item")
    return item


@router.get("/lambda")
def raised_by_lambda(item: str = ""):
    missing = lambda: ApiError(404)  # noqa: E731
    if not item:
        raise missing()
    return item


def factory(name: str) -> ApiError:
    return ApiError(404, name)


def unannotated_factory(name):
    return ApiError(404, name)


@router.get("/raised-factory")
def raised_factory(item: str = ""):
    if not item:
        raise factory("item")
    raise unannotated_factory("item")


@router.get("/returned-factory")
def returned_factory(item: str = ""):
    if not item:
        return factory("item")  # error: FPI020
    return unannotated_factory("item")  # error: FPI020


@router.get("/response")
def response():
    return JSONResponse({"error": ApiError.__name__}, 404)


@router.get("/attribute-of-exception")
def attribute_of_exception():
    error = ApiError(404)
    return {"detail": error.detail}


@router.get("/rebound")
def rebound(item: str = ""):
    answer = ApiError(404)
    answer = {"item": item}
    return answer


def bearer(request: Request):
    if "authorization" not in request.headers:
        return ApiError(401)  # error: FPI020
    return request.headers["authorization"]


async def user(token: Annotated[str, Depends(bearer)]) -> Union[str, ApiError]:
    return token or ApiError(401)  # error: FPI020


User = Annotated[str, Depends(user)]


class Permission:
    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, user: User):
        if self.name not in user:
            return ApiError(403)  # error: FPI020
        return user


def role(name: str):
    def check(user: User):
        if name not in user:
            return ApiError(403)  # error: FPI020
        return user

    return check


@router.websocket("/chat", dependencies=[Depends(Permission("chat")), Depends(role("chat"))])
async def chat(socket: WebSocket, user: User) -> None:
    await socket.accept()


async def added(response: Response):
    return ApiError(404)  # error: FPI020


app.add_api_route("/added", added)


@app.exception_handler(ValueError)
async def value_error(request: Request, error: ValueError) -> Response:
    return JSONResponse({"detail": str(error)}, 400)


def not_served(name: str):
    return ApiError(404, name)


class Client:
    def get(self, path: str):
        def decorate(function):
            return function

        return decorate


client = Client()


@client.get("/not-a-route")
def not_a_route():
    return ApiError(404)


@app.get("/asked")
async def asked(item: str = ""):
    problem = check_item(item)
    if isinstance(problem, ApiError):
        raise problem
    return {"item": item}


def check_item(item: str):
    if not item:
        return ApiError(404)
    return None


def find(item_id: int):
    if item_id < 0:
        return ApiError(404)
    return {"id": item_id}


async def find_later(item_id: int):
    return find(item_id) if item_id else ApiError(404)


def build(item_id: int) -> ApiError:
    return ApiError(item_id)


@app.get("/found/{item_id}")
def found(item_id: int):
    if item_id == 0:
        raise build(item_id)
    return find(item_id)  # error: FPI020


@app.get("/found-later/{item_id}")
async def found_later(item_id: int):
    return await find_later(item_id)  # error: FPI020


def find_first(item_ids: list[int]):
    return find_found(item_ids) if item_ids else None


def find_found(item_ids: list[int]):
    return find_first(item_ids[1:]) or find(item_ids[0])


@app.get("/found-first")
def found_first():
    return find_first([1, 2])  # error: FPI020


async def find_and_raise(item_id: int):
    item = find(item_id)
    if isinstance(item, ApiError):
        raise item
    return item


async def find_or_build(item_id: int):
    item = await find_and_raise(item_id)
    return item or {"id": build(item_id).status_code}


async def find_later_or_raise(item_id: int):
    item = await find_later(item_id)
    if not item or not isinstance(item, ApiError):
        return item
    raise item


@app.get("/found-or-raised/{item_id}")
async def found_or_raised(item_id: int):
    return await find_or_build(item_id) if item_id else await find_later_or_raise(item_id)


@app.get("/checked/{item_id}")
def checked(item_id: int):
    item = find(item_id)
    if isinstance(item, ApiError):
        raise item
    return item


def finds_for_others(item_id: int):
    return find(item_id)


def refuse(message: str) -> ApiError:
    raise ApiError(403, message)


@app.get("/refused")
def refused():
    error = refuse("no")
    return error


@app.get("/built")
def built():
    error = build(403)
    return error  # error: FPI020


@app.get("/misspelt")
def misspelt() -> Any:
    # to make it is a TypeError: raised or returned, the client gets 500
    return HTTPException(404, details="There is none.")  # type: ignore[call-arg]


@app.get("/done")
def done() -> Any:
    # it says that all went well, which nobody would raise
    return HTTPException(status_code=200, detail="It is saved.")


class Provider:
    def callback(self, code: str) -> Any:
        """What to answer when the user comes back from there."""

    def link(self) -> Any:
        """Where the user has to go."""


class Google(Provider):
    def callback(self, code: str) -> Any:
        if code == "denied":
            return ApiError(400, code)
        return {"code": code}


class Microsoft(Provider):
    def link(self) -> Any:
        return {"link": "https://login.example.com"}


providers: dict[str, Provider] = {"google": Google(), "microsoft": Microsoft()}


@app.get("/callback/{name}")
def callback(name: str, code: str) -> Any:
    return providers[name].callback(code)  # error: FPI020


class Callbacks:
    async def handle(self, code: str) -> Any:
        if not code:
            return await self.again()
        return await self.handle_code(code)

    async def again(self) -> Any:
        return await self.handle("?")

    async def handle_code(self, code: str) -> Any:
        if code == "?":
            return ApiError(400, code)
        return {"code": code}

    def later(self, code: str) -> Any:
        return self.handle_code(code)


@app.get("/callback")
async def any_callback(code: str, callbacks: Annotated[Callbacks, Depends()]) -> Any:
    return await callbacks.handle(code)  # error: FPI020


@app.get("/link/{name}")
def link(name: str) -> Any:
    return providers[name].link()


@app.get("/nobody/{name}")
def of_the_base_class(code: str) -> Any:
    return Provider().callback(code)


@app.get("/microsoft")
def of_another_class(code: str) -> Any:
    return Microsoft().callback(code)
