"""Which files name the versions that a project is for."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.model.target.projects import UV_LOCK, newest, oldest, requiring, target, write


class TestLockFiles:
    def test_beat_specifiers(self, project: Path) -> None:
        write(
            project,
            uv__lock=UV_LOCK,
            pyproject__toml='[project]\nname = "shop"\ndependencies = ["fastapi>=0.100"]\n',
        )
        found = target(project)
        assert newest(found, "fastapi") == "0.115.3"
        assert oldest(found, "fastapi") == "0.100"
        assert newest(found, "python-jose") == "3.3.0"
        assert found.uses("python_jose")
        assert found.uses("celery") is False

    @pytest.mark.parametrize("name", ["poetry__lock", "pdm__lock"])
    def test_of_other_tools(self, project: Path, name: str) -> None:
        text = (
            '[[package]]\nname = "fastapi"\nversion = "0.95.2"\n\n'
            '[package.dependencies]\nstarlette = "<1"\n\n'
            '[[package]]\ncategory = "main"\nname = "starlette"\noptional = false\n'
            'version = "0.27.0"\n\n[metadata]\nlock-version = "2.0"\n'
        )
        found = target(write(project, **{name: text}))
        assert newest(found, "fastapi") == "0.95.2"
        assert newest(found, "starlette") == "0.27.0"

    def test_pylock(self, project: Path) -> None:
        text = 'lock-version = "1.0"\n[[packages]]\nname = "fastapi"\nversion = "0.116.0"\n'
        assert newest(target(write(project, pylock__toml=text)), "fastapi") == "0.116.0"

    def test_pipfile_lock(self, project: Path) -> None:
        data = {"default": {"fastapi": {"version": "==0.88.0"}}, "develop": {"httpx": {}}}
        found = target(write(project, Pipfile__lock=json.dumps(data)))
        assert newest(found, "fastapi") == "0.88.0"
        assert found.uses("httpx")

    def test_rye_lock(self, project: Path) -> None:
        write(
            project,
            requirements__lock="-e file:.\nfastapi==0.100.0\nstarlette==0.27.0\n    # via it\n",
            pyproject__toml='[project]\nname = "shop"\ndependencies = ["fastapi>=0.100.0"]\n',
        )
        found = target(project)
        assert newest(found, "fastapi") == "0.100.0"
        assert found.leaves_out("bcrypt", beside="fastapi")

    def test_pins_in_requirements_are_as_good(self, project: Path) -> None:
        write(
            project,
            requirements__txt="fastapi==0.103.0  # via -r requirements.in\n",
            pyproject__toml='[project]\nname = "shop"\ndependencies = ["fastapi>=0.100"]\n',
        )
        assert newest(target(project), "fastapi") == "0.103.0"

    def test_several_that_disagree_mean_the_newest(self, project: Path) -> None:
        write(project, requirements__txt="fastapi==0.103.0", uv__lock=UV_LOCK)
        assert newest(target(project), "fastapi") == "0.115.3"

    def test_of_a_workspace_hold_for_its_members(self, project: Path) -> None:
        write(
            project,
            uv__lock=UV_LOCK,
            api___pyproject__toml='[project]\nname = "api"\ndependencies = ["fastapi>=0.100"]\n',
            new___pyproject__toml='[project]\nname = "new"\ndependencies = ["fastapi>=0.120"]\n',
        )
        assert newest(target(project, file="api/main.py"), "fastapi") == "0.115.3"
        assert newest(target(project, file="new/main.py"), "fastapi") is None

    def test_large_ones_take_little_time(self, project: Path) -> None:
        block = '[[package]]\nname = "package-{0}"\nversion = "{0}.1"\nwheels = [\n{1}]\n\n'
        wheels = '    { url = "https://example.org/a.whl", hash = "sha256:0", size = 1 },\n' * 15
        write(project, uv__lock="".join(block.format(i, wheels) for i in range(1000)) + UV_LOCK)
        start = time.perf_counter()
        assert newest(target(project), "fastapi") == "0.115.3"
        assert time.perf_counter() - start < 0.5


class TestRequirements:
    def test_any_form_of_line(self, project: Path) -> None:
        found = requiring(
            project,
            "# a comment",
            "--index-url https://example.org/simple",
            "-e .",
            "FastAPI[standard] >= 0.100, < 0.116 ; python_version >= '3.8'  # why",
            "pydantic==2.5.0 \\\n    --hash=sha256:abc \\\n    --hash=sha256:def",
            "https://example.org/wheels/httpx-0.1.whl",
            "git+https://example.org/starlette.git#egg=starlette",
            "sqlalchemy @ git+https://example.org/sqlalchemy.git",
            "PyJWT(>=2,<2.5)",
            "./local/package",
            ">=1",
            "",
        )
        assert newest(found, "fastapi") == "0.115.999999"
        assert newest(found, "pydantic") == "2.5.0"
        assert newest(found, "pyjwt") == "2.4.999999"
        assert newest(found, "sqlalchemy") is None
        assert found.uses("sqlalchemy")

    def test_includes_are_followed(self, project: Path) -> None:
        write(
            project,
            requirements__txt="-r deps/base.txt\n--requirement=deps/more.txt\n",
            deps___base__txt="fastapi==0.100.0\n-r base.txt\n-r ../requirements.txt\n",
            deps___more__txt="httpx==0.25.0\n",
        )
        found = target(project)
        assert newest(found, "fastapi") == "0.100.0"
        assert newest(found, "httpx") == "0.25.0"
        assert found.uses("celery") is False

    def test_includes_that_cannot_be_followed_leave_it_open(self, project: Path) -> None:
        found = requiring(project, "-r ../elsewhere.txt", "httpx")
        assert found.uses("fastapi") is None
        assert found.uses("httpx") is True

    @pytest.mark.parametrize(
        "name",
        [
            "requirements-prod__txt",
            "requirements__in",
            "dev-requirements__txt",
            "requirements___base__txt",
        ],
    )
    def test_files_of_any_name(self, project: Path, name: str) -> None:
        assert newest(target(write(project, **{name: "fastapi==0.100.0"})), "fastapi") == "0.100.0"

    def test_utf_16_as_powershell_writes_it(self, project: Path) -> None:
        (project / "requirements.txt").write_bytes("fastapi==0.100.0\r\n".encode("utf-16"))
        assert newest(target(project), "fastapi") == "0.100.0"

    def test_a_changed_file_is_read_again(self, project: Path) -> None:
        assert newest(requiring(project, "fastapi==0.100.0"), "fastapi") == "0.100.0"
        assert newest(requiring(project, "fastapi==0.99.1"), "fastapi") == "0.99.1"

    def test_conda(self, project: Path) -> None:
        text = (
            "name: shop\ndependencies:\n  - python=3.11\n  - sqlalchemy=1.4.41=py311_0\n"
            "  - pip:\n    - fastapi==0.100.0\n"
        )
        found = target(write(project, environment__yml=text))
        assert newest(found, "fastapi") == "0.100.0"
        assert not found.at_least("sqlalchemy", "2")
        assert not found.at_least("python", "3.12")


class TestPyproject:
    @pytest.mark.parametrize(
        "text",
        [
            '[project]\nname = "a"\ndependencies = ["fastapi[all]>=0.100,<0.116"]',
            '[project]\nname = "a"\n[project.optional-dependencies]\nweb = ["fastapi<0.116"]',
            '[dependency-groups]\ndev = [{include-group = "x"}, "fastapi<0.116"]\nx = []',
            '[tool.poetry.dependencies]\nfastapi = "^0.115.0"',
            '[tool.poetry.dependencies]\nfastapi = {version = "~0.115", extras = ["all"]}',
            '[tool.poetry.dependencies]\nfastapi = [{version = "0.115.*"}, {version = "<0.1"}]',
            '[tool.poetry.dependencies]\nfastapi = ">=0.100 <0.116"',
            '[tool.poetry.dependencies]\nfastapi = "0.99.0 || ~0.115.1"',
            '[tool.poetry.dev-dependencies]\nfastapi = "<0.116"',
            '[tool.poetry.group.dev.dependencies]\nfastapi = "<0.116"',
            '[tool.pdm.dev-dependencies]\ndev = ["fastapi<0.116"]',
            '[tool.uv]\ndev-dependencies = ["fastapi<0.116"]',
            '[tool.hatch.envs.default]\ndependencies = ["fastapi<0.116"]',
            '[tool.pixi.dependencies]\nfastapi = ">=0.115,<0.116"',
            '[tool.pixi.pypi-dependencies]\nfastapi = {version = "<0.116", extras = ["all"]}',
            '[tool.pixi.feature.web.dependencies]\nfastapi = "0.115.*"',
            '[project]\ndependencies = [\n{% if x %}\n "fastapi<0.116",\n{% endif %}\n]',
        ],
    )
    def test_any_table(self, project: Path, text: str) -> None:
        found = target(write(project, pyproject__toml=text))
        assert newest(found, "fastapi") == "0.115.999999"
        assert found.uses("fastapi")

    @pytest.mark.parametrize(
        ("text", "uses"),
        [
            ('[project]\nname = "a"\ndependencies = ["fastapi"]', False),
            ('[tool.poetry.dependencies]\nfastapi = "*"', False),
            ('[dependency-groups]\ndev = ["fastapi"]', None),
            ('[tool.uv]\ndev-dependencies = ["fastapi"]', None),
        ],
    )
    def test_only_the_dependencies_proper_say_no(
        self, project: Path, text: str, uses: bool | None
    ) -> None:
        assert target(write(project, pyproject__toml=text)).uses("celery") is uses

    @pytest.mark.parametrize(
        ("specifier", "version"),
        [
            ("^1.10.2", "1.999999"),
            ("^1", "1.999999"),
            ("^0.2.3", "0.2.999999"),
            ("^0.0.3", "0.0.3.999999"),
            ("^0", "0.999999"),
            ("~1.10.2", "1.10.999999"),
            ("~1.10", "1.10.999999"),
            ("~1", "1.999999"),
            ("1.10.2", "1.10.2"),
            ("1.*", "1.999999"),
            ("*", None),
            ("^2", None),
        ],
    )
    def test_poetry_specifiers(self, project: Path, specifier: str, version: str | None) -> None:
        text = f'[tool.poetry.dependencies]\npydantic = "{specifier}"'
        assert newest(target(write(project, pyproject__toml=text)), "pydantic") == version

    def test_requires_python(self, project: Path) -> None:
        text = '[project]\nname = "a"\nrequires-python = "{}"\ndependencies = []'
        found = target(write(project, pyproject__toml=text.format(">=3.9")))
        assert newest(found, "python") is None
        assert oldest(found, "python") == "3.9"
        found = target(write(project, pyproject__toml=text.format(">=3.9,<3.12")))
        assert found.at_least("python", "3.11")
        assert not found.at_least("python", "3.12")
        found = target(
            write(project, pyproject__toml='[tool.poetry.dependencies]\npython = "~3.11"')
        )
        assert not found.at_least("python", "3.12")

    def test_without_dependencies_says_nothing(self, project: Path) -> None:
        found = target(write(project, pyproject__toml="[tool.ruff]\nline-length = 100"))
        assert found.uses("fastapi") is None

    def test_dynamic_dependencies_are_in_the_requirement_files(self, project: Path) -> None:
        write(project, pyproject__toml='[project]\nname = "a"\ndynamic = ["dependencies"]')
        assert target(project).uses("fastapi") is None
        write(project, requirements__txt="httpx")
        assert target(project).uses("fastapi") is False
        assert target(project).uses("httpx") is True

    @pytest.mark.parametrize(
        "text",
        [
            "dependencies = [fastapi",
            'project = "fastapi dependencies"',
            '[project]\ndependencies = "fastapi"\nname = 3\ndynamic = 1',
            '[tool]\npoetry = ["fastapi dependencies"]\npdm = 1\nuv = 2\nhatch = {envs = 1}',
            "[tool.poetry.dependencies]\nfastapi = 3\n",
            '[tool.pixi]\ndependencies = ["fastapi"]\nfeature = {web = 1}',
            "[[project]]\ndependencies = ['fastapi']",
            "[dependency-groups]\na = 'fastapi'",
            "\0",
        ],
    )
    def test_odd_contents_raise_nothing(self, project: Path, text: str) -> None:
        found = target(write(project, pyproject__toml=text))
        assert newest(found, "fastapi") is None
        assert found.allows({"fastapi": ">=0.110"})

    def test_broken_ones_leave_it_open(self, project: Path) -> None:
        found = target(write(project, pyproject__toml='[project]\ndependencies = ["fastapi'))
        assert found.uses("fastapi") is None


class TestOtherFiles:
    def test_setup_cfg(self, project: Path) -> None:
        text = (
            "[metadata]\nname = shop\n[options]\npython_requires = >=3.10\ninstall_requires =\n"
            "    fastapi<0.116\n    # why\n    httpx\n"
            "[options.extras_require]\ndb =\n    sqlalchemy<2\n"
        )
        found = target(write(project, setup__cfg=text))
        assert newest(found, "fastapi") == "0.115.999999"
        assert newest(found, "sqlalchemy") == "1.999999"
        assert oldest(found, "python") == "3.10"
        assert found.uses("celery") is False

    def test_setup_cfg_that_only_configures_tools(self, project: Path) -> None:
        found = target(write(project, setup__cfg="[flake8]\nper-file-ignores = fastapi: E1\n"))
        assert found.uses("fastapi") is None

    @pytest.mark.parametrize("text", ["fastapi", "[options\nfastapi", "[options]\n[options]\n"])
    def test_odd_setup_cfg(self, project: Path, text: str) -> None:
        assert newest(target(write(project, setup__cfg=text)), "fastapi") is None

    @pytest.mark.parametrize(
        "text",
        [
            "from setuptools import setup\nsetup(install_requires=['fastapi<0.116'])",
            "import setuptools\nsetuptools.setup(install_requires=('fastapi<0.116',))",
            "NEEDS = ['fastapi<0.116']\nif True:\n    setup(install_requires=NEEDS)",
            "setup(install_requires='''fastapi<0.116\nhttpx''')",
            "setup(install_requires=[], extras_require={'web': ['fastapi<0.116'], N: X})",
        ],
    )
    def test_setup_py(self, project: Path, text: str) -> None:
        found = target(write(project, setup__py=text))
        assert newest(found, "fastapi") == "0.115.999999"
        assert found.uses("celery") is False

    @pytest.mark.parametrize(
        "text",
        [
            "setup(install_requires=read('requirements'))",
            "setup(install_requires=['fastapi', *MORE])",
            "setup(**options, install_requires=[])",
            "setup(install_requires=[",
            "setup(install_requires=3, extras_require=4, python_requires=5, name=6)",
        ],
    )
    def test_setup_py_that_is_no_literal(self, project: Path, text: str) -> None:
        assert target(write(project, setup__py=text)).uses("celery") is None

    def test_pipfile(self, project: Path) -> None:
        text = '[packages]\nfastapi = "<0.116"\n[requires]\npython_version = "3.11"\n'
        found = target(write(project, Pipfile=text))
        assert newest(found, "fastapi") == "0.115.999999"
        assert not found.at_least("python", "3.12")

    def test_pixi(self, project: Path) -> None:
        text = '[workspace]\nname = "celery"\n[dependencies]\nfastapi = "<0.116"\npython = "3.11.*"'
        found = target(write(project, pixi__toml=text))
        assert newest(found, "fastapi") == "0.115.999999"
        assert found.uses("httpx") is False
        assert not found.at_least("python", "3.12")


class TestFolders:
    def test_the_nearest_that_mentions_a_distribution_wins(self, project: Path) -> None:
        write(
            project,
            requirements__txt="fastapi==0.99.0\nhttpx==0.20.0\n",
            api___requirements__txt="fastapi==0.115.0\n",
        )
        found = target(project, file="api/app/main.py")
        assert newest(found, "fastapi") == "0.115.0"
        assert newest(found, "httpx") == "0.20.0"
        assert newest(target(project, file="other/main.py"), "fastapi") == "0.99.0"

    def test_of_folders_beside_what_has_none(self, project: Path) -> None:
        write(project, api___requirements__txt="fastapi==0.111.0", docs___requirements__txt="httpx")
        write(project, worker___requirements__txt="fastapi==0.112.0\nredis==4.1.0")
        database = target(project, file="database/session.py")
        assert newest(database, "fastapi") == "0.112.0"
        assert newest(database, "redis") == "4.1.0"
        assert not database.uses("httpx")
        assert newest(target(project, file="api/main.py"), "fastapi") == "0.111.0"
        assert newest(target(project, file="api/main.py"), "redis") is None

    def test_of_folders_beside_count_in_a_repository_only(self, tmp_path: Path) -> None:
        write(tmp_path, api___requirements__txt="fastapi==0.111.0")
        assert newest(target(tmp_path, file="database/session.py"), "fastapi") is None

    def test_nothing_counts_beyond_the_repository(self, project: Path) -> None:
        write(project.parent, requirements__txt="fastapi==0.99.0")
        assert target(project).uses("fastapi") is None

    def test_nothing_counts_beyond_twelve_levels(self, project: Path) -> None:
        write(project, requirements__txt="fastapi==0.99.0")
        assert newest(target(project, file="a/" * 11 + "b.py"), "fastapi") == "0.99.0"
        assert newest(target(project, file="a/" * 12 + "b.py"), "fastapi") is None

    def test_a_project_is_its_own_newest(self, project: Path) -> None:
        text = '[project]\nname = "{}"\ndependencies = ["starlette<0.40"]'
        write(project, pyproject__toml=text.format("FastAPI"), requirements__txt="fastapi==0.1")
        found = target(project)
        assert newest(found, "fastapi") is None
        assert found.uses("fastapi")
        assert newest(found, "starlette") == "0.39.999999"

    def test_the_same_files_make_the_same_target(self, project: Path) -> None:
        write(project, requirements__txt="fastapi==0.99.0")
        assert target(project, file="a.py") == target(project, file="b/c.py")
        assert hash(target(project)) == hash(target(project))
        assert target(project, "fastapi=1") != target(project)


class TestUses:
    def test_what_declared_dependencies_bring_along(self, project: Path) -> None:
        found = requiring(project, "fastapi[standard]==0.115.0")
        assert found.uses("starlette")
        assert found.uses("python-multipart")
        assert requiring(project, "fastapi==0.115.1").uses("python-multipart") is False

    def test_fastapi_itself(self, project: Path) -> None:
        assert target(project).uses("fastapi") is None
        requiring(project, "fastapi")
        assert target(project).uses("fastapi") is True
        requiring(project, "flask")
        assert target(project).uses("fastapi") is False
        requiring(project, "fastapi-users")
        assert target(project).uses("fastapi") is True

    def test_development_requirements_alone_do_not_say_no(self, project: Path) -> None:
        write(project, **{"requirements-dev__txt": "pytest\n"})
        assert target(project).uses("fastapi") is None
        assert target(project).uses("pytest") is True
