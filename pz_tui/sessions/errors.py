"""What can go wrong with what is kept, each as one sentence: what is wrong, what to do."""

from __future__ import annotations

import errno

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class StoreError(Exception):
    """A session could not be kept or read; the text is one sentence for the screen."""


class SessionLocked(StoreError):
    """Another window or process holds the session; it can be read and not changed."""


class AlreadyThere(StoreError):
    """An imported session is in the store already. ``id`` names it; nothing was added."""

    def __init__(self, message: str, id: str) -> None:
        super().__init__(message)
        self.id = id


def cannot_write(error: OSError, what: str) -> StoreError:
    """The sentence for a failed write of ``what`` ("the session …"); what was there before still stands."""
    if error.errno in _FULL:
        return StoreError(
            f"The disk is full, so {what} could not be saved; free some space, and the next save brings it in."
        )
    if error.errno in _FORBIDDEN:
        return StoreError(
            f"There is no permission to write {what}; make its folder writable or set PZ_HOME to another one."
        )
    reason = error.strerror or type(error).__name__
    return StoreError(f"Writing {what} failed ({reason}); check the disk, and the next save tries again.")


def cannot_read(error: OSError, what: str) -> StoreError:
    """The sentence for a failed read of ``what``."""
    reason = error.strerror or type(error).__name__
    return StoreError(f"Reading {what} failed ({reason}); check that the file is there and may be read.")
