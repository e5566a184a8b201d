"""What stands in the log when something goes wrong."""

import logging
import subprocess
import sys

from app.logs import DiscreetFormatter

WORDS = "我家住锦绣苑3栋101，电话13800001234"

_SCRIPT = """
import logging, sys
import structlog
from app.logs import set_up_logs

set_up_logs("INFO")
for write in (structlog.get_logger("conversation").error, logging.getLogger("aiohttp.server").error):
    try:
        int(sys.argv[1])
    except ValueError as error:
        write("stumbled", exc_info=error)
structlog.get_logger("jobs").info("job_done", count=2)
"""


def test_an_error_is_written_down_by_kind_and_place_and_never_with_its_words() -> None:
    done = subprocess.run([sys.executable, "-c", _SCRIPT, WORDS], capture_output=True, text=True, check=True)
    first, second, third = done.stderr.splitlines()
    for line in (first, second):
        assert "stumbled" in line
        assert "ValueError at" in line
        assert "13800001234" not in line
        assert "锦绣苑" not in line
    assert "job_done" in third


def test_a_task_that_nobody_asked_about_does_not_show_its_error() -> None:
    record = logging.makeLogRecord(
        {"name": "asyncio", "levelname": "ERROR", "msg": f"Task exception was never retrieved\nfuture: <{WORDS}>"}
    )
    assert DiscreetFormatter("%(name)s %(message)s").format(record) == "asyncio Task exception was never retrieved"


def test_a_server_logs_without_the_modules_for_colours_and_others_still_find_them() -> None:
    begin = "import sys, app.cli; app.cli._log_without_colours(); import app.commands.serve"
    asked = f"{begin}; assert 'rich' not in sys.modules; import rich.console"
    done = subprocess.run([sys.executable, "-c", asked], check=False)  # noqa: S603 - our own interpreter and words
    assert done.returncode == 0
