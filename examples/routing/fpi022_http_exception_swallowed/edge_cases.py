import contextlib
import logging
import traceback
from typing import Annotated, Any

import fastapi
from fastapi import (
    APIRouter,
    BackgroundTasks,
    Depends,
    FastAPI,
    HTTPException,
    Request,
    WebSocket,
    status,
)
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from pydantic import BaseModel
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException as StarletteHTTPException

app = FastAPI()
router = APIRouter()
log = logging.getLogger(__name__)
engine = create_engine("sqlite://")


class NotFound(HTTPException):
    def __init__(self) -> None:
        super().__init__(404)


class Broken(HTTPException):
    status_code = 500

    def __init__(self) -> None:
        super().__init__(status_code=self.status_code, detail="broken")


class Missing(Broken):
    status_code = 404


class ServiceError(Exception):
    pass


def load(name: str) -> str:
    return name


PAGES = {"a", "b"}


def error_response(error: Exception) -> JSONResponse:
    code = error.status_code if isinstance(error, HTTPException) else 500
    return JSONResponse({"error": str(error)}, code)


@app.get("/bare")
def bare(name: str = ""):
    try:
        if not name:
            raise fastapi.HTTPException(status_code=404)
    except:  # noqa: E722  # error: FPI022
        raise HTTPException(status_code=500)


@app.get("/base-exception")
def base_exception(name: str = ""):
    try:
        if not name:
            raise StarletteHTTPException(404)
    except BaseException as e:  # error: FPI022
        traceback.print_exc()
        raise HTTPException(status.HTTP_500_INTERNAL_SERVER_ERROR, f"failed: {e}")


def found(name: str) -> str:
    if not name:
        raise NotFound
    return name


@app.get("/plain-text")
def plain_text(name: str = ""):
    try:
        if not name:
            raise HTTPException(422)
        return load(name)
    except Exception as e:  # error: FPI022
        return f"failed: {e}"


@app.get("/nothing-found")
def nothing_found(name: str = ""):
    try:
        if not name:
            raise HTTPException(422)
        return [load(name)]
    except Exception:  # error: FPI022
        return []


def level(count: int) -> str:
    """What a function gives that is no route may be all that it wanted the exception for."""
    try:
        if count > 500:
            raise HTTPException(503)
        load(str(count))
    except Exception:
        return "unknown"
    return "high"


@app.get("/level")
def read_level(count: int):
    return level(count)


@app.get("/helper-or-nothing")
def helper_or_nothing(name: str = ""):
    try:
        return [found(name)]
    except Exception:
        return []


@app.get("/subclass-by-helper")
def subclass_by_helper(name: str = ""):
    try:
        return found(name)
    except Exception:  # error: FPI022
        raise Broken()


@app.get("/same-status")
def same_status(name: str = ""):
    try:
        if not name:
            raise Broken()
        return found(name)
    except Exception:
        raise Missing()


@app.get("/subclass")
def subclass(name: str = ""):
    try:
        if not name:
            raise NotFound()
    except Exception:  # error: FPI022
        raise HTTPException(500)


