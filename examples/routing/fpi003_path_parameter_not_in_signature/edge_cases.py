import inspect
import os
from abc import ABC
from dataclasses import dataclass
from typing import Annotated, Any

from dishka.integrations.fastapi import FromDishka, inject
from fastapi import (
    APIRouter,
    Body,
    Cookie,
    Depends,
    FastAPI,
    Header,
    Path,
    Query,
    Request,
    Response,
    Security,
    WebSocket,
)
from fastapi import Path as InPath
from fastapi.security import HTTPBearer
from fastapi_users import FastAPIUsers
from pydantic import BaseModel, Field
from somewhere import backend, get_user_manager, unknown_decorator, unknown_dependency

PATH = "/constant/{id}"
app = FastAPI()
router = APIRouter(prefix="/tenants/{tenant}")


class Item(BaseModel):
    name: str
    id: int = 0


class Place(BaseModel):
    shop_id: int = Field(alias="shop")


@app.get("/a/{id}")
def same_name(id: int): ...


@app.get("/b/{id}")
def alias(item_id: Annotated[int, Path(alias="id")]): ...


@app.get("/c/{id}")
def validation_alias(item_id: int = Path(validation_alias="id")): ...


@app.get("/d/{id}")
def renamed_import(item_id: Annotated[int, InPath(alias="id", ge=1)]): ...


@app.get("/d/{itemId}")  # error: FPI003
def in_camel_case(item_id: int): ...


@app.get("/d/{username}")  # error: FPI003
def part_of_the_name(name: str): ...


@app.get("/d/{id}")
def no_part_of_the_name(width: int, valid: bool): ...


@app.get("/e/{id}")  # error: FPI003
def wrong_alias(item_id: Annotated[int, Path(alias="item")]): ...


@app.get("/f/{id}")  # error: FPI003
def marked_path_but_misnamed(item_id: Annotated[int, Path()]): ...


@app.post("/g/{id}")  # error: FPI003
def with_body(item_id: int, item: Item): ...


class Renamed(BaseModel):
    id: int
    name: str = Field(min_length=1)
    shop: int = Field(default=1)
    size: int = 1


@app.put("/g/{id}/required")  # error: FPI003
def required_in_the_body(data: Renamed): ...


@app.put("/g/{name}/required")  # error: FPI003
def required_by_a_field(data: Renamed): ...


@app.put("/g/{shop}/{size}/{color}")
def may_be_left_out(data: Renamed): ...


@app.put("/g/{id}/several")
def in_each_of_several(data: list[Renamed]): ...


@app.put("/g/{id}/both")
def in_both(id: int, data: Renamed): ...


users = FastAPIUsers[Any, int](get_user_manager, [backend])
known_user = users.current_user(active=True)


@app.put("/g/{id}/users")  # error: FPI003
def asking_for_the_user(data: Renamed, user: Annotated[Any, Depends(known_user)]): ...


@app.put("/g/{id}/unknown-users")
def asking_for_more(data: Renamed, user: Annotated[Any, Depends(users.some_user())]): ...


@app.put("/g/{id}/dishka")  # error: FPI003
@inject
def with_a_container(data: Renamed, items: FromDishka[Item]): ...


@app.get("/h/{id}")
def request(request: Request): ...


@app.websocket("/i/{room}")
async def websocket(socket: WebSocket): ...


@app.websocket("/j/{room}")  # error: FPI003
async def websocket_with_name(socket: WebSocket, room_id: str):
    await socket.accept()


@app.get("/j/{room}")
def request_read(request: Request, room_id: str):
    return request.path_params["room"]


@app.get("/j/{room}/handed-on")
def request_handed_on(request: Request, room_id: str):
    return from_request(request)


@app.get("/j/{room}/headers")  # error: FPI003
def request_for_something_else(request: Request, room_id: str):
    return request.headers


@app.get("/k/{id}")
def keywords(**values: Any): ...


@app.get("/l/{rest:path}")
def catch_all(): ...


@app.get("/m/{number:int}")
def converter(number: int): ...


@app.get("/n/{number:int}")  # error: FPI003
def converter_misnamed(item_number: int): ...


