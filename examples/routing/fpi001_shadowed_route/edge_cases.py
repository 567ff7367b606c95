import os

from fastapi import APIRouter, Depends, FastAPI, Request, WebSocket
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles

BASE = "/base"
app = FastAPI()
other = FastAPI()
router = APIRouter(prefix="/router")
sibling = APIRouter(prefix="/router")
parent = APIRouter(prefix="/parent")


@app.get("/a/{x}")
def dynamic(x: str): ...


@app.get("/a/one")  # error: FPI001
def same_method(): ...


@app.post("/a/one")
def other_method(): ...


@app.head("/a/one")
def head(): ...


@app.get("/a/one/")
def slash(): ...


@app.get("/a")
def shorter(): ...


@app.get("/a/one/more")
def longer(): ...


@app.get("/A/one")
def upper_case(): ...


@app.get("/a/{y}")  # error: FPI001
def other_name(y: int): ...


@app.get("/a/{z:int}")  # error: FPI001
def narrower_converter(z: int): ...


@app.get("/a/{rest:path}")
def wider_converter(rest: str): ...


@app.get("/a/two/{rest:path}")  # error: FPI001
def after_the_wider_one(rest: str): ...


@app.get("/a/report.csv")  # error: FPI001
def dot(): ...


@app.get("/b/{number:int}")
def integer(number: int): ...


@app.get("/b/12")  # error: FPI001
def digits(): ...


@app.get("/b/-12")
def negative(): ...


@app.get("/b/me")
def letters(): ...


@app.get("/b/{name}")
def wider(name: str): ...


@app.get("/c/{id:uuid}")
def uuid(id: str): ...


@app.get("/c/me")
def not_an_uuid(): ...


@app.get("/c/{number:float}")
def number(number: float): ...


@app.get("/c/{number:int}")  # error: FPI001
def integer_is_a_float(number: int): ...


@app.get("/d/x-{name}")
def with_affix(name: str): ...


@app.get("/d/x-me")  # error: FPI001
def affixed(): ...


@app.get("/d/me")
def not_affixed(): ...


@app.get("/d/{name}")
def wider_than_affix(name: str): ...


@app.get("/d/{name}.json")  # error: FPI001
def suffix(name: str): ...


@app.api_route("/e/{x}", methods=["GET", "POST"])
def two_methods(x: str): ...


@app.post("/e/me")  # error: FPI001
def one_of_two_methods(): ...


@app.api_route("/e/me", methods=["GET", "PUT"])
def partly_shadowed(): ...


@app.api_route("/e/you")  # error: FPI001
def default_method(): ...


@app.put(path="/f/{x}")
def keyword_path(x: str): ...


@app.put(path="/f/me")  # error: FPI001
def keyword_path_shadowed(): ...


@app.websocket("/g/{room}")
async def websocket(socket: WebSocket, room: str): ...


@app.get("/g/all")
def not_a_websocket(): ...


@app.websocket("/g/all")  # error: FPI001
async def websocket_shadowed(socket: WebSocket): ...


@app.get("/h/{x}")
def h(x: str): ...


@other.get("/h/me")
def other_app(): ...


@router.get("/{x}")
def routed(x: str): ...


@router.get("/me")  # error: FPI001
def routed_shadowed(): ...


@sibling.get("/you")
def sibling_first(): ...


# The lower decorator registers first; whatever matches, the same function answers.
@app.get("/i/me")
@app.get("/i/{x}")
def both(x: str = "me"): ...


@app.get("/j/{x}")
@app.get("/j/me")
def both_in_order(x: str = "me"): ...


if os.environ.get("DEBUG"):

    @app.get("/k/{x}")
    def only_sometimes(x: str): ...


@app.get("/k/me")
def maybe_shadowed(): ...


@app.get("/l/{x}")
def l_dynamic(x: str): ...


if os.environ.get("DEBUG"):

    @app.get("/l/me")  # error: FPI001
    def sometimes_but_never_reached(): ...


@app.get(BASE + "/{x}")
def joined(x: str): ...


@app.get(f"{BASE}/me")  # error: FPI001
def formatted(): ...


