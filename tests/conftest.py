"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# how fast something is, is measured where a test says so, in processor time; a busy machine fails nothing
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
