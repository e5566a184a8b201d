"""Entries for tests."""

from datetime import date

from knowledge.entry import Entry, EntryKind


def entry(entry_id: str, title: str, *, owner: str = "供水", variants: tuple[str, ...] = (),
          golden: tuple[str, ...] = (), source: str = "《城市供水条例》第二十二条", review: date | None = None,
          expires: date | None = None) -> Entry:  # fmt: skip
    """An entry that is whole."""
    return Entry(
        id=entry_id,
        title=title,
        variants=variants,
        short=f"关于{title}，请打服务电话。",
        full="",
        kind=EntryKind.HOT,
        owner=owner,
        source=source,
        source_date=date(2020, 3, 27),
        effective=date(2020, 3, 27),
        expires=expires,
        area="全国",
        audience="居民",
        keywords=(),
        review=review,
        golden=golden,
    )


WATER = entry("water", "自来水停水怎么报修", variants=("水龙头不出水",), golden=("水龙头突然不出水了找谁",))
METER = entry("meter", "水表转得太快怎么办", variants=("水费突然多了",), golden=("水表是不是坏了多收钱",))
POWER = entry("power", "居民停电怎么报修", owner="供电", source="《电力供应与使用条例》第二十八条")
