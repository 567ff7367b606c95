"""What FastAPI does with the order, the shape and the names of routes (FPI001 to FPI005)."""

import functools
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, Path, Request
from pydantic import BaseModel
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from tests.facts.versions import holds


def get(app: FastAPI, path: str, method: str = "GET") -> Any:
    """The JSON that `app` answers, or the status when it is an error."""
    response = TestClient(app, follow_redirects=False).request(method, path)
    return response.json() if response.status_code == 200 else response.status_code


def two_routes(first: str, second: str) -> FastAPI:
    """An application that registers `first`, then `second`."""
    app = FastAPI()
    app.get(first)(lambda: "first")
    app.get(second)(lambda: "second")
    return app


@pytest.mark.parametrize(
    ("first", "second", "requested"),
    [
        ("/users/{name}", "/users/me", "/users/me"),
        ("/files/{path:path}", "/files/a/b", "/files/a/b"),
        ("/files/{path:path}", "/files/", "/files/"),
        ("/{path:path}", "/", "/"),
        ("/{path:path}", "/items/{item}", "/items/1"),
        ("/{a}/{b}", "/users/{name}", "/users/3"),
        ("/x/{a}", "/x/{b}", "/x/3"),
        ("/x/{a}", "/x/{b:int}", "/x/3"),
        ("/x/{a}", "/x/{b:uuid}", "/x/7b1e4c1e-7d0e-4d5a-9a51-0c2a3f1d9c11"),
        ("/x/{a:int}", "/x/12", "/x/12"),
        ("/x/{a:float}", "/x/1", "/x/1"),
        ("/x/{a:float}", "/x/{b:int}", "/x/1"),
        ("/x-{a}", "/x-me", "/x-me"),
        ("/{name}.json", "/me.json", "/me.json"),
        ("/{name}", "/me.json", "/me.json"),
        ("/{path:path}/raw", "/a/b/raw", "/a/b/raw"),
    ],
)
def test_first_matching_route_answers(first: str, second: str, requested: str) -> None:
    assert get(two_routes(first, second), requested) == "first"
    assert get(two_routes(second, first), requested) == "first"


def test_the_same_route_twice() -> None:
    """The first one answers; the documentation shows the second, without a warning."""
    app = FastAPI()

    @app.get("/users")
    def first() -> str:
        return "first"

    @app.get("/users")
    def second() -> str:
        return "second"

    assert get(app, "/users") == "first"
    assert app.openapi()["paths"]["/users"]["get"]["summary"] == "Second"


@pytest.mark.parametrize(
    ("first", "second", "requested"),
    [
        ("/users/{name}", "/users", "/users"),
        ("/users/{name}", "/users/", "/users/"),
        ("/users/{name}", "/users/me/", "/users/me/"),
        ("/users/{name}", "/users/me/items", "/users/me/items"),
        ("/users/{name}", "/users/{name:path}", "/users/a/b"),
        ("/users/{number:int}", "/users/me", "/users/me"),
        ("/users/{number:int}", "/users/-1", "/users/-1"),
        ("/users/{number:int}", "/users/{name}", "/users/me"),
        ("/users/{id:uuid}", "/users/me", "/users/me"),
        ("/files/{path:path}", "/files", "/files"),
        ("/{name}", "/", "/"),
        ("/Users/{name}", "/users/me", "/users/me"),
        ("/{path:path}/raw", "/a/b", "/a/b"),
    ],
)
def test_route_that_does_not_match_leaves_the_later_one_alone(
    first: str, second: str, requested: str
) -> None:
    assert get(two_routes(first, second), requested) == "second"


def test_annotation_of_the_parameter_does_not_decide_which_route_matches() -> None:
    app = FastAPI()

    @app.get("/users/{user_id}")
    def user(user_id: int) -> int:
        return user_id

    @app.get("/users/me")
    def me() -> str:
        return "me"

    assert get(app, "/users/me") == 422


def test_earlier_route_of_another_method_does_not_shadow() -> None:
    app = FastAPI()
    app.post("/users/{name}")(lambda: "first")
    app.get("/users/me")(lambda: "second")
    assert get(app, "/users/me") == "second"


def test_get_route_of_fastapi_does_not_answer_head() -> None:
    app = FastAPI()
    app.get("/users/{name}")(lambda: "first")
    app.head("/users/me")(lambda: None)
    assert TestClient(app).head("/users/me").status_code == 200


