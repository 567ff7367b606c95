"""What an entry of the table of blocking calls says."""

from __future__ import annotations

from collections.abc import Container
from typing import Literal, NamedTuple

from flake8_fastapi.model.lean import regex

Kind = Literal[
    "sleep",  # does nothing, for a while
    "http",  # HTTP clients
    "database",  # SQL: connections, sessions, cursors
    "store",  # documents, keys and values, search engines, message brokers
    "subprocess",  # waits for another program
    "file",  # reads or writes the disk: content of any size, trees, archives
    "brief",  # only opens a file, or writes it in pieces, or for one that is not seen to be large
    "text",  # reads or writes a text, which becomes one of these two
    "sdk",  # clients of a vendor's service
    "cpu",  # slow by design: password hashing
    "heavy",  # computes long, depending on the data
    "socket",  # mail, SSH, FTP, LDAP, DNS, bare sockets
    "wait",  # waits for a thread, a process, a person
    "configured",  # named by the option `fpi-blocking-calls`
    "queue",  # hands a task to a worker, or waits for its result
]


class Unless(NamedTuple):
    """
    A call does not block if this argument is one of these constants.

    `position` counts from 0, without `self`; None: by keyword only. `ABSENT` among the
    values: nor does it if the argument is not given; `GIVEN`: nor if it is, and is not None.
    """

    argument: str
    position: int | None
    values: Container[object]


class Blocking(NamedTuple):
    """Why a call blocks, what to do instead, and when it does not."""

    kind: Kind
    remedy: str
    unless: tuple[Unless, ...] = ()


class Absent:
    """The type of `ABSENT`."""

    def __repr__(self) -> str:
        return "ABSENT"


class Given:
    """The type of `GIVEN`."""

    def __repr__(self) -> str:
        return "GIVEN"


class Texts:
    """Every text, as the values of an `Unless`."""

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str)


class NoAddresses:
    """Every text that is no address of a server, as the values of an `Unless`."""

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and not value.startswith(("http://", "https://"))


ABSENT = Absent()  #: as a value in `Unless`: the argument is not given
GIVEN = Given()  #: the argument is given, whatever it is but None

THREAD = "hand it to a thread with `await run_in_threadpool(...)`"  #: the remedy that always is
#: The same where nothing can be awaited.
IN_EXECUTOR = "hand it to a thread with `asyncio.get_running_loop().run_in_executor(...)`"
#: The same where plain code around the call needs the loop of its own thread.
IN_HELPER = "make the functions between async, and hand the call itself to a thread"
#: The same of what a `with` enters: it is left in the thread that entered it.
WHOLE_BLOCK = "put the `with` and what needs it into a `def` for `run_in_threadpool`"
#: The same where something in the block is awaited: only entering and leaving it go into a thread.
ENTERED = "enter it by `async with contextmanager_in_threadpool(...)`"
#: The same of a generator, each step of which goes into a thread.
EACH_STEP = "iterate with `async for ... in iterate_in_threadpool(...)`"
#: The same of calls that ask when somebody iterates over what they give, page after page.
WHOLE_RESULT = "read all of it in a thread with `await run_in_threadpool(...)`"
LAZY = regex(
    r".*\.(?:(?:\w+_)?(?:iter|stream)|batch_as_completed|list_(?:blobs|blob_names|containers|entities)"
    r"|paginate|query_(?:entities|items)|read_all_items|scan|walk_blobs|text_to_speech\.convert)"
    r"|Collection\.(?:aggregate|find)|Search(?:Client\.search|Index\.browse_\w+)"
    r"|.*ManagementClient\.\w+\.list(?:_all|_by_\w+)?|.*SubscriptionClient\.\w+\.list\w*"
    r"|SearchIndexClient\.list_\w+"
)
#: Of these, those that ask nobody before.
LATER = regex(
    r".*\.(?:list_(?:blobs|blob_names|containers|entities)|paginate|query_(?:entities|items)"
    r"|read_all_items|scan_iter|walk_blobs)|Collection\.find|Query\.stream"
    r"|.*\.text_to_speech\.(?:convert|stream)|Search(?:Client\.search|Index\.browse_\w+)"
    r"|.*ManagementClient\.\w+\.list(?:_all|_by_\w+)?|.*SubscriptionClient\.\w+\.list\w*"
    r"|SearchIndexClient\.list_\w+"
)
#: Of a client that several threads cannot use at once, over its one connection of HTTP/2.
SUPABASE = "use `supabase.acreate_client`"
#: The same where a helper waits for something else, too, which another client leaves as it is.
OWN_SUPABASE = "hand it to a thread, with a Supabase client of its own"
#: Of a service of Google's API client: its one `httplib2.Http` is for one thread. Of 80 requests
#: by 4 threads over one, 34 failed, and 12 had the answer of another (httplib2 0.32.1).
GOOGLE = "build the service in a `def` for `run_in_threadpool`"
#: Of a flow of Google's, which keeps the token of whoever logs in until its credentials are read:
#: of 40 logins at once, in threads over one flow, 6 got the token of another (1.5.0).
FLOW = "make and use the flow in a `def` for `run_in_threadpool`"
#: Of a proxy of XML-RPC, which has one connection: of 400 calls by 2 threads over one, 261 failed.
PROXY = "make the `ServerProxy` in a `def` for `run_in_threadpool`"
#: What helps where threads that share a client do not.
NO_THREADS = {SUPABASE, GOOGLE, FLOW, PROXY}
#: Of a connection that all requests have: commands and answers of two threads get mixed (232 errors
#: in 400 commands of two threads over one `FTP`, run; of 40 mails over one `SMTP`, all failed).
CONVERSATION = "connect anew in a `def` for `run_in_threadpool`"
AIOSQLITE = "use `aiosqlite`"
#: Of what only the thread can use that has made it: a connection of sqlite3.
SAME_THREAD = f"{AIOSQLITE}, or run all that uses the connection in one thread"

#: (kind, what to do instead, {module or class: names in it}), by library.
Libraries = tuple[tuple[Kind, str, dict[str, str]], ...]

#: Function, method or class -> the constant arguments with which it does not block.
Conditions = dict[str, tuple[Unless, ...]]

#: Classes that connect as soon as they are made.
Constructors = dict[str, Blocking]
