"""What the state machines of a ticket's life share: a hotline of their own with a handful of tickets."""

import shutil
import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from hypothesis.stateful import RuleBasedStateMachine

from hotline.clock import SetClock
from tests.casework.steps import Steps
from tests.house import MONDAY, Desk, migrated, open_desk


@cache
def template() -> Path:
    return migrated(Path(tempfile.mkdtemp(prefix="jiesu-machine-")))


class LivingTickets(RuleBasedStateMachine):
    """Opens the hotline before the first rule and puts it away after the last."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="jiesu-life-"))
        self.stack = ExitStack()
        self.desk: Desk = self.stack.enter_context(open_desk(template(), self.folder, SetClock(MONDAY)))
        self.all: list[Steps] = []

    def teardown(self) -> None:
        self.stack.close()
        shutil.rmtree(self.folder)

    def pick(self, which: int) -> Steps:
        return self.all[which % len(self.all)]
