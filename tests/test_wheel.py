"""The package as others install it: whole, and of use in an empty folder."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "adapters", "knowledge", "jobs")
pytestmark = [
    pytest.mark.process,
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("pip") is None or find_spec("setuptools") is None,
        reason="a wheel is built with pip and setuptools; `make setup` brings both",
    ),
]


def run(*words: str | Path, where: Path, **more: str) -> str:
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **more}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=where, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, which leaves nothing behind in the project."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    for name in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index")
    run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", "dist", ".", where=copy)
    (made,) = (copy / "dist").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel and sees what it depends on."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=False, symlinks=os.name != "nt")
    paths = sysconfig.get_paths(vars={"base": str(place), "platbase": str(place)}, scheme="venv")
    programs, packages = Path(paths["scripts"]), Path(paths["purelib"])
    run(
        sys.executable, "-m", "pip", "--python", programs / "python", "install", "--quiet",
        "--no-deps", "--no-index", wheel, where=place,
    )  # fmt: skip
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return programs


def test_nothing_is_missing_in_it(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(file.relative_to(ROOT).as_posix())
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert wanted <= inside, sorted(wanted - inside)[:5]
    assert sum(name.startswith("knowledge/notes/") for name in wanted) > 100


def test_it_says_the_version_of_the_project(installed: Path, tmp_path: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    told = run(installed / "companion", "--version", where=tmp_path)
    assert told == f"companion {version}\n"
    assert f"## [{version}] - " in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_it_answers_in_an_empty_folder_and_keeps_its_data_with_the_users(
    installed: Path, tmp_path: Path
) -> None:
    empty, home = tmp_path / "empty", tmp_path / "home"
    empty.mkdir()
    users = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "LOCALAPPDATA": str(home)}
    told = run(installed / "companion", "ask", "lambda", "timeout", where=empty, **users)
    assert "900 s" in told
    written = run(installed / "companion", "questions", "--authored", where=empty, **users)
    assert written.count("[bank, ") > 1000, "the bank is in it"
    assert list(empty.iterdir()) == []
    assert [path.name for path in home.rglob("*") if path.suffix == ".db"] != []