def routers() -> tuple[APIRouter, APIRouter]:
    dynamic, literal = APIRouter(prefix="/users"), APIRouter()
    dynamic.get("/{name}")(lambda: "dynamic")
    literal.get("/users/me")(lambda: "literal")
    return dynamic, literal


def test_order_of_include_router_decides_across_routers() -> None:
    dynamic, literal = routers()
    app = FastAPI()
    app.include_router(dynamic)
    app.include_router(literal)
    assert get(app, "/users/me") == "dynamic"
    app = FastAPI()
    app.include_router(literal)
    app.include_router(dynamic)
    assert get(app, "/users/me") == "literal"


def test_route_before_include_router_goes_before_the_routes_of_the_router() -> None:
    dynamic, _ = routers()
    app = FastAPI()
    app.get("/users/me")(lambda: "own")
    app.include_router(dynamic)
    assert get(app, "/users/me") == "own"
    app = FastAPI()
    app.include_router(dynamic)
    app.get("/users/me")(lambda: "own")
    assert get(app, "/users/me") == "dynamic"


def test_included_router_without_the_method_does_not_shadow() -> None:
    router = APIRouter(prefix="/users")
    router.post("/{name}")(lambda: "dynamic")
    app = FastAPI()
    app.include_router(router)
    app.get("/users/me")(lambda: "own")
    assert get(app, "/users/me") == "own"


@pytest.mark.parametrize("path", ["/", ""])
def test_a_mount_for_all_takes_what_comes_after_it(path: str, tmp_path: FilePath) -> None:
    app, router = FastAPI(), APIRouter()
    router.add_api_route("/items", lambda: "items", methods=["GET", "POST"])
    app.mount(path, StaticFiles(directory=tmp_path))
    app.include_router(router)
    app.get("/more")(lambda: "more")
    client = TestClient(app)
    found = [client.get("/items"), client.post("/items"), client.get("/more")]
    assert [each.status_code for each in found] == [404, 405, 404]


def test_a_mount_takes_what_has_something_behind_its_path(tmp_path: FilePath) -> None:
    app = FastAPI()
    app.mount("/static", StaticFiles(directory=tmp_path))
    for path in ("/static", "/static/version", "/statics/version"):
        app.get(path)(lambda: "mine")
    client = TestClient(app)
    found = [client.get(path).status_code for path in ("/static", "/static/version")]
    assert [*found, client.get("/statics/version").status_code] == [200, 404, 200]


@holds(fastapi="<0.137")
def test_an_included_router_leaves_out_what_is_mounted_on_it(tmp_path: FilePath) -> None:
    app, router = FastAPI(), APIRouter()
    router.mount("/static", StaticFiles(directory=tmp_path))
    app.include_router(router)
    app.get("/static/more")(lambda: "more")
    assert TestClient(app).get("/static/more").status_code == 200


def test_routes_on_different_apps_do_not_shadow() -> None:
    outer, inner = FastAPI(), FastAPI()
    outer.get("/users/{name}")(lambda: "outer")
    inner.get("/users/me")(lambda: "inner")
    assert get(inner, "/users/me") == "inner"


def answered(endpoint: Callable[..., Any], path: str = "/items/{id}") -> Any:
    """What `/items/7` answers when `endpoint` serves `path`."""
    app = FastAPI()
    app.get(path)(endpoint)
    return get(app, "/items/7")


def test_misnamed_path_parameter_is_read_from_the_query() -> None:
    def read(item_id: int) -> int:
        return item_id

    app = FastAPI()
    app.get("/items/{id}")(read)
    response = TestClient(app).get("/items/7")
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["query", "item_id"]


def test_misnamed_path_parameter_with_a_default_never_gets_the_value() -> None:
    def read(item_id: int = 3) -> int:
        return item_id

    assert answered(read) == 3


def test_parameter_marked_path_that_is_not_in_the_path_always_answers_422() -> None:
    def read(item_id: Annotated[int, Path()]) -> int:
        return item_id

    assert answered(read) == 422


