from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from .. import core
from ..core.database import AsyncDb
from ..core.settings import get_settings, reload_settings
from ..services import find_user, log_in
from ..services.users import find_user_twin
from .deps import Mail, Users

router = APIRouter(prefix="/users")


@router.get("/{name}")
async def read(name: str, db: core.Db) -> object:
    return find_user(db, name)  # blocks: database


@router.get("/{name}/twin")
async def read_twin(name: str, db: AsyncDb) -> object:
    return await find_user_twin(db, name)


@router.get("/{name}/direct")
async def direct(name: str, db: Session = Depends(core.get_db)) -> None:
    db.refresh(name)  # blocks: database


@router.post("/{name}")
async def create(name: str, users: Users, mail: Mail) -> None:
    users.create(name)  # blocks: database
    mail.deliver(name)  # blocks: socket
    await mail.deliver_async(name)
    await mail.deliver_twin(name)
    users.label(name)


@router.post("/{name}/twin")
def create_twin(name: str, users: Users, mail: Mail) -> None:
    users.create(name)
    mail.deliver(name)


@router.post("/{name}/login")
async def login(name: str, password: str) -> bool:
    get_settings()
    return log_in(name, password)  # blocks: cpu


@router.post("/{name}/login-twin")
async def login_twin(name: str, password: str) -> bool:
    return await run_in_threadpool(log_in, name, password)


@router.post("/settings")
async def settings() -> None:
    reload_settings()  # blocks: file
