from __future__ import annotations

import os
from pathlib import Path

import pytest

from flake8_fastapi.model.project.files import Folder, still
from flake8_fastapi.model.project.import_roots import import_roots
from flake8_fastapi.model.project.module_files import (
    Roots,
    find_module,
    find_relative,
    imported_names,
    is_package_folder,
    module_name,
)
from tests.model.build import make


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path / "project", ".git/")


def find(project: Path, importer: str, name: str, *declared: str) -> str | None:
    found = find_module(name, import_roots(str(project / importer), declared))
    return found and Path(found).relative_to(project).as_posix()


def named(project: Path, file: str) -> str:
    path = str(project / file)
    return module_name(path, import_roots(path))


class TestImportsFromPackages:
    def test_start_beside_the_outermost_package(self, project: Path) -> None:
        make(project, "app/__init__.py", "app/core/__init__.py", "app/core/config.py")
        roots = import_roots(str(project / "app/core/config.py"))
        assert roots == Roots([str(project)], sure=1)
        assert find(project, "app/core/config.py", "app.core.config") == "app/core/config.py"
        assert find(project, "app/core/config.py", "app.core") == "app/core/__init__.py"

    def test_do_not_see_what_lies_beside_them(self, project: Path) -> None:
        make(project, "app/__init__.py", "app/redis.py", "app/cache.py")
        assert find(project, "app/cache.py", "redis") is None

    def test_find_their_own_package_before_others(self, project: Path) -> None:
        make(
            project, "backend/app/__init__.py", "backend/app/db.py", "app/__init__.py", "app/db.py"
        )
        assert find(project, "backend/app/main.py", "app.db") == "backend/app/db.py"
        assert find(project, "app/main.py", "app.db") == "app/db.py"

    def test_do_not_look_elsewhere_for_what_their_own_package_lacks(self, project: Path) -> None:
        make(project, "backend/app/__init__.py", "app/__init__.py", "app/only.py")
        assert find(project, "backend/app/main.py", "app.only") is None

    def test_say_which_folder_is_no_root_by_the_module_that_it_lacks(self, project: Path) -> None:
        files = "app/api/orders/__init__.py", "app/api/services/__init__.py"
        make(project, *files, "app/__init__.py", "app/services/__init__.py")
        make(project, "app/services/prices.py", "app/orders/lines.py")
        (project / "app/api/orders/router.py").write_text(
            "from services.prices import find\nfrom services import router\n"
        )
        (project / "app/api/orders/other.py").write_text("from orders.lines import Line\n")
        assert find(project, "app/api/orders/router.py", "services.prices") == (
            "app/services/prices.py"
        )
        assert find(project, "app/api/orders/other.py", "orders.lines") is None

    def test_find_a_sibling_package_higher_up(self, project: Path) -> None:
        make(project, "backend/app/__init__.py", "shared/__init__.py", "shared/log.py")
        assert find(project, "backend/app/main.py", "shared.log") == "shared/log.py"

    def test_start_in_a_project_that_has_an_init(self, project: Path) -> None:
        make(project, "__init__.py", "app/__init__.py", "app/main.py")
        assert find(project, "app/main.py", "app.main") == "app/main.py"
        assert find(project, "app/main.py", "project.app.main") is None

    def test_know_both_roots_of_a_project_that_is_a_package(self, project: Path) -> None:
        make(project, "backend/__init__.py", "backend/pyproject.toml", "backend/app/__init__.py")
        assert find(project, "backend/app/main.py", "app") == "backend/app/__init__.py"
        assert find(project, "backend/app/main.py", "backend.app") == "backend/app/__init__.py"

    def test_do_not_start_around_what_can_have_no_name(self, tmp_path: Path) -> None:
        made = make(tmp_path / "shop-main", "__init__.py", "app/__init__.py", "app/db.py")
        assert find(made, "app/main.py", "app.db") == "app/db.py"
        assert named(made, "app/main.py") == "app.main"

    def test_start_around_a_project_whose_own_name_they_say(self, tmp_path: Path) -> None:
        made = make(tmp_path / "unpacked", "bot/__init__.py", "bot/pyproject.toml", "bot/config.py")
        make(made, "bot/api/__init__.py", "bot/api/other.py", "bot/api/routes/a.py", "config.py")
        (made / "bot/api/main.py").write_text("from bot.config import settings\n")
        assert find(made, "bot/api/main.py", "bot.config") == "bot/config.py"
        assert find(made, "bot/api/main.py", "config") == "config.py"
        assert named(made, "bot/api/main.py") == "bot.api.main"
        assert named(made, "bot/api/other.py") == "bot.api.other"
        assert find(made, "bot/api/routes/a.py", "config") == "bot/config.py"

    def test_do_not_start_around_a_project_for_what_it_has_not(self, tmp_path: Path) -> None:
        made = make(tmp_path / "unpacked", "bot/__init__.py", "bot/pyproject.toml", "bot/config.py")
        make(made, "bot/api/__init__.py", "config.py")
        (made / "bot/api/main.py").write_text("from bot.settings import settings\n")
        assert find(made, "bot/api/main.py", "config") == "bot/config.py"
        assert named(made, "bot/api/main.py") == "api.main"


