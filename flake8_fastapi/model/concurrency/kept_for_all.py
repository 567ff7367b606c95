"""What the one object of a module keeps: a session, a connection, a socket, for all requests.

A method that asks it finds nobody else there as long as it blocks the event loop; in threads,
another request has sent its own in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from flake8_fastapi.model.event_loop import BlockingCall
from flake8_fastapi.model.syntax.expressions import Attr, Call, Expr, Implicit, Ref, receiver
from flake8_fastapi.model.syntax.functions import Function, is_own_object
from flake8_fastapi.model.values.properties import getter
from flake8_fastapi.model.values.value_kinds import Bound, Instance
from flake8_fastapi.model.values.values import Values

#: With one of them held, threads come one after the other.
_LOCKS = {"threading.Lock", "threading.RLock"}


def kept_for_all(call: BlockingCall, values: Values) -> Iterator[Instance]:
    """What such an object keeps and uses, on the way to what blocks; nothing next to a lock."""
    path = [call.function, *filter(None, map(values.function, call.through))]
    if any(values.class_of(entered) in _LOCKS for each in path for entered in each.entered):
        return
    for index, (caller, method) in enumerate(pairwise(path)):
        calls = caller.calls if index or isinstance(call.call, Implicit) else [call.call]
        if any(_is_on_object_of_all(each, method, values) for each in calls):
            for each in path[index + 1 :]:
                if each.owner != method.owner:
                    return  # what other objects have, may be for one request
                yield from _kept_by(each, values)
            return


def _is_on_object_of_all(call: Call, method: Function, values: Values) -> bool:
    """Whether it calls the method of an object that has a global name, or is made in a module."""
    match values.of(call.callee):
        case Bound(function=called, of=Instance(known=known, made=made)) if called is method:
            if known is None:
                return False
            is_made_once = made is not None and values.function(made.within) is None
            return is_made_once or isinstance(receiver(call.callee), Ref)
    return False


def _kept_by(method: Function, values: Values) -> Iterator[Instance]:
    """What a method uses of its object, or hands on: not what it puts there itself."""
    for call in method.calls:
        for used in (receiver(call.callee), *call.args):
            yield from _attribute(used, method, values)
    for entered in method.entered:
        yield from _attribute(entered, method, values)


def _attribute(used: Expr | None, method: Function, values: Values) -> Iterator[Instance]:
    if not isinstance(used, Attr) or not is_own_object(used.of, method):
        return
    value = values.of(used)
    if isinstance(value, Instance) and used.name not in method.sets:
        if _is_kept(used, values):
            yield value


def _is_kept(attribute: Attr, values: Values) -> bool:
    """Whether it is the same each time: no property that makes another one."""
    by = getter(attribute, values)
    return by is None or all(
        isinstance(each, Attr) and is_own_object(each.of, by.function)
        for each in by.function.returned
    )
