import json
from dataclasses import dataclass
from typing import Annotated, Any, Dict, Generic, List, TypeVar  # noqa: UP035

from fastapi import APIRouter, Body, Depends, File, Form, Query, UploadFile
from pydantic import BaseModel, Json, RootModel, model_validator
from sqlmodel import SQLModel

router = APIRouter()
T = TypeVar("T")


class Item(BaseModel):
    name: str


class Special(Item):
    price: int


class Page(BaseModel, Generic[T]):
    number: int


# Alarms


@router.post("/1")
def next_to_a_form(item: Item, name: Annotated[str, Form()]) -> None: ...  # error: FPI410


@router.post("/2")
def next_to_bytes(
    file: Annotated[bytes, File()],
    item: Item = Body(...),  # error: FPI410
) -> None: ...


@router.post("/3")
def annotated(
    item: Annotated[Special, Body(embed=True)],  # error: FPI410
    file: UploadFile | None = None,
) -> None: ...


@router.post("/4")
def a_dictionary(file: UploadFile, data: dict[str, Any]) -> None: ...  # error: FPI410


@router.post("/5")
def several(files: list[UploadFile], items: list[Item]) -> None: ...  # error: FPI410


@router.post("/6")
def generic(file: UploadFile, page: Page[int]) -> None: ...  # error: FPI410


def stored(file: UploadFile) -> str:
    return str(file.filename)


@router.post("/7")
def through_a_dependency(
    item: Item,  # error: FPI410
    name: Annotated[str, Depends(stored)],
) -> None: ...


def both(item: Item, file: UploadFile) -> None: ...


@router.post("/8")  # error: FPI410
def only_in_a_dependency(none: Annotated[None, Depends(both)]) -> None: ...


@dataclass
class Size:
    width: int


class Row(SQLModel):
    name: str


@router.post("/9")
def a_dataclass(size: Size, name: Annotated[str, Form()]) -> None: ...  # error: FPI410


@router.post("/10")
def of_sqlmodel(file: UploadFile, row: Row) -> None: ...  # error: FPI410


@router.post("/11")
def old_names(files: List[UploadFile], data: Dict[str, Any]) -> None: ...  # error: FPI410  # noqa: UP006


# Innocent: text


@dataclass
class FromText:
    name: str

    def __new__(cls, *args: Any) -> "FromText":
        return super().__new__(cls)


@router.post("/20")
def makes_itself(name: FromText, file: UploadFile) -> None: ...


@router.post("/21")
def scalars(file: UploadFile, name: Annotated[str, Body()], tags: list[str]) -> None: ...


@router.post("/22")
def parsed_by_pydantic(file: UploadFile, item: Annotated[Json[Item], Form()]) -> None: ...


class Lenient(BaseModel):
    name: str

    @model_validator(mode="before")
    @classmethod
    def parse(cls, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value


class LenientToo(Lenient):
    price: int


@router.post("/23")
def parsed_by_the_model(file: UploadFile, item: Annotated[LenientToo, Body()]) -> None: ...


class Tags(RootModel[list[str]]): ...


@router.post("/24")
def a_root_model(file: UploadFile, tags: Tags) -> None:
    """Broken too, but a model with another root is not."""


@router.post("/25")
def optional(file: UploadFile, item: Item | None = None) -> None:
    """Answers, but never gets an item."""


# Innocent: not the body, or no form


@router.post("/31")
def from_the_query(file: UploadFile, item: Annotated[Item, Query()]) -> None: ...


@router.post("/32")
def a_dependency(file: UploadFile, item: Annotated[Item, Depends()]) -> None: ...


@router.post("/33")
def a_form(item: Annotated[Item, Form()]) -> None: ...


@router.post("/34")
def only_json(item: Item, other: Special) -> None: ...


@router.post("/35")
def only_a_file(file: UploadFile) -> None: ...