def test_parameter_marked_path_is_taken_from_a_prefix_or_the_path_of_a_mount() -> None:
    router, inner = APIRouter(), FastAPI()

    def read(item_id: int = Path(...)) -> int:
        return item_id

    router.get("/items")(read)
    inner.get("/items")(read)
    included, parent, mounting = FastAPI(), FastAPI(), FastAPI()
    included.include_router(router, prefix="/{item_id}")
    made = APIRouter(prefix="/{item_id}")
    made.get("/items")(read)
    parent.include_router(made)
    mounting.mount("/{item_id}", inner)
    assert [get(app, "/7/items") for app in (included, parent, mounting)] == [7, 7, 7]
    assert get(inner, "/items") == 422


def test_path_parameter_that_nobody_takes_is_dropped() -> None:
    assert answered(lambda: "answered") == "answered"


def test_path_parameter_may_be_taken_by_a_dependency() -> None:
    def item(id: int) -> int:
        return id

    def through(value: Annotated[int, Depends(item)]) -> int:
        return value

    def read(value: Annotated[int, Depends(through)]) -> int:
        return value

    assert answered(read) == 7


def test_path_parameter_may_be_taken_by_a_model_or_a_class_dependency() -> None:
    class Item(BaseModel):
        id: int

    class Service:
        def __init__(self, id: int) -> None:
            self.id = id

    def path_model(item: Annotated[Item, Path()]) -> int:
        return item.id

    def dependency_model(item: Annotated[Item, Depends()]) -> int:
        return item.id

    def service(service: Annotated[Service, Depends()]) -> int:
        return service.id

    assert [answered(read) for read in (path_model, dependency_model, service)] == [7, 7, 7]


def test_path_parameter_may_be_taken_by_alias() -> None:
    def read(item: Annotated[int, Path(alias="id")]) -> int:
        return item

    assert answered(read) == 7


@holds(fastapi=">=0.124.2")
def test_path_parameter_may_be_taken_by_validation_alias() -> None:
    def read(item: Annotated[int, Path(validation_alias="id")]) -> int:
        return item

    assert answered(read) == 7


def test_path_parameter_may_be_read_from_the_request() -> None:
    def read(request: Request) -> str:
        return str(request.path_params["id"])

    assert answered(read) == "7"


def doubled(function: Callable[..., int]) -> Callable[..., int]:
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> int:
        return 2 * function(*args, **kwargs)

    return wrapper


def test_decorator_above_the_route_decorator_is_not_part_of_the_route() -> None:
    app = FastAPI()

    @doubled
    @app.get("/items/{id}")
    def read(id: int) -> int:
        return id

    assert read(7) == 14
    assert get(app, "/items/7") == 7


def test_decorator_below_the_route_decorator_is_part_of_the_route() -> None:
    app = FastAPI()

    @app.get("/items/{id}")
    @doubled
    def read(id: int) -> int:
        return id

    assert get(app, "/items/7") == 14


def test_lru_cache_above_the_route_decorator_caches_nothing() -> None:
    app = FastAPI()
    calls = []

    @functools.lru_cache
    @app.get("/items")
    def read() -> str:
        calls.append(1)
        return "read"

    assert [get(app, "/items"), get(app, "/items")] == ["read", "read"]
    assert len(calls) == 2


@holds(fastapi=">=0.123.5")  # before that, FastAPI did not await it at all
def test_cache_of_functools_gives_one_coroutine_to_two_requests() -> None:
    app = FastAPI()

    @app.get("/items")
    @functools.cache
    async def read() -> str:
        return "read"

    try:
        assert get(app, "/items") == "read"
        with pytest.raises(RuntimeError, match="already awaited"):
            get(app, "/items")
    finally:
        read().close()


@holds(fastapi=">=0.123.5")
def test_marked_plain_wrapper_of_an_async_route_is_awaited() -> None:
    app, made = FastAPI(), []

    async def read() -> int:
        return 7

    @app.get("/items")
    @functools.wraps(read)
    def wrapper() -> Any:
        made.append(read())
        return made[0]

    try:
        assert get(app, "/items") == 7
    finally:
        made[0].close()


def test_route_decorator_returns_the_function_it_was_given() -> None:
    app = FastAPI()

    def read() -> str:
        return "read"

    assert app.get("/items")(read) is read


class ItemPath(BaseModel):
    item_id: int


@holds(fastapi=">=0.115")
def test_the_fields_of_a_model_are_taken_from_the_path() -> None:
    app = FastAPI()

    @app.get("/items/{item_id}")
    def read(item_path: Annotated[ItemPath, Path()]) -> int:
        return item_path.item_id

    assert TestClient(app).get("/items/7").json() == 7
