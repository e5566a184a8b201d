"""A question as the views of the base read it, made once a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lexicon.vectors import Vectors


@dataclass(frozen=True, slots=True)
class Asked:
    """`plain`: normalised, without filling words. `terms`: weighted terms. `places`: divisions of the country that it
    names. `meaning`: its sentence vector, None where there is no engine."""

    plain: str
    terms: Mapping[str, float]
    places: frozenset[str] = field(default_factory=frozenset)
    meaning: Vectors | None = None
