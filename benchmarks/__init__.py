"""Measurements, each beside a named baseline of the same run. Never part of the tests: machines are noisy.

As in the command, numpy works on one thread.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
