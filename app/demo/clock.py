"""A clock that is set while the demo city's past is played, and runs from then on."""

from datetime import datetime

from hotline.clock import SetClock, SystemClock


class DemoClock(SetClock):
    """Stands where it is set until `go_live`; afterwards it is the machine's own clock."""

    def __init__(self) -> None:
        self._live = SystemClock()
        self._running = False
        super().__init__(self._live.now())

    def now(self) -> datetime:
        return self._live.now() if self._running else super().now()

    def go_live(self) -> None:
        self._running = True
