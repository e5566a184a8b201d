"""A small city and a small catalogue, written as a city would write them."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from hotline.appeal import Place
from hotline.matter import MatterType
from hotline.taxonomy import Category, Taxonomy, load_taxonomy
from hotline.units import UnitTree, load_units
from routing.catalogue import Catalogue, Frame, frame, load_catalogue
from routing.decision import RoutedMatter

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 7, 1, 4, tzinfo=UTC)
NOISE = Category("环境保护", "环境污染", "噪音污染")
STREET = Place("望湖街道柳荫路", street="D1S1", district="D1")
HEADER = (
    "id,title,category,any,all,none,matter_type,lead,others,level,priority,ground,effective_from,effective_to,version,"
    "facts,area,channel,disputed,author"
)


def taxonomy() -> Taxonomy:
    return load_taxonomy(ROOT / "hotline/data/taxonomy.csv")


def units() -> UnitTree:
    return load_units(ROOT / "hotline/data/units.csv")


@lru_cache(maxsize=1)
def city() -> Frame:
    """What catalogues are read against."""
    return frame(taxonomy(), units())


def line(
    rule: str,
    *,
    lead: str = "生态环境",
    category: str = "",
    words: str = "",
    both: str = "",
    none: str = "",
    kind: str = "",
    others: str = "",
    level: str = "city",
    priority: object = 40,
    begins: str = "2026-01-01",
    ends: str = "",
    ground: str | None = None,
    facts: str = "",
    area: str = "",
    channel: str = "",
    disputed: str = "",
) -> str:
    """One row of the table; what is not said is ordinary."""
    cells = [rule, f"规则{rule}", category, words, both, none, kind, lead, others, level, str(priority)]
    usual = "属地职责" if lead == "街道乡镇" or level == "street" else "部门职责"
    said = usual if ground is None else ground
    return ",".join([*cells, said, begins, ends, "1", facts, area, channel, disputed, "热线"])


def load(folder: Path, *lines: str) -> Catalogue:
    path = folder / "catalogue.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return load_catalogue(path, city())


def matter(
    text: str,
    *,
    category: Category = NOISE,
    kind: MatterType = MatterType.COMPLAINT,
    place: Place | None = None,
) -> RoutedMatter:
    return RoutedMatter(text, category, kind, place or Place())
