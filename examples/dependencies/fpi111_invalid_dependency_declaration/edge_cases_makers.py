"""Functions that give a dependency, given to `Depends` as if they were it."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Security

router = APIRouter()


def current_user(token: str) -> dict[str, str]:
    return {"name": token}


def require_roles(*roles: str) -> Callable[..., dict[str, str]]:
    def check(user: Annotated[dict[str, str], Depends(current_user)]) -> dict[str, str]:
        if user["name"] not in roles:
            raise HTTPException(403)
        return user

    return check


def require_admin():
    return require_roles("admin")


def require_editor():
    return Depends(require_roles("admin", "editor"))


def require_reader():
    return require_editor()


def require_scope(scope: str):
    return Security(current_user, scopes=[scope])


def by_kind(kind: str):
    if kind == "admin":
        return require_roles("admin")
    return None


def sender() -> Callable[[str], None]:
    def send(text: str) -> None:
        print(text)

    return send


async def awaited_sender():
    return sender()


Admin = Annotated[dict[str, str], Depends(require_admin)]


# Alarms


router.get("/1", dependencies=[Depends(require_admin)])  # error: FPI111
router.get("/2", dependencies=[Depends(require_editor), Depends(current_user)])  # error: FPI111
router.get("/3", dependencies=[Depends(require_reader)])  # error: FPI111
router.get("/4", dependencies=[Depends(require_scope)])  # error: FPI111
APIRouter(dependencies=[Security(require_admin)])  # error: FPI111
app = FastAPI(dependencies=[Depends(lambda: 1), Depends(require_admin)])  # error: FPI111
app.include_router(router, dependencies=[Depends(require_admin)])  # error: FPI111


@router.get("/5")
def unread(
    name: str,
    user=Depends(require_admin),  # error: FPI111
    again: Admin = None,  # error: FPI111
    third: Annotated[Any, Depends(require_reader)] = None,  # error: FPI111
) -> str:
    return name


@router.get("/6")
def asked_for_a_name(user=Depends(require_admin)) -> str:  # error: FPI111
    return user.name


# Innocent


router.get("/11", dependencies=[Depends(require_admin())])
router.get("/12", dependencies=[require_editor(), require_scope("items"), Depends(require_roles())])
router.get("/13", dependencies=[Depends(by_kind), Depends(current_user), Depends(awaited_sender)])
router.get("/14", dependencies=[Depends(partial(require_admin))])


@router.get("/15")
def calls_it(send=Depends(sender), other: Annotated[Any, Depends(sender)] = None) -> None:
    send("hello")
    (lambda: other("hello"))()


@router.get("/16")
def hands_it_on(send: Annotated[Callable[[str], None], Depends(sender)]) -> list[None]:
    return [*map(send, ["hello"])]


@router.get("/18", dependencies=[Depends(sender)])
def needs_it_no_longer(name: str, send: Annotated[Any, Depends(sender)]) -> str:
    return name


def takes_it(user=Depends(require_admin)) -> None: ...


@router.get("/17")
def by_the_way(user=require_editor()) -> dict[str, str]:
    return user
