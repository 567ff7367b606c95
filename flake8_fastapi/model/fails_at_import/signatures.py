"""Names that a `def` or a class needs for its annotations, as soon as it is executed.

Before Python 3.14 an annotation is evaluated with its `def`, unless the file says otherwise.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set

from flake8_fastapi.model.fails_at_import.run_at_import import names_in
from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.neighbours.neighbour import top_level
from flake8_fastapi.model.syntax.names import every_argument
from flake8_fastapi.model.syntax.tree import FunctionNode
from flake8_fastapi.model.target import Target

#: Names that are often used without an import, where an annotation may have them.
_OF_TYPING = regex(
    r"[:>\[(,|]\s*(Annotated|Any|Callable|Dict|List|Literal|Optional|Sequence|Tuple|Union)\b"
)
#: With it, annotations are never evaluated.
_EVALUATED_LATER = "from __future__ import annotations"


def are_evaluated(source: str, path: str) -> bool:
    """Whether the annotations of a file are evaluated with what they are written to.

    Where Python's version is left open, they are: whoever wrote them has not run them under 3.14.
    """
    if _EVALUATED_LATER in source:
        return False
    oldest = Target.of(path).lower_bound("python")
    return oldest is None or oldest.release < (3, 14)


def annotating(source: str, path: str, bound: Set[str]) -> set[str]:
    """The names of `typing` that the text of a file needs at its import, but for those in `bound`.

    Most files have none that they do not import, and are not parsed for it.
    """
    needed = set(_OF_TYPING.findall(source)) - bound
    if not needed or not are_evaluated(source, path):
        return set()
    return in_annotations(top_level(source, path), needed)


def in_annotations(body: list[ast.stmt], names: Set[str]) -> set[str]:
    """Those of some names that the annotations at the top level of a file have."""
    return {name for each in _annotations(body) for name in _names_in(each)} & names


def _annotations(body: list[ast.stmt]) -> Iterator[ast.expr]:
    """The annotations of the functions of the top level, and of what is in the classes there.

    Those that need a name of their class are left out.
    """
    for statement in body:
        match statement:
            case ast.ClassDef(body=inner) if not getattr(statement, "type_params", None):
                own = set(map(_bound_by, (node for each in inner for node in ast.walk(each))))
                for annotation in _annotations(inner):
                    if own.isdisjoint(_names_in(annotation)):
                        yield annotation
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from annotations_of(statement)
            case ast.AnnAssign(annotation=annotation):
                yield annotation


def annotations_of(function: FunctionNode) -> Iterator[ast.expr]:
    """What is evaluated with a `def` in its signature, whoever needs no parameters of types."""
    if not getattr(function, "type_params", None):
        given = (each.annotation for each in every_argument(function.args))
        yield from filter(None, (function.returns, *given))


def _bound_by(node: ast.AST) -> str | None:
    """The name that a part of a class may bind."""
    if isinstance(node, ast.Name):
        return node.id if isinstance(node.ctx, ast.Store) else None
    return getattr(node, "name", None)


def _names_in(annotation: ast.expr) -> set[str]:
    return {node.id for node in names_in([annotation])}
