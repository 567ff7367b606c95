"""What the `state` of an application, or of a request, keeps: `app.state.pool = pool`.

Nothing declares it, so who reads `request.app.state.pool` learns what it is from where it is put
there, mostly by the lifespan in another file. The application itself keeps things as well:
`app.pool = pool`.
"""

from __future__ import annotations

from flake8_fastapi.model.project.imported import Imported
from flake8_fastapi.model.syntax.definitions import HOLDERS
from flake8_fastapi.model.syntax.expressions import Attr, Call, Expr, Param, last_name
from flake8_fastapi.model.values.evaluation import Evaluator
from flake8_fastapi.model.values.operations import agreed
from flake8_fastapi.model.values.value_kinds import Constant, Display, Instance, Value

_STATE = "starlette.datastructures.State"
_APPLICATION = "fastapi.FastAPI"
#: Classes whose objects keep what is put there, and what they are called where that is done.
HOLDING = {_STATE: HOLDERS[:1], _APPLICATION: HOLDERS[1:]}


class Kept:
    """Looks through the project for what is put there."""

    def __init__(self, evaluator: Evaluator, imported: Imported) -> None:
        self._evaluator = evaluator
        self._imported = imported
        self._known: dict[tuple[str, str], Value | None] = {}

    def under(self, name: str, cls: str) -> Value | None:
        """The one thing that any code puts into a state, or an application, under a name.

        A constant is none: it is there to be changed. Nor is a function that an application is to
        call in place of its own: `app.openapi = made_openapi`.
        """
        if (name, cls) in self._known:
            return self._known[name, cls]
        cuts = self._evaluator.cuts
        files = self._imported.keeping(name, HOLDING[cls])
        given: list[Expr] = []
        for summary in files or ():
            if summary is None:
                return None
            given += [value for of, value in summary.keeping(name) if self._is_holder(of, cls)]
        value = agreed(self._evaluator, given)
        if isinstance(value, (Constant, Display)):
            value = None
        if cls == _APPLICATION and not isinstance(value, Instance):
            value = None
        if cuts == self._evaluator.cuts:
            self._known[name, cls] = value
        return value

    def _is_holder(self, of: Expr, cls: str) -> bool:
        """Whether it is a state, or an application, or may be one."""
        if cls == _STATE:
            return self._may_be_state(of)
        value = self._evaluator.of(of)
        if value is None:
            return (of.name if isinstance(of, Param) else last_name(of)) in HOLDING[cls]
        return isinstance(value, Instance) and value.cls == cls

    def _may_be_state(self, of: Expr) -> bool:
        """Whether it is a state, or the `state` of something of which nothing is known."""
        made = self._evaluator.expand(of)
        if isinstance(made, Call) and self._evaluator.qualname(made.callee) == "typing.cast":
            return made.args[1:] != () and self._may_be_state(made.args[1])
        value = self._evaluator.of(of)
        if isinstance(value, Instance):
            return value.cls == _STATE
        if value is not None or not isinstance(of, Attr) or of.name != "state":
            return False
        return self._evaluator.of(of.of) is None