@app.get(PATH)  # error: FPI003
def constant(item_id: int): ...


@app.get(f"/formatted/{os.sep}/{{id}}")
def formatted(item_id: int): ...


@app.get("/o/{id}")
def unknown(item_id: int, value: Annotated[str, Depends(unknown_dependency)]): ...


@app.get("/p/{id}")
@unknown_decorator
def decorated(item_id: int): ...


def by_id(id: int) -> int:
    return id


def through(item: Annotated[int, Depends(by_id)]) -> int:
    return item


def from_request(request: Request) -> str:
    return request.path_params["id"]


def with_keywords(**values: Any) -> Any:
    return values


@app.get("/q/{id}")
def by_dependency(item: int = Depends(by_id)): ...


@app.get("/r/{id}")
def by_dependency_of_dependency(item: Annotated[int, Depends(through)]): ...


@app.get("/s/{id}", dependencies=[Depends(by_id)])
def by_dependency_of_decorator(): ...


@app.get("/t/{id}")
def by_request_of_dependency(item_id: int, item: Annotated[str, Depends(from_request)]): ...


@app.get("/u/{id}")
def by_keywords_of_dependency(item_id: int, item: Annotated[Any, Depends(with_keywords)]): ...


@app.get("/v/{id}")
def by_lambda(item: Annotated[int, Depends(lambda id: int(id))]): ...


class Service:
    def __init__(self, id: int) -> None:
        self.id = id


class SubService(Service):
    def name(self) -> str:
        return str(self.id)


class Permission:
    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, id: int) -> int:
        return id


@dataclass
class Page:
    id: int
    size: int = 10


@app.get("/w/{id}")
def by_class(service: Annotated[Service, Depends()]): ...


@app.get("/x/{id}")
def by_inherited_init(service: Annotated[SubService, Depends()]): ...


@app.get("/y/{id}")
def by_instance(allowed: Annotated[int, Security(Permission("read"), scopes=["read"])]): ...


@app.get("/z/{name}")  # error: FPI003
def not_by_init_of_instance(
    user_name: str, allowed: Annotated[int, Depends(Permission("read"))]
): ...


@app.get("/aa/{id}")
def by_dataclass(page: Annotated[Page, Depends()]): ...


class Repository(ABC):
    def find(self, id: int) -> int: ...


@app.get("/bb/{name}")  # error: FPI003
def not_by_abstract_class(repository: Annotated[Repository, Depends()], user_name: str): ...


@app.get("/bb/{id}")
def by_model(item: Annotated[Item, Depends()]): ...


@app.get("/cc/{shop}")
def by_path_model_alias(place: Annotated[Place, Path()]): ...


ItemId = Annotated[int, Path(alias="id")]
CurrentItem = Annotated[int, Depends(by_id)]
bearer = HTTPBearer()


@app.get("/dd/{id}")
def by_alias_in_annotated_alias(item_id: ItemId): ...


@app.get("/ee/{id}")
def by_annotated_dependency(item: CurrentItem): ...


@app.get("/ff/{id}")  # error: FPI003
def security_scheme(item_id: int, token: Annotated[Any, Depends(bearer)]): ...


@app.get("/gg/{id}")  # error: FPI003
def default(item_id: int = 3): ...


@app.get("/hh/{item_id}")
def nothing_to_confuse(q: str = "", page: int = 1): ...


@app.get("/ii/{item_id}")
def marked_otherwise(
    response: Response,
    id: Annotated[int, Query()],
    item: Annotated[str, Header()] = "",
    items: Annotated[str, Cookie()] = "",
    item_ids: Annotated[int, Body()] = 0,
): ...


@router.get("/jj")
def parameter_of_prefix(): ...


@router.get("/kk/{id}")  # error: FPI003
def own_parameter(tenant: str, item_id: int): ...


@app.api_route("/ll/{id}", methods=["GET", "DELETE"])  # error: FPI003
async def api_route(item_id: int): ...


def added(item_id: int): ...


app.add_api_route("/mm/{id}", added)  # error: FPI003
app.add_api_route("/nn/{item_id}", added)