class TestImportsFromFoldersWithoutInit:
    def test_do_not_take_a_folder_for_the_library_of_its_name(self, project: Path) -> None:
        make(project, "fastapi/main.py", "fastapi/services.py", "frontend/index.html")
        assert named(project, "fastapi/main.py") == "main"
        assert find(project, "fastapi/main.py", "fastapi") is None
        assert find(project, "fastapi/main.py", "services") == "fastapi/services.py"

    def test_start_in_the_own_folder_or_at_the_project(self, project: Path) -> None:
        make(project, "app/main.py", "app/db.py", "app/core/config.py", "tools.py")
        assert find(project, "app/main.py", "db") == "app/db.py"
        assert find(project, "app/main.py", "app.core.config") == "app/core/config.py"
        assert find(project, "app/core/config.py", "tools") == "tools.py"

    def test_start_at_every_folder_between(self, project: Path) -> None:
        make(project, "services/shop/app/main.py", "services/shop/db.py", "services/common.py")
        assert find(project, "services/shop/app/main.py", "db") == "services/shop/db.py"
        assert find(project, "services/shop/app/main.py", "common") == "services/common.py"

    def test_two_candidates_are_unknown(self, project: Path) -> None:
        make(project, "app/config.py", "config.py")
        assert find(project, "app/main.py", "config") is None

    def test_two_ways_to_one_file_are_no_doubt(self, project: Path) -> None:
        make(project, "app/config.py")
        (project / "config.py").symlink_to(project / "app/config.py")
        assert find(project, "app/main.py", "config") == "app/config.py"

    def test_that_name_the_folder_they_lie_in_give_the_root_away(self, project: Path) -> None:
        make(project, "app/main.py|from app.core import config\n", "app/core/config.py")
        make(
            project, "app/telegram_bot.py|import bot\n", "app/bot.py", "app/config.py", "config.py"
        )
        assert import_roots(str(project / "app/main.py")) == Roots([str(project)], sure=1)
        assert find(project, "app/main.py", "config") == "config.py"
        # what main.py says holds for the files beside it
        assert find(project, "app/telegram_bot.py", "bot") is None
        assert named(project, "app/bot.py") == "app.bot"

    @pytest.mark.parametrize(
        ("other", "expected"),
        [
            ("from celestial.types import Send", "app.core.celestial.graph"),  # is not there
            ("from celestial.graph import Graph", "app.core.celestial.graph"),  # is the file itself
            ("from celestial.tools import Tool", "celestial.graph"),
        ],
    )
    def test_that_name_a_folder_called_like_a_library_do_not(
        self, project: Path, other: str, expected: str
    ) -> None:
        lines = f"from celestial.tools import Tool\nfrom app.core.config import DEBUG\n{other}\n"
        make(project, f"app/core/celestial/graph.py|{lines}", "app/core/celestial/tools.py")
        make(project, "app/core/config.py|DEBUG = 1")
        assert named(project, "app/core/celestial/graph.py") == expected

    def test_that_name_modules_which_import_that_name_do_not(self, project: Path) -> None:
        lines = "from celestial.graph import Graph\n"
        make(project, f"app/core/celestial/graph.py|{lines}from app.core.config import DEBUG\n")
        make(project, f"app/core/celestial/tools.py|{lines}", "app/core/config.py|DEBUG = 1")
        assert named(project, "app/core/celestial/tools.py") == "app.core.celestial.tools"

    @pytest.mark.parametrize("folder", ["app/api", "app/api/v1"])
    def test_that_lead_out_of_their_package_do_too(self, project: Path, folder: str) -> None:
        dots = "." * (folder.count("/") + 1)
        make(project, f"{folder}/__init__.py", "app/core/config.py", "app/config.py")
        make(project, f"{folder}/items.py|from {dots}core import config\n", f"{folder}/users.py")
        assert named(project, f"{folder}/items.py") == f"{folder}/items".replace("/", ".")
        assert named(project, f"{folder}/users.py") == f"{folder}/users".replace("/", ".")
        assert find(project, f"{folder}/items.py", "app.core.config") == "app/core/config.py"
        assert find(project, f"{folder}/items.py", "config") is None

    def test_that_start_in_their_own_folder_are_not_led_out_by_others(self, project: Path) -> None:
        make(project, "app/jobs/db.py", "app/jobs/mail.py|from ..core import config\n")
        make(project, "app/jobs/run.py|import db\n", "app/core/config.py")
        assert find(project, "app/jobs/run.py", "db") == "app/jobs/db.py"
        assert named(project, "app/jobs/mail.py") == "app.jobs.mail"

    @pytest.mark.parametrize(
        "text",
        [
            "from .api import items\n",  # out of the project: that cannot be
            "try:\n    from ..api import items\nexcept ImportError:\n    from api import items\n",
        ],
    )
    def test_that_may_fail_do_not(self, project: Path, text: str) -> None:
        folder = "" if text.startswith("from .") else "app/api/"
        make(project, f"{folder}main.py|{text}", f"{folder}db.py")
        assert named(project, f"{folder}main.py") in ("main", "app.api.main")
        assert find(project, f"{folder}main.py", "db") == f"{folder}db.py"

    def test_a_name_alone_gives_nothing_away(self, project: Path) -> None:
        make(project, "fastapi/main.py|from fastapi import FastAPI\n", "fastapi/db.py")
        assert find(project, "fastapi/main.py", "db") == "fastapi/db.py"

    def test_a_package_inside_of_a_namespace_belongs_to_it(self, project: Path) -> None:
        make(project, "app/errors.py", "app/plugins/app/__init__.py", "app/plugins/app/errors.py")
        make(project, "app/plugins/mail/__init__.py")
        make(project, "app/plugins/mail/service.py|from app.errors import Error\n")
        assert find(project, "app/plugins/mail/service.py", "app.errors") == "app/errors.py"

    def test_are_looked_up_beside_the_file_without_a_project(self, tmp_path: Path) -> None:
        make(tmp_path, "a/b/app/main.py", "a/b/app/db.py", "a/b/other.py", "a/far.py")
        assert find(tmp_path, "a/b/app/main.py", "db") == "a/b/app/db.py"
        assert find(tmp_path, "a/b/app/main.py", "other") == "a/b/other.py"
        assert find(tmp_path, "a/b/app/main.py", "far") is None


