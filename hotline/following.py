"""Looking again and again beside the work, so that what somebody changed elsewhere counts without a restart."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hotline.errors import HotlineError


@contextmanager
def following(look: Callable[[], object], tell: Callable[[str], None], *, name: str, interval: float) -> Iterator[None]:
    """Call `look` every `interval` seconds, in a thread called `name`, while the block runs.

    Whatever it raises, the next look tries again. A fault is told once, by its code, and again only after a look that
    went well.
    """
    stop = threading.Event()
    thread = threading.Thread(target=_follow, args=(look, tell, stop, interval), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _follow(look: Callable[[], object], tell: Callable[[str], None], stop: threading.Event, interval: float) -> None:
    faulty = False
    while not stop.wait(interval):
        try:
            look()
        except Exception as error:  # noqa: BLE001 - whatever it is, what was known goes on and the next look tries
            if not faulty:
                tell(error.code if isinstance(error, HotlineError) else type(error).__name__)
            faulty = True
        else:
            faulty = False
