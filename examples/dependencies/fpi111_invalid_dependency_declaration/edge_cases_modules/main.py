from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Security

from . import services
from .plain import callable as replaced
from .plain import maybe, storage, users
from .plain.users import users as get_users
from .services import audit, prices, stock, tax

try:
    from .plain import other
except ImportError:
    other = get_users

if services:
    maybe = get_users  # noqa: F811

app = FastAPI()
router = APIRouter(dependencies=[Depends(storage)])  # error: FPI111


@app.get("/modules")
def modules(
    a: Annotated[Any, Depends(storage)],  # error: FPI111
    b: Any = Security(users),  # error: FPI111
    c: storage = Depends(storage),  # error: FPI111
    d=Depends(users.users),
    e=Depends(get_users),
    f=Depends(storage.read),
) -> None: ...


@app.get("/others")
def others(
    a=Depends(prices),
    b=Depends(services.prices),
    c=Depends(stock),
    d=Depends(tax),
    e=Depends(replaced),
    f=Depends(other),
    g=Depends(maybe),
    h=Depends(audit),
) -> None: ...


def shadowed(storage: Any) -> Any:
    return Depends(storage)
