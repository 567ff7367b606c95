from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flake8_fastapi.model.target import Target
from flake8_fastapi.model.target.versions import CURRENT
from tests.model.target.projects import UV_LOCK, newest, oldest, requiring, target, write


class TestUnknown:
    def test_is_current(self, project: Path) -> None:
        found = target(project)
        assert found == Target()
        assert newest(found, "fastapi") is None
        assert oldest(found, "fastapi") is None
        assert found.uses("fastapi") is None
        assert found.allows({"fastapi": ">=0.110", "starlette": ">=1.0"})
        assert not found.allows({"fastapi": "<0.118"})
        assert found.at_least("fastapi", "0.160")

    def test_satisfies_any_lower_bound(self) -> None:
        assert Target().allows({"fastapi": ">=7"})
        assert not Target().allows({"fastapi": ">=7,<0.118"})

    def test_says_yes_where_nothing_is_known_of_a_distribution(self) -> None:
        assert Target().allows({"something-else": "<2"})

    def test_all_requirements_must_hold(self) -> None:
        assert not Target().allows({"starlette": ">=0.1", "fastapi": "<0.118"})
        assert Target().allows({})


class TestRanges:
    @pytest.mark.parametrize(
        ("specifier", "version"),
        [
            ("==0.115.3", "0.115.3"),
            ("===0.115.3", "0.115.3"),
            (">=0.100,<0.116", "0.115.999999"),
            ("<0.116,>=0.100", "0.115.999999"),
            (">=0.100.0,<0.116.0", "0.115.999999"),
            (">0.100,<=0.115.3", "0.115.3"),
            ("~=0.115.3", "0.115.999999"),
            ("==0.115.*", "0.115.999999"),
            ("<0.116,<0.112", "0.111.999999"),
            ("<1", None),
            ("~=0.115", None),
            ("<=2", None),
            (">=0.100", None),
            (">=0.100,!=0.165.0", None),
            ("!=0.100", None),
            ("", None),
            ("nonsense", None),
            ("==0.170.1", "0.170.1"),
        ],
    )
    def test_mean_the_newest_they_admit(
        self, project: Path, specifier: str, version: str | None
    ) -> None:
        assert newest(requiring(project, f"fastapi{specifier}"), "fastapi") == version

    def test_below_a_bound_is_everything_below_it(self, project: Path) -> None:
        found = requiring(project, "fastapi>=0.100,<0.116")
        assert found.allows({"fastapi": ">=0.115.14"})
        assert found.allows({"fastapi": "<0.116"})
        assert found.allows({"fastapi": ">=0.107,<0.118"})
        assert found.allows({"fastapi": "==0.115.*"})
        assert found.allows({"fastapi": "~=0.115.0"})
        assert not found.allows({"fastapi": ">=0.116"})
        assert not found.allows({"fastapi": ">0.116"})
        assert not found.allows({"fastapi": "<0.115"})
        assert found.at_least("fastapi", "0.115")
        assert not found.at_least("fastapi", "0.116")

    def test_a_bound_above_the_current_version_ends_nothing(self, project: Path) -> None:
        found = requiring(project, "pydantic>=2,<3", "fastapi<1")
        assert found.allows({"pydantic": ">=2.14", "fastapi": ">=0.165"})
        assert not found.allows({"pydantic": "<2"})

    def test_a_range_newer_than_what_is_known_as_current(self, project: Path) -> None:
        found = requiring(project, "fastapi>=0.180")
        assert found.allows({"fastapi": ">=0.170"})
        assert not found.allows({"fastapi": "<0.170"})

    def test_bounds_of_distributions_without_a_known_current_version(self, project: Path) -> None:
        found = requiring(project, "aiomysql<0.2")
        assert not found.allows({"aiomysql": ">=0.2"})
        assert found.allows({"aiomysql": "<0.2"})

    @pytest.mark.parametrize(
        ("specifier", "version"),
        [
            (">=0.100,<0.116", "0.100"),
            (">0.100", "0.100"),
            ("~=0.115.3", "0.115.3"),
            ("==0.115.3", "0.115.3"),
            ("<0.116", None),
            ("", None),
        ],
    )
    def test_have_a_lower_bound(self, project: Path, specifier: str, version: str | None) -> None:
        assert oldest(requiring(project, f"fastapi{specifier}"), "fastapi") == version

    def test_a_specifier_that_is_none_forbids_nothing(self, project: Path) -> None:
        assert requiring(project, "fastapi==0.115.3").allows({"fastapi": "not a specifier"})

    def test_an_old_fastapi_has_an_old_starlette(self, project: Path) -> None:
        found = requiring(project, "fastapi==0.99.0")
        assert not found.allows({"starlette": ">=0.28"})
        assert not found.allows({"pydantic": ">=2"})
        assert not requiring(project, "fastapi==0.90.1").allows({"starlette": ">=0.24"})
        assert requiring(project, "fastapi==0.91.0").allows({"starlette": ">=0.24"})
        assert requiring(project, "fastapi==0.160.0").allows({"starlette": ">=1"})
        assert requiring(project, "fastapi==0.99.0", "starlette==0.40.0").allows(
            {"starlette": ">=0.40"}
        )


