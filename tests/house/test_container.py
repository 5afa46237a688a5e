"""The image and the unit file: made of what there is, with few rights, watched where they listen.

Where buildah is and a base image can be had, the image is built and run as well.
"""

import asyncio
import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS
from bot.settings import Settings
from tests.adapters.slack.process import settings_for
from tests.platforms.process import free_port
from tests.platforms.slack.server import SlackServer
from tests.test_requirements import entries, names
from tests.waiting import CEILING

ROOT = Path(__file__).parents[2]
CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
LINES = [line for line in CONTAINERFILE.splitlines() if line and not line.startswith("#")]
FINAL = LINES[max(n for n, line in enumerate(LINES) if line.startswith("FROM ")) :]
BUILDAH = ["buildah", "--storage-driver", "vfs"]


def said(instruction: str, lines: list[str] = LINES) -> list[str]:
    """What stands behind each *instruction*."""
    return [line.split(None, 1)[1] for line in lines if line.startswith(f"{instruction} ")]


def environment() -> dict[str, str]:
    pairs = (pair.partition("=") for line in said("ENV", FINAL) for pair in shlex.split(line))
    return {name: value for name, _, value in pairs}


def test_everything_that_is_copied_exists_and_reaches_the_builder() -> None:
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    kept = [line[1:] for line in ignored if line.startswith("!")]
    copied = [line for line in said("COPY") if not line.startswith("--from")]
    sources = [source for line in copied for source in line.split()[:-1]]
    assert len(sources) > 5
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(Path(source).match(pattern) for pattern in kept), source
    assert (ROOT / ".dockerignore").read_bytes() == (ROOT / ".containerignore").read_bytes()


def test_only_what_is_locked_is_installed_and_nothing_that_developers_need() -> None:
    installs = re.findall(r"pip install [^&|;]*", CONTAINERFILE)
    assert len(installs) == 2
    for install in installs:
        assert "--require-hashes" in install or "--no-deps --no-build-isolation" in install
    assert "dev.txt" not in CONTAINERFILE
    assert not {"pytest", "mypy", "ruff"} & names(entries("run"))
    assert re.search(r"pip uninstall --yes setuptools pip", CONTAINERFILE)


def test_it_runs_as_nobody_in_particular_and_keeps_all_it_writes_in_one_place() -> None:
    (user,) = said("USER", FINAL)
    assert user.split(":")[0].isdigit()
    assert int(user.split(":")[0]) >= 1000
    (volume,) = said("VOLUME", FINAL)
    told = environment()
    assert told["DATA_DIR"] == told["HOME"] == volume
    assert told["DATABASE_URL"].startswith(f"sqlite:///{volume}/")
    assert told["PYTHONDONTWRITEBYTECODE"] == "1"
    assert json.loads(said("CMD", FINAL)[0])[0] in COMMANDS


def test_it_is_asked_how_it_is_where_it_listens() -> None:
    (check,) = said("HEALTHCHECK", FINAL)
    assert "os.environ['HEALTH_PORT'] + '/healthz'" in check
    assert f"http://{Settings().health_host}:" in check
    assert environment()["HEALTH_PORT"].isdigit()
    (seconds,) = re.findall(r"--interval=(\d+)s", check)
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    assert f"every {seconds} seconds whether it is alive" in page
    assert f"`HEALTH_PORT`, {environment()['HEALTH_PORT']} in the image" in page


def test_every_name_that_it_sets_is_read() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    of_python = {"PATH", "HOME", "PYTHONDONTWRITEBYTECODE", "COMPANION_HOME"}
    for name in set(environment()) - of_python:
        assert re.search(rf"^{name}=", example, re.MULTILINE), name


def unit() -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(ROOT / "docs" / "companion.service", encoding="utf-8")
    return parser


