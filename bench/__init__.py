"""Measurements, run by a person and written down in docs/benchmarks.md; never by the test suite."""
