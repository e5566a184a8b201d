"""A month in the city, as an interval of moments."""

from datetime import datetime

from hotline.clock import SHANGHAI, local, utc
from hotline.errors import InvalidInputError


def month_bounds(month: str) -> tuple[datetime, datetime]:
    """[first moment of a month such as `2026-03`, first moment of the next).

    Raises:
        InvalidInputError: no such month.
    """
    try:
        first = datetime.strptime(month, "%Y-%m").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise InvalidInputError(field="month", rule="month") from None
    return utc(first), utc(_next(first))


def months_back(month: str, count: int) -> datetime:
    """The first moment of the month that lies `count` - 1 months before."""
    first = local(month_bounds(month)[0])
    place = first.year * 12 + first.month - count
    return utc(first.replace(year=place // 12, month=place % 12 + 1))


def _next(first: datetime) -> datetime:
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
