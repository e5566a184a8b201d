"""A browser of one's own for each test, and a place for the pictures it takes."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.provide import find


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A running Chromium, for one test: while it is driven its event loop is in the way of all others.

    Its absence is a failure, not a skip: `make test` installs it.
    """
    path = find()
    assert path is not None, "no Chromium: run `make test`, or set JIESU_BROWSER"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-quic"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots go: `.artifacts/` in the project, or `JIESU_PICTURES`."""
    folder = Path(os.environ.get("JIESU_PICTURES", ".artifacts/pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
