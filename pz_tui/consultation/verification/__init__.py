"""Verification: what must not be said. Every sentence passes here before it reaches the screen."""

from __future__ import annotations

from pz_tui.consultation.verification.verifier import Verifier

__all__ = ["Verifier"]
