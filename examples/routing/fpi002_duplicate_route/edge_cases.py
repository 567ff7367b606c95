import os

from fastapi import APIRouter, FastAPI, WebSocket

app = FastAPI()
other = FastAPI()
router = APIRouter(prefix="/items")


@app.get("/one")
async def one() -> None: ...


@app.head("/one")
async def another_method() -> None: ...


@app.get("/one/")
async def another_path() -> None: ...


@other.get("/one")
async def another_application() -> None: ...


@app.api_route("/two", methods=["GET", "POST"])
async def two() -> None: ...


@app.post("/two")  # error: FPI002
async def one_of_its_methods() -> None: ...


@app.api_route("/two", methods=["POST", "PUT"])
async def a_method_more() -> None: ...


@app.websocket("/three")
async def three(websocket: WebSocket) -> None: ...


@app.get("/three")
async def no_websocket() -> None: ...


if os.environ.get("FOUR"):

    @app.get("/four")
    async def four() -> None: ...

else:

    @app.get("/four")
    async def instead_of_four() -> None: ...


@app.get("/four")  # whether it is there before depends
async def perhaps_the_first() -> None: ...


@app.get("/five")
@app.get("/six")
async def two_paths() -> None: ...


@router.get("/{number}")
async def item(number: int) -> None: ...


app.include_router(router)
app.include_router(router)  # the same once more: whichever answers
app.include_router(router, prefix="/v2")


@app.get("/items/{number}")  # error: FPI002
async def item_of_the_application(number: int) -> None: ...


app.add_api_route("/seven", one)
app.add_api_route("/seven", two)  # error: FPI002
app.add_api_route("/one", one)
app.add_api_route(os.environ["PATH_OF_THAT"], one)
app.add_api_route(os.environ["PATH_OF_THAT"], two)


# An inclusion that adds several in vain is one finding

first_accounts = APIRouter(prefix="/accounts")
second_accounts = APIRouter(prefix="/accounts")


@first_accounts.post("/login")
async def log_in() -> None: ...


@first_accounts.post("/logout")
async def log_out() -> None: ...


@second_accounts.post("/login")
async def log_in_again() -> None: ...


@second_accounts.post("/register")
async def register() -> None: ...


@second_accounts.post("/logout")
async def log_out_again() -> None: ...


@second_accounts.get("/me")
async def me() -> None: ...


@app.get("/accounts/me")
async def me_before() -> None: ...


app.include_router(first_accounts)
app.include_router(second_accounts)  # error: FPI002
