"""督办的台阶: from a reminder to the executive meeting, each one higher than the one before."""

from enum import StrEnum

from hotline.errors import HotlineError


class Step(StrEnum):
    """One rung of the ladder. From `COORDINATE` on it is 提级, in the order of Jinan 29-30 and Weifang 22-23."""

    REMINDER = "reminder"
    YELLOW = "yellow"
    RED = "red"
    JOINT = "joint"
    COORDINATE = "coordinate"
    DESIGNATE = "designate"
    CONVENE = "convene"
    COUNCIL = "council"

    @property
    def rank(self) -> int:
        """1 for the lowest."""
        return _LADDER.index(self) + 1

    @property
    def colour(self) -> str:
        """What a list shows: grey for a reminder, yellow, and red for whatever is higher."""
        return {Step.REMINDER: "grey", Step.YELLOW: "yellow"}.get(self, "red")


_LADDER = tuple(Step)


class StepTakenError(HotlineError):
    """This rung, or a higher one, was taken or passed over before: steps only go up, and each is taken once."""

    code = "step_taken"


class NotSupervisedError(HotlineError):
    """Nobody supervises this ticket now."""

    code = "not_supervised"
