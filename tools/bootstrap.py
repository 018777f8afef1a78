"""Set up everything a make target needs, with the standard library alone.

    python3 tools/bootstrap.py site    .venv with what the site needs
    python3 tools/bootstrap.py test    the same, what the tests need, and a browser

Packages come from the lock files in `requirements/`, each checked against its hash, by uv where it is installed and
by pip otherwise. Nothing is done twice: a stamp in `.venv` holds the lock file's hash.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

MINIMUM = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Newest first; macOS ships an old python3, and Homebrew and python.org add these names beside it.
INTERPRETERS = tuple(f"python3.{minor}" for minor in range(20, MINIMUM[1] - 1, -1))
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(arguments: list[str]) -> int:
    if sys.version_info < MINIMUM:
        return restart_with_newer_python(arguments)
    if len(arguments) != 1 or arguments[0] not in ("site", "test"):
        print(__doc__, file=sys.stderr)
        return 2
    what = arguments[0]
    try:
        install(what)
        if what == "test":
            ensure_browser()
            ensure_book_tools()
    except subprocess.CalledProcessError as error:
        print(f"Set-up failed: {' '.join(map(str, error.cmd))} ended with status {error.returncode}.", file=sys.stderr)
        return 1
    except SetupError as error:
        print(f"Set-up failed: {error}", file=sys.stderr)
        return 1
    return 0


class SetupError(Exception):
    """Something that only the person at the keyboard can mend."""


def restart_with_newer_python(arguments: list[str]) -> int:
    for name in INTERPRETERS:
        found = shutil.which(name)
        if found:
            return subprocess.call([found, __file__, *arguments])
    have = ".".join(map(str, sys.version_info[:2]))
    print(f"Tifa needs Python {'.'.join(map(str, MINIMUM))} or newer; this is {have}, and no newer one was found.",
          file=sys.stderr)  # fmt: skip
    return 1


def install(what: str) -> None:
    lock = ROOT / "requirements" / f"{what}.txt"
    # The test environment holds everything of the site's, so a site target is content with either.
    accepted = [lock] if what == "test" else [lock, ROOT / "requirements" / "test.txt"]
    stamp = VENV / "tifa-stamp"
    place, _, found = stamp.read_text("utf-8").partition("\n") if stamp.exists() else ("", "", "")
    if place != str(ROOT):
        shutil.rmtree(VENV, ignore_errors=True)  # the scripts in a moved environment name its old place
    if PYTHON.exists() and found in map(fingerprint, accepted):
        return
    print(f"Setting up .venv from {lock.relative_to(ROOT)} …", file=sys.stderr)
    uv = shutil.which("uv")
    if not venv_works():
        create_venv(uv)
    if uv:
        pip = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(PYTHON)]
    else:
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(*pip, "--require-hashes", "-r", str(lock))
    run(*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    stamp.write_text(f"{ROOT}\n{fingerprint(lock)}", "utf-8")


def fingerprint(lock: Path) -> str:
    """What the environment depends on: the locked packages and our own metadata."""
    digest = hashlib.sha256(lock.read_bytes())
    digest.update((ROOT / "pyproject.toml").read_bytes())
    return digest.hexdigest()


def venv_works() -> bool:
    """Whether .venv holds a Python that starts and is new enough (an upgrade of the system breaks old ones)."""
    if not PYTHON.exists():
        return False
    probe = f"import sys; sys.exit(sys.version_info < {MINIMUM!r})"
    return subprocess.call([str(PYTHON), "-c", probe], stderr=subprocess.DEVNULL) == 0


def create_venv(uv: str | None) -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if uv:
        run(uv, "venv", "--quiet", "--python", sys.executable, str(VENV))
        return
    try:
        import ensurepip  # noqa: F401  Debian keeps it in a package of its own
    except ImportError:
        package = f"python3.{sys.version_info[1]}-venv"
        if not apt_install(package):
            raise SetupError(f"this Python has no venv module. Install it: sudo apt-get install {package}") from None
    venv.create(VENV, with_pip=True)


def ensure_browser() -> None:
    """Find a Chromium, or install one; the tests look in the same places."""
    if os.environ.get("TIFA_CHROMIUM") or any(map(shutil.which, BROWSERS)):
        return
    if playwright_browser_exists():
        return
    print("Installing Chromium for the browser tests …", file=sys.stderr)
    if apt_install("chromium"):
        return
    try:
        run(str(PYTHON), "-m", "playwright", "install", "chromium")
    except subprocess.CalledProcessError as error:
        raise SetupError(
            "the browser tests need Chromium or Chrome, and none could be installed. "
            "Install one, or set TIFA_CHROMIUM to its path."
        ) from error


def ensure_book_tools() -> None:
    """Install what checks EPUB and makes PDF, where we may; without them a few tests are skipped and say so."""
    if not Path("/usr/share/java/epubcheck.jar").exists() and apt_may_install():
        print("Installing epubcheck and Pango for the tests of EPUB and PDF …", file=sys.stderr)
        apt_install("epubcheck", "libpango-1.0-0", "libpangoft2-1.0-0")


def playwright_browser_exists() -> bool:
    probe = (
        "import pathlib, sys; from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: sys.exit(not pathlib.Path(p.chromium.executable_path).exists())"
    )
    return subprocess.call([str(PYTHON), "-c", probe]) == 0


def apt_may_install() -> bool:
    return shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def apt_install(*packages: str) -> bool:
    """Install Debian packages where we may; False where we may not or it failed."""
    if not apt_may_install():
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *packages]):
        if subprocess.call(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) != 0:
            return False
    return True


def run(*command: str) -> None:
    subprocess.run(command, check=True, cwd=ROOT, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