class TestLayouts:
    def test_tests_beside_the_package(self, project: Path) -> None:
        make(project, "app/__init__.py", "app/db.py", "tests/conftest.py", "tests/app/test_db.py")
        assert find(project, "tests/conftest.py", "app.db") == "app/db.py"
        assert find(project, "tests/app/test_db.py", "app.db") == "app/db.py"

    def test_backend_beside_frontend(self, project: Path) -> None:
        make(project, "backend/app/__init__.py", "backend/app/db.py", "backend/pyproject.toml")
        make(project, "backend/tests/test_db.py", "frontend/app/db.py", "worker/app/__init__.py")
        make(project, "worker/app/db.py", "worker/main.py")
        assert find(project, "backend/app/main.py", "app.db") == "backend/app/db.py"
        assert find(project, "backend/tests/test_db.py", "app.db") == "backend/app/db.py"
        assert find(project, "worker/main.py", "app.db") == "worker/app/db.py"

    def test_scripts_run_from_their_own_folder(self, project: Path) -> None:
        make(project, "app/__init__.py", "app/db.py", "scripts/load.py", "scripts/common.py")
        assert find(project, "scripts/load.py", "common") == "scripts/common.py"
        assert find(project, "scripts/load.py", "app.db") == "app/db.py"
        make(project, "common.py")
        assert find(project, "scripts/load.py", "common") is None  # it depends on who runs it


