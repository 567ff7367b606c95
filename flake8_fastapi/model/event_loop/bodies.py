"""Whether a call runs the body of a function of the project, as it is written, and at once."""

from __future__ import annotations

from flake8_fastapi.model.event_loop.direct import enters_in_thread, goes_over
from flake8_fastapi.model.libraries.loggers import LOGGING
from flake8_fastapi.model.syntax.expressions import Call
from flake8_fastapi.model.syntax.functions import Function
from flake8_fastapi.model.values.attributes import PROPERTIES
from flake8_fastapi.model.values.decorators import CACHES, runs_at_once
from flake8_fastapi.model.values.value_kinds import Bound, Instance, Value
from flake8_fastapi.model.values.values import CONTEXT_MANAGERS, Values

#: Decorators that leave a function what it is: calling it runs its body at once.
_TRANSPARENT = {
    "builtins.staticmethod", "builtins.classmethod", "functools.wraps", "abc.abstractmethod",
    "typing.override", "typing.final", "typing.no_type_check", "tenacity.retry",
    "backoff.on_exception", "backoff.on_predicate", "typing_extensions.deprecated",
    "warnings.deprecated",
    # once more
    "retry.api.retry", "retry.retry", "retrying.retry", "stamina.retry",
    # with other arguments, or told what it is given
    "deprecated.deprecated", "dependency_injector.wiring.inject", "loguru.logger.catch",
    "pydantic.validate_call", "typeguard.typechecked",
    # within a transaction, or what switches gradients off
    "firebase_admin.firestore.transactional", "google.cloud.firestore.transactional",
    "google.cloud.firestore_v1.transactional", "neomodel.db.read_transaction",
    "neomodel.db.transaction", "neomodel.db.write_transaction", "torch.inference_mode",
    "torch.no_grad",
    # watched
    "aws_xray_sdk.core.xray_recorder.capture", "elasticapm.capture_span",
    "langfuse.decorators.observe", "langfuse.observe", "langsmith.run_helpers.traceable",
    "langsmith.traceable", "logfire.instrument", "mlflow.trace",
    "opentelemetry.trace.Tracer.start_as_current_span", "opik.track", "sentry_sdk.trace",
    "sentry_sdk.tracing.trace", "traceloop.sdk.decorators.agent", "traceloop.sdk.decorators.task",
    "traceloop.sdk.decorators.tool", "traceloop.sdk.decorators.workflow",
    "trulens.apps.app.instrument", "trulens.apps.custom.instrument",
    "trulens.core.otel.instrument.instrument", "weave.op",
} | CONTEXT_MANAGERS | PROPERTIES  # fmt: skip

#: Runs once for each object.
_KEPT = "functools.cached_property"

#: What loggers have. Where one sends what it is told, that is to be mended there, and no caller
#: can; most of them do so only where they are set up to.
_LOGGER = ("debug", "info", "warning", "error")
_LOGGING = {*LOGGING, "success", "trace", "verbose"}

#: FastAPI makes objects of this class, whichever derived one a parameter declares.
_GIVEN = "starlette.background.BackgroundTasks"


class Bodies:
    """Answers for calls of functions of the project."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def run_by(self, value: Value | None, call: Call, caller: Function) -> Function | None:
        """The sync function of the project whose body the call runs, if it surely does."""
        function = self._values.callee(value)
        if function is None or function.is_async:
            return None
        if isinstance(value, Instance) and function.owner is None:
            return None
        if isinstance(value, Bound) and self._is_replaced(value.of):
            return None
        if function.name in _LOGGING and self._is_of_a_logger(function):
            return None
        if self._values.decorated_by(function, CONTEXT_MANAGERS):
            if enters_in_thread(caller, call, self._values):
                return None
        elif function.is_generator and not goes_over(caller, call, self._values):
            return None  # its body runs when somebody else iterates
        is_new = isinstance(value, Bound) and _is_made_by(caller, value.of)
        return function if self.is_run_as_written(function, is_new) else None

    def is_run_as_written(self, function: Function, is_new: bool = False) -> bool:
        """Whether a call runs the body; `is_new`: of an object that has kept nothing so far."""
        for decorator in function.decorators:
            name = self._values.decorator_name(decorator.expression)
            if name == _KEPT and is_new:
                continue
            if name in CACHES:
                return False
            if name not in _TRANSPARENT and not runs_at_once(decorator, self._values):
                return False
        return True

    def _is_replaced(self, value: Value) -> bool:
        """Whether FastAPI may give another object: plain `BackgroundTasks` for a derived class."""
        return (
            isinstance(value, Instance)
            and value.made is None
            and bool(self._values.derives(value.cls, _GIVEN))
        )

    def _is_of_a_logger(self, method: Function) -> bool:
        owner = self._values.known_class(method.owner) if method.owner is not None else None
        return owner is not None and all(name in owner.methods for name in _LOGGER)


def _is_made_by(caller: Function, value: Value) -> bool:
    """Whether an object is one that the function itself makes."""
    made = value.made if isinstance(value, Instance) else None
    return made is not None and made.within == caller.qualname