@app.get("/in-a-tuple")
def in_a_tuple(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except (ValueError, Exception):  # error: FPI022
        raise HTTPException(500)


@app.get("/reraised-first")
def reraised_first(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except HTTPException:
        raise
    except Exception:
        raise HTTPException(500)


@app.get("/reraised-first-by-base")
def reraised_first_by_base(name: str = ""):
    try:
        if not name:
            raise NotFound()
    except (KeyError, StarletteHTTPException) as error:
        raise error
    except Exception:
        raise HTTPException(500)


@app.get("/only-a-subclass-first")
def only_a_subclass_first(name: str = ""):
    try:
        if not name:
            raise HTTPException(403)
    except NotFound:
        raise
    except Exception:  # error: FPI022
        raise HTTPException(500)


@app.get("/reraised")
def reraised(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except Exception:
        log.exception("failed")
        raise


@app.get("/reraised-by-name")
def reraised_by_name(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        log.exception("failed")
        raise error


@app.get("/isinstance")
def asked_by_isinstance(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        if isinstance(error, HTTPException):
            raise
        raise HTTPException(500) from error


@app.get("/status-code")
def answers_with_its_status(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        raise HTTPException(getattr(error, "status_code", 500), str(error))


@app.get("/status-code-attribute")
def answers_with_its_status_attribute(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        return JSONResponse({"detail": str(error)}, status_code=error.status_code)


@app.get("/handed-on")
def handed_on(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        return error_response(error)


@app.get("/another-4xx")
def made_another_4xx(name: str = ""):
    try:
        if not name:
            raise HTTPException(404, "no such name")
        return int(name)
    except Exception as e:  # error: FPI022
        raise HTTPException(400, str(e))


@app.get("/a-failure-of-ours")
def made_the_fault_of_the_client(name: str = ""):
    try:
        if not engine.connect().closed:
            raise HTTPException(503, "not now")
        return int(name)
    except Exception as e:  # error: FPI022
        raise HTTPException(400, str(e))


@app.get("/a-status-that-is-asked")
def asked_for_its_status(name: str, status: int):
    try:
        if not engine.connect().closed:
            raise HTTPException(status)
        return int(name)
    except Exception as e:
        raise HTTPException(400, str(e))


@app.get("/another-4xx-of-its-own-form")
def another_4xx_of_its_own_form(name: str = ""):
    try:
        if not name:
            raise HTTPException(404, "no such name")
        return int(name)
    except Exception as e:
        return JSONResponse(str(e), status_code=422)


@app.get("/nobody-learns-more")
def nobody_learns_more(name: str = ""):
    try:
        if not name:
            raise HTTPException(400, "no name")
        return int(name)
    except Exception:
        raise HTTPException(404)


@app.get("/nobody-comes-in")
def nobody_comes_in(name: str = ""):
    try:
        if not name:
            raise HTTPException(403, "not active")
        return int(name)
    except Exception:
        raise HTTPException(401)


@app.get("/by-a-helper")
def made_another_4xx_by_a_helper(name: str = ""):
    try:
        return checked(name)
    except Exception:
        raise HTTPException(400)


@app.get("/narrow")
def narrow(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
        return int(name)
    except ValueError:
        raise HTTPException(400)


@app.get("/same-status")
def same_status(name: str = ""):
    try:
        if not name:
            raise HTTPException(status.HTTP_401_UNAUTHORIZED, "no name")
    except Exception:
        raise HTTPException(401, "could not log in")


@app.get("/one-of-two-statuses")
def one_of_two_statuses(name: str = ""):
    try:
        if not name:
            raise HTTPException(500, "no name")
        if name == "x":
            raise HTTPException(404, "no x")
    except Exception:  # error: FPI022
        raise HTTPException(500, "failed")


@app.get("/nested-function")
def nested_function(name: str = ""):
    try:

        def fail() -> None:
            raise HTTPException(404)

        return load(name), fail
    except Exception:
        raise HTTPException(500)


@app.get("/else")
def raised_in_else(name: str = ""):
    try:
        loaded = load(name)
    except Exception:
        raise HTTPException(500)
    else:
        if not loaded:
            raise HTTPException(404)
    finally:
        log.info("done")
    return loaded


@app.get("/handler")
def raised_in_another_handler(name: str = ""):
    try:
        return load(name)
    except KeyError:
        raise HTTPException(404)
    except Exception:
        raise HTTPException(500)


@app.get("/inner-handler")
def raised_in_an_inner_handler(name: str = ""):
    try:
        try:
            return int(name)
        except ValueError:
            raise HTTPException(400)
    except Exception:  # error: FPI022
        raise HTTPException(500)


@app.get("/caught-inside")
def caught_inside(name: str = ""):
    try:
        try:
            if not name:
                raise HTTPException(404)
        except HTTPException:
            name = "nobody"
        return load(name)
    except Exception:
        raise HTTPException(500)


@app.get("/reraised-inside")
def reraised_inside(name: str = ""):
    try:
        try:
            if not name:
                raise HTTPException(404)
        except HTTPException:
            raise
        except ValueError:
            name = "nobody"
        return load(name)
    except Exception:  # error: FPI022
        raise HTTPException(500)


@app.get("/suppressed")
def suppressed(name: str = ""):
    try:
        with contextlib.suppress(HTTPException):
            raise HTTPException(404)
        return load(name)
    except Exception:
        raise HTTPException(500)


@app.post("/each")
def each(names: list[str]):
    results = []
    for name in names:
        try:
            if not name:
                raise HTTPException(400, "no name")
            results.append({"name": load(name)})
        except Exception as error:
            results.append({"error": str(error)})
    return results


@app.get("/falls-through")
def falls_through(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except Exception:
        log.exception("no name")
    return load(name)


@app.get("/json")
def json_response(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
        return {"name": name}
    except Exception as error:  # error: FPI022
        return JSONResponse({"error": str(error)}, status_code=500)


@app.get("/redirect")
def redirect(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except Exception:
        return RedirectResponse("/login")


@app.get("/wrapped")
def wrapped(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        raise ServiceError("failed") from error


@app.get("/no-http-exception")
def no_http_exception(name: str = ""):
    try:
        if not name:
            raise ServiceError("no name")
    except Exception:
        raise HTTPException(500)


def checked(name: str) -> str:
    if not name:
        raise HTTPException(404)
    return name


@app.get("/helper")
def by_helper(name: str = ""):
    try:
        return checked(name)
    except Exception:  # error: FPI022
        raise HTTPException(500)


def unavailable(name: str) -> str:
    if not name:
        raise HTTPException(502)
    return name


@app.get("/helper-5xx")
def by_helper_that_fails(name: str = ""):
    try:
        return unavailable(name)
    except Exception:
        raise HTTPException(503)


@app.post("/marked")
def marked_as_failed(names: dict[str, str]):
    try:
        return checked(names["name"])
    except Exception:
        names["status"] = "failed"
        raise HTTPException(502)


@app.get("/helper-not-called")
def by_helper_that_is_not_called(name: str = ""):
    try:
        return {"helper": checked.__name__, "name": load(name)}
    except Exception:
        raise HTTPException(500)


@app.get("/helper-refuses")
def by_helper_that_takes_less(name: str = ""):
    try:
        return checked(app, name)  # a TypeError
    except Exception:
        raise HTTPException(500)


@app.get("/helper-printed")
def helper_with_printed_traceback(name: str = ""):
    try:
        return checked(name)
    except Exception:  # error: FPI022
        import traceback

        traceback.print_exc()
        raise HTTPException(500)


@app.get("/helper-fallback")
def helper_with_fallback(name: str = ""):
    try:
        return checked(name)
    except Exception:
        return None


@app.get("/unauthorised")
def helper_made_401(name: str = ""):
    try:
        return checked(name)
    except Exception:
        raise HTTPException(401, "not logged in")


async def dependency(name: str = ""):
    try:
        if not name:
            raise HTTPException(401)
        yield name
    except Exception:  # error: FPI022
        raise HTTPException(500)


@router.websocket("/socket")
async def socket(socket: WebSocket, name: Annotated[str, Depends(dependency)]):
    try:
        if not name:
            raise HTTPException(403)
    except Exception:
        await socket.close()


def service(name: str) -> str:
    """Called by routes elsewhere: the HTTPException on both sides shows what for."""
    try:
        if not name:
            raise HTTPException(404)
        return load(name)
    except Exception as error:  # error: FPI022
        raise HTTPException(500, f"could not load: {error}")


def not_serving(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        return {"error": str(error)}


@app.middleware("http")
async def middleware(request: Request, call_next):
    try:
        return await call_next(request)
    except Exception:
        raise HTTPException(500)


@app.get("/in-a-lambda")
def in_a_lambda(name: str = ""):
    try:
        return {"call": lambda: checked(name)}
    except Exception:
        raise HTTPException(500)


@app.get("/conditional")
def sometimes_raised(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        if name:
            raise
        raise HTTPException(500) from error


def page_of(after: str | None = None, before: str | None = None) -> str:
    if after and before:
        raise HTTPException(400)
    return after or before or ""


@app.get("/first-page")
def first_page():
    try:
        return page_of()  # both are left out: it cannot raise
    except Exception:
        raise HTTPException(500)


@app.get("/page")
def page(after: str, before: str):
    try:
        return page_of(after, before)
    except Exception:  # error: FPI022
        raise HTTPException(500)


def tenant_of(request: Request) -> str:
    try:
        if "tenant" not in request.headers:
            raise HTTPException(400)
        return request.headers["tenant"]
    except Exception:
        raise HTTPException(500)  # from a middleware the other one were a 500 as well


@app.middleware("http")
async def set_tenant(request: Request, call_next):
    request.state.tenant = tenant_of(request)
    return await call_next(request)


def page_for_whoever_asks(after: str, before: str) -> str:
    try:
        return page_of(after, before)  # meant for other callers, perhaps
    except Exception:
        raise HTTPException(500)


def synchronise(name: str) -> None:
    try:
        if not name:
            raise HTTPException(400)
        load(name)
    except Exception as error:
        raise HTTPException(500) from error  # of a background task: nobody answers with either


async def synchronise_later(name: str) -> None:
    try:
        if not name:
            raise HTTPException(400)
        load(name)
    except Exception as error:
        raise HTTPException(500) from error


async def depended_on(name: str = "") -> None:
    """FastAPI answers with what it raises, too."""
    try:
        if not name:
            raise HTTPException(400)
        load(name)
    except Exception as error:  # error: FPI022
        raise HTTPException(500) from error


def reload(name: str) -> str:
    try:
        if not name:
            raise HTTPException(400)
        return load(name)
    except Exception as error:  # error: FPI022
        raise HTTPException(500) from error


@app.post("/tasks")
def start_tasks(name: str, tasks: BackgroundTasks):
    tasks.add_task(synchronise, name)
    tasks.add_task(synchronise_later, name)
    tasks.add_task(depended_on, name)
    tasks.add_task(reload, name)


@app.post("/depended-on", dependencies=[Depends(depended_on)])
def depend() -> None: ...


@app.post("/now")
def start_now(name: str):
    return reload(name)


@app.get("/logged-by-keyword")
def logged_by_keyword(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:  # error: FPI022
        log.error("failed", exc_info=error)
        raise HTTPException(500)


@app.get("/told-by-keyword")
def told_by_keyword(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        return error_response(error=error)


def saved(name: str) -> dict[str, str]:
    if name == "full":
        raise ValueError(name)
    return {"name": name}


def found_or_none(name: str) -> dict[str, str] | None:
    return {"name": name} if name else None


@app.post("/never-false")
def never_false(name: str):
    try:
        item = saved(name)
        if not item:
            raise HTTPException(404)
        return item
    except Exception as error:
        raise HTTPException(500) from error


@app.post("/perhaps-none")
def perhaps_none(name: str):
    try:
        item = found_or_none(name)
        if item is None:
            raise HTTPException(404)
        return item
    except Exception as error:  # error: FPI022
        raise HTTPException(500) from error


class Job:
    def __init__(self, name: str) -> None:
        self.status = name

    def save(self) -> None: ...


@app.post("/counted")
def counted(name: str):
    job = Job(name)
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:  # error: FPI022
        job.status = "failed"
        job.save()
        raise HTTPException(500) from error


@app.post("/described")
def described(name: str):
    db = Session(engine)
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:  # error: FPI022
        text = str(error)
        log.error("failed: %s", text)
        db.rollback()
        raise HTTPException(500, text) from error


@app.get("/early")
def read_early(name: str):
    """An UnboundLocalError comes before: `find` is imported further down."""
    try:
        found = find(name)
        if not found:
            raise HTTPException(404)
        from tools import find
    except Exception as error:
        raise HTTPException(500) from error
    return found


def stored(name: str) -> str:
    """Its only caller answers whatever comes with 400, so that nobody sees a 500."""
    try:
        if not name:
            raise HTTPException(400, "no name")
        return load(name)
    except Exception as error:
        raise HTTPException(500, str(error)) from error


@app.post("/stored")
def store(name: str):
    try:
        return stored(name)
    except Exception as error:
        raise HTTPException(400, str(error)) from error


async def stored_later(name: str) -> str:
    """The same of one that is awaited."""
    try:
        if not name:
            raise HTTPException(400, "no name")
        return load(name)
    except Exception as error:
        raise HTTPException(500, str(error)) from error


@app.post("/stored-later")
async def store_later(name: str):
    try:
        return await stored_later(name)
    except Exception as error:
        raise HTTPException(400, str(error)) from error


class Items:
    def get(self, name: str) -> Any:
        return None if name else name


@app.get("/owner/{name}")
def read_owner(name: str):
    """For None, `item.owner` has failed before."""
    try:
        item = Items().get(name)
        owner = load(item.owner)
        if not item:
            raise HTTPException(404)
    except Exception as error:
        raise HTTPException(500) from error
    return owner


def of_header(token: str) -> str:
    """A middleware asks for it, too, and catches all that it raises; routes depend on it."""
    try:
        if not token:
            raise HTTPException(401)
        return load(token)
    except Exception as error:  # error: FPI022
        raise HTTPException(500) from error


@app.get("/of-header", dependencies=[Depends(of_header)])
def asks_for_header() -> None: ...


def logged(token: str) -> str:
    try:
        return of_header(token)
    except Exception:
        return ""


# What a helper makes of it, that always raises


def fail(error: Exception, code: int = 500) -> None:
    log.exception(error)
    raise HTTPException(status_code=500, detail=str(error))


async def fail_later(error: Exception) -> None:
    raise HTTPException(503, detail=f"{error}") from error


def fail_unless_for_client(error: Exception) -> None:
    if isinstance(error, HTTPException):
        raise error
    raise HTTPException(500)


def fail_with(error: Exception) -> None:
    raise HTTPException(getattr(error, "status_code", 500))


def tell(error: Exception) -> None:
    if error.args:
        raise HTTPException(500)


class Failing:
    @staticmethod
    def fail(error: Exception) -> None:
        raise HTTPException(500)


@app.get("/helper/1")
def failing_by_a_helper(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:  # error: FPI022
        fail(error)


@app.get("/helper/2")
async def failing_by_an_async_helper(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:  # error: FPI022
        log.error("no %s", error)
        await fail_later(error)


@app.get("/helper/3")
def failing_by_a_method(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:  # error: FPI022
        Failing.fail(error)


@app.get("/helper/4")
def failing_by_one_that_looks(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        fail_unless_for_client(error)


@app.get("/helper/5")
def failing_with_its_status(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        fail_with(error)


@app.get("/helper/6")
def failing_at_times(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        tell(error)


@app.get("/helper/7")
def failing_before(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except HTTPException:
        raise
    except Exception as error:
        fail(error)


@app.get("/helper/8")
async def failing_in_vain(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        fail_later(error)


@app.get("/helper/9")
def failing_or_not(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        if name:
            fail(error)


# What is only told of an exception decides nothing


def in_words(error: Exception) -> str:
    return type(error).__name__


@app.get("/told/1")
def told_in_words(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:  # error: FPI022
        log.error("failed", extra={"why": in_words(error), "more": error.args})
        raise HTTPException(500, "failed")


@app.get("/told/2")
def told_to_the_client(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:  # error: FPI022
        raise HTTPException(500, detail=in_words(error)) from error


@app.get("/told/3")
def handed_on(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        app.state.failures.append(in_words(error))
        raise HTTPException(500, "failed")


@app.get("/told/4")
def handed_to_one_that_raises(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        raise HTTPException(500, detail=fail_with(error))


@app.get("/told/5")
def handed_to_whom(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        raise HTTPException(500, detail=app.state.in_words(error))


@app.get("/told/6")
def told_where_it_may_raise(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        log.error("failed", extra={"why": fail_with(error)})
        raise HTTPException(500, "failed")


# A model is a plain body like any other


class Result(BaseModel):
    success: bool
    message: str = ""


class Answer(JSONResponse):
    status_code = 503


@app.get("/model/1")
def model_as_body(name: str) -> Result:
    try:
        if not name:
            raise HTTPException(404)
        return Result(success=True)
    except Exception as error:  # error: FPI022
        return Result(success=False, message=str(error))


@app.get("/model/2")
def model_by_status(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except HTTPException as error:
        return Result(success=False, message=str(error.status_code))
    except Exception as error:
        return Result(success=False, message=str(error))


@app.get("/model/3")
def response_of_its_own(name: str):
    try:
        if not name:
            raise HTTPException(404)
    except Exception as error:
        return Answer({"message": str(error)})


def result_of(name: str) -> Result:
    try:
        if not name:
            raise HTTPException(404)
        return Result(success=True)
    except Exception as error:  # who knows what is made of it
        return Result(success=False, message=str(error))


# A helper that gives nothing is called for what it raises; one that gives something may fail


def refuse_long(content: str) -> None:
    if len(content) > 1000:
        raise HTTPException(413, "too long")


@app.post("/refused/1")
def check_made_a_200(content: str):
    try:
        refuse_long(content)
        return Result(success=True)
    except Exception as error:  # error: FPI022
        return Result(success=False, message=str(error))


@app.post("/refused/2")
def check_made_a_200_in_a_dict(content: str):
    try:
        refuse_long(content)
    except Exception as error:  # error: FPI022
        return {"error": str(error)}


@app.post("/refused/3")
def fallback_for_what_is_given(content: str):
    try:
        return {"name": checked(content)}
    except Exception as error:
        return {"error": str(error)}


@app.post("/refused/4")
def whatever_it_gives(content: str):
    try:
        checked(content)
    except Exception as error:
        return {"error": str(error)}


@app.post("/refused/5")
def check_that_does_not_matter(content: str):
    try:
        refuse_long(content)
    except Exception:
        return {"fits": False}


@app.post("/refused/6")
def refusal_passed_on(content: str):
    try:
        refuse_long(content)
    except HTTPException:
        raise
    except Exception as error:
        return {"error": str(error)}


@app.get("/page")
async def page(name: str) -> Any:
    try:
        if name not in PAGES:
            raise HTTPException(404)
        return HTMLResponse(f"<p>{len(name)}</p>")
    except Exception as error:
        return HTMLResponse(f"<h1>Failed</h1><p>{error!r}</p>", status_code=500)


@app.get("/text")
async def text(name: str) -> Any:
    try:
        if name not in PAGES:
            raise HTTPException(404)
        return PlainTextResponse(name)
    except Exception as error:  # error: FPI022
        return PlainTextResponse(f"{error!r}", status_code=500)


# What a function of the project only logs, it does not look at


def log_message(message: str, level: str = "info", error: Exception | None = None) -> None:
    log = logging.getLogger("shop")
    if level == "error":
        log.error(message, exc_info=error is not None)
    else:
        log.info(message)


class Journal:
    def note(self, error: Exception, message: str) -> None:
        log.warning("%s: %s", message, error)

    def judge(self, error: Exception, message: str) -> None:
        if isinstance(error, HTTPException):
            self.note(error, message)


journal = Journal()


def alarm(error: Exception) -> None:
    if isinstance(error, HTTPException):
        raise error


def hand_on(error: Exception) -> None:
    alarm(error)


@app.get("/logged-by-function")
def logged_by_function(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
        return load(name)
    except Exception as error:  # error: FPI022
        log_message(f"no name: {error}", "error", error=error)
        raise HTTPException(500) from error


@app.get("/logged-by-method")
def logged_by_method(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
        return load(name)
    except Exception as error:  # error: FPI022
        journal.note(error, "no name")
        raise HTTPException(500) from error


@app.get("/judged-by-method")
def judged_by_method(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
        return load(name)
    except Exception as error:
        journal.judge(error, "no name")
        raise HTTPException(500) from error


@app.get("/handed-on-by-function")
def handed_on_by_function(name: str = ""):
    try:
        if not name:
            raise HTTPException(404)
        return load(name)
    except Exception as error:
        hand_on(error)
        raise HTTPException(500) from error


# What only this one calls is raised for the client


class Store:
    def _check(self, name: str) -> None:
        if not name:
            raise HTTPException(413)

    def check(self, name: str) -> None:
        if not name:
            raise HTTPException(413)

    def save(self, name: str) -> dict[str, str]:
        try:
            self._check(name)
            return {"name": load(name)}
        except Exception as error:  # error: FPI022
            raise HTTPException(500) from error

    def save_checked(self, name: str) -> dict[str, str]:
        try:
            self.check(name)
            return {"name": load(name)}
        except Exception as error:
            raise HTTPException(500) from error

    def save_later(self, name: str) -> dict[str, str]:
        try:
            self.check(name)
            return {"name": load(name)}
        except Exception as error:
            raise HTTPException(500) from error


store_of_names = Store()


@app.get("/store/save")
def save_name(name: str = ""):
    saved = store_of_names.save(name)
    return {"saved": saved["name"]}


@app.get("/store/save-checked")
def save_checked_name(name: str = ""):
    saved = store_of_names.save_checked(name)
    return {"saved": saved["name"]}


class QuietStore:
    def _check(self, name: str) -> None:
        if not name:
            raise HTTPException(413)

    def save(self, name: str) -> dict[str, str]:
        try:
            self._check(name)
            return {"name": load(name)}
        except Exception as error:
            raise HTTPException(500) from error


quiet_store = QuietStore()


@app.get("/store/quiet")
def save_quietly(name: str = ""):
    try:
        saved = quiet_store.save(name)
    except Exception:
        saved = {"name": ""}
    return {"saved": saved["name"]}


# ----- who calls it loses the same status, and would be told of it only once this one is mended


def keep_small(name: str) -> str:
    try:
        if len(name) > 100:
            raise HTTPException(413)
        return load(name)
    except Exception as error:  # error: FPI022
        log.exception("not kept")
        raise HTTPException(500) from error


@app.get("/kept/{name}")
def kept(name: str):
    try:
        stored = keep_small(name)
        return {"name": stored}
    except Exception as error:
        log.exception("not kept")
        raise HTTPException(500, "not kept") from error


def keep_through(name: str) -> str:
    try:
        if len(name) > 100:
            raise HTTPException(413)
        return load(name)
    except Exception as error:  # error: FPI022
        raise HTTPException(500) from error


def keep_for_route(name: str) -> str:
    try:
        return keep_through(name).upper()
    except Exception as error:
        raise HTTPException(500) from error


@app.get("/kept-through/{name}")
def kept_through(name: str):
    try:
        stored = keep_for_route(name)
        return {"name": stored}
    except Exception as error:
        raise HTTPException(500) from error


# Innocent: what becomes of it is something else, whichever status it has


def keep_if_small(name: str) -> str:
    try:
        if len(name) > 100:
            raise HTTPException(413)
        return load(name)
    except Exception as error:
        raise HTTPException(500) from error


@app.get("/kept-or-not/{name}")
def kept_or_not(name: str):
    try:
        stored = keep_if_small(name)
    except Exception:
        stored = ""
    return {"name": stored}


def keep_with_others(name: str) -> str:
    try:
        if len(name) > 100:
            raise HTTPException(413)
        return load(name)
    except Exception as error:
        raise HTTPException(500) from error


@app.get("/kept-with-others/{name}")
def kept_with_others(name: str):
    try:
        stored = keep_with_others(name)
        return {"name": stored}
    except Exception as error:
        engine.dispose()
        raise HTTPException(500) from error


def keep_of_list(name: str) -> str:
    try:
        if len(name) > 100:
            raise HTTPException(413)
        return load(name)
    except Exception as error:
        raise HTTPException(500) from error


def keep_all(names: list[str]) -> list[str]:
    try:
        return [keep_of_list(name) for name in names]
    except Exception as error:
        raise HTTPException(500) from error


@app.post("/kept-all")
def kept_all(names: list[str]):
    try:
        done = keep_all(names)
    except Exception:
        done = []
    return {"names": done}
