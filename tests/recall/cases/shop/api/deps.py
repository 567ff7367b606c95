from typing import Annotated

from fastapi import Depends

from ..core import Db
from ..services import Mailer, UserService, mailer


def get_users(db: Db) -> UserService:
    return UserService(db)


def get_mailer() -> Mailer:
    return mailer


Users = Annotated[UserService, Depends(get_users)]
Mail = Annotated[Mailer, Depends(get_mailer)]
