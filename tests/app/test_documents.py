"""Documentation that lies fails the build."""

import re
import tomllib
from pathlib import Path

import pytest

from app.documents import DOCS, PAGES
from app.settings import Settings
from hotline.workflow import TABLE

ROOT = DOCS.parent
WRITTEN = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
NAME = re.compile(r"`([\w/]+\.py): ([^`]+)`")
PACKAGE = re.compile(r"^([a-z0-9-]+)")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_code_is_what_the_code_says(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"


def test_every_setting_every_command_and_every_edge_is_on_its_page() -> None:
    settings, commands, workflow = (PAGES[name]() for name in ("settings.md", "commands.md", "workflow.md"))
    assert all(f"`JIESU_{name.upper()}`" in settings for name in Settings.model_fields)
    assert all(f"\n## jiesu {name}\n" in commands for name in ("demo", "serve", "understand", "db upgrade", "user add"))
    assert sum(line.startswith("| ") for line in workflow.splitlines()) == len(TABLE) + 2


def test_a_setting_that_keeps_a_secret_shows_no_default() -> None:
    assert "SecretStr" not in PAGES["settings.md"]()
    assert "***" not in PAGES["settings.md"]()


def test_every_name_of_the_glossary_stands_in_the_file_it_names() -> None:
    named = NAME.findall((DOCS / "glossary.md").read_text(encoding="utf-8"))
    assert len(named) > 40
    for path, name in named:
        code = (ROOT / path).read_text(encoding="utf-8")
        whole = rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name)
        assert re.search(whole, code), (path, name)


def test_every_dependency_has_its_reason_and_nothing_else_does() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    packages = {found[1] for each in wanted if (found := PACKAGE.match(each))}
    page = (DOCS / "libraries.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| ([a-z0-9-]+) \|", page, re.MULTILINE)) - {"package", "---"}
    assert explained == packages


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_each_decision_is_dated_and_has_its_surprising_case_and_its_line_in_the_list() -> None:
    listed = (DOCS / "adr" / "README.md").read_text(encoding="utf-8")
    decisions = sorted((DOCS / "adr").glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in decisions] == list(range(1, len(decisions) + 1))
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        assert re.search(r"^Date: \d{4}-\d{2}-\d{2}", text, re.MULTILINE)
        for part in ("Context", "Decision", "The surprising case", "Consequences"):
            assert f"\n## {part}\n" in text, (page.name, part)
        assert f"({page.name})" in listed


def test_the_files_that_the_map_names_exist() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    for path in re.findall(r"`([a-z_]+/[\w/]*(?:\.\w+)?)", page):
        assert (ROOT / path).exists(), path


def test_the_map_draws_every_room() -> None:
    picture = (DOCS / "architecture.svg").read_text(encoding="utf-8")
    rooms = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "root_packages"
    ]
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    assert all(f">{room}</t" in picture and f"`{room}/`" in page for room in rooms)
