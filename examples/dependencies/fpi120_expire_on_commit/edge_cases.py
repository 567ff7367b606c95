from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker
from sqlmodel import Field, SQLModel
from sqlmodel import select as model_select

router = APIRouter()
engine = create_async_engine("sqlite+aiosqlite:///users.db")
Expiring = async_sessionmaker(engine, autoflush=False)
Keeping = async_sessionmaker(engine, expire_on_commit=False)
OldStyle: Any = sessionmaker(engine, class_=AsyncSession)  # type: ignore[call-overload]
OPTIONS: dict[str, Any] = {"expire_on_commit": False}
Configured = async_sessionmaker(engine, **OPTIONS)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    limit = 10

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]

    def greet(self) -> str:
        return "Hello"


class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


class Strict(BaseModel):
    email: str


class HeroRead(SQLModel):
    name: str


class UserRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str


async def get_session() -> AsyncIterator[AsyncSession]:
    async with Expiring() as session:
        yield session


async def get_old() -> AsyncIterator[AsyncSession]:
    session = OldStyle()
    try:
        yield session
    finally:
        await session.close()


Expired = Annotated[AsyncSession, Depends(get_session)]


# Alarms


@router.post("/users/returned", response_model=UserRead)
async def returned(email: str, session: Expired) -> User:
    user = User(email=email)
    session.add(user)
    await session.commit()
    return user  # error: FPI120


@router.post("/users/validated")
async def validated(email: str, session: Annotated[AsyncSession, Depends(get_old)]) -> UserRead:
    user = User(email=email)
    session.add_all([user])
    await session.flush()
    await session.commit()
    return UserRead.model_validate(user)  # error: FPI120


@router.post("/heroes")
async def create_hero(name: str, session: Expired) -> Hero:
    hero = Hero(name=name)
    session.add(hero)
    try:
        await session.commit()
    except Exception:
        await session.rollback()
        raise
    return hero  # error: FPI120


async def validated_as_hero(name: str, session: Expired) -> HeroRead:
    hero = Hero(name=name)
    session.add(hero)
    await session.commit()
    return HeroRead.model_validate(hero)  # error: FPI120


async def validated_with_argument(email: str, session: Expired) -> Strict:
    user = User(email=email)
    session.add(user)
    await session.commit()
    return Strict.model_validate(user, from_attributes=True)  # error: FPI120


async def loaded(user_id: int) -> None:
    async with AsyncSession(engine) as session:
        user = await session.get(User, user_id)
        if user is not None:
            user.email = "a@example.org"
            await session.commit()
            print(f"changed {user.email}")  # error: FPI120


async def in_a_branch(user_id: int, email: str | None, session: Expired) -> dict[str, Any]:
    user: User = await session.get_one(User, user_id)
    if email is not None:
        user.email = email
        await session.commit()
    return {"id": user.id}  # error: FPI120


async def scalar(email: str, session: Expired) -> int:
    user = await session.scalar(select(User).where(User.email == email))
    if user is None:
        raise LookupError(email)
    user.email = ""
    await session.commit()
    return user.id  # error: FPI120


async def scalar_one(email: str, session: Expired) -> int:
    query = select(User).where(User.email == email).limit(1)
    result = await session.execute(query)
    user = result.scalar_one()
    await session.commit()
    return user.id  # error: FPI120


async def first_of_scalars(email: str, session: Expired) -> int:
    user = (await session.execute(select(User))).scalars().first()
    await session.commit()
    return user.id  # error: FPI120


@router.get("/users/first", response_model=UserRead)
async def one_of_scalars(session: Expired) -> Any:
    user = (await session.scalars(select(User))).unique().one_or_none()
    await session.commit()
    return user  # error: FPI120


@router.get("/users", response_model=list[UserRead])
async def several(session: Expired) -> Any:
    users = (await session.scalars(select(User))).all()
    await session.commit()
    return users  # error: FPI120


async def several_in_a_loop(session: Expired) -> None:
    result = await session.execute(select(User))
    users = result.scalars().all()
    await session.commit()
    for user in users:
        print(user.email)  # error: FPI120


async def several_in_a_comprehension(session: Expired) -> list[str]:
    users = (await session.exec(model_select(Hero))).all()
    await session.commit()
    return [user.name for user in users]  # error: FPI120


async def several_added(emails: list[str], session: Expired) -> Any:
    users = [User(email=email) for email in emails]
    session.add_all(users)
    await session.commit()
    return [user.id for user in users]  # error: FPI120


