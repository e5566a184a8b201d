"""What every verb needs at hand: the city's units, deadlines, words, and the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field

from casework.aftercare import Aftercare, load_aftercare
from casework.ports import QueryCodes
from casework.supervision_rules import SupervisionRules, load_supervision
from hotline.clock import Clock
from hotline.deadlines import DeadlineTable
from hotline.hours import OFFICE
from hotline.taxonomy import Taxonomy
from hotline.units import UnitTree
from hotline.wording import Wording


@dataclass(frozen=True, slots=True)
class Office:
    """The standing equipment of the hotline, wired once in `app/assembly.py`.

    `serial` gives the last six digits of a new ticket number; it must be hard to guess and rarely repeat.
    """

    units: UnitTree
    taxonomy: Taxonomy
    deadlines: DeadlineTable
    wording: Wording
    codes: QueryCodes
    clock: Clock
    serial: Callable[[], int]
    supervision: SupervisionRules = field(default_factory=load_supervision)
    aftercare: Aftercare = field(default_factory=load_aftercare)

    def unit_name(self, code: str) -> str:
        """How people call a unit; the code itself where the unit no longer exists."""
        unit = self.units.find(code)
        return unit.name if unit else code

    def hours_of(self, code: str) -> str:
        """The name of the hours by which a unit works; the city's own where the unit no longer exists."""
        unit = self.units.find(code)
        return unit.hours if unit else OFFICE
