import asyncio
import contextlib
import logging
import sys
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Annotated, Any, NoReturn

from fastapi import APIRouter, Depends, HTTPException, WebSocket, WebSocketDisconnect

router = APIRouter()
IS_TEST = False
logger = logging.getLogger(__name__)
errors: Any = None


def connect() -> Any: ...


def note(error: Exception) -> None:
    logger.error("failed: %s", error)


def translate(error: Exception) -> NoReturn:
    raise HTTPException(503) from error


def translate_without_annotation(error):
    if isinstance(error, KeyError):
        raise HTTPException(404) from error
    raise HTTPException(503) from error


# Alarms


def bare():
    try:
        yield connect()
    except:  # error: FPI103
        pass


async def logs():
    try:
        yield connect()
    except Exception:  # error: FPI103
        logger.exception("failed")


def narrow():
    connection = connect()
    try:
        yield connection
    except ConnectionError as error:  # error: FPI103
        connection.rollback()
        logger.error("rolled back: %s", error)


def http_exception_only():
    try:
        yield connect()
    except HTTPException:  # error: FPI103
        print("refused")


def only_one_of_two():
    try:
        yield connect()
    except HTTPException:
        raise
    except Exception as error:  # error: FPI103
        note(error)


def both():
    try:
        yield connect()
    except KeyError:  # error: FPI103
        pass
    except ValueError:  # error: FPI103
        pass


def on_some_paths():
    connection = connect()
    try:
        yield connection
    except Exception as error:  # error: FPI103
        if isinstance(error, HTTPException):
            raise
        connection.rollback()


def returns():
    try:
        yield connect()
    except Exception:  # error: FPI103
        return


def inside_with():
    with connect() as connection:
        try:
            yield connection
        except Exception:  # error: FPI103
            connection.rollback()


def around_with():
    try:
        with connect() as connection:
            yield connection
    except Exception:  # error: FPI103
        logger.warning("failed")


def outer_swallows():
    try:
        try:
            yield connect()
        except KeyError as error:
            raise HTTPException(404) from error
    except HTTPException:  # error: FPI103
        pass


def suppressed():
    with suppress(Exception):  # error: FPI103
        yield connect()


def suppressed_by_module():
    with contextlib.suppress(KeyError, ValueError):  # error: FPI103
        yield connect()


def returns_in_finally():
    try:
        yield connect()
    finally:
        return  # error: FPI103


def cancelled_and_more():
    try:
        yield connect()
    except (asyncio.CancelledError, Exception):  # error: FPI103
        pass


class Connector:
    async def __call__(self):
        try:
            yield connect()
        except Exception:  # error: FPI103
            self.failed = True


connector = Connector()


@router.get("/a")
def alarms(
    a: Annotated[Any, Depends(bare)],
    b: Annotated[Any, Depends(logs)],
    c: Annotated[Any, Depends(narrow)],
    d: Annotated[Any, Depends(http_exception_only)],
    e: Annotated[Any, Depends(only_one_of_two)],
    f: Annotated[Any, Depends(both)],
    g: Annotated[Any, Depends(on_some_paths)],
    h: Annotated[Any, Depends(returns)],
    i: Annotated[Any, Depends(inside_with)],
    j: Annotated[Any, Depends(around_with)],
    k: Annotated[Any, Depends(outer_swallows)],
    m: Annotated[Any, Depends(suppressed)],
    n: Annotated[Any, Depends(suppressed_by_module)],
    o: Annotated[Any, Depends(returns_in_finally)],
    p: Annotated[Any, Depends(cancelled_and_more)],
    q: Annotated[Any, Depends(connector)],
) -> None: ...


# Innocent


def reraises():
    try:
        yield connect()
    except Exception:
        logger.exception("failed")
        raise


def not_in_tests():
    connection = connect()
    try:
        yield connection
    except Exception:
        connection.rollback()
        if not IS_TEST:
            raise


def translates():
    try:
        yield connect()
    except KeyError as error:
        raise HTTPException(404) from error
    except Exception as error:
        translate(error)


def translates_by_branching():
    try:
        yield connect()
    except Exception as error:
        translate_without_annotation(error)


