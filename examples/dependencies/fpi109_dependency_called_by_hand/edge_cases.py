import asyncio
import functools
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated, Any

from celery import Celery, shared_task
from fastapi import (
    APIRouter,
    BackgroundTasks,
    Depends,
    FastAPI,
    Header,
    Query,
    Request,
    Security,
)
from somewhere import decorated, inject, unknown
from starlette.background import BackgroundTask


celery = Celery("shop")


class Session:
    def query(self): ...
    def close(self): ...


def get_db():
    session = Session()
    try:
        yield session
    finally:
        session.close()


async def get_async_db():
    async with unknown() as session:
        yield session


def get_db_of(engine: Annotated[Any, Depends(unknown)]):
    yield engine.connect()


def forever():
    while True:
        yield Session()


def no_dependency():
    session = Session()
    try:
        yield session
    finally:
        session.close()


Given = Annotated[Session, Depends(get_db)]
DEFAULT = Depends(get_db)


def count(db: Session = Depends(get_db)):
    return db.query()


def by_alias(db: Session = DEFAULT):
    rows = db.query()
    return rows


def annotated(db: Given, name: str = "x"):
    return db.query(name)


def annotated_with_default(db: Given = None):
    return db.query() if db else None


def passes_on(name: str, *, db: Session = Depends(get_db)):
    return count(db)


def one_or_the_other(id: Any = None, user: Any = Depends(unknown)):
    found = unknown(id) if id else user.check()
    return found


def iterates(users: Any = Depends(unknown)):
    for user in users:
        print(user)


def only_checks(user: Any = Depends(unknown), _: None = Security(unknown)):
    return 3


def guards(db: Any = Depends(get_db)):
    if not isinstance(db, Session):
        db = Session()
    return db.query()


def replaces(db: Any = Depends(get_db)):
    db = Session()
    return db.query()


@inject
def injected(db: Session = Depends(get_db)):
    return db.query()


class Service:
    def __init__(self, name: str, db: Session = Depends(get_db)) -> None:
        self.name = name
        self.db = db

    def kept(self):
        return self.db.query()

    def method(self, db: Session = Depends(get_db)):
        return db.query()

    @staticmethod
    def static(db: Session = Depends(get_db)):
        return db.query()

    @classmethod
    def of_class(cls, db: Session = Depends(get_db)):
        return db.query()

    def __call__(self, db: Session = Depends(get_db)):
        return db.query()


made = Service("made", Session())


@decorated
class DecoratedService:
    def __init__(self, db: Session = Depends(get_db)) -> None:
        self.db = db


@contextmanager
def transaction(db: Session = Depends(get_db)):
    yield db.query()


def task(name: str, db: Session = Depends(get_db)):
    return db.query()


@asynccontextmanager
async def lifespan(app: FastAPI, db: Session = Depends(get_db)):  # what FPI303 says
    db.query()
    yield


app = FastAPI(lifespan=lifespan)
router = APIRouter(dependencies=[Depends(get_db), Depends(get_async_db), Depends(forever)])
router.include_router(APIRouter(dependencies=[Depends(get_db_of)]))


@app.exception_handler(KeyError)
async def handle(
    request: Request,
    error: KeyError,
    db: Session = Depends(get_db),
): ...


@app.exception_handler(LookupError)
async def handle_with(
    request: Request,
    error: LookupError,
    db: Session = Depends(get_db),  # error: FPI109
):
    return db.query()


@app.middleware("http")
async def middleware(request: Request, call_next: Any): ...


@router.get("/route")
def route(db: Session = Depends(get_db)):
    return db.query()


@router.get("/bad")
def bad(tasks: BackgroundTasks, service: Annotated[Service, Depends()]) -> Any:
    count()  # error: FPI109
    by_alias()  # error: FPI109
    route()  # error: FPI109
    passes_on("x")  # error: FPI109
    iterates()  # error: FPI109
    one_or_the_other()  # error: FPI109
    Service("x").kept()  # error: FPI109
    given_on = Service("x")  # error: FPI109
    unknown(given_on)
    service.method()  # error: FPI109
    service()  # error: FPI109
    made()  # error: FPI109
    Service.static()  # error: FPI109
    Service.of_class()  # error: FPI109
    with transaction() as rows:  # error: FPI109
        print(rows)
    tasks.add_task(task, name="x")  # error: FPI109
    return BackgroundTask(task, "x")  # error: FPI109


@router.get("/failing")
def failing(by_name: bool) -> None:
    if by_name:
        annotated(name="y")  # error: FPI109
    annotated()  # error: FPI109
    annotated()  # never runs: the one before fails


@router.get("/good")
def good(
    tasks: BackgroundTasks,
    db: Given,
    service: Annotated[Service, Depends()],
    other: Annotated[Any, Depends(injected())],
    counted: Annotated[int, Depends(count)],
) -> Any:
    count(db)
    count(db=db)
    count(*unknown())
    count(**unknown())
    annotated(db)
    annotated(db, "x")
    annotated_with_default()
    passes_on("x", db=db)
    only_checks()
    one_or_the_other(3)
    one_or_the_other(id=3)
    guards()
    replaces()
    injected()
    DecoratedService()
    Service("x", db)
    Service("x").method(db)
    only_method = Service("x")
    only_method.method(db)
    Service("x", unknown=3).kept()
    service.method(db)
    service(db)
    made(db)
    Service.static(db)
    Service.of_class(db)
    Service.method(service, db)
    with transaction(db) as rows:
        print(rows)
    tasks.add_task(task, "x", db)
    tasks.add_task(task, *unknown())
    tasks.add_task(functools.partial(task, "x", db=db))
    return BackgroundTask(task, "x", db=db)


