"""属地管辖: from a department type and a place to the unit of this city, and who is to have a copy."""

from collections.abc import Iterable

from hotline.appeal import Place
from hotline.units import STREET_TYPE, Unit, UnitKind, UnitTree


def competent_unit(units: UnitTree, unit_type: str, place: Place) -> Unit | None:
    """The street of the place for what streets do; else the type's unit of the place's district, else the city's.

    A place of which only the community is known lies in that community's street.
    """
    if unit_type == STREET_TYPE:
        return street_of(units, place)
    district = district_of(units, place)
    candidates = units.of_type(unit_type)
    near = [unit for unit in candidates if district and unit.parent == district.code]
    return next(iter([*near, *(unit for unit in candidates if not _of_a_district(units, unit))]), None)


def street_of(units: UnitTree, place: Place) -> Unit | None:
    """The street, known by itself or by its community; None where the city has none of that code (any more)."""
    unit = units.find(place.street) if place.street else None
    if unit is None and place.community and (community := units.find(place.community)):
        unit = units.find(community.parent)
    return unit if unit is not None and unit.kind is UnitKind.STREET else None


def district_of(units: UnitTree, place: Place) -> Unit | None:
    """The district of the street, or the one that was named."""
    street = street_of(units, place)
    if street is not None:
        return units.district_of(street.code)
    named = units.find(place.district) if place.district else None
    return named if named is not None and named.kind is UnitKind.DISTRICT else None


def copied_districts(units: UnitTree, codes: Iterable[str]) -> tuple[str, ...]:
    """抄送: the districts of the streets among these units (北京市接诉即办工作条例第十二条)."""
    streets = [unit for code in codes if (unit := units.find(code)) is not None and unit.kind is UnitKind.STREET]
    districts = [units.district_of(street.code) for street in streets]
    return tuple(dict.fromkeys(each.code for each in districts if each is not None))


def _of_a_district(units: UnitTree, unit: Unit) -> bool:
    above = units.find(unit.parent) if unit.parent else None
    return above is not None and above.kind is UnitKind.DISTRICT