@app.get("/oo/{id}")
@app.get("/pp/{item_id}")
def two_paths(item_id: int = 0, id: int = 0): ...


@app.get("/qq/{{id}}")
def doubled_braces(item_id: int): ...


@app.get("/rr/{item id}")
def not_a_parameter(item_id: int): ...


@app.get("/ss/{a}/{b}")  # error: FPI003
def one_of_two(a: int, b_id: int): ...


class Client:
    def get(self, path: str):
        return lambda function: function


client = Client()


@client.get("/tt/{id}")
def not_a_route(item_id: int): ...


def make(name: str):
    def dependency(id: int) -> int:
        return id

    return dependency


@app.get("/uu/{id}")
def by_factory(item_id: int, value: Annotated[int, Depends(make("x"))]): ...


guarded = APIRouter(dependencies=[Depends(by_id)])


@guarded.get("/vv/{id}")
def by_dependency_of_router(): ...


def filled_in(kind: str) -> Any:
    return Depends(by_id)


@app.get("/xx/{id}")
def by_dependency_that_a_function_gives(item_id: int, item: Any = filled_in("a")): ...


included = APIRouter()


@included.get("/ww/{id}")
def by_dependency_of_include(): ...


app.include_router(guarded)
app.include_router(included, dependencies=[Depends(by_id)])


@app.get("/ab/{userId}")  # error: FPI003
def explicit_query(user_id: int = Query(description="Who it is")): ...


@app.get("/ac/{user_id}")
def another_query(user_name: str = Query(description="What he is called")): ...


@app.get("/ad/{user_id}")
def path_of_that_alias(userId: Annotated[int, Path(alias="user_id")]): ...


class ItemPath(BaseModel):
    item_id: int


@app.put("/ae/{item_id}")
def path_of_a_model(item_path: Annotated[ItemPath, Path()]): ...


# The thing itself is in the body, with its id


class ArticleUpdate(BaseModel):
    id: int
    title: str


class ArticleDraft(BaseModel):
    id: int | None = None
    title: str


@app.patch("/articles/{article_id}")  # error: FPI003
def id_in_the_body(data: ArticleUpdate): ...


@app.patch("/drafts/{article_id}")
def id_that_may_be_left_out(data: ArticleDraft): ...


@app.put("/owners/{owner_id}")
def id_of_something_else(data: ArticleUpdate): ...


@app.put("/articles/{article_id}/owner")
def not_at_the_end(data: ArticleUpdate): ...


@app.post("/copies/{article_id}")
def id_of_a_new_one(data: ArticleUpdate): ...


@app.put("/titles/{article_id}")
def both(article_id: int, data: ArticleUpdate): ...


# A switch is no misspelt name, unless it is the same name


@app.get("/af/{model_id}/exports/{export_id}")
def exported(export_id: int, model_only: bool = False): ...


@app.get("/ag/{model_id}")
def switched_on(model_files=True, model_only: Annotated[bool, "no more"] = False): ...


@app.get("/ah/{isActive}")  # error: FPI003
def by_state(is_active: bool): ...


@app.get("/ai/{model_id}/exports/{export_id}")  # error: FPI003
def of_a_model(export_id: int, model: int, model_only: bool = False): ...


def of_tenant(tenant_id: int) -> int:
    return tenant_id


def of_export(exports_id: int) -> int:
    return exports_id


@app.get("/am/{export_id}")
def only_of_the_tenant(tenant: Annotated[int, Depends(of_tenant)]): ...


@app.get("/an/{export_id}")  # error: FPI003
def of_the_misspelt(export: Annotated[int, Depends(of_export)]): ...


@app.get("/ao/{export_id}")  # error: FPI003
def of_another(file_id: int): ...


# FastAPI reads the signature that a function is given


def by_number(export_id: int): ...


by_number.__signature__ = inspect.signature(exported)
app.get("/aj/{exportId}")(by_number)
app.add_api_route("/ak/{exportId}", by_number)


def by_nothing(export_id: int): ...


app.add_api_route("/al/{exportId}", by_nothing)  # error: FPI003