class TestRoots:
    def test_src_is_one(self, project: Path) -> None:
        make(project, "src/shop/__init__.py", "src/shop/db.py", "tests/test_db.py")
        assert find(project, "tests/test_db.py", "shop.db") == "src/shop/db.py"
        assert find(project, "src/shop/main.py", "shop.db") == "src/shop/db.py"

    def test_src_is_a_package_where_it_has_an_init(self, project: Path) -> None:
        make(project, "src/__init__.py", "src/db.py", "main.py")
        assert find(project, "main.py", "src.db") == "src/db.py"
        assert find(project, "main.py", "db") is None

    def test_src_is_one_whose_modules_are_named_all_the_same(self, project: Path) -> None:
        make(project, "src/__init__.py", "src/db/__init__.py|engine = None\n")
        make(project, "run.py|from db import engine\n", "other.py|from db import session\n")
        assert find(project, "run.py", "db") == "src/db/__init__.py"
        assert find(project, "run.py", "src.db") == "src/db/__init__.py"
        assert find(project, "other.py", "db") is None  # it has no such thing
        assert find(project, "main.py", "db") is None

    def test_folders_beside_the_way_up_are_none(self, project: Path) -> None:
        make(project, "backend/app/__init__.py", "tests/test_app.py")
        assert find(project, "tests/test_app.py", "app") is None

    def test_declared_ones_come_first(self, project: Path) -> None:
        make(project, "backend/app/__init__.py", "tests/test_app.py", "app/__init__.py")
        assert find(project, "tests/test_app.py", "app", "backend") == "backend/app/__init__.py"
        assert find(project, "tests/test_app.py", "app") == "app/__init__.py"

    def test_declared_ones_may_lie_outside_the_project(self, project: Path) -> None:
        make(project.parent, "libs/common.py")
        outside = str(project.parent / "libs")
        roots = import_roots(str(project / "main.py"), (outside,))
        assert find_module("common", roots) == os.path.join(outside, "common.py")
        assert find_module("common", import_roots(str(project / "main.py"))) is None

    def test_declared_ones_that_do_not_exist_are_ignored(self, project: Path) -> None:
        file = str(project / "main.py")
        assert import_roots(file, ("nowhere",)) == import_roots(file)

    def test_nothing_outside_the_project_is_one(self, project: Path) -> None:
        make(project.parent, "stranger.py")
        assert find(project, "app/main.py", "stranger") is None

    def test_installed_packages_have_none(self, project: Path) -> None:
        make(project, "venv/lib/site-packages/redis/__init__.py")
        assert import_roots(str(project / "venv/lib/site-packages/redis/client.py")) == Roots()

    def test_are_equal_only_with_the_same_certainty(self) -> None:
        assert Roots(["a"], 1) == Roots(["a"], 1)
        assert Roots(["a"], 1) != Roots(["a"], 0)
        assert len({Roots(["a"], 1), Roots(["a"], 1), Roots(["a"], 0)}) == 2