def test_the_unit_starts_a_command_that_there_is_and_may_write_only_its_own_folder() -> None:
    service = unit()["Service"]
    program, command = service["ExecStart"].split()
    assert program.endswith("/.venv/bin/companion")
    assert command in COMMANDS
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}"
    assert service["Environment"] == f"COMPANION_HOME={service['WorkingDirectory']}"
    assert service["User"] != "root"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd here: systemd-analyze reads units"
)
def test_systemd_has_nothing_to_say_against_the_unit(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "companion.service").read_text(encoding="utf-8")
    copy = tmp_path / "companion.service"
    copy.write_text(text.replace("/opt/study-companion/.venv/bin/companion", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", copy], capture_output=True, text=True, timeout=CEILING
    )
    about_it = [line for line in done.stderr.splitlines() if "companion.service" in line]
    assert about_it == []


BASE = os.environ.get("CONTAINER_BASE") or next(
    line.partition("=")[2] for line in said("ARG") if line.startswith("PYTHON=")
)
WRITABLE = """
import os
own = ("/data", "/tmp", "/var/tmp", "/run", "/dev", "/proc", "/sys")
places = (os.path.join(where, name) for where, _, names in os.walk("/") for name in ["", *names])
print([one for one in places if not one.startswith(own)
       and os.access(one, os.W_OK) and not os.path.islink(one)])
"""


def buildah(*words: str) -> str:
    done = subprocess.run([*BUILDAH, *words], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


@pytest.fixture
def container(tmp_path: Path) -> Iterator[str]:
    """A container of the image, built from the Containerfile as docs/install.md says."""
    if shutil.which("buildah") is None:
        pytest.skip("nothing here builds images: buildah is not installed")
    pulled = subprocess.run([*BUILDAH, "pull", "--policy", "missing", BASE], capture_output=True)
    if pulled.returncode:
        pytest.skip(f"{BASE} is not here and cannot be pulled; CONTAINER_BASE names another base")
    built = tmp_path / "id"
    buildah("build", "--format", "docker", "--isolation", "chroot", "--network", "host",
            "--build-arg", f"PYTHON={BASE}", "--iidfile", str(built),
            "--file", "Containerfile", ".")  # fmt: skip
    image = built.read_text(encoding="utf-8")
    made = buildah("from", image)
    yield made
    buildah("rm", made)
    buildah("rmi", image)


@pytest.mark.slow
async def test_the_image_is_built_and_answers_as_nobody(container: str) -> None:
    inside = ["run", "--isolation", "chroot", container, "--"]
    assert buildah(*inside, "id", "-u") == "10001"
    assert "Timeout" in buildah(*inside, "companion", "ask", "lambda", "timeout")
    assert buildah(*inside, "sh", "-c", "ls /opt/companion/bin | grep -c pip || true") == "0"
    assert buildah(*inside, "python3", "-c", WRITABLE) == "[]", "the rest may be read-only"
    told = json.loads(buildah("inspect", container))["Docker"]["config"]
    (check,) = said("HEALTHCHECK", FINAL)
    assert told["Healthcheck"]["Test"] == ["CMD", *json.loads(check.partition("CMD ")[2])]
    async with SlackServer() as slack:
        settings = settings_for(slack, "socket") | {"HEALTH_PORT": str(free_port())}
        more = [word for pair in settings.items() for word in ("--env", "=".join(pair))]
        words = ["run", "--isolation", "chroot", *more, container, "--"]
        asked = [*BUILDAH, *words, *told["Healthcheck"]["Test"][1:]]
        assert subprocess.run(asked, capture_output=True).returncode, "nobody is there yet"
        serving = await asyncio.create_subprocess_exec(*BUILDAH, *words, "companion", "run")
        try:
            async with asyncio.timeout(CEILING):
                while (await (await asyncio.create_subprocess_exec(*asked)).wait()) != 0:
                    assert serving.returncode is None
                    await asyncio.sleep(0.5)
        finally:
            serving.terminate()
            await serving.wait()
