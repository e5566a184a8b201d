"""What the knowledge base refuses its keepers, named after the rule that says no."""

from hotline.errors import HotlineError


class EntryMoveRefusedError(HotlineError):
    """A version does not stand where this can be done with it; params name its state."""

    code = "entry_move_refused"


class EditedMeanwhileError(HotlineError):
    """Somebody else has saved a version since this one was opened."""

    code = "edited_meanwhile"


class OwnVersionError(HotlineError):
    """Who wrote a version does not publish it."""

    code = "own_version"


class EntryIncompleteError(HotlineError):
    """A draft lacks something that an answer must have; params name the fields."""

    code = "entry_incomplete"


class TitleTakenError(HotlineError):
    """Another entry bears this title."""

    code = "title_taken"


class GoldenLostError(HotlineError):
    """With the change in it the base no longer finds what golden questions ask for; params name them."""

    code = "golden_lost"