async def find_user(session: AsyncSession, user_id: int) -> User:
    user = await session.get(User, user_id)
    if user is None:
        raise LookupError(user_id)
    return user


async def with_email(email: str, *, session: AsyncSession) -> User | None:
    result = await session.execute(select(User).where(User.email == email))
    return result.scalar_one_or_none()


class Finder:
    async def all_users(self, session: AsyncSession) -> Any:
        return (await session.scalars(select(User))).all()


async def by_a_function(user_id: int, session: Expired) -> str:
    user = await find_user(session, user_id)
    await session.commit()
    return user.email  # error: FPI120


@router.put("/users/email", response_model=UserRead)
async def by_a_function_with_a_query(email: str, session: Expired) -> Any:
    user = await with_email(email, session=session)
    await session.commit()
    return user  # error: FPI120


async def by_a_method(session: Expired) -> list[str]:
    users = await Finder().all_users(session)
    await session.commit()
    return [user.email for user in users]  # error: FPI120


class Users:
    def __init__(self, session: Expired) -> None:
        self.session = session

    async def create(self, email: str) -> int:
        user = User(email=email)
        self.session.add(user)
        await self.session.commit()
        return user.id  # error: FPI120

    async def create_and_refresh(self, email: str) -> int:
        user = User(email=email)
        self.session.add(user)
        await self.session.commit()
        await self.refresh(user)
        return user.id

    async def refresh(self, user: User) -> None:
        await self.session.refresh(user)


class Manager:
    """Makes its factory when the application starts."""

    def __init__(self) -> None:
        self.factory: async_sessionmaker[AsyncSession] | None = None

    def start(self) -> None:
        self.factory = async_sessionmaker(engine)


class SparingManager:
    def __init__(self, keep: bool) -> None:
        self.factory: async_sessionmaker[AsyncSession] | None = None
        if keep:
            self.factory = async_sessionmaker(engine, expire_on_commit=False)
        else:
            self.factory = async_sessionmaker(engine)


manager, sparing = Manager(), SparingManager(True)


async def managed() -> str:
    assert manager.factory is not None
    async with manager.factory() as session:
        user = await session.get_one(User, 1)
        await session.commit()
        return user.email  # error: FPI120


async def begun(email: str, session: Expired) -> int:
    async with session.begin():
        user = User(email=email)
        session.add(user)
    return user.id  # error: FPI120


async def begun_in_its_session(email: str) -> int:
    async with AsyncSession(engine) as session:
        async with session.begin():
            user = await session.get_one(User, 1)
            user.email = email
            await session.refresh(user)  # too early
        return user.id  # error: FPI120


@router.post("/heroes/validated", response_model=HeroRead)
async def made_by_validation(data: HeroRead, session: Expired) -> Hero:
    hero = Hero.model_validate(data)
    session.add(hero)
    await session.commit()
    return hero  # error: FPI120


class Audited(AsyncSession):
    actor = "system"


class Sparing(AsyncSession):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, expire_on_commit=False, **options)


AuditedFactory = async_sessionmaker(engine, class_=Audited)
SparingFactory = async_sessionmaker(engine, class_=Sparing)


async def of_a_session_of_ones_own() -> str:
    async with AuditedFactory() as session:
        user = await session.get_one(User, 1)
        await session.commit()
        return user.email  # error: FPI120


# Innocent


async def find_detached(session: AsyncSession, user_id: int) -> User:
    user = await session.get_one(User, user_id)
    session.expunge(user)
    return user


async def find_elsewhere(session: AsyncSession, user_id: int) -> User:
    await session.connection()
    async with Keeping() as other:
        return await other.get_one(User, user_id)


async def find_or_make(session: AsyncSession, email: str) -> User | Strict:
    user = await session.scalar(select(User).where(User.email == email))
    return user or Strict(email=email)


async def by_functions_that_detach(email: str, session: Expired) -> list[str]:
    detached = await find_detached(session, 1)
    elsewhere = await find_elsewhere(session, 2)
    either = await find_or_make(session, email)
    await session.commit()
    return [detached.email, elsewhere.email, either.email]


async def by_a_function_of_another_session(user_id: int, session: Expired) -> str:
    async with Keeping() as other:
        user = await find_user(other, user_id)
        await session.commit()
        return user.email


async def of_a_session_that_keeps() -> str:
    async with SparingFactory() as session:
        user = await session.get_one(User, 1)
        await session.commit()
        return user.email


async def begun_and_refreshed(email: str, session: Expired) -> int:
    async with session.begin():
        user = User(email=email)
        session.add(user)
    await session.refresh(user)
    return user.id


