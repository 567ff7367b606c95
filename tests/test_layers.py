"""The order of the layers: every module imports only those above it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import flake8_fastapi

PACKAGE = Path(flake8_fastapi.__file__).parent

#: Each module may import those before it, and nothing else of this package. A rule knows the model
#: and what a rule is, so what two rules need becomes a fact of the model.
LAYERS = """
    __init__ options model.lean model.files model.toml model.workspaces model.import_roots
    model.target.versions model.target.files
    model.target.formats model.target.running model.target.__init__
    model.tree model.names model.vocabulary model.strings
    model.flow model.teardown model.paths model.expressions model.functions model.changes
    model.conditions model.imported model.glance model.first_times
    model.branches model.call_sites model.reader model.definitions
    model.syntax model.import_lines model.pieces model.headers model.by_name model.bodies
    model.newer_syntax model.neighbour model.calls
    model.reaching.states model.reaching.checks model.reaching.assignments model.reaching.walk
    model.reaching.__init__
    model.libraries.spellings model.libraries.langchain model.libraries.classes
    model.libraries.results
    model.libraries.coroutines model.libraries.connections model.libraries.trained_models
    model.libraries.__init__ model.value_kinds model.bindings model.evaluation model.inheritance
    model.annotations model.asked_classes model.containers model.operations model.rows
    model.handed_back model.runnables model.kept model.attributes model.values
    model.elsewhere model.properties model.decorators model.switches model.arguments model.members
    model.constructed
    model.mapped model.beginnings model.callables model.parameters
    model.routing.kinds
    model.routing.routers model.routing.application model.routing.__init__ model.expired
    model.scopes model.registering model.settings model.starting model.assembly
    model.asked
    model.unresolved
    model.resources.opening model.resources.following model.resources.sharing
    model.resources.objects
    model.resources.__init__ model.lifespan model.coroutines model.loops model.startup
    model.request.sources model.request.types model.request.functions model.request.refusing
    model.request.traces model.request.__init__ model.text_origin model.sql model.file_access
    model.uploads model.archives model.read_back model.upload_size model.handed model.lasting
    model.unattached
    model.celery model.route_order model.raising model.middleware
    model.all_paths model.answering model.cors_order model.clients
    model.engines model.blocking.entries model.blocking.machine model.blocking.network
    model.blocking.databases model.blocking.stores model.blocking.ai model.blocking.services
    model.blocking.__init__ model.threads model.callers model.swallowed model.validators
    model.overriding
    model.event_loop.reasons model.event_loop.moments model.event_loop.file_contents
    model.event_loop.passwords
    model.event_loop.direct
    model.event_loop.belied
    model.event_loop.undeclared model.event_loop.alternatives model.event_loop.helpers
    model.event_loop.__init__
    model.abandoned model.tasks model.kept_open model.closing model.opened model.upload_writes
    model.removing model.loaded
    model.late model.held_locks model.role model.texts model.words model.body_length model.cookies
    model.project_files model.inclusion model.usage
    model.unused_file model.unused model.pydantic_refusals model.signatures model.unmappable
    model.typing_names model.misplaced model.run_at_import model.uncompiled
    model.imported_in_vain model.modules model.lacking_settings model.missing
    model.sqlalchemy_refusals
    model.project model.users model.relying model.source_file model.layers model.giving model.alone
    model.lost_routes model.excluded model.lacking model.too_early
    model.failing_calls model.always_failing model.failing model.refused_requests
    model.one_at_a_time
    model.facts
    model.unawaited
    model.never_raised model.not_none model.unreached model.namesakes model.dependents
    model.called model.in_threads model.remedies model.module
    model.__init__ rule skill
    rules.__init__ rules.index
    registry engine checker __main__
""".split()
FOR_RULES = {"flake8_fastapi.model", "flake8_fastapi.rule"}


def modules(package: Path) -> list[str]:
    """Name every module below a package, `__init__` written out."""
    return sorted(
        ".".join(path.relative_to(package).with_suffix("").parts) for path in package.rglob("*.py")
    )


def imports(path: Path, package: str, known: list[str]) -> Iterator[str]:
    """Yield all that a file imports, wherever in it, by absolute name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                inside = submodule.removeprefix(f"{package}.")
                is_module = inside in known or f"{inside}.__init__" in known
                yield submodule if is_module else node.module or ""


def violations(package: Path, layers: list[str]) -> list[str]:
    """Say which modules of a package import what they may not, or have no place in the order."""
    name = package.name
    known = modules(package)
    found = [f"{layer} does not exist" for layer in layers if layer not in known]
    for module in known:
        is_rule = module.startswith("rules.") and module not in layers
        if not is_rule and module not in layers:
            found.append(f"{module} has no place in the order of the layers")
            continue
        above = layers[: 0 if is_rule else layers.index(module)]
        allowed = {f"{name}.{layer}".removesuffix(".__init__") for layer in above}
        for imported in imports(
            package.joinpath(*module.split(".")).with_suffix(".py"), name, known
        ):
            top, _, _ = imported.partition(".")
            if is_rule:
                allows = imported in FOR_RULES or top in sys.stdlib_module_names
            else:
                allows = top != name or imported in allowed
            if not allows:
                found.append(f"{module} imports {imported}")
    return found


def test_every_module_imports_only_those_above_it() -> None:
    assert violations(PACKAGE, LAYERS) == []


@pytest.mark.parametrize(
    ("module", "line", "violation"),
    [
        ("options", "from flake8_fastapi.rule import Rule", "options imports flake8_fastapi.rule"),
        ("options", "from flake8_fastapi import rule", "options imports flake8_fastapi.rule"),
        ("options", "import flake8_fastapi.rule", "options imports flake8_fastapi.rule"),
        (
            "options",
            "def f():\n    import flake8_fastapi.rule",
            "options imports flake8_fastapi.rule",
        ),
        (
            "rule",
            "from flake8_fastapi.rules.a import fpi1",
            "rule imports flake8_fastapi.rules.a.fpi1",
        ),
        ("rules.a.fpi1", "import packaging", "rules.a.fpi1 imports packaging"),
        (
            "rules.a.fpi1",
            "from flake8_fastapi.options import Options",
            "rules.a.fpi1 imports flake8_fastapi.options",
        ),
        (
            "rules.a.fpi1",
            "from flake8_fastapi.rules.a.fpi2 import rule",
            "rules.a.fpi1 imports flake8_fastapi.rules.a.fpi2",
        ),
        ("stray", "", "stray has no place in the order of the layers"),
    ],
)
def test_a_wrong_import_is_seen(tmp_path: Path, module: str, line: str, violation: str) -> None:
    package = tmp_path / "flake8_fastapi"
    right = {
        "__init__": "",
        "options": "from flake8_fastapi import __version__\nimport os, packaging",
        "rule": "from flake8_fastapi.options import Options",
        "rules.__init__": "",
        "rules.a.__init__": "",
        "rules.a.fpi1": "import re\nfrom flake8_fastapi.rule import Rule",
        "rules.a.fpi2": "from flake8_fastapi.model import Module",
    }
    layers = ["__init__", "options", "rule", "rules.__init__"]
    write(package, right)
    assert violations(package, layers) == []
    write(package, {module: line})
    assert violations(package, layers) == [violation]


def test_a_layer_that_is_gone_is_seen(tmp_path: Path) -> None:
    write(tmp_path, {"__init__": ""})
    assert violations(tmp_path, ["__init__", "gone"]) == ["gone does not exist"]


def write(package: Path, texts: dict[str, str]) -> None:
    for module, text in texts.items():
        path = package.joinpath(*module.split(".")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