@app.get(f"/{os.environ['PREFIX']}/{{x}}")
def unknown_prefix(x: str): ...


@app.get("/m/me")
def after_unknown(): ...


@app.get("/n/{x:path}/raw")
def path_in_the_middle(x: str): ...


@app.get("/n/a/b/raw")  # error: FPI001
def deep_raw(): ...


@app.get("/n/a/b")
def deep(): ...


def added(x: str): ...


def added_too(x: str = ""): ...


app.add_api_route("/o/{x}", added, methods=["DELETE"])
app.add_api_route("/o/me", added_too, methods=["DELETE"])  # error: FPI001
app.add_api_route("/o/me", added, methods=["PATCH"])
app.add_api_route("/o/you", added)

# The same path again is another rule's.
app.add_api_route("/o/you", added)


def build() -> FastAPI:
    built = FastAPI()

    @built.get("/p/{x}")
    def p(x: str): ...

    @built.get("/p/me")  # error: FPI001
    def p_me(): ...

    return built


def create(target: FastAPI, *, first: bool) -> None:
    @target.get("/q/me")
    def q_me(): ...


def register(target: APIRouter) -> None:
    @target.get("/q/{x}")
    def q(x: str): ...

    @target.get("/q/you")  # error: FPI001
    def q_you(): ...


class Cache(dict):
    def decorator(self, path: str):
        return lambda function: function


cache = Cache()


@cache.get("/r/{x}")
def not_a_route(x: str): ...


@cache.get("/r/me")
def not_a_route_either(): ...


class OnlyWithHeader(APIRoute):
    def matches(self, scope): ...


picky = APIRouter(route_class=OnlyWithHeader)


@picky.get("/s/{x}")
def s(x: str): ...


@picky.get("/s/me")
def s_me(): ...


@parent.get("/late/me")
def late_me(): ...


nested = APIRouter(prefix="/late")


@nested.get("/{x}")
def late(x: str): ...


@nested.get("/{x}/{y}")
def later(x: str, y: str): ...


parent.include_router(nested)


@parent.get("/late/you")  # error: FPI001
def late_you(): ...


@parent.get("/late/you/them")  # error: FPI001
def late_them(): ...


app.include_router(parent)
app.include_router(router)
app.include_router(sibling)  # error: FPI001
app.mount("/static", StaticFiles(directory="."))


people, statistics = APIRouter(prefix="/people"), APIRouter(prefix="/people")


@statistics.get("/statistics")
def statistics_of_people(): ...


@people.get("/{person}")
def one_person(person: str): ...


app.include_router(statistics)
app.include_router(people)
app.include_router(statistics)  # reached by its first inclusion
app.include_router(people)


@app.get("/depots/busiest")
def busiest(): ...


@app.get("/depots/{depot}")
def depot(depot: str): ...


@app.get("/depots/busiest")  # a copy: the first one answers, wherever this stands
def busiest_again(): ...


for name in ("a", "b"):
    app.add_api_route(f"/u/{name}/{{x}}", added)
app.add_api_route("/u/a/me", added)


@app.get("/v/{x}/edit")
def v(x: str): ...


@app.get("/v/{x}/{y}")
def v_wider(x: str, y: str): ...


@app.get("/v/{x}/view")  # error: FPI001
def v_view(x: str): ...


@app.get("/{path:path}", include_in_schema=False)
def spa(path: str, request: Request): ...


@app.get("/w/late", dependencies=[Depends(added)])  # error: FPI001
def after_the_catch_all(): ...


@app.get("/", name="root")  # error: FPI001
def root(): ...


@app.post("/w/late")
def other_method_after_the_catch_all(): ...


pages = FastAPI()
pages.mount("/static", StaticFiles(directory="static", check_dir=False))
pages.mount("/static/images", StaticFiles(directory="static/images", check_dir=False))  # the same
pages.mount("/static/css", StaticFiles(directory="theme", check_dir=False))  # error: FPI001


preflights = APIRouter()


@preflights.options("/{path:path}")
def preflight(path: str): ...


@preflights.options("/items")  # the other one is there to answer all of them
def preflight_of_items(): ...
