"""A real browser for the tests: Chromium and a Chinese font from the system, installed where that is possible."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")


def find() -> str | None:
    """The browser's path: `JIESU_BROWSER`, or the first known name on the PATH."""
    named = os.environ.get("JIESU_BROWSER")
    if named:
        return named if Path(named).exists() else None
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> None:
    """Install the browser with the system's package manager if there is none; say what to do where that fails."""
    if find() and _chinese_font():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium and a Chinese font for the browser tests …", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment, stdout=subprocess.DEVNULL)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    if find() is None:
        sys.exit(
            "The browser tests need Chromium: install the packages "
            f"{' and '.join(PACKAGES)} (or set JIESU_BROWSER to a Chromium or Chrome)."
        )


def _chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


if __name__ == "__main__":
    main()
