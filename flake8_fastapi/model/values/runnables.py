"""Runnables of LangChain that are put together of others: which of them ask a model."""

from __future__ import annotations

from flake8_fastapi.model import libraries
from flake8_fastapi.model.syntax.expressions import Call, Expr, Items, Pairs
from flake8_fastapi.model.values.evaluation import Evaluator
from flake8_fastapi.model.values.inheritance import Inheritance
from flake8_fastapi.model.values.value_kinds import Display, Instance

#: What is made of other runnables, or of dictionaries and lists of them.
_MADE_OF = {
    f"langchain_core.runnables.{name}"
    for name in (
        "RunnableBranch", "RunnableMap", "RunnableParallel", "RunnablePassthrough.assign",
        "RunnableSequence", "RunnableWithFallbacks", "history.RunnableWithMessageHistory",
    )
}  # fmt: skip
#: Displays inside each other that are looked into.
_DEEPEST = 3


class Runnables:
    """Says of `prompt | llm | parser`, and of what is made like it, what it is."""

    def __init__(self, evaluator: Evaluator, inheritance: Inheritance) -> None:
        self._evaluator = evaluator
        self._inheritance = inheritance

    def piped(self, options: tuple[Expr, ...]) -> Instance | None:
        """What `a | b` is, if one of the two asks a model: the other is made a runnable."""
        return Instance(libraries.SEQUENCE) if any(map(self._asks, options)) else None

    def made(self, name: str, call: Call) -> Instance | None:
        """What a call of a function or class of LangChain makes of other runnables."""
        if name not in _MADE_OF:
            return None
        return Instance(libraries.ASKING) if any(map(self._asks, call.given)) else None

    def _asks(self, expression: Expr, depth: int = 0) -> bool:
        match self._evaluator.of(expression):
            case Instance(cls=cls):
                return self._inheritance.derives(cls, libraries.ASKING) is True
            case Display(expression=Items(items=inner)) if depth < _DEEPEST:
                return any(self._asks(each, depth + 1) for each in inner)
            case Display(expression=Pairs(pairs=pairs)) if depth < _DEEPEST:
                return any(self._asks(value, depth + 1) for _, value in pairs)
        return False