def translates_somehow():
    try:
        yield connect()
    except Exception as error:
        errors.handle(error)


def raises_on_all_paths():
    try:
        yield connect()
    except Exception as error:
        if isinstance(error, KeyError):
            raise HTTPException(404) from error
        else:
            raise


def raises_behind():
    failure = None
    connection = connect()
    try:
        yield connection
    except Exception as error:
        failure = error
    connection.close()
    if failure is not None:
        raise failure


def raises_in_finally():
    failure = None
    try:
        yield connect()
    except Exception as error:
        failure = error
    finally:
        if failure is not None:
            raise HTTPException(500) from failure


def exits():
    try:
        yield connect()
    except MemoryError:
        sys.exit(1)


async def cancelled_only():
    try:
        yield connect()
    except asyncio.CancelledError:
        logger.info("cancelled")


def closed_only():
    try:
        yield connect()
    except GeneratorExit:
        pass


def nothing_caught():
    connection = connect()
    try:
        yield connection
    finally:
        connection.close()


def other_block():
    try:
        connection = connect()
    except Exception:
        connection = None
    yield connection


def yields_in_else():
    try:
        connection = connect()
    except Exception:
        raise
    else:
        yield connection


def cleanup_may_fail():
    connection = connect()
    try:
        yield connection
    finally:
        try:
            connection.close()
        except Exception:
            logger.exception("not closed")


def suppressed_cleanup():
    connection = connect()
    try:
        yield connection
    finally:
        with suppress(Exception):
            connection.close()


def yields_again():
    # The exception is hidden, but by a second `yield`: another rule's business.
    try:
        yield connect()
    except ConnectionError:
        yield None


def retries():
    for _ in range(3):
        try:
            yield connect()
            return
        except ConnectionError:
            continue


@contextmanager
def context_manager():
    try:
        yield connect()
    except Exception:
        logger.exception("failed")


@asynccontextmanager
async def async_context_manager():
    try:
        yield connect()
    except Exception:
        logger.exception("failed")


def not_a_dependency():
    try:
        yield connect()
    except Exception:
        logger.exception("failed")


def not_a_generator():
    try:
        return connect()
    except Exception:
        logger.exception("failed")


def nested_function():
    def rows():
        try:
            yield connect()
        except Exception:
            pass

    yield rows


async def for_websockets():
    try:
        yield connect()
    except Exception:
        logger.exception("failed")


async def until_disconnected():
    try:
        yield connect()
    except WebSocketDisconnect:
        pass


@router.get("/b")
def innocent(
    a: Annotated[Any, Depends(reraises)],
    a_: Annotated[Any, Depends(not_in_tests)],
    b: Annotated[Any, Depends(translates)],
    c: Annotated[Any, Depends(translates_by_branching)],
    d: Annotated[Any, Depends(translates_somehow)],
    e: Annotated[Any, Depends(raises_on_all_paths)],
    f: Annotated[Any, Depends(exits)],
    g: Annotated[Any, Depends(cancelled_only)],
    h: Annotated[Any, Depends(closed_only)],
    i: Annotated[Any, Depends(nothing_caught)],
    j: Annotated[Any, Depends(other_block)],
    k: Annotated[Any, Depends(yields_in_else)],
    m: Annotated[Any, Depends(cleanup_may_fail)],
    n: Annotated[Any, Depends(suppressed_cleanup)],
    o: Annotated[Any, Depends(yields_again)],
    p: Annotated[Any, Depends(retries)],
    q: Annotated[Any, Depends(context_manager)],
    r: Annotated[Any, Depends(async_context_manager)],
    s: Annotated[Any, Depends(not_a_generator)],
    t: Annotated[Any, Depends(nested_function)],
    u: Annotated[Any, Depends(until_disconnected)],
    v: Annotated[Any, Depends(raises_behind)],
    w: Annotated[Any, Depends(raises_in_finally)],
) -> None: ...


@router.websocket("/c")
async def talk(
    socket: WebSocket,
    a: Annotated[Any, Depends(for_websockets)],
) -> None: ...
