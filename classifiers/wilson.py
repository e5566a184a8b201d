"""Wilson's interval for a share: right for the few cases and the small rates that one has in the first weeks."""

from math import sqrt

BOTH_SIDES = 1.96
"""Both ends together leave out 5 %."""
ONE_SIDE = 1.6449
"""Each end alone leaves out 5 %."""


def wilson(part: int, whole: int, z: float = BOTH_SIDES) -> tuple[float, float]:
    """Lower and upper end for `part` of `whole`; of nothing nothing is known."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, z**2
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    margin = z * sqrt(share * (1 - share) / whole + square / (4 * whole**2)) / (1 + square / whole)
    return max(0.0, middle - margin), min(1.0, middle + margin)
