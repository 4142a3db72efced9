"""Servers and proxies of Debian, each started once for a run of the tests, on loopback alone.

`make servers` brings them; without one of them its tests are skipped.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS.parent / "templates" / "python"))
sys.path.insert(0, str(TESTS / "runtime"))

from calling import KINDS  # noqa: E402
from security.certificates import self_signed  # noqa: E402
from servers.apache import Apache  # noqa: E402
from servers.haproxy import Haproxy  # noqa: E402
from servers.nginx import Nginx  # noqa: E402
from servers.squid import Squid  # noqa: E402

Files = pytest.TempPathFactory


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each test with both clients over both transports."""
    kind: str = request.param
    return kind


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the proxies that a test names."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: Files) -> tuple[Path, Path]:
    """A certificate of localhost, and its key."""
    return self_signed(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The clients trust that certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.fixture(scope="session")
def origin() -> Iterator[int]:
    """The port of the server that the others pass requests on to."""
    process = subprocess.Popen(
        [sys.executable, "-m", "servers.origin"],
        cwd=TESTS,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    with process:
        yield int(process.stdout.readline())
        process.stdin.close()


@pytest.fixture(scope="session")
def nginx(
    origin: int, certificate: tuple[Path, Path], tmp_path_factory: Files
) -> Iterator[Nginx]:
    """nginx, with and without TLS, in front of the origin."""
    with Nginx(tmp_path_factory.mktemp("nginx"), origin, certificate) as server:
        yield server


@pytest.fixture(scope="session")
def haproxy(origin: int, tmp_path_factory: Files) -> Iterator[Haproxy]:
    """haproxy in front of the origin, closing connections when it likes."""
    with Haproxy(tmp_path_factory.mktemp("haproxy"), origin) as server:
        yield server


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder for servers that give up the rights of root."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.fixture(scope="session")
def squid(open_folder: Path) -> Iterator[Squid]:
    """squid, which lets some through."""
    (open_folder / "squid").mkdir(mode=0o777)
    (open_folder / "squid").chmod(0o777)
    with Squid(open_folder / "squid") as server:
        yield server


@pytest.fixture(scope="session")
def apache(
    origin: int, certificate: tuple[Path, Path], open_folder: Path
) -> Iterator[Apache]:
    """Apache, with and without TLS, in front of the origin."""
    (open_folder / "apache").mkdir()
    with Apache(open_folder / "apache", origin, certificate) as server:
        yield server
