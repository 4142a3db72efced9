"""Where nginx, haproxy, squid and Apache are: installed, or unpacked below build/servers.

    python -m servers.programs

downloads Debian's packages of those that are missing and unpacks them below build/servers,
where nothing else of the machine changes. Where that is not possible it says so, and the tests
of the server are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "build" / "servers"
ROOT = BUILD / "root"
PACKAGES = {
    "nginx": "nginx",
    "haproxy": "haproxy",
    "squid": "squid",
    "apache2": "apache2-bin",
}
_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/usr/bin")


def find(program: str) -> Path | None:
    """The program, or None."""
    installed = shutil.which(
        program, path=os.pathsep.join((os.environ.get("PATH", ""), *_FOLDERS))
    )
    if installed is not None:
        return Path(installed)
    unpacked = ROOT / "usr" / "sbin" / program
    return unpacked if unpacked.is_file() else None


def beside(program: Path, path: str) -> Path:
    """A file of the package of a program: `usr/lib/squid/basic_ncsa_auth`."""
    return (ROOT if program.is_relative_to(ROOT) else Path("/")) / path


def environment() -> dict[str, str]:
    """What a program needs to find its libraries."""
    libraries = [str(p) for p in ROOT.glob("usr/lib/*-linux-*")]
    given = os.environ.get("LD_LIBRARY_PATH")
    paths = os.pathsep.join([*libraries, *([given] if given else [])])
    return {**os.environ, "LD_LIBRARY_PATH": paths} if paths else dict(os.environ)


def install() -> int:
    """Downloads and unpacks what is missing."""
    missing = [PACKAGES[program] for program in PACKAGES if find(program) is None]
    if not missing:
        return 0
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        print(f"no apt-get: the tests of {', '.join(missing)} are skipped")
        return 0
    archives = BUILD / "archives"
    (archives / "partial").mkdir(parents=True, exist_ok=True)
    options = [
        f"-oDir::Cache::archives={archives}",
        "-oDebug::NoLocking=1",
        "-oAPT::Sandbox::User=root",
    ]
    for program in PACKAGES:
        if find(program) is None and not _fetch(PACKAGES[program], options):
            print(f"{program} cannot be downloaded: its tests are skipped")
    for archive in sorted(archives.glob("*.deb")):
        subprocess.run(["dpkg", "-x", str(archive), str(ROOT)], check=True)
    return 0


def _fetch(package: str, options: list[str]) -> bool:
    """Downloads a package and what it needs; with fresh lists if the old ones do not do."""
    command = ["apt-get", *options, "--yes", "--download-only"]
    command += ["--no-install-recommends", "install", package]
    for again in (False, True):
        if again:
            subprocess.run(["apt-get", "update"], capture_output=True, timeout=300)
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        if done.returncode == 0:
            return True
    print(done.stderr.strip()[-500:])
    return False


if __name__ == "__main__":
    sys.exit(install())