@router.get("/next")
async def drives(request: Request) -> Any:
    db = next(get_db())  # error: FPI109
    other = await anext(get_async_db())  # error: FPI109
    third = await get_async_db().__anext__()  # error: FPI109
    fourth = get_db().__next__()  # error: FPI109
    generator = get_db()
    held = next(generator)
    free = next(forever())
    own = next(no_dependency())
    closed = next(get_db())
    try:
        closed.query()
    finally:
        closed.close()
    with contextmanager(get_db)() as entered:
        entered.query()
    with next(get_db()) as again:  # closed before it is used, and behind it once more
        again.query()
    for each in get_db():
        each.query()
    return db, other, third, fourth, held, free, own, next(unknown()), next(iter([1]))


@router.get("/entered")
async def enters_the_generator(session: Session = Depends(get_async_db)) -> None:
    with get_db() as db:  # error: FPI109
        db.query()
    async with get_async_db() as db, managed() as other:  # error: FPI109
        db.query()
    with no_dependency() as nobody_depends_on_it, contextmanager(get_db)() as entered:
        nobody_depends_on_it.query(entered)
    with unknown() as anything:
        anything.query()


@asynccontextmanager
async def managed():
    yield Session()


@router.get("/as-what-it-yields")
def takes_the_generator_for_the_session(db: Session = Depends(get_db)) -> Any:
    get_db().query()  # error: FPI109
    session = get_db()  # error: FPI109
    session.query()
    generator = get_db()
    generator.close()
    again = get_db()
    again = next(again)
    again.query()
    return get_async_db().query()  # error: FPI109


@router.get("/without-its-engine")
def takes_the_generator_of_an_engine() -> Any:
    return get_db_of().query()  # error: FPI109


def page(limit: int = Query(10), name: str = Query(None), agent: str | None = Header(None)):
    return [limit + 1, name and name.lower()]


def page_of_any_kind(limit: int = Query(10)):
    return limit if isinstance(limit, int) else 10


def as_number(limit: Any) -> int:
    return limit if isinstance(limit, int) else limit.default


def page_of_any_kind_by_a_helper(limit: int = Query(10)):
    return as_number(limit)


@router.get("/pages")
def pages(db: Session = Depends(get_async_db)) -> Any:
    page()  # error: FPI109
    page_of_any_kind_by_a_helper()
    page(10)  # error: FPI109
    return page(10, "a"), page(limit=10, name="a"), page_of_any_kind()


@shared_task
def nightly(db: Session = Depends(get_db)):  # error: FPI109
    return db.query()


@celery.task(bind=True)
def hourly(self, db: Session = Depends(get_db)):  # error: FPI109
    return db.query()


@shared_task
@inject
def injected_task(db: Session = Depends(get_db)):
    return db.query()


@router.get("/closed")
def closes_what_it_has() -> Any:
    db = None
    try:
        db = next(get_db())
        return db.query()
    finally:
        if db:
            db.close()


@router.get("/not-closed")
def only_queries() -> Any:
    db = None
    try:
        db = next(get_db())  # error: FPI109
        return db.query()
    finally:
        print(db)


@router.get("/rolled-back")
def rolls_back() -> Any:
    try:
        db = next(get_db())  # error: FPI109
        return db.query()
    except ValueError:
        db.rollback()
        raise


def start() -> None:
    next(get_db()).query()


if __name__ == "__main__":
    start()
    asyncio.run(unknown(next(get_db())))


_kept: Session | None = None


def kept(settings: Any = Depends(unknown)) -> Any:
    global _kept
    if _kept is None:
        _kept = unknown(settings)
    return _kept


def kept_and_asked(settings: Any = Depends(unknown)) -> Any:
    global _kept
    if _kept is None:
        _kept = unknown(settings)
    settings.check()
    return _kept


def of_what_is_kept() -> Any:
    kept_and_asked()  # error: FPI109
    return kept()  # made at start-up, with everything that it needs


def attribute_of_user(name: str, db: Session = Depends(get_db)) -> Any:
    """What it asks about is what the session gives, not the session."""
    user = db.query().first()
    return getattr(user, name, None) if isinstance(user, dict) else None


def attribute_of_settings(name: str, settings: Any = Depends(unknown)) -> Any:
    return getattr(settings, name, None)


def of_attributes() -> Any:
    attribute_of_settings("name")
    return attribute_of_user("name")  # error: FPI109


def session_of_a_helper() -> Any:
    return next(get_db())  # error: FPI109


def session_of_nobody() -> Any:
    return next(get_db())


@app.get("/of-a-helper")
def of_a_helper(db: Session = Depends(get_db)) -> Any:
    return session_of_a_helper().query()


class WithFallback:
    def __init__(
        self,
        repo: Any = Depends(unknown),
        session: Session = Depends(get_db),
        cache: Any = Depends(unknown),
    ) -> None:
        self.repo = repo
        self.db = getattr(repo, "db", session)
        self.cache = cache  # which nobody reads

    def rows(self) -> Any:
        return self.db.query()


def checked(token: str, check: bool = False, db: Session = Depends(get_db)) -> Any:
    if check and token == "x":
        db.query()
    if not check:
        return token
    return db


class Holder:
    def __init__(self, service: Service) -> None:
        self.service = service

    def name(self) -> str:
        return self.service.name

    def kept(self) -> Any:
        return self.service.kept()


def of_fallbacks_and_flags(db: Session, check: bool) -> Any:
    checked("y")
    checked("y", check=True)  # error: FPI109
    checked("y", check)  # error: FPI109
    holder = Holder(Service("x"))
    other = Holder(Service("x"))  # error: FPI109
    return WithFallback(db).rows(), holder.name(), other.kept()