class TestFindModule:
    def test_takes_packages_before_modules_before_bare_folders(self, project: Path) -> None:
        make(project, "a/__init__.py", "a.py", "b.py", "b/c.py")
        assert find(project, "main.py", "a") == "a/__init__.py"
        assert find(project, "main.py", "b") == "b.py"
        assert find(project, "main.py", "b.c") is None

    def test_has_no_file_for_a_namespace_package(self, project: Path) -> None:
        make(project, "app/core/config.py")
        roots = import_roots(str(project / "main.py"))
        assert find_module("app.core", roots) is None
        assert is_package_folder("app.core", roots)
        assert not is_package_folder("app.nothing", roots)
        assert not is_package_folder("app.core.config", roots)

    def test_leaves_the_standard_library_alone(self, project: Path) -> None:
        make(project, "logging.py", "test/__init__.py")
        assert find(project, "main.py", "logging") is None
        assert find(project, "main.py", "test") == "test/__init__.py"

    def test_a_module_that_imports_its_own_name_is_not_meant(self, project: Path) -> None:
        make(project, "etcd.py|import etcd.client\n", "zk.py|import os\n")
        assert find(project, "main.py", "etcd") is None
        assert find(project, "main.py", "zk") == "zk.py"

    def test_folders_called_like_famous_libraries_are_not_meant(self, project: Path) -> None:
        make(project, "app/celery/__init__.py", "app/main.py")
        assert find(project, "app/main.py", "celery") is None
        assert find(project, "app/main.py", "app.celery") == "app/celery/__init__.py"

    def test_the_project_of_a_famous_library_is(self, project: Path) -> None:
        make(project, "fastapi/__init__.py", "docs_src/tutorial.py")
        assert find(project, "docs_src/tutorial.py", "fastapi") == "fastapi/__init__.py"

    @pytest.mark.parametrize("name", ["", ".", "a..b", "..", "a/b", "nothing.at.all", "a\0b"])
    def test_finds_nothing_for_what_is_no_name(self, project: Path, name: str) -> None:
        make(project, "a/b.py")
        assert find(project, "main.py", name) is None

    def test_sees_new_and_removed_files_at_once(self, project: Path) -> None:
        assert find(project, "main.py", "late") is None
        make(project, "late.py")
        assert find(project, "main.py", "late") == "late.py"
        (project / "late.py").unlink()
        assert find(project, "main.py", "late") is None

    def test_sees_changes_to_folders_it_has_remembered(self, project: Path) -> None:
        make(project, "app/a.py")
        for age in (3600, 1800):  # listings of folders at rest are kept
            os.utime(project / "app", (age, age))
            assert (find(project, "main.py", "app.b") is None) == (age == 3600)
            make(project, "app/b.py")


class TestRelativeImports:
    def test_need_no_roots(self, project: Path) -> None:
        make(project, "app/db.py", "app/core/__init__.py", "app/core/config.py")
        file = str(project / "app/core/config.py")
        assert find_relative(file, 1, "config") == file
        assert find_relative(file, 1) == str(project / "app/core/__init__.py")
        assert find_relative(file, 2, "db") == str(project / "app/db.py")
        assert find_relative(file, 2) is None
        assert find_relative(file, 2, "core.config") == file


class TestModuleName:
    def test_starts_at_the_outermost_package(self, project: Path) -> None:
        make(project, "backend/app/__init__.py", "backend/app/core/__init__.py")
        assert named(project, "backend/app/core/config.py") == "app.core.config"
        assert named(project, "backend/app/core/__init__.py") == "app.core"

    def test_counts_folders_without_init_from_the_root(self, project: Path) -> None:
        make(project, "app/core/config.py", "src/shop/db.py", "main.py")
        assert named(project, "app/core/config.py") == "app.core.config"
        assert named(project, "src/shop/db.py") == "shop.db"
        assert named(project, "main.py") == "main"

    def test_starts_below_folders_that_cannot_be_imported(self, project: Path) -> None:
        make(project, "my-service/app/db.py", "backend/app/db.py")
        assert named(project, "my-service/app/db.py") == "app.db"
        assert named(project, "backend/app/db.py") == "app.db"

    def test_is_the_stem_where_nothing_can_be_imported(self, project: Path) -> None:
        assert named(project, "versions/0001-init.py") == "0001-init"

    @pytest.mark.parametrize(
        "files",
        [
            ("app/__init__.py", "app/core/__init__.py", "app/core/config.py"),
            ("app/core/config.py", "app/main.py", "main.py"),
            ("src/shop/__init__.py", "src/shop/db.py"),
            ("backend/app/db.py", "my-service/app/db.py"),
        ],
    )
    def test_leads_back_to_the_file(self, project: Path, files: tuple[str, ...]) -> None:
        make(project, *files)
        for file in files:
            assert find(project, file, named(project, file)) == file


