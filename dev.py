#!/usr/bin/env python3
"""Everything a developer or a new user calls, on a fresh machine and on a prepared one.

    python3 dev.py run      make the environment, build the sample building, review it, open the window on it
    python3 dev.py test     make the environment, run all tests without a screen
    python3 dev.py check    format, lint, types, import contracts, tests: what the build server runs

Standard library only. Needs Python 3.11 or newer; makes `.venv` beside this file and installs missing system libraries
(Debian and its relatives). What is installed already is not installed again, so a second call starts at once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "dougong-installed.txt"
LINUX_PACKAGES = ROOT / "installer" / "linux-packages.txt"
TEST_PACKAGES = ROOT / "installer" / "test-packages.txt"


def main(arguments: list[str]) -> int:
    commands = {"run": run, "test": test, "check": check}
    if len(arguments) < 1 or arguments[0] not in commands:
        print(__doc__)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what a person with an older Python runs first
        print(f"Dougong needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    if not set_up():
        return 2
    if arguments[0] != "run":
        install_system_packages(TEST_PACKAGES)
    return commands[arguments[0]](arguments[1:])


def run(arguments: list[str]) -> int:
    """Build the sample building, run the whole line on it, and open the window on it where there is a display."""
    out = ROOT / "out" / "demo"
    status = call([BIN / "dougong", "demo", "--out", out, *arguments])
    if status != 0 or not has_display():
        return status
    return call([BIN / "dougong", "open", out / "sample-building.ifc"])


def test(arguments: list[str]) -> int:
    """Run all tests; the window is drawn off screen."""
    return call([PYTHON, "-m", "pytest", *(arguments or ["-q"])], headless=True)


def check(_arguments: list[str]) -> int:
    """Run every check; all of them run even when one fails, so that one call tells the whole truth."""
    steps = {
        "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
        "lint": [BIN / "ruff", "check", "--quiet", "."],
        "types": [PYTHON, "-m", "mypy"],
        "contracts": [BIN / "lint-imports"],
        "tests": [PYTHON, "-m", "pytest", "-q"],
    }
    failed = []
    for name, command in steps.items():
        print(f"== {name}", flush=True)
        if call(command, headless=True) != 0:
            failed.append(name)
    print(f"== failed: {', '.join(failed)}" if failed else "== all checks passed", flush=True)
    return 1 if failed else 0


def call(command: list[object], *, headless: bool = False) -> int:
    environment = dict(os.environ, PYTHONUTF8="1")
    if headless:
        environment |= {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment).returncode


def has_display() -> bool:
    return (
        os.name == "nt"
        or sys.platform == "darwin"
        or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    )


def set_up() -> bool:
    """Make the environment unless it is there already. Says what is missing and how to get it when it cannot."""
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return True
    if not install_system_packages(LINUX_PACKAGES):
        return False
    if not PYTHON.exists():
        print("Making .venv …", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    print("Installing Dougong and its libraries into .venv (some minutes the first time) …", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for what in (["--upgrade", "pip>=25.1"], ["--editable", ".", "--group", "dev"]):
        if subprocess.run([*pip, *what], cwd=ROOT).returncode != 0:
            print(
                "pip could not install the libraries; its message stands above. Call the same command again.",
                file=sys.stderr,
            )
            return False
    STAMP.write_text(wanted, encoding="utf-8")
    return True


def fingerprint() -> str:
    """What the environment was made from: when it changes, the environment is brought up to date."""
    parts = [
        (ROOT / "pyproject.toml").read_bytes(),
        LINUX_PACKAGES.read_bytes(),
        str(ROOT).encode(),
        sys.version.encode(),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def install_system_packages(table: Path) -> bool:
    """Install missing Debian packages as root or by sudo; else print the one command that does it."""
    if not sys.platform.startswith("linux") or not shutil.which("dpkg-query"):
        return True
    missing = missing_packages(table)
    if not missing:
        return True
    prefix = [] if os.geteuid() == 0 else ["sudo"]
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if prefix and not may_use_sudo():
        command = " ".join(["sudo", *install])
        print(f"Some system libraries are missing. Install them, then call this again:\n  {command}", file=sys.stderr)
        return False
    print(f"Installing {len(missing)} system packages …", flush=True)
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["apt-get", "update"], install):
        answer = subprocess.run([*prefix, *command], env=environment, stdout=subprocess.DEVNULL)
        if answer.returncode != 0:
            print("The system packages could not be installed; apt-get's message stands above.", file=sys.stderr)
            return False
    return True


def may_use_sudo() -> bool:
    """Whether sudo answers without asking for a password."""
    return bool(shutil.which("sudo")) and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0


def missing_packages(table: Path) -> list[str]:
    lines = table.read_text(encoding="utf-8").splitlines()
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *names],
        check=False,
        capture_output=True,
        text=True,
    )
    installed = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in installed]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
