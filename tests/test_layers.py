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
    __init__ options model.syntax.__init__ model.neighbours.__init__ model.project.__init__
    model.values.__init__ model.assembly.__init__ model.middleware.__init__ model.lifespan.__init__
    model.databases.__init__ model.exceptions.__init__ model.uploads.__init__
    model.background.__init__ model.calling.__init__ model.concurrency.__init__
    model.fails_at_import.__init__ model.never_runs.__init__ model.lean model.project.files
    model.project.toml model.project.workspaces model.project.module_files
    model.project.import_roots model.target.versions
    model.target.files model.target.formats model.target.running model.target.__init__
    model.syntax.tree model.syntax.names model.syntax.bound_again model.syntax.vocabulary
    model.syntax.strings model.syntax.flow model.exceptions.teardown model.assembly.paths
    model.syntax.expressions model.syntax.functions model.syntax.changes model.syntax.conditions
    model.project.imported model.project.glance model.syntax.first_times model.syntax.branches
    model.syntax.first_rows model.syntax.call_sites model.syntax.reader
    model.syntax.implicit_calls model.syntax.definitions
    model.syntax.syntax model.neighbours.import_lines model.neighbours.pieces
    model.neighbours.headers model.neighbours.by_name model.neighbours.bodies
    model.syntax.newer_syntax model.neighbours.neighbour model.syntax.calls model.reaching.states
    model.reaching.checks model.reaching.assignments model.reaching.walk model.reaching.__init__
    model.libraries.spellings model.libraries.azure model.libraries.langchain
    model.libraries.classes
    model.libraries.results.ai model.libraries.results.cloud model.libraries.results.databases
    model.libraries.results.machine model.libraries.results.network model.libraries.results.services
    model.libraries.results.stores model.libraries.results.__init__ model.libraries.coroutines
    model.libraries.connections model.libraries.trained_models model.libraries.loggers
    model.libraries.__init__
    model.values.value_kinds model.values.bindings model.values.evaluation model.values.inheritance
    model.values.annotations model.values.asked_classes model.values.containers
    model.values.operations model.values.rows model.values.handed_back model.values.runnables
    model.values.kept model.values.attributes model.values.results model.values.values
    model.neighbours.elsewhere model.values.properties model.values.alternatives
    model.values.decorators model.values.noting
    model.values.members model.values.switches model.values.arguments model.values.singletons
    model.values.constructed model.databases.mapped model.values.beginnings model.values.callables
    model.assembly.parameters model.routing.kinds model.routing.routers model.routing.application
    model.routing.__init__ model.databases.expired model.databases.begun
    model.assembly.scopes model.assembly.registering
    model.assembly.terms model.assembly.flat_tables model.assembly.places model.lifespan.starting
    model.assembly.assembly model.values.asked model.assembly.unresolved model.resources.opening
    model.resources.following model.resources.sharing model.resources.objects
    model.resources.__init__ model.lifespan.lifespan model.concurrency.coroutine_functions
    model.concurrency.coroutine_effects model.concurrency.coroutines model.concurrency.loops
    model.concurrency.on_windows model.lifespan.startup model.request.sources model.request.types
    model.request.functions model.request.refusing model.request.traces model.request.__init__
    model.databases.text_origin model.databases.executing model.databases.sql
    model.uploads.file_access model.uploads.prefixes model.uploads.uploads
    model.uploads.archives model.uploads.read_back model.uploads.contents model.uploads.upload_size
    model.background.handed
    model.background.lasting model.background.unattached model.background.celery_tasks
    model.background.celery_json model.background.celery model.assembly.route_order
    model.exceptions.raising model.middleware.middleware model.middleware.all_paths
    model.middleware.answering model.middleware.cors_order model.resources.clients
    model.databases.engines model.blocking.entries model.blocking.machine model.blocking.network
    model.blocking.databases model.blocking.stores model.blocking.ai model.blocking.learning
    model.blocking.cloud model.blocking.operations model.blocking.payments model.blocking.messaging
    model.blocking.office model.blocking.web model.blocking.__init__ model.concurrency.threads
    model.calling.signs model.calling.callers model.calling.uses model.calling.handing
    model.calling.serving model.exceptions.decorating model.exceptions.ending
    model.exceptions.response_models model.exceptions.handlers model.exceptions.answers
    model.exceptions.swallowed
    model.calling.validators model.calling.overriding model.event_loop.reasons
    model.event_loop.moments model.event_loop.large_files model.event_loop.file_contents
    model.event_loop.passwords
    model.event_loop.sounds model.event_loop.direct model.event_loop.belied
    model.event_loop.undeclared model.event_loop.objects model.event_loop.given_by_all
    model.event_loop.bodies model.event_loop.over_at_once model.event_loop.helpers
    model.event_loop.__init__ model.databases.abandoned
    model.background.tasks model.lifespan.kept_open model.lifespan.closing model.lifespan.opened
    model.uploads.pieces model.uploads.upload_writes model.uploads.removing model.resources.loaded
    model.assembly.late model.concurrency.held_locks model.role model.project.texts
    model.project.words model.uploads.body_length model.middleware.cookies
    model.project.project_files model.project.listing model.project.inclusion model.project.usage
    model.never_runs.unused_file model.never_runs.unused model.fails_at_import.pydantic_refusals
    model.fails_at_import.unmappable model.fails_at_import.typing_names
    model.fails_at_import.misplaced model.fails_at_import.run_at_import
    model.fails_at_import.signatures model.fails_at_import.uncompiled
    model.fails_at_import.imported_in_vain model.values.modules
    model.fails_at_import.lacking_settings model.fails_at_import.missing
    model.never_runs.sqlalchemy_refusals model.project.project model.project.users
    model.databases.relying model.source_file model.layers model.databases.asking_nothing
    model.calling.namesakes
    model.never_runs.inserted model.never_runs.giving model.concurrency.alone
    model.never_runs.lost_routes
    model.never_runs.lacking model.never_runs.too_early model.never_runs.lost_relations
    model.never_runs.consumed_bodies model.never_runs.pending model.never_runs.failing_calls
    model.never_runs.always_failing model.never_runs.failing
    model.never_runs.excluded model.never_runs.unserved
    model.never_runs.lost_uploads
    model.never_runs.refused_requests model.concurrency.shared_sessions
    model.concurrency.kept_for_all model.concurrency.in_threads
    model.concurrency.one_at_a_time model.never_runs.unawaited model.never_runs.uncollected
    model.never_runs.never_raised model.never_runs.overridden model.never_runs.asked_before
    model.never_runs.not_none model.never_runs.unreached model.facts model.assembly.dependents
    model.calling.called model.concurrency.remedies model.module model.__init__ rule skill
    rules.__init__ rules.index registry engine checker __main__
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
