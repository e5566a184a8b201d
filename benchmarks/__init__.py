"""Measurements, each beside a named baseline of the same run. Never part of the tests: machines are noisy."""
