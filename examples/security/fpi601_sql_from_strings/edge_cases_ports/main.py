from typing import Annotated

from fastapi import Depends, FastAPI

from .repository import SqlCustomers
from .services import Search

app = FastAPI()


def get_search() -> Search:
    return Search(SqlCustomers())


SearchDep = Annotated[Search, Depends(get_search)]


@app.get("/customers")
def customers(name: str, search: SearchDep) -> list[str]:
    return search.by_name(name)


@app.get("/home")
def home(search: SearchDep) -> list[str]:
    return search.at_home()


@app.get("/since")
def since(year: int, search: SearchDep) -> list[str]:
    return search.since(year)
