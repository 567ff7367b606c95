"""Names of `typing` that a `def` needs for its annotations, as soon as it is executed.

Before Python 3.14 an annotation is evaluated with its `def`, unless the file says otherwise.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set

from flake8_fastapi.model.lean import regex
from flake8_fastapi.model.neighbours.neighbour import top_level
from flake8_fastapi.model.syntax.names import every_argument
from flake8_fastapi.model.syntax.tree import names_within
from flake8_fastapi.model.target import Target

#: Names that are often used without an import, where an annotation may have them.
_OF_TYPING = regex(
    r"[:>\[(,|]\s*(Annotated|Any|Callable|Dict|List|Literal|Optional|Sequence|Tuple|Union)\b"
)
#: With it, annotations are never evaluated.
_EVALUATED_LATER = "from __future__ import annotations"


def annotating(source: str, path: str, bound: Set[str]) -> set[str]:
    """Such names that the text of a file needs when it is imported, but for those in `bound`.

    Most files have none that they do not import, and are not parsed for it.
    """
    needed = set(_OF_TYPING.findall(source)) - bound
    if not needed or _EVALUATED_LATER in source:
        return set()
    if Target.of(path).at_least("python", "3.14"):
        return set()
    annotations = _signatures(top_level(source, path))
    return needed & {name for each in annotations for name in names_within(each)}


def _signatures(body: list[ast.stmt]) -> Iterator[ast.expr]:
    """The annotations of the functions of the top level, and of those in the classes there.

    Those that need a name of their class are left out.
    """
    for statement in body:
        match statement:
            case ast.ClassDef(body=inner):
                own = set(map(_bound_by, (node for each in inner for node in ast.walk(each))))
                for annotation in _signatures(inner):
                    if own.isdisjoint(names_within(annotation)):
                        yield annotation
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                if not getattr(statement, "type_params", None):
                    given = (each.annotation for each in every_argument(statement.args))
                    yield from filter(None, (statement.returns, *given))


def _bound_by(node: ast.AST) -> str | None:
    """The name that a part of a class may bind."""
    if isinstance(node, ast.Name):
        return node.id if isinstance(node.ctx, ast.Store) else None
    return getattr(node, "name", None)