class TestOptions:
    @pytest.mark.parametrize(
        ("option", "version"),
        [
            ("fastapi=0.115", "0.115.999999"),
            ("fastapi==0.115.3", "0.115.3"),
            ("FastAPI<0.116", "0.115.999999"),
            ("fastapi = 0.115", "0.115.999999"),
            ("fastapi>=0.100", None),
            ("fastapi=0", None),
        ],
    )
    def test_win(self, project: Path, option: str, version: str | None) -> None:
        write(project, requirements__txt="fastapi==0.99.0")
        assert newest(target(project, option), "fastapi") == version

    def test_are_for_one_distribution_each(self, project: Path) -> None:
        write(project, requirements__txt="fastapi==0.99.0")
        found = target(project, "pydantic=1", "starlette=0.27", "python=3.11")
        assert newest(found, "fastapi") == "0.99.0"
        assert not found.allows({"pydantic": ">=2"})
        assert not found.at_least("python", "3.12")
        assert found.uses("pydantic")

    @pytest.mark.parametrize("option", ["", "fastapi", "=", "fastapi=", "fastapi=old", "=1"])
    def test_that_say_nothing_are_ignored(self, project: Path, option: str) -> None:
        write(project, requirements__txt="fastapi==0.99.0")
        assert newest(target(project, option), "fastapi") in ("0.99.0", None)


class TestLeavesOut:
    FROZEN = "anyio==4.4.0\nidna==3.7\npydantic_core==2.20.1\n"
    LOCK = UV_LOCK + '\n[[package]]\nname = "passlib"\nversion = "1.7.4"\n'

    def test_a_lock_lists_all(self, project: Path) -> None:
        write(project, uv__lock=self.LOCK)
        assert target(project).leaves_out("bcrypt", "passlib")
        assert not target(project).leaves_out("fastapi", "passlib")
        assert not target(project).leaves_out("bcrypt", "pwdlib")

    def test_what_packages_of_a_lock_could_ask_for_is_not_in_it(self, project: Path) -> None:
        write(project, poetry__lock=self.LOCK + '[package.extras]\nbcrypt = ["bcrypt (>=3.1.0)"]\n')
        assert target(project).leaves_out("bcrypt", "passlib")

    def test_so_does_what_pip_freezes(self, project: Path) -> None:
        assert requiring(project, self.FROZEN + "passlib==1.7.4").leaves_out("bcrypt", "passlib")
        both = requiring(project, self.FROZEN + "passlib==1.7.4\nbcrypt==4.1.2")
        assert not both.leaves_out("bcrypt", "passlib")

    def test_what_says_all_that_is_needed_does(self, project: Path) -> None:
        assert requiring(project, "fastapi\npasslib==1.7.4").leaves_out("bcrypt", "passlib")

    @pytest.mark.parametrize("more", ["passlib[bcrypt]", "passlib\nparamiko", "passlib\n-r b.txt"])
    def test_what_may_be_brought_by_others_is_not_left_out(self, project: Path, more: str) -> None:
        assert not requiring(project, f"fastapi\n{more}\n").leaves_out("bcrypt", "passlib")

    @pytest.mark.parametrize("library", ["passlib", "libpass"])
    def test_an_extra_brings_what_is_called_otherwise(self, project: Path, library: str) -> None:
        asking = requiring(project, f"fastapi\n{library}[argon2]>=1.7\n")
        assert not asking.leaves_out("argon2-cffi", library)
        assert asking.leaves_out("bcrypt", library)
        assert asking.uses("argon2-cffi")

    def test_nor_what_a_file_that_says_little_has_not(self, project: Path) -> None:
        write(project, **{"requirements-dev__txt": "passlib\n"})
        assert not target(project).leaves_out("bcrypt", "passlib")

    def test_another_file_may_know_better(self, project: Path) -> None:
        write(project, uv__lock=self.LOCK, Pipfile="[packages]\nbcrypt = '*'\n")
        assert not target(project).leaves_out("bcrypt", "passlib")


def test_the_usual_questions_import_neither_packaging_nor_tomllib(project: Path) -> None:
    write(project, requirements__txt="fastapi==0.115.3\n", pyproject__toml="[tool.ruff]\n")
    code = (
        "import sys\n"
        "from flake8_fastapi.model.target import Target\n"
        f"target = Target.of({str(project / 'main.py')!r})\n"
        "assert target.allows({'fastapi': '>=0.110,<0.116', 'pydantic': '>=2'})\n"
        "assert target.uses('fastapi')\n"
        "assert not {'packaging', 'tomllib'} & set(sys.modules), sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_current_versions_are_versions() -> None:
    assert all(part.isdigit() for it in CURRENT.values() for part in it.split("."))


@pytest.mark.parametrize(
    "name",
    ["fastapi", "starlette", "pydantic", "pydantic-settings", "httpx", "sqlalchemy", "pyjwt",
     "python-jose"],
)  # fmt: skip
def test_what_versions_are_known_of(project: Path, name: str) -> None:
    current = CURRENT[name]
    assert target(project).allows({name: f">={current}"})  # unknown means current
    assert not target(project).allows({name: f"<{current}"})
    old = requiring(project, f"{name}==0.0.9")
    assert old.allows({name: f"<{current}"})
    assert not old.at_least(name, current)