async def begun_with_a_savepoint(email: str, session: Expired) -> int:
    async with session.begin_nested():
        user = User(email=email)
        session.add(user)
    return user.id


async def begun_and_read_inside(email: str, session: Expired) -> int:
    async with session.begin():
        user = User(email=email)
        session.add(user)
        await session.flush()
        user_id = user.id
    return user_id


async def begun_for_reading_elsewhere(email: str, session: Expired) -> str:
    async with session.begin():
        user = User(email=email)
    return user.email


@router.post("/heroes/not-stored")
async def made_by_validation_and_not_stored(data: HeroRead, session: Expired) -> Hero:
    hero = Hero.model_validate(data)
    await session.commit()
    return hero


async def managed_somehow() -> str:
    assert sparing.factory is not None
    async with sparing.factory() as session:
        user = await session.get_one(User, 1)
        await session.commit()
        return user.email


async def rows(session: Expired) -> Any:
    row = (await session.execute(select(User))).first()
    columns = (await session.execute(select(User.id, User.email))).one()
    first_id = await session.scalar(select(User.id))
    ids = (await session.scalars(select(User).with_only_columns(User.id))).all()
    await session.commit()
    return row.id, columns.id, first_id.id, [each.id for each in ids]


async def refreshed_one_by_one(session: Expired) -> list[str]:
    users = (await session.scalars(select(User))).all()
    await session.commit()
    for user in users:
        await session.refresh(user)
        print(user.email)
    return [user.email for user in users]


async def counted(session: Expired) -> int:
    users = (await session.scalars(select(User))).all()
    await session.commit()
    return len(users)


async def of_another_session(session: Expired, other: AsyncSession) -> str:
    user = await other.scalar(select(User))
    await session.commit()
    return user.email


async def greeted(session: Expired) -> list[str]:
    users = (await session.scalars(select(User))).all()
    await session.commit()
    return [user.greet() for user in users]


@router.post("/users/kept")
async def kept(email: str) -> int:
    async with Keeping() as session:
        user = User(email=email)
        session.add(user)
        await session.commit()
        return user.id


async def factories(email: str, given: AsyncSession) -> Any:
    async with Configured() as session:
        user = User(email=email)
        session.add(user)
        await session.commit()
        print(user.id)
    async with Expiring(expire_on_commit=False) as session:
        other = User(email=email)
        session.add(other)
        await session.commit()
        print(other.id)
    third = User(email=email)
    given.add(third)
    await given.commit()
    return third.id


async def refused_by_the_model(email: str, session: Expired) -> Strict:
    user = User(email=email)
    session.add(user)
    await session.commit()
    return Strict.model_validate(user)


async def refreshed(email: str, session: Expired) -> int:
    user = User(email=email)
    session.add(user)
    await session.commit()
    if email:
        await session.refresh(user)
    return user.id


async def loaded_again(email: str, session: Expired) -> int:
    user = User(email=email)
    session.add(user)
    await session.commit()
    await session.execute(select(User))
    return user.id


async def read_before(email: str, session: Expired) -> int:
    user = User(email=email)
    session.add(user)
    await session.flush()
    user_id = user.id
    await session.commit()
    return user_id


async def not_in_the_session(email: str, session: Expired) -> str:
    user = User(email=email)
    await session.commit()
    return user.email


async def taken_out(email: str, session: Expired) -> str:
    user = User(email=email)
    session.add(user)
    await session.flush()
    session.expunge(user)
    await session.commit()
    return user.email


async def no_column(email: str, session: Expired) -> str:
    user = User(email=email)
    session.add(user)
    await session.commit()
    return user.greet()


async def set_first(email: str, session: Expired) -> str:
    user = User(email=email)
    session.add(user)
    await session.commit()
    user.email = email
    return user.email


async def bound_again(email: str, session: Expired) -> str:
    user = User(email=email)
    session.add(user)
    await session.commit()
    user = User(email=email)
    return user.email


async def handed_on(email: str, session: Expired) -> Any:
    user = User(email=email)
    session.add(user)
    await session.commit()
    return [user]


async def returned_by_helper(email: str, session: Expired) -> User:
    user = User(email=email)
    session.add(user)
    await session.commit()
    return user


async def in_another_function(email: str, session: Expired) -> Any:
    user = User(email=email)
    session.add(user)
    await session.commit()

    def later() -> str:
        return user.email

    return later


async def on_the_other_way(email: str, session: Expired) -> str:
    user = User(email=email)
    session.add(user)
    if email:
        await session.commit()
        return "stored"
    return user.email