def test_imported_names_are_those_at_the_start_of_a_line(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("import a.b\nfrom c import (\n    d)\nx = 'import e'\nfrom . import f\n")
    assert imported_names(str(file)) == {"a.b", "c", "c.d"}


class TestPackageThatIsRunFromInside:
    """backend/ has an `__init__.py`, and the program is started in it all the same."""

    FILES = (
        "backend/__init__.py", "backend/api/__init__.py", "backend/worker.py|def ship(): ...",
        "backend/schemas/__init__.py", "backend/schemas/order.py|class Order: ...",
        "backend/schemas/all.py|from .order import *",
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("line", "module", "file"),
        [
            ("from schemas.order import Order", "schemas.order", "backend/schemas/order.py"),
            ("from schemas import order", "schemas.order", "backend/schemas/order.py"),
            ("from schemas.all import Order", "schemas.all", "backend/schemas/all.py"),
            ("from worker import ship", "worker", "backend/worker.py"),
            ("from worker import (\n    ship)", "worker", "backend/worker.py"),
        ],
    )
    def test_its_imports_tell(self, project: Path, line: str, module: str, file: str) -> None:
        make(project, *self.FILES, f"backend/api/orders.py|{line}\n")
        assert find(project, "backend/api/orders.py", module) == file
        assert find(project, "backend/api/orders.py", "backend.worker") == "backend/worker.py"
        assert named(project, "backend/api/orders.py") == "api.orders"

    @pytest.mark.parametrize(
        "line",
        [
            "from backend.schemas.order import Order",
            "from ..schemas.order import Order",
            "from worker.order import Order",  # nothing of that name in there
            "from worker import Worker",
            "from schemas.order import Basket",  # of a library that has such a module, too
            "import worker",  # may be a library
            "from celery import Celery",
            "from logging import getLogger",
            "from paypal import Client",  # a file that is called like what it is for
            "from shared.money import Money",  # what lies beside the package goes first
        ],
    )
    def test_other_imports_do_not(self, project: Path, line: str) -> None:
        make(
            project, *self.FILES, f"backend/api/orders.py|{line}\n",
            "backend/celery.py|Celery = 1", "backend/logging.py|getLogger = 1",
            "backend/paypal.py|from paypal import Client\n",
            "backend/shared/money.py|Money = 1", "shared/money.py|Money = 1",
        )  # fmt: skip
        assert named(project, "backend/api/orders.py") == "backend.api.orders"

    def test_a_package_around_them_may_be_called_like_a_library(self, project: Path) -> None:
        make(
            project, *self.FILES, "backend/api/client.py|class Client: ...",
            "backend/api/orders.py|from api.client import Client\n",
        )  # fmt: skip
        assert named(project, "backend/api/orders.py") == "api.orders"
        make(project, "backend/api/users.py|from backend.schemas.order import Order\n")
        assert named(project, "backend/api/orders.py") == "backend.api.orders"
        assert find(project, "backend/api/orders.py", "api.client") is None

    def test_a_program_may_use_both_ways(self, project: Path) -> None:
        lines = "from schemas.order import Order\nfrom backend.worker import ship\n"
        make(project, *self.FILES, f"backend/api/orders.py|{lines}")
        assert find(project, "backend/api/orders.py", "schemas.order") == "backend/schemas/order.py"
        assert find(project, "backend/api/orders.py", "backend.worker") == "backend/worker.py"

    def test_who_leads_out_of_it_lies_in_the_package_around_it(self, project: Path) -> None:
        lines = "from schemas.order import Order\nfrom ..worker import ship\n"
        make(
            project, *self.FILES, f"backend/api/orders.py|{lines}",
            f"backend/api/v1/__init__.py|{lines}",
            "backend/api/v1/users.py|from schemas import order",
        )  # fmt: skip
        assert named(project, "backend/api/orders.py") == "backend.api.orders"
        assert find(project, "backend/api/orders.py", "schemas.order") == "backend/schemas/order.py"
        assert named(project, "backend/api/v1/__init__.py") == "api.v1"  # to `api.worker`, that is
        assert named(project, "backend/api/v1/users.py") == "api.v1.users"


def test_folders_are_still_for_as_long_as_asked(project: Path) -> None:
    make(project, "app/__init__.py")
    first: dict[str, Folder] = {}
    with still(first):
        assert find(project, "app/__init__.py", "app.late") is None
        make(project, "app/late.py")
        with still({}):  # a file of the same run
            assert find(project, "app/__init__.py", "app.late") is None
        assert find(project, "app/__init__.py", "app.late") is None
    with still(first):
        assert find(project, "app/__init__.py", "app.late") is None
    assert find(project, "app/__init__.py", "app.late") == "app/late.py"
